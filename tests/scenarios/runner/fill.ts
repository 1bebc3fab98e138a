/** How a scenario's village comes to be: opened, its workbook brought and looked through, the usual papers on record. */
import { writeWorkbook } from '@cunyi/server/village/people/workbook/write.ts'
import { type Column, SHEETS, type WorkbookRows } from '@cunyi/shared/people/workbook.ts'
import { Failed, type Filled, type World } from './world.ts'

/** The rows as they stand in the cells. */
export function textsOf(rows: WorkbookRows) {
  const cell = (column: Column, value: unknown): string => {
    if (value === undefined || value === null) return ''
    if (typeof value === 'boolean') return value ? '是' : '否'
    if (Array.isArray(value)) return value.join('、')
    return column.choices?.[String(value)]?.zh ?? String(value)
  }
  return Object.fromEntries(
    SHEETS.map((sheet) => [
      sheet.key,
      rows[sheet.key].map((row) =>
        Object.fromEntries(
          sheet.columns.map((column) => [
            column.key,
            cell(column, (row as Record<string, unknown>)[column.key]),
          ]),
        ),
      ),
    ]),
  ) as Parameters<typeof writeWorkbook>[0]
}

const officer = (world: World) => {
  const one = world.population.byAlias.get('branchSecretary')
  const row = world.population.rows.people.find((person) => person.name === one?.name)
  if (!one || !row?.idNumber || !row.phone) throw new Failed('the village needs a branch secretary')
  return { name: one.name, phone: row.phone, idNumber: row.idNumber, office: 'branchSecretary' }
}

/** The village as its file has it: filled, unless it is a copy of one that is, and with the file's own profile. */
export async function settle(world: World, filled?: Filled): Promise<{ people: number }> {
  if (filled) world.take(filled)
  else await fill(world)
  const { profile } = world.scenario
  if (profile && Object.keys(profile).length > 0) await setProfile(world, profile)
  return { people: world.population.people.length }
}

/** Opens the village, imports its people through the workbook, and puts the usual papers on record. */
export async function fill(world: World): Promise<void> {
  const { village } = world.scenario
  const block = typeof village === 'object' ? village : {}
  await world.ask(
    'township-1',
    'openVillage',
    { division: world.village },
    {
      isCommunity: block.community ?? false,
      hasCollective: block.collective ?? true,
      branchHasCommittee: block.branchCommittee !== 1,
      officer: officer(world),
    },
  )
  // The first roster of a village: the township looks through it, and with that its numbers are in use.
  await importPeople(world, 'township-1')
  world.paperId = await world.upload('branchSecretary', 'paper')
  await records(world)
}

/** Brings the village's workbook as its rows stand now; a second person reads what waits of it. */
export async function importPeople(world: World, second: string) {
  const file = await writeWorkbook(textsOf(world.population.rows))
  const form = new FormData()
  form.append('file', new Blob([new Uint8Array(file)]), 'village.xlsx')
  const { id } = await world.ask('branchSecretary', 'uploadPeople', {}, form)
  await until(world, id, 'previewed')
  await world.ask('branchSecretary', 'confirmImport', { id }, {})
  await until(world, id, 'done')
  await confirmList(world, id, second)
}

/** Reads what waits of an import to its end, and confirms it. */
export async function confirmList(world: World, id: string, by: string) {
  const { list } = await world.ask('branchSecretary', 'getImport', { id })
  if (!list) return
  for (let from: number | null = 0; from !== null; )
    from = (await world.ask(by, 'getImportList', { id, from })).next
  await world.ask(by, 'confirmAct', { act: list.actId }, {})
}

async function until(world: World, id: string, status: string) {
  for (let tries = 0; tries < 600; tries += 1) {
    const state = await world.ask('branchSecretary', 'getImport', { id })
    if (state.status === status) {
      const stops = state.faults.filter((fault: { stops?: boolean }) => fault.stops !== false)
      if (status === 'previewed' && stops.length > 0)
        throw new Failed(`the village's workbook has faults: ${JSON.stringify(stops.slice(0, 3))}`)
      return
    }
    if (state.status === 'failed')
      throw new Failed(`the import failed: ${JSON.stringify(state.faults.slice(0, 3))}`)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Failed(`the import did not become ${status}`)
}

const ONLINE = ['branch', 'committees', 'partyMembers', 'representatives', 'members']
async function records(world: World) {
  const { scenario, paperId } = world
  const term = { from: '2025-01-10', to: world.population.termsTo, paperId }
  const basis = (kind: string, assemblies: string[], text: string) =>
    world.ask('villageDirector', 'recordLegalBasis', {}, { kind, assemblies, text, ...term })
  if (scenario.basis !== 'none') await basis('onlinePresence', ONLINE, '村民会议通过的线上参会办法')
  const codes =
    scenario.authorisation === undefined || scenario.authorisation === 'default'
      ? ['M02', 'M03', 'M04', 'M09', 'M10']
      : scenario.authorisation
  if (codes.length > 0) await world.ask('villageDirector', 'recordAuthorisation', {}, { codes, ...term })
  for (const clause of scenario.charter ?? []) {
    if (clause === 'onlineAssembly')
      await basis('onlinePresence', ['villagers', 'households'], '村民自治章程：村民会议可以线上参加')
    else if (clause === 'memberRepresentatives')
      await basis(
        'memberRepresentatives',
        ['memberRepresentatives'],
        '章程规定设立成员代表大会，可以线上参加',
      )
    else await basis(clause, [], `章程条款：${clause}`)
    if (clause === 'memberRepresentatives')
      await basis('onlinePresence', ['memberRepresentatives'], '章程规定成员代表大会可以线上参加')
  }
}

/** County level, by two persons; a basis goes along for the values that ask for one. */
export async function setProfile(world: World, values: Record<string, unknown>) {
  const county = world.village.slice(0, 6)
  const { version } = await world.ask(
    'county-1',
    'proposeProfile',
    { division: county },
    { values, basis: '县级规定及村民自治章程条款' },
  )
  await world.ask('county-2', 'confirmProfile', { division: county, version }, { agree: true })
}

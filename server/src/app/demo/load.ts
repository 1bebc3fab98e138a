/**
 * 演示数据, on the first start in demo mode. Each part looks whether it is there already and each is whole or not at
 * all, so that a start after a kill goes on where the last one was.
 */
import { addDays, shanghaiDate } from '@cunyi/shared/words/days.ts'
import type { Office } from '@cunyi/shared/words/vocabulary.ts'
import { inVillage } from '#base/database/connect.ts'
import type { Parts } from '#base/parts/parts.ts'
import { XLSX } from '#door/http/workbook.ts'
import { givePin } from '#village/accounts/actions.ts'
import { hashFactor } from '#village/accounts/factor.ts'
import { appointFirst } from '#village/divisions/actions.ts'
import { DEMO_COUNTY, DEMO_TOWNSHIP, loadDemoTree } from '#village/divisions/load.ts'
import { findDivision } from '#village/divisions/queries/divisions.ts'
import { hasRoster } from '#village/people/workbook/queries.ts'
import { writeWorkbook } from '#village/people/workbook/write.ts'
import { activeAuthorisations, activeLegalBases } from '#village/profiles/queries.ts'
import { companyOf } from './company.ts'
import { type Driver, openDriver, type Player } from './driver.ts'
import { keepEdition } from './edition.ts'
import { DEMO_PIN, DEMO_STAFF, giveLogins, loginsOf, printDemoLogins } from './logins.ts'
import { actsOf, PETITION, petition, smallActsOf } from './matters.ts'
import { samplePaper } from './paper.ts'
import { Play, perform } from './play.ts'
import { findByIdNumber, hasPetition, hasPin, importThatWaits, lastEntryAt } from './queries.ts'
import { bigVillage, type DemoVillage, smallVillage, textsOfVillage } from './village.ts'

/** The villages began to use this so long ago; the matters played lie in between. */
const DAYS_BACK = 120
const DAY_MS = 86_400_000

export const demoVillages = (): DemoVillage[] => [giveLogins(bigVillage()), giveLogins(smallVillage())]

/** Loads what is missing. A loaded demo takes no time. */
export async function loadDemo(parts: Parts, say: (line: string) => void): Promise<void> {
  const began = performance.now()
  try {
    const loaded = [await loadVillages(parts, say), await loadMatters(parts, say)]
    if (!loaded.includes(true) || parts.stopping.aborted) return
    keepEdition(parts.config)
    say(`演示数据已就绪 The demo is loaded (${Math.round((performance.now() - began) / 1000)} s).`)
  } catch (error) {
    // Told to stop in the middle of something: the next start goes on from there.
    if (!parts.stopping.aborted) throw error
  }
}

/** The tree, the staff above, and two villages with their people and papers. Tells whether anything was missing. */
export async function loadVillages(parts: Parts, say: (line: string) => void): Promise<boolean> {
  await loadDemoTree(parts.db)
  const start = new Date(parts.clock.now().getTime() - DAYS_BACK * DAY_MS)
  await loadStaff(parts, start)
  let loaded = false
  for (const village of demoVillages()) {
    let driver: Driver | undefined
    const step = async (
      what: string,
      isThere: () => Promise<boolean>,
      make: (driver: Driver) => Promise<void>,
    ) => {
      if (await isThere()) return
      say(`Loading the demo: ${what} …`)
      driver ??= await openDriver(parts, start)
      await make(driver)
      loaded = true
    }
    try {
      await step(
        `${village.name} is opened`,
        () => isOpen(parts, village),
        (on) => open(parts, on, village),
      )
      await step(
        `${village.people.length} people of ${village.name} come in as a workbook`,
        () => isImported(parts, village),
        (on) => importPeople(parts, on, village),
      )
      await step(
        `the PINs of ${village.name}`,
        async () => (await withoutPin(parts, village)).length === 0,
        (on) => givePins(parts, village, on.now()),
      )
      await step(
        `the papers of ${village.name}`,
        () => hasBases(parts, village, start),
        (on) => recordBases(parts, on, village),
      )
    } finally {
      await driver?.close()
    }
  }
  return loaded
}

async function loadMatters(parts: Parts, say: (line: string) => void): Promise<boolean> {
  const [big, small] = demoVillages()
  if (!big || !small || (await isPlayed(parts, big))) return false
  say('Loading the demo: matters in different steps …')
  await playMatters(parts, big, small, say)
  return true
}

const isPlayed = (parts: Parts, { code }: DemoVillage) =>
  inVillage(parts.db, code, (tx) => hasPetition(tx, code, PETITION))

/**
 * Both villages on one clock, from where they last acted up to this moment: what is due somewhere is done at its own
 * instant, and what was done before a kill is not done again.
 */
async function playMatters(parts: Parts, big: DemoVillage, small: DemoVillage, say: (line: string) => void) {
  const now = parts.clock.now()
  const lastOf = async ({ code }: DemoVillage) =>
    (await inVillage(parts.db, code, (tx) => lastEntryAt(tx, code)))?.getTime() ?? 0
  const driver = await openDriver(parts, new Date(Math.max(await lastOf(big), await lastOf(small))))
  try {
    const [play, beside] = [
      new Play(driver, await companyOf(parts, big)),
      new Play(driver, await companyOf(parts, small)),
    ]
    await perform(driver, [...actsOf(play, now), ...smallActsOf(beside, now)], now, {
      isStopping: () => parts.stopping.aborted,
      say,
    })
    if (!parts.stopping.aborted) await petition(play)
  } finally {
    await driver.close()
  }
}

/** Said at every start, after the address. */
export const tellDemoLogins = (say: (line: string) => void) => printDemoLogins(demoVillages(), say)

async function loadStaff(parts: Parts, at: Date) {
  const pin = await hashFactor(DEMO_PIN)
  for (const { name, phone, idNumber, office } of DEMO_STAFF) {
    const division = office === 'countyStaff' ? DEMO_COUNTY : DEMO_TOWNSHIP
    await inVillage(parts.db, division, async (tx) => {
      const known = await findByIdNumber(tx, parts.keys, division, idNumber)
      if (known) {
        if (!(await hasPin(tx, division, known))) await givePin(tx, division, known, pin, at)
        return
      }
      const personId = await appointFirst(
        parts,
        tx,
        division,
        { name, phone, idNumber, office, from: addDays(shanghaiDate(at), -30), to: null },
        at,
      )
      await givePin(tx, division, personId, pin, at)
    })
  }
}

const isOpen = (parts: Parts, { code }: DemoVillage) =>
  inVillage(parts.db, code, async (tx) => (await findDivision(tx, code))?.openedAt != null)

async function staffOf(
  parts: Parts,
  division: string,
  office: (typeof DEMO_STAFF)[number]['office'],
): Promise<Player> {
  const idNumber = DEMO_STAFF.find((staff) => staff.office === office)?.idNumber ?? ''
  const personId = await inVillage(parts.db, division, (tx) =>
    findByIdNumber(tx, parts.keys, division, idNumber),
  )
  return { village: division, personId: personId ?? '' }
}

/** Somebody of the generated village as he stands in the database. */
export async function whoIs(parts: Parts, village: DemoVillage, office: Office, nth = 0): Promise<Player> {
  const person = village.offices.filter((row) => row.office === office)[nth]?.person
  const personId = await inVillage(parts.db, village.code, (tx) =>
    findByIdNumber(tx, parts.keys, village.code, person?.idNumber ?? ''),
  )
  return { village: village.code, personId: personId ?? '' }
}

async function open(parts: Parts, driver: Driver, village: DemoVillage) {
  const person = village.offices.find(({ office }) => office === 'branchSecretary')?.person
  if (!person) throw new Error('A demo village needs a branch secretary')
  const { name, phone, idNumber } = person
  const branchHasCommittee = village.offices.some(({ office }) => office === 'branchCommittee')
  await driver.must(await staffOf(parts, DEMO_TOWNSHIP, 'townshipStaff'), 'openVillage', {
    params: { division: village.code },
    body: {
      isCommunity: false,
      hasCollective: true,
      branchHasCommittee,
      officer: { name, phone, idNumber, office: 'branchSecretary' },
    },
  })
}

const isImported = (parts: Parts, { code }: DemoVillage) =>
  inVillage(parts.db, code, (tx) => hasRoster(tx, code))

/** Through upload, preview and confirmation, as any village does it. */
async function importPeople(parts: Parts, driver: Driver, village: DemoVillage) {
  const clerk = await whoIs(parts, village, 'branchSecretary')
  const waiting = await inVillage(parts.db, village.code, (tx) => importThatWaits(tx, village.code))
  if (waiting) return confirmRoster(parts, driver, village, waiting)
  const content = await writeWorkbook(textsOfVillage(village))
  const { id } = await driver.upload(clerk, 'uploadPeople', {
    name: `${village.name}花名册.xlsx`,
    type: XLSX,
    content,
  })
  let state = await driver.must(clerk, 'getImport', { params: { id } })
  while (state.status === 'reading') {
    await new Promise((resolve) => setTimeout(resolve, 100))
    state = await driver.must(clerk, 'getImport', { params: { id } })
  }
  if (state.status !== 'previewed' || state.counts.faulty > 0)
    throw new Error(
      `The workbook of ${village.name} was not taken: ${JSON.stringify(state.faults.slice(0, 3))}`,
    )
  await driver.must(clerk, 'confirmImport', { params: { id }, body: {} })
  await confirmRoster(parts, driver, village, id)
}

/** The township looks through the first roster of a village, and with that its numbers are in use. */
async function confirmRoster(parts: Parts, driver: Driver, village: DemoVillage, id: string) {
  const township = await staffOf(parts, DEMO_TOWNSHIP, 'townshipStaff')
  const at = { village: village.code, id }
  let from: number | null = 0
  while (from !== null)
    from = (await driver.must(township, 'getImportList', { params: at, query: { from: String(from) } })).next
  const clerk = await whoIs(parts, village, 'branchSecretary')
  const { list } = await driver.must(clerk, 'getImport', { params: { id } })
  await driver.must(township, 'confirmAct', { params: { village: village.code, act: list.actId } })
}

/** Of the log-ins in the list, who has no PIN yet. */
const withoutPin = (parts: Parts, village: DemoVillage) =>
  inVillage(parts.db, village.code, async (tx) => {
    const without = []
    for (const { person } of loginsOf(village)) {
      const personId = await findByIdNumber(tx, parts.keys, village.code, person.idNumber)
      if (personId && !(await hasPin(tx, village.code, personId))) without.push(personId)
    }
    return without
  })

async function givePins(parts: Parts, village: DemoVillage, now: Date) {
  const pin = await hashFactor(DEMO_PIN)
  for (const personId of await withoutPin(parts, village))
    await inVillage(parts.db, village.code, (tx) => givePin(tx, village.code, personId, pin, now))
}

const hasBases = (parts: Parts, { code }: DemoVillage, at: Date) =>
  inVillage(parts.db, code, async (tx) => {
    const day = shanghaiDate(at)
    return (
      (await activeLegalBases(tx, code, day)).length > 0 &&
      (await activeAuthorisations(tx, code, day)).length > 0
    )
  })

/** The legal basis of online presence, and what the villagers' assembly has entrusted to the representatives. */
async function recordBases(parts: Parts, driver: Driver, village: DemoVillage) {
  const director = await whoIs(parts, village, 'villageDirector')
  const from = shanghaiDate(driver.now())
  const [charter, resolution] = [
    await keepPaper(driver, director, '村民自治章程'),
    await keepPaper(driver, director, '村民会议授权决定'),
  ]
  await driver.must(director, 'recordLegalBasis', {
    body: {
      kind: 'onlinePresence',
      assemblies: ['branch', 'committees', 'partyMembers', 'representatives', 'members'],
      text: '村民自治章程：外出的成员可以通过手机参加会议并表决，计入到会人数。',
      from,
      to: null,
      paperId: charter,
    },
  })
  await driver.must(director, 'recordAuthorisation', {
    body: {
      codes: ['M02', 'M03', 'M04', 'M09', 'M10'],
      from,
      to: addDays(from, 3 * 365),
      paperId: resolution,
    },
  })
}

export async function keepPaper(driver: Driver, who: Player, name: string): Promise<string> {
  const file = { name: `${name}.png`, type: 'image/png', content: await samplePaper(name) }
  return (await driver.upload(who, 'uploadFile', file, { query: { purpose: 'paper' } })).id
}

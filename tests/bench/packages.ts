/**
 * `npm run bench:packages`: how long a matter of 2,400 voters with 100 attachments takes to be packed, and its packages to be
 * verified (within ten seconds). BENCH_VOTERS and BENCH_ATTACHMENTS; PACKAGES_DIR keeps what was made.
 */
import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { crc32, deflateSync } from 'node:zlib'
import { startTestCluster } from '@cunyi/server/base/database/test-cluster.ts'
import { addDays, dateToInstant, shanghaiDate } from '@cunyi/shared/words/days.ts'
import { unzip } from '../../server/verify/zip.ts'
import type { Scenario } from '../scenarios/runner/file.ts'
import { play, playStep, startOf } from '../scenarios/runner/play.ts'
import { serverFor } from '../scenarios/runner/server.ts'
import type { World } from '../scenarios/runner/world.ts'

const VOTERS = Number(process.env.BENCH_VOTERS ?? 2400)
const ATTACHMENTS = Number(process.env.BENCH_ATTACHMENTS ?? 100)
const TIMES = 5
const VILLAGE = '411329990201'
const CHAIR = 'branchSecretary'
const HALL = Math.trunc(VOTERS / 10)

const scenario = {
  scenario: `${VOTERS} 人的村民会议`,
  village: {
    households: Math.ceil(VOTERS / 3),
    registered: VOTERS + 400,
    adults: VOTERS,
    members: VOTERS,
    party: { full: 40, probationary: 1, underProbation: 0, away: 20 },
    branchCommittee: 5,
    villageCommittee: 5,
    crossPosted: 2,
    representatives: 51,
    committeeRepresentatives: 3,
    womenInAssembly: 20,
    oversight: 3,
    memberRepresentatives: 0,
    board: 5,
    supervisors: 3,
  },
  profile: { 's4.assembly.mode': 'adults', 'online.counts_as_present.assembly': true },
  charter: ['onlineAssembly'],
  authorisation: [],
  matter: {
    title: '村口石桥维修',
    codes: ['M03'],
    assembly: 'villagers',
    amount: '8万',
    sources: { 集体经济收入: '8万' },
    uses: { 桥面: '6万', 护栏: '2万' },
  },
  steps: [
    { submit: {} },
    { sitting: { inHall: 5, for: 5 } },
    { sitting: { inHall: 8, for: 8 } },
    { sitting: { inHall: 20, online: 20, for: 38, against: 2 } },
    { sitting: { inHall: HALL, online: VOTERS - HALL, for: VOTERS - HALL, against: HALL } },
    { disclose: {} },
    { endDisclosure: {} },
    { work: { executor: '村民委员会', contractor: '河湾建筑队', tender: 'quotes' } },
    { progress: { text: '完工', percent: 100 } },
    { expense: { line: '桥面', amount: '59000元', payee: '河湾建筑队' } },
    { accept: { people: 5 } },
    { outcome: {} },
    { disclose: {} },
  ],
} as unknown as Scenario & { lines: number[] }
scenario.lines = scenario.steps.map(() => 0)

/** A picture of noise: about as large as a photograph made smaller by a phone. */
function picture(): Uint8Array<ArrayBuffer> {
  const [wide, high] = [400, 300]
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type), data])
    const size = Buffer.alloc(4)
    const crc = Buffer.alloc(4)
    size.writeUInt32BE(data.length)
    crc.writeUInt32BE(crc32(body))
    return Buffer.concat([size, body, crc])
  }
  const head = Buffer.alloc(13)
  head.writeUInt32BE(wide, 0)
  head.writeUInt32BE(high, 4)
  head.set([8, 2], 8)
  const rows = Buffer.concat(
    Array.from({ length: high }, () => Buffer.concat([Buffer.alloc(1), randomBytes(wide * 3)])),
  )
  return new Uint8Array(
    Buffer.concat([
      Buffer.from('89504e470d0a1a0a', 'hex'),
      chunk('IHDR', head),
      chunk('IDAT', deflateSync(rows)),
      chunk('IEND', Buffer.alloc(0)),
    ]),
  )
}

async function attach(world: World, proposal: string): Promise<void> {
  for (let i = 0; i < ATTACHMENTS; i += 1) {
    const form = new FormData()
    form.append('file', new Blob([picture()], { type: 'image/png' }), `附件${i + 1}.png`)
    await world.send(
      CHAIR,
      'POST',
      `/api/villages/${VILLAGE}/files?purpose=proposal&subjectId=${proposal}`,
      form,
    )
  }
}

const median = (all: number[]) => Math.round([...all].sort((a, b) => a - b)[Math.trunc(all.length / 2)] ?? 0)
const say = (line: string) => console.log(`packages: ${line}`)
const folder = process.env.PACKAGES_DIR ?? mkdtempSync(join(tmpdir(), 'cunyi-packages-'))
mkdirSync(folder, { recursive: true })
const cluster = await startTestCluster()
const server = await serverFor(cluster, startOf(scenario))
try {
  let world: World | undefined
  const good = await play(scenario, server.address, VILLAGE, console.log, async (played) => {
    world = played
  })
  if (!good || !world) throw new Error('the scenario does not play')
  const proposal = world.matter().id
  const begun = performance.now()
  await attach(world, proposal)
  say(`${ATTACHMENTS} attachments brought in ${Math.round(performance.now() - begun)} ms`)
  await playStep(world, { endDisclosure: {}, expect: { stage: 'archived' } } as never)
  await world.moveClock(dateToInstant(addDays(shanghaiDate(world.now), 1)))
  const made: number[] = []
  for (let i = 0; i < TIMES; i += 1) {
    const at = performance.now()
    await world.ask(CHAIR, 'makePackage', { proposal }, {})
    made.push(performance.now() - at)
  }
  say(
    `both packages made: median ${median(made)} ms of ${TIMES}, slowest ${Math.round(Math.max(...made))} ms`,
  )
  const list = join(folder, 'bench.checkpoints.json')
  const checkpoints = await world.ask(null, 'listCheckpoints', { county: VILLAGE.slice(0, 6), from: 1 })
  writeFileSync(list, JSON.stringify(checkpoints))
  const { rows } = await world.ask<{ rows: { id: string; kind: string }[] }>(CHAIR, 'listPackages', {
    proposal,
  })
  const main = fileURLToPath(new URL('../../server/verify/main.ts', import.meta.url))
  for (const kind of ['office', 'public']) {
    const row = rows.find((one) => one.kind === kind)
    if (!row) throw new Error(`there is no ${kind} package`)
    const zip = await world.download(CHAIR, 'getPackage', { proposal, package: row.id })
    const path = join(folder, `bench.${kind}.zip`)
    writeFileSync(path, zip)
    const verified: number[] = []
    let told = ''
    for (let i = 0; i < TIMES; i += 1) {
      const at = performance.now()
      const run = spawnSync(
        process.execPath,
        ['--disable-warning=ExperimentalWarning', main, path, '--checkpoints', list],
        { encoding: 'utf8' },
      )
      verified.push(performance.now() - at)
      told = run.stdout.trim().split('\n').at(-1) ?? ''
      if (run.status !== 0) throw new Error(run.stdout + run.stderr)
    }
    const slowest = Math.round(Math.max(...verified))
    say(
      `${kind}, ${Math.round(zip.length / 1024)} KB, ${unzip(zip).size} files: verified in ${median(verified)} ms (median of ${TIMES}), slowest ${slowest} ms: ${told}`,
    )
    if (slowest > 10_000) process.exitCode = 1
  }
} finally {
  await server.stop()
  await cluster.stop()
  if (!process.env.PACKAGES_DIR) rmSync(folder, { recursive: true, force: true })
}

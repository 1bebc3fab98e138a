/**
 * `npm run bench`: W1, everybody votes at one instant, over HTTP on the embedded PostgreSQL with fsync on; beside it
 * in the same run the same load on an empty request with the same token and schema check. Loopback only; a few
 * minutes. Prints medians of its runs, what was lost and doubled, and how noisy the machine was.
 */
import { randomBytes, randomInt } from 'node:crypto'
import { cpus } from 'node:os'
import { fire, type Hit, type Shot } from './burst.ts'
import { BENCH_INSTANCE, type BenchPoll, openSitting, stored } from './sitting.ts'
import { signTicket, standUp } from './stand.ts'

const RUNS = Number(process.env.BENCH_RUNS ?? 5)
const BURSTS = [60, 500, 2000]
const STEADY = { lines: 128, ballots: 10_000 }

const { keys, pollKeys, adminUrl, server, port, end } = await standUp()

const quantile = (sorted: readonly number[], q: number) =>
  sorted[Math.min(sorted.length - 1, Math.ceil(q * sorted.length) - 1)] ?? 0
const median = (list: readonly number[]) =>
  quantile(
    [...list].sort((a, b) => a - b),
    0.5,
  )

/** How long a fixed piece of work takes: its spread over the run is the machine's own noise. */
function spin(): number {
  const begin = performance.now()
  let x = 1
  for (let i = 0; i < 30_000_000; i += 1) x = (x * 1103515245 + 12345) % 2147483648
  return x < 0 ? 0 : performance.now() - begin
}

/** Microseconds of processor time that the server's process has used so far. */
const cpuUsed = () =>
  new Promise<number>((resolve) => {
    server.once('message', (message) => resolve((message as { cpu: number }).cpu))
    server.send('cpu')
  })

type Row = {
  cpu: number
  rate: number
  p50: number
  p95: number
  p99: number
  max: number
  errors: number
  lost: number
  doubled: number
}

function measure(hits: readonly Hit[], totalMs: number, cpuUs: number, lost = 0, doubled = 0): Row {
  const times = hits.map((hit) => hit.ms).sort((a, b) => a - b)
  const good = hits.filter((hit) => hit.status === 200).length
  const [p50, p95, p99, max] = [0.5, 0.95, 0.99, 1].map((q) => quantile(times, q)) as [
    number,
    number,
    number,
    number,
  ]
  return {
    cpu: cpuUs / hits.length,
    rate: (good / totalMs) * 1000,
    p50,
    p95,
    p99,
    max,
    errors: hits.length - good,
    lost,
    doubled,
  }
}

const shotsOf = (poll: BenchPoll, path: string): Shot[] => {
  const now = new Date()
  const until = new Date(now.getTime() + 3_600_000)
  return poll.voters.map((personId) => ({
    path,
    token: signTicket(
      { keys, instance: poll.instance },
      { village: poll.villageId, pollId: poll.pollId, personId, castBy: null },
      now,
      until,
    ),
    body: JSON.stringify({ ref: randomBytes(16).toString('hex'), choice: randomInt(1, 4) }),
  }))
}

async function ballots(count: number, lines: number): Promise<Row> {
  const poll = await openSitting(adminUrl, pollKeys, count)
  const shots = shotsOf(poll, `/api/villages/${poll.villageId}/polls/${poll.pollId}/ballot`)
  const before = await cpuUsed()
  const { hits, totalMs } = await fire(port, shots, lines)
  const cpu = (await cpuUsed()) - before
  const kept = await stored(adminUrl, poll)
  const receipts = new Set(kept.map((row) => row.receipt))
  const told = hits.filter((hit) => hit.status === 200).map((hit) => JSON.parse(hit.body).receipt as string)
  const lost = told.filter((receipt) => !receipts.has(receipt)).length
  return measure(hits, totalMs, cpu, lost, kept.length - new Set(kept.map((row) => row.person)).size)
}

async function empty(count: number, lines: number): Promise<Row> {
  const poll = {
    villageId: '411329990201',
    meetingId: '',
    pollId: crypto.randomUUID(),
    voters: Array.from({ length: count }, () => crypto.randomUUID()),
    instance: { id: BENCH_INSTANCE },
  }
  const shots = shotsOf(poll, `/bench/${poll.villageId}/${poll.pollId}`)
  const before = await cpuUsed()
  const { hits, totalMs } = await fire(port, shots, lines)
  return measure(hits, totalMs, (await cpuUsed()) - before)
}

const middle = (rows: readonly Row[]): Row =>
  Object.fromEntries(
    (Object.keys(rows[0] as Row) as Array<keyof Row>).map((key) => {
      const all = rows.map((row) => row[key])
      return [
        key,
        key === 'errors' || key === 'lost' || key === 'doubled'
          ? all.reduce((a, b) => a + b, 0)
          : median(all),
      ]
    }),
  ) as Row

const noise: number[] = []
const lines: string[] = []
const show = (name: string, row: Row) =>
  [
    name.padEnd(26),
    row.rate.toFixed(0).padStart(8),
    row.cpu.toFixed(0).padStart(8),
    ...[row.p50, row.p95, row.p99, row.max].map((ms) => ms.toFixed(1).padStart(8)),
    ...[row.errors, row.lost, row.doubled].map((n) => String(n).padStart(9)),
  ].join('')

async function compare(name: string, count: number, onLines: number) {
  const [cast, none]: [Row[], Row[]] = [[], []]
  for (let run = 0; run < RUNS; run += 1) {
    noise.push(spin())
    cast.push(await ballots(count, onLines))
    none.push(await empty(count, onLines))
  }
  const [mine, bare] = [middle(cast), middle(none)]
  lines.push(show(name, mine), show('  empty request', bare), `  ratio ${(mine.rate / bare.rate).toFixed(2)}`)
  console.error(`${name}: ${mine.rate.toFixed(0)}/s against ${bare.rate.toFixed(0)}/s`)
}

try {
  // Warm: the first burst pays for compiling.
  await ballots(500, 128)
  await empty(500, 128)
  for (const count of BURSTS) await compare(`W1 burst ${count}`, count, count)
  await compare(`steady ${STEADY.lines} lines × ${STEADY.ballots}`, STEADY.ballots, STEADY.lines)
  console.log(
    `\nNode ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? '?'}, PostgreSQL embedded, fsync on; server, database and load on one machine`,
  )
  console.log(`medians of ${RUNS} runs; errors, lost, doubled are sums over all of them; times in ms`)
  console.log(
    `machine noise: a fixed loop took ${Math.min(...noise).toFixed(0)} to ${Math.max(...noise).toFixed(0)} ms\n`,
  )
  console.log(
    `${''.padEnd(26)}${['rate/s', 'cpu µs', 'p50', 'p95', 'p99', 'max'].map((word) => word.padStart(8)).join('')}${['errors', 'lost', 'doubled'].map((word) => word.padStart(9)).join('')}`,
  )
  for (const line of lines) console.log(line)
} finally {
  await end()
}

/**
 * `npm run bench [-- S1 S3 …] [--short] [--json FILE]`: the works of works.ts, live.ts and beside.ts over HTTP on PostgreSQL with fsync
 * on, and beside them, in the same run, their limits: an empty request with the same token and schema check, a bare loop of `ws`. Prints
 * medians, what was lost and doubled, and how noisy the machine was. `--short` leaves out the long ones and asserts what
 * no machine changes: nothing lost, nothing doubled, nothing refused; it asserts no times. Loopback only.
 */
import { writeFileSync } from 'node:fs'
import { cpus, loadavg } from 'node:os'
import { BESIDE_WORKS } from './beside.ts'
import { LIVE_WORKS } from './live.ts'
import { standUp } from './stand.ts'
import { ballots, type Done, empty, STEADY, WORKS as VOTE_WORKS } from './works.ts'

const WORKS = { ...VOTE_WORKS, ...LIVE_WORKS, ...BESIDE_WORKS }

const args = process.argv.slice(2)
const option = (name: string) => {
  const at = args.indexOf(name)
  return at >= 0 ? args.splice(at, 2)[1] : undefined
}
const json = option('--json')
const isShort = args.includes('--short')
const named = args.filter((arg) => !arg.startsWith('-'))
const unknown = named.filter((name) => !Object.keys(WORKS).some((work) => work.startsWith(name)))
if (unknown.length > 0)
  throw new Error(`There is no ${unknown.join(', ')}; there are ${Object.keys(WORKS).join(', ')}.`)
const chosen = Object.entries(WORKS).filter(([name, { isLong }]) =>
  named.length === 0 ? !(isShort && isLong) : named.some((one) => name.startsWith(one)),
)
const RUNS = isShort ? 1 : Number(process.env.BENCH_RUNS ?? 5)

const stand = await standUp()

const quantile = (list: readonly number[], q: number) => {
  const sorted = [...list].sort((a, b) => a - b)
  return sorted[Math.max(0, Math.min(sorted.length - 1, Math.ceil(q * sorted.length) - 1))] ?? 0
}

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
    stand.server.once('message', (message) => resolve((message as { cpu: number }).cpu))
    stand.server.send('cpu')
  })

const COLUMNS = ['rate/s', 'cpu µs', 'p50', 'p95', 'p99', 'max', 'errors', 'lost', 'doubled'] as const
type Figures = Record<(typeof COLUMNS)[number], number>
type Row = Figures & { note: string; load: number }

async function measure(run: () => Promise<Done>): Promise<Row> {
  const before = await cpuUsed()
  const { hits, totalMs, lost, doubled, meanwhile, each = 1, note = '' } = await run()
  const cpu = (await cpuUsed()) - before
  const good = hits.filter((hit) => hit.status === 200).length
  const times = meanwhile ?? hits.map((hit) => hit.ms)
  const [p50, p95, p99, max] = [0.5, 0.95, 0.99, 1].map((q) => quantile(times, q)) as [
    number,
    number,
    number,
    number,
  ]
  return {
    'rate/s': (good / each / totalMs) * 1000,
    'cpu µs': (cpu * each) / hits.length,
    p50,
    p95,
    p99,
    max,
    errors: hits.length - good,
    lost,
    doubled,
    note,
    load: loadavg()[0] ?? 0,
  }
}

const isCount = (column: string) => ['errors', 'lost', 'doubled'].includes(column)
const middle = (rows: readonly Row[]): Row => ({
  ...(Object.fromEntries(
    COLUMNS.map((column) => {
      const all = rows.map((row) => row[column])
      return [column, isCount(column) ? all.reduce((a, b) => a + b, 0) : quantile(all, 0.5)]
    }),
  ) as Figures),
  note: rows.at(-1)?.note ?? '',
  load: quantile(
    rows.map((row) => row.load),
    0.5,
  ),
})

const noise: number[] = []
const raw: Record<string, Row[]> = {}
const lines: string[] = []
const show = (name: string, row: Row, after = '') =>
  lines.push(
    name.padEnd(58) +
      COLUMNS.map((column) =>
        row[column].toFixed(isCount(column) || column === 'rate/s' ? 0 : 1).padStart(9),
      ).join('') +
      (after ? `  ${after}` : ''),
  )

try {
  // Warm: the first burst pays for compiling.
  await ballots(stand, 500, STEADY.lines)
  await empty(stand, 500, STEADY.lines)
  for (const [name, { title, limit, run, beside, runs = RUNS }] of chosen) {
    const [mine, bare]: [Row[], Row[]] = [[], []]
    for (let turn = 0; turn < Math.min(runs, RUNS); turn += 1) {
      noise.push(spin())
      mine.push(await measure(() => run(stand)))
      if (beside) bare.push(await measure(() => beside.run(stand)))
    }
    raw[name] = mine
    const { note, load } = middle(mine)
    show(
      `${name} ${title}`,
      middle(mine),
      [limit, note, `load ${load.toFixed(1)}`].filter(Boolean).join('; '),
    )
    if (beside) {
      raw[`${name} ${beside.title}`] = bare
      const ratio = middle(mine)[beside.by] / middle(bare)[beside.by]
      show(`  ${beside.title}`, middle(bare), [`ratio ${ratio.toFixed(2)}`, middle(bare).note].join('; '))
    }
    console.error(`${lines.slice(beside ? -2 : -1).join('\n')}`)
  }
  console.log(
    `\nNode ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? '?'}, fsync on; server, database and load on one machine`,
  )
  console.log(
    `medians of ${RUNS}; errors, lost, doubled are sums over all of them; times in ms; of S4 the times of the other village's page`,
  )
  console.log(
    `machine noise: a fixed loop took ${Math.min(...noise).toFixed(0)} to ${Math.max(...noise).toFixed(0)} ms\n`,
  )
  console.log(' '.repeat(58) + COLUMNS.map((word) => word.padStart(9)).join(''))
  for (const line of lines) console.log(line)
  if (json) writeFileSync(json, `${JSON.stringify({ node: process.version, noise, raw }, null, 2)}\n`)
  const bad = Object.values(raw)
    .flat()
    .filter((row) => row.errors > 0 || row.lost !== 0 || row.doubled !== 0).length
  const turns = Object.values(raw).flat().length
  console.log(`\n${turns - bad} passed, ${bad} failed`)
  process.exitCode = bad > 0 ? 1 : 0
} finally {
  await stand.end()
}

/**
 * `npm run bench:paired -- OLD NEW`: the burst of 2,000 voters in two checkouts, alternately, so that whatever else
 * the machine does falls on both. Prints each pair, the median of their ratios, its spread, and how busy the machine was.
 */
import { spawnSync } from 'node:child_process'
import { loadavg } from 'node:os'
import { resolve } from 'node:path'

const PAIRS = Number(process.env.BENCH_PAIRS ?? 5)
const [older, newer] = process.argv.slice(2).map((folder) => resolve(folder))
if (!older || !newer) throw new Error('Which two? npm run bench:paired -- OLD NEW')

/** Ballots a second, as `npm run bench` of that checkout tells it; its own figure is the median of BENCH_RUNS bursts. */
function rateIn(folder: string): number {
  const { stdout, stderr, status } = spawnSync(process.execPath, ['tests/bench/run.ts'], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, BENCH_RUNS: process.env.BENCH_RUNS ?? '3' },
  })
  const [, rate, rest] = stdout.match(/^W1 burst 2000 +(\d+)(.*)$/m) ?? []
  if (status !== 0 || rate === undefined) throw new Error(`${folder}: ${stderr}`)
  if (!/\b0 +0 +0$/.test(rest ?? '')) throw new Error(`${folder}: errors, lost or doubled ballots:${rest}`)
  return Number(rate)
}

const ratios: number[] = []
for (let pair = 1; pair <= PAIRS; pair += 1) {
  // Who goes first changes from pair to pair.
  const order = pair % 2 === 1 ? ['old', 'new'] : ['new', 'old']
  const rates = Object.fromEntries(order.map((which) => [which, rateIn(which === 'old' ? older : newer)]))
  const ratio = (rates.new as number) / (rates.old as number)
  ratios.push(ratio)
  const load = loadavg()[0]?.toFixed(1)
  console.log(
    `pair ${pair}: old ${rates.old}/s, new ${rates.new}/s, ratio ${ratio.toFixed(3)} (load ${load})`,
  )
}
ratios.sort((a, b) => a - b)
const median = ratios[Math.floor(ratios.length / 2)] as number
console.log(
  `median ratio ${median.toFixed(3)}, from ${ratios[0]?.toFixed(3)} to ${ratios.at(-1)?.toFixed(3)}`,
)
if (median < 0.95) process.exitCode = 1

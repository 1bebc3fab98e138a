/**
 * `npm run bench:paired -- OLD NEW`: the burst of 2,000 voters (or BENCH_SHAPE=steady) in two checkouts. Both stand ready with a database of
 * their own, and burst follows burst alternately, so that whatever else the machine does falls on both. Prints each
 * run's median ratio of neighbours, their median, their spread, and how busy the machine was.
 */
import { type ChildProcess, fork } from 'node:child_process'
import { copyFileSync, rmSync } from 'node:fs'
import { loadavg } from 'node:os'
import { join, resolve } from 'node:path'

const RUNS = Number(process.env.BENCH_PAIRS ?? 5)
/** Of each checkout in a run, after two that warm it. */
const BURSTS = Number(process.env.BENCH_RUNS ?? 7)
/** `burst`: everybody at one instant, each on a line of his own; `steady`: 10,000 on 128 lines. */
const SHAPES = { burst: { count: 2000, lines: 2000 }, steady: { count: 10_000, lines: 128 } }
const shape = SHAPES[(process.env.BENCH_SHAPE ?? 'burst') as keyof typeof SHAPES]
const [older, newer] = process.argv.slice(2).map((folder) => resolve(folder))
if (!older || !newer) throw new Error('Which two? npm run bench:paired -- OLD NEW')

const median = (list: readonly number[]) =>
  [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)] as number

const told = <T>(child: ChildProcess) =>
  new Promise<T>((done, fail) => {
    const ended = (code: number | null) => fail(new Error(`A checkout ended with ${code}.`))
    child.once('exit', ended)
    child.once('message', (message) => {
      child.off('exit', ended)
      done(message as T)
    })
  })

async function standUp(folder: string): Promise<{ burst(): Promise<number>; end(): Promise<void> }> {
  const child = fork(join(folder, 'tests/bench/turn.ts'), { cwd: folder, execArgv: [] })
  await told(child)
  return {
    burst: async () => {
      const answer = told<{ rate: number }>(child)
      child.send(shape)
      return (await answer).rate
    },
    end: () =>
      new Promise((done) => {
        child.once('exit', () => done())
        child.disconnect()
      }),
  }
}

const BROUGHT = ['turn.ts', 'stand.ts']
const inOlder = (file: string) => join(older, 'tests/bench', file)
if (older !== newer)
  for (const file of BROUGHT) copyFileSync(new URL(`./${file}`, import.meta.url), inOlder(file))
const ratios: number[] = []
try {
  for (let run = 1; run <= RUNS; run += 1) {
    const [old, now] = [await standUp(older), await standUp(newer)]
    const pairs: { old: number; now: number }[] = []
    for (let i = -2; i < BURSTS; i += 1) {
      // Who goes first changes from pair to pair.
      const oldFirst = i % 2 === 0
      const first = await (oldFirst ? old : now).burst()
      const second = await (oldFirst ? now : old).burst()
      if (i >= 0) pairs.push(oldFirst ? { old: first, now: second } : { old: second, now: first })
    }
    await old.end()
    await now.end()
    const ratio = median(pairs.map((pair) => pair.now / pair.old))
    ratios.push(ratio)
    const rate = (which: 'old' | 'now') => median(pairs.map((pair) => pair[which])).toFixed(0)
    console.log(
      `run ${run}: old ${rate('old')}/s, new ${rate('now')}/s, ratio ${ratio.toFixed(3)} (load ${loadavg()[0]?.toFixed(1)})`,
    )
  }
} finally {
  if (older !== newer) for (const file of BROUGHT) rmSync(inOlder(file))
}
const [least, most] = [Math.min(...ratios), Math.max(...ratios)]
console.log(`median ratio ${median(ratios).toFixed(3)}, from ${least.toFixed(3)} to ${most.toFixed(3)}`)
if (median(ratios) < 0.95) process.exitCode = 1

/** `npm run faults`: the database goes while 30 ballots a second come in, and comes back. Loopback only; about five minutes. */
import { PER_SECOND } from './rig/play.ts'
import { faults } from './rig/rows.ts'

const COLUMNS = [
  'ballots',
  'acknowledged',
  'lost',
  'doubled',
  'ended',
  'heal s',
  '503',
  'slowest ms',
] as const
const line = (name: string, cells: ReadonlyArray<string | number>) =>
  `${name.padEnd(30)}${cells.map((cell) => String(cell).padStart(13)).join('')}`

console.log(
  `${PER_SECOND} ballots a second; ended: server processes; heal: from the database's return to ballot, page and readiness\n`,
)
console.log(line('', COLUMNS))
let isGood = true
for await (const { row } of faults(30, process.argv.includes('--short'))) {
  const { name, ballots, acknowledged, lost, doubled, ended, healSeconds, later, slowestMs, wrong } = row
  console.log(line(name, [ballots, acknowledged, lost, doubled, ended, healSeconds, later, slowestMs]))
  for (const one of wrong) console.log(`  not as it should be: ${one}`)
  isGood &&= acknowledged === ballots && lost + doubled + ended + wrong.length === 0 && healSeconds <= 5
}
process.exitCode = isGood ? 0 : 1

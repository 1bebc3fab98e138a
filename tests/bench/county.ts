/**
 * `npm run county [-- --villages 272 --years 5 --seed 1 --matters 22 --now 2026-11-30]`: a county's data in an empty
 * database, the one DATABASE_URL names or the embedded one of CUNYI_HOME. The demo's village is played through the
 * product's own requests; every other village has its people, its matters of today, and years of matters that ended,
 * with ids, days and titles of its own. Same seed and day, same rows, but for what the product draws by lot (seals,
 * receipts, salts). What it lacks: log-ins of the generated villages, keys of their open polls, and the covers of their
 * records, so that their packages prove the chain alone.
 */
import { parseArgs } from 'node:util'
import { fillCounty } from './county/fill.ts'
import { openStand } from './county/stand.ts'

const { values } = parseArgs({
  options: {
    villages: { type: 'string', default: '272' },
    years: { type: 'string', default: '5' },
    matters: { type: 'string', default: '22' },
    seed: { type: 'string', default: '1' },
    now: { type: 'string', default: '2026-11-30' },
  },
})
const began = performance.now()
const seconds = () => `${Math.round((performance.now() - began) / 1000)} s`
const stand = await openStand(new Date(`${values.now}T04:00:00.000Z`))
try {
  const counts = await fillCounty(stand, {
    villages: Number(values.villages),
    years: Number(values.years),
    mattersAYear: Number(values.matters),
    seed: values.seed,
    say: (line) => console.log(`${seconds()}: ${line}`),
  })
  for (const [table, n] of counts) console.log(`${String(n).padStart(12)}  ${table}`)
} finally {
  await stand.close()
}
process.exit()

import { inVillage, type Tx } from '#base/database/connect.ts'
import type { DueWork } from '#base/jobs/due.ts'
import type { Parts } from '#base/parts/parts.ts'
import { makePackages } from './make.ts'
import { checkpointAfter, packagesDue, packagesOf } from './queries/packages.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
/** When this process last looked through all that ever ended. */
const lookedAt = new WeakMap<Parts, Date>()

/** At the start and every hour of all matters; in between of those that ended in the last days, so that years cost nothing. */
async function toPack(tx: Tx, parts: Parts) {
  const now = parts.clock.now()
  const last = lookedAt.get(parts)
  const isFresh = last !== undefined && now.getTime() - last.getTime() < HOUR
  const found = await packagesDue(tx, isFresh ? new Date(now.getTime() - 2 * DAY) : null)
  if (!isFresh) lookedAt.set(parts, now)
  return found
}

export const due: DueWork[] = [
  {
    /** 归档即成包; and once more when the county's checkpoint covers the matter's last entry. */
    name: 'makePackage',
    find: toPack,
    firstWaitSeconds: 60,
    run: async (parts, villageId, id, now) => {
      const isDue = await inVillage(parts.db, villageId, async (tx) => {
        const newest = (await packagesOf(tx, villageId, id)).find((one) => one.kind === 'office')
        if (!newest) return true
        return newest.checkpoint === null && (await checkpointAfter(tx, villageId, newest.lastOwn)) !== null
      })
      if (isDue) await makePackages(parts, villageId, id, null, now)
    },
  },
]

import { inVillage } from '#base/database/connect.ts'
import type { DueWork } from '#base/jobs/due.ts'
import { makePackages } from './make.ts'
import { checkpointAfter, packagesDue, packagesOf } from './queries/packages.ts'

export const due: DueWork[] = [
  {
    /** 归档即成包; and once more when the county's checkpoint covers the matter's last entry. */
    name: 'makePackage',
    find: packagesDue,
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

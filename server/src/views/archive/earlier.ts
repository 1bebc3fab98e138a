/**
 * 旧档: what earlier releases left is covered by one entry a village over all records as they are found on the day of the
 * upgrade. It proves them from that day only, and packages say so.
 */
import { COVERED, keyOf } from '@cunyi/shared/papers/covered.ts'
import { FOUND } from '@cunyi/shared/papers/package-format.ts'
import { inVillage } from '#base/database/connect.ts'
import { appendEvidence } from '#base/evidence/actions.ts'
import type { Touched } from '#base/evidence/covers.ts'
import { chainedDivisions } from '#base/evidence/queries/chain.ts'
import { coveredKeys, hasUncoveredMatter } from '#base/evidence/queries/covers.ts'
import { aboutOf, allRows, recordNames } from '#base/evidence/queries/records.ts'
import type { Parts } from '#base/parts/parts.ts'

/** Answers in how many villages something was found. */
export async function coverEarlier(parts: Parts, now: Date): Promise<number> {
  let villages = 0
  for (const villageId of await parts.db.transaction(chainedDivisions))
    villages += await inVillage(parts.db, villageId, async (tx) => {
      if (!(await hasUncoveredMatter(tx, villageId))) return 0
      const known = await coveredKeys(tx, villageId)
      const also: Touched[] = []
      for (const record of recordNames)
        if (!('set' in COVERED[record]))
          for (const row of await allRows(tx, villageId, record)) {
            const key = keyOf(record, row)
            if (!known.has(`${record} ${key}`)) also.push({ record, key, about: aboutOf(record, row) })
          }
      await appendEvidence(tx, {
        villageId,
        at: now,
        act: 'coverRecords',
        by: null,
        office: null,
        also,
        lines: [...new Set(also.map((one) => one.about))].map((about) => ({
          record: FOUND,
          key: about,
          about,
          digest: FOUND,
          shown: FOUND,
          salt: null,
        })),
        payload: { records: also.length },
      })
      return 1
    })
  return villages
}

import { across } from '#base/database/connect.ts'
import type { Parts } from '#base/parts/parts.ts'
import { divisionsAtLevel, twoLevelsBelow } from '#village/divisions/queries/divisions.ts'
import { disclosingByVillage } from './queries/matters.ts'

/** 各村: the county's townships and villages, with how many disclosures run in each. */
export async function publicVillages(
  parts: Parts,
  filter: { county?: string | undefined; q?: string | undefined },
  now: Date,
) {
  return across(parts.db, async (tx) => {
    const counties = await divisionsAtLevel(tx, 'county')
    const county = filter.county ? counties.find((one) => one.code === filter.county) : counties[0]
    if (!county) return { county: '', townships: [] }
    const running = await disclosingByVillage(tx, now)
    const below = await twoLevelsBelow(tx, county.code)
    const villagesOf = Map.groupBy(below, (one) => one.parentCode)
    const townships = []
    for (const township of villagesOf.get(county.code) ?? []) {
      const villages = (villagesOf.get(township.code) ?? [])
        .filter((village) => !filter.q || village.name.includes(filter.q) || township.name.includes(filter.q))
        .map((village) => ({
          code: village.code,
          name: village.name,
          opened: village.openedAt !== null,
          disclosing: running.get(village.code) ?? 0,
        }))
      if (villages.length > 0) townships.push({ code: township.code, name: township.name, villages })
    }
    return { county: county.name, townships }
  })
}

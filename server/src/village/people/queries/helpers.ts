/** 代录人名单 is named for a term: it stands while somebody of the representatives who named it holds that seat. */
import type { Office } from '@cunyi/shared/words/vocabulary.ts'
import { type SQL, sql } from 'drizzle-orm'

const NAMING: readonly Office[] = ['representative', 'residentRepresentative']
/** Where there are none, the villagers' assembly names them, for the term of the committee it elects. */
const ELSE: readonly Office[] = [
  'villageDirector',
  'villageCommittee',
  'residentDirector',
  'residentCommittee',
]

/** Whether who came onto the list of `h` stands on it still on that day. */
export function namedForTerm(h: { villageId: SQL | string; listedAt: SQL }, day: SQL): SQL {
  const held = (offices: readonly Office[], more: SQL) => sql`
    select from offices o where o.village_id = ${h.villageId} and o.office = any(${sql.param([...offices])}::text[])
       and o."from" <= (${h.listedAt} at time zone 'Asia/Shanghai')::date ${more}`
  const still = sql`and (o.held_until is null or o.held_until >= ${day})`
  const then = sql`and (o.held_until is null or o.held_until >= (${h.listedAt} at time zone 'Asia/Shanghai')::date)`
  const byTerm = (offices: readonly Office[]) => sql`exists (${held(offices, still)})`
  return sql`(case when exists (${held(NAMING, then)}) then ${byTerm(NAMING)}
                   when exists (${held(ELSE, then)}) then ${byTerm(ELSE)} else true end)`
}

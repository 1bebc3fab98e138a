import { type SQL, sql } from 'drizzle-orm'
import type { Tx } from '#base/database/connect.ts'

/** The channel on which every process hears that a meeting has changed; the payload is `village/meeting`. */
export const MEETING_CHANNEL = 'meeting'

/** 变了什么: `turnout` is told by the push itself; for all else a screen reads again. */
export type Changed = 'structure' | 'turnout'

/** A meeting's revision rises; the rows that rose are named `village_id, id`. */
export const riseBy = (
  { village, meeting }: { village: SQL; meeting: SQL },
  what: Changed,
  where: SQL = sql`true`,
): SQL => sql`
  update meetings set revision = revision + 1, structure = structure + ${sql.raw(what === 'structure' ? '1' : '0')}
   where village_id = ${village} and id = ${meeting}::uuid and ${where}
   returning village_id, id`
/** Of such a row: its screens are told when the transaction commits. */
export const notifyBy: SQL = sql`pg_notify(${sql.raw(`'${MEETING_CHANNEL}'`)}, village_id || '/' || id)`

/**
 * Tells every screen of a meeting, in every process, that it changed: PostgreSQL carries it when the transaction
 * commits, and not if it does not. At most once a transaction and meeting; the revision only ever rises.
 */
export async function tellScreens(
  tx: Tx,
  villageId: string,
  meetingId: string,
  what: Changed = 'structure',
): Promise<void> {
  const risen = riseBy({ village: sql`${villageId}`, meeting: sql`${meetingId}` }, what)
  await tx.execute(sql`with told as (${risen}) select ${notifyBy} from told`)
}

import { type SQL, sql } from 'drizzle-orm'
import type { Tx } from '#base/database/connect.ts'

/** The channel on which every process hears that a meeting has changed; the payload is `village/meeting`. */
export const MEETING_CHANNEL = 'meeting'

/** A meeting's revision rises; the rows that rose are named `village_id, id`. */
export const riseBy = ({ village, meeting }: { village: SQL; meeting: SQL }, where: SQL): SQL => sql`
  update meetings set revision = revision + 1
   where village_id = ${village} and id = ${meeting}::uuid and ${where}
   returning village_id, id`
/** Of such a row: its screens are told when the transaction commits. */
export const notifyBy: SQL = sql`pg_notify(${sql.raw(`'${MEETING_CHANNEL}'`)}, village_id || '/' || id)`

/**
 * Tells every screen of a meeting, in every process, that it changed: PostgreSQL carries it when the transaction
 * commits, and not if it does not. At most once a transaction and meeting; the revision only ever rises.
 */
export async function tellScreens(tx: Tx, villageId: string, meetingId: string): Promise<void> {
  const risen = riseBy({ village: sql`${villageId}`, meeting: sql`${meetingId}` }, sql`true`)
  await tx.execute(sql`with told as (${risen}) select ${notifyBy} from told`)
}

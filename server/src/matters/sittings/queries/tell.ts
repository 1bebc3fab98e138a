import { sql } from 'drizzle-orm'
import type { Tx } from '#base/database/connect.ts'

/** The channel on which every process hears that a meeting has changed; the payload is `village/meeting`. */
export const MEETING_CHANNEL = 'meeting'

/**
 * Tells every screen of a meeting, in every process, that it changed: PostgreSQL carries it when the transaction
 * commits, and not if it does not. At most once a transaction and meeting; the revision only ever rises.
 */
export async function tellScreens(tx: Tx, villageId: string, meetingId: string): Promise<void> {
  await tx.execute(sql`
    with told as (
      update meetings set revision = revision + 1
       where village_id = ${villageId} and id = ${meetingId}
       returning village_id, id
    )
    select pg_notify(${MEETING_CHANNEL}, village_id || '/' || id) from told`)
}

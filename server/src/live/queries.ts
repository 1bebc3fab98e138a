import { sql } from 'drizzle-orm'
import type { Database, Tx } from '../database/connect.ts'

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

export type Turnout = { pollId: string; voted: number; slipsOut: number; handsCalled: number }

/** How many have voted in each poll of a meeting, and how many slips are out or hands called: never what. */
export async function turnoutOf(tx: Tx, villageId: string, meetingId: string): Promise<Map<string, Turnout>> {
  const { rows } = await tx.execute<Turnout>(sql`
    select p.id as "pollId",
           (select count(distinct e.person_id) from envelopes e
             where e.village_id = p.village_id and e.poll_id = p.id
               and not exists (select from set_asides z where z.village_id = e.village_id and z.poll_id = e.poll_id
                                 and z.person_id = e.person_id and z.version = e.version))::int as voted,
           (select count(*) from (select distinct on (s.person_id) s.event from slips s
                                   where s.village_id = p.village_id and s.poll_id = p.id
                                   order by s.person_id, s.seq desc) newest
             where newest.event = 'handedOut')::int as "slipsOut",
           (select count(*) from hands_group h where h.village_id = p.village_id and h.poll_id = p.id)::int as "handsCalled"
      from polls p
     where p.village_id = ${villageId} and p.meeting_id = ${meetingId}`)
  return new Map(rows.map((row) => [row.pollId, row]))
}

/** Hears of every meeting that changed, in any process. The connection is the hub's own until it is ended. */
export async function listen(
  db: Database,
  {
    onChange,
    onLost,
  }: { onChange: (villageId: string, meetingId: string) => void; onLost: (error: Error) => void },
): Promise<{ end(): void }> {
  const client = await db.$client.connect()
  let ended = false
  const end = (error?: Error) => {
    if (ended) return
    ended = true
    client.release(true)
    if (error) onLost(error)
  }
  client.on('error', end)
  client.on('end', () => end(new Error('The connection that listens has ended.')))
  client.on('notification', ({ payload }) => {
    const [villageId, meetingId] = payload?.split('/') ?? []
    if (villageId && meetingId) onChange(villageId, meetingId)
  })
  try {
    await client.query(`listen ${MEETING_CHANNEL}`)
  } catch (error) {
    ended = true
    client.release(true)
    throw error
  }
  return { end: () => end() }
}

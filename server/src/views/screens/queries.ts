import type { QueryConfig } from 'pg'
import type { Database } from '#base/database/connect.ts'
import { MEETING_CHANNEL } from '#matters/sittings/queries/tell.ts'

/** A line that was cut somewhere in between says nothing, ever. */
const PULSE_MS = 15_000
const PULSE: QueryConfig & { query_timeout: number } = { text: 'select 1', query_timeout: PULSE_MS / 3 }

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
    clearInterval(pulse)
    client.release(true)
    if (error) onLost(error)
  }
  const pulse = setInterval(() => {
    client.query(PULSE).catch(end)
  }, PULSE_MS)
  pulse.unref()
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
    clearInterval(pulse)
    client.release(true)
    throw error
  }
  return { end: () => end() }
}

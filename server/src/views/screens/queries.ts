import type { QueryConfig } from 'pg'
import type { Database } from '#base/database/connect.ts'
import { STANDING_CHANNEL } from '#door/session/queries/sessions.ts'
import { MEETING_CHANNEL } from '#matters/sittings/queries/tell.ts'

/** A line that was cut somewhere in between says nothing, ever. */
const PULSE_MS = 15_000
const PULSE: QueryConfig & { query_timeout: number } = { text: 'select 1', query_timeout: PULSE_MS / 3 }

type Ears = {
  onChange: (villageId: string, meetingId: string) => void
  /** Somebody's log-in has ended, or what he is here has changed. */
  onStanding: (mark: string) => void
  onLost: (error: Error) => void
}

/** Hears of every change, made by any process. The connection is the hub's own until it is ended. */
export async function listen(db: Database, { onChange, onStanding, onLost }: Ears): Promise<{ end(): void }> {
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
  client.on('notification', ({ channel, payload }) => {
    if (channel === STANDING_CHANNEL) return onStanding(payload ?? '')
    const [villageId, meetingId] = payload?.split('/') ?? []
    if (villageId && meetingId) onChange(villageId, meetingId)
  })
  try {
    await client.query(`listen ${MEETING_CHANNEL}; listen ${STANDING_CHANNEL}`)
  } catch (error) {
    ended = true
    clearInterval(pulse)
    client.release(true)
    throw error
  }
  return { end: () => end() }
}

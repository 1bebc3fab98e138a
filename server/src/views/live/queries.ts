import type { Database } from '#base/database/connect.ts'
import { MEETING_CHANNEL } from '#matters/sittings/queries/tell.ts'

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

/**
 * One of two checkouts under `npm run bench:paired`: its own database and server stand for the whole measurement, and
 * a burst is fired when asked. Copied into the older checkout with stand.ts.
 */
import { randomBytes, randomInt } from 'node:crypto'
import { fire, type Shot } from './burst.ts'
import { openSitting, stored } from './sitting.ts'
import { signTicket, standUp } from './stand.ts'

const { keys, pollKeys, adminUrl, port, server, end } = await standUp()

/** Ballots a second of one burst; throws where one was lost, doubled or refused. */
async function burst({ count, lines }: { count: number; lines: number }): Promise<number> {
  const poll = await openSitting(adminUrl, pollKeys, count)
  const now = new Date()
  const until = new Date(now.getTime() + 3_600_000)
  const { instance } = poll as { instance?: { id: string } }
  const shots: Shot[] = poll.voters.map((personId) => ({
    path: `/api/villages/${poll.villageId}/polls/${poll.pollId}/ballot`,
    token: signTicket(
      { ...keys, keys, instance },
      { village: poll.villageId, pollId: poll.pollId, personId, castBy: null },
      now,
      until,
    ),
    body: JSON.stringify({ ref: randomBytes(16).toString('hex'), choice: randomInt(1, 4) }),
  }))
  const { hits, totalMs } = await fire(port, shots, lines)
  const good = hits.filter((hit) => hit.status === 200)
  const kept = await stored(adminUrl, poll)
  const receipts = new Set(kept.map((row) => row.receipt))
  const lost = good.filter((hit) => !receipts.has(JSON.parse(hit.body).receipt)).length
  const doubled = kept.length - new Set(kept.map((row) => row.person)).size
  if (good.length !== count || lost > 0 || doubled > 0)
    throw new Error(`${count - good.length} refused, ${lost} lost, ${doubled} doubled`)
  return (count / totalMs) * 1000
}

process.on('message', async (asked) =>
  process.send?.({ rate: await burst(asked as { count: number; lines: number }) }),
)
process.once('disconnect', async () => {
  server.removeAllListeners('exit')
  await end()
  process.exit()
})
process.send?.({ ready: true })

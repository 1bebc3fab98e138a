/** S9: two processes on one database. What one takes the other's screens hear of; one is killed while all vote. */
import { fire, type Shot } from './burst.ts'
import { asked, livePath, rest, startChild, vote, watched } from './live.ts'
import { type Had, sharedNow } from './screens.ts'
import { stored } from './sitting.ts'
import { ballotOf, type Done, type Stand, ticketOf, type Work } from './works.ts'

const VOTERS = 4000
const SCREENS = 500

async function twoProcesses(stand: Stand): Promise<Done> {
  const other = await stand.startBeside()
  const { poll, tokens } = await watched(stand, VOTERS)
  const screens = startChild('./screens.ts')
  try {
    const url = `ws://127.0.0.1:${other.port}${livePath(poll)}`
    await asked(screens, { url, tokens: tokens.slice(0, SCREENS), again: false })
    await rest(1000)
    const all = asked<Had>(screens, { revision: 1, voted: 1 })
    const since = sharedNow()
    await vote(stand, poll, 0)
    const live = Math.max(...(await all).at) - since

    const shots = poll.voters.slice(1).map(
      (personId): Shot => ({
        path: `/api/villages/${poll.villageId}/polls/${poll.pollId}/ballot`,
        token: ticketOf(stand, poll, personId),
        body: ballotOf(),
      }),
    )
    const half = Math.floor(shots.length / 2)
    const [mine, others] = [shots.slice(0, half), shots.slice(half)]
    const began = performance.now()
    const [first, second] = await Promise.all([
      fire(stand.port, mine, 64),
      fire(other.port, others, 64, (answered) => {
        if (answered === Math.floor(others.length / 2)) other.server.kill('SIGKILL')
      }),
    ])
    // Whoever heard nothing sends the same once more, to the process that is left.
    const unheard = others.filter((_, at) => second.hits[at]?.status !== 200)
    const again = await fire(stand.port, unheard, 64)
    const totalMs = performance.now() - began
    const hits = [...first.hits, ...second.hits.filter((hit) => hit.status === 200), ...again.hits]
    const kept = await stored(stand.adminUrl, poll)
    const receipts = new Set(kept.map((row) => row.receipt))
    const told = hits.filter((hit) => hit.status === 200).map((hit) => JSON.parse(hit.body).receipt as string)
    return {
      hits,
      totalMs,
      lost: told.filter((receipt) => !receipts.has(receipt)).length + (VOTERS - kept.length),
      doubled: kept.length - new Set(kept.map((row) => row.person)).size,
      note: `screens of the other process after ${live.toFixed(0)} ms; ${unheard.length} sent again`,
    }
  } finally {
    other.server.kill('SIGKILL')
    screens.kill('SIGKILL')
    await rest(500)
  }
}

export const BESIDE_WORKS: Record<string, Work> = {
  S9: {
    title: 'two processes, one killed while 4,000 vote',
    limit: 'lost 0, doubled 0, screens ≤ 1,000 ms',
    runs: 1,
    run: twoProcesses,
  },
}

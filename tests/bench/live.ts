/** S5 to S7: what a meeting's screens cost. Beside each the bare loop of `ws`, in the same run with the same clients. */
import { type ChildProcess, fork } from 'node:child_process'
import { signAccess } from '@cunyi/server/door/session/tokens.ts'
import { fire, type Hit, type Shot } from './burst.ts'
import { type Expecting, type Had, type Opening, sharedNow } from './screens.ts'
import { type BenchPoll, openSitting, signedInTo, stored, withClient } from './sitting.ts'
import { ballotOf, type Done, type Stand, ticketOf, type Work } from './works.ts'

const heard = <T>(child: ChildProcess) => new Promise<T>((resolve) => child.once('message', resolve as never))
export const asked = async <T>(child: ChildProcess, what: Opening | Expecting | { text?: string }) => {
  const answer = heard<T>(child)
  child.send(what)
  return await answer
}
export const startChild = (file: string) =>
  fork(new URL(file, import.meta.url), { execArgv: ['--expose-gc'], serialization: 'advanced' })

type Watched = { poll: BenchPoll; tokens: string[] }
export async function watched({ adminUrl, pollKeys, keys }: Stand, count: number): Promise<Watched> {
  const poll = await openSitting(adminUrl, pollKeys, count)
  const sessions = await signedInTo(adminUrl, poll)
  const now = new Date()
  const tokens = sessions.map((one) =>
    signAccess({ keys, instance: poll.instance }, { ...one, village: poll.villageId }, now),
  )
  return { poll, tokens }
}
export const livePath = ({ villageId, meetingId }: BenchPoll) =>
  `/api/villages/${villageId}/meetings/${meetingId}/live`

/** What each of 500 reads after a push that changed the structure: the meeting, and his place in it. */
async function reread(stand: Stand): Promise<Done> {
  const { poll, tokens } = await watched(stand, 500)
  const at = `/api/villages/${poll.villageId}/meetings/${poll.meetingId}`
  const pair = (token: string): Shot[] =>
    [at, `${at}/me`].map((path) => ({ method: 'GET', path, token, body: '' }))
  const shots = Array.from({ length: 4 }, () => tokens.flatMap(pair)).flat()
  const before = await statements(stand)
  const { hits, totalMs } = await fire(stand.port, shots, 128)
  const count = (await statements(stand)) - before
  return {
    hits,
    totalMs,
    lost: 0,
    doubled: 0,
    each: 2,
    note: `${((2 * count) / hits.length).toFixed(2)} statements a pair`,
  }
}
/** What the server has asked its database so far. */
const statements = async ({ server }: Stand) => {
  const answer = heard<{ statements: number }>(server)
  server.send('statements')
  return (await answer).statements
}
const memoryOf = async (child: ChildProcess) => {
  const answer = heard<{ rss: number }>(child)
  child.send('memory')
  return (await answer).rss
}

/** Changes told to all screens, one after the other with a rest between; the middle one counts. */
const CHANGES = 5
export const rest = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
const middle = (turns: Hit[][]) =>
  turns.sort((a, b) => slowest(a) - slowest(b))[Math.floor(turns.length / 2)] as Hit[]
const slowest = (hits: readonly Hit[]) => Math.max(...hits.map((hit) => hit.ms))
const hitsOf = ({ at }: Had, since: number): Hit[] =>
  at.map((one) => ({ status: 200, body: '', ms: one - since, error: null }))

/** One of the people votes; what his ballot makes of the meeting. */
export async function vote(stand: Stand, poll: BenchPoll, at: number): Promise<Expecting> {
  const personId = poll.voters[at] as string
  for (;;) {
    const { hits } = await fire(stand.port, [
      {
        path: `/api/villages/${poll.villageId}/polls/${poll.pollId}/ballot`,
        token: ticketOf(stand, poll, personId),
        body: ballotOf(),
      },
    ]).catch(() => ({ hits: [] }))
    if (hits[0]?.status === 200) break
    await rest(50)
  }
  const voted = (await stored(stand.adminUrl, poll)).length
  const revision = await withClient(stand.adminUrl, async (client) => {
    const { rows } = await client.query<{ revision: number }>('select revision from meetings where id = $1', [
      poll.meetingId,
    ])
    return Number(rows[0]?.revision)
  })
  return { revision, voted }
}

async function toScreens(stand: Stand, count: number): Promise<Done> {
  const { poll, tokens } = await watched(stand, count)
  const screens = startChild('./screens.ts')
  try {
    const before = await memoryOf(stand.server)
    await asked(screens, { url: `ws://127.0.0.1:${stand.port}${livePath(poll)}`, tokens, again: false })
    await rest(1000)
    const kilobytes = ((await memoryOf(stand.server)) - before) / 1024 / count
    const turns: Hit[][] = []
    let stale = 0
    for (let turn = 0; turn < CHANGES; turn += 1) {
      const next = { revision: turn + 1, voted: turn + 1 }
      const all = asked<Had>(screens, next)
      const since = sharedNow()
      await vote(stand, poll, turn)
      const had = await all
      turns.push(hitsOf(had, since))
      stale += had.stale
      await rest(700)
    }
    const hits = middle(turns)
    return {
      hits,
      totalMs: slowest(hits),
      lost: stale,
      doubled: 0,
      note: `${kilobytes.toFixed(1)} KB a socket`,
    }
  } finally {
    screens.kill('SIGKILL')
    await rest(500)
  }
}

async function toBare(count: number): Promise<Done> {
  const [server, screens] = [startChild('./bare.ts'), startChild('./screens.ts')]
  try {
    const { port } = await heard<{ port: number }>(server)
    const before = (await asked<{ rss: number }>(server, {})).rss
    await asked(screens, { url: `ws://127.0.0.1:${port}/`, tokens: Array(count).fill('x'), again: false })
    await rest(1000)
    const kilobytes = ((await asked<{ rss: number }>(server, {})).rss - before) / 1024 / count
    const turns: Hit[][] = []
    for (let turn = 1; turn <= CHANGES; turn += 1) {
      const all = asked<Had>(screens, { revision: turn, voted: turn })
      const since = sharedNow()
      server.send({ text: `{"revision":${turn},"voted":${turn},"more":"${'0'.repeat(900)}"}` })
      turns.push(hitsOf(await all, since))
      await rest(700)
    }
    const hits = middle(turns)
    return { hits, totalMs: slowest(hits), lost: 0, doubled: 0, note: `${kilobytes.toFixed(1)} KB a socket` }
  } finally {
    server.kill('SIGKILL')
    screens.kill('SIGKILL')
    await rest(500)
  }
}

/** Killed with every screen open and votes counted; started again; one more votes. Each screen comes back by itself. */
async function storm(stand: Stand, count: number): Promise<Done> {
  const { poll, tokens } = await watched(stand, count)
  const screens = startChild('./screens.ts')
  try {
    await asked(screens, { url: `ws://127.0.0.1:${stand.port}${livePath(poll)}`, tokens, again: true })
    for (let i = 0; i < 20; i += 1) await vote(stand, poll, i)
    const since = sharedNow()
    await stand.startAgain()
    const back = sharedNow() - since
    const had = await asked<Had>(screens, await vote(stand, poll, 20))
    const hits = hitsOf(had, since)
    return {
      hits,
      totalMs: slowest(hits),
      lost: had.stale,
      doubled: 0,
      note: `server back after ${back.toFixed(0)} ms`,
    }
  } finally {
    screens.kill('SIGKILL')
    await rest(500)
  }
}

const screens = (count: number, most: string, long: { isLong?: true } = { isLong: true }): Work => ({
  ...long,
  title: `last of ${count.toLocaleString('en')} screens`,
  limit: `≤ 1.5 × bare${most}, ≤ 20 KB a socket`,
  runs: 1,
  run: (stand) => toScreens(stand, count),
  beside: { title: 'a bare ws loop', run: () => toBare(count), by: 'max' },
})

export const LIVE_WORKS: Record<string, Work> = {
  S5: {
    title: 'what screens re-read after a change of structure',
    limit: '≥ 800 pairs/s',
    run: reread,
  },
  'S6-1000': screens(1000, ', ≤ 400 ms', {}),
  'S6-5000': screens(5000, ''),
  'S6-10000': screens(10_000, ', ≤ 2 s'),
  S7: {
    title: 'reconnect storm of 5,000',
    limit: '≤ 10,000 ms, none stale',
    runs: 1,
    isLong: true,
    run: (stand) => storm(stand, 5000),
  },
}

/** What the bench asks of the server, by the names of the table in the README. Loopback only. */
import { randomBytes, randomInt, randomUUID } from 'node:crypto'
import { signAccess } from '@cunyi/server/door/session/tokens.ts'
import { fire, type Hit, type Shot } from './burst.ts'
import {
  BENCH_INSTANCE,
  type BenchPoll,
  OTHER_VILLAGE,
  openSitting,
  signedInTo,
  stored,
  withClient,
} from './sitting.ts'
import { signTicket, type standUp } from './stand.ts'

export type Stand = Awaited<ReturnType<typeof standUp>>
export type Done = {
  hits: Hit[]
  totalMs: number
  /** Said to be recorded and not there; there twice. */
  lost: number
  doubled: number
  /** Another village's page meanwhile, in ms. */
  meanwhile?: number[]
  /** Requests that make one of what is counted. */
  each?: number
  note?: string
}
/** One measured turn, all made ready before; what its limit is, in the same run, stands beside it. */
export type Work = {
  title: string
  limit: string
  /** Where fewer turns say enough. */
  runs?: number
  /** Not of the short form. */
  isLong?: true
  run(stand: Stand): Promise<Done>
  beside?: { title: string; run(stand: Stand): Promise<Done>; by: 'rate/s' | 'max' }
}

const until = (now: Date) => new Date(now.getTime() + 3_600_000)
export const ballotOf = () =>
  JSON.stringify({ ref: randomBytes(16).toString('hex'), choice: randomInt(1, 4) })

export const ticketOf = ({ keys }: Stand, poll: BenchPoll, personId: string, now = new Date()): string =>
  signTicket(
    { keys, instance: poll.instance },
    { village: poll.villageId, pollId: poll.pollId, personId, castBy: null },
    now,
    until(now),
  )
const shotsAt = (stand: Stand, poll: BenchPoll, path: string): Shot[] => {
  const now = new Date()
  return poll.voters.map((personId) => ({
    path,
    token: ticketOf(stand, poll, personId, now),
    body: ballotOf(),
  }))
}

export async function ballots(stand: Stand, count: number, lines: number): Promise<Done> {
  const poll = await openSitting(stand.adminUrl, stand.pollKeys, count)
  const path = `/api/villages/${poll.villageId}/polls/${poll.pollId}/ballot`
  const { hits, totalMs } = await fire(stand.port, shotsAt(stand, poll, path), lines)
  const kept = await stored(stand.adminUrl, poll)
  const receipts = new Set(kept.map((row) => row.receipt))
  const told = hits.filter((hit) => hit.status === 200).map((hit) => JSON.parse(hit.body).receipt as string)
  return {
    hits,
    totalMs,
    lost: told.filter((receipt) => !receipts.has(receipt)).length,
    doubled: kept.length - new Set(kept.map((row) => row.person)).size,
  }
}

/** The same token and schema check, and nothing behind them. */
export async function empty(stand: Stand, count: number, lines: number): Promise<Done> {
  const poll = {
    villageId: '411329990201',
    meetingId: '',
    pollId: randomUUID(),
    voters: Array.from({ length: count }, () => randomUUID()),
    instance: { id: BENCH_INSTANCE },
  }
  const { hits, totalMs } = await fire(
    stand.port,
    shotsAt(stand, poll, `/bench/${poll.villageId}/${poll.pollId}`),
    lines,
  )
  return { hits, totalMs, lost: 0, doubled: 0 }
}

/** A hall or a whole village signs in at one instant, each with a log-in of his own. */
export async function signIns(stand: Stand, count: number): Promise<Done> {
  const { keys, adminUrl } = stand
  const poll = await openSitting(adminUrl, stand.pollKeys, count, { present: false })
  const sessions = await signedInTo(adminUrl, poll)
  const now = new Date()
  const shots = sessions.map(
    ({ personId, sessionId, accountId }): Shot => ({
      path: `/api/villages/${poll.villageId}/meetings/${poll.meetingId}/sign-in`,
      token: signAccess(
        { keys, instance: poll.instance },
        { accountId, sessionId, village: poll.villageId, personId },
        now,
      ),
      body: '{}',
    }),
  )
  const { hits, totalMs } = await fire(stand.port, shots, count)
  const there = await withClient(adminUrl, async (client) => {
    const { rows } = await client.query<{ people: number; rows: number; entries: number }>(
      `select (select count(*)::int from attendances where meeting_id = $1) as people,
              (select count(*)::int from attendance_events where meeting_id = $1) as rows,
              (select coalesce(sum(coalesce(jsonb_array_length(payload->'people'), 1)), 0)::int
                 from evidence where meeting_id = $1 and act in ('signIn', 'signIns')) as entries`,
      [poll.meetingId],
    )
    return rows[0] ?? { people: 0, rows: 0, entries: 0 }
  })
  const good = hits.filter((hit) => hit.status === 200).length
  const lost = good - Math.min(there.people, there.rows, there.entries)
  return { hits, totalMs, lost, doubled: Math.max(there.rows, there.entries) - there.people }
}

/** What another village's people see of it: their list of meetings, asked again and again while the work runs. */
export async function besides(stand: Stand, work: () => Promise<Done>): Promise<Done> {
  const poll = await openSitting(stand.adminUrl, stand.pollKeys, 1, { village: OTHER_VILLAGE })
  const [one] = await signedInTo(stand.adminUrl, poll)
  if (!one) throw new Error('Nobody is there.')
  const token = signAccess(
    { keys: stand.keys, instance: poll.instance },
    { accountId: one.accountId, sessionId: one.sessionId, village: poll.villageId, personId: one.personId },
    new Date(),
  )
  const meanwhile: number[] = []
  let isOver = false
  const look = async () => {
    while (!isOver) {
      const began = performance.now()
      const answer = await fetch(`http://127.0.0.1:${stand.port}/api/villages/${poll.villageId}/meetings`, {
        headers: { authorization: `Bearer ${token}` },
      })
      if (answer.status !== 200) throw new Error(`The other village's page answered ${answer.status}.`)
      await answer.arrayBuffer()
      meanwhile.push(performance.now() - began)
    }
  }
  const looking = look()
  const done = await work()
  isOver = true
  await looking
  return { ...done, meanwhile }
}

export const STEADY = { lines: 128, ballots: 10_000 }
/** The table of the README; what each must reach stands beside it. */
export const WORKS: Record<string, Work> = {
  S1: {
    title: 'burst of 2,000 voters at one instant',
    limit: '≥ 10,000/s, p99 ≤ 170 ms',
    run: (stand) => ballots(stand, 2000, 2000),
    beside: { title: 'the empty route', run: (stand) => empty(stand, 2000, 2000), by: 'rate/s' },
  },
  S2: {
    title: 'steady, 128 connections × 10,000',
    limit: '≥ 8,000/s, ≥ 0.4 of the empty route',
    run: (stand) => ballots(stand, STEADY.ballots, STEADY.lines),
    beside: {
      title: 'the empty route',
      run: (stand) => empty(stand, STEADY.ballots, STEADY.lines),
      by: 'rate/s',
    },
  },
  'S3-400': { title: '400 sign-ins at once', limit: '≥ 1,400/s', run: (stand) => signIns(stand, 400) },
  'S3-2000': { title: '2,000 sign-ins at once', limit: '≥ 2,500/s', run: (stand) => signIns(stand, 2000) },
  'S4-S1': {
    title: 'another village during S1',
    limit: 'p99 ≤ 50 ms',
    run: (stand) => besides(stand, () => ballots(stand, 2000, 2000)),
  },
  'S4-S3': {
    title: 'another village during S3',
    limit: 'p99 ≤ 50 ms',
    run: (stand) => besides(stand, () => signIns(stand, 2000)),
  },
}

import { attendApi } from '@cunyi/shared/api/meetings/attend.ts'
import { pollApi } from '@cunyi/shared/api/polls.ts'
import { CHOICES, type Choice } from '@cunyi/shared/words/vocabulary.ts'
import { reactive } from 'vue'
import { call, Refused } from './api.ts'
import { putReceipt } from './kept.ts'

/**
 * 待发送的选票: kept on the phone with its ticket, not with a log-in, until the server recorded it, refused it,
 * or the window ended; then it is erased. `ref` is new for every confirmed choice, so that "recorded" always
 * means this choice; the same ref sent again is answered with the same receipt. On a phone of several each ballot and
 * what became of it belong to one person: the others are shown nothing of it.
 */
export type PendingBallot = BallotOf & {
  village: string
  title: string
  ref: string
  choice: Choice
  ticket: string
  expiresAt: string
  /** 提交时一并签到: the meeting in which whoever casts it has not signed in yet. */
  signInTo?: string | null
}
export type BallotOf = {
  /** Account and person, as session.ts says; empty: kept by an earlier version, sent and shown to nobody. */
  who: string
  pollId: string
  /** Whom the ballot is for, where it is cast by proxy. */
  principalId: string | null
}
export type BallotState =
  | { state: 'none' }
  | { state: 'toSend' }
  | { state: 'delivering' }
  | { state: 'recorded'; receipt: string }
  | { state: 'refused'; error: unknown }

const KEY = 'cunyi.ballots'
/** Under this a half-filled ballot is kept as well. */
export const keyOf = ({ who, pollId, principalId }: BallotOf) => `${who}/${pollId}/${principalId ?? 'self'}`

function readKept(): PendingBallot[] {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? '[]')
    return Array.isArray(kept) ? kept.map((one) => ({ ...one, who: one.who ?? '' })) : []
  } catch {
    return []
  }
}
/** Where a phone keeps nothing, the ballot lives as long as the page does. */
function keep() {
  try {
    if (pending.length) localStorage.setItem(KEY, JSON.stringify(pending))
    else localStorage.removeItem(KEY)
  } catch {
    // Storage is full or forbidden: the ballot stays in memory and is still sent.
  }
}

export const pending = reactive<PendingBallot[]>(readKept())
const states = reactive<Record<string, BallotState>>({})

const indexOf = (of: BallotOf) => pending.findIndex((one) => keyOf(one) === keyOf(of))
/** Ballots of others that wait on this phone: whoever takes it next is told that they are there. */
export const unsentOfOthers = (who: string): number => pending.filter((one) => one.who !== who).length

export const ballotState = (of: BallotOf): BallotState =>
  states[keyOf(of)] ?? (indexOf(of) >= 0 ? { state: 'toSend' } : { state: 'none' })

export const newRef = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join(
    '',
  )

/** Called when the person has confirmed: the ballot is on the phone before it is sent. */
export function putBallot(ballot: Omit<PendingBallot, 'ref'>) {
  const index = indexOf(ballot)
  const kept = { ...ballot, ref: newRef() }
  if (index >= 0) pending.splice(index, 1, kept)
  else pending.push(kept)
  keep()
  states[keyOf(ballot)] = { state: 'toSend' }
}
/** The person takes back a ballot that never reached the server, or is done reading a refusal. */
export function dropBallot(of: BallotOf) {
  erase(of)
  delete states[keyOf(of)]
}
function erase(of: BallotOf) {
  const index = indexOf(of)
  if (index >= 0) pending.splice(index, 1)
  keep()
}

/** Sends a kept ballot once. Says "recorded" only with the server's receipt; without an answer it stays to be sent. */
export async function sendBallot(of: BallotOf, now: Date): Promise<BallotState> {
  const key = keyOf(of)
  const ballot = pending[indexOf(of)]
  if (!ballot) return states[key] ?? { state: 'none' }
  if (states[key]?.state === 'delivering') return states[key]
  if (now.getTime() > new Date(ballot.expiresAt).getTime()) {
    erase(of)
    states[key] = { state: 'refused', error: new Error('expired') }
    return states[key]
  }
  states[key] = { state: 'delivering' }
  const paper = { bearer: ballot.ticket, timeout: 20_000 }
  try {
    if (ballot.signInTo)
      await call(attendApi.signIn, { village: ballot.village, meeting: ballot.signInTo }, {}, paper)
    const reply = await call(
      pollApi.castBallot,
      { village: ballot.village, poll: ballot.pollId },
      { ref: ballot.ref, choice: CHOICES[ballot.choice].code },
      paper,
    )
    erase(of)
    const { who, village, pollId, title, principalId } = ballot
    // 代投 is another's ballot: its receipt stands on the page and in the meeting, not among one's own.
    if (who && !principalId) putReceipt({ who, village, pollId, title, receipt: reply.receipt })
    states[key] = { state: 'recorded', receipt: reply.receipt }
  } catch (error) {
    if (error instanceof Refused && error.problem.status < 500 && error.problem.status !== 429) {
      erase(of)
      states[key] = { state: 'refused', error }
    } else states[key] = { state: 'toSend' }
  }
  return states[key] as BallotState
}

let trying: ReturnType<typeof setTimeout> | undefined
/** Tries all kept ballots again, a little apart from other phones that lost the same connection. */
export function keepSending(now: () => Date) {
  clearTimeout(trying)
  const turn = async () => {
    for (const ballot of [...pending]) await sendBallot(ballot, now())
    if (pending.length) trying = setTimeout(turn, 3000 + Math.random() * 4000)
  }
  trying = setTimeout(turn, Math.random() * 1500)
}

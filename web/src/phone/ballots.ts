import { pollApi } from '@cunyi/shared/api/polls.ts'
import { CHOICES, type Choice } from '@cunyi/shared/words/vocabulary.ts'
import { reactive } from 'vue'
import { call, Refused } from './api.ts'

/**
 * 待发送的选票: kept on the phone with its ticket, not with a log-in, until the server recorded it, refused it,
 * or the window ended; then it is erased. `ref` is new for every confirmed choice, so that "recorded" always
 * means this choice; the same ref sent again is answered with the same receipt.
 */
export type PendingBallot = {
  village: string
  pollId: string
  /** Whom the ballot is for, where it is cast by proxy. */
  principalId: string | null
  title: string
  ref: string
  choice: Choice
  ticket: string
  expiresAt: string
}
export type BallotState =
  | { state: 'none' }
  | { state: 'toSend' }
  | { state: 'delivering' }
  | { state: 'recorded'; receipt: string }
  | { state: 'refused'; error: unknown }

const KEY = 'cunyi.ballots'
const keyOf = (pollId: string, principalId: string | null) => `${pollId}/${principalId ?? 'self'}`

function readKept(): PendingBallot[] {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? '[]')
    return Array.isArray(kept) ? kept : []
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

export const ballotState = (pollId: string, principalId: string | null): BallotState =>
  states[keyOf(pollId, principalId)] ??
  (pending.some((one) => one.pollId === pollId && one.principalId === principalId)
    ? { state: 'toSend' }
    : { state: 'none' })

export const newRef = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join(
    '',
  )

/** Called when the person has confirmed: the ballot is on the phone before it is sent. */
export function putBallot(ballot: Omit<PendingBallot, 'ref'>) {
  const index = pending.findIndex(
    (one) => one.pollId === ballot.pollId && one.principalId === ballot.principalId,
  )
  const kept = { ...ballot, ref: newRef() }
  if (index >= 0) pending.splice(index, 1, kept)
  else pending.push(kept)
  keep()
  states[keyOf(ballot.pollId, ballot.principalId)] = { state: 'toSend' }
}
/** The person takes back a ballot that never reached the server, or is done reading a refusal. */
export function dropBallot(pollId: string, principalId: string | null) {
  erase(pollId, principalId)
  delete states[keyOf(pollId, principalId)]
}
function erase(pollId: string, principalId: string | null) {
  const index = pending.findIndex((one) => one.pollId === pollId && one.principalId === principalId)
  if (index >= 0) pending.splice(index, 1)
  keep()
}

/** Sends a kept ballot once. Says "recorded" only with the server's receipt; without an answer it stays to be sent. */
export async function sendBallot(
  pollId: string,
  principalId: string | null,
  now: Date,
): Promise<BallotState> {
  const key = keyOf(pollId, principalId)
  const ballot = pending.find((one) => one.pollId === pollId && one.principalId === principalId)
  if (!ballot) return states[key] ?? { state: 'none' }
  if (states[key]?.state === 'delivering') return states[key]
  if (now.getTime() > new Date(ballot.expiresAt).getTime()) {
    erase(pollId, principalId)
    states[key] = { state: 'refused', error: new Error('expired') }
    return states[key]
  }
  states[key] = { state: 'delivering' }
  try {
    const reply = await call(
      pollApi.castBallot,
      { village: ballot.village, poll: pollId },
      { ref: ballot.ref, choice: CHOICES[ballot.choice].code },
      { bearer: ballot.ticket, timeout: 20_000 },
    )
    erase(pollId, principalId)
    states[key] = { state: 'recorded', receipt: reply.receipt }
  } catch (error) {
    if (error instanceof Refused && error.problem.status < 500 && error.problem.status !== 429) {
      erase(pollId, principalId)
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
    for (const ballot of [...pending]) await sendBallot(ballot.pollId, ballot.principalId, now())
    if (pending.length) trying = setTimeout(turn, 3000 + Math.random() * 4000)
  }
  trying = setTimeout(turn, Math.random() * 1500)
}

/** 投票: one transaction for a batch of ballots of one poll; an answer for each, in their order. */
import { whyNotFromNumber } from '@cunyi/shared/law/numbers.ts'
import { isTooLateToCommit } from '@cunyi/shared/poll/poll.ts'
import { Refused } from '@cunyi/shared/words/refusal.ts'
import type { Line } from '#base/database/trips.ts'
import { type Happened, type Seal, sendEvidence } from '#base/evidence/actions.ts'
import { Held } from '#base/parts/lanes.ts'
import type { Answer, Ballot, BatcherParts } from '../ballot.ts'
import { pollKey, sealOf } from '../key-cache.ts'
import {
  askFacts,
  askRecorded,
  type Facts,
  type NewEnvelope,
  type PollPlace,
  writeEnvelopes,
} from '../queries/ballots.ts'
import { sharePoll } from '../queries/lock.ts'
import { askPoll, type PollRow } from '../queries/polls.ts'
import { receiptOf, refHashOf, sealBallot, sha256Hex } from '../seal.ts'
import { openVersion, whyNotTaken } from '../verdict.ts'

/**
 * In three trips: what stands against each; the ballots, and with them the chain; their entry, and the commit. The
 * first batch of a poll in this process asks once more where the poll stands.
 */
export async function recordBatch(
  line: Line,
  parts: Pick<BatcherParts, 'clock' | 'pollKeys'>,
  batch: readonly Ballot[],
): Promise<Answer[]> {
  const [first] = batch
  if (!first) return []
  const locked = sharePoll(line, first.pollId)
  const place = places.get(keyOf(first)) ?? (await placeOf(line, first))
  if (!place) return batch.map(() => new Refused('notFound'))
  const [poll, facts, isOurs] = await Promise.all([
    askPoll(line, first.villageId, first.pollId),
    askFacts(line, place, batch),
    locked,
  ])
  if (!isOurs) throw new Held()
  if (!poll) return batch.map(() => new Refused('notFound'))

  const now = parts.clock.now()
  const refs = batch.map((ballot) => refHashOf(ballot.ref))
  const verdicts = batch.map((ballot, at) =>
    verdict(poll, ballot, facts[at] as Facts, refs[at] as Buffer, now),
  )

  const chosen = new Map<string, { at: number; version: number }>()
  verdicts.forEach((verdict, at) => {
    const personId = batch[at]?.personId as string
    if (typeof verdict === 'number' && !chosen.has(personId)) chosen.set(personId, { at, version: verdict })
  })
  const envelopes = chosen.size > 0 ? await sealAll(parts, poll, batch, refs, chosen) : []
  const { written, head } = await writeEnvelopes(line, poll, envelopes)
  const answers = await answersOf(line, poll, batch, refs, verdicts, written, now)
  if (written.size > 0 && !head) throw new Error('Ballots were written and the chain was not held.')
  if (!head) return answers

  const recorded = envelopes.filter((one) => written.has(one.personId))
  const seal = await sealOf(parts.pollKeys, poll)
  // Nothing is committed later than this: the box may be open by then. Nothing is waited for after it but the commit.
  if (poll.endsAt && isTooLateToCommit(poll.endsAt, parts.clock.now())) throw new Refused('tooLateToCommit')
  void sendEvidence(line, entryOf(poll, recorded, now, seal), head)
  return answers
}

/** Where polls stand, of those voted on of late. */
const places = new Map<string, PollPlace>()
const MOST_PLACES = 1000
const keyOf = ({ villageId, pollId }: Ballot) => `${villageId}/${pollId}`
async function placeOf(line: Line, ballot: Ballot): Promise<PollPlace | null> {
  const { villageId, pollId } = ballot
  const poll = await askPoll(line, villageId, pollId)
  if (!poll) return null
  if (places.size >= MOST_PLACES) places.clear()
  const place = { villageId, id: pollId, meetingId: poll.meetingId, proposalId: poll.proposalId }
  places.set(keyOf(ballot), place)
  return place
}

/** A version to write, the receipt of what is in already, or the reason why not. */
type Verdict = number | Answer | 'alreadyVoted'

function verdict(poll: PollRow, ballot: Ballot, facts: Facts, refHash: Buffer, now: Date): Verdict {
  const { envelope } = facts
  // Sent again after its answer was lost: it is in, also when the poll has closed meanwhile.
  if (poll.status !== 'void' && envelope && !envelope.setAside && envelope.refHash.equals(refHash))
    return { receipt: envelope.receipt }
  if (!facts.loggedIn) return new Refused('sessionEnded')
  const self = ballot.castBy === null
  const refusal = whyNotTaken(poll, facts, { ...ballot, self }, now)
  if (refusal?.code === 'alreadyVoted') return 'alreadyVoted'
  if (refusal) return new Refused(refusal.code, refusal.params)
  // A ticket of the number before does not outlive the change.
  const unused = whyNotFromNumber(facts, now)
  if (unused) return new Refused(unused.code, unused.params)
  return openVersion(facts, self) ?? 'alreadyVoted'
}

async function sealAll(
  { pollKeys }: Pick<BatcherParts, 'pollKeys'>,
  poll: PollRow,
  batch: readonly Ballot[],
  refs: readonly Buffer[],
  chosen: ReadonlyMap<string, { at: number; version: number }>,
): Promise<NewEnvelope[]> {
  const key = await pollKey(pollKeys, poll)
  if (!key) throw new Refused('notReady')
  const { villageId, id: pollId } = poll
  // By person: two batches never wait for each other crosswise, and the rows do not tell who came first.
  const inOrder = [...chosen].sort(([a], [b]) => (a < b ? -1 : 1))
  return inOrder.map(([personId, { at, version }]) => {
    const ballot = batch[at] as Ballot
    return {
      personId,
      version,
      channel: 'phone',
      castBy: ballot.castBy,
      refHash: refs[at] as Buffer,
      receipt: receiptOf(pollId, ballot.ref),
      sealed: sealBallot(key, { villageId, pollId, personId, version }, ballot.choice),
    }
  })
}

/** Whoever was not written though nothing stood against it has another ballot, of this batch or of another process. */
async function answersOf(
  line: Line,
  poll: PollRow,
  batch: readonly Ballot[],
  refs: readonly Buffer[],
  verdicts: readonly Verdict[],
  written: ReadonlySet<string>,
  now: Date,
): Promise<Answer[]> {
  const first = new Set<string>()
  const open: number[] = []
  const answers: Array<Answer | null> = verdicts.map((verdict, at) => {
    const ballot = batch[at] as Ballot
    if (typeof verdict === 'object') return verdict
    if (typeof verdict === 'number' && written.has(ballot.personId) && !first.has(ballot.personId)) {
      first.add(ballot.personId)
      return { receipt: receiptOf(poll.id, ballot.ref) }
    }
    open.push(at)
    return null
  })
  if (open.length > 0) {
    const asked = open.map((at) => batch[at] as Ballot)
    const [facts, times] = await Promise.all([
      askFacts(line, poll, asked),
      askRecorded(
        line,
        poll,
        asked.map((one) => one.personId),
      ),
    ])
    open.forEach((at, i) => {
      const { envelope } = facts[i] as Facts
      if (envelope?.refHash.equals(refs[at] as Buffer)) answers[at] = { receipt: envelope.receipt }
      else if (envelope) {
        const recorded = times.get((batch[at] as Ballot).personId) ?? now
        answers[at] = new Refused('alreadyVoted', { channel: envelope.channel, at: recorded.toISOString() })
      }
    })
  }
  return answers.map((answer) => answer ?? new Refused('notReady'))
}

/** One entry a batch: who and how, sorted; no choice, and no order within the batch. */
function entryOf(
  poll: PollRow,
  recorded: readonly NewEnvelope[],
  now: Date,
  seal: Seal | undefined,
): Happened {
  const ballots = recorded
    .map(({ personId, channel, castBy, version, sealed }) => ({
      personId,
      channel,
      ...(castBy ? { castBy } : {}),
      ...(version > 1 ? { version } : {}),
      sha256: sha256Hex(sealed),
    }))
    .sort((a, b) => (a.personId < b.personId ? -1 : 1))
  return {
    villageId: poll.villageId,
    at: now,
    act: 'castBallots',
    by: null,
    office: null,
    proposalId: poll.proposalId,
    meetingId: poll.meetingId,
    payload: { pollId: poll.id, ballots },
    seal,
  }
}

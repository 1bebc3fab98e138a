/** 代录: a ballot entered by a helper is sealed like any other; beside it stands by whom, before whom, where and why. */
import { passesHelperCap, whyNotAssist } from '@cunyi/shared/meeting/assist.ts'
import { must, Refused } from '@cunyi/shared/words/refusal.ts'
import type { AssistPlace, Choice } from '@cunyi/shared/words/vocabulary.ts'
import { inVillage, type Tx } from '#base/database/connect.ts'
import { appendEvidence } from '#base/evidence/actions.ts'
import type { Parts } from '#base/parts/parts.ts'
import type { Caller } from '#door/session/caller.ts'
import { paperExists } from '#matters/meetings/queries/standing.ts'
import { pollKey } from '#matters/polls/key-cache.ts'
import { ballotFacts, type Facts, insertEnvelopes, recordedAt } from '#matters/polls/queries/ballots.ts'
import { lockPoll } from '#matters/polls/queries/lock.ts'
import { findPoll, hasInterest, type PollRow } from '#matters/polls/queries/polls.ts'
import { insertSetAside } from '#matters/polls/queries/slips.ts'
import { receiptOf, refHashOf, sealBallot, sha256Hex } from '#matters/polls/seal.ts'
import { openVersion, ruleOf, whyNotTaken } from '#matters/polls/verdict.ts'
import { tellOf } from '#matters/sittings/notice.ts'
import { attendancesOf, putAttendance } from '#matters/sittings/queries/attend.ts'
import { lockMeeting, type MeetingRow } from '#matters/sittings/queries/meetings.ts'
import { tellScreens } from '#matters/sittings/queries/tell.ts'
import { assistsOf, helpersOf, insertAssist } from './queries.ts'

type Acting = { villageId: string; pollId: string; caller: Caller; now: Date }
export type Assisted = {
  ref: Buffer
  personId: string
  witnessId: string
  choice: Choice
  where: AssistPlace
  reason: string
  photoId?: string | undefined
  voiceId?: string | undefined
}

export async function castAssisted(parts: Parts, acting: Acting, asked: Assisted) {
  const { villageId, caller, now } = acting
  const { personId, witnessId } = asked
  return inVillage(parts.db, villageId, async (tx) => {
    const { poll, meeting } = await lockedPoll(tx, acting)
    await mustBeHelpers(tx, poll, meeting, { personId, witnessId, helperId: caller.personId })
    for (const file of [asked.photoId, asked.voiceId])
      if (file && !(await paperExists(tx, villageId, file))) throw new Refused('notFound')

    const refHash = refHashOf(asked.ref)
    const before = await factsOf(tx, poll, personId)
    const sent = before.envelope
    const own = (await assistsOf(tx, poll)).filter((row) => row.helperId === caller.personId)
    // Sent again after its answer was lost.
    if (sent && !sent.setAside && sent.refHash.equals(refHash))
      return answerOf(
        sent.receipt,
        own.length,
        own.find((row) => row.personId === personId)?.overCap ?? false,
      )

    const signsIn = await signInFor(tx, meeting, before, acting, asked)
    const facts = signsIn ? await factsOf(tx, poll, personId) : before
    await mustBeTaken(tx, poll, personId, facts, now)
    const key = await pollKey(parts.pollKeys, poll)
    if (!key) throw new Refused('keyStoreUnavailable')
    const version = openVersion(facts) ?? 1
    const envelope = {
      personId,
      version,
      channel: 'assisted' as const,
      castBy: caller.personId,
      refHash,
      receipt: receiptOf(poll.id, asked.ref),
      sealed: sealBallot(key, { villageId, pollId: poll.id, personId, version }, asked.choice),
    }
    await insertEnvelopes(tx, poll, [envelope])
    const helped = own.length + 1
    const overCap = passesHelperCap(helped, ruleOf(poll).helperCap)
    const { where, reason, photoId = null, voiceId = null } = asked
    const line = {
      personId,
      version,
      helperId: caller.personId,
      witnessId,
      place: where,
      reason,
      photoId,
      voiceId,
    }
    await insertAssist(tx, { villageId, pollId: poll.id, ...line, overCap, at: now })
    await tellOf(tx, parts, meeting, [personId], now, 'assisted')
    await leaveEvidence(tx, acting, poll, 'castAssisted', {
      ballots: [
        {
          personId,
          channel: 'assisted',
          castBy: caller.personId,
          version,
          sha256: sha256Hex(envelope.sealed),
        },
      ],
      witness: witnessId,
      where,
      signedIn: signsIn,
      helped,
      overCap,
      after: { reason, photoId, voiceId },
    })
    return answerOf(envelope.receipt, helped, overCap)
  })
}

const answerOf = (receipt: string, helped: number, overCap: boolean) =>
  ({ recorded: true, receipt, helped, overCap }) as const

/** The poll first and the meeting's row then: the order of every transaction that takes both. */
async function lockedPoll(tx: Tx, { villageId, pollId }: Acting) {
  await lockPoll(tx, pollId, 'exclusive')
  const poll = await findPoll(tx, villageId, pollId)
  if (!poll) throw new Refused('notFound')
  return { poll, meeting: await lockMeeting(tx, villageId, poll.meetingId) }
}

async function mustBeHelpers(
  tx: Tx,
  poll: PollRow,
  meeting: MeetingRow,
  who: { personId: string; helperId: string; witnessId: string },
): Promise<void> {
  const listed = new Map((await helpersOf(tx, poll.villageId)).map((row) => [row.personId, row.listedAt]))
  must(
    whyNotAssist({
      ...who,
      helperSince: listed.get(who.helperId) ?? null,
      witnessSince: listed.get(who.witnessId) ?? null,
      pollOpenedAt: poll.openedAt,
      chairId: meeting.chairId,
      interested: (await hasInterest(tx, poll, who.helperId)) || (await hasInterest(tx, poll, who.witnessId)),
    }),
  )
}

async function factsOf(tx: Tx, poll: PollRow, personId: string): Promise<Facts> {
  const [facts] = await ballotFacts(tx, poll, [{ personId, castBy: null }])
  if (!facts) throw new Error('a person without facts')
  return facts
}

async function mustBeTaken(tx: Tx, poll: PollRow, personId: string, facts: Facts, now: Date): Promise<void> {
  const refusal = whyNotTaken(poll, facts, { castBy: null, arrivedAt: now }, now)
  if (refusal?.code !== 'alreadyVoted') return must(refusal)
  const at = (await recordedAt(tx, poll, [personId])).get(personId) ?? now
  throw new Refused('alreadyVoted', { ...refusal.params, at: at.toISOString() })
}

/** At the door or by telephone the helper signs the person in; who is in the hall is signed in there. */
async function signInFor(
  tx: Tx,
  meeting: MeetingRow,
  facts: Facts,
  { villageId, caller, now }: Acting,
  { personId, where }: Assisted,
): Promise<boolean> {
  if (!facts.onRoll || (facts.way !== null && facts.leftAt === null)) return false
  if (where === 'inHall') throw new Refused('assistSignInFirst')
  const [before] = await attendancesOf(tx, villageId, meeting.id, [personId])
  await putAttendance(
    tx,
    {
      villageId,
      meetingId: meeting.id,
      personId,
      way: 'online',
      means: 'assisted',
      signedInAt: now,
      by: caller.personId,
    },
    before,
  )
  return true
}

/** 异议: the person's own word is enough; his envelope is set aside unopened, and his next version is open to him. */
export async function objectAssisted(parts: Parts, acting: Acting, reason: string) {
  const { villageId, pollId, caller, now } = acting
  return inVillage(parts.db, villageId, async (tx) => {
    const { poll } = await lockedPoll(tx, acting)
    if (poll.status === 'void') throw new Refused('pollVoid')
    if (poll.status !== 'open' || (poll.endsAt && now >= poll.endsAt)) throw new Refused('objectTooLate')
    const { envelope } = await factsOf(tx, poll, caller.personId)
    if (envelope?.channel !== 'assisted' || envelope.setAside) throw new Refused('notAssisted')
    const personId = caller.personId
    const { version } = envelope
    const two = { by: personId, by2: personId }
    await insertSetAside(tx, { villageId, pollId, personId, version, ...two, reason, at: now })
    await leaveEvidence(tx, acting, poll, 'objectAssisted', { personId, version, after: reason })
    return { ok: true } as const
  })
}

async function leaveEvidence(
  tx: Tx,
  { villageId, caller, now }: Acting,
  poll: PollRow,
  act: string,
  payload: Record<string, unknown>,
): Promise<void> {
  await tellScreens(tx, villageId, poll.meetingId)
  await appendEvidence(tx, {
    villageId,
    at: now,
    act,
    by: caller.personId,
    office: null,
    proposalId: poll.proposalId,
    meetingId: poll.meetingId,
    payload: { pollId: poll.id, ...payload },
  })
}

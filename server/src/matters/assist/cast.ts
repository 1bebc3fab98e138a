/** 代录: a ballot entered by a helper is sealed like any other; beside it stands by whom, before whom, where and why. */
import { capOf, whyNotAssist, whyOverCap } from '@cunyi/shared/meeting/assist.ts'
import { must, Refused } from '@cunyi/shared/words/refusal.ts'
import type { AssistPlace, Choice } from '@cunyi/shared/words/vocabulary.ts'
import { inVillage, type Tx } from '#base/database/connect.ts'
import { appendEvidence } from '#base/evidence/actions.ts'
import type { Parts } from '#base/parts/parts.ts'
import type { Caller } from '#door/session/caller.ts'
import { type CarryOut, proposeAct, takeAct } from '#matters/acts/actions.ts'
import { lastProposed } from '#matters/acts/queries.ts'
import { paperExists } from '#matters/meetings/queries/standing.ts'
import { pollKey, sealOf } from '#matters/polls/key-cache.ts'
import { ballotFacts, type Facts, insertEnvelopes, recordedAt } from '#matters/polls/queries/ballots.ts'
import { lockPoll } from '#matters/polls/queries/lock.ts'
import { entitledOf, findPoll, hasInterest, type PollRow } from '#matters/polls/queries/polls.ts'
import { insertSetAside } from '#matters/polls/queries/slips.ts'
import { receiptOf, refHashOf, sealBallot, sha256Hex } from '#matters/polls/seal.ts'
import { openVersion, ruleOf, whyNotTaken } from '#matters/polls/verdict.ts'
import { tellOf } from '#matters/sittings/notice.ts'
import { attendancesOf, putAttendances } from '#matters/sittings/queries/attend.ts'
import { lockMeeting, type MeetingRow } from '#matters/sittings/queries/meetings.ts'
import { tellScreens } from '#matters/sittings/queries/tell.ts'
import { mustBeHisOwn } from '#village/people/his-own.ts'
import { assistsOf, helpersOf, insertAssist } from './queries.ts'

type Acting = { villageId: string; pollId: string; caller: Pick<Caller, 'personId'>; now: Date }
export type Assisted = {
  ref: Buffer
  personId: string
  choice: Choice
  where: AssistPlace
  reason: string
  photoId?: string | undefined
  voiceId?: string | undefined
  voiceConsent?: true | undefined
}

/** 代录: read back to the person and sealed at once; it waits for its witness, and counts for nothing until then. */
export async function castAssisted(parts: Parts, acting: Acting & { caller: Caller }, asked: Assisted) {
  const { villageId, pollId, caller, now } = acting
  const { personId, where } = asked
  return inVillage(parts.db, villageId, async (tx) => {
    const { poll, meeting } = await lockedPoll(tx, acting)
    const who = { personId, witnessId: null, helperId: caller.personId, place: where }
    await mustBeHelpers(tx, poll, meeting, who, now)
    await mustBeHisOwn(tx, { villageId, personId: caller.personId }, now)
    for (const file of [asked.photoId, asked.voiceId])
      if (file && !(await paperExists(tx, villageId, file))) throw new Refused('notFound')

    const refHash = refHashOf(asked.ref)
    const facts = await factsOf(tx, poll, personId)
    const sent = facts.envelope
    const entered = await assistsOf(tx, poll)
    const own = entered.filter((row) => row.helperId === caller.personId)
    // Sent again after its answer was lost, or to hear whether the witness has come.
    if (sent && !sent.setAside && sent.refHash.equals(refHash)) {
      const overCap = own.find((row) => row.personId === personId)?.overCap ?? false
      return { recorded: true, receipt: sent.receipt, helped: own.length, overCap, waits: null }
    }
    // Sent again with the same ref once the witness has said no, or nobody came: it is over, and nothing is proposed anew.
    const last = await lastProposed(tx, { villageId, pollId, personId, by: caller.personId })
    if (last && last.state !== 'waiting' && (last.asked as Sealed).refHash === refHash.toString('hex'))
      return { recorded: false, receipt: null, helped: own.length, overCap: false, waits: null }
    const signsIn = mustSignIn(facts, asked)
    // As he will stand once his witness has come.
    const there = signsIn ? { ...facts, way: 'online' as const, leftAt: null } : facts
    await mustBeTaken(tx, poll, personId, there, now)
    await mustBeUnderCap(tx, poll, entered, caller.personId, null)
    if (asked.voiceId && !asked.voiceConsent) throw new Refused('voiceNeedsConsent')
    const key = await pollKey(parts.pollKeys, poll)
    if (!key) throw new Refused('keyStoreUnavailable')
    const version = openVersion(facts) ?? 1
    const waits = await proposeAct(tx, {
      what: where === 'byTelephone' ? 'assistedByPhone' : 'castAssisted',
      villageId,
      proposalId: poll.proposalId,
      meetingId: meeting.id,
      pollId,
      personId,
      reason: asked.reason,
      asked: {
        refHash: refHash.toString('hex'),
        // Without the ref, which is not kept, nobody can try the three choices.
        same: sha256Hex(Buffer.concat([asked.ref, Buffer.from(asked.choice)])),
        receipt: receiptOf(poll.id, asked.ref),
        version,
        where,
        photoId: asked.photoId ?? null,
        voiceId: asked.voiceId ?? null,
      } satisfies Sealed,
      sealed: sealBallot(key, { villageId, pollId: poll.id, personId, version }, asked.choice),
      caller,
      now,
    })
    return { recorded: false, receipt: null, helped: own.length + 1, overCap: false, waits }
  })
}

/** What is kept of it beside the sealed choice until the witness comes. */
type Sealed = {
  refHash: string
  /** The same choice again is the same ballot; another is not. */
  same: string
  receipt: string
  version: number
  where: AssistPlace
  photoId: string | null
  voiceId: string | null
}

/** The witness has said yes: the ballot is recorded like any other; beside it stands by whom, before whom, where and why. */
export const carryOutAssisted: CarryOut = (parts, act, witness, now) => {
  const { villageId, pollId, personId, sealed, by: helperId } = act
  if (!pollId || !personId || !sealed || act.reason === null) throw new Refused('actNotWaiting')
  const { where, version, ...kept } = act.asked as Sealed
  const witnessId = witness.personId
  return inVillage(parts.db, villageId, async (tx) => {
    const acting = { villageId, pollId, caller: { personId: helperId }, now }
    const { poll, meeting } = await lockedPoll(tx, acting)
    await mustBeHelpers(tx, poll, meeting, { personId, witnessId, helperId, place: where }, now)
    await mustBeHisOwn(tx, { villageId, personId: witnessId }, now)
    await takeAct(tx, act, witness, now)
    const before = await factsOf(tx, poll, personId)
    const signsIn = mustSignIn(before, { where })
    if (signsIn) await signInFor(tx, meeting, acting, personId)
    const facts = signsIn ? await factsOf(tx, poll, personId) : before
    await mustBeTaken(tx, poll, personId, facts, now)
    if ((openVersion(facts) ?? 1) !== version) throw new Refused('actNotWaiting')
    const entered = await assistsOf(tx, poll)
    const own = entered.filter((row) => row.helperId === helperId)
    await mustBeUnderCap(tx, poll, entered, helperId, witnessId)
    const envelope = {
      personId,
      version,
      channel: 'assisted' as const,
      castBy: helperId,
      refHash: Buffer.from(kept.refHash, 'hex'),
      receipt: kept.receipt,
      sealed,
    }
    await insertEnvelopes(tx, poll, [envelope])
    const helped = own.length + 1
    const overCap = false
    const { photoId, voiceId } = kept
    const line = {
      personId,
      version,
      helperId,
      witnessId,
      place: where,
      reason: act.reason ?? '',
      photoId,
      voiceId,
    }
    await insertAssist(tx, { villageId, pollId: poll.id, ...line, overCap, at: now })
    await tellOf(tx, parts, meeting, [personId], now, 'assisted')
    await leaveEvidence(tx, parts, acting, poll, 'castAssisted', {
      ballots: [{ personId, channel: 'assisted', castBy: helperId, version, sha256: sha256Hex(sealed) }],
      witness: witnessId,
      actId: act.id,
      where,
      signedIn: signsIn,
      helped,
      overCap,
      after: { reason: act.reason, photoId, voiceId },
    })
    return null
  })
}

/** The poll first and the meeting's row then: the order of every transaction that takes both. */
async function lockedPoll(tx: Tx, { villageId, pollId }: Acting) {
  await lockPoll(tx, pollId)
  const poll = await findPoll(tx, villageId, pollId)
  if (!poll) throw new Refused('notFound')
  return { poll, meeting: await lockMeeting(tx, villageId, poll.meetingId) }
}

async function mustBeHelpers(
  tx: Tx,
  poll: PollRow,
  meeting: MeetingRow,
  who: { personId: string; helperId: string; witnessId: string | null; place: AssistPlace },
  now: Date,
): Promise<void> {
  // A term that is handed over while they vote takes nobody off the list of this vote.
  const rows = await helpersOf(tx, poll.villageId, poll.openedAt ?? now)
  const listed = new Map(rows.map((row) => [row.personId, row.listedAt]))
  must(
    whyNotAssist({
      ...who,
      helperSince: listed.get(who.helperId) ?? null,
      witnessSince: (who.witnessId && listed.get(who.witnessId)) || null,
      pollOpenedAt: poll.openedAt,
      chairId: meeting.chairId,
      interested:
        (await hasInterest(tx, poll, who.helperId)) ||
        (who.witnessId !== null && (await hasInterest(tx, poll, who.witnessId))),
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

/** 上限: what a helper has entered in this poll, and what he and this witness have, whichever of them entered it. */
async function mustBeUnderCap(
  tx: Tx,
  poll: PollRow,
  entered: readonly { helperId: string; witnessId: string }[],
  helperId: string,
  witnessId: string | null,
): Promise<void> {
  const two = [helperId, witnessId]
  const byHelper = entered.filter((row) => row.helperId === helperId).length
  const byPair = entered.filter((row) => two.includes(row.helperId) && two.includes(row.witnessId)).length
  must(whyOverCap({ byHelper, byPair }, capOf(ruleOf(poll), await entitledOf(tx, poll))))
}

/** At the door or by telephone the person is signed in with his ballot; who is in the hall is signed in there. */
function mustSignIn(facts: Facts, { where }: Pick<Assisted, 'where'>): boolean {
  if (!facts.onRoll || (facts.way !== null && facts.leftAt === null)) return false
  if (where === 'inHall') throw new Refused('assistSignInFirst')
  return true
}

async function signInFor(
  tx: Tx,
  meeting: MeetingRow,
  { villageId, caller, now }: Acting,
  personId: string,
): Promise<void> {
  const [before] = await attendancesOf(tx, villageId, meeting.id, [personId])
  const row = {
    villageId,
    meetingId: meeting.id,
    personId,
    way: 'online' as const,
    means: 'assisted',
    signedInAt: now,
    by: caller.personId,
  }
  await putAttendances(tx, [{ row, before }])
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
    await mustBeHisOwn(tx, { villageId, personId: caller.personId }, now)
    const personId = caller.personId
    const { version } = envelope
    const two = { by: personId, by2: personId }
    await insertSetAside(tx, { villageId, pollId, personId, version, ...two, reason, at: now })
    await leaveEvidence(tx, parts, acting, poll, 'objectAssisted', { personId, version, after: reason })
    return { ok: true } as const
  })
}

async function leaveEvidence(
  tx: Tx,
  { pollKeys }: Pick<Parts, 'pollKeys'>,
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
    seal: await sealOf(pollKeys, poll),
  })
}

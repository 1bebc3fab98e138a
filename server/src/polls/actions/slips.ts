import { mayDeclareInvalid, whyNotHandOut, whyNotSheet } from '@cunyi/shared/poll.ts'
import { must, Rejection } from '@cunyi/shared/rejection.ts'
import type { PollStatus } from '@cunyi/shared/vocabulary.ts'
import type { Tx } from '../../database/connect.ts'
import { appendEvidence } from '../../evidence/actions.ts'
import { tellScreens } from '../../live/queries.ts'
import type { Parts } from '../../parts.ts'
import { pollClosed } from '../../proposals/decided.ts'
import type { Caller } from '../../session/caller.ts'
import { ballotFacts, recordedAt } from '../queries/ballots.ts'
import { updatePoll } from '../queries/polls.ts'
import { insertSheet, insertSlips, sheetsOf, slipsOut } from '../queries/slips.ts'
import { boxTime, type Ending } from '../settle.ts'
import { countOf } from '../sheets.ts'
import { unconfirmed, voterFacts } from '../verdict.ts'
import { voidPoll } from '../void.ts'
import { ending, openBoxOf } from './close.ts'

type Asked = { villageId: string; pollId: string; caller: Caller; now: Date }
export type Refused = { personId: string; code: string }

async function leaveEvidence(
  tx: Tx,
  { caller, now }: Asked,
  { poll, meeting }: Ending,
  act: string,
  payload: Record<string, unknown>,
) {
  await tellScreens(tx, poll.villageId, meeting.id)
  await appendEvidence(tx, {
    villageId: poll.villageId,
    at: now,
    act,
    by: caller.personId,
    office: act === 'declareCountInvalid' ? 'chair' : 'teller',
    proposalId: poll.proposalId,
    meetingId: meeting.id,
    payload: { pollId: poll.id, ...payload },
  })
}

const inPoll = async <T>(
  parts: Parts,
  asked: Asked,
  fn: (tx: Tx, facts: Ending) => Promise<T>,
): Promise<T> => {
  const done = await ending(parts, asked.villageId, asked.pollId, async (tx, facts) => ({
    value: await fn(tx, facts),
  }))
  if (!done) throw new Rejection('notFound')
  return done.value
}

/** 发票: against the roll; it records that a person got a slip, never which. One refusal does not stop the others. */
export async function handOutSlips(
  parts: Parts,
  asked: Asked & { personIds: string[] },
): Promise<{ handedOut: number; refused: Refused[] }> {
  const { now } = asked
  return inPoll(parts, asked, async (tx, facts) => {
    const { poll } = facts
    const personIds = [...new Set(asked.personIds)]
    // A slip for somebody who is represented goes to his agent, who must be in the hall.
    const own = await ballotFacts(
      tx,
      poll,
      personIds.map((personId) => ({ personId, castBy: null })),
    )
    const lines = await ballotFacts(
      tx,
      poll,
      personIds.map((personId, i) => ({ personId, castBy: own[i]?.agentId ?? null })),
    )
    const refused: Refused[] = []
    const given: string[] = []
    const times = await recordedAt(tx, poll, personIds)
    lines.forEach((line, i) => {
      const personId = personIds[i] as string
      const voter = voterFacts(poll, line, null, now)
      const refusal = whyNotHandOut({
        ...voter,
        // Through the agent: his presence stands for the principal's.
        hasProxy: false,
        voted: voter.voted && { ...voter.voted, at: times.get(personId) ?? now },
        secret: poll.secret,
      })
      const code = refusal?.code ?? (unconfirmed(poll, line) ? 'clerkMustConfirm' : null)
      if (code === 'noPaperInOpenPoll') throw new Rejection(code)
      if (code) refused.push({ personId, code })
      else given.push(personId)
    })
    await insertSlips(tx, poll, 'handedOut', given, { by: asked.caller.personId, by2: null, at: now })
    if (given.length > 0)
      await leaveEvidence(tx, asked, facts, 'handOutSlips', { personIds: [...given].sort() })
    return { handedOut: given.length, refused }
  })
}

/** 退票: a slip given back unused, noted by two; the phone is open to the person again. */
export async function returnSlip(
  parts: Parts,
  asked: Asked & { personId: string; secondId: string },
): Promise<{ ok: true }> {
  const { personId, secondId, caller, now } = asked
  return inPoll(parts, asked, async (tx, facts) => {
    const { poll, meeting } = facts
    if (poll.status !== 'open') throw new Rejection(poll.status === 'waiting' ? 'pollNotOpen' : 'pollClosed')
    if (secondId === caller.personId) throw new Rejection('samePersonTwice')
    if (![...meeting.tellerIds, meeting.recorderId, meeting.chairId].includes(secondId))
      throw new Rejection('notTeller')
    if (!(await slipsOut(tx, poll)).includes(personId)) throw new Rejection('noSlipOut')
    await insertSlips(tx, poll, 'returned', [personId], { by: caller.personId, by2: secondId, at: now })
    await leaveEvidence(tx, asked, facts, 'returnSlip', { personId, second: secondId })
    return { ok: true } as const
  })
}

export type Sheet = { for: number; against: number; abstain: number; invalid: number; issued: number }
export type SheetAnswer = {
  agreed: boolean
  status: PollStatus
  waitingForSecond: boolean
  unequalPairs: number
}

/**
 * 计票: each teller enters alone, without seeing the other's figures; the second equal sheet closes the poll. More
 * slips than were handed out is kept as entered, so that the chair can declare the count invalid, and refused.
 */
export async function enterCountSheet(parts: Parts, asked: Asked & { sheet: Sheet }): Promise<SheetAnswer> {
  const { villageId, pollId, caller, sheet, now } = asked
  const entered = await inPoll(parts, asked, async (tx, facts) => {
    const { poll, meeting } = facts
    if (poll.status === 'void') throw new Rejection('pollVoid')
    if (poll.status !== 'counting')
      throw new Rejection(poll.status === 'closed' ? 'pollClosed' : 'notCounting')
    const issued = (await slipsOut(tx, poll)).length
    if (issued === 0) throw new Rejection('noSlipOut')
    const before = await sheetsOf(tx, poll)
    if (countOf(before, issued).agreed) throw new Rejection('alreadyDone')
    const tellers = [...new Set(before.map((row) => row.teller))]
    if (tellers.length >= 2 && !tellers.includes(caller.personId)) throw new Rejection('notTeller')
    const refusal = whyNotSheet({ teller: caller.personId, ...sheet }, issued)
    if (refusal?.code === 'countInconsistent') must(refusal)
    const seq = before.filter((row) => row.teller === caller.personId).length + 1
    const others = Math.max(
      0,
      ...tellers
        .filter((one) => one !== caller.personId)
        .map((one) => before.filter((row) => row.teller === one).length),
    )
    // One ahead of the other at most: a pair is two counts of the same heap.
    if (seq > others + 1) throw new Rejection('secondPersonNeeded')
    await insertSheet(tx, { villageId, pollId, teller: caller.personId, seq, ...sheet, at: now })
    const count = countOf(await sheetsOf(tx, poll), issued)
    if (count.agreed && poll.endsAt) await updatePoll(tx, poll, { boxAt: boxTime(poll.endsAt, meeting, now) })
    await leaveEvidence(tx, asked, facts, 'enterCountSheet', { seq, issued, agreed: count.agreed !== null })
    return { count, refusal }
  })
  if (entered.refusal) must(entered.refusal)
  const { agreed, unequalPairs, waitingForSecond } = entered.count
  const closed = agreed ? await openBoxOf(parts, villageId, pollId) : null
  return { agreed: agreed !== null, status: closed?.status ?? 'counting', waitingForSecond, unequalPairs }
}

/** 计票无效: by the chair with both tellers, after three unequal pairs or more slips than were handed out. */
export async function declareCountInvalid(
  parts: Parts,
  asked: Asked & { reason: string; tellerIds: string[] },
): Promise<{ ok: true }> {
  const { villageId, pollId, tellerIds, reason, now } = asked
  return inPoll(parts, asked, async (tx, facts) => {
    const { poll, meeting, proposal } = facts
    if (poll.status === 'void') throw new Rejection('pollVoid')
    if (poll.status !== 'counting')
      throw new Rejection(poll.status === 'closed' ? 'pollClosed' : 'notCounting')
    if (tellerIds[0] === tellerIds[1]) throw new Rejection('samePersonTwice')
    if (!tellerIds.every((one) => meeting.tellerIds.includes(one))) throw new Rejection('notTeller')
    const issued = (await slipsOut(tx, poll)).length
    const rows = await sheetsOf(tx, poll)
    const { agreed, unequalPairs } = countOf(rows, issued)
    const may = !agreed && mayDeclareInvalid({ sheets: rows, slipsIssued: issued, unequalPairs })
    if (!may) throw new Rejection('sheetsDiffer')
    await voidPoll(tx, { villageId, pollId, reason: 'countInvalid', now })
    const { stage, moved } = await pollClosed(tx, parts, { poll, meeting, proposal, now })
    await leaveEvidence(tx, asked, facts, 'declareCountInvalid', {
      reason,
      tellers: [...tellerIds].sort(),
      unequalPairs,
      stage,
      moved,
    })
    return { ok: true } as const
  })
}

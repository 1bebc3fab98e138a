/** 印票、发票、退票: slips are made with numbers, handed out against the roll, and never joined to a person. */
import { whyNotHandOut } from '@cunyi/shared/poll/poll.ts'
import { whyNotPrintSlips, whyTooFewPrinted } from '@cunyi/shared/poll/slips.ts'
import { must, Refused } from '@cunyi/shared/words/refusal.ts'
import { inVillage, type Tx } from '#base/database/connect.ts'
import type { Parts } from '#base/parts/parts.ts'
import { type CarryOut, proposeAct, takeAct } from '#matters/acts/actions.ts'
import { loadProposal } from '#matters/proposals/queries/proposals.ts'
import { mustHaveTellers, placeOfTeller, placesIn } from '#matters/sittings/places.ts'
import { questionTexts } from '#matters/sittings/queries/questions.ts'
import { recordedAt } from '../queries/ballots.ts'
import { findMeetingOf, findPoll, hasInterest, type PollRow } from '../queries/polls.ts'
import { insertSlipNumbers, printedOf, slipNumbersOf } from '../queries/slip-numbers.ts'
import { insertSlips, type SlipOut, slipsOut } from '../queries/slips.ts'
import { shuffled, slipCode } from '../seal.ts'
import type { Ending } from '../settle.ts'
import { ruleOf, unconfirmed, voterFacts } from '../verdict.ts'
import { type Asked, inPoll, leaveEvidence, type RefusedPerson } from './in-poll.ts'
import { castFacts } from './named.ts'

/**
 * 印票: numbered slips for one place. The QR code carries the poll and a random code; nothing here or later says who
 * got which, so hands must shuffle what machines cannot.
 */
export async function printSlips(
  parts: Parts,
  asked: Asked & { count: number; placeNo?: number | undefined },
): Promise<{ from: number; to: number; printed: number }> {
  const { villageId, pollId, count, placeNo = 0 } = asked
  return inPoll(parts, asked, async (tx, facts) => {
    const { poll, meeting } = facts
    if (!(await placesIn(tx, meeting)).some((place) => place.placeNo === placeNo))
      throw new Refused('notFound')
    const { total } = await printedOf(tx, poll)
    const out = (await slipsOut(tx, poll)).length
    must(whyNotPrintSlips({ secret: poll.secret, status: poll.status, wanted: count, printed: total, out }))
    const rows = Array.from({ length: count }, (_, i) => ({
      villageId,
      pollId,
      number: total + i + 1,
      code: slipCode(),
      placeNo,
    }))
    await insertSlipNumbers(tx, rows)
    await leaveEvidence(tx, asked, facts, 'printSlips', { placeNo, from: total + 1, to: total + count })
    return { from: total + 1, to: total + count, printed: total + count }
  })
}

/** For the printer: mixed anew each time, so that the stack tells nothing of the numbers' order. */
export async function slipsToPrint(
  parts: Parts,
  { villageId, pollId, placeNo = 0 }: { villageId: string; pollId: string; placeNo?: number | undefined },
) {
  return inVillage(parts.db, villageId, async (tx) => {
    const poll = await findPoll(tx, villageId, pollId)
    if (!poll) throw new Refused('notFound')
    if (!poll.secret) throw new Refused('noPaperInOpenPoll')
    const meeting = await findMeetingOf(tx, poll)
    const place = (await placesIn(tx, meeting)).find((one) => one.placeNo === placeNo)
    if (!place) throw new Refused('notFound')
    const { title } = await loadProposal(tx, villageId, poll.proposalId)
    const texts = await questionTexts(tx, villageId, poll.questionId ? [poll.questionId] : [])
    const slips = shuffled(await slipNumbersOf(tx, poll, placeNo))
    return {
      title,
      question: (poll.questionId && texts.get(poll.questionId)) || title,
      assembly: ruleOf(poll).assembly,
      placeNo,
      place: place.name,
      opensAt: meeting.opensAt.toISOString(),
      slips: slips.map(({ number, code }) => ({ number, code, url: slipUrl(parts, poll, code) })),
    }
  })
}

const slipUrl = ({ config }: Parts, { villageId, id }: PollRow, code: string) =>
  new URL(`/app/v/${villageId}/polls/${id}/slip?code=${code}`, config.publicUrl).href

/** 发票: against the roll; it records that a person got a slip, never which. One refusal does not stop the others. */
export async function handOutSlips(
  parts: Parts,
  asked: Asked & { personIds: string[] },
): Promise<{ handedOut: number; refused: RefusedPerson[] }> {
  const { now } = asked
  return inPoll(parts, asked, async (tx, facts) => {
    const { poll, meeting } = facts
    if (await hasInterest(tx, poll, asked.caller.personId)) throw new Refused('tellerInterested')
    mustHaveTellers(meeting)
    const places = await placesIn(tx, meeting)
    const here = placeOfTeller(places, asked.caller.personId)
    const personIds = [...new Set(asked.personIds)]
    // A slip for somebody who is represented goes to his agent, who must be in the hall.
    const facing = await castFacts(
      tx,
      poll,
      personIds.map((personId) => ({ personId })),
    )
    const refused: RefusedPerson[] = []
    const given: SlipOut[] = []
    const times = await recordedAt(tx, poll, personIds)
    facing.forEach(({ line }, i) => {
      const placeNo = line.placeNo ?? 0
      const personId = personIds[i] as string
      const voter = voterFacts(poll, line, null, now)
      const refusal = whyNotHandOut({
        ...voter,
        // Through the agent: his presence stands for the principal's.
        hasProxy: false,
        voted: voter.voted && { ...voter.voted, at: times.get(personId) ?? now },
        secret: poll.secret,
      })
      const elsewhere = here !== null && here.placeNo !== placeNo
      const code =
        refusal?.code ?? (unconfirmed(poll, line) ? 'clerkMustConfirm' : elsewhere ? 'otherPlace' : null)
      if (code === 'noPaperInOpenPoll') throw new Refused(code)
      if (code) refused.push({ personId, code })
      else given.push({ personId, placeNo })
    })
    await mustBePrinted(tx, poll, given)
    await insertSlips(tx, poll, 'handedOut', given, { by: asked.caller.personId, by2: null, at: now })
    if (given.length > 0)
      await leaveEvidence(tx, asked, facts, 'handOutSlips', {
        personIds: given.map((one) => one.personId).sort(),
      })
    return { handedOut: given.length, refused }
  })
}

/** With numbered slips no more go out at a place than were printed for it. */
async function mustBePrinted(tx: Tx, poll: PollRow, given: readonly SlipOut[]): Promise<void> {
  const printed = await printedOf(tx, poll)
  if (printed.total === 0) return
  const out = await slipsOut(tx, poll)
  const at = (list: readonly SlipOut[], placeNo: number) =>
    list.filter((one) => one.placeNo === placeNo).length
  for (const placeNo of new Set(given.map((one) => one.placeNo)))
    must(
      whyTooFewPrinted({
        numbered: true,
        printed: printed.byPlace.get(placeNo) ?? 0,
        out: at(out, placeNo),
        wanted: at(given, placeNo),
      }),
    )
}

/** 退票: a slip given back unused. It waits for a second of the meeting, or the oversight committee. */
export async function returnSlip(parts: Parts, asked: Asked & { personId: string }) {
  const { villageId, personId, caller, now } = asked
  return inPoll(parts, asked, async (tx, facts) => {
    const { poll, meeting, proposal } = facts
    await slipToReturn(tx, facts, personId)
    return proposeAct(tx, {
      what: 'returnSlip',
      villageId,
      proposalId: proposal.id,
      meetingId: meeting.id,
      pollId: poll.id,
      personId,
      asked: {},
      caller,
      now,
    })
  })
}

/** Noted by both; the phone is open to the person again. */
export const carryOutReturn: CarryOut = (parts, act, second, now) => {
  const { villageId, pollId, personId, by } = act
  if (!pollId || !personId) throw new Refused('notFound')
  const asked = { villageId, pollId, caller: second, now }
  return inPoll(parts, asked, async (tx, facts) => {
    await takeAct(tx, act, second, now)
    const slip = await slipToReturn(tx, facts, personId)
    await insertSlips(tx, facts.poll, 'returned', [slip], { by, by2: second.personId, at: now })
    await leaveEvidence(tx, { caller: { personId: by }, now }, facts, 'returnSlip', {
      as: act.as,
      personId,
      second: second.personId,
      actId: act.id,
    })
    return null
  })
}

async function slipToReturn(tx: Tx, { poll }: Ending, personId: string): Promise<SlipOut> {
  if (poll.status !== 'open') throw new Refused(poll.status === 'waiting' ? 'pollNotOpen' : 'pollClosed')
  const slip = (await slipsOut(tx, poll)).find((one) => one.personId === personId)
  if (!slip) throw new Refused('noSlipOut')
  return slip
}

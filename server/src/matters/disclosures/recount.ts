import type { disclosureApi } from '@cunyi/shared/api/disclosures.ts'
import { type OfEach, type Party, partiesOfOffices, proposesAs } from '@cunyi/shared/law/acts-of-two.ts'
import type { Facts } from '@cunyi/shared/matter/facts.ts'
import { isRefusal } from '@cunyi/shared/matter/moves.ts'
import { recountedOutcome } from '@cunyi/shared/poll/stands.ts'
import { type Figures, figuresOf } from '@cunyi/shared/poll/tally.ts'
import { Refused } from '@cunyi/shared/words/refusal.ts'
import { IN_FORCE_STAGES, isOneOf, SITTING_STAGES } from '@cunyi/shared/words/vocabulary.ts'
import type { z } from 'zod'
import { inVillage, type Tx } from '#base/database/connect.ts'
import { appendEvidence } from '#base/evidence/actions.ts'
import type { Parts } from '#base/parts/parts.ts'
import type { Caller } from '#door/session/caller.ts'
import { type CarryOut, proposeAct, type Shows, takeAct } from '#matters/acts/actions.ts'
import { takeOfEach } from '#matters/acts/each.ts'
import type { ActRow } from '#matters/acts/queries.ts'
import { moveIfAllowed } from '#matters/proposals/moves.ts'
import { updateProposal } from '#matters/proposals/queries/changes.ts'
import { type LoadedProposal, loadProposal, lockProposal } from '#matters/proposals/queries/proposals.ts'
import { tellOf } from '#matters/sittings/notice.ts'
import { hasSignedInHimself } from '#matters/sittings/queries/attend.ts'
import { loadMeeting } from '#matters/sittings/queries/meetings.ts'
import { findWork } from '#matters/works/queries.ts'
import { keepDuties } from '#village/duties/actions.ts'
import { namesOf } from '#village/people/queries/people.ts'
import { endIfOver } from './end.ts'
import { insertRecount, lockObjection } from './queries/disclosures.ts'
import {
  agreedSheet,
  type Counted,
  closedPoll,
  decidingMeeting,
  listedFor,
  namedChoices,
  recountedSince,
} from './queries/recounts.ts'
import { askedToCount } from './recounters.ts'
import { changeObjection } from './settle.ts'

type Body = z.output<(typeof disclosureApi)['recountPoll']['body']>
type Listed = Awaited<ReturnType<typeof listedFor>>[number]

/** The figures on the corrected facts; the closed ones stay as they were. */
export function correctedFigures(
  before: Figures,
  facts: {
    gone: readonly Listed[]
    found: readonly Listed[]
    paper?: { was: Counts; is: Counts } | undefined
    struck: readonly Choices[]
  },
): Figures {
  const after: Figures = { ...before }
  const count = (rows: readonly Listed[], test: (row: Listed) => boolean) => rows.filter(test).length
  after.presentInHall += facts.found.length - count(facts.gone, (row) => row.way === 'inHall')
  after.presentOnline -= count(facts.gone, (row) => row.way === 'online')
  after.represented =
    (before.represented ?? 0) - count(facts.gone, (row) => row.way === null && row.representedBy !== null)
  after.recusedPresent =
    (before.recusedPresent ?? 0) -
    count(facts.gone, (row) => row.recused) +
    count(facts.found, (row) => row.recused)
  if (before.women)
    after.women = {
      ...before.women,
      present:
        before.women.present -
        count(facts.gone, (row) => row.isWoman) +
        count(facts.found, (row) => row.isWoman),
    }
  if (before.households) {
    const sum = (rows: readonly Listed[]) => rows.reduce((total, row) => total + row.households, 0)
    after.households = {
      ...before.households,
      present: before.households.present - sum(facts.gone) + sum(facts.found),
    }
  }
  if (facts.paper) {
    for (const choice of ['for', 'against', 'abstain'] as const)
      after[choice] += facts.paper.is[choice] - facts.paper.was[choice]
    const more = facts.paper.is.invalid - facts.paper.was.invalid
    if (before.invalidJoined) after.abstain += more
    else after.invalid = (before.invalid ?? 0) + more
  }
  for (const { choice, households } of facts.struck) {
    after[choice] -= 1
    if (choice === 'for' && after.households)
      after.households = { ...after.households, for: after.households.for - households }
  }
  return after
}
type Counts = { for: number; against: number; abstain: number; invalid: number }
type Choices = { choice: 'for' | 'against' | 'abstain'; households: number }

/**
 * 复核: on an objection to the count, or found by the oversight committee. Whoever answers for the village does not
 * decide on its count: it waits for the oversight committee, and one of theirs for the township (integrity D23).
 */
export const recountPoll = (
  parts: Parts,
  villageId: string,
  pollId: string,
  body: Body,
  caller: Caller,
  now: Date,
) =>
  inVillage(parts.db, villageId, async (tx) => {
    const poll = await recountable(tx, villageId, pollId)
    const { route } = await loadProposal(tx, villageId, poll.proposalId)
    const as = proposesAs('recountPoll', partiesOfOffices(route, caller.offices))
    await mustHaveGround(tx, poll, body, as)
    // Refused now what would be refused then.
    await corrected(tx, poll, body)
    const counted = body.paper ? await askedToCount(tx, poll, body, caller, now) : null
    const waits = await proposeAct(tx, {
      what: counted ? 'recountPaper' : 'recountPoll',
      villageId,
      proposalId: poll.proposalId,
      meetingId: poll.meetingId,
      pollId,
      reason: body.reason,
      asked: counted ? { ...body, of: counted.of, agreed: [] } : body,
      ...(counted?.turn ? { turnOf: async () => counted.turn } : {}),
      caller,
      now,
      tell: async () => {
        const whose = [...(body.notPresent ?? []), ...(body.wrongfulBallots ?? [])]
        const meeting = await loadMeeting(tx, villageId, poll.meetingId)
        await tellOf(tx, parts, meeting, [...new Set(whose)], now, 'recounted')
        if (counted && !counted.turn) await tellOf(tx, parts, meeting, counted.of, now, 'countAgain')
      },
    })
    const of = counted && !counted.turn ? counted.of : []
    const name = await namesOf(tx, of)
    return { ...waits, tellers: of.map((id) => ({ id, name: name(id) })) }
  })

/** The oversight committee may find it by itself; anybody else needs an objection to the count. */
async function mustHaveGround(
  tx: Tx,
  { villageId, proposalId }: Counted,
  { objectionId }: Body,
  as: Party | null,
) {
  if (!objectionId && as === 'oversight') return
  const objection = objectionId ? await lockObjection(tx, villageId, objectionId) : undefined
  if (objection?.proposalId !== proposalId || objection.class !== 'b')
    throw new Refused('recountNeedsObjection')
}

async function recountable(tx: Tx, villageId: string, pollId: string) {
  const poll = await closedPoll(tx, villageId, pollId)
  if (!poll) throw new Refused('notFound')
  const { status, figures, outcome } = poll
  if (status !== 'closed' || !figures || !outcome || outcome === 'noQuorum') throw new Refused('resultNotYet')
  return { ...poll, figures, outcome }
}

/**
 * On corrected facts. A secret ballot that should not have been cast cannot be found any more: the outcome stands
 * only if it would stand with any as many ballots removed in the worst way. It needs no key.
 */
async function corrected(tx: Tx, poll: Awaited<ReturnType<typeof recountable>>, body: Body) {
  const { villageId, id: pollId, meetingId } = poll
  for (const personId of body.notPresent ?? [])
    if (await hasSignedInHimself(tx, villageId, meetingId, personId))
      throw new Refused('presentByHisOwn', { name: (await namesOf(tx, [personId]))(personId) })
  const listed = await listedFor(tx, villageId, pollId)
  const pick = (ids: readonly string[] | undefined, test: (row: Listed) => boolean) =>
    listed.filter((row) => ids?.includes(row.personId) && test(row))
  const gone = pick(
    body.notPresent,
    (row) => row.entitled && (row.way !== null || row.representedBy !== null),
  )
  const found = pick(body.present, (row) => row.entitled && row.way === null && row.representedBy === null)
  const wrongful = pick(
    [...(body.wrongfulBallots ?? []), ...gone.map((row) => row.personId)],
    (row) => row.voted,
  )
  const sheet = body.paper ? await agreedSheet(tx, villageId, pollId) : undefined
  if (body.paper && !sheet) throw new Refused('noPaperInOpenPoll')
  if (
    body.paper &&
    body.paper.for + body.paper.against + body.paper.abstain + body.paper.invalid > body.paper.issued
  )
    throw new Refused('countExceedsIssued', {
      counted: body.paper.for + body.paper.against + body.paper.abstain + body.paper.invalid,
      issued: body.paper.issued,
    })

  const rule = poll.rule
  const before = figuresOf(poll.figures)
  const struck = poll.secret
    ? []
    : await namedChoices(
        tx,
        villageId,
        pollId,
        wrongful.map((row) => row.personId),
      )
  const after = correctedFigures(before, {
    gone,
    found,
    struck,
    paper: body.paper && sheet ? { was: sheet, is: body.paper } : undefined,
  })
  const hidden = poll.secret ? wrongful.length : 0
  const outcome = recountedOutcome(poll.outcome, { before, after, t: hidden }, rule)
  const stands = outcome === poll.outcome
  return { wrongful, hidden, after, outcome, stands }
}

export const carryOutRecount: CarryOut = (parts, act, second, now) => {
  const { villageId, pollId, by } = act
  if (!pollId) throw new Refused('notFound')
  const body = act.asked as Body
  return inVillage(parts.db, villageId, async (tx) => {
    const poll = await recountable(tx, villageId, pollId)
    const proposal = await lockProposal(tx, villageId, poll.proposalId)
    if (act.what === 'recountPaper') {
      const { agreed, isTaken } = await takeOfEach(tx, act, second, now, afterTellers(body, act))
      if (!isTaken) {
        await appendEvidence(tx, {
          villageId,
          at: now,
          act: 'agreeRecount',
          by: second.personId,
          office: 'teller',
          proposalId: proposal.id,
          meetingId: poll.meetingId,
          payload: { actId: act.id, poll: pollId, agreed: agreed.length, paper: body.paper },
        })
        return null
      }
    } else await takeAct(tx, act, second, now)
    // What was found in the meantime decides: the objection may have been taken back, the poll recounted.
    await mustHaveGround(tx, poll, body, act.as)
    if (await recountedSince(tx, villageId, pollId, act.at)) throw new Refused('actNotWaiting')
    const { wrongful, hidden, after, outcome, stands } = await corrected(tx, poll, body)

    const id = await insertRecount(tx, {
      villageId,
      pollId,
      objectionId: body.objectionId ?? null,
      figures: { ...after, wrongful: hidden },
      outcome,
      wrongful: wrongful.length,
      stands,
      by,
      by2: second.personId,
      at: now,
    })
    const objection = body.objectionId ? await lockObjection(tx, villageId, body.objectionId) : undefined
    if (objection) await changeObjection(tx, objection, { recountId: id }, now)
    const came = await afterRecount(tx, parts, proposal, { poll, stands, by, reason: body.reason, now })
    const ended =
      objection && came === 'nothing'
        ? await endIfOver(tx, parts, objection.disclosureId, proposal, now)
        : false
    await appendEvidence(tx, {
      villageId,
      at: now,
      act: 'recountPoll',
      by,
      office: null,
      proposalId: proposal.id,
      meetingId: poll.meetingId,
      payload: {
        recount: id,
        poll: pollId,
        second: second.personId,
        ...(act.what === 'recountPaper' ? { tellers: (act.asked as OfEach).of } : {}),
        actId: act.id,
        reason: body.reason,
        outcome,
        stands,
        came,
        ended,
        before: poll.figures,
        after,
      },
    })
    return { id, outcome, stands }
  })
}

/** Facts beside the paper are not the tellers’ to say: they go on to whoever confirms facts. */
const afterTellers = ({ notPresent, present, wrongfulBallots }: Body, { as }: ActRow): Party | null => {
  if (![notPresent, present, wrongfulBallots].some((ids) => ids?.length)) return null
  return as === 'oversight' ? 'township' : 'oversight'
}

/**
 * What an adoption that no longer stands comes to: the matter returns to that step; once others hold rights by a
 * contract, or the work is done, the resolution is marked and the works pause. Of a sitting that decided nothing in
 * the end the recount is on record, and nothing more.
 */
async function afterRecount(
  tx: Tx,
  parts: Parts,
  proposal: LoadedProposal,
  {
    poll,
    stands,
    by,
    reason,
    now,
  }: { poll: Counted; stands: boolean; by: string; reason: string; now: Date },
): Promise<'nothing' | 'returned' | 'flawed'> {
  const { villageId, id } = proposal
  const last = await decidingMeeting(tx, poll)
  const flips = poll.outcome === 'adopt' && !stands && last?.meetingId === poll.meetingId
  if (!last || !flips) return 'nothing'
  const work = await findWork(tx, villageId, id)
  const facts: Pick<Facts, 'recountFlips' | 'overturned' | 'contractSigned'> = {
    recountFlips: flips,
    overturned: last.stage,
    contractSigned: work !== undefined && (work.contractNumber !== null || work.contractAmount !== null),
  }
  const order = { proposal, by: 'recount' as const, personId: by, reason, facts, now }
  const moved = isOneOf(SITTING_STAGES, proposal.stage)
    ? await moveIfAllowed(tx, parts, { ...order, move: 'recountReturns' })
    : await moveIfAllowed(tx, parts, { ...order, move: 'withdrawResolution' })
  if (!isRefusal(moved)) return 'returned'
  if (!isOneOf(IN_FORCE_STAGES, proposal.stage) || proposal.track === 'opinion') return 'nothing'
  await updateProposal(tx, proposal, { flawedAt: now })
  await keepDuties(tx, villageId, id, now)
  return 'flawed'
}

/** What the second sees before he says yes, and both after: whom and what it corrects, and what comes of it. */
export const showRecount: NonNullable<Shows['recountPoll']> = async (tx, act) => {
  if (!act.pollId) return {}
  const poll = await recountable(tx, act.villageId, act.pollId)
  const body = act.asked as Body
  const { after, outcome } = await corrected(tx, poll, body)
  const { of = [] } = act.asked as Partial<OfEach>
  const people = [...(body.notPresent ?? []), ...(body.present ?? []), ...(body.wrongfulBallots ?? []), ...of]
  const name = await namesOf(tx, people)
  const named = (ids: readonly string[] = []) => ids.map((id) => ({ id, name: name(id) }))
  const counts = ({ for: yes, against, abstain }: Counts) => ({ for: yes, against, abstain })
  const recount = {
    assembly: poll.rule.assembly,
    notPresent: named(body.notPresent),
    present: named(body.present),
    wrongfulBallots: named(body.wrongfulBallots),
    paper: body.paper ?? null,
    tellers: named(of),
    before: { ...counts(figuresOf(poll.figures) as Counts), outcome: poll.outcome },
    after: { ...counts(after as Counts), outcome },
  }
  return { recount }
}

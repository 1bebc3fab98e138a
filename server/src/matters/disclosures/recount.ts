import type { disclosureApi } from '@cunyi/shared/api/disclosures.ts'
import { isRefusal } from '@cunyi/shared/matter/moves.ts'
import { decide, type Figures, figuresOf, outcomeStandsWithout } from '@cunyi/shared/poll/tally.ts'
import { Refused } from '@cunyi/shared/words/refusal.ts'
import type { Outcome } from '@cunyi/shared/words/vocabulary.ts'
import type { z } from 'zod'
import { inVillage } from '#base/database/connect.ts'
import { appendEvidence } from '#base/evidence/actions.ts'
import type { Parts } from '#base/parts/parts.ts'
import { moveIfAllowed } from '#matters/proposals/moves.ts'
import { lockProposal } from '#matters/proposals/queries/proposals.ts'
import type { Actor } from './actions.ts'
import { insertRecount, updateObjection } from './queries/disclosures.ts'
import { agreedSheet, closedPoll, holdsOfficeNow, listedFor, namedChoices } from './queries/recounts.ts'

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
 * 复核: on corrected facts, by two persons. A secret ballot that should not have been cast cannot be found any
 * more: the outcome stands only if it would stand with any as many ballots removed in the worst way. It needs no key.
 */
export const recountPoll = (
  parts: Parts,
  villageId: string,
  pollId: string,
  body: Body,
  who: Actor,
  now: Date,
) =>
  inVillage(parts.db, villageId, async (tx) => {
    if (body.secondId === who.personId) throw new Refused('samePersonTwice')
    const poll = await closedPoll(tx, villageId, pollId)
    if (!poll) throw new Refused('notFound')
    if (poll.status !== 'closed' || !poll.figures || !poll.outcome || poll.outcome === 'noQuorum')
      throw new Refused('resultNotYet')
    if (!(await holdsOfficeNow(tx, villageId, body.secondId, now))) throw new Refused('secondPersonNeeded')
    const proposal = await lockProposal(tx, villageId, poll.proposalId)

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
    const outcome: Outcome =
      hidden === 0
        ? decide(after, rule).outcome
        : outcomeStandsWithout(hidden, before, rule, presenceOf(after))
          ? poll.outcome
          : 'void'
    const stands = outcome === poll.outcome

    const id = await insertRecount(tx, {
      villageId,
      pollId,
      objectionId: body.objectionId ?? null,
      figures: { ...after, wrongful: hidden },
      outcome,
      wrongful: wrongful.length,
      stands,
      by: who.personId,
      by2: body.secondId,
      at: now,
    })
    if (body.objectionId) await updateObjection(tx, { villageId, id: body.objectionId }, { recountId: id })
    // Before a resolution, and after it is carried out, the table has no way back; the recount is on record all the same.
    const moved = await moveIfAllowed(tx, parts, {
      proposal,
      move: 'withdrawResolution',
      by: 'recount',
      personId: who.personId,
      reason: body.reason,
      facts: { recountFlips: poll.outcome === 'adopt' && !stands },
      now,
    })
    const stage = isRefusal(moved) ? proposal.stage : moved.to
    await appendEvidence(tx, {
      villageId,
      at: now,
      act: 'recountPoll',
      by: who.personId,
      office: who.offices[0] ?? null,
      proposalId: proposal.id,
      meetingId: poll.meetingId,
      payload: {
        recount: id,
        poll: pollId,
        second: body.secondId,
        reason: body.reason,
        outcome,
        stands,
        before: poll.figures,
        after,
      },
    })
    return { id, outcome, stands, stage }
  })

const presenceOf = ({
  for: _for,
  against: _against,
  abstain: _abstain,
  invalid: _invalid,
  ...presence
}: Figures) => presence

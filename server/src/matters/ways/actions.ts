/** 走哪条路: the full way asked for and followed; whether a draft is apart from the matters like it. */
import { mayNow } from '@cunyi/shared/api/may.ts'
import { mayAct } from '@cunyi/shared/law/acts.ts'
import { answerFullWayBy, isFullWayFollowed } from '@cunyi/shared/matter/ways.ts'
import { shanghaiDate } from '@cunyi/shared/words/days.ts'
import type { FullWayCapacity } from '@cunyi/shared/words/kinds.ts'
import { yuan } from '@cunyi/shared/words/money.ts'
import { Refused } from '@cunyi/shared/words/refusal.ts'
import { needed, shareOf } from '@cunyi/shared/words/share.ts'
import { inVillage, type Tx } from '#base/database/connect.ts'
import { appendEvidence } from '#base/evidence/actions.ts'
import type { Parts } from '#base/parts/parts.ts'
import type { Caller } from '#door/session/caller.ts'
import { standingAt } from '#door/session/standing.ts'
import { askJudgement, type OnJudged } from '#matters/judgements/actions.ts'
import { judgementsOf } from '#matters/judgements/queries.ts'
import { subjectOf } from '#matters/judgements/subject.ts'
import { likeRejected } from '#matters/proposals/likeness.ts'
import { updateProposal } from '#matters/proposals/queries/changes.ts'
import {
  type LoadedProposal,
  loadProposal,
  lockProposal,
  profileOf,
} from '#matters/proposals/queries/proposals.ts'
import { reroute } from '#matters/proposals/reroute.ts'
import { findRoute } from '#matters/proposals/routing.ts'
import { oweOnce, settle } from '#village/duties/actions.ts'
import { mustBeHisOwn } from '#village/people/his-own.ts'
import { adultsOn, electedRepresentatives } from '#village/people/queries/people.ts'
import { ALL_KINDS, lintFields } from '#village/privacy/lint.ts'
import { type AskRow, asksOf, insertAsk, isRegistered, sumsOf } from './queries.ts'

const BEFORE_STEP_2_ENDS: readonly string[] = ['drafting', 'branchProposal', 'committeeDeliberation']
const isOpen = ({ track, stage }: LoadedProposal) =>
  track === 'committeeMatter' && BEFORE_STEP_2_ENDS.includes(stage)

/** By the representatives of whoever decides it, where it has them: of the residents in a community. */
async function weigh(
  tx: Tx,
  { villageId, route }: Pick<LoadedProposal, 'villageId' | 'route'>,
  asks: readonly AskRow[],
  now: Date,
) {
  const day = shanghaiDate(now)
  const office = route === 'D' ? 'residentRepresentative' : 'representative'
  const representatives = await electedRepresentatives(tx, villageId, day, office)
  return {
    representatives,
    adults: representatives > 0 ? 0 : await adultsOn(tx, villageId, day),
    representativesAsking: asks.filter((one) => one.capacity === 'representative').length,
    asking: asks.length,
    oversight: asks.some((one) => one.capacity === 'oversight'),
  }
}

function capacityOf(proposal: LoadedProposal, { offices }: Caller): FullWayCapacity {
  if (mayAct('note', proposal.route, offices)) return 'oversight'
  return offices.includes('representative') || offices.includes('residentRepresentative')
    ? 'representative'
    : 'villager'
}

/** 要求走完整程序: asked or joined; in the transaction in which enough have joined the way grows. */
export const askFullWay = (
  parts: Parts,
  villageId: string,
  proposalId: string,
  reason: string,
  caller: Caller,
  now: Date,
) =>
  inVillage(parts.db, villageId, async (tx) => {
    const proposal = await lockProposal(tx, villageId, proposalId)
    if (!isOpen(proposal)) throw new Refused('fullWayAlready')
    const capacity = capacityOf(proposal, caller)
    if (capacity === 'villager' && !(await isRegistered(tx, villageId, caller.personId)))
      throw new Refused('forbidden')
    await mustBeHisOwn(tx, { villageId, personId: caller.personId }, now)
    const row = { villageId, proposalId, personId: caller.personId, capacity, reason, at: now }
    if (!(await insertAsk(tx, row))) throw new Refused('alreadyDone')
    const followed = isFullWayFollowed(
      await weigh(tx, proposal, await asksOf(tx, villageId, proposalId), now),
    )
    if (followed) await reroute(tx, proposal, { ...proposal.facts, fullWayAsked: true }, now)
    const dueAt = followed
      ? null
      : answerFullWayBy({ dueAt: proposal.fullWayDueAt }, now, profileOf(proposal))
    // Followed, everybody is answered; asked again after an answer, the days begin anew.
    await updateProposal(tx, proposal, {
      fullWayDueAt: dueAt,
      ...(proposal.fullWayDueAt ? {} : { fullWayLateAt: null }),
    })
    const owed = { kind: 'answerFullWay', key: proposalId } as const
    if (dueAt) await oweOnce(tx, { villageId, proposalId }, { ...owed, since: now, dueAt })
    else await settle(tx, villageId, owed.kind, owed.key, now)
    await appendEvidence(tx, {
      villageId,
      at: now,
      act: 'askFullWay',
      by: caller.personId,
      office: capacity,
      proposalId,
      payload: { followed, stage: proposal.stage, dueAt: dueAt?.toISOString() ?? null, after: reason },
    })
    return { followed }
  })

/** 答复: whoever leads the village says why it does not; asked is always answered. */
export const answerFullWay = (
  parts: Parts,
  villageId: string,
  proposalId: string,
  answer: string,
  caller: Caller,
  now: Date,
) =>
  inVillage(parts.db, villageId, async (tx) => {
    const proposal = await lockProposal(tx, villageId, proposalId)
    if ((await asksOf(tx, villageId, proposalId)).length === 0) throw new Refused('notFound')
    // It stands on the public page of the matter.
    lintFields([['answer', answer]], ALL_KINDS)
    await updateProposal(tx, proposal, {
      fullWayAnswer: answer,
      fullWayAnsweredBy: caller.personId,
      fullWayAnsweredAt: now,
      fullWayDueAt: null,
    })
    await settle(tx, villageId, 'answerFullWay', proposalId, now)
    await appendEvidence(tx, {
      villageId,
      at: now,
      act: 'answerFullWay',
      by: caller.personId,
      office: caller.offices[0] ?? null,
      proposalId,
      payload: { before: proposal.fullWayAnswer, late: proposal.fullWayLateAt !== null, after: answer },
    })
    return { ok: true as const }
  })

export const getFullWay = (parts: Parts, villageId: string, proposalId: string, caller: Caller, now: Date) =>
  inVillage(parts.db, villageId, async (tx) => {
    const proposal = await loadProposal(tx, villageId, proposalId)
    const asks = await asksOf(tx, villageId, proposalId)
    const sum = await weigh(tx, proposal, asks, now)
    const mine = asks.some((one) => one.personId === caller.personId)
    const ofRepresentatives = sum.representatives > 0
    return {
      open: isOpen(proposal),
      asking: sum.asking,
      representativesAsking: sum.representativesAsking,
      needed: needed(shareOf('>=1/10'), ofRepresentatives ? sum.representatives : sum.adults),
      ofRepresentatives,
      followed: asks.length > 0 && isFullWayFollowed(sum),
      reasons: asks.map(({ capacity, reason, at }) => ({ capacity, reason, at: at.toISOString() })),
      mine,
      answer: proposal.fullWayAnswer,
      answeredAt: proposal.fullWayAnsweredAt?.toISOString() ?? null,
      dueAt: proposal.fullWayDueAt?.toISOString() ?? null,
      lateAt: proposal.fullWayLateAt?.toISOString() ?? null,
      mayNow: mayNow(
        {
          askFullWay: () => isOpen(proposal) && !mine,
          answerFullWay: () => proposal.fullWayDueAt !== null,
        },
        null,
        standingAt(villageId, caller),
        { route: proposal.route, assembly: null },
      ),
    }
  })

/** 是不是另一件事: said of a draft, before it is submitted; until it is judged the stricter way stands. */
export const askApart = (
  parts: Parts,
  villageId: string,
  proposalId: string,
  { question: what, reason }: { question: 'apart' | 'another'; reason: string },
  caller: Caller,
  now: Date,
) =>
  inVillage(parts.db, villageId, async (tx) => {
    const proposal = await lockProposal(tx, villageId, proposalId)
    if (proposal.stage !== 'drafting') throw new Refused('draftOnly')
    const others = await OTHERS[what](tx, proposal, now)
    if (others.length === 0) throw new Refused('nothingAlike')
    const subjectId = draftBeside(proposal, others)
    // A no stands as long as the draft does; silence said nothing.
    const before = await judgementsOf(tx, villageId, subjectId)
    if (before.some((one) => one.what === what && one.state === 'no')) throw new Refused('judgementSettled')
    const judgement = await askJudgement(tx, {
      what,
      villageId,
      proposalId,
      meetingId: null,
      subjectId,
      about: null,
      interested: [proposal.draftedBy],
      question: {
        from: others.map((one) => `${one.title}${one.amount ? `（${yuan(one.amount)}元）` : ''}`).join('、'),
        to: `${proposal.title}${proposal.facts.amount ? `（${yuan(proposal.facts.amount)}元）` : ''}`,
        why: reason,
      },
      askedBy: caller.personId,
      now,
    })
    await appendEvidence(tx, {
      villageId,
      at: now,
      act: 'askApart',
      by: caller.personId,
      office: caller.offices[0] ?? null,
      proposalId,
      payload: { what, judgement: judgement.id, others: others.map((one) => one.id), after: reason },
    })
    return { judgement: judgement.id, dueAt: judgement.dueAt.toISOString() }
  })

type Other = { id: string; title: string; amount: number }
async function alikeOf(tx: Tx, proposal: LoadedProposal, now: Date): Promise<Other[]> {
  const { codes, facts, assembly, title, apartIds: apart } = proposal
  return (
    await findRoute(tx, proposal.villageId, { title, apart, codes, facts, assembly }, now, {
      except: proposal.id,
    })
  ).related
}

async function rejectedOf(tx: Tx, proposal: LoadedProposal, now: Date): Promise<Other[]> {
  const like = await likeRejected(tx, proposal, now)
  if (!like) return []
  return (await sumsOf(tx, proposal.villageId, [like.id])).map((row) => ({
    id: row.id,
    title: row.title,
    amount: row.facts.amount ?? 0,
  }))
}

const OTHERS = { apart: alikeOf, another: rejectedOf }

/** The draft as it stands beside those it is like: once either changes, it is another question. */
function draftBeside(proposal: LoadedProposal, others: readonly Other[]): string {
  const { id, title, summary, body, codes, facts, assembly } = proposal
  const draft = JSON.stringify({ title, summary, body, codes, facts, assembly })
  return subjectOf('draft', id, draft, ...others.map((one) => one.id).toSorted())
}

/** A yes: those it was compared with count no longer, when the draft is submitted. The matter is locked. */
const judgedApart =
  (what: keyof typeof OTHERS): OnJudged =>
  async (tx, _parts, { villageId, proposalId, subjectId }, yes, now) => {
    if (!yes || !proposalId) return {}
    const proposal = await lockProposal(tx, villageId, proposalId)
    if (proposal.stage !== 'drafting') return {}
    const found = await OTHERS[what](tx, proposal, now)
    if (draftBeside(proposal, found) !== subjectId) return { changed: true }
    const others = found.map((one) => one.id)
    const apart = [...new Set([...proposal.apartIds, ...others])]
    // The draft was laid for the full way: without the others it may have the light one.
    const { codes, facts, title, urgentReason } = proposal
    const asked = { codes, facts, title, apart, ...(urgentReason ? { urgentReason } : {}) }
    const { matter, assembly } = await findRoute(tx, villageId, asked, now, { except: proposal.id })
    const isLight = matter.track === 'committeeMatter' && !matter.forbidden && !proposal.demanded
    const { track, route, oversightNoteNeeded: noteNeeded } = matter
    await updateProposal(tx, proposal, {
      apartIds: apart,
      ...(isLight ? { track, route, assembly, noteNeeded } : {}),
    })
    return { apart: others }
  }
export const apartJudged = judgedApart('apart')
export const anotherJudged = judgedApart('another')

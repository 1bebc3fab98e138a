/** 推进: the only place where a stage changes. Each change leaves one line of history. */
import { reviewUntil } from '@cunyi/shared/disclosure/disclosure.ts'
import type { Actor, Facts, RecordedFacts, SaidFacts } from '@cunyi/shared/matter/facts.ts'
import { type FactsFor, type FactsOf, factsAsked, isRefusal, nextStage } from '@cunyi/shared/matter/moves.ts'
import { conveneBy } from '@cunyi/shared/matter/petition.ts'
import { shanghaiDate, yearOf } from '@cunyi/shared/words/days.ts'
import { type Refusal, Refused } from '@cunyi/shared/words/refusal.ts'
import {
  IN_FORCE_STAGES,
  isOneOf,
  type Move,
  type Office,
  type Stage,
} from '@cunyi/shared/words/vocabulary.ts'
import type { Tx } from '#base/database/connect.ts'
import type { Parts } from '#base/parts/parts.ts'
import { findDivision } from '#village/divisions/queries/divisions.ts'
import { readFacts } from './facts.ts'
import { insertMove, updateProposal } from './queries/changes.ts'
import { type LoadedProposal, lockProposal, nextNumber, profileOf } from './queries/proposals.ts'
import { frozenNamed, smallBodies } from './small-bodies.ts'

/** A matter that moves: as it was (or, once it entered, as it is). */
export type StageMoved = { proposal: LoadedProposal; move: Move; from: Stage; to: Stage; now: Date }
export type React = (tx: Tx, parts: Parts, moved: StageMoved) => Promise<void>
declare module '#base/parts/parts.ts' {
  interface Reactions {
    /** Before the matter changes: what hangs on the old stage or text cannot go on. */
    stageLeaving: readonly React[]
    /** The matter and its history are written. */
    stageLeft: readonly React[]
    /** With the matter as it is now. */
    stageEntered: readonly React[]
  }
}

/** What the records do not hold and the move itself does not say: reckoned by the caller's own noun. */
type ReckonedFor<M extends Move, B extends Actor> = Pick<
  Facts,
  Exclude<FactsOf<M, B>, keyof RecordedFacts | keyof SaidFacts>
>
/** A constant is no fact: a value whose type leaves nothing open (`true`, `null`) is not taken. */
type Open<F> = { [K in keyof F]: K extends keyof Facts ? (Facts[K] extends F[K] ? F[K] : never) : never }

export type MoveOrder<M extends Move, B extends Actor, F> = {
  /** Locked by the caller (lockProposal), so that what the guards look at cannot change meanwhile. */
  proposal: LoadedProposal
  move: M
  by: B
  /** The office acted in, for the history; otherwise the actor's name is written. */
  office?: Office | null
  personId?: string | null
  meetingId?: string | null
  now: Date
} & Partial<SaidFacts> &
  Pick<SaidFacts, FactsOf<M, B> & keyof SaidFacts> &
  ([keyof ReckonedFor<M, B>] extends [never] ? { facts?: undefined } : { facts: F & Open<F> })

type Changes = Partial<Omit<LoadedProposal, 'budget' | 'questions' | 'facts'>>

/** Makes a move, or throws why it cannot be made. Evidence is appended by the caller's action, once. */
export async function moveProposal<M extends Move, B extends Actor, F extends ReckonedFor<M, B>>(
  tx: Tx,
  parts: Parts,
  order: MoveOrder<M, B, F>,
): Promise<Stage> {
  const answer = await moveIfAllowed(tx, parts, order)
  if (isRefusal(answer)) throw new Refused(answer.code, answer.params)
  return answer.to
}

/** The same, for whoever goes on when the table says no: then nothing was written. */
export async function moveIfAllowed<M extends Move, B extends Actor, F extends ReckonedFor<M, B>>(
  tx: Tx,
  parts: Parts,
  order: MoveOrder<M, B, F>,
): Promise<{ to: Stage } | Refusal> {
  const { proposal, by, now } = order
  const { villageId, id, track, stage: from } = proposal
  const move: Move = order.move
  const at = { track, stage: from }
  const facts = {
    ...(await readFacts({ tx, proposal, now }, factsAsked(at, [by], move))),
    reason: order.reason ?? null,
    documentNumber: order.documentNumber ?? null,
    article: order.article ?? null,
    ...order.facts,
  }
  // The order's type holds the caller to his part of the facts, readFacts reads the rest; one left out stops the move.
  const answer = nextStage(at, order.move, by, facts as unknown as FactsFor<M, B>)
  if (isRefusal(answer)) return answer
  const { to } = answer
  const rejected = move === 'reject' && from === 'villagerResolution'

  const leaving: StageMoved = { proposal, move, from, to, now }
  for (const react of parts.reactions.stageLeaving) await react(tx, parts, leaving)

  const changes: Changes = {
    stage: to,
    ...(to !== from ? { stageSince: now, reconvenings: 0, noteDueAt: noteDue(proposal, to, now) } : {}),
    ...(rejected ? { rejectionsAtStep4: proposal.rejectionsAtStep4 + 1 } : {}),
    ...(to === 'shelved' ? { shelvedAt: now } : {}),
    ...(to === 'archived' ? { archivedAt: now } : {}),
    ...(move === 'submit' ? { submittedAt: now } : {}),
    ...(by === 'meeting' && move !== 'shelve' ? { lastDecidedAt: now } : {}),
    ...(move === 'refer' && to === 'villagerResolution' ? await referral(tx, proposal, now) : {}),
    ...(proposal.demanded ? demandAfter(proposal, move, to, now) : {}),
    ...(await resolutionNumber(tx, proposal, move, now)),
  }
  await updateProposal(tx, proposal, changes, { freshQuestions: to === 'villagerResolution' && to !== from })
  await insertMove(tx, {
    villageId,
    proposalId: id,
    move,
    from,
    to,
    version: proposal.version,
    by: order.office ?? by,
    personId: order.personId ?? null,
    meetingId: order.meetingId ?? null,
    reason: order.reason ?? null,
    documentNumber: order.documentNumber ?? null,
    article: order.article ?? null,
    at: now,
  })

  for (const react of parts.reactions.stageLeft) await react(tx, parts, leaving)

  const moved: LoadedProposal = { ...proposal, ...changes }
  if (to === 'resolutionDisclosure') await supersedeLinked(tx, parts, moved, now)
  for (const react of parts.reactions.stageEntered) await react(tx, parts, { ...leaving, proposal: moved })
  return { to }
}

/** 监督意见 on a committee matter: asked for when step 2 begins; silence over these days is logged in its place. */
function noteDue(proposal: LoadedProposal, to: Stage, now: Date): Date | null {
  if (to !== 'committeeDeliberation' || proposal.track !== 'committeeMatter' || !proposal.noteNeeded)
    return null
  return reviewUntil(now, profileOf(proposal)['oversight.review_days'])
}

/**
 * 依法要求: it ends with the vote of the body that was demanded. A text amended at that meeting goes through steps 2
 * and 3 once more within the same days.
 */
function demandAfter(proposal: LoadedProposal, move: Move, to: Stage, now: Date): Changes {
  if (to === 'villagerResolution') return { demandDueAt: null }
  if (proposal.stage !== 'villagerResolution') return {}
  if (move === 'amend') return { demandDueAt: conveneBy(now, profileOf(proposal)['demand.convene_days']) }
  return move === 'reject' ? { demanded: false, demandDueAt: null } : {}
}

/** 提请村民会议: the same text, before the assembly in the form this village has chosen. */
async function referral(tx: Tx, proposal: LoadedProposal, now: Date): Promise<Changes> {
  const { villageId } = proposal
  const values = profileOf(proposal)
  const assembly = values['s4.assembly.mode'] === 'adults' ? 'villagers' : 'households'
  const small = await smallBodies(tx, villageId, {
    asked: proposal,
    matter: proposal,
    assembly,
    division: await findDivision(tx, villageId),
    values,
    day: shanghaiDate(now),
  })
  const named = small.map((one) => one.body)
  return { referredAt: now, assembly, profile: frozenNamed(proposal, named, [assembly]) }
}

/** 决议编号: only what step 4 adopted is a resolution; a committee matter never is. */
async function resolutionNumber(tx: Tx, proposal: LoadedProposal, move: Move, now: Date): Promise<Changes> {
  if (move !== 'adopt' || proposal.stage !== 'villagerResolution' || proposal.track !== 'full') return {}
  return {
    resolutionNumber: await nextNumber(tx, proposal.villageId, 'resolutionNumber', `R${yearOf(now)}-`),
  }
}

/** 变更决议: the resolution it changes ends with the adoption of the new one, in the same transaction. */
async function supersedeLinked(tx: Tx, parts: Parts, proposal: LoadedProposal, now: Date) {
  if (!proposal.linkedTo) return
  const old = await lockProposal(tx, proposal.villageId, proposal.linkedTo)
  if (!isOneOf(IN_FORCE_STAGES, old.stage) || old.track === 'opinion') return
  await moveProposal(tx, parts, {
    proposal: old,
    move: 'supersede',
    by: 'newResolution',
    reason: proposal.resolutionNumber ?? proposal.number,
    now,
  })
}

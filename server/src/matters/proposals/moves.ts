/** 推进: the only place where a stage changes. Each change leaves one line of history. */
import { reviewUntil } from '@cunyi/shared/disclosure/disclosure.ts'
import { type Actor, isRefusal, type MoveContext, nextStage } from '@cunyi/shared/matter/moves.ts'
import { conveneBy } from '@cunyi/shared/matter/petition.ts'
import { must } from '@cunyi/shared/words/rejection.ts'
import type { Move, Office, Stage } from '@cunyi/shared/words/vocabulary.ts'
import type { Tx } from '#base/database/connect.ts'
import type { Parts } from '#base/parts/parts.ts'
import { moveContext, yearOf } from './context.ts'
import { insertMove, updateProposal } from './queries/changes.ts'
import { type LoadedProposal, lockProposal, nextNumber, profileOf } from './queries/proposals.ts'

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

export type MoveOrder = {
  /** Locked by the caller (lockProposal), so that what the guards look at cannot change meanwhile. */
  proposal: LoadedProposal
  move: Move
  by: Actor
  /** The office acted in, for the history; otherwise the actor's name is written. */
  office?: Office | null
  personId?: string | null
  meetingId?: string | null
  reason?: string | null
  documentNumber?: string | null
  article?: string | null
  /** Facts of the caller's own noun: why the disclosure is not over, whether a recount flips the outcome … */
  context?: Partial<MoveContext>
  now: Date
}

type Changes = Partial<Omit<LoadedProposal, 'budget' | 'questions' | 'facts'>>

/** Makes a move, or throws why it cannot be made. Evidence is appended by the caller's action, once. */
export async function moveProposal(tx: Tx, parts: Parts, order: MoveOrder): Promise<Stage> {
  const { proposal, move, by, now } = order
  const { villageId, id, track, stage: from } = proposal
  const context: MoveContext = {
    ...(await moveContext(tx, proposal, now)),
    reason: order.reason ?? null,
    documentNumber: order.documentNumber ?? null,
    article: order.article ?? null,
    ...order.context,
  }
  const rejected = move === 'reject' && from === 'villagerResolution'
  if (rejected) context.s4Rejections = proposal.rejectionsAtStep4 + 1
  const answer = nextStage({ track, stage: from }, move, by, context)
  if (isRefusal(answer)) {
    must(answer)
    return from
  }
  const { to } = answer

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
    ...(move === 'refer' ? referral(proposal, now) : {}),
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
  return to
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
function referral(proposal: LoadedProposal, now: Date): Changes {
  const adults = profileOf(proposal)['s4.assembly.mode'] === 'adults'
  return { referredAt: now, assembly: adults ? 'villagers' : 'households' }
}

/** 决议编号: only what step 4 adopted is a resolution; a committee matter never is. */
async function resolutionNumber(tx: Tx, proposal: LoadedProposal, move: Move, now: Date): Promise<Changes> {
  if (move !== 'adopt' || proposal.stage !== 'villagerResolution' || proposal.track !== 'full') return {}
  return {
    resolutionNumber: await nextNumber(tx, proposal.villageId, 'resolutionNumber', `R${yearOf(now)}-`),
  }
}

/** A resolution that can still be changed by a new one. */
export const CHANGEABLE: readonly Stage[] = [
  'resolutionDisclosure',
  'implementation',
  'outcomeDisclosure',
  'archived',
]

/** 变更决议: the resolution it changes ends with the adoption of the new one, in the same transaction. */
async function supersedeLinked(tx: Tx, parts: Parts, proposal: LoadedProposal, now: Date) {
  if (!proposal.linkedTo) return
  const old = await lockProposal(tx, proposal.villageId, proposal.linkedTo)
  if (!CHANGEABLE.includes(old.stage) || old.track === 'opinion') return
  await moveProposal(tx, parts, {
    proposal: old,
    move: 'supersede',
    by: 'newResolution',
    reason: proposal.resolutionNumber ?? proposal.number,
    context: { newResolutionAdopted: true },
    now,
  })
}

/** 乡镇: opinion, filing, order of correction, and approval where a special law asks for it. There is no other request. */

import { isRefusal } from '@cunyi/shared/matter/moves.ts'
import { must, Refused } from '@cunyi/shared/words/refusal.ts'
import { DECIDED_STAGES, isOneOf } from '@cunyi/shared/words/vocabulary.ts'
import { inVillage, type Tx } from '#base/database/connect.ts'
import { appendEvidence } from '#base/evidence/actions.ts'
import type { Parts } from '#base/parts/parts.ts'
import type { Acting } from '#door/session/caller.ts'
import { keepDuties } from '#village/duties/actions.ts'
import { moveIfAllowed, moveProposal } from '../moves.ts'
import { insertNote } from '../queries/changes.ts'
import { type LoadedProposal, listNotes, lockProposal } from '../queries/proposals.ts'
import { actorFor, officeOf } from '../who.ts'

type Order = { villageId: string; id: string; who: Acting; now: Date }

/** What approval and its refusal rest on. */
const APPROVAL_LAW = '农村土地承包法 arts 28, 52'

async function note(
  tx: Tx,
  proposal: LoadedProposal,
  { who, now }: Order,
  row: { kind: string; text: string; documentNumber?: string | null; verdict?: string },
) {
  return insertNote(tx, {
    villageId: proposal.villageId,
    proposalId: proposal.id,
    kind: row.kind,
    verdict: row.verdict ?? null,
    text: row.text,
    documentNumber: row.documentNumber ?? null,
    by: who.personId,
    byOffice: officeOf(who, ['townshipStaff', 'countyStaff']) ?? 'townshipStaff',
    at: now,
  })
}

const locked = <T>(
  parts: Parts,
  { villageId, id }: Order,
  fn: (tx: Tx, proposal: LoadedProposal) => Promise<T>,
) =>
  inVillage(parts.db, villageId, async (tx) => {
    const proposal = await lockProposal(tx, villageId, id)
    if (proposal.stage === 'drafting') throw new Refused('notFound')
    return fn(tx, proposal)
  })

const evidence = (
  tx: Tx,
  { villageId, id, who, now }: Order,
  act: string,
  payload: Record<string, unknown>,
) =>
  appendEvidence(tx, {
    villageId,
    at: now,
    act,
    by: who.personId,
    office: officeOf(who, ['townshipStaff', 'countyStaff']),
    proposalId: id,
    payload,
  })

/** 合法性、程序意见: said, not decided. */
export const giveOpinion = (
  parts: Parts,
  order: Order,
  said: { text: string; documentNumber?: string | undefined },
) =>
  locked(parts, order, async (tx, proposal) => {
    const id = await note(tx, proposal, order, { kind: 'townshipOpinion', ...said })
    await keepDuties(tx, proposal.villageId, proposal.id, order.now)
    await evidence(tx, order, 'giveOpinion', {
      noteId: id,
      documentNumber: said.documentNumber ?? null,
      after: said.text,
    })
    return { id }
  })

/** 备案: a resolution is taken on file, once for each decision. */
export const fileProposal = (parts: Parts, order: Order, documentNumber: string) =>
  locked(parts, order, async (tx, proposal) => {
    if (!isOneOf(DECIDED_STAGES, proposal.stage) || proposal.track === 'opinion')
      throw new Refused('nothingToFile')
    const filed = (await listNotes(tx, proposal.villageId, proposal.id)).filter(
      (row) => row.kind === 'filing',
    )
    if (filed.some((row) => row.text === decisionOf(proposal))) throw new Refused('alreadyDone')
    const id = await note(tx, proposal, order, { kind: 'filing', text: decisionOf(proposal), documentNumber })
    await keepDuties(tx, proposal.villageId, proposal.id, order.now)
    await evidence(tx, order, 'fileProposal', { noteId: id, documentNumber, decision: decisionOf(proposal) })
    return { id }
  })

const decisionOf = (proposal: LoadedProposal) => proposal.resolutionNumber ?? proposal.number

/** 责令改正: with document number and article; the matter goes back to step 2 and is decided again by the village. */
export const orderCorrection = (
  parts: Parts,
  order: Order,
  ordered: { documentNumber: string; article: string; reason: string },
) =>
  locked(parts, order, async (tx, proposal) => {
    const by = actorFor(proposal, order.who, 'orderCorrection')
    const stage = await moveProposal(tx, parts, {
      proposal,
      move: 'orderCorrection',
      by,
      office: officeOf(order.who, ['townshipStaff']),
      personId: order.who.personId,
      ...ordered,
      now: order.now,
    })
    await evidence(tx, order, 'orderCorrection', { from: proposal.stage, to: stage, ...ordered })
    return { stage }
  })

/** 批准: each level that a special law names; the matter goes on when the last of them has approved. */
export const approveProposal = (parts: Parts, order: Order, documentNumber: string) =>
  locked(parts, order, async (tx, proposal) => {
    const by = actorFor(proposal, order.who, 'approve')
    const moved = await moveIfAllowed(tx, parts, {
      proposal,
      move: 'approve',
      by,
      office: officeOf(order.who),
      personId: order.who.personId,
      documentNumber,
      article: APPROVAL_LAW,
      now: order.now,
    })
    // Each approval is on record; the matter goes on with the last.
    if (isRefusal(moved) && moved.code !== 'approvalsOutstanding') must(moved)
    await note(tx, proposal, order, {
      kind: 'approval',
      verdict: 'approved',
      text: APPROVAL_LAW,
      documentNumber,
    })
    await keepDuties(tx, proposal.villageId, proposal.id, order.now)
    const level = by === 'countyStaff' ? 'county' : 'township'
    const stage = isRefusal(moved) ? proposal.stage : moved.to
    await evidence(tx, order, 'approveProposal', { level, documentNumber, to: stage })
    return { stage }
  })

export const refuseApproval = (
  parts: Parts,
  order: Order,
  refused: { documentNumber: string; reason: string },
) =>
  locked(parts, order, async (tx, proposal) => {
    const by = actorFor(proposal, order.who, 'refuseApproval')
    const stage = await moveProposal(tx, parts, {
      proposal,
      move: 'refuseApproval',
      by,
      office: officeOf(order.who),
      personId: order.who.personId,
      ...refused,
      article: APPROVAL_LAW,
      now: order.now,
    })
    await evidence(tx, order, 'refuseApproval', { from: proposal.stage, to: stage, ...refused })
    return { stage }
  })

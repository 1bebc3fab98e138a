/** 监督意见、程序异议、党组织同意、征求意见记录: said of a matter without moving it. */

import { ACTS, type Act, mayAct } from '@cunyi/shared/law/acts.ts'
import { Refused } from '@cunyi/shared/words/refusal.ts'
import { inVillage } from '#base/database/connect.ts'
import { appendEvidence } from '#base/evidence/actions.ts'
import type { Parts } from '#base/parts/parts.ts'
import type { Acting } from '#door/session/caller.ts'
import { insertNote, updateProposal } from '../queries/changes.ts'
import { lockProposal } from '../queries/proposals.ts'
import { officeOf } from '../who.ts'

export type NoteKind = 'oversightNote' | 'challenge' | 'branchConsent' | 'consultation'

/** Which act of the table of offices each kind is. */
const ACT_OF: Record<NoteKind, Act> = {
  oversightNote: 'note',
  challenge: 'note',
  branchConsent: 'consent',
  consultation: 'draft',
}

export const addNote = (
  parts: Parts,
  villageId: string,
  proposalId: string,
  said: { kind: NoteKind; text: string; subjectId?: string | undefined },
  who: Acting,
  now: Date,
) =>
  inVillage(parts.db, villageId, async (tx) => {
    const proposal = await lockProposal(tx, villageId, proposalId)
    const act = ACT_OF[said.kind]
    if (!mayAct(act, proposal.route, who.offices)) throw new Refused('forbidden')
    if (proposal.stage === 'archived' || proposal.stage === 'superseded') throw new Refused('readOnly')
    const office = officeOf(who, ACTS[act][proposal.route])
    const id = await insertNote(tx, {
      villageId,
      proposalId,
      kind: said.kind,
      text: said.text,
      subjectId: said.subjectId ?? null,
      by: who.personId,
      byOffice: office ?? '',
      at: now,
    })
    if (said.kind === 'oversightNote') await updateProposal(tx, proposal, { noteDueAt: null })
    await appendEvidence(tx, {
      villageId,
      at: now,
      act: 'addNote',
      by: who.personId,
      office,
      proposalId,
      payload: { noteId: id, kind: said.kind, stage: proposal.stage, after: said.text },
    })
    return { id }
  })

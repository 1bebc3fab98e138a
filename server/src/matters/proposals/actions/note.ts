/** 监督意见、程序异议、党组织同意、征求意见记录: said of a matter without moving it. */

import { ACTS, type Act, mayAct } from '@cunyi/shared/law/acts.ts'
import type { Paper } from '@cunyi/shared/matter/matter-table.ts'
import { urgentNoteTownshipFrom } from '@cunyi/shared/meeting/convening.ts'
import { sitsAt } from '@cunyi/shared/meeting/extra-step.ts'
import type { Addressee } from '@cunyi/shared/words/kinds.ts'
import { Refused } from '@cunyi/shared/words/refusal.ts'
import { inVillage } from '#base/database/connect.ts'
import { appendEvidence } from '#base/evidence/actions.ts'
import { bindFile } from '#base/files/bind.ts'
import type { Parts } from '#base/parts/parts.ts'
import type { Acting, Caller } from '#door/session/caller.ts'
import { type CarryOut, proposeAct, takeAct } from '#matters/acts/actions.ts'
import { lintFields } from '#village/privacy/lint.ts'
import { insertNote, updateProposal } from '../queries/changes.ts'
import { listNotes, lockProposal, profileOf } from '../queries/proposals.ts'
import { officeOf } from '../who.ts'
import { challengeOf, oweAnswer } from './challenge.ts'

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
  said: {
    kind: NoteKind
    text: string
    subjectId?: string | undefined
    paper?: Paper | undefined
    agrees?: boolean | undefined
    addressee?: Addressee | undefined
    asksMeeting?: boolean | undefined
    notAccepted?: string | undefined
  },
  who: Acting,
  now: Date,
) =>
  inVillage(parts.db, villageId, async (tx) => {
    const proposal = await lockProposal(tx, villageId, proposalId)
    const act = ACT_OF[said.kind]
    if (!mayAct(act, proposal.route, who.offices)) throw new Refused('forbidden')
    if (said.kind === 'oversightNote' && said.agrees === undefined) throw new Refused('noteNeedsTick')
    if (proposal.stage === 'archived' || proposal.stage === 'superseded') throw new Refused('readOnly')
    lintFields([['opinion', said.text]])
    const office = officeOf(who, ACTS[act][proposal.route])
    const laid = said.paper && said.kind === 'consultation' ? said.paper : null
    if (laid) {
      if (!said.subjectId) throw new Refused('paperNeeded')
      await bindFile(tx, { villageId, id: said.subjectId, subjectId: proposalId, personId: who.personId })
    }
    const { text } = said
    const asked = said.kind === 'challenge' ? await challengeOf(tx, proposal, said, now) : null
    const id = await insertNote(tx, {
      villageId,
      proposalId,
      kind: said.kind,
      ...(said.kind === 'oversightNote' ? { verdict: said.agrees ? 'agreed' : 'objected' } : {}),
      text,
      subjectId: (asked && said.notAccepted) || said.subjectId || null,
      paper: laid ?? null,
      by: who.personId,
      byOffice: office ?? '',
      at: now,
      ...asked,
    })
    if (asked) await oweAnswer(tx, { villageId, proposalId, id, ...asked }, now)
    if (said.kind === 'oversightNote') await updateProposal(tx, proposal, { noteDueAt: null })
    await appendEvidence(tx, {
      villageId,
      at: now,
      act: 'addNote',
      by: who.personId,
      office,
      proposalId,
      payload: {
        noteId: id,
        kind: said.kind,
        agrees: said.agrees ?? null,
        stage: proposal.stage,
        ...(laid ? { paper: laid } : {}),
        ...(asked ?? {}),
        ...(asked && said.notAccepted ? { notAccepted: said.notAccepted } : {}),
        after: text,
      },
    })
    return { id }
  })

/** 急事: the note is the township's once the oversight committee has said nothing in its hours. */
export const standInNote = (
  parts: Parts,
  villageId: string,
  proposalId: string,
  said: { agrees: boolean; text: string },
  who: Acting,
  now: Date,
) =>
  inVillage(parts.db, villageId, async (tx) => {
    const proposal = await lockProposal(tx, villageId, proposalId)
    if (proposal.urgentReason === null || proposal.stage !== 'branchProposal') throw new Refused('notOverdue')
    const notes = await listNotes(tx, villageId, proposalId)
    if (notes.some((note) => note.kind === 'oversightNote')) throw new Refused('alreadyDone')
    const from = urgentNoteTownshipFrom(proposal.stageSince, profileOf(proposal)['urgent.note_hours'])
    if (now < from) throw new Refused('notOverdue')
    const id = await insertNote(tx, {
      villageId,
      proposalId,
      kind: 'oversightNote',
      verdict: said.agrees ? 'agreed' : 'objected',
      text: said.text,
      by: who.personId,
      byOffice: 'townshipStaff',
      at: now,
    })
    await appendEvidence(tx, {
      villageId,
      at: now,
      act: 'addNote',
      by: who.personId,
      office: 'townshipStaff',
      proposalId,
      payload: {
        noteId: id,
        kind: 'oversightNote',
        agrees: said.agrees,
        stage: proposal.stage,
        after: said.text,
      },
    })
    return { id }
  })

/** 本地增加的步骤: who says it was done, says so before a second person; one not done is on record and opens nothing. */
export const reportExtraStep = (
  parts: Parts,
  villageId: string,
  proposalId: string,
  said: { step: string; done: boolean; text: string },
  caller: Caller,
  now: Date,
) =>
  inVillage(parts.db, villageId, async (tx) => {
    const proposal = await lockProposal(tx, villageId, proposalId)
    const asked = profileOf(proposal).extra_steps.find((one) => one.zh === said.step)
    if (!asked) throw new Refused('notFound')
    if (sitsAt(asked, proposal.route))
      throw new Refused('extraStepSits', { step: { zh: asked.zh, en: asked.en } })
    if (said.done)
      return proposeAct(tx, {
        what: 'extraStep',
        villageId,
        proposalId,
        reason: `${said.step}：${said.text}`,
        asked: { key: said.step, ...said },
        caller,
        now,
      })
    await insertNote(tx, {
      villageId,
      proposalId,
      kind: 'consultation',
      verdict: 'objected',
      text: `${said.step}：${said.text}`,
      by: caller.personId,
      byOffice: caller.offices[0] ?? '',
      at: now,
    })
    await appendEvidence(tx, {
      villageId,
      at: now,
      act: 'addNote',
      by: caller.personId,
      office: caller.offices[0] ?? null,
      proposalId,
      payload: { step: said.step, done: false, stage: proposal.stage, after: said.text },
    })
    return { actId: null, dueAt: null }
  })

/** Confirmed: the step is taken. */
export const carryOutExtraStep: CarryOut = (parts, act, second, now) => {
  const said = act.asked as { step: string; text: string }
  const { villageId, proposalId } = act
  if (!proposalId) throw new Refused('notFound')
  return inVillage(parts.db, villageId, async (tx) => {
    await lockProposal(tx, villageId, proposalId)
    await takeAct(tx, act, second, now)
    const note = { villageId, proposalId, kind: 'extraStep', verdict: 'agreed', text: said.step, at: now }
    await insertNote(tx, { ...note, by: act.by, byOffice: act.as })
    await appendEvidence(tx, {
      villageId,
      at: now,
      act: 'extraStep',
      by: act.by,
      office: act.as,
      proposalId,
      payload: { step: said.step, second: second.personId, actId: act.id, after: said.text },
    })
    return null
  })
}

/** 会前意见: said from the notice until the poll opens, answered before the same roll, adopted or not with the reason. */

import { type TimeKey, timeCursor } from '@cunyi/shared/api/cursor.ts'
import { sees } from '@cunyi/shared/api/may.ts'
import { Refused } from '@cunyi/shared/words/refusal.ts'
import type { Office } from '@cunyi/shared/words/vocabulary.ts'
import { inVillage, type Tx } from '#base/database/connect.ts'
import { appendEvidence } from '#base/evidence/actions.ts'
import { bindFile } from '#base/files/bind.ts'
import { bindVoice, takeDownFile } from '#base/files/queries.ts'
import type { Parts } from '#base/parts/parts.ts'
import type { Acting } from '#door/session/caller.ts'
import { standingAt } from '#door/session/standing.ts'
import { isOnRoll } from '#matters/proposals/queries/lists.ts'
import { type LoadedProposal, loadProposal, lockProposal } from '#matters/proposals/queries/proposals.ts'
import type { Viewer } from '#matters/proposals/view.ts'
import { officeOf } from '#matters/proposals/who.ts'
import {
  insertOpinion,
  type ListedOpinion,
  listOpinionRows,
  lockOpinion,
  talkOf,
  updateOpinion,
} from './queries.ts'

export type OpinionKind = 'opinion' | 'question' | 'households'
export type Said = {
  kind: OpinionKind
  text?: string | undefined
  attachmentId?: string | undefined
  voiceId?: string | undefined
  meetingId?: string | undefined
}

const STANDS_FOR: readonly Office[] = ['representative', 'memberRepresentative', 'residentRepresentative']

/** Where the opinion belongs: the sitting on whose roll he is, or the consultation before step 1. */
async function placeOf(tx: Tx, proposal: LoadedProposal, said: Said, who: Acting): Promise<string | null> {
  const talks = await talkOf(tx, proposal.villageId, proposal.id, who.personId)
  const asked = said.meetingId ? talks.filter((talk) => talk.meetingId === said.meetingId) : talks
  const mine = asked.filter((talk) => talk.onRoll)
  const open = mine.find((talk) => !talk.begun)
  if (open) return open.meetingId
  if (mine.length > 0) throw new Refused('talkClosed')
  if (said.meetingId) throw new Refused(asked.length > 0 ? 'notOnMeetingRoll' : 'talkClosed')
  const consulting = proposal.stage === 'branchProposal' && talks.every((talk) => !talk.begun)
  if (!consulting) throw new Refused(talks.length > 0 ? 'notOnMeetingRoll' : 'talkClosed')
  return null
}

export const sayOpinion = (
  parts: Parts,
  villageId: string,
  proposalId: string,
  said: Said,
  who: Viewer,
  now: Date,
) =>
  inVillage(parts.db, villageId, async (tx) => {
    const proposal = await lockProposal(tx, villageId, proposalId)
    if (proposal.stage === 'drafting') throw new Refused('notFound')
    if (said.kind === 'households' && !who.offices.some((office) => STANDS_FOR.includes(office)))
      throw new Refused('forbidden')
    const meetingId = await placeOf(tx, proposal, said, who)
    if (proposal.sensitive && meetingId === null && !sees('namedMatters', standingAt(villageId, who)))
      throw new Refused('notFound')
    if (said.attachmentId)
      await bindFile(tx, {
        villageId,
        id: said.attachmentId,
        subjectId: meetingId ?? proposalId,
        personId: who.personId,
      })
    const voice =
      said.voiceId &&
      (await bindVoice(tx, {
        villageId,
        id: said.voiceId,
        subjectId: meetingId ?? proposalId,
        personId: who.personId,
        transcript: null,
      }))
    const text = said.text ?? ''
    const id = crypto.randomUUID()
    await insertOpinion(tx, {
      villageId,
      id,
      proposalId,
      meetingId,
      personId: who.personId,
      kind: said.kind,
      text,
      attachmentId: said.attachmentId ?? null,
      voiceId: said.voiceId ?? null,
      at: now,
    })
    await appendEvidence(tx, {
      villageId,
      at: now,
      act: 'sayOpinion',
      by: who.personId,
      office: null,
      proposalId,
      meetingId,
      payload: {
        opinionId: id,
        kind: said.kind,
        after: text,
        ...(voice ? { voiceId: said.voiceId, digest: voice.digest, seconds: voice.seconds } : {}),
      },
    })
    return { id }
  })

export const answerOpinion = (
  parts: Parts,
  villageId: string,
  proposalId: string,
  opinionId: string,
  answered: { answer: string; adopted: boolean },
  who: Acting,
  now: Date,
) =>
  inVillage(parts.db, villageId, async (tx) => {
    const opinion = await lockOpinion(tx, villageId, proposalId, opinionId)
    if (opinion.answeredAt) throw new Refused('alreadyDone')
    await updateOpinion(tx, opinion, { ...answered, answeredBy: who.personId, answeredAt: now })
    await appendEvidence(tx, {
      villageId,
      at: now,
      act: 'answerOpinion',
      by: who.personId,
      office: officeOf(who),
      proposalId,
      meetingId: opinion.meetingId,
      payload: { opinionId, adopted: answered.adopted, after: answered.answer },
    })
    return { ok: true as const }
  })

/** 隐藏: with a reason; the words stay on record for the oversight committee and for whoever said them. */
export const hideOpinion = (
  parts: Parts,
  villageId: string,
  proposalId: string,
  opinionId: string,
  reason: string,
  who: Acting,
  now: Date,
) =>
  inVillage(parts.db, villageId, async (tx) => {
    const opinion = await lockOpinion(tx, villageId, proposalId, opinionId)
    if (opinion.hiddenAt) throw new Refused('alreadyDone')
    await updateOpinion(tx, opinion, { hiddenAt: now, hiddenBy: who.personId, hiddenReason: reason })
    // What was shown or said with them goes with the words.
    for (const id of [opinion.attachmentId, opinion.voiceId])
      if (id) await takeDownFile(tx, { villageId, id, by: who.personId, at: now, reason })
    await appendEvidence(tx, {
      villageId,
      at: now,
      act: 'hideOpinion',
      by: who.personId,
      office: officeOf(who),
      proposalId,
      meetingId: opinion.meetingId,
      payload: { opinionId, reason },
    })
    return { ok: true as const }
  })

/** 写成文字: what somebody said aloud, by whoever keeps the record; never over words of his own. */
export const writeSpoken = (
  parts: Parts,
  villageId: string,
  proposalId: string,
  opinionId: string,
  text: string,
  who: Acting,
  now: Date,
) =>
  inVillage(parts.db, villageId, async (tx) => {
    const opinion = await lockOpinion(tx, villageId, proposalId, opinionId)
    if (!opinion.voiceId || opinion.hiddenAt) throw new Refused('notFound')
    if (opinion.text && !opinion.writtenBy) throw new Refused('alreadyDone')
    await updateOpinion(tx, opinion, { text, writtenBy: who.personId, writtenAt: now })
    await appendEvidence(tx, {
      villageId,
      at: now,
      act: 'writeSpoken',
      by: who.personId,
      office: officeOf(who),
      proposalId,
      meetingId: opinion.meetingId,
      payload: { opinionId, before: opinion.text, after: text },
    })
    return { ok: true as const }
  })

const PAGE = 50
const OVERSIGHT: readonly Office[] = ['oversightChair', 'oversightCommittee']

export const listOpinions = (
  parts: Parts,
  villageId: string,
  proposalId: string,
  query: { after?: TimeKey | undefined; limit?: number | undefined },
  who: Viewer,
) =>
  inVillage(parts.db, villageId, async (tx) => {
    const proposal = await loadProposal(tx, villageId, proposalId)
    if (proposal.sensitive) {
      const onRoll = await isOnRoll(tx, villageId, proposalId, who.personId)
      if (!sees('namedMatters', standingAt(villageId, who, onRoll ? ['roll'] : [])))
        throw new Refused('notFound')
    }
    const limit = query.limit ?? PAGE
    const found = await listOpinionRows(tx, villageId, proposalId, query.after ?? null, limit)
    const seesHidden = who.offices.some((office) => OVERSIGHT.includes(office))
    const rows = found.slice(0, limit).map((row) => ({
      id: row.id,
      kind: row.kind as OpinionKind,
      by: { id: row.personId, name: row.byName },
      ...wordsOf(row, seesHidden || row.personId === who.personId),
      at: row.at.toISOString(),
      answer: row.answer,
      adopted: row.adopted,
      answeredAt: row.answeredAt?.toISOString() ?? null,
      hidden: row.hiddenAt !== null,
      hiddenReason: row.hiddenReason,
      mine: row.personId === who.personId,
    }))
    const last = found.length > limit ? found[limit - 1] : undefined
    return { rows, next: last ? timeCursor(last) : null }
  })

const wordsOf = (row: ListedOpinion, sees: boolean) =>
  row.hiddenAt && !sees
    ? { text: '', attachmentId: null, voice: null, writtenBy: null }
    : {
        text: row.text,
        attachmentId: row.attachmentId,
        voice: row.voiceId ? { id: row.voiceId, seconds: row.seconds ?? 0 } : null,
        writtenBy: row.writtenBy ? { id: row.writtenBy, name: row.writtenByName ?? '—' } : null,
      }

import type { disclosureApi } from '@cunyi/shared/api/disclosures.ts'
import { mayNow, type Sense } from '@cunyi/shared/api/may.ts'
import { objectionDates } from '@cunyi/shared/disclosure/disclosure.ts'
import { mayAct } from '@cunyi/shared/law/acts.ts'
import { Refused } from '@cunyi/shared/words/refusal.ts'
import type { z } from 'zod'
import { inVillage, type Tx } from '#base/database/connect.ts'
import { appendEvidence } from '#base/evidence/actions.ts'
import { bindFile } from '#base/files/bind.ts'
import type { Parts } from '#base/parts/parts.ts'
import { type Person, standingAt } from '#door/session/standing.ts'
import {
  type LoadedProposal,
  loadProposal,
  lockProposal,
  profileOf,
} from '#matters/proposals/queries/proposals.ts'
import type { Actor } from './actions.ts'
import { endIfOver } from './end.ts'
import {
  findDisclosure,
  insertObjection,
  lockDisclosure,
  lockObjection,
  type ObjectionRow,
  objectionsOf,
  updateObjection,
} from './queries/disclosures.ts'

type Api = typeof disclosureApi
type Body<K extends keyof Api> = Api[K] extends { body: infer B extends z.ZodType } ? z.output<B> : never

/** 提出异议: while the disclosure days run. */
export const raiseObjection = (
  parts: Parts,
  villageId: string,
  disclosureId: string,
  body: Body<'raiseObjection'>,
  personId: string,
  now: Date,
) =>
  inVillage(parts.db, villageId, async (tx) => {
    const found = await findDisclosure(tx, villageId, disclosureId)
    if (!found) throw new Refused('notFound')
    const proposal = await lockProposal(tx, villageId, found.proposalId)
    const disclosure = await lockDisclosure(tx, villageId, disclosureId)
    if (!disclosure?.postedAt || disclosure.status === 'prepared') throw new Refused('disclosureNotPosted')
    if (disclosure.endedAt || (disclosure.endsAt && now >= disclosure.endsAt))
      throw new Refused('objectionsOver')
    if (body.attachmentId)
      await bindFile(tx, { villageId, id: body.attachmentId, subjectId: proposal.id, personId })
    const { replyBy } = objectionDates(now, profileOf(proposal))
    const id = await insertObjection(tx, {
      villageId,
      disclosureId,
      proposalId: proposal.id,
      class: body.class ?? null,
      text: body.text,
      by: personId,
      at: now,
      dueAt: replyBy,
    })
    await appendEvidence(tx, {
      villageId,
      at: now,
      act: 'raiseObjection',
      by: personId,
      office: null,
      proposalId: proposal.id,
      payload: { objection: id, class: body.class ?? null, after: body.text },
    })
    return { id, dueAt: replyBy.toISOString() }
  })

async function withObjection<T>(
  parts: Parts,
  villageId: string,
  id: string,
  fn: (tx: Tx, objection: ObjectionRow, proposal: LoadedProposal) => Promise<T>,
): Promise<T> {
  return inVillage(parts.db, villageId, async (tx) => {
    const objection = await lockObjection(tx, villageId, id)
    if (!objection) throw new Refused('notFound')
    return fn(tx, objection, await lockProposal(tx, villageId, objection.proposalId))
  })
}

/** 分类 (a) to (d): what an objection can lead to. */
export const classifyObjection = (
  parts: Parts,
  villageId: string,
  id: string,
  kind: Body<'classifyObjection'>['class'],
  who: Actor,
  now: Date,
) =>
  withObjection(parts, villageId, id, async (tx, objection, proposal) => {
    if (objection.answeredAt) throw new Refused('objectionAnswered')
    await updateObjection(tx, objection, { class: kind, classifiedBy: who.personId })
    await appendEvidence(tx, {
      villageId,
      at: now,
      act: 'classifyObjection',
      by: who.personId,
      office: who.offices[0] ?? null,
      proposalId: proposal.id,
      payload: { objection: id, from: objection.class, to: kind },
    })
    return { ok: true as const }
  })

/** 答复: the last answer after the days are over lets the matter go on in the same transaction. */
export const answerObjection = (
  parts: Parts,
  villageId: string,
  id: string,
  body: Body<'answerObjection'>,
  who: Actor,
  now: Date,
) =>
  withObjection(parts, villageId, id, async (tx, objection, proposal) => {
    if (!mayAct('answer', proposal.route, who.offices)) throw new Refused('forbidden')
    if (objection.answeredAt) throw new Refused('objectionAnswered')
    if (!objection.class) throw new Refused('objectionNotClassified')
    await updateObjection(tx, objection, {
      answer: body.answer,
      verdict: body.verdict,
      answeredBy: who.personId,
      answeredAt: now,
    })
    const ended = await endIfOver(tx, parts, objection.disclosureId, proposal, now)
    await appendEvidence(tx, {
      villageId,
      at: now,
      act: 'answerObjection',
      by: who.personId,
      office: who.offices[0] ?? null,
      proposalId: proposal.id,
      payload: {
        objection: id,
        verdict: body.verdict,
        late: now > objection.dueAt,
        ended,
        after: body.answer,
      },
    })
    return { ok: true as const }
  })

/** 乡镇答复 of an objection that the village left unanswered or that was taken further. */
export const answerForTownship = (
  parts: Parts,
  villageId: string,
  id: string,
  answer: string,
  who: Actor,
  now: Date,
) =>
  withObjection(parts, villageId, id, async (tx, objection, proposal) => {
    if (!objection.escalatedAt) throw new Refused('notOverdue')
    if (objection.townshipAnsweredAt) throw new Refused('objectionAnswered')
    await updateObjection(tx, objection, {
      townshipAnswer: answer,
      townshipAnsweredBy: who.personId,
      townshipAnsweredAt: now,
    })
    await appendEvidence(tx, {
      villageId,
      at: now,
      act: 'townshipAnswer',
      by: who.personId,
      office: 'townshipStaff',
      proposalId: proposal.id,
      payload: { objection: id, after: answer },
    })
    return { ok: true as const }
  })

/** 逾期未答复: the day after the reply days it stands before the township. */
export const escalateObjection = (parts: Parts, villageId: string, id: string, now: Date) =>
  withObjection(parts, villageId, id, async (tx, objection, proposal) => {
    if (objection.answeredAt || objection.escalatedAt || now < objection.dueAt) return
    const { townshipBy } = objectionDates(objection.at, profileOf(proposal))
    await updateObjection(tx, objection, { escalatedAt: now, townshipDueAt: townshipBy })
    await appendEvidence(tx, {
      villageId,
      at: now,
      act: 'escalateObjection',
      by: null,
      office: null,
      proposalId: proposal.id,
      payload: { objection: id, townshipDueAt: townshipBy.toISOString() },
    })
  })

const SENSE: Sense<ObjectionRow & { now: Date }> = {
  classifyObjection: ({ answeredAt }) => !answeredAt,
  answerObjection: ({ answeredAt }) => !answeredAt,
  recountPoll: ({ answeredAt, class: kind }) => !answeredAt && kind === 'b',
  townshipAnswer: ({ answeredAt, escalatedAt, now }) => !answeredAt && !!escalatedAt && now >= escalatedAt,
}

/** 列出 for a reader: who objected is shown to the village's officers and the person himself only. */
export async function listObjections(
  parts: Parts,
  villageId: string,
  proposalId: string,
  reader: Person & { personId: string },
  now: Date,
) {
  return inVillage(parts.db, villageId, async (tx) => {
    const { route } = await loadProposal(tx, villageId, proposalId)
    const standing = standingAt(villageId, reader)
    const rows = await objectionsOf(tx, villageId, { proposalId })
    const officer = reader.offices.length > 0
    return rows.map(({ objection: one, byName }) => ({
      id: one.id,
      disclosureId: one.disclosureId,
      proposalId: one.proposalId,
      class: one.class,
      text: one.text,
      by: officer || one.by === reader.personId ? { id: one.by, name: byName ?? '' } : null,
      at: one.at.toISOString(),
      dueAt: one.dueAt.toISOString(),
      verdict: one.verdict,
      answer: one.answer,
      answeredAt: one.answeredAt?.toISOString() ?? null,
      escalatedAt: one.escalatedAt?.toISOString() ?? null,
      townshipDueAt: one.townshipDueAt?.toISOString() ?? null,
      townshipAnswer: one.townshipAnswer,
      mine: one.by === reader.personId,
      mayNow: mayNow(SENSE, { ...one, now }, standing, { route, assembly: null }),
    }))
  })
}

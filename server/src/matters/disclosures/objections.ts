import type { objectionsApi } from '@cunyi/shared/api/objections.ts'
import {
  hasHeldBefore,
  objectionDates,
  standsBefore,
  whyNotObject,
} from '@cunyi/shared/disclosure/objections.ts'
import { shanghaiDate } from '@cunyi/shared/words/days.ts'
import { must, Refused } from '@cunyi/shared/words/refusal.ts'
import { OBJECTION_CLASSES, type ObjectionClass } from '@cunyi/shared/words/vocabulary.ts'
import type { z } from 'zod'
import { inVillage, type Tx } from '#base/database/connect.ts'
import { appendEvidence } from '#base/evidence/actions.ts'
import { bindFile } from '#base/files/bind.ts'
import type { Parts } from '#base/parts/parts.ts'
import type { Caller } from '#door/session/caller.ts'
import { type CarryOut, proposeAct, takeAct } from '#matters/acts/actions.ts'
import { askJudgement, type OnJudged } from '#matters/judgements/actions.ts'
import { type LoadedProposal, lockProposal, profileOf } from '#matters/proposals/queries/proposals.ts'
import { keepDuties } from '#village/duties/actions.ts'
import { mustBeHisOwn } from '#village/people/his-own.ts'
import { officesOf } from '#village/people/queries/people.ts'
import type { Actor } from './actions.ts'
import { endIfOver } from './end.ts'
import {
  findDisclosure,
  findObjection,
  insertObjection,
  lockDisclosure,
  lockObjection,
  type ObjectionRow,
  objectionsOf,
  objector,
} from './queries/disclosures.ts'
import { changeObjection } from './settle.ts'

type Api = typeof objectionsApi
export type Body<K extends keyof Api> = Api[K] extends { body: infer B extends z.ZodType }
  ? z.output<B>
  : never

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
    await mustBeHis(tx, villageId, personId, body.concerned ?? null, now)
    if (body.attachmentId)
      await bindFile(tx, { villageId, id: body.attachmentId, subjectId: proposal.id, personId })
    const profile = profileOf(proposal)
    const kind = body.class ?? null
    const { dueAt, townshipDueAt } = objectionDates(kind, now, profile)
    const earlier = (await objectionsOf(tx, villageId, { proposalId: proposal.id })).find(({ objection }) =>
      hasHeldBefore(objection, { class: kind, text: body.text, disclosureId }, profile.similar_pct),
    )?.objection
    // The same ground holds once: while the first is open it holds anyhow.
    const repeats = earlier ? (earlier.repeats ?? earlier.id) : null
    const id = await insertObjection(tx, {
      villageId,
      disclosureId,
      proposalId: proposal.id,
      class: kind,
      text: body.text,
      by: personId,
      at: now,
      dueAt,
      concerned: body.concerned ?? null,
      aboutOversight: body.aboutOversight ?? false,
      noticeVersion: disclosure.version,
      repeats,
      holds: repeats === null,
      settledAt: kind === 'd' || repeats ? now : null,
      ...(townshipDueAt ? { escalatedAt: now, townshipDueAt } : {}),
    })
    await keepDuties(tx, villageId, proposal.id, now)
    await appendEvidence(tx, {
      villageId,
      at: now,
      act: 'raiseObjection',
      by: personId,
      office: null,
      proposalId: proposal.id,
      payload: { objection: id, class: kind, repeats, after: body.text },
    })
    return { id, dueAt: dueAt.toISOString() }
  })

async function mustBeHis(tx: Tx, villageId: string, personId: string, concerned: string | null, now: Date) {
  const person = await objector(tx, villageId, personId)
  const offices = await officesOf(tx, villageId, personId, shanghaiDate(now))
  must(
    whyNotObject({
      registered: person?.registered === true && person.leftOn === null,
      collectiveMember: person?.collectiveMember === true,
      representative: offices.some((one) => REPRESENTATIVES.includes(one)),
      concerned,
    }),
  )
  await mustBeHisOwn(tx, { villageId, personId }, now)
}
const REPRESENTATIVES: readonly string[] = [
  'representative',
  'memberRepresentative',
  'residentRepresentative',
]

/** The matter first, then the objection: the order of locks of the whole server. */
export async function withObjection<T>(
  parts: Parts,
  villageId: string,
  id: string,
  fn: (tx: Tx, objection: ObjectionRow, proposal: LoadedProposal) => Promise<T>,
): Promise<T> {
  return inVillage(parts.db, villageId, async (tx) => {
    const found = await findObjection(tx, villageId, id)
    if (!found) throw new Refused('notFound')
    const proposal = await lockProposal(tx, villageId, found.proposalId)
    const objection = await lockObjection(tx, villageId, id)
    if (!objection) throw new Refused('notFound')
    return fn(tx, objection, proposal)
  })
}

/** 归类: of another class it stands before others, and may hold the matter or not. */
async function reclass(
  tx: Tx,
  objection: ObjectionRow,
  proposal: LoadedProposal,
  kind: ObjectionClass,
  now: Date,
) {
  const { dueAt, townshipDueAt } = objectionDates(kind, now, profileOf(proposal))
  const wasAbove = objection.class === 'c'
  return changeObjection(
    tx,
    objection,
    {
      class: kind,
      ...(townshipDueAt ? { dueAt, townshipDueAt, escalatedAt: objection.escalatedAt ?? now } : {}),
      ...(wasAbove && !townshipDueAt ? { dueAt, townshipDueAt: null, escalatedAt: null } : {}),
    },
    now,
  )
}

/** 分类: of what the objector left open; a class he named is contested and judged. */
export const classifyObjection = (
  parts: Parts,
  villageId: string,
  id: string,
  kind: ObjectionClass,
  who: Actor,
  now: Date,
) =>
  withObjection(parts, villageId, id, async (tx, objection, proposal) => {
    if (!standsBefore(objection)) throw new Refused('objectionAnswered')
    if (objection.class) throw new Refused('classIsTheirs')
    await reclass(tx, objection, proposal, kind, now)
    const ended = await endIfOver(tx, parts, objection.disclosureId, proposal, now)
    await appendEvidence(tx, {
      villageId,
      at: now,
      act: 'classifyObjection',
      by: who.personId,
      office: who.offices[0] ?? null,
      proposalId: proposal.id,
      payload: { objection: id, from: null, to: kind, ended },
    })
    return { ok: true as const }
  })

/** 类别争议: whoever answers asks; the oversight committee judges, of one about itself the township. */
export const contestObjection = (
  parts: Parts,
  villageId: string,
  id: string,
  body: Body<'contestObjection'>,
  caller: Caller,
  now: Date,
) =>
  withObjection(parts, villageId, id, async (tx, objection, proposal) => {
    if (!standsBefore(objection)) throw new Refused('objectionAnswered')
    if (!objection.class) throw new Refused('objectionNotClassified')
    if (objection.contestedAt || objection.class === body.class) throw new Refused('alreadyDone')
    const contest = { contestedClass: body.class, contestedBy: caller.personId, contestedAt: now }
    await changeObjection(tx, objection, contest, now)
    const [from, to] = [OBJECTION_CLASSES[objection.class].zh, OBJECTION_CLASSES[body.class].zh]
    if (objection.aboutOversight) {
      const { actId, dueAt } = await proposeAct(tx, {
        what: 'contestClass',
        villageId,
        proposalId: proposal.id,
        personId: objection.by,
        reason: `“${objection.text}”：${from} → ${to}。${body.reason}`,
        asked: { key: id, objection: id, class: body.class },
        caller,
        now,
      })
      return { ok: true as const, judgedBy: 'township' as const, actId, dueAt }
    }
    const judgement = await askJudgement(tx, {
      what: 'objectionClass',
      villageId,
      proposalId: proposal.id,
      meetingId: null,
      subjectId: id,
      about: null,
      interested: [objection.by],
      question: { from: `${from}：${objection.text}`, to, why: body.reason },
      askedBy: caller.personId,
      now,
    })
    await appendEvidence(tx, {
      villageId,
      at: now,
      act: 'contestObjection',
      by: caller.personId,
      office: caller.offices[0] ?? null,
      proposalId: proposal.id,
      payload: {
        objection: id,
        from: objection.class,
        to: body.class,
        judgement: judgement.id,
        after: body.reason,
      },
    })
    return {
      ok: true as const,
      judgedBy: 'oversight' as const,
      actId: null,
      dueAt: judgement.dueAt.toISOString(),
    }
  })

/** What the oversight committee said: only a yes changes the class. The matter is locked. */
export const objectionClassJudged: OnJudged = async (tx, parts, { villageId, subjectId }, yes, now) => {
  if (!yes) return {}
  const found = await findObjection(tx, villageId, subjectId)
  if (!found) return {}
  const proposal = await lockProposal(tx, villageId, found.proposalId)
  const objection = await lockObjection(tx, villageId, subjectId)
  if (!objection?.contestedClass || !standsBefore(objection)) return {}
  await reclass(tx, objection, proposal, objection.contestedClass, now)
  const ended = await endIfOver(tx, parts, objection.disclosureId, proposal, now)
  return { from: objection.class, to: objection.contestedClass, ended }
}

/** The township agreed that an objection about the oversight committee is of another class. */
export const carryOutContest: CarryOut = (parts, act, second, now) => {
  const { objection: id, class: kind } = act.asked as { objection: string; class: ObjectionClass }
  return withObjection(parts, act.villageId, id, async (tx, objection, proposal) => {
    await takeAct(tx, act, second, now)
    if (!standsBefore(objection)) throw new Refused('objectionAnswered')
    await reclass(tx, objection, proposal, kind, now)
    const ended = await endIfOver(tx, parts, objection.disclosureId, proposal, now)
    await appendEvidence(tx, {
      villageId: act.villageId,
      at: now,
      act: 'contestObjection',
      by: act.by,
      office: act.as,
      proposalId: proposal.id,
      payload: {
        objection: id,
        from: objection.class,
        to: kind,
        second: second.personId,
        actId: act.id,
        ended,
      },
    })
    return null
  })
}

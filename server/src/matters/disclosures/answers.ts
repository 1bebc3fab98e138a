/** 答复异议: by the village committee, the township, the county; taken further by whoever objected, or by the clock. */
import { mayNow, type Sense } from '@cunyi/shared/api/may.ts'
import {
  COURT,
  countyBy,
  OBJECTION_EFFECTS,
  standsBefore,
  townshipBy,
  villageMayAnswer,
  wayOnward,
  whenOverdue,
  whyNotTakeFurther,
  whyNotVerdict,
} from '@cunyi/shared/disclosure/objections.ts'
import { mayAct } from '@cunyi/shared/law/acts.ts'
import { must, Refused } from '@cunyi/shared/words/refusal.ts'
import { inVillage } from '#base/database/connect.ts'
import { appendEvidence } from '#base/evidence/actions.ts'
import type { Parts } from '#base/parts/parts.ts'
import { type Person, standingAt } from '#door/session/standing.ts'
import { loadProposal, profileOf } from '#matters/proposals/queries/proposals.ts'
import { mustBeHisOwn } from '#village/people/his-own.ts'
import type { Actor } from './actions.ts'
import { endIfOver } from './end.ts'
import { type Body, withObjection } from './objections.ts'
import { type ObjectionRow, objectionsOf } from './queries/disclosures.ts'
import { changeObjection, needsOf } from './settle.ts'

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
    if (!villageMayAnswer(objection)) throw new Refused('objectionNotYours')
    must(whyNotVerdict(objection.class, body.verdict))
    const answered = { answer: body.answer, verdict: body.verdict, answeredBy: who.personId, answeredAt: now }
    const { settledAt } = await changeObjection(tx, objection, answered, now)
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
        settled: settledAt !== null,
        ended,
        after: body.answer,
      },
    })
    return { ok: true as const }
  })

/** 乡镇答复, 县级答复 of an objection that stands before them. */
export const answerFromAbove = (
  parts: Parts,
  level: 'township' | 'county',
  {
    villageId,
    id,
    body,
    personId,
    now,
  }: { villageId: string; id: string; body: Body<'townshipAnswer'>; personId: string; now: Date },
) =>
  withObjection(parts, villageId, id, async (tx, objection, proposal) => {
    const stands = standsBefore(objection)
    if (stands === null) throw new Refused('objectionAnswered')
    if (stands !== level) throw new Refused('notOverdue')
    if (!objection.class) throw new Refused('objectionNotClassified')
    must(whyNotVerdict(objection.class, body.verdict))
    await changeObjection(
      tx,
      objection,
      level === 'township'
        ? {
            townshipVerdict: body.verdict,
            townshipAnswer: body.answer,
            townshipAnsweredBy: personId,
            townshipAnsweredAt: now,
          }
        : {
            countyVerdict: body.verdict,
            countyAnswer: body.answer,
            countyAnsweredBy: personId,
            countyAnsweredAt: now,
          },
      now,
    )
    const ended = await endIfOver(tx, parts, objection.disclosureId, proposal, now)
    await appendEvidence(tx, {
      villageId,
      at: now,
      act: level === 'township' ? 'townshipAnswer' : 'countyAnswer',
      by: personId,
      office: level === 'township' ? 'townshipStaff' : 'countyStaff',
      proposalId: proposal.id,
      payload: { objection: id, verdict: body.verdict, ended, after: body.answer },
    })
    return { ok: true as const }
  })

/** 不服答复: taken to the township by whoever objected; it holds the matter once for its ground. */
export const takeObjectionFurther = (
  parts: Parts,
  villageId: string,
  id: string,
  reason: string,
  personId: string,
  now: Date,
) =>
  withObjection(parts, villageId, id, async (tx, objection, proposal) => {
    if (objection.by !== personId) throw new Refused('forbidden')
    await mustBeHisOwn(tx, { villageId, personId }, now)
    const profile = profileOf(proposal)
    must(whyNotTakeFurther(objection, profile, now))
    const ground = objection.repeats ?? objection.id
    const others = await objectionsOf(tx, villageId, { proposalId: proposal.id })
    const takenBefore = others.some(({ objection: one }) => one.takenAt && (one.repeats ?? one.id) === ground)
    const dueAt = townshipBy(now, profile)
    await changeObjection(
      tx,
      objection,
      {
        takenAt: now,
        takenReason: reason,
        escalatedAt: objection.escalatedAt ?? now,
        townshipDueAt: dueAt,
        holds: !takenBefore,
      },
      now,
    )
    await appendEvidence(tx, {
      villageId,
      at: now,
      act: 'takeObjectionFurther',
      by: personId,
      office: null,
      proposalId: proposal.id,
      payload: { objection: id, holds: !takenBefore, townshipDueAt: dueAt.toISOString(), after: reason },
    })
    return { dueAt: dueAt.toISOString() }
  })

/** 逾期未答复: from the village to the township, from the township to the county; after that the matter moves on. */
export const escalateObjection = (parts: Parts, villageId: string, id: string, now: Date) =>
  withObjection(parts, villageId, id, async (tx, objection, proposal) => {
    const next = whenOverdue(objection)
    const dueAt = dueOf(objection)
    if (!next || !dueAt || now < dueAt) return
    const profile = profileOf(proposal)
    const set: Partial<ObjectionRow> =
      next === 'township'
        ? { escalatedAt: now, townshipDueAt: townshipBy(now, profile) }
        : next === 'county'
          ? { countyDueAt: countyBy(now, profile) }
          : { movedOnAt: now }
    await changeObjection(tx, objection, set, now)
    const ended = await endIfOver(tx, parts, objection.disclosureId, proposal, now)
    await appendEvidence(tx, {
      villageId,
      at: now,
      act: 'escalateObjection',
      by: null,
      office: null,
      proposalId: proposal.id,
      payload: {
        objection: id,
        to: next,
        dueAt: (set.townshipDueAt ?? set.countyDueAt ?? null)?.toISOString() ?? null,
        ended,
      },
    })
  })

/** By when whoever it stands before answers. */
function dueOf(objection: ObjectionRow): Date | null {
  const stands = standsBefore(objection)
  if (stands === 'county') return objection.countyDueAt
  if (stands === 'township') return objection.townshipDueAt
  return stands === 'village' ? objection.dueAt : null
}

type State = ObjectionRow & { now: Date }
const SENSE: Sense<State> = {
  classifyObjection: (one) => !one.class && standsBefore(one) !== null,
  contestObjection: (one) => one.class !== null && !one.contestedAt && standsBefore(one) !== null,
  answerObjection: villageMayAnswer,
  recountPoll: ({ class: kind, recountId }) => kind === 'b' && !recountId,
  townshipAnswer: (one) => one.class !== null && standsBefore(one) === 'township',
  countyAnswer: (one) => one.class !== null && standsBefore(one) === 'county',
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
    const proposal = await loadProposal(tx, villageId, proposalId)
    const profile = profileOf(proposal)
    const standing = standingAt(villageId, reader)
    const rows = await objectionsOf(tx, villageId, { proposalId })
    const officer = reader.offices.length > 0
    const court = proposal.route === 'B' ? COURT.collective : COURT.village
    const shown = rows.map(({ objection: one, byName }) => {
      const mine = one.by === reader.personId
      const onward = wayOnward(one, profile, now)
      const takes = mine && whyNotTakeFurther(one, profile, now) === null
      return {
        id: one.id,
        disclosureId: one.disclosureId,
        proposalId: one.proposalId,
        class: one.class,
        text: one.text,
        by: officer || mine ? { id: one.by, name: byName ?? '' } : null,
        at: one.at.toISOString(),
        dueAt: (dueOf(one) ?? one.dueAt).toISOString(),
        verdict: one.verdict,
        answer: one.answer,
        answeredAt: one.answeredAt?.toISOString() ?? null,
        escalatedAt: one.escalatedAt?.toISOString() ?? null,
        townshipDueAt: one.townshipDueAt?.toISOString() ?? null,
        townshipAnswer: one.townshipAnswer,
        townshipVerdict: one.townshipVerdict,
        countyDueAt: one.countyDueAt?.toISOString() ?? null,
        countyAnswer: one.countyAnswer,
        concerned: officer || mine ? one.concerned : null,
        aboutOversight: one.aboutOversight,
        contestedClass: one.contestedClass,
        takenAt: one.takenAt?.toISOString() ?? null,
        movedOnAt: one.movedOnAt?.toISOString() ?? null,
        repeats: one.repeats !== null,
        standsBefore: standsBefore(one),
        verdicts: one.class ? [...OBJECTION_EFFECTS[one.class].verdicts] : [],
        needs: needsOf(one),
        holds: one.settledAt === null,
        onward: onward && { to: onward.to, until: onward.until?.toISOString() ?? null },
        mine,
        mayNow: [
          ...mayNow(SENSE, { ...one, now }, standing, { route: proposal.route, assembly: null }),
          ...(takes ? ['takeObjectionFurther'] : []),
        ],
      }
    })
    return { rows: shown, court }
  })
}

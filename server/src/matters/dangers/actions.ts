/** 险情先办: the record is the report. The township says whether life was in danger; the cost goes to a vote either way. */
import type { dangerSaid, dangerShown } from '@cunyi/shared/api/dangers.ts'
import { putCostBy, reportDangerBy, whyNotReport } from '@cunyi/shared/matter/danger.ts'
import { must, Refused } from '@cunyi/shared/words/refusal.ts'
import type { z } from 'zod'
import { inVillage, type Tx } from '#base/database/connect.ts'
import { appendEvidence } from '#base/evidence/actions.ts'
import type { Parts } from '#base/parts/parts.ts'
import type { Caller } from '#door/session/caller.ts'
import { type CarryOut, proposeAct, type Show, takeAct } from '#matters/acts/actions.ts'
import { type ActRow, findAct } from '#matters/acts/queries.ts'
import { saveDuties } from '#village/duties/queries.ts'
import { tellAbove } from '#village/messages/above.ts'
import { lintFields } from '#village/privacy/lint.ts'
import { effectiveProfile } from '#village/profiles/profile.ts'
import { costsOwed, dangersOf, mattersNaming } from './queries.ts'

type Asked = z.input<typeof dangerSaid> & { key: string }
const askedOf = (act: ActRow) => act.asked as unknown as Asked
type Shown = z.input<typeof dangerShown>

export const recordDanger = (
  parts: Parts,
  { villageId, caller, now }: { villageId: string; caller: Caller; now: Date },
  said: { beganAt: string; what: string; why: string; cost: number },
) =>
  inVillage(parts.db, villageId, async (tx) => {
    const beganAt = new Date(said.beganAt)
    must(whyNotReport(beganAt, now))
    // Everybody reads it.
    lintFields([
      ['text', said.what],
      ['reason', said.why],
    ])
    const { values } = await effectiveProfile(tx, villageId)
    const reportBy = reportDangerBy(beganAt, values)
    const asked: Asked = { ...said, key: beganAt.toISOString(), late: now >= reportBy }
    return proposeAct(tx, {
      what: 'dangerToLife',
      villageId,
      asked,
      caller,
      now,
      tell: () =>
        tellAbove(tx, parts, {
          division: villageId,
          key: 'dangerReported',
          params: { what: said.what },
          now,
        }),
      leaves: async (actId) => {
        const ofIt = { key: actId, subjectId: actId }
        await saveDuties(tx, { villageId }, [
          { kind: 'reportDanger', ...ofIt, since: beganAt, dueAt: reportBy, doneAt: now },
          ...(said.cost > 0
            ? [
                {
                  kind: 'costOfDanger' as const,
                  ...ofIt,
                  since: now,
                  dueAt: putCostBy(now, values),
                  doneAt: null,
                },
              ]
            : []),
        ])
        const { key: _, ...after } = asked
        await appendEvidence(tx, {
          villageId,
          at: now,
          act: 'recordDanger',
          by: caller.personId,
          office: 'village',
          payload: { actId, cost: said.cost, late: asked.late, after },
        })
      },
    })
  })

/** Confirmed: life was in danger. What it cost is voted on all the same. */
export const carryOutDanger: CarryOut = (parts, act, second, now) =>
  inVillage(parts.db, act.villageId, async (tx) => {
    const as = await takeAct(tx, act, second, now)
    await appendEvidence(tx, {
      villageId: act.villageId,
      at: now,
      act: 'confirmDanger',
      by: second.personId,
      office: as,
      payload: { actId: act.id, first: act.by },
    })
    return null
  })

export const showDanger: Show = async (_tx, act) => {
  const { key: _, ...danger } = askedOf(act)
  return { danger }
}

/** What everybody sees of it. */
export async function dangersShown(tx: Tx, villageId: string): Promise<Shown[]> {
  const rows = await dangersOf(tx, villageId)
  const ids = rows.map((act) => act.id)
  const matters = await mattersNaming(tx, villageId, ids)
  const owed = await costsOwed(tx, villageId, ids)
  return rows.map((act) => {
    const { key: _, ...said } = askedOf(act)
    const matter = matters.findLast((one) => one.danger === act.id && one.stage !== 'withdrawn')
    const due = owed.find((one) => one.key === act.id)
    return {
      ...said,
      id: act.id,
      reportedAt: act.at.toISOString(),
      state: act.state,
      ground: act.ground,
      matter: matter ? { id: matter.id, title: matter.title, stage: matter.stage } : null,
      costDueAt: due?.dueAt.toISOString() ?? null,
      costPutAt: due?.doneAt?.toISOString() ?? null,
    }
  })
}

export const listDangers = (parts: Parts, villageId: string) =>
  inVillage(parts.db, villageId, async (tx) => ({ rows: await dangersShown(tx, villageId) }))

/** What was spent by then on the one that a matter names. */
export async function spentInDanger(tx: Tx, villageId: string, id: string): Promise<number> {
  const act = await findAct(tx, { villageId, id })
  if (act?.what !== 'dangerToLife') throw new Refused('notFound')
  return askedOf(act).cost
}

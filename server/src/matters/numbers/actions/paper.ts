/** 登录纸条: a clerk prints it sealed, an oversight member hands it over; until then it opens nothing. */
import { Refused } from '@cunyi/shared/words/refusal.ts'
import { inVillage } from '#base/database/connect.ts'
import { appendEvidence } from '#base/evidence/actions.ts'
import type { Parts } from '#base/parts/parts.ts'
import type { Caller } from '#door/session/caller.ts'
import { type CarryOut, proposeAct, takeAct } from '#matters/acts/actions.ts'
import { decideAct, findWaiting } from '#matters/acts/queries.ts'
import { keepPaperCode, paperCode } from '#village/accounts/paper.ts'
import { findNumbers } from '#village/people/queries/numbers.ts'

export async function printPaperCode(
  parts: Parts,
  { villageId, personId, caller, now }: { villageId: string; personId: string; caller: Caller; now: Date },
) {
  const { code, hash, expiresAt } = await paperCode(now)
  return inVillage(parts.db, villageId, async (tx) => {
    if (!(await findNumbers(tx, { villageId, personId }))) throw new Refused('notFound')
    // One that he printed before and that lies about is good no more.
    const before = await findWaiting(tx, {
      villageId,
      what: 'paperCode',
      personId,
    })
    if (before?.by === caller.personId)
      await decideAct(tx, before, {
        state: 'withdrawn',
        second: null,
        secondAs: null,
        ground: null,
        decidedAt: now,
      })
    const { actId } = await proposeAct(tx, {
      what: 'paperCode',
      villageId,
      personId,
      asked: { hash },
      leaves: (actId) =>
        appendEvidence(tx, {
          villageId,
          at: now,
          act: 'printPaperCode',
          by: caller.personId,
          office: caller.offices[0] ?? null,
          payload: { personId, actId, ...(before ? { replaces: before.id } : {}) },
        }),
      caller,
      now,
    })
    return { code, expiresAt: expiresAt.toISOString(), actId }
  })
}

export const carryOutPaper: CarryOut = (parts, act, second, now) => {
  const { villageId, personId } = act
  if (!personId || !act.dueAt) throw new Refused('notFound')
  const expiresAt = act.dueAt
  return inVillage(parts.db, villageId, async (tx) => {
    const handsOver = await takeAct(tx, act, second, now)
    const { hash } = act.asked as { hash: string }
    await keepPaperCode(tx, { village: villageId, personId }, { hash, by: act.by, expiresAt })
    await appendEvidence(tx, {
      villageId,
      at: now,
      act: 'handOverPaperCode',
      by: second.personId,
      office: handsOver,
      payload: { personId, printedBy: act.by, actId: act.id },
    })
    return null
  })
}

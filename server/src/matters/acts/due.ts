/** 到期: an act that nobody confirmed in its term changes nothing, or is the township's for as long again. */
import { ACTS_OF_TWO, lapsesAt } from '@cunyi/shared/law/acts-of-two.ts'
import { inVillage } from '#base/database/connect.ts'
import type { DueWork } from '#base/jobs/due.ts'
import { lapsed, leaveAct } from './actions.ts'
import { decideAct, dueActs, escalateAct, findAct } from './queries.ts'

export const due: DueWork[] = [
  {
    name: 'lapseAct',
    find: dueActs,
    run: (parts, villageId, id, now) =>
      inVillage(parts.db, villageId, async (tx) => {
        const act = await findAct(tx, { villageId, id })
        if (act?.state !== 'waiting' || (act.dueAt && now < act.dueAt)) return
        const next = lapsesAt(act.what, now)
        if (ACTS_OF_TWO[act.what].late === 'township' && !act.escalated && next) {
          await escalateAct(tx, act, next)
          await leaveAct(tx, act, 'escalateAct', { by: null, as: null }, now)
          return
        }
        if (await decideAct(tx, act, lapsed(now)))
          await leaveAct(tx, act, 'lapseAct', { by: null, as: null }, now)
      }),
  },
]

/** 到期: an act that nobody confirmed in its term changes nothing, or is the next hand's for as long again. */
import { isOfOffice, lapsesAt, nextTurn } from '@cunyi/shared/law/acts-of-two.ts'
import { inVillage } from '#base/database/connect.ts'
import type { DueWork } from '#base/jobs/due.ts'
import { lapsed, leaveAct } from './actions.ts'
import { decideAct, lockAct, turnAct } from './queries.ts'

export const due: DueWork[] = [
  {
    name: 'lapseAct',
    run: (parts, villageId, id, now) =>
      inVillage(parts.db, villageId, async (tx) => {
        const act = await lockAct(tx, { villageId, id })
        if (act?.state !== 'waiting' || (act.dueAt && now < act.dueAt)) return
        const [turn, dueAt] = [nextTurn(act), lapsesAt(act.what, now)]
        if (turn && dueAt) {
          if (!(await turnAct(tx, act, { turn, dueAt }, now))) return
          await leaveAct(tx, act, 'escalateAct', { by: null, as: turn }, now)
          return
        }
        // Silence is no veto: who holds an office stays with the last hand until it has said something.
        if (isOfOffice(act.what)) return void (await turnAct(tx, act, { turn: act.turn, dueAt }, now))
        if (await decideAct(tx, act, lapsed(now)))
          await leaveAct(tx, act, 'lapseAct', { by: null, as: null }, now)
      }),
  },
]

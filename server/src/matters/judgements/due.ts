/** 到期: a question that the oversight committee left lying is settled by silence. */
import type { DueWork } from '#base/jobs/due.ts'
import { type Judged, settleBySilence } from './actions.ts'

export const due = (judged: Judged): DueWork[] => [
  {
    name: 'settleJudgement',
    run: (parts, villageId, id, now) => settleBySilence(parts, judged, villageId, id, now),
  },
]

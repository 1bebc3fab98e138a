import { z } from 'zod'
import { RECORDED } from '../matter/recorded.ts'
import { keysOf } from '../words/vocabulary.ts'
import { contracts, day, done, id, inVillage } from './contract.ts'

/** 应办: what the law asks and is done outside the platform. */
export const dutyApi = contracts({
  recordDone: {
    method: 'POST',
    path: '/api/villages/:village/duties/done',
    summary:
      'Record that what the law asks for a year, a quarter, a month or a resolution was done, on a day, by its paper',
    params: inVillage,
    body: z.object({
      kind: z.enum(keysOf(RECORDED)),
      /** The year, quarter, month or resolution, as `listDuties` names it. */
      key: z.string().min(4).max(100),
      doneOn: day,
      paperId: id,
    }),
    reply: done,
  },
})

import { z } from 'zod'
import { contracts, day, id, inVillage, line, text, waits } from './contract.ts'

/** What the second sees of a collective that is to be registered. */
export const collectiveShown = z
  .object({ registration: z.string(), registeredOn: day, paperId: id })
  .nullable()

/** 本村的情况: what a village is, and who stands in where somebody is missing. */
export const standingApi = contracts({
  registerCollective: {
    method: 'POST',
    path: '/api/villages/:village/collective',
    summary:
      'Propose that the collective is registered, with its certificate: once the township has looked at it, matters submitted later are the collective’s',
    params: inVillage,
    body: z.object({
      /** 登记证上的统一社会信用代码. */
      registration: line(40),
      registeredOn: day,
      paperId: id,
    }),
    reply: waits,
  },
  nameDeputy: {
    method: 'POST',
    path: '/api/villages/:village/deputies',
    summary: 'The secretary, away for a time, names the member of the branch committee who stands in for him',
    params: inVillage,
    body: z.object({ personId: id, from: day, to: day, reason: text(200) }),
    reply: z.object({ id }),
  },
})

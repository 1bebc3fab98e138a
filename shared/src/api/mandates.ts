import { z } from 'zod'
import { contracts, id, ofProposal, whole } from './contract.ts'

/** 委托流转: which households consent in writing. */
export const mandateApi = contracts({
  recordMandates: {
    method: 'POST',
    path: '/api/villages/:village/proposals/:proposal/mandates',
    summary: 'Written consents of households (LCL 36)',
    params: ofProposal,
    body: z.object({
      rows: z
        .array(
          z.object({
            householdId: id,
            consents: z.boolean(),
            area: whole,
            paperId: id.optional(),
          }),
        )
        .min(1)
        .max(500),
    }),
    reply: z.object({ consenting: z.int(), refusing: z.int(), area: z.int() }),
  },
  getMandates: {
    method: 'GET',
    path: '/api/villages/:village/proposals/:proposal/mandates',
    summary: 'How many households consent, over what area',
    params: ofProposal,
    reply: z.object({ consenting: z.int(), refusing: z.int(), area: z.int(), refusedArea: z.int() }),
  },
})

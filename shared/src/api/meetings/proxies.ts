import { z } from 'zod'
import { contracts, id, namedPerson, ofMeeting } from '../contract.ts'

export const proxyApi = contracts({
  getProxy: {
    method: 'GET',
    path: '/api/villages/:village/meetings/:meeting/proxies/of/:person',
    summary: 'Whom of the household this person may send in his place, and the proxy that stands',
    params: ofMeeting.extend({ person: id }),
    reply: z.object({
      principal: namedPerson,
      /** The code of the refusal that stands against any proxy of his; null: none. */
      why: z.string().nullable(),
      family: z.array(namedPerson),
      standing: z.object({ id, agent: namedPerson, relation: z.string() }).nullable(),
    }),
  },
})

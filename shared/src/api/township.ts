import { z } from 'zod'
import { contracts, id, line, lineOrNone, ofProposal, stage, text } from './contract.ts'

export const townshipApi = contracts({
  giveOpinion: {
    method: 'POST',
    path: '/api/villages/:village/proposals/:proposal/township-opinion',
    summary: 'Township: opinion on legality and procedure',
    params: ofProposal,
    body: z.object({ text: text(4000), documentNumber: lineOrNone(80).optional() }),
    reply: z.object({ id }),
  },
  fileProposal: {
    method: 'POST',
    path: '/api/villages/:village/proposals/:proposal/filing',
    summary: 'Township: take on file',
    params: ofProposal,
    body: z.object({ documentNumber: line(80) }),
    reply: z.object({ id }),
  },
  orderCorrection: {
    method: 'POST',
    path: '/api/villages/:village/proposals/:proposal/order-correction',
    summary: 'Township: order correction of unlawful content',
    params: ofProposal,
    body: z.object({ documentNumber: line(80), article: text(200), reason: text(4000) }),
    reply: z.object({ stage }),
  },
  approveProposal: {
    method: 'POST',
    path: '/api/villages/:village/proposals/:proposal/approve',
    summary: 'Approve a listed matter',
    params: ofProposal,
    body: z.object({ documentNumber: line(80) }),
    reply: z.object({ stage }),
  },
  refuseApproval: {
    method: 'POST',
    path: '/api/villages/:village/proposals/:proposal/refuse-approval',
    summary: 'Refuse approval of a listed matter',
    params: ofProposal,
    body: z.object({ documentNumber: line(80), reason: text(4000) }),
    reply: z.object({ stage }),
  },
})

import { z } from 'zod'
import { FULL_WAY_CAPACITIES } from '../words/kinds.ts'
import { contracts, done, id, instant, ofProposal, text } from './contract.ts'

/** 走哪条路: the full way asked for, and whether a matter is apart from others like it. */
export const waysApi = contracts({
  getFullWay: {
    method: 'GET',
    path: '/api/villages/:village/proposals/:proposal/full-way',
    summary: 'Who asked for the full way, how many are needed, what was answered',
    params: ofProposal,
    reply: z.object({
      /** Still possible: on the light way, before step 2 has ended. */
      open: z.boolean(),
      asking: z.int(),
      representativesAsking: z.int(),
      /** Representatives, or adults where there are none, that make it followed. */
      needed: z.int(),
      ofRepresentatives: z.boolean(),
      followed: z.boolean(),
      reasons: z.array(z.object({ capacity: z.enum(FULL_WAY_CAPACITIES), reason: z.string(), at: instant })),
      mine: z.boolean(),
      answer: z.string().nullable(),
      answeredAt: instant.nullable(),
      /** By when whoever asked is answered; null: nobody waits. */
      dueAt: instant.nullable(),
      /** Nobody answered in time; the township was told. */
      lateAt: instant.nullable(),
      mayNow: z.array(z.string()),
    }),
  },
  askFullWay: {
    method: 'POST',
    path: '/api/villages/:village/proposals/:proposal/full-way',
    summary: 'Ask for the full way, or join those who did; followed where enough join',
    params: ofProposal,
    body: z.object({ reason: text(400) }),
    reply: z.object({ followed: z.boolean() }),
  },
  answerFullWay: {
    method: 'POST',
    path: '/api/villages/:village/proposals/:proposal/full-way/answer',
    summary: 'Answer those who asked for the full way',
    params: ofProposal,
    body: z.object({ answer: text(1000) }),
    reply: done,
  },
  askApart: {
    method: 'POST',
    path: '/api/villages/:village/proposals/:proposal/apart',
    summary: 'Of a draft: why it is apart from the matters like it; the oversight committee judges',
    params: ofProposal,
    body: z.object({
      /** apart: of another matter of these months; another: than the one that was rejected. */
      question: z.enum(['apart', 'another']),
      reason: text(400),
    }),
    reply: z.object({ judgement: id, dueAt: instant }),
  },
})

import { z } from 'zod'
import { contracts, day, id, instant, namedPerson, ofProposal, text, waits } from './contract.ts'

/** 验收: who was asked, who has signed, who is missing; null: not asked, or under older rules. */
export const acceptanceAsked = z
  .object({
    completedOn: day,
    acceptedOn: day,
    opinion: z.string(),
    remaining: z.string(),
    needed: z.int(),
    /** Null: enough have signed. */
    missing: z.object({ persons: z.int(), oversight: z.boolean() }).nullable(),
    acceptors: z.array(
      namedPerson.extend({
        agrees: z.boolean().nullable(),
        text: z.string().nullable(),
        at: instant.nullable(),
        onSheet: z.boolean(),
      }),
    ),
  })
  .nullable()

/** The sheet that others have signed by hand: seen before anybody confirms it. */
export const sheetShown = z.object({ people: z.array(namedPerson), paperId: id }).nullable()

export const acceptanceApi = contracts({
  signAcceptance: {
    method: 'POST',
    path: '/api/villages/:village/proposals/:proposal/acceptance/signatures',
    summary:
      'One of those asked signs the acceptance, or says why not; with enough of them the work is accepted',
    params: ofProposal,
    body: z.object({ agrees: z.boolean(), text: text(1000).nullable() }),
    reply: z.object({ accepted: z.boolean() }),
  },
  acceptOnSheet: {
    method: 'POST',
    path: '/api/villages/:village/proposals/:proposal/acceptance/sheets',
    summary: 'A sheet that some of those asked have signed by hand; waits for a second person',
    params: ofProposal,
    body: z.object({ people: z.array(id).min(1).max(30), paperId: id }),
    reply: waits,
  },
})

import { z } from 'zod'
import { JUDGED, JUDGEMENT_STATES } from '../law/judged.ts'
import { keysOf } from '../words/vocabulary.ts'
import { contracts, id, instant, inVillage, namedPerson, text } from './contract.ts'

/** What is put before them: what it is now, what it is to be, and why; the subject itself is opened beside it. */
export const judgedQuestion = z.object({
  from: z.string().nullable(),
  to: z.string().nullable(),
  why: z.string().nullable(),
})
export type AskedQuestion = z.infer<typeof judgedQuestion>

/** 评议: what waits for the majority of the oversight committee, and what it came to. */
export const judgementsApi = contracts({
  listJudgements: {
    method: 'GET',
    path: '/api/villages/:village/judgements',
    summary:
      'Questions before the oversight committee: who asked, what comes of yes and of no, how far it is',
    params: inVillage,
    reply: z.object({
      rows: z.array(
        z.object({
          id,
          what: z.enum(keysOf(JUDGED)),
          state: z.enum(keysOf(JUDGEMENT_STATES)),
          /** The matter. */
          title: z.string().nullable(),
          proposalId: id.nullable(),
          meetingId: id.nullable(),
          subjectId: id,
          person: namedPerson.nullable(),
          question: judgedQuestion,
          by: namedPerson,
          at: instant,
          dueAt: instant,
          /** Able to act when it was asked. */
          members: z.int(),
          judged: z.int(),
          mayJudge: z.boolean(),
          /** What I said. */
          mine: z.boolean().nullable(),
        }),
      ),
    }),
  },
  judge: {
    method: 'POST',
    path: '/api/villages/:village/judgements/:judgement',
    summary: 'One member of the oversight committee says yes or no, with his reason; a no needs one',
    params: inVillage.extend({ judgement: id }),
    body: z.object({ agrees: z.boolean(), ground: text(400).nullable() }),
    reply: z.object({ state: z.enum(keysOf(JUDGEMENT_STATES)) }),
  },
})

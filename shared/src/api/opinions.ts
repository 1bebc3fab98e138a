import { z } from 'zod'
import { OPINION_KINDS } from '../words/kinds.ts'
import { contracts, done, id, instant, namedPerson, ofProposal, page, paging, text } from './contract.ts'
import { byTime } from './cursor.ts'

export const opinionRow = z.object({
  id,
  kind: z.enum(OPINION_KINDS),
  by: namedPerson,
  text: z.string(),
  attachmentId: id.nullable(),
  /** Said aloud; its text is what was written down of it since, by whom. */
  voice: z.object({ id, seconds: z.int() }).nullable(),
  writtenBy: namedPerson.nullable(),
  at: instant,
  answer: z.string().nullable(),
  adopted: z.boolean().nullable(),
  answeredAt: instant.nullable(),
  hidden: z.boolean(),
  hiddenReason: z.string().nullable(),
  mine: z.boolean(),
})

export const opinionApi = contracts({
  sayOpinion: {
    method: 'POST',
    path: '/api/villages/:village/proposals/:proposal/opinions',
    summary: 'Say an opinion or ask, as one on the roll',
    params: ofProposal,
    body: z
      .object({
        kind: z.enum(OPINION_KINDS),
        /** May be left out where it is said aloud. */
        text: text(2000).optional(),
        attachmentId: id.optional(),
        voiceId: id.optional(),
        meetingId: id.optional(),
      })
      .refine((said) => said.text || said.voiceId, { path: ['text'], error: 'words or a voice' }),
    reply: z.object({ id }),
  },
  listOpinions: {
    method: 'GET',
    path: '/api/villages/:village/proposals/:proposal/opinions',
    summary: 'Opinions and answers',
    params: ofProposal,
    query: paging(byTime),
    reply: page(opinionRow),
  },
  answerOpinion: {
    method: 'POST',
    path: '/api/villages/:village/proposals/:proposal/opinions/:opinion/answer',
    summary: 'Answer; adopted or not, with the reason',
    params: ofProposal.extend({ opinion: id }),
    body: z.object({ answer: text(2000), adopted: z.boolean() }),
    reply: done,
  },
  hideOpinion: {
    method: 'POST',
    path: '/api/villages/:village/proposals/:proposal/opinions/:opinion/hide',
    summary: 'Hide with a reason; nothing is deleted',
    params: ofProposal.extend({ opinion: id }),
    body: z.object({ reason: text(400) }),
    reply: done,
  },
})

import { z } from 'zod'
import { LOOKS } from '../words/privacy.ts'
import { keysOf } from '../words/vocabulary.ts'
import { contracts, day, divisionCode, done, id, instant, inVillage, office, text } from './contract.ts'
import { person } from './people.ts'

export const dataCorrection = z.object({
  id,
  text: z.string(),
  at: instant,
  dueAt: instant,
  answer: z.string().nullable(),
  answeredAt: instant.nullable(),
})
export const myData = z.object({
  /** As the office sees it: numbers in part. */
  held: person,
  /** What was done, never what was chosen. */
  counts: z.object({
    rolls: z.int(),
    ballots: z.int(),
    opinions: z.int(),
    objections: z.int(),
    files: z.int(),
  }),
  views: z.array(
    z.object({
      what: z.enum(keysOf(LOOKS)),
      /** Nobody but oneself is named who is no officer of the village. */
      viewer: z.string().nullable(),
      office: office.nullable(),
      division: divisionCode,
      on: day,
    }),
  ),
  corrections: z.array(dataCorrection),
})

export const privacyApi = contracts({
  getMyData: {
    method: 'GET',
    path: '/api/villages/:village/my-data',
    summary: 'What is held about me, and who looked',
    params: inVillage,
    reply: myData,
  },
  askCorrection: {
    method: 'POST',
    path: '/api/villages/:village/data-corrections',
    summary: 'Say what is wrong in what is held about me',
    params: inVillage,
    body: z.object({ text: text(1000) }),
    reply: z.object({ id, dueAt: instant }),
  },
  listCorrections: {
    method: 'GET',
    path: '/api/villages/:village/data-corrections',
    summary: 'Corrections asked for, the unanswered first',
    params: inVillage,
    reply: z.object({ rows: z.array(dataCorrection.extend({ person: z.object({ id, name: z.string() }) })) }),
  },
  answerCorrection: {
    method: 'POST',
    path: '/api/villages/:village/data-corrections/:correction/answer',
    summary: 'Answer: corrected, or why not',
    params: inVillage.extend({ correction: id }),
    body: z.object({ answer: text(1000) }),
    reply: done,
  },
})

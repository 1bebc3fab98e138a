import { z } from 'zod'
import { PAPER_FORMATS, PAPER_KIND_KEYS } from '../papers/paper-kinds.ts'
import { contracts, id, instant, inVillage, stage, year } from './contract.ts'

const format = z.enum(PAPER_FORMATS)

/** One that can be printed now. */
export const paperRow = z.object({
  /** Its name in the address. */
  id: z.string(),
  kind: z.enum(PAPER_KIND_KEYS),
  zh: z.string(),
  en: z.string(),
  /** What tells it from others of its kind: the meeting, the question, the day. */
  about: z.string().nullable(),
  meetingId: id.nullable(),
  /** Holds nothing but what everybody may see. */
  isPublic: z.boolean(),
})
export const yearRow = z.object({
  id,
  number: z.string(),
  title: z.string(),
  codes: z.array(z.string()),
  track: z.string(),
  stage,
  stageZh: z.string(),
  submittedAt: instant.nullable(),
  resolutionNumber: z.string().nullable(),
  decidedAt: instant.nullable(),
  planned: z.int(),
  spent: z.int(),
})

export const paperApi = contracts({
  listPapers: {
    method: 'GET',
    path: '/api/villages/:village/proposals/:proposal/papers',
    summary: 'The papers of a matter that this person may have',
    params: inVillage.extend({ proposal: id }),
    reply: z.object({ rows: z.array(paperRow) }),
  },
  getPaper: {
    method: 'GET',
    path: '/api/villages/:village/proposals/:proposal/papers/:paper',
    summary: 'One paper as PDF, or as Word to go on writing in',
    params: inVillage.extend({ proposal: id, paper: z.string().max(80) }),
    query: z.object({ format: format.optional() }),
    reply: z.unknown(),
    carries: 'binary',
  },
  getYearList: {
    method: 'GET',
    path: '/api/villages/:village/year-list',
    summary: 'The matters of a year',
    params: inVillage,
    query: z.object({ year: year.optional() }),
    reply: z.object({ year: z.int(), years: z.array(z.int()), rows: z.array(yearRow) }),
  },
  getYearPaper: {
    method: 'GET',
    path: '/api/villages/:village/year-list/paper',
    summary: 'The same list as a paper',
    params: inVillage,
    query: z.object({ year: year.optional(), format: format.optional() }),
    reply: z.unknown(),
    carries: 'binary',
  },
})

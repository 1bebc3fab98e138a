import { z } from 'zod'
import { INDICATOR_CODES } from '../oversight/indicators.ts'
import { daysOfPeriod } from '../oversight/periods.ts'
import { contracts, day, divisionCode, id, instant, inVillage, wholeText } from './contract.ts'

/** 2026-07 · 2026-Q3 · 2026. */
const period = z
  .string()
  .regex(/^[0-9Q-]{4,7}$/)
  .refine((name) => daysOfPeriod(name) !== null)
const indicator = z.enum(INDICATOR_CODES)
const count = z.object({ num: z.int(), den: z.int() })
const unit = z.object({
  code: divisionCode,
  name: z.string(),
  /** Villages that use the platform. */
  villages: z.int(),
  /** 分子、分母 by indicator; one without a case has 0 of 0. */
  figures: z.partialRecord(indicator, count),
})
export type FigureUnit = z.infer<typeof unit>
const figures = z.object({
  asOf: instant,
  period: z.string(),
  first: day,
  last: day,
  /** Of the period, where it is not over. */
  running: z.boolean(),
  units: z.array(unit),
})
const asked = z.object({ period })
const listAsked = asked.extend({ limit: wholeText.min(1).max(200).optional(), from: wholeText.optional() })
const list = z.object({
  rows: z.array(
    z.object({
      village: divisionCode,
      villageName: z.string(),
      title: z.string().nullable(),
      proposalId: id.nullable(),
      at: instant.nullable(),
      num: z.int(),
      den: z.int(),
    }),
  ),
  total: z.int(),
})

/** 指标: counts of a period, by unit, each with the list behind it. Reckoned from the records; nobody reports them. */
export const figuresApi = contracts({
  getFigures: {
    method: 'GET',
    path: '/api/divisions/:division/figures',
    summary: 'The figures of a period: of the townships of a county, or of the villages of a township',
    params: z.object({ division: divisionCode }),
    query: asked,
    reply: figures,
  },
  listFigure: {
    method: 'GET',
    path: '/api/divisions/:division/figures/:indicator',
    summary: 'The list behind one figure: each thing that counted in the period, those not counted first',
    params: z.object({ division: divisionCode, indicator }),
    query: listAsked,
    reply: list,
  },
  getVillageFigures: {
    method: 'GET',
    path: '/api/villages/:village/figures',
    summary: 'The figures of a village about itself',
    params: inVillage,
    query: asked,
    reply: figures,
  },
  listVillageFigure: {
    method: 'GET',
    path: '/api/villages/:village/figures/:indicator',
    summary: 'The list behind one figure of a village about itself',
    params: inVillage.extend({ indicator }),
    query: listAsked,
    reply: list,
  },
})

import { z } from 'zod'
import { ACT_STATES } from '../law/acts-of-two.ts'
import { keysOf, STAGES } from '../words/vocabulary.ts'
import { contracts, fen, id, instant, inVillage, text, waits } from './contract.ts'

/** What the township looks at before it says whether life was in danger. */
export const dangerSaid = z.object({
  beganAt: instant,
  /** What was done. */
  what: z.string(),
  why: z.string(),
  /** So far. */
  cost: fen,
  /** After the hours in which it was to be reported. */
  late: z.boolean(),
})
export const dangerShown = dangerSaid.extend({
  id,
  reportedAt: instant,
  /** What the township, after it the county, says of it. */
  state: z.enum(keysOf(ACT_STATES)),
  ground: z.string().nullable(),
  /** The newest matter that puts its cost before those who decide; null: none yet. */
  matter: z.object({ id, title: z.string(), stage: z.enum(keysOf(STAGES)) }).nullable(),
  /** Until when it is to be voted on; null: it cost nothing. */
  costDueAt: instant.nullable(),
  costPutAt: instant.nullable(),
})

/** 险情先办: danger to life, acted on at once. */
export const dangerApi = contracts({
  recordDanger: {
    method: 'POST',
    path: '/api/villages/:village/dangers',
    summary:
      'Report to the township that danger to life was acted on at once: what was done, why, what it cost so far',
    params: inVillage,
    body: z.object({ beganAt: instant, what: text(600), why: text(600), cost: fen }),
    reply: waits,
  },
  listDangers: {
    method: 'GET',
    path: '/api/villages/:village/dangers',
    summary:
      'What was done in danger to life, the newest first, with what the township said and whether its cost was voted on',
    params: inVillage,
    reply: z.object({ rows: z.array(dangerShown) }),
  },
})

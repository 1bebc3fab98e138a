import { z } from 'zod'
import { JUDGEMENT_STATES } from '../law/judged.ts'
import { keysOf } from '../words/vocabulary.ts'
import { contracts, id, instant, ofProposal, text } from './contract.ts'

/** How the oversight committee stands to it; null: not asked. */
export const judgedState = z.enum(keysOf(JUDGEMENT_STATES)).nullable()

/** 超支的项: what was spent beyond a line, and what the oversight committee said of what is spent by now. */
export const overLine = z.object({
  lineId: id,
  label: z.string(),
  judged: judgedState,
  dueAt: instant.nullable(),
})

/** 账: what goes beyond its line is put before the oversight committee. */
export const overLineApi = contracts({
  askOverLine: {
    method: 'POST',
    path: '/api/villages/:village/proposals/:proposal/lines/:line/over',
    summary: 'Ask the oversight committee whether what others saved pays for what is beyond this line',
    params: ofProposal.extend({ line: id }),
    body: z.object({
      /** The line that saved it. */
      fromLineId: id,
      reason: text(400),
    }),
    reply: z.object({ judgement: id, dueAt: instant }),
  },
})

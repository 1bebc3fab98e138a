/** 走哪条路: the refusals about facts that change the way, as refusals.ts has them of everything else. */
import { PLATFORM } from './refusal-row.ts'

// biome-ignore format: one row, one refusal
export const WAY_REFUSALS = {
  wayPaperNeeded: { status: 422, zh: '勾了“{asks}”，要附材料：{paper}', en: '“{asks}” is ticked: its paper is needed ({paper})', rule: 'facts that change the way', source: PLATFORM },
} as const

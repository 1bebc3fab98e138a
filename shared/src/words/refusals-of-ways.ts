/** 走哪条路: the refusals about facts that change the way, as refusals.ts has them of everything else. */
import { PLATFORM } from './refusal-row.ts'

// biome-ignore format: one row, one refusal
export const WAY_REFUSALS = {
  wayPaperNeeded: { status: 422, zh: '勾了“{asks}”，要附材料：{paper}', en: '“{asks}” is ticked: its paper is needed ({paper})', rule: 'facts that change the way', source: PLATFORM },
  costBelowDanger: { status: 422, zh: '险情先办已经花了{spent}元，这件事的金额不能少于它', en: 'What was done in danger has cost {spent} yuan already; this matter cannot ask for less', rule: 'danger to life', source: PLATFORM },
} as const

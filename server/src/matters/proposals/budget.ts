/** 资金: sources, uses and the amount are one sum, in whole fen. */
import type { MatterFacts } from '@cunyi/shared/api/proposals.ts'
import { MATTER_RULES } from '@cunyi/shared/matter/matter.ts'
import { yuan } from '@cunyi/shared/words/money.ts'
import { type Refusal, refuse } from '@cunyi/shared/words/refusal.ts'
import type { MatterCode } from '@cunyi/shared/words/vocabulary.ts'

type Line = { kind: 'source' | 'use'; amount: number }

/** A matter whose papers include a budget, or that brings one, must account for every fen. */
export function whyNotBudget(
  codes: readonly MatterCode[],
  facts: MatterFacts,
  lines: readonly Line[],
): Refusal | null {
  const sum = (kind: Line['kind']) =>
    lines.filter((line) => line.kind === kind).reduce((all, line) => all + line.amount, 0)
  const sources = sum('source')
  const uses = sum('use')
  const amount = facts.amount ?? 0
  const asked = lines.length > 0 || codes.some((code) => MATTER_RULES[code].papers.includes('budget'))
  if (!asked || (sources === uses && uses === amount)) return null
  return refuse('budgetDiffers', { sources: yuan(sources), uses: yuan(uses), amount: yuan(amount) })
}

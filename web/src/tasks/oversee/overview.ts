import type { ReplyOf } from '@cunyi/shared/api/contract.ts'
import type { divisionApi } from '@cunyi/shared/api/divisions.ts'
import { DONE_STAGES, isOneOf, STAGES, type Stage } from '@cunyi/shared/words/vocabulary.ts'

export type Overview = ReplyOf<typeof divisionApi.getOverview>
type Village = Overview['rows'][number]
/** One line of the list: a village, its matters by step, and what is late. */
export type Line = {
  village: string
  name: string
  township: string
  opened: boolean
  step1: number
  step2: number
  step3: number
  step4: number
  step5: number
  step6: number
  done: number
  late: number
  overdue: Village['overdue']
}
export const STEPS = ['step1', 'step2', 'step3', 'step4', 'step5', 'step6'] as const

export function lineOf(row: Village): Line {
  const line: Line = {
    village: row.village,
    name: row.name,
    township: row.township,
    opened: row.opened,
    step1: 0,
    step2: 0,
    step3: 0,
    step4: 0,
    step5: 0,
    step6: 0,
    done: 0,
    late: row.overdue.length,
    overdue: row.overdue,
  }
  for (const [stage, count] of Object.entries(row.byStage) as [Stage, number][]) {
    const step = STEPS[STAGES[stage].step - 1]
    if (isOneOf(DONE_STAGES, stage)) line.done += count
    else if (step) line[step] += count
  }
  return line
}

export function sumOf(lines: Line[]) {
  const sum = (key: (typeof STEPS)[number] | 'late' | 'done') =>
    lines.reduce((all, line) => all + line[key], 0)
  return {
    villages: lines.length,
    opened: lines.filter((line) => line.opened).length,
    underWay: STEPS.reduce((all, step) => all + sum(step), 0),
    done: sum('done'),
    late: sum('late'),
  }
}

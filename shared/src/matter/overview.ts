/** 总览 of a county or township: a village in a line, its matters by step, and the sums. One reckoning for page and workbook. */
import { DONE_STAGES, isOneOf, STAGES, type Stage } from '../words/vocabulary.ts'

type Village = {
  village: string
  name: string
  township: string
  opened: boolean
  byStage: Readonly<Partial<Record<string, number>>>
}
export const STEPS = ['step1', 'step2', 'step3', 'step4', 'step5', 'step6'] as const
export type OverviewLine<Late> = {
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
  overdue: readonly Late[]
}

export function lineOf<Late>(row: Village & { overdue: readonly Late[] }): OverviewLine<Late> {
  const { village, name, township, opened, overdue } = row
  const steps = { step1: 0, step2: 0, step3: 0, step4: 0, step5: 0, step6: 0 }
  let done = 0
  for (const [stage, count = 0] of Object.entries(row.byStage) as [Stage, number | undefined][]) {
    const step = STEPS[STAGES[stage].step - 1]
    if (isOneOf(DONE_STAGES, stage)) done += count
    else if (step) steps[step] += count
  }
  return { village, name, township, opened, ...steps, done, late: overdue.length, overdue }
}

export function sumOf(lines: readonly OverviewLine<unknown>[]) {
  const sum = (key: (typeof STEPS)[number] | 'late' | 'done') =>
    lines.reduce((all, line) => all + line[key], 0)
  const steps = Object.fromEntries(STEPS.map((step) => [step, sum(step)])) as Record<
    (typeof STEPS)[number],
    number
  >
  return {
    ...steps,
    villages: lines.length,
    opened: lines.filter((line) => line.opened).length,
    underWay: STEPS.reduce((all, step) => all + steps[step], 0),
    done: sum('done'),
    late: sum('late'),
  }
}

import {
  COMPLETED_STAGES,
  isOneOf,
  STAGES,
  STEP_STAGES,
  type Stage,
  type Track,
} from '@cunyi/shared/words/vocabulary.ts'

export type StepState = 'done' | 'now' | 'todo' | 'skip'
export type TrackStep = { step: number; stage: Stage; state: StepState; date?: string | null; note?: string }

/** Steps a lighter or opinion-only way does not have. */
const LEFT_OUT: Record<Track, number[]> = { full: [], committeeMatter: [3, 4], opinion: [5, 6] }

/** The six steps of a matter, each done, now, still to come, or not part of its way. */
export function trackOf(
  stage: Stage,
  track: Track,
  dates: Partial<Record<number, string | null>> = {},
): TrackStep[] {
  const here = STAGES[stage].step
  return STEP_STAGES.map((named, index) => {
    const step = index + 1
    const skip = LEFT_OUT[track]?.includes(step)
    const state: StepState = skip
      ? 'skip'
      : isOneOf(COMPLETED_STAGES, stage) || step < here
        ? 'done'
        : step === here
          ? 'now'
          : 'todo'
    return { step, stage: stageShown(named, stage, step === here), state, date: dates[step] ?? null }
  })
}

/** The day beside each step: of the sitting that came to something (steps 1 to 4), of the posting (5, 6). */
export function stepDates(
  sittings: { step: number; at: string | null }[],
  disclosures: { stage: Stage; postedAt: string | null }[],
): Partial<Record<number, string>> {
  const dates: Partial<Record<number, string>> = {}
  for (const { step, at } of sittings) if (at) dates[step] = at
  for (const { stage, postedAt } of disclosures) if (postedAt) dates[STAGES[stage].step] = postedAt
  return dates
}

/** While a matter is being carried out or waits for approval, its step carries that name. */
const stageShown = (named: Stage, stage: Stage, here: boolean): Stage =>
  here && (stage === 'implementation' || stage === 'awaitingApproval') ? stage : named

/**
 * 本地增加的步骤 as a sitting: where the county names the body, the step is its meeting, with notice, roll, votes and
 * minutes of its own, before the meeting of the step it stands before. Where no body is named two persons say that it
 * was done, as before. (四议一审两公开等地方做法; integrity D31)
 */
import type { MeetingRule } from '../law/meeting-rules.ts'
import type { ExtraStep } from '../law/profile-keys.ts'
import { type Assembly, type Route, type SittingStage, STAGES } from '../words/vocabulary.ts'

export type ExtraName = Pick<ExtraStep, 'zh' | 'en'>

/** The body that sits; null: nobody does, two persons say so. */
export const sitsAt = ({ assembly }: ExtraStep, route: Route): Assembly | null =>
  assembly === 'representatives' && route === 'D' ? 'residentRepresentatives' : (assembly ?? null)

/**
 * The first one before this step that is not taken yet: they are taken one after the other. A meeting that was demanded
 * by law waits for none of them (村委会组织法 arts 25, 30).
 */
export const nextExtra = (
  steps: readonly ExtraStep[],
  at: { step: number; demanded: boolean; taken: readonly string[] },
): ExtraStep | null =>
  at.demanded ? null : (steps.find((one) => one.beforeStep === at.step && !at.taken.includes(one.zh)) ?? null)

/** The body's own rule, at the step before which it sits. It keeps no gap, and is neither opinion nor count of households. */
export const atExtraStep = (rule: MeetingRule, stage: SittingStage): MeetingRule => ({
  ...rule,
  stage,
  gapDays: 0,
  opinion: false,
})

/** How such a sitting is called wherever the step's name would stand. */
export const sittingName = (stage: SittingStage, extra: ExtraName | null): { zh: string; en: string } =>
  extra
    ? {
        zh: `${extra.zh}（第${STAGES[stage].step}步前）`,
        en: `${extra.en} (before step ${STAGES[stage].step})`,
      }
    : STAGES[stage]

import { type ExtraName, sittingName } from '@cunyi/shared/meeting/extra-step.ts'
import type { SittingStage } from '@cunyi/shared/words/vocabulary.ts'
import { useWords } from './words.ts'

/** 这是哪一步的会: one of the six, or one that the county has added before it. */
export function useStepName() {
  const { either, ours } = useWords()
  return ({ stage, extraStep }: { stage: string; extraStep: ExtraName | null }): string => {
    const { zh, en } = sittingName(stage as SittingStage, extraStep)
    // What the county has added it has named itself.
    return extraStep ? either(zh, en) : ours(zh, en)
  }
}

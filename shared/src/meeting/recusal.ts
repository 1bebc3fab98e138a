/**
 * 回避: an interest from the list, of his own or of a near relative; what everybody gets is none. The person is told and
 * may contest it before the poll opens, or, told too late for that, while it runs. (平台默认; integrity D24)
 */
import { addHours } from '../words/days.ts'
import { type Refusal, refuse } from '../words/refusal.ts'
import type { Assembly, MatterCode, PollStatus } from '../words/vocabulary.ts'

export const INTERESTS = {
  contractor: { zh: '承包人或供货人', en: 'Contractor or supplier' },
  beneficiary: { zh: '比大家多得好处的人', en: 'Gets more than everybody gets' },
  party: { zh: '合同的一方', en: 'Party to the contract' },
  relative: { zh: '上述人员的近亲属', en: 'Near relative of one of them' },
  other: { zh: '其他利害关系（须写明）', en: 'Another interest, in words' },
} as const
export type Interest = keyof typeof INTERESTS

/** 人人同等的事项: what is decided applies to everybody alike, and nobody has an interest of his own in it. */
const GENERAL: readonly MatterCode[] = ['M01', 'M02']
const OTHER_NEEDS = 6

export function whyNotRecuse({
  codes,
  interest,
  reason,
}: {
  codes: readonly MatterCode[]
  interest: Interest
  reason: string
}): Refusal | null {
  if (codes.length > 0 && codes.every((code) => GENERAL.includes(code))) return refuse('recusalGeneral')
  return interest === 'other' && [...reason.trim()].length < OTHER_NEEDS ? refuse('recusalNeedsText') : null
}

/** Told later than so many hours before the opening, he may not have heard of it when the poll opens. */
const TOLD_HOURS = 24

/**
 * 不同意回避 is said until the matter's first poll opens; by whom another recorded in the last day before it, as long
 * as it runs: nobody is told so late that he cannot speak.
 */
export function mayContest(
  polls: readonly { status: PollStatus; openedAt: Date | null }[],
  recordedAt: Date,
): boolean {
  const goOn = polls.filter((poll) => poll.status !== 'void')
  return (
    goOn.length > 0 &&
    goOn.every(
      ({ status, openedAt }) =>
        status === 'waiting' ||
        (status === 'open' && openedAt !== null && openedAt < addHours(recordedAt, TOLD_HOURS)),
    )
  )
}

/** More than a third of a representatives' roll recused: the villagers' assembly decides. */
export const tooManyRecused = (recused: number, roll: number): boolean => 3 * recused > roll
/** Steps 1 and 2: the rest vote, as long as they are two. */
const FEWEST = 2

/** 回避的人多: why this body cannot decide; another takes the matter then (提请). */
export function whyRecusedOut(
  assembly: Assembly,
  { recused, roll }: { recused: number; roll: number },
): Refusal | null {
  if (recused === 0) return null
  if (assembly === 'representatives')
    return tooManyRecused(recused, roll) ? refuse('tooManyRecused', { recused, roll }) : null
  const left = roll - recused
  return (assembly === 'branch' || assembly === 'committees') && left < FEWEST
    ? refuse('tooFewLeft', { left })
    : null
}

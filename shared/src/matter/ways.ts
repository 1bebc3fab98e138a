/** 走哪条路: who may ask for the full way and when it is followed; which matters are like one another. */
import type { ProfileValues } from '../law/profile.ts'
import { endOfDays } from '../words/days.ts'
import { meets, type Share, shareOf } from '../words/share.ts'
import { similar } from '../words/similar.ts'
import { changedByMore, normaliseText } from './amendment.ts'

/** 十分之一以上: of the representatives, without representatives of the adults. */
const TENTH: Share = shareOf('>=1/10')

export type FullWayAsks = {
  /** Representatives who asked; how many there are. */
  representativesAsking: number
  representatives: number
  /** Everybody who asked; the village's adults. */
  asking: number
  adults: number
  /** A member of the oversight committee joined. */
  oversight: boolean
}

/** 要求走完整程序: followed if a tenth of the representatives (without any: of the adults) or oversight join. */
export const isFullWayFollowed = (it: FullWayAsks): boolean =>
  it.oversight ||
  (it.representatives > 0
    ? meets(TENTH, it.representativesAsking, it.representatives)
    : meets(TENTH, it.asking, it.adults))

/** 答复期限: of whom nobody has answered; a later asker does not put it off. */
export const answerFullWayBy = (
  waits: { dueAt: Date | null },
  now: Date,
  profile: Pick<ProfileValues, 'duty.answer_days'>,
): Date => waits.dueAt ?? endOfDays(now, profile['duty.answer_days'])

/** Of a matter as much as tells it from others. */
export type Marks = {
  title: string
  purpose?: string | undefined
  place?: string | undefined
  contractor?: string | undefined
}

/** 相近事项: like in its title, or the same or like purpose, place or contractor. */
export const areAlike = (one: Marks, other: Marks, pct: number): boolean =>
  (['title', 'purpose', 'place', 'contractor'] as const).some(
    (mark) => similar(one[mark] ?? '', other[mark] ?? '') >= pct,
  )

type Facts = { amount?: number | undefined; place?: string | undefined; contractor?: string | undefined }

/** 改头换面: however it is called, the same sum for the same contractor or at the same place. */
export const isSameWork = (one: Facts, other: Facts, pct: number): boolean => {
  const same = (mark: 'place' | 'contractor') =>
    normaliseText(one[mark] ?? '') !== '' &&
    normaliseText(one[mark] ?? '') === normaliseText(other[mark] ?? '')
  const sums = one.amount !== undefined && other.amount !== undefined
  return (
    sums && !changedByMore(other.amount ?? 0, one.amount ?? 0, pct) && (same('place') || same('contractor'))
  )
}

/** 同一事项换个说法: a draft whose title and text are like one that was rejected. */
export const isLikeText = (
  one: { title: string; body: string },
  other: { title: string; body: string },
  pct: number,
): boolean => similar(`${one.title} ${one.body}`, `${other.title} ${other.body}`) >= pct

/** 作废的原因 in words. */
export const VOID_REASONS = {
  amended: { zh: '文本已修改', en: 'the text was amended' },
  withdrawn: { zh: '事项已撤回', en: 'the matter was withdrawn' },
  corrected: { zh: '责令改正', en: 'a correction was ordered' },
  countInvalid: { zh: '计票无效', en: 'the count was invalid' },
  keyLost: { zh: '投票箱的钥匙丢失', en: 'the key of the box was lost' },
  sealBroken: { zh: '选票的封口被破坏', en: 'a sealed ballot was changed from outside' },
  adjourned: { zh: '休会期内没有开成', en: 'it was not held in the days of an adjournment' },
  recounted: { zh: '复核后退回重议', en: 'the recount took the matter back' },
  recusedOut: { zh: '回避的人多，改由其他会议决定', en: 'too many are recused, and another body decides' },
  superseded: { zh: '已由新事项代替', en: 'another matter took its place' },
  assistedUnreached: {
    zh: '代录的票过多，没有核对到的去掉后结果不成立',
    en: 'too many ballots were assisted, and without those not reached the result does not stand',
  },
  recusalUndecided: {
    zh: '回避有争议的票去掉后结果不成立',
    en: 'without the ballots of contested recusals the result does not stand',
  },
} as const
export type VoidReason = keyof typeof VOID_REASONS

/** A sitting that came to nothing by the way it was held; not by a lost key, an outage or what became of the matter. */
export const VOID_BY_SITTING: readonly VoidReason[] = [
  'countInvalid',
  'sealBroken',
  'adjourned',
  'assistedUnreached',
  'recusalUndecided',
]
/** So many of them at one step, and another member chairs. (平台默认) */
const MOST_VOIDS = 3
export const whoMayNotChair = (voided: readonly { chairId: string }[]): string[] =>
  voided.length < MOST_VOIDS ? [] : [...new Set(voided.map((one) => one.chairId))]

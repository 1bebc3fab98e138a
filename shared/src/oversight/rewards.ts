/** 奖惩的规则: rows as data (seed 003, 奖惩台账). The ledger proposes; two persons confirm; the platform pays nothing. */

/** 三星以上: a village's work money of the year, and what its committee's pay is raised by. Fen and per cent. */
export type VillageReward = { stars: number; workMoneyFen: number; payPercent: number }
/** 书记连续三年: by the lowest star of the three years; per cent of the pay, or of a retired one's monthly allowance. */
export type SecretaryReward = { stars: number; percent: number }
export type RewardRules = {
  villages: readonly VillageReward[]
  secretaries: readonly SecretaryReward[]
  /** How many years running. */
  years: number
}
export const REWARDS: RewardRules = {
  villages: [{ stars: 3, workMoneyFen: 3_000_000, payPercent: 5 }],
  secretaries: [
    { stars: 5, percent: 100 },
    { stars: 4, percent: 20 },
    { stars: 3, percent: 10 },
  ],
  years: 3,
}

const best = <R extends { stars: number }>(rows: readonly R[], stars: number): R | null =>
  rows
    .filter((row) => row.stars <= stars)
    .reduce<R | null>((so, row) => (so && so.stars >= row.stars ? so : row), null)

/** What a village of so many stars has in this year; null: nothing. */
export const villageReward = (stars: number, rules: RewardRules = REWARDS): VillageReward | null =>
  best(rules.villages, stars)

/** What a secretary has whose village had these stars in the years of his office, the newest last. Mixed: the lowest. */
export function secretaryReward(
  stars: readonly number[],
  rules: RewardRules = REWARDS,
): SecretaryReward | null {
  const running = stars.slice(-rules.years)
  return running.length < rules.years ? null : best(rules.secretaries, Math.min(...running))
}

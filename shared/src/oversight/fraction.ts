/** 分数: marks are exact fractions; they are rounded only where somebody reads them. The denominator is above zero. */
export type Fraction = { num: bigint; den: bigint }

export const fraction = (num: number | bigint, den: number | bigint = 1): Fraction =>
  shortened({ num: BigInt(num), den: BigInt(den) })

function shortened({ num, den }: Fraction): Fraction {
  let [a, b] = [num < 0n ? -num : num, den]
  while (b > 0n) [a, b] = [b, a % b]
  return a > 1n ? { num: num / a, den: den / a } : { num, den }
}

export const plus = (a: Fraction, b: Fraction): Fraction =>
  shortened({ num: a.num * b.den + b.num * a.den, den: a.den * b.den })
export const minus = (a: Fraction, b: Fraction): Fraction => plus(a, { num: -b.num, den: b.den })
export const times = (a: Fraction, b: Fraction): Fraction =>
  shortened({ num: a.num * b.num, den: a.den * b.den })
/** By a whole number above zero. */
export const over = (a: Fraction, by: number): Fraction => shortened({ num: a.num, den: a.den * BigInt(by) })

/** Crosswise: below zero where a is the smaller. */
export function compare(a: Fraction, b: Fraction): -1 | 0 | 1 {
  const [left, right] = [a.num * b.den, b.num * a.den]
  return left < right ? -1 : left > right ? 1 : 0
}

/** 四舍五入到两位小数, half away from zero: for the eye only. */
export function twoPlaces({ num, den }: Fraction): string {
  const sign = num < 0n ? '-' : ''
  const hundredths = (200n * (num < 0n ? -num : num) + den) / (2n * den)
  const digits = hundredths.toString().padStart(3, '0')
  return `${hundredths === 0n ? '' : sign}${digits.slice(0, -2)}.${digits.slice(-2)}`
}

/** 平均: of at least one. */
export const mean = (all: readonly Fraction[]): Fraction => over(all.reduce(plus, fraction(0)), all.length)

/** As it is kept and sent: "355/4". */
export const written = ({ num, den }: Fraction): string => `${num}/${den}`
export function read(text: string): Fraction {
  const [num = '0', den = '1'] = text.split('/')
  return fraction(BigInt(num), BigInt(den))
}

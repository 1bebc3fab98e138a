/**
 * 比例: the arithmetic words of the law, in whole numbers only (民法典 art 1259: 以上 includes the number,
 * 超过 and 过半数 do not). Percentages are for display and never decide anything.
 */

export type Share = { readonly n: number; readonly d: number; readonly more: boolean }

/** 过半数, 超过…: strictly more than. */
export const moreThan = (n: number, d: number): Share => ({ n, d, more: true })
/** …以上: this number included. */
export const atLeast = (n: number, d: number): Share => ({ n, d, more: false })

/** Whether `count` of `base` reaches the share. Of an empty base nothing is ever reached. */
export function meets(share: Share, count: number, base: number): boolean {
  whole(count)
  whole(base)
  if (base === 0) return false
  return share.more ? count * share.d > base * share.n : count * share.d >= base * share.n
}

/** The least count that reaches the share. */
export function needed(share: Share, base: number): number {
  whole(base)
  const product = base * share.n
  const below = (product - (product % share.d)) / share.d
  if (share.more) return below + 1
  return Math.max(1, product % share.d === 0 ? below : below + 1)
}

/** 还差: how many are still missing. */
export const missing = (share: Share, count: number, base: number): number =>
  Math.max(0, needed(share, base) - count)

/** Whether `share` asks at least as much as `floor` does. */
export function isAsStrict(share: Share, floor: Share): boolean {
  const mine = share.n * floor.d
  const theirs = floor.n * share.d
  return mine === theirs ? share.more || !floor.more : mine > theirs
}

/** The shares a rule profile can name; a name is what is saved. */
// biome-ignore format: one row, one share
export const SHARES = {
  '>=1/10': { share: atLeast(1, 10), zh: '十分之一以上', en: 'at least one tenth' },
  '>=1/5':  { share: atLeast(1, 5),  zh: '五分之一以上', en: 'at least one fifth' },
  '>=1/3':  { share: atLeast(1, 3),  zh: '三分之一以上', en: 'at least one third' },
  '>=1/2':  { share: atLeast(1, 2),  zh: '半数以上',     en: 'at least half' },
  '>1/2':   { share: moreThan(1, 2), zh: '过半数',       en: 'more than half' },
  '>=2/3':  { share: atLeast(2, 3),  zh: '三分之二以上', en: 'at least two thirds' },
  '>=3/4':  { share: atLeast(3, 4),  zh: '四分之三以上', en: 'at least three quarters' },
  '>=4/5':  { share: atLeast(4, 5),  zh: '五分之四以上', en: 'at least four fifths' },
} as const
export type ShareName = keyof typeof SHARES
export const shareOf = (name: ShareName): Share => SHARES[name].share

/** 过半数 / 三分之二以上: the share in the words of the law. */
export function shareWords(share: Share): { zh: string; en: string } {
  const known = Object.values(SHARES).find(
    (row) => row.share.n === share.n && row.share.d === share.d && row.share.more === share.more,
  )
  if (known) return { zh: known.zh, en: known.en }
  return share.more
    ? { zh: `超过${share.d}分之${share.n}`, en: `more than ${share.n}/${share.d}` }
    : { zh: `${share.d}分之${share.n}以上`, en: `at least ${share.n}/${share.d}` }
}

function whole(n: number): void {
  if (!Number.isSafeInteger(n) || n < 0) throw new RangeError(`not a count: ${n}`)
}

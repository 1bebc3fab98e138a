/** 骰子: all chance of one command from one number, so that a command is the same whatever stood before it. */
export type Random = {
  /** 0 to n - 1. */
  below(n: number): number
  /** n times of d. */
  chance(n: number, d: number): boolean
  of<T>(list: readonly T[]): T | undefined
  some<T>(list: readonly T[], most: number): T[]
  weighted<T>(list: readonly (readonly [T, number])[]): T
  hex(bytes: number): string
}

export function randomOf(seed: number): Random {
  let state = seed >>> 0
  // mulberry32
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
  const below = (n: number) => Math.floor(next() * n)
  const random: Random = {
    below,
    chance: (n, d) => below(d) < n,
    of: (list) => list[below(list.length)],
    some: (list, most) => {
      const left = [...list]
      const taken = []
      for (let n = Math.min(most, left.length); n > 0; n--)
        taken.push(left.splice(below(left.length), 1)[0] as (typeof left)[number])
      return taken
    },
    weighted: (list) => {
      let at = below(list.reduce((sum, [, weight]) => sum + weight, 0))
      for (const [one, weight] of list) {
        if (at < weight) return one
        at -= weight
      }
      throw new Error('an empty list')
    },
    hex: (bytes) => Array.from({ length: bytes * 2 }, () => below(16).toString(16)).join(''),
  }
  return random
}

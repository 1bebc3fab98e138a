/** Picks persons whose households add up: exactly `many` of them, exactly `sum` households; null where none fit. */
export function pickBySum<T extends { households: number }>(
  from: readonly T[],
  many: number,
  sum: number,
): T[] | null {
  if (!reachable(from, many, sum, from.length)) return null
  const picked: T[] = []
  let [n, total, limit] = [many, sum, from.length]
  while (n > 0) {
    const found = lastBefore(from, n, total, limit)
    if (found === null) return null
    picked.unshift(from[found] as T)
    total -= (from[found] as T).households
    limit = found
    n -= 1
  }
  return picked
}

/** The last index below `limit` from which the rest can still be reached. */
function lastBefore<T extends { households: number }>(
  from: readonly T[],
  n: number,
  total: number,
  limit: number,
): number | null {
  for (let at = limit - 1; at >= n - 1; at -= 1) {
    const rest = total - (from[at] as T).households
    if (rest >= 0 && reachable(from, n - 1, rest, at)) return at
  }
  return null
}

function reachable<T extends { households: number }>(
  from: readonly T[],
  many: number,
  sum: number,
  limit: number,
): boolean {
  const sums: Set<number>[] = Array.from({ length: many + 1 }, () => new Set<number>())
  sums[0]?.add(0)
  for (let at = 0; at < limit; at += 1)
    for (let n = Math.min(many, at + 1); n >= 1; n -= 1)
      for (const total of sums[n - 1] ?? [])
        if (total + (from[at] as T).households <= sum) sums[n]?.add(total + (from[at] as T).households)
  return sums[many]?.has(sum) ?? false
}

export async function eachOf<T, R>(
  items: readonly T[],
  atOnce: number,
  fn: (item: T) => Promise<R>,
): Promise<R[]> {
  const out: R[] = new Array(items.length)
  let next = 0
  await Promise.all(
    Array.from({ length: Math.min(atOnce, items.length) }, async () => {
      while (next < items.length) {
        const at = next++
        out[at] = await fn(items[at] as T)
      }
    }),
  )
  return out
}

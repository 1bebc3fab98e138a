/** 抽签: who is drawn follows from the printed seed and the names alone, so that anybody can draw again (oversight 6). */

/** A number below n without leaning to any: what does not divide evenly is drawn again. */
type Draw = (below: number) => number

/** xoshiro128** over four words that the seed gives; a lot needs to be repeatable, not secret. */
function drawsOf(seed: string): Draw {
  const state = new Uint32Array(4)
  // FNV-1a over the seed, once for each word with its own beginning.
  for (let word = 0; word < 4; word++) {
    let hash = (0x811c9dc5 ^ word) >>> 0
    for (const unit of seed) hash = Math.imul(hash ^ (unit.codePointAt(0) ?? 0), 0x01000193) >>> 0
    state[word] = hash === 0 ? 1 : hash
  }
  const next = () => {
    const [a = 0, b = 0, c = 0, d = 0] = state
    const shifted = b << 9
    const result = Math.imul(turned(Math.imul(b, 5), 7), 9) >>> 0
    const x = c ^ a
    const y = d ^ b
    state[1] = b ^ x
    state[0] = a ^ y
    state[2] = x ^ shifted
    state[3] = turned(y, 11)
    return result
  }
  for (let at = 0; at < 20; at++) next()
  return (below) => {
    const most = 2 ** 32 - (2 ** 32 % below)
    let drawn = next()
    while (drawn >= most) drawn = next()
    return drawn % below
  }
}
const turned = (x: number, by: number) => (x << by) | (x >>> (32 - by))

/** So many of these, all where there are fewer. The order they come in does not matter: names are sorted first. */
export function drawn<T extends string>(seed: string, from: readonly T[], count: number): T[] {
  const draw = drawsOf(seed)
  const left = [...new Set(from)].sort()
  const out: T[] = []
  while (out.length < count && left.length > 0) out.push(...left.splice(draw(left.length), 1))
  return out
}

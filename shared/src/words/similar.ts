/** 文字相近: how much of two texts is the same, in whole percent; punctuation, spaces and width do not count. */
const plain = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\p{P}\p{S}\p{Z}\p{C}]/gu, '')

function trigrams(text: string): Map<string, number> {
  const marks = [...`\u0002${plain(text)}\u0003`]
  const found = new Map<string, number>()
  for (let at = 0; at + 3 <= marks.length; at++) {
    const three = marks.slice(at, at + 3).join('')
    found.set(three, (found.get(three) ?? 0) + 1)
  }
  return found
}

/** Shares of three signs in common, of both: 100 for the same text, 0 for nothing in common or nothing said. */
export function similar(one: string, other: string): number {
  if (plain(one) === '' || plain(other) === '') return 0
  if (plain(one) === plain(other)) return 100
  const [a, b] = [trigrams(one), trigrams(other)]
  const size = (all: Map<string, number>) => [...all.values()].reduce((sum, n) => sum + n, 0)
  let common = 0
  for (const [three, n] of a) common += Math.min(n, b.get(three) ?? 0)
  return Math.floor((200 * common) / (size(a) + size(b)))
}

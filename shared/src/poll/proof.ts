/**
 * 证明: the texts over which digests are reckoned. Anybody with a published list can reckon them again; the hash is
 * SHA-256 everywhere, and whoever calls brings it.
 */

/** What the first entry of a chain follows. */
export const GENESIS = '0'.repeat(64)

/**
 * A link proves the entry before it, its own number, its time and its payload's digest; and, of entries that cover
 * records, the root over these and the mark of what it is about.
 */
export const linkText = (
  prevLink: string,
  seq: number,
  at: Date,
  payloadDigest: string,
  covering?: { covers: string; mark: string } | null,
): string =>
  [
    prevLink,
    seq,
    at.toISOString(),
    payloadDigest,
    ...(covering ? [covering.covers, covering.mark] : []),
  ].join('|')

/** 回执: sorted, one a line. */
export const receiptsText = (receipts: readonly string[]): string => [...receipts].sort().join('\n')

/** 表决票: as they were mixed, in the order of their random ids, one a line. */
export const ballotsText = (ballots: readonly { id: string; choice: string }[]): string =>
  [...ballots]
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map((one) => `${one.id} ${one.choice}`)
    .join('\n')

/**
 * RFC 8785 for what JSON can hold: keys in the order of their code units, no spaces. Numbers and texts are written
 * as JavaScript does, which is what the RFC asks for.
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  if (value !== null && typeof value === 'object')
    return `{${Object.entries(value)
      .filter(([, one]) => one !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, one]) => `${JSON.stringify(key)}:${canonicalJson(one)}`)
      .join(',')}}`
  return JSON.stringify(value) ?? 'null'
}

/**
 * 付表决的内容: everything that a poll decides on, as it stood when it was opened. The number before a digest says what it
 * is reckoned over; of polls of an earlier release the text alone was kept.
 */
export type Voted = {
  title: string
  summary: string
  body: string
  facts: unknown
  budget: readonly { seq: number; kind: string; label: string; amount: number }[]
  questions: readonly { seq: number; text: string }[]
}
export const VOTED = '2'
export const votedText = ({ title, summary, body, facts, budget, questions }: Voted): string =>
  canonicalJson({
    title,
    summary,
    body,
    facts,
    budget: inOrder(budget).map(({ kind, label, amount }) => ({ kind, label, amount })),
    questions: inOrder(questions).map(({ text }) => text),
  })
const inOrder = <T extends { seq: number }>(rows: readonly T[]): T[] =>
  [...rows].sort((a, b) => a.seq - b.seq)

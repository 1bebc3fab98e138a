/** 修改: substantive or editorial, reckoned from the facts; and when two texts are the same. */

export type TextFacts = {
  amountFen?: number | null
  /** Land in hundredths of a mu, so that it stays a whole number. */
  areaCentiMu?: number | null
  beneficiaries?: string | null
  term?: string | null
  place?: string | null
  contractor?: string | null
  duration?: string | null
  executor?: string | null
  scope?: string | null
  dueOn?: string | null
  choosing?: string | null
}
const WORDS = [
  'beneficiaries',
  'term',
  'place',
  'contractor',
  'duration',
  'executor',
  'scope',
  'dueOn',
  'choosing',
] as const
export type SubstantiveGround = keyof TextFacts | 'rightsOrDuties'

/**
 * Whether a figure changed by more than `pct` per cent of the old one; exactly that much is not more. A figure
 * that appears or goes is a change of any size.
 */
export function changedByMore(before: number, after: number, pct: number): boolean {
  return 100 * Math.abs(after - before) > pct * before
}

/**
 * 实质修改: which grounds make it so. An empty list is editorial. Nobody can tick editorial against the facts;
 * the chair can only add that rights or duties of persons change. A household that does not consent is cut out
 * by law (农村土地承包法 art 36), which is no change of beneficiaries: the caller leaves the fact as it was.
 */
export function substantiveGrounds(
  before: TextFacts,
  after: TextFacts,
  options: { pct: number; rightsOrDuties?: boolean },
): SubstantiveGround[] {
  const grounds: SubstantiveGround[] = []
  if (changedByMore(before.amountFen ?? 0, after.amountFen ?? 0, options.pct)) grounds.push('amountFen')
  if (changedByMore(before.areaCentiMu ?? 0, after.areaCentiMu ?? 0, options.pct)) grounds.push('areaCentiMu')
  for (const fact of WORDS) {
    if (normaliseText(before[fact] ?? '') !== normaliseText(after[fact] ?? '')) grounds.push(fact)
  }
  if (options.rightsOrDuties) grounds.push('rightsOrDuties')
  return grounds
}

export const isSubstantive = (
  before: TextFacts,
  after: TextFacts,
  options: { pct: number; rightsOrDuties?: boolean },
) => substantiveGrounds(before, after, options).length > 0

/** 附议: whether an amendment from the floor is taken up, by the chair or one fifth of those present. */
export const isTakenUp = (facts: { byChair: boolean; seconders: number; present: number }): boolean =>
  facts.byChair || (facts.present > 0 && 5 * facts.seconders >= facts.present)

/** "≤300" is not "≥300": signs that say how much or how many. */
const SIGNS_THAT_COUNT = /[%‰<>≤≥≠=±+]/

/**
 * 同一方案: the text without what does not change it: spaces, punctuation, width and case. What parts two
 * figures stays ("3.2" is not "32"), and so do signs that count. The caller hashes it.
 */
export const normaliseText = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/(?<=\d),(?=\d{3}(?!\d))/g, '')
    .replace(/(?<=\d)[\p{P}\p{S}\p{Z}\p{C}]+(?=\d)/gu, (between) =>
      between.includes('.') ? '点' : (SIGNS_THAT_COUNT.exec(between)?.[0] ?? '至'),
    )
    .replace(/[\p{P}\p{S}\p{Z}\p{C}]/gu, (mark) => (SIGNS_THAT_COUNT.test(mark) ? mark : ''))

/** One string for a proposal's line: title and text together. */
export const textForDigest = (title: string, text: string): string =>
  `${normaliseText(title)}\n${normaliseText(text)}`

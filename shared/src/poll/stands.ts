/** 去掉也成立: an outcome without some of its ballots. */
import type { MeetingRule } from '../law/meeting-rules.ts'
import type { Outcome } from '../words/vocabulary.ts'
import { decide, type Figures } from './tally.ts'

/**
 * 复核: whether a closed secret poll's outcome stands when `t` of its ballots should not have been cast. They
 * cannot be found any more, so any t of the cast ballots are taken away in the worst way; what was
 * counted, presence, quorum and bases are those of the corrected facts.
 */
export function outcomeStandsWithout(
  t: number,
  figures: Figures,
  rule: MeetingRule,
  corrected: Partial<Figures> = {},
): boolean {
  if (!Number.isSafeInteger(t) || t < 0) throw new RangeError(`not a count: ${t}`)
  const before = decide(figures, rule).outcome
  const facts: Figures = { ...figures, ...corrected }
  const others = facts.against + facts.abstain + (facts.invalid ?? 0)
  if (t > facts.for + others) return false
  const fewest = Math.max(0, t - others)
  const most = Math.min(t, facts.for)
  for (let fromFor = fewest; fromFor <= most; fromFor += 1) {
    if (decide(without(facts, fromFor, t - fromFor), rule).outcome !== before) return false
  }
  return true
}

/** 复核的结果: of a closed poll on corrected figures, `t` of its secret ballots besides being wrongful and not to be found. */
export function recountedOutcome(
  closed: Outcome,
  { before, after, t }: { before: Figures; after: Figures; t: number },
  rule: MeetingRule,
): Outcome {
  if (t === 0) return decide(after, rule).outcome
  return outcomeStandsWithout(t, before, rule, after) ? closed : 'void'
}

/** Ballots that are not for weigh alike, so it does not matter which of them are taken. */
function without(figures: Figures, fromFor: number, fromOthers: number): Figures {
  const against = Math.min(figures.against, fromOthers)
  const abstain = Math.min(figures.abstain, fromOthers - against)
  const invalid = (figures.invalid ?? 0) - (fromOthers - against - abstain)
  return {
    ...figures,
    for: figures.for - fromFor,
    against: figures.against - against,
    abstain: figures.abstain - abstain,
    invalid,
  }
}

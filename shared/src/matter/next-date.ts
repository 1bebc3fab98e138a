/** 下一个日期: what a matter waits for next, in words. What is late stands among its duties (duties.ts). */
import { BEFORE_RESOLUTION_STAGES, isOneOf, type Stage } from '../words/vocabulary.ts'

export const NEXT_DATES = {
  meetingOpens: { zh: '开会', en: 'Meeting' },
  windowEnds: { zh: '表决截止', en: 'Voting ends' },
  postBy: { zh: '最迟公示', en: 'To be posted by' },
  disclosureEnds: { zh: '公示期满', en: 'Disclosure ends' },
  demandDue: { zh: '最迟通知开会', en: 'Meeting to be called by' },
  noteDue: { zh: '监督意见期满', en: "Oversight committee's days end" },
  referUntil: { zh: '可提请村民会议至', en: 'May be referred until' },
} as const
export type NextDateKind = keyof typeof NEXT_DATES
export type NextDate = { kind: NextDateKind; at: Date }

export type DateFacts = {
  stage: Stage
  now: Date
  demandDueAt: Date | null
  noteDueAt: Date | null
  referUntil: Date | null
  /** Sittings of this stage that are not over. */
  sittings: readonly { opensAt: Date; windowEnd: Date | null }[]
  /** The disclosure of this stage, where there is one. */
  disclosure: { startDueAt: Date; postedAt: Date | null; endsAt: Date | null } | null
}

/** The next thing to come. */
export function nextDateOf(facts: DateFacts): NextDate | null {
  const dates: NextDate[] = []
  const add = (kind: NextDateKind, at: Date | null) => at && dates.push({ kind, at })
  if (facts.stage === 'drafting' || isOneOf(BEFORE_RESOLUTION_STAGES, facts.stage))
    add('demandDue', facts.demandDueAt)
  add('noteDue', facts.noteDueAt)
  if (facts.stage === 'shelved') add('referUntil', facts.referUntil)
  for (const sitting of facts.sittings) {
    if (sitting.opensAt > facts.now) add('meetingOpens', sitting.opensAt)
    else add('windowEnds', sitting.windowEnd)
  }
  if (facts.disclosure?.postedAt) add('disclosureEnds', facts.disclosure.endsAt)
  else if (facts.disclosure) add('postBy', facts.disclosure.startDueAt)
  return dates
    .filter((date) => date.at > facts.now)
    .reduce<NextDate | null>((best, one) => (best && best.at <= one.at ? best : one), null)
}

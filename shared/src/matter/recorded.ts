/**
 * 登记已办: what the law asks of a village and is done outside the platform, on paper. One act records each: done on that
 * day, by this paper. Whoever is reviewed does not record his own review. (村委会组织法 arts 35, 38; 支部工作条例 arts 11, 12)
 */
import { mayAct } from '../law/acts.ts'
import type { Day } from '../words/days.ts'
import { type Refusal, refuse } from '../words/refusal.ts'
import type { Office, Route } from '../words/vocabulary.ts'
import type { Duty } from './duty-kinds.ts'

export const RECORDED = {
  /** Led by the oversight committee (art 38), and recorded by it. */
  reviewOfYear: 'note',
  accountsOfQuarter: 'answer',
  accountsOfMonth: 'answer',
  /** 报备案: the receipt of the township and of the county's office. */
  fileCharter: 'answer',
  fileMembers: 'answer',
  /** Meetings of the branch that are on no matter. */
  partyOfQuarter: 'submit',
  branchOfMonth: 'submit',
} as const satisfies Partial<Record<Duty, 'note' | 'answer' | 'submit'>>
export type RecordedDuty = keyof typeof RECORDED
export const isRecorded = (kind: string): kind is RecordedDuty => kind in RECORDED

const KEPT: readonly RecordedDuty[] = ['accountsOfQuarter', 'accountsOfMonth']
/** The collective's own, by its board; the village committee where it stands in for it. */
const OF_COLLECTIVE: readonly RecordedDuty[] = ['fileCharter', 'fileMembers']

export const mayRecord = (kind: RecordedDuty, route: Route, offices: readonly Office[]): boolean =>
  mayAct(RECORDED[kind], route, offices) ||
  (KEPT.includes(kind) && offices.includes('accountant')) ||
  (OF_COLLECTIVE.includes(kind) && mayAct(RECORDED[kind], 'B', offices))

/** Neither before what it is owed for began, nor on a day that has not come. */
export const whyNotDoneOn = (doneOn: Day, { from, today }: { from: Day; today: Day }): Refusal | null =>
  doneOn < from || doneOn > today ? refuse('dayUnfit') : null

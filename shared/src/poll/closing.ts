/** 结束表决之前: what the ballots not cast mean by the rule. No choice is known for it, and none is needed. */
import type { MeetingRule } from '../law/meeting-rules.ts'
import { type Attendance, decide } from './tally.ts'

/** How many have to be in favour, of how many, as those who are there now are the base. */
export type AyesNeeded = { base: number; needed: number }

export function ayesNeeded(attendance: Attendance, rule: MeetingRule): AyesNeeded {
  const { majorityBase, majorityNeeded } = decide({ ...attendance, for: 0, against: 0, abstain: 0 }, rule)
  return { base: majorityBase, needed: majorityNeeded }
}

/** 还差几票: were every ballot that is in, or out as a slip, in favour. Above 0 it cannot be adopted if it ends now. */
export const shortOf = ({ needed }: AyesNeeded, cast: number): number => Math.max(0, needed - cast)

import type { Day } from '../words/days.ts'
import type { Params } from '../words/refusal.ts'

/** 应到名册的构成: what a roll was built from and checked against, as it is kept with the meeting. */
export type RollComposition = {
  day: Day
  entitled: number
  allMembers: number
  women: number
  households: number
  /** Adults of the village, or of the group that sits: the other quorum's base where households sit. */
  adults: number
  /** Against arts 29 and 28: empty where the composition is as the law asks. */
  faults: { code: string; params: Params; personId?: string }[]
  /** Persons left out of 应到 under a local basis, and the roll as it would be with them. */
  excluded: string[]
  excludedBasis: string | null
  entitledWithExcluded: number
}
/** With what the notice rests on. */
export type MeetingComposition = RollComposition & { legalBasis: string | null; oversightSilent: boolean }

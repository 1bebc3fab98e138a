/**
 * 条件: who makes a move, and all that the table of moves looks at before it lets him. No fact is optional, and for
 * none of them does silence mean yes: the rows say which facts a move needs, and the compiler holds whoever makes it.
 */
import type { ProfileValues } from '../law/profile.ts'
import type { Refusal } from '../words/refusal.ts'
import type { Assembly, SittingStage } from '../words/vocabulary.ts'

/** 经办人: by the offices of law/acts.ts, or by the matter itself. */
export type Person =
  | 'drafter'
  | 'branch'
  | 'initiator'
  | 'poster'
  | 'referrer'
  | 'townshipStaff'
  | 'countyStaff'
/** Who makes a move: a person, the chair from the floor of a meeting, or what happened. */
export type Actor = Person | 'chair' | 'meeting' | 'clock' | 'recount' | 'newResolution'

export type ApprovalBy = 'township' | 'county'

/** What the records of the matter say. */
export type RecordedFacts = {
  now: Date
  profile: Pick<ProfileValues, 'max_reconvene' | 'max_reject_s4' | 'on_reject_2' | 'on_reject_3'>
  /** 依法要求, art 25 or 30: steps 1 to 3 cannot stop it. */
  demanded: boolean
  /** The convening time of a demanded matter's step has passed. */
  demandOverdue: boolean
  /** Which approvals a special law asks for, and which were given before this one. */
  approvalNeeded: readonly ApprovalBy[]
  approvalGiven: readonly ApprovalBy[]
  /** Before this one. */
  rejectionsAtStep4: number
  /** Which assembly rejected it last at step 4, when it was shelved, and whether it was referred before. */
  rejectedBy: Assembly | null
  shelvedAt: Date | null
  referredBefore: boolean
  branchConsents: boolean
  /** Sittings at this stage that ended without quorum, with the one that has just ended. */
  failedSittings: number
  pollOpen: boolean
  /** So many of the body that is convened are recused that another has to decide (meeting/recusal.ts). */
  recusedOut: boolean
  /** Its representatives are fewer, or fewer of them women, than the law asks (people/composition.ts). */
  bodyUnfit: boolean
  /** A question of this round of step 4 is adopted. */
  adopted: boolean
  /** 变更决议: the resolution that changes this one stands. */
  newResolutionAdopted: boolean
}

/** What is said with the move by whoever makes it. */
export type SaidFacts = { reason: string | null; documentNumber: string | null; article: string | null }

/** What is reckoned where it arises, by the rule of its own noun: why not, or null; and yes or no. */
export type ReckonedFacts = {
  /** matter/amendment.ts */
  substantive: boolean
  /** Taken up by the chair or one fifth of those present. */
  takenUp: boolean
  /** disclosure/disclosure.ts */
  disclosureRefusal: Refusal | null
  /** words/money.ts */
  outcomeRefusal: Refusal | null
  /** poll/tally.ts: on the corrected figures the adoption does not stand. */
  recountFlips: boolean
  /** The step whose adoption it was. */
  overturned: SittingStage
  /** Others hold rights by a contract on it. */
  contractSigned: boolean
}

export type Facts = RecordedFacts & SaidFacts & ReckonedFacts
export type FactName = keyof Facts

/** Short lists of words that a record may hold and no page shows by themselves: contracts and tables take them from here. */
export const VERSION_KINDS = ['first', 'editorial', 'substantive', 'revision'] as const
export const BUDGET_KINDS = ['source', 'use'] as const
export const NOTE_KINDS = [
  'oversightNote',
  'oversightReview',
  'challenge',
  'townshipOpinion',
  'filing',
  'approval',
  'consultation',
  'branchConsent',
  'extraStep',
  'overdueStep',
] as const
/** 质询对象: the body that answers for the matter, or the branch. */
export const ADDRESSEES = ['village', 'branch'] as const
export type Addressee = (typeof ADDRESSEES)[number]
export const FULL_WAY_CAPACITIES = ['villager', 'representative', 'oversight'] as const
export type FullWayCapacity = (typeof FULL_WAY_CAPACITIES)[number]
export const REVIEW_VERDICTS = ['agreed', 'objected', 'silent'] as const
export const NOTE_VERDICTS = [...REVIEW_VERDICTS, 'approved'] as const
export const PETITION_STATUSES = ['open', 'threshold', 'demand', 'answered', 'proposal'] as const
export const DEMANDED_ASSEMBLIES = ['villagers', 'representatives'] as const
export const OPINION_KINDS = ['opinion', 'question', 'households'] as const
/** 我说过的: its kinds, and what became of it. */
export const SAYING_KINDS = ['objection', ...OPINION_KINDS, 'petition'] as const
export const SAYING_STATES = [
  ...['signing', 'waiting', 'above', 'movedOn', 'answered', 'adopted', 'notAdopted', 'hidden', 'proposal'],
  ...['upheld', 'dismissed', 'corrected', 'recorded'],
] as const

export const SITTING_STAGES = [
  'branchProposal',
  'committeeDeliberation',
  'partyReview',
  'villagerResolution',
] as const
export const CORRECTION_KINDS = ['add', 'strike', 'vote', 'noVote', 'representative'] as const
/** 推选、抽签: how the tellers came to be. */
export const TELLERS_BY = ['meeting', 'lot'] as const
export type TellersBy = (typeof TELLERS_BY)[number]
/** 核对代录: what a call to somebody who was helped came to. */
export const CALL_RESULTS = ['reached', 'notReached', 'notMine'] as const
export type CallResult = (typeof CALL_RESULTS)[number]
/** 误记: what the clerk can have entered by mistake. */
export const ENTRIES = ['signIn', 'leave', 'excuse', 'recusal'] as const
export type Entry = (typeof ENTRIES)[number]
export const ATTENDANCE_MEANS = ['clerk', 'hallCode', 'self', 'assisted'] as const
export const AMENDMENT_KINDS = ['editorial', 'toJudge', 'substantive'] as const
export const AMENDMENT_STATUSES = ['moved', 'adopted', 'takenUp', 'declined'] as const
export const COUNTED_CHANNELS = ['paper', 'hands'] as const
export const SLIP_EVENTS = ['handedOut', 'returned'] as const

export const DISCLOSURE_STATUSES = ['prepared', 'reviewed', 'posted', 'interrupted', 'ended'] as const
export const PHOTO_MOMENTS = ['start', 'end'] as const
export const OBJECTION_VERDICTS = ['upheld', 'dismissed', 'corrected', 'recorded'] as const
export const TENDERS = ['none', 'quotes', 'tender', 'exchange'] as const

export const ATTACHMENT_PURPOSES = [
  'proposal',
  'disclosure',
  'meeting',
  'paper',
  'objection',
  'progress',
  'opinion',
  'office',
  'voice',
] as const
/** 任职的两种提出 */
export const OFFICE_ACT_KINDS = ['appoint', 'end', 'handOver'] as const
export const BASIS_KINDS = [
  'onlinePresence',
  'memberRepresentatives',
  'agency',
  'recusal',
  'excludeUnreachable',
  'other',
] as const
export const IMPORT_STATUSES = ['reading', 'previewed', 'confirming', 'done', 'failed', 'discarded'] as const

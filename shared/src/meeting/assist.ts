/** 代录: a helper enters the choice of a person without a phone, before a witness; both stand on a list the village disclosed. */
import { type Refusal, refuse } from '../words/refusal.ts'
import type { AssistPlace } from '../words/vocabulary.ts'

export type AssistFacts = {
  personId: string
  helperId: string
  /** null: the witness is still awaited. */
  witnessId: string | null
  place: AssistPlace
  /** Since when each is on the list; null: is not, or is not any more. */
  helperSince: Date | null
  witnessSince: Date | null
  pollOpenedAt: Date | null
  chairId: string
  /** Helper or witness has an interest in the matter. */
  interested: boolean
}

/**
 * Who may help whom: two listed persons, neither of them the voter, the chair, or somebody with an interest. By
 * telephone, where nobody sees who speaks, the witness is of the oversight committee instead (平台默认; integrity D23).
 */
export function whyNotAssist(facts: AssistFacts): Refusal | null {
  const { personId, helperId, witnessId, place } = facts
  const two = witnessId === null ? [helperId] : [helperId, witnessId]
  if (helperId === witnessId) return refuse('samePersonTwice')
  if (two.includes(personId)) return refuse('assistOwnBallot')
  if (!isListed(facts.helperSince, facts)) return refuse('helperNotListed')
  if (witnessId !== null && place !== 'byTelephone' && !isListed(facts.witnessSince, facts))
    return refuse('witnessNotListed')
  if (two.includes(facts.chairId)) return refuse('helperIsChair')
  return facts.interested ? refuse('helperInterested') : null
}

/** The list is disclosed before the vote: nobody comes onto it while a poll runs. */
const isListed = (since: Date | null, { pollOpenedAt }: AssistFacts): boolean =>
  since !== null && (pollOpenedAt === null || since.getTime() <= pollOpenedAt.getTime())

/** 超过上限: not a refusal, for the person must not lose his vote; it stands in the record as an alert. */
export const passesHelperCap = (assisted: number, cap: number): boolean => assisted > cap

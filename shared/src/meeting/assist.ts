/** 代录: a helper enters the choice of a person without a phone, before a witness; both stand on a list the village disclosed. */
import type { MeetingRule } from '../law/meeting-rules.ts'
import { PROFILE_KEYS } from '../law/profile-keys.ts'
import type { Tally } from '../poll/tally.ts'
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

type AssistRule = Pick<MeetingRule, 'helperCap' | 'helperCapPct' | 'ringMin' | 'ringPct'>

/** 上限: so many for a helper, and so many for a helper and a witness together, whoever of them enters. */
export const capOf = (
  { helperCap, helperCapPct = PROFILE_KEYS.helper_cap_pct.default }: AssistRule,
  roll: number,
): number => Math.max(helperCap, Math.floor((roll * helperCapPct) / 100))

/** Another helper may still help him: nobody loses his vote by it. */
export function whyOverCap(already: { byHelper: number; byPair: number }, cap: number): Refusal | null {
  if (already.byHelper >= cap) return refuse('helperCapReached', { cap })
  return already.byPair >= cap ? refuse('pairCapReached', { cap }) : null
}

/** 逐一核对: so many ballots were entered by helpers that the oversight committee rings them all. */
export const mustRing = (
  {
    ringMin = PROFILE_KEYS['assisted.ring_min'].default,
    ringPct = PROFILE_KEYS['assisted.ring_pct'].default,
  }: AssistRule,
  { assisted, ballots }: { assisted: number; ballots: number },
): boolean => assisted >= ringMin && 100 * assisted > ringPct * ballots

/** Whether they were rung, and what came of it; null: it was not asked for. */
export type Rung = 'all' | 'some' | null

const RUNG = {
  all: {
    zh: '代录的票较多，村务监督委员会已逐一电话核对。',
    en: ' Many ballots were assisted; the oversight committee rang every one of them.',
  },
  some: {
    zh: '代录的票较多，村务监督委员会逐一电话核对；没有联系上的，全部去掉结果也不变。',
    en: ' Many ballots were assisted; the oversight committee rang them, and the result stands without those it did not reach.',
  },
} as const

/** The result says so in words, never in a number. */
export const withRinging = (tally: Tally, rung: Rung): Tally =>
  rung === null
    ? tally
    : {
        ...tally,
        sentenceZh: tally.sentenceZh + RUNG[rung].zh,
        sentenceEn: tally.sentenceEn + RUNG[rung].en,
      }

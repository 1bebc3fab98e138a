/** 联名: how many must sign, of whom, and what it leads to. */
import { endOfDays } from '../words/days.ts'
import { type Refusal, refuse } from '../words/refusal.ts'
import { atLeast, meets, missing, needed, type Share } from '../words/share.ts'
import type { MatterCode } from '../words/vocabulary.ts'
import { MATTER_RULES } from './matter-table.ts'

/** `villagers`: of the registered adults on the day of signing; `representatives`: of those elected, without members by office. */
// biome-ignore format: one row, one right
export const PETITION_RIGHTS = {
  propose:        { villagers: atLeast(1, 10), representatives: atLeast(1, 5), zh: '提出议题',         en: 'Put a matter forward',                    source: '河南省实施村委会组织法办法 art 54' },
  demandAssembly: { villagers: atLeast(1, 10), representatives: atLeast(1, 3), zh: '要求召开村民会议',   en: "Demand a villagers' assembly",            source: '村委会组织法 art 25' },
  demandRepresentatives: { villagers: null,    representatives: atLeast(1, 5), zh: '要求召开村民代表会议', en: "Demand a representatives' meeting",     source: '村委会组织法 art 30' },
} as const satisfies Record<string, { villagers: Share | null; representatives: Share; zh: string; en: string; source: string }>
export type PetitionRight = keyof typeof PETITION_RIGHTS

export type Signatures = {
  villagers: number
  representatives: number
  registeredAdults: number
  electedRepresentatives: number
}
export type PetitionStanding = {
  met: boolean
  villagers: { needed: number; missing: number; met: boolean } | null
  representatives: { needed: number; missing: number; met: boolean }
}

/** Where a petition stands for one right. */
export function petitionStanding(right: PetitionRight, signed: Signatures): PetitionStanding {
  const row = PETITION_RIGHTS[right]
  const line = (share: Share, count: number, base: number) => ({
    needed: needed(share, base),
    missing: missing(share, count, base),
    met: meets(share, count, base),
  })
  const villagers = row.villagers ? line(row.villagers, signed.villagers, signed.registeredAdults) : null
  const representatives = line(row.representatives, signed.representatives, signed.electedRepresentatives)
  return { met: Boolean(villagers?.met) || representatives.met, villagers, representatives }
}

/** Which demand fits the matter: what only the assembly may decide needs the assembly's threshold. */
export const demandFor = (codes: readonly MatterCode[]): PetitionRight =>
  codes.some((code) => MATTER_RULES[code].assemblyOnly) ? 'demandAssembly' : 'demandRepresentatives'

/** Answered within these days once enough have signed; a demanded meeting is convened within these. */
export const answerBy = (reachedAt: Date, answerDays: number): Date => endOfDays(reachedAt, answerDays)
export const conveneBy = (reachedAt: Date, conveneDays: number): Date => endOfDays(reachedAt, conveneDays)

/** 不予提出: below a demand the branch may decline with reasons; a demand it may not decline. */
export function whyNotDecline(facts: {
  demandMet: boolean
  reason: string
  closed: boolean
}): Refusal | null {
  if (facts.closed) return refuse('petitionClosed')
  if (facts.demandMet) return refuse('mayNotDecline')
  return facts.reason.trim() ? null : refuse('reasonNeeded')
}

/** 联名: once a person, by a registered adult or an elected representative. */
export function whyNotCosign(facts: {
  registered: boolean
  adult: boolean
  isRepresentative: boolean
  isPartyMember: boolean
  signed: boolean
  closed: boolean
}): Refusal | null {
  if (facts.closed) return refuse('petitionClosed')
  if (facts.signed) return refuse('alreadyCosigned')
  return (facts.registered && facts.adult) || facts.isRepresentative || facts.isPartyMember
    ? null
    : refuse('mayNotCosign')
}

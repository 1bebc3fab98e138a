/**
 * 并村、分村: a village, or some of its groups, goes over to another by the county's approval, to which its villagers'
 * assembly has agreed (村委会组织法 art 3). Who goes over is written anew there and names his old row; the old rows stay for
 * what was begun with them. Where the law is silent: 平台默认. (integrity D30)
 */
import type { Day } from '../words/days.ts'
import { firstOf, type Refusal, refuse } from '../words/refusal.ts'
import {
  type Assembly,
  isOneOf,
  type Office,
  type Route,
  type Stage,
  type Track,
  WORKED_STAGES,
} from '../words/vocabulary.ts'

/** One move stands in both villages. */
export const MOVE_WAYS = ['out', 'in'] as const
export type MoveWay = (typeof MOVE_WAYS)[number]

/** 公示期满的村民会议决议. */
const CONSENTED = WORKED_STAGES
const WHOLE_VILLAGE: readonly Assembly[] = ['villagers', 'households', 'residents', 'residentHouseholds']

export type Consent = { stage: Stage; track: Track; assembly: Assembly; flawed: boolean }
export const consents = ({ stage, track, assembly, flawed }: Consent): boolean =>
  isOneOf(CONSENTED, stage) && track === 'full' && WHOLE_VILLAGE.includes(assembly) && !flawed

type Place = { code: string; parentCode: string | null; opened: boolean; movedTo: string | null }
/** `groups`: who goes over; none named: all who are still there. */
export type Moving = { groups: readonly string[]; movedOn: Day }

export const whyNotMove = (
  { groups, movedOn }: Moving,
  about: {
    from: Place
    to: Place | undefined
    /** The groups of the old village that still have somebody. */
    found: readonly string[]
    consent: Consent | undefined
    today: Day
  },
): Refusal | null => {
  const { from, to, found, consent, today } = about
  const all = groups.length === 0 || found.every((group) => groups.includes(group))
  return firstOf(
    () => (from.movedTo ? refuse('alreadyDone') : null),
    () =>
      !to || to.code === from.code || !to.opened || to.movedTo || to.parentCode !== from.parentCode
        ? refuse('moveUnfit')
        : null,
    () => (groups.some((group) => !found.includes(group)) ? refuse('groupUnknown') : null),
    // Some of the groups are not all of them: who takes all says so, and the village is closed.
    () => (groups.length > 0 && all ? refuse('moveIsWhole') : null),
    () => (consent && consents(consent) ? null : refuse('consentMissing')),
    () => (movedOn > today ? refuse('moveTooEarly', { on: movedOn }) : null),
  )
}

/** 随户过去: chosen by these households and this group, and by nobody else; whoever was chosen by the whole village is not. (arts 11, 28) */
export const GOES_ALONG: readonly Office[] = ['representative', 'residentRepresentative', 'groupHead']

/** Two groups, or two households, of one name are not the same: whoever comes bears his old village's name before it. */
export function namesThere(
  names: readonly string[],
  taken: readonly string[],
  village: string,
): Map<string, string> {
  const used = new Set(taken)
  const map = new Map<string, string>()
  for (const name of names) {
    let there = name
    for (let n = 1; used.has(there); n += 1) there = `${village}${n > 1 ? n : ''}${name}`
    used.add(there)
    map.set(name, there)
  }
  return map
}

/**
 * 原村不再起草、召集: what was noticed is held, what was resolved is carried out. The collective is not the village: it goes on
 * as it was until its own members decide on a merger (农村集体经济组织法 art 26).
 */
export const whyClosed = (
  movedTo: string | null | undefined,
  village: string,
  route: Route,
): Refusal | null => (movedTo && route !== 'B' ? refuse('villageMoved', { village }) : null)

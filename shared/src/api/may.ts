/**
 * 谁可以: asked once. The door, what a view offers (`mayNow`) and the phone's menu all ask here, so that nothing is
 * offered that the door refuses. The one place that knows what staff, a role and an office that ended are good for.
 */
import { mayAct, whyNotMeetingAct } from '../law/acts.ts'
import type { Refusal } from '../words/refusal.ts'
import { type Assembly, keysOf, OFFICES, type Office, type Route } from '../words/vocabulary.ts'
import type { RequestName } from './index.ts'
import { ACT_OF, type Holder, RIGHTS, SEES, type Sight } from './rights.ts'

/** What somebody is in one meeting or matter, beside his offices. */
export const ROLES = ['roll', 'chair', 'recorder', 'teller', 'initiator'] as const
export type Role = (typeof ROLES)[number]

/** Somebody before one division: all that the rights ask about him. */
export type Standing = {
  /** 户籍在本村 and not gone. */
  registered: boolean
  /** Held today, in his own division. */
  offices: readonly Office[]
  /** Held there once. */
  ended: readonly Office[]
  /** Where the division asked about lies from his own; `below`: he oversees it. None asked about is his own. */
  place: 'own' | 'below' | 'above'
  roles: readonly Role[]
}

/** Whose matter or meeting it is; the assembly whose turn it is, if one's is. */
export type About = { route: Route; assembly: Assembly | null }

/** Of township or county: he oversees villages and decides for none. */
export const isStaff = (offices: readonly Office[]): boolean =>
  offices.includes('townshipStaff') || offices.includes('countyStaff')

/** Held by whoever asks; whether this is a demo or a test at all, the door knows. */
const ANYBODY: readonly Holder[] = ['anyone', 'login', 'account', 'demo', 'testing']
// Without the sentences of all refusals, which a phone has no need of to draw its menu.
const refuse = (code: 'forbidden' | 'officeEnded' | 'notForAdministrators'): Refusal => ({ code, params: {} })
const isOffice = (one: Holder): one is Holder & Office => one in OFFICES
const isRole = (one: Holder): one is Role => (ROLES as readonly Holder[]).includes(one)

function holds(right: Holder, { registered, offices, place, roles }: Standing): boolean {
  if (right === 'township') return place !== 'above' && offices.includes('townshipStaff')
  if (right === 'county') return place !== 'above' && offices.includes('countyStaff')
  if (right === 'villager') return place === 'own' && registered && !isStaff(offices)
  if (right === 'resident') return place === 'own' && !isStaff(offices)
  if (ANYBODY.includes(right)) return true
  return place === 'own' && ([...roles, ...offices] as readonly Holder[]).includes(right)
}

/** Whether the answer hangs on what he is in the meeting or matter, so that it must be looked up. */
export const asksRole = (request: RequestName): boolean => RIGHTS[request].some(isRole)

/** The office in which somebody makes a request: the first held that carries it. */
export const officeFor = (request: RequestName, offices: readonly Office[]): Office | null =>
  offices.find((office) => (RIGHTS[request] as readonly string[]).includes(office)) ?? null

/** The row of the rights. */
export function whyNot(request: RequestName, who: Standing): Refusal | null {
  if (RIGHTS[request].some((right) => holds(right, who))) return null
  if (isStaff(who.offices)) return refuse('notForAdministrators')
  return refuse(officeFor(request, who.ended) ? 'officeEnded' : 'forbidden')
}

/** The row of the rights, then the acts of the body whose matter it is. */
export function whyNotOn(request: RequestName, who: Standing, about: About): Refusal | null {
  const refusal = whyNot(request, who)
  const acts = ACT_OF[request]
  if (refusal || !acts) return refusal
  if (RIGHTS[request].some((right) => !isOffice(right) && holds(right, who))) return null
  const carried = acts.some((act) =>
    act === 'convene'
      ? about.assembly !== null &&
        whyNotMeetingAct(act, about.assembly, who.offices, undefined, about.route) === null
      : mayAct(act, about.route, who.offices),
  )
  return carried ? null : refuse('forbidden')
}

/** In which state each request makes sense. */
export type Sense<S> = Partial<Record<RequestName, (state: S) => boolean>>

/** 现在可办: what makes sense as things stand and he may do. */
export const mayNow = <S>(sense: Sense<S>, state: S, who: Standing, about: About): RequestName[] =>
  keysOf(sense as Required<Sense<S>>).filter(
    (request) => sense[request]?.(state) && whyNotOn(request, who, about) === null,
  )

export const sees = (what: Sight, who: Standing): boolean =>
  SEES[what].some((right: Holder) => holds(right, who))

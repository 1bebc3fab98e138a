/**
 * 谁办什么: office × act for each body. The right to act follows the office held at that moment; the right to
 * vote follows the frozen roll and never this table. Tellers and recorder are named in the notice.
 */
import { type Refusal, refuse } from '../words/refusal.ts'
import type { Assembly, Office, Route } from '../words/vocabulary.ts'
import { bodyOf, routeOf } from './meeting-rules.ts'
import type { Body } from './profile.ts'

type BodyActs = { convene: readonly Office[]; chair: readonly Office[]; deputies: readonly Office[] }

/** 召集、主持; `deputies`: the offices of the same body from which a deputy may be named. */
// biome-ignore format: one row, one body
export const BODY_ACTS: Record<Body, BodyActs> = {
  branch:                  { convene: ['branchSecretary', 'branchDeputy'],       chair: ['branchSecretary', 'branchDeputy'], deputies: ['branchCommittee'] },
  joint:                   { convene: ['branchSecretary', 'branchDeputy'],       chair: ['branchSecretary', 'branchDeputy'], deputies: ['branchCommittee', 'villageDirector', 'villageCommittee', 'residentDirector', 'residentCommittee'] },
  party:                   { convene: ['branchSecretary', 'branchDeputy'],       chair: ['branchSecretary', 'branchDeputy'], deputies: ['branchCommittee'] },
  vra:                     { convene: ['villageDirector', 'villageCommittee'],   chair: ['villageDirector'],  deputies: ['villageCommittee'] },
  assembly:                { convene: ['villageDirector', 'villageCommittee'],   chair: ['villageDirector'],  deputies: ['villageCommittee'] },
  member:                  { convene: ['boardChair', 'boardMember'],             chair: ['boardChair'],       deputies: ['boardMember'] },
  memberRepresentatives:   { convene: ['boardChair', 'boardMember'],             chair: ['boardChair'],       deputies: ['boardMember'] },
  groups:                  { convene: ['groupHead'],                             chair: ['groupHead'],        deputies: [] },
  residents:               { convene: ['residentDirector', 'residentCommittee'], chair: ['residentDirector'], deputies: ['residentCommittee'] },
  residentRepresentatives: { convene: ['residentDirector', 'residentCommittee'], chair: ['residentDirector'], deputies: ['residentCommittee'] },
}

const BRANCH = ['branchSecretary', 'branchDeputy', 'branchCommittee'] as const
/** 书记，或代他主持的人 (支部工作条例 art 14). */
const SECRETARY = ['branchSecretary', 'branchDeputy'] as const
const COMMITTEE = ['villageDirector', 'villageCommittee'] as const
const BOARD = ['boardChair', 'boardMember'] as const
const RESIDENTS = ['residentDirector', 'residentCommittee'] as const
const OVERSIGHT = ['oversightChair', 'oversightCommittee'] as const

/** Acts that do not hang on a meeting: by route. */
// biome-ignore format: one row, one act
export const ACTS = {
  draft:     { zh: '起草',       en: 'Draft',             A: [...BRANCH, ...COMMITTEE, 'clerk'], B: [...BRANCH, ...COMMITTEE, ...BOARD, ...RESIDENTS, 'clerk'], C: [...BRANCH, ...COMMITTEE, 'groupHead', 'clerk'], D: [...BRANCH, ...RESIDENTS, 'clerk'] },
  submit:    { zh: '提交',       en: 'Submit',            A: BRANCH, B: BRANCH, C: BRANCH, D: BRANCH },
  post:      { zh: '公示',       en: 'Post',              A: COMMITTEE, B: BOARD, C: [...COMMITTEE, 'groupHead'], D: RESIDENTS },
  file:      { zh: '备案',       en: 'File',              A: COMMITTEE, B: BOARD, C: COMMITTEE, D: RESIDENTS },
  carryOut:  { zh: '组织实施',   en: 'Carry out',         A: [...COMMITTEE, 'accountant'], B: [...BOARD, 'accountant'], C: [...COMMITTEE, 'groupHead', 'accountant'], D: [...RESIDENTS, 'accountant'] },
  answer:    { zh: '答复异议',   en: 'Answer objections', A: COMMITTEE, B: BOARD, C: COMMITTEE, D: RESIDENTS },
  refer:     { zh: '提请村民会议', en: 'Refer',           A: COMMITTEE, B: [], C: [], D: [] },
  consent:   { zh: '党组织同意', en: 'Branch consent',    A: SECRETARY, B: SECRETARY, C: SECRETARY, D: SECRETARY },
  note:      { zh: '监督意见',   en: 'Note and review',   A: OVERSIGHT, B: [...OVERSIGHT, 'supervisor'], C: OVERSIGHT, D: OVERSIGHT },
  witness:   { zh: '见证',       en: 'Witness',           A: OVERSIGHT, B: [...OVERSIGHT, 'supervisor'], C: OVERSIGHT, D: OVERSIGHT },
  correct:   { zh: '名册更正（第二人）', en: 'Confirm a correction', A: OVERSIGHT, B: [...OVERSIGHT, 'supervisor'], C: OVERSIGHT, D: OVERSIGHT },
  roster:    { zh: '维护名册',   en: 'Keep the roster',   A: [...BRANCH, ...COMMITTEE, 'clerk'], B: [...BRANCH, ...COMMITTEE, 'clerk'], C: [...BRANCH, ...COMMITTEE, 'clerk'], D: [...BRANCH, ...RESIDENTS, 'clerk'] },
  profile:   { zh: '提出规则修改', en: 'Propose a rule change', A: COMMITTEE, B: COMMITTEE, C: COMMITTEE, D: RESIDENTS },
  oversee:   { zh: '指导',       en: 'Guide',             A: ['townshipStaff'], B: ['townshipStaff'], C: ['townshipStaff'], D: ['townshipStaff'] },
} as const satisfies Record<string, { zh: string; en: string } & Record<Route, readonly Office[]>>
export type Act = keyof typeof ACTS
export type MeetingAct = 'convene' | 'chair'

/** Of whoever watches. */
const WATCHING: readonly Act[] = ['note', 'witness', 'correct']
const carries = (act: Act, route: Route, offices: readonly Office[]): boolean =>
  offices.some((office) => (ACTS[act][route] as readonly Office[]).includes(office))

/**
 * Whether one of the offices held now carries the act on this route. Whoever answers for the matter does not watch it,
 * whatever else he was made.
 */
export const mayAct = (act: Act, route: Route, offices: readonly Office[]): boolean =>
  carries(act, route, offices) && !(WATCHING.includes(act) && carries('answer', route, offices))

/**
 * 代行: whose offices act for this assembly. Where no collective is registered, a matter of the collective takes the
 * village's own way and its committee calls the members together. (农村集体经济组织法 art 64)
 */
export const bodyActs = (assembly: Assembly, route: Route = routeOf(assembly)): BodyActs =>
  BODY_ACTS[route === 'A' && routeOf(assembly) === 'B' ? 'assembly' : bodyOf(assembly)]

/** 召集、主持: by office, or as the named deputy of that body. */
export function whyNotMeetingAct(
  act: MeetingAct,
  assembly: Assembly,
  offices: readonly Office[],
  deputy: { named: boolean; allowed: boolean } = { named: false, allowed: true },
  route: Route = routeOf(assembly),
): Refusal | null {
  const row = bodyActs(assembly, route)
  if (offices.some((office) => row[act].includes(office))) return null
  if (deputy.named && deputy.allowed && offices.some((office) => row.deputies.includes(office))) return null
  return refuse(act === 'chair' ? 'chairNotEntitled' : 'forbidden')
}

/** Everything a holder of these offices may do, for the page's buttons. */
export const actsOf = (offices: readonly Office[], route: Route): Act[] =>
  (Object.keys(ACTS) as Act[]).filter((act) => mayAct(act, route, offices))

/** 计票人、记录人: two tellers a place and a recorder, never the chair, never with an interest, no one twice. */
export function whyNotOfficers(facts: {
  chair: string
  recorder: string
  tellers: readonly string[]
  /** Of the further places, two each. */
  elsewhere?: readonly (readonly string[])[]
  interested: readonly string[]
}): Refusal | null {
  const { chair, recorder, interested } = facts
  const places = [facts.tellers, ...(facts.elsewhere ?? [])]
  if (places.some((two) => two.length !== 2 || two[0] === two[1])) return refuse('tellersNeeded')
  const tellers = places.flat()
  if (new Set(tellers).size < tellers.length) return refuse('tellerTwoPlaces')
  if (tellers.includes(chair) || recorder === chair) return refuse('tellerIsChair')
  if ([recorder, ...tellers].some((person) => interested.includes(person))) return refuse('tellerInterested')
  return null
}

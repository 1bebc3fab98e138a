/**
 * 两人办理: an act that needs two persons is done by two persons, each from his own session. The first proposes and
 * the act waits; the second confirms or refuses it, and holds what is asked of him when he does. A request never
 * names its own second. What nobody confirms in its term lapses and changes nothing. (平台默认; integrity D23)
 */
import { type Refusal, refuse } from '../words/refusal.ts'
import type { Office, Route } from '../words/vocabulary.ts'
import { ACTS, mayAct } from './acts.ts'

/** As what somebody stands in an act: by an office, by his part in the meeting, or named for this one act. */
export const PARTIES = {
  village: { zh: '村（居）民委员会、集体经济组织', en: 'Village or residents’ committee, collective' },
  oversight: { zh: '村务监督委员会、监事', en: 'Oversight committee, supervisors' },
  township: { zh: '乡镇', en: 'Township' },
  county: { zh: '县级', en: 'County' },
  clerk: { zh: '登记人', en: 'Keeper of the roster' },
  supervisor: { zh: '监事', en: 'Supervisor of the collective' },
  chair: { zh: '主持人', en: 'Chair' },
  recorder: { zh: '记录人', en: 'Recorder' },
  teller: { zh: '计票人', en: 'Teller' },
  helper: { zh: '代录人', en: 'Helper' },
  witness: { zh: '见证人', en: 'Witness' },
  representative: { zh: '村民代表', en: 'Representative' },
  self: { zh: '本人', en: 'The person himself' },
} as const
export type Party = keyof typeof PARTIES
/** He sits in that body or stands in for it, also where he may not speak for it: of one body with the others of it. */
export type Seat = 'sitsInOversight' | 'sitsWithSupervisors'
/** All that somebody is to an act. */
export type Side = Party | Seat

export const ACT_STATES = {
  waiting: { zh: '待确认', en: 'Waiting for the second' },
  confirmed: { zh: '已确认', en: 'Confirmed' },
  refused: { zh: '未同意', en: 'Refused' },
  withdrawn: { zh: '已撤下', en: 'Withdrawn' },
  lapsed: { zh: '逾期失效', en: 'Lapsed' },
} as const
export type ActState = keyof typeof ACT_STATES

/** Two of one body are one hand; two tellers and two helpers are not: neither is chosen by the other. */
const ONE_BODY: readonly Party[] = [
  'village',
  'oversight',
  'township',
  'county',
  'clerk',
  'supervisor',
  'chair',
  'recorder',
]
const SEATS: Partial<Record<Party, Seat>> = {
  oversight: 'sitsInOversight',
  supervisor: 'sitsWithSupervisors',
}
const isOfBody = (sides: readonly Side[], body: Party): boolean =>
  sides.some((side) => side === body || side === SEATS[body])
/** Above the village: named in the to-dos of its staff. */
const ABOVE: readonly Party[] = ['township', 'county']

type Row = {
  zh: string
  en: string
  /** Who may be the second, by what the first stood as. */
  confirms: Partial<Record<Party, readonly Party[]>>
  /** null: as long as the poll is open; of what concerns the whole meeting, until its next poll opens. */
  minutes: number | null
  /** Whose it is when nobody came in time: nobody's, and it lapses; or theirs for as long again, one after the other. */
  late: 'nobody' | Party | readonly Party[]
  /** It concerns who holds an office: a no has its ground from `OFFICE_GROUNDS`, and silence never ends it. */
  office?: true
  /** Whole days in which it is posted, or he whom it takes something from may speak, before anybody says yes. */
  daysBefore?: number
  /** Two persons of one body: only where nobody else is left. */
  twoOfOne?: true
  /** About one person: he may say no himself while it waits, and nobody proposes it for himself. */
  himself?: true
  /** Not one of them: each of those named in it says yes, by being named, and a no of one ends it. Later hands are one again. */
  each?: true
}
const MINUTES_A_DAY = 24 * 60
const THREE_DAYS = 3 * MINUTES_A_DAY

// biome-ignore format: one row, one act
export const ACTS_OF_TWO = {
  returnSlip:       { zh: '退票',     en: 'Slip given back',     confirms: { teller: ['teller', 'oversight'], recorder: ['teller', 'oversight'] }, minutes: 10, late: 'nobody' },
  setAsideEnvelope: { zh: '剔除选票', en: 'Ballot set aside',    confirms: { chair: ['oversight'], oversight: ['chair'] },                         minutes: null, late: 'nobody' },
  castAssisted:     { zh: '代录选票', en: 'Assisted ballot',     confirms: { helper: ['witness'] },                                               minutes: 10, late: 'nobody' },
  assistedByPhone:  { zh: '电话代录', en: 'Assisted by telephone', confirms: { helper: ['oversight'] },                                            minutes: 10, late: 'nobody' },
  correctRoll:      { zh: '名册更正', en: 'Correction of the roll', confirms: { village: ['oversight'], chair: ['oversight'], oversight: ['township'] }, minutes: null, late: 'nobody' },
  withdrawEntry:    { zh: '撤销误记', en: 'Entry taken back',    confirms: { recorder: ['teller', 'oversight'], teller: ['teller', 'oversight'] },  minutes: 10, late: 'nobody' },
  recountPoll:      { zh: '复核计票', en: 'Recount',             confirms: { village: ['oversight'], oversight: ['township'] },                   minutes: 3 * MINUTES_A_DAY, late: 'township' },
  recountPaper:     { zh: '复核清点纸质票', en: 'Recount of paper',    confirms: { village: ['teller'], oversight: ['teller'] },                        minutes: 3 * MINUTES_A_DAY, late: 'township', each: true },
  extraStep:        { zh: '本地增加的步骤已办', en: 'Local step taken',  confirms: { village: ['oversight'] },                                              minutes: 3 * MINUTES_A_DAY, late: 'township' },
  contestClass:     { zh: '更改异议类别', en: 'Class of an objection contested', confirms: { village: ['township'] },                              minutes: 3 * MINUTES_A_DAY, late: 'nobody' },
  officeOfParty:      { zh: '党组织任职',       en: 'Office of the Party branch',       confirms: { clerk: ['township'] },                          minutes: THREE_DAYS,        late: 'county', office: true },
  officeOfVillage:    { zh: '村级任职',         en: 'Office of the village',            confirms: { clerk: ['oversight'] },                         minutes: THREE_DAYS,        late: ['township', 'county'], office: true },
  officeOfOversight:  { zh: '监督委员会任职',   en: 'Office of the oversight committee', confirms: { clerk: ['township'], oversight: ['township'] }, minutes: 7 * MINUTES_A_DAY, late: 'county', office: true, daysBefore: 3 },
  officeOfCollective: { zh: '集体经济组织任职', en: 'Office of the collective',         confirms: { clerk: ['supervisor'] },                        minutes: THREE_DAYS,        late: ['oversight', 'township', 'county'], office: true },
  endSeat:            { zh: '终止代表资格',     en: 'Representative’s seat ended',      confirms: { clerk: ['oversight'] },                         minutes: THREE_DAYS,        late: ['township', 'county'], office: true, daysBefore: 3 },
  handOver:           { zh: '换届', en: 'Term hand-over', confirms: { clerk: ['township'] }, minutes: 7 * MINUTES_A_DAY, late: 'county', office: true },
  handOverOversight: { zh: '监督委员会换届', en: 'Term hand-over of the oversight committee', confirms: { clerk: ['township'], oversight: ['township'] }, minutes: 7 * MINUTES_A_DAY, late: 'county', office: true, daysBefore: 3 },
  clerkByTownship:    { zh: '乡镇登记村文书',   en: 'Clerk recorded by the township',   confirms: { township: ['township'] },                       minutes: THREE_DAYS,        late: 'county', office: true, twoOfOne: true },
  acceptanceSheet:  { zh: '验收签字单', en: 'Sheet of an acceptance', confirms: { village: ['oversight'] },                                       minutes: 3 * MINUTES_A_DAY, late: 'township' },
  registerCollective: { zh: '登记集体经济组织', en: 'Collective registered',             confirms: { clerk: ['township'] },                          minutes: THREE_DAYS,        late: 'county' },
  dangerToLife:     { zh: '险情先办',   en: 'Danger to life acted on', confirms: { village: ['township'] },                                     minutes: THREE_DAYS,        late: 'county' },
  nameHelpers:      { zh: '代录人名单', en: 'List of helpers',     confirms: { clerk: ['oversight'] },                                          minutes: THREE_DAYS,        late: 'township' },
  moveVillage:      { zh: '并村、分村',       en: 'Village merged or split',           confirms: { township: ['county'] },                         minutes: 30 * MINUTES_A_DAY, late: 'nobody' },
  renameVillage:    { zh: '村名更改',         en: 'Village renamed',                  confirms: { township: ['county'] },                         minutes: 30 * MINUTES_A_DAY, late: 'nobody' },
  extendWindow:     { zh: '断网延长表决', en: 'Window longer after an outage', confirms: { chair: ['township'] },                                      minutes: 120, late: 'oversight' },
  maskDisclosure:   { zh: '遮盖个人信息', en: 'Personal data masked', confirms: { village: ['oversight'], oversight: ['village', 'township'], township: ['oversight'] }, minutes: MINUTES_A_DAY, late: 'township' },
  correctDisclosure: { zh: '更正公示笔误', en: 'Typo in a notice put right', confirms: { village: ['oversight'], oversight: ['village'] },     minutes: 3 * MINUTES_A_DAY, late: 'nobody' },
  changeNumber:     { zh: '更换手机号、身份证号', en: 'Change of a number', confirms: { clerk: ['oversight'] },                                minutes: 7 * MINUTES_A_DAY, late: 'nobody', himself: true },
  identityCall:     { zh: '通话确认身份', en: 'Identity call',   confirms: { oversight: ['representative'], representative: ['oversight'] },        minutes: 60, late: 'nobody', himself: true },
  paperCode:        { zh: '交付登录纸条', en: 'Slip for logging in', confirms: { clerk: ['oversight'] },                                          minutes: 14 * MINUTES_A_DAY, late: 'nobody', himself: true },
  invalidCount:     { zh: '计票无效', en: 'Count declared invalid', confirms: { chair: ['teller'], oversight: ['teller'] },                       minutes: 120, late: 'nobody', each: true },
  mergePeople:      { zh: '重复登记并为一条', en: 'Two records of one person', confirms: { clerk: ['oversight'] },                                  minutes: 7 * MINUTES_A_DAY, late: 'nobody', himself: true },
  importList:       { zh: '导入清单核对', en: 'List of an import', confirms: { clerk: ['oversight'] },                                            minutes: 7 * MINUTES_A_DAY, late: 'nobody' },
} as const satisfies Record<string, Row>
export type ActOfTwo = keyof typeof ACTS_OF_TWO

const KEEPERS: readonly Office[] = [...ACTS.roster.A, ...ACTS.roster.D]
const REPRESENTATIVES: readonly Office[] = [
  'representative',
  'memberRepresentative',
  'residentRepresentative',
]

/** Whether the person it is about has a word in it. */
export const isAboutHimself = (what: ActOfTwo): boolean => rowOf(what).himself === true

const rowOf = (what: ActOfTwo): Row => ACTS_OF_TWO[what]
const handsAfter = ({ late }: Row): readonly Party[] =>
  late === 'nobody' ? [] : typeof late === 'string' ? [late] : late

/** It concerns who holds an office. */
export const isOfOffice = (what: ActOfTwo): boolean => rowOf(what).office === true

/** 不同意任职的理由: whoever confirms looks at the paper, never at the choice of those who elected. (村委会组织法 arts 6, 14, 37) */
export const OFFICE_GROUNDS = {
  paperMissing: {
    zh: '没有文件，或者文件不是这一件事的',
    en: 'The paper is missing or about something else',
  },
  wrongPerson: { zh: '人、职务或日期与文件不符', en: 'Person, office or days are not those of the paper' },
  legalBar: { zh: '法律规定不能担任', en: 'The law bars it' },
} as const
export type OfficeGround = keyof typeof OFFICE_GROUNDS

/** Offices by which somebody speaks for a body; the parts in a meeting are the meeting's to say. */
export function partiesOfOffices(route: Route, offices: readonly Office[]): Side[] {
  const holds = (list: readonly Office[]) => offices.some((office) => list.includes(office))
  const answers = mayAct('answer', route, offices)
  const watched = holds(['boardChair', 'boardMember', 'accountant'])
  return [
    ...(answers ? (['village'] as const) : []),
    ...(mayAct('note', route, offices) ? (['oversight'] as const) : []),
    ...(offices.includes('townshipStaff') ? (['township'] as const) : []),
    ...(offices.includes('countyStaff') ? (['county'] as const) : []),
    ...(holds(KEEPERS) ? (['clerk'] as const) : []),
    ...(!answers && !watched && offices.includes('supervisor') ? (['supervisor'] as const) : []),
    ...(holds(REPRESENTATIVES) ? (['representative'] as const) : []),
    ...(holds([...ACTS.note[route], 'oversightStandIn']) ? (['sitsInOversight'] as const) : []),
    ...(offices.includes('supervisor') ? (['sitsWithSupervisors'] as const) : []),
  ]
}

/** As what he proposes it: the first of what he is that the table knows. */
export const proposesAs = (what: ActOfTwo, sides: readonly Side[]): Party | null =>
  sides.find((side): side is Party => isParty(side) && rowOf(what).confirms[side] !== undefined) ?? null
const isParty = (side: Side): side is Party => side in PARTIES

export type Waiting = {
  what: ActOfTwo
  by: string
  as: Party
  /** All that the first was when he proposed it. */
  parties: readonly Side[]
  /** By whose log-in: two persons on one phone are one hand. */
  account: string
  /** Whose turn it is instead of those first asked. */
  turn: Party | null
  /** Whom the act is about: he is not the second. */
  about: string | null
  /** Of an act that each of several confirms: `OfEach`. */
  asked?: Readonly<Record<string, unknown>>
}
/** Who they are that each say yes, and who of them has. */
export type OfEach = { of: string[]; agreed: string[] }
type Turn = Pick<Waiting, 'what' | 'as' | 'turn'>

/** Who may be the second of this one. */
export const secondsOf = ({ what, as, turn }: Turn): readonly Party[] =>
  turn ? [turn] : (rowOf(what).confirms[as] ?? [])

/** Whose turn it is from the start: of those above, so that it stands in their to-dos; else of whom the row names. */
export function firstTurn(what: ActOfTwo, as: Party): Party | null {
  const seconds = secondsOf({ what, as, turn: null })
  return seconds.every((party) => ABOVE.includes(party)) ? (seconds[0] ?? null) : null
}

/** Whose turn it is next; null: nobody is left. */
export function nextTurn({ what, as, turn }: Turn): Party | null {
  const hands = handsAfter(rowOf(what))
  const at = turn === null ? -1 : hands.indexOf(turn)
  return hands.slice(at + 1).find((hand) => !secondsOf({ what, as, turn }).includes(hand)) ?? null
}

/** As what he may be the second; or why not. */
export function confirmsAs(
  act: Waiting,
  second: { personId: string; account: string; parties: readonly Side[] },
): Party | Refusal {
  if (second.personId === act.by || second.account === act.account) return refuse('samePersonTwice')
  if (second.personId === act.about) return refuse('secondPersonNeeded')
  const isEach = rowOf(act.what).each === true && act.turn === null
  if (isEach && !isAwaited(act, second.personId)) return refuse('secondPersonNeeded')
  const oneBody = rowOf(act.what).twoOfOne ? [] : ONE_BODY
  // Of one body with the first he is not another hand, by whichever of his offices.
  if (oneBody.includes(act.as) && isOfBody(second.parties, act.as)) return refuse('secondPersonNeeded')
  const party = secondsOf(act).find(
    (asked) =>
      (isEach || second.parties.includes(asked)) &&
      !(oneBody.includes(asked) && isOfBody(act.parties, asked)),
  )
  return party ?? refuse('secondPersonNeeded')
}

function isAwaited({ asked }: Waiting, personId: string): boolean {
  const { of = [], agreed = [] }: Partial<OfEach> = asked ?? {}
  return of.includes(personId) && !agreed.includes(personId)
}

/** When it may be confirmed; null: at once. */
export const confirmsFrom = (what: ActOfTwo, from: Date): Date | null => {
  const { daysBefore } = rowOf(what)
  return daysBefore ? new Date(from.getTime() + daysBefore * MINUTES_A_DAY * 60_000) : null
}

/** When it lapses or goes on to the next, if nobody comes; null: with its poll. */
export const lapsesAt = (what: ActOfTwo, from: Date): Date | null => {
  const { minutes } = rowOf(what)
  return minutes === null ? null : new Date(from.getTime() + minutes * 60_000)
}

/** Faults of the table: one body that could do both halves of an act. */
export const oneHandedRows = (): string[] =>
  Object.entries(ACTS_OF_TWO).flatMap(([what, row]) =>
    Object.entries((row as Row).confirms)
      .filter(([first, seconds]) => ONE_BODY.includes(first as Party) && seconds.includes(first as Party))
      .filter(() => !(row as Row).twoOfOne)
      .map(([first]) => `${what}: ${first}`),
  )

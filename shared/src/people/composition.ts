/** 组成: what the law asks of the make-up of each body, checked when people are imported and offices change. */
import { ageOn, type Day } from '../words/days.ts'
import { explain, type Refusal, refuse } from '../words/refusal.ts'
import type { RefusalCode } from '../words/refusals.ts'
import { atLeast, meets, needed } from '../words/share.ts'
import type { Assembly, Office } from '../words/vocabulary.ts'
import { officesOn, type RollOffice, type RollPerson } from './rolls.ts'

export type CompositionFault = Refusal & { personId?: string; office?: Office; severity: 'fault' | 'warning' }

const COMMITTEE: readonly Office[] = ['villageDirector', 'villageCommittee']
const RESIDENTS: readonly Office[] = ['residentDirector', 'residentCommittee']
const OVERSIGHT: readonly Office[] = ['oversightChair', 'oversightCommittee']
const OF_FIFTHS = atLeast(4, 5)
const OF_WOMEN = atLeast(1, 3)
const LEAST_OVERSEERS = 3
const MOST_OVERSEERS = 5

/** What of it stands against a sitting of that body; all else is told, and mended. An election is never refused. (integrity D23) */
const UNFIT: Partial<Record<Assembly, readonly RefusalCode[]>> = {
  representatives: ['tooFewRepresentatives', 'tooFewWomen'],
  memberRepresentatives: ['memberRepresentativesTooFew'],
  residentRepresentatives: ['tooFewResidents'],
}

/** 组成不合法: why this body cannot be convened on that day. */
export function whyBodyUnfit(
  assembly: Assembly,
  people: readonly RollPerson[],
  offices: readonly RollOffice[],
  day: Day,
): Refusal | null {
  const codes = UNFIT[assembly]
  if (!codes) return null
  const why =
    assembly === 'representatives' && holdersOn(offices, day, ['representative']).length === 0
      ? tooFew(0, holdersOn(offices, day, COMMITTEE).length)
      : compositionFaults(people, offices, day).find(({ code }) => codes.includes(code))
  if (!why) return null
  const { messageZh: zh, messageEn: en } = explain(why.code, why.params)
  return refuse('bodyUnfit', { why: { zh, en } })
}

/** 补选: a body with fewer than the law asks for fills its seats in these days. (平台默认) */
export const BY_ELECTION_DAYS = 60
export const SEATS = {
  representatives: { zh: '村民代表', en: 'Representatives' },
  memberRepresentatives: { zh: '成员代表', en: 'Member representatives' },
  residentRepresentatives: { zh: '居民代表', en: 'Residents’ representatives' },
  oversight: { zh: '村务监督委员会', en: 'Oversight committee' },
} as const
export type Seats = keyof typeof SEATS
/** Whose seats a duty's key names: `day seats`. */
export const seatsOfKey = (key: string): string => SEATS[key.split(' ')[1] as Seats]?.zh ?? ''

/** 缺额: whose seats are to be filled. */
export function seatsToFill(faults: readonly CompositionFault[]): Seats[] {
  const found = (codes: readonly RefusalCode[]) => faults.some(({ code }) => codes.includes(code))
  return [
    ...(found(UNFIT.representatives ?? []) ? (['representatives'] as const) : []),
    ...(found(UNFIT.memberRepresentatives ?? []) ? (['memberRepresentatives'] as const) : []),
    ...(found(UNFIT.residentRepresentatives ?? []) ? (['residentRepresentatives'] as const) : []),
    ...(faults.some(({ code, params }) => code === 'oversightSize' && Number(params.count) < LEAST_OVERSEERS)
      ? (['oversight'] as const)
      : []),
  ]
}

const holdersOn = (offices: readonly RollOffice[], day: Day, wanted: readonly Office[]): string[] => [
  ...new Set(
    officesOn(offices, day)
      .filter((office) => wanted.includes(office.office))
      .map((office) => office.personId),
  ),
]

/** 村委会组织法 arts 8, 29, 37 and 农村集体经济组织法 art 28. An empty list: nothing stands against it. */
export function compositionFaults(
  people: readonly RollPerson[],
  offices: readonly RollOffice[],
  day: Day,
): CompositionFault[] {
  const byId = new Map(people.map((person) => [person.id, person]))
  const held = officesOn(offices, day)
  const holders = (wanted: readonly Office[]) => holdersOn(offices, day, wanted)
  return [
    ...representativeFaults('representative', byId, held, day),
    ...representativeFaults('memberRepresentative', byId, held, day),
    ...vraFaults(byId, holders(['representative']), holders(COMMITTEE)),
    ...residentFaults(holders(['residentRepresentative']), holders(RESIDENTS)),
    ...committeeFaults(byId, holders(COMMITTEE)),
    ...oversightFaults(holders(OVERSIGHT), holders(COMMITTEE), holders(['accountant'])),
    ...memberRepresentativeFaults(holders(['memberRepresentative'])),
  ]
}

const fault = (refusal: Refusal, more: Partial<CompositionFault> = {}): CompositionFault => ({
  ...refusal,
  severity: 'fault',
  ...more,
})

/** Each stands for 5 to 15 households, nobody's twice; 18 or over; two from one household are named. */
function representativeFaults(
  office: 'representative' | 'memberRepresentative',
  byId: ReadonlyMap<string, RollPerson>,
  held: readonly RollOffice[],
  day: Day,
): CompositionFault[] {
  const faults: CompositionFault[] = []
  const homes = new Set<string>()
  const represented = new Set<string>()
  for (const one of held.filter((row) => row.office === office)) {
    const person = byId.get(one.personId)
    const about = { personId: one.personId, office }
    if (person && ageOn(person.birthDate, day) < 18)
      faults.push(fault(refuse('representativeTooYoung'), about))
    const count = one.households.length
    if (count > 0 && (count < 5 || count > 15))
      faults.push(fault(refuse('householdsPerRepresentative', { count }), about))
    for (const household of one.households) {
      if (represented.has(household))
        faults.push(fault(refuse('householdRepresentedTwice', { household }), about))
      represented.add(household)
    }
    const home = person?.householdId
    if (home === null || home === undefined) continue
    // Some provinces say so, the law does not.
    if (homes.has(home))
      faults.push(
        fault(refuse('twoFromOneHousehold', { household: home }), { ...about, severity: 'warning' }),
      )
    homes.add(home)
  }
  return faults
}

/** Representatives four fifths or more, women representatives one third or more, of the unique persons of the composition. */
function vraFaults(
  byId: ReadonlyMap<string, RollPerson>,
  representatives: readonly string[],
  committee: readonly string[],
): CompositionFault[] {
  if (representatives.length === 0) return []
  const composition = [...new Set([...representatives, ...committee])]
  const base = composition.length
  const women = representatives.filter((id) => byId.get(id)?.sex === 'female').length
  const faults: CompositionFault[] = []
  const count = representatives.length
  if (!meets(OF_FIFTHS, count, base)) faults.push(tooFew(count, base))
  if (!meets(OF_WOMEN, women, base))
    faults.push(fault(refuse('tooFewWomen', { base, count: women, needed: needed(OF_WOMEN, base) })))
  return faults
}

/** 居民代表 four fifths or more; a community whose residents have chosen none yet has no such body. (城市居委会组织法) */
function residentFaults(
  representatives: readonly string[],
  committee: readonly string[],
): CompositionFault[] {
  const [count, base] = [representatives.length, new Set([...representatives, ...committee]).size]
  if (count === 0 || meets(OF_FIFTHS, count, base)) return []
  return [fault(refuse('tooFewResidents', { base, count, needed: needed(OF_FIFTHS, base) }))]
}

const tooFew = (count: number, base: number): CompositionFault =>
  fault(refuse('tooFewRepresentatives', { base, count, needed: needed(OF_FIFTHS, base) }))

function committeeFaults(
  byId: ReadonlyMap<string, RollPerson>,
  committee: readonly string[],
): CompositionFault[] {
  const count = committee.length
  if (count === 0) return []
  const faults: CompositionFault[] = []
  if (count < 3 || count > 7) faults.push(fault(refuse('committeeSize', { count })))
  if (!committee.some((id) => byId.get(id)?.sex === 'female'))
    faults.push(fault(refuse('committeeNoWoman'), { severity: 'warning' }))
  return faults
}

function oversightFaults(
  oversight: readonly string[],
  committee: readonly string[],
  accountants: readonly string[],
): CompositionFault[] {
  const count = oversight.length
  if (count === 0) return []
  const about = (personId: string) => ({ personId, office: 'oversightCommittee' as const })
  const faults: CompositionFault[] = []
  for (const id of oversight) {
    if (committee.includes(id)) faults.push(fault(refuse('oversightInCommittee'), about(id)))
    if (accountants.includes(id)) faults.push(fault(refuse('oversightAccountant'), about(id)))
  }
  if (count < LEAST_OVERSEERS || count > MOST_OVERSEERS)
    faults.push(fault(refuse('oversightSize', { count }), { severity: 'warning' }))
  return faults
}

/** More than twenty, where the charter has member representatives at all. */
function memberRepresentativeFaults(representatives: readonly string[]): CompositionFault[] {
  const count = representatives.length
  return count > 0 && count <= 20 ? [fault(refuse('memberRepresentativesTooFew', { count }))] : []
}

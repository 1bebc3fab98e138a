/** 任职: what must be true of a term before it is proposed, and again before it stands. */
import { barredBy } from '@cunyi/shared/law/offices.ts'
import { areNearRelatives, mayBeRelatives } from '@cunyi/shared/people/relatives.ts'
import { VILLAGE_OFFICES } from '@cunyi/shared/people/workbook.ts'
import { ageOn, type Day } from '@cunyi/shared/words/days.ts'
import { Refused } from '@cunyi/shared/words/refusal.ts'
import { OFFICES, type Office } from '@cunyi/shared/words/vocabulary.ts'
import type { Caller } from '#door/session/caller.ts'
import type { State, StateOffice, StatePerson } from './workbook/state.ts'
import { isRepresentative, TermIndex } from './workbook/terms.ts'

/** The composition below the law is said on the roster, it does not stop one appointment. */
export function mustFit(state: State, row: StateOffice) {
  if (!(row.office in VILLAGE_OFFICES)) throw new Refused('forbidden')
  const person = state.people.find((one) => one.id === row.personId)
  if (!person) throw new Refused('notFound')
  if (row.to !== null && row.to < row.from) throw new Refused('termUnfit')
  if (person.leftOn !== null && person.leftOn <= row.from)
    throw new Refused('personLeft', { person: person.name })
  if (isRepresentative(row.office) && ageOn(person.birthDate, row.from) < 18)
    throw new Refused('representativeTooYoung')
  if (row.office === 'groupHead' && !row.villageGroup)
    throw new Refused('cellEmpty', { column: { zh: '村民小组', en: 'Village group' } })
  const known = new Map(state.households.map((household) => [household.id, household]))
  for (const id of row.households)
    if (!known.has(id)) throw new Refused('unknownHousehold', { household: id })
  mustNotBeBarred(state, row, person)
  const terms = new TermIndex()
  for (const office of state.offices) terms.add(office)
  const conflict = terms.conflictOf(row)
  if (!conflict) return
  const { zh, en } = OFFICES[row.office]
  const household = known.get(conflict.householdId ?? '')?.number ?? ''
  throw new Refused(conflict.code, conflict.code === 'termsOverlap' ? { office: { zh, en } } : { household })
}

const LAST: Day = '9999-12-31'
/** The other is in office until he is followed. */
const overlap = (a: StateOffice, b: StateOffice) =>
  a.from <= (b.heldUntil ?? LAST) && b.from <= (a.to ?? LAST)

/** Those in office at that time whom the law does not let stand beside this one, with the law that says so. */
function* barsOf(state: State, row: StateOffice) {
  const people = new Map(state.people.map((one) => [one.id, one]))
  for (const { code, others } of barredBy(row.office))
    for (const other of state.offices) {
      const holder = people.get(other.personId)
      if (holder && others.includes(other.office) && overlap(row, other)) yield { code, other, holder }
    }
}

function mustNotBeBarred(state: State, row: StateOffice, person: StatePerson) {
  for (const { code, other, holder } of barsOf(state, row)) {
    if (holder.id === person.id) throw new Refused(code)
    const { zh, en } = OFFICES[other.office]
    if (areNearRelatives(person, holder))
      throw new Refused('nearRelativeBarred', { person: holder.name, office: { zh, en } })
  }
}

/** 请核对: whoever lives with one of them may be a near relative; the roster does not say. */
export function maybeBarred(state: State, row: StateOffice): { holder: string; office: Office }[] {
  const person = state.people.find((one) => one.id === row.personId)
  if (!person) return []
  return [...barsOf(state, row)]
    .filter(({ holder }) => holder.id !== person.id && mayBeRelatives(person, holder))
    .map(({ holder, other }) => ({ holder: holder.name, office: other.office }))
}

const CLERKS: readonly Office[] = [
  'branchSecretary',
  'branchDeputy',
  'villageDirector',
  'villageCommittee',
  'residentDirector',
  'residentCommittee',
  'clerk',
]
/** The office in which somebody keeps the roster. */
export const actingOffice = (caller: Pick<Caller, 'offices'>): Office | null =>
  CLERKS.find((office) => caller.offices.includes(office)) ?? caller.offices[0] ?? null
/** 登记人: in office on that day. */
export const KEEPERS = CLERKS

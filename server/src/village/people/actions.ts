import { randomUUID } from 'node:crypto'
import { VILLAGE_OFFICES } from '@cunyi/shared/people/workbook.ts'
import { ageOn, type Day, shanghaiDate } from '@cunyi/shared/words/days.ts'
import { Refused } from '@cunyi/shared/words/refusal.ts'
import { OFFICES, type Office } from '@cunyi/shared/words/vocabulary.ts'
import { inVillage } from '#base/database/connect.ts'
import { appendEvidence } from '#base/evidence/actions.ts'
import type { Parts } from '#base/parts/parts.ts'
import { endSessions } from '#door/session/actions.ts'
import type { Caller } from '#door/session/caller.ts'
import { lockRoster } from './queries/people.ts'
import { endOfficeRow, lockOffice } from './queries/roster.ts'
import { loadState, saveOffices } from './workbook/queries.ts'
import type { State, StateOffice } from './workbook/state.ts'
import { isRepresentative, TermIndex } from './workbook/terms.ts'

export type Appointment = {
  personId: string
  office: Office
  from: Day
  to: Day | null
  villageGroup: string | null
  households: string[]
}

/** 任职: an office with its term. The composition below the law is said on the roster, it does not stop one appointment. */
export async function appoint(
  { db }: Pick<Parts, 'db'>,
  villageId: string,
  asked: Appointment,
  caller: Caller,
  now: Date,
): Promise<string> {
  return inVillage(db, villageId, async (tx) => {
    await lockRoster(tx, villageId)
    const state = await loadState(tx, villageId)
    const row: StateOffice = { id: randomUUID(), ...asked, households: [...new Set(asked.households)] }
    mustFit(state, row)
    await saveOffices(tx, villageId, [row])
    await endSessions(tx, { villageId, personIds: [row.personId] }, now)
    await appendEvidence(tx, {
      villageId,
      at: now,
      act: 'appoint',
      by: caller.personId,
      office: actingOffice(caller),
      payload: {
        appointment: row.id,
        personId: row.personId,
        held: row.office,
        from: row.from,
        to: row.to,
        after: row,
      },
    })
    return row.id
  })
}

function mustFit(state: State, row: StateOffice) {
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
  const terms = new TermIndex(new Map(state.people.map((one) => [one.id, one])))
  for (const office of state.offices) terms.add(office)
  const conflict = terms.conflictOf(row)
  if (!conflict) return
  const { zh, en } = OFFICES[row.office]
  const household = known.get(conflict.householdId ?? '')?.number ?? ''
  throw new Refused(conflict.code, conflict.code === 'termsOverlap' ? { office: { zh, en } } : { household })
}

/** The day named is the last one in office. Rolls that are frozen already stay as they are. */
export async function endOffice(
  { db }: Pick<Parts, 'db'>,
  villageId: string,
  id: string,
  ended: { on: Day; reason: string },
  caller: Caller,
  now: Date,
): Promise<void> {
  await inVillage(db, villageId, async (tx) => {
    await lockRoster(tx, villageId)
    const row = await lockOffice(tx, villageId, id)
    if (!row) throw new Refused('notFound')
    if (row.to !== null && row.to < shanghaiDate(now)) throw new Refused('alreadyDone')
    if (ended.on < row.from || (row.to !== null && ended.on > row.to)) throw new Refused('termUnfit')
    await endOfficeRow(tx, villageId, id, { to: ended.on, endedAt: now, endedReason: ended.reason })
    await endSessions(tx, { villageId, personIds: [row.personId] }, now)
    await appendEvidence(tx, {
      villageId,
      at: now,
      act: 'endOffice',
      by: caller.personId,
      office: actingOffice(caller),
      payload: {
        appointment: id,
        personId: row.personId,
        held: row.office,
        on: ended.on,
        reason: ended.reason,
      },
    })
  })
}

const CLERKS: readonly Office[] = [
  'branchSecretary',
  'villageDirector',
  'villageCommittee',
  'residentDirector',
  'residentCommittee',
]
/** The office in which somebody keeps the roster. */
export const actingOffice = (caller: Pick<Caller, 'offices'>): Office | null =>
  CLERKS.find((office) => caller.offices.includes(office)) ?? caller.offices[0] ?? null

/** 导入清单: kept sealed until a second person has read it to its end; then what still stands as it stood is carried out. */
import { hasDied } from '@cunyi/shared/people/left.ts'
import { mask, maskIfAny } from '@cunyi/shared/words/masking.ts'
import { Refused } from '@cunyi/shared/words/refusal.ts'
import type { Tx } from '#base/database/connect.ts'
import type { Parts } from '#base/parts/parts.ts'
import { sealIdentity } from '#base/system/identity.ts'
import { openField } from '#base/system/keys.ts'
import { endSessions } from '#door/session/actions.ts'
import { keepTerms } from '#village/duties/actions.ts'
import { keepSeats } from '../by-elections.ts'
import { lockRoster } from '../queries/people.ts'
import type { Comparison } from './compare.ts'
import { same } from './findings.ts'
import { type HeldList, type HeldPerson, holdBack, lengthOf, pick, rowsOfList } from './hold.ts'
import { type Numbers, numbersOf } from './numbers.ts'
import {
  findImport,
  type ImportRow,
  loadState,
  type PersonToSave,
  saveHouseholds,
  saveOffices,
  savePeople,
  updateImport,
} from './queries.ts'
import { officeFields, type State, type StateOffice, type StatePerson } from './state.ts'
import { TermIndex } from './terms.ts'

export const PLACE = 'imports.rows'
const PIECE = 200
type Needed = Pick<Parts, 'keys'>

/** What goes in at once and what waits. */
export const splitUp = (numbers: Numbers, state: State, compared: Comparison) =>
  holdBack(state, compared, (id) => ({
    phone: maskIfAny('phone', numbers.phone(id)),
    idNumber: maskIfAny('idNumber', numbers.idNumber(id)),
  }))

export function toSave(
  { keys }: Needed,
  villageId: string,
  person: Comparison['people'][number],
  changedAt: Date,
): PersonToSave {
  const { idNumber, phone, ...row } = person
  const sealed = sealIdentity(keys, { idNumber: idNumber ?? null, phone: phone ?? null })
  return { ...sealed, villageId, ...row, numberSince: row.phoneIndex ? changedAt : null, changedAt }
}

const open = ({ keys }: Needed, row: ImportRow): HeldList => {
  if (!row.rows) throw new Refused('actNotWaiting')
  return JSON.parse(openField(keys, PLACE, row.rows)) as HeldList
}

/** One piece of it. That he has read so far is noted: nobody confirms what he has not opened. */
export async function readPiece(
  parts: Needed,
  tx: Tx,
  asked: { villageId: string; importId: string; from: number; reader: string },
) {
  const { villageId, importId, from, reader } = asked
  const row = await findImport(tx, villageId, importId, true)
  if (!row?.actId) throw new Refused('notFound')
  const list = open(parts, row)
  const homes = new Map((await loadState(tx, villageId)).households.map(({ id, number }) => [id, number]))
  const rows = rowsOfList(list, homes, mask)
  const end = Math.min(from + PIECE, rows.length)
  const read = row.readTo?.[reader] ?? 0
  // In their order, without leaving any out.
  if (from <= read && end > read)
    await updateImport(tx, villageId, importId, { readTo: { ...row.readTo, [reader]: end } })
  return {
    actId: row.actId,
    total: rows.length,
    next: end < rows.length ? end : null,
    rows: rows.slice(from, end),
  }
}

export const hasReadAll = (row: ImportRow, reader: string): boolean =>
  (row.readTo?.[reader] ?? 0) >= (row.listed ?? 0)

export type Carried = {
  /** Whom it changed, and of each which fields; never a value. */
  people: { person: string; fields: string[]; isNew: boolean }[]
  households: string[]
  offices: { id: string; person: string }[]
  /** 去世: who was recorded dead by it. */
  died: string[]
  /** Changed meanwhile by somebody else: left as they are. */
  stale: number
  /** Whose old number is to be told. */
  renumbered: { personId: string; name: string; phone: string }[]
}

/** 办理. `opening`: the first roster of a village, which the township has looked through: its numbers are in use. */
export async function carryOutList(
  parts: Needed,
  tx: Tx,
  asked: { villageId: string; importId: string; second: string; opening: boolean; now: Date },
): Promise<Carried> {
  const { villageId, importId, second, opening, now } = asked
  await lockRoster(tx, villageId)
  const row = await findImport(tx, villageId, importId, true)
  if (!row) throw new Refused('notFound')
  if (!hasReadAll(row, second)) throw new Refused('listNotRead')
  const list = open(parts, row)
  const state = await loadState(tx, villageId)
  const standing = standingOf(state, list)
  const renumbered = await oldPhones(parts, tx, villageId, standing.people)
  await endSessions(tx, { villageId, personIds: loggedOut(standing) }, now)
  await saveHouseholds(tx, villageId, standing.households)
  await savePeople(
    tx,
    standing.people.map(({ merged, held }) => ({
      ...toSave(parts, villageId, { ...merged, ...held.secrets }, now),
      ...(opening && merged.phoneIndex ? { activeFrom: now, activeBy: 'opening' as const } : {}),
    })),
  )
  await saveOffices(tx, villageId, standing.offices)
  await keepTerms(tx, villageId, now)
  await keepSeats(tx, villageId, now)
  await updateImport(tx, villageId, importId, { rows: null, listed: null })
  const written = standing.households.length + standing.people.length + standing.offices.length
  return {
    people: standing.people.map(({ merged, held }) => ({
      person: merged.id,
      isNew: held.before === null,
      fields: held.before === null ? [] : held.fields,
    })),
    households: standing.households.map(({ id }) => id),
    offices: standing.offices.map(({ id, personId }) => ({ id, person: personId })),
    died: standing.people
      .filter(
        ({ merged, held }) =>
          held.fields.includes('leftOn') && merged.leftOn !== null && hasDied(merged.leftReason),
      )
      .map(({ merged }) => merged.id),
    stale: lengthOf(list) - written,
    renumbered,
  }
}

/** What still stands as it stood when the list was made. */
function standingOf(state: State, list: HeldList) {
  const persons = new Map(state.people.map((one) => [one.id, one]))
  const byIdNumber = new Map(state.people.map((one) => [one.idIndex, one.id]))
  const homes = new Map(state.households.map((one) => [one.id, one]))
  const people = list.people.flatMap((held) => {
    const merged = mergedOf(held, persons.get(held.after.id))
    const other = held.after.idIndex ? byIdNumber.get(held.after.idIndex) : undefined
    if (!merged || (other !== undefined && other !== merged.id)) return []
    persons.set(merged.id, merged)
    return [{ merged, held }]
  })
  const households = list.households.flatMap(({ before, after }) => {
    const now = homes.get(after.id)
    return now?.villageGroup === before.villageGroup ? [{ ...now, villageGroup: after.villageGroup }] : []
  })
  return { people, households, offices: standingTerms(state, list, persons) }
}

function mergedOf({ before, after, fields }: HeldPerson, now: StatePerson | undefined): StatePerson | null {
  if (!before) return now ? null : after
  if (!now || !fields.every((field) => same(now[field], before[field]))) return null
  return { ...now, ...pick(after, fields) }
}

function standingTerms(
  state: State,
  list: HeldList,
  persons: ReadonlyMap<string, StatePerson>,
): StateOffice[] {
  const replaced = new Set(list.offices.flatMap(({ before }) => (before ? [before.id] : [])))
  const held = new Map(state.offices.map((one) => [one.id, one]))
  const terms = new TermIndex()
  for (const term of state.offices) if (!replaced.has(term.id)) terms.add(term)
  return list.offices.flatMap(({ before, after }) => {
    const now = held.get(after.id)
    const stands = before
      ? now !== undefined && same(officeFields(now), officeFields(before))
      : now === undefined
    if (!stands || !persons.has(after.personId) || terms.conflictOf(after)) {
      if (now) terms.add(now)
      return []
    }
    terms.add(after)
    return [after]
  })
}

/** Whoever has another number now, has left, or whose office was written: he logs in again. */
const loggedOut = ({ people, offices }: ReturnType<typeof standingOf>): string[] => [
  ...people
    .filter(
      ({ held: { before, fields } }) =>
        before && (fields.includes('phoneIndex') || fields.includes('leftOn')),
    )
    .map(({ merged }) => merged.id),
  ...offices.map(({ personId }) => personId),
]

async function oldPhones(
  parts: Needed,
  tx: Tx,
  villageId: string,
  people: readonly { merged: StatePerson; held: HeldPerson }[],
) {
  const changed = people.filter(({ held }) => held.before?.phoneIndex && held.fields.includes('phoneIndex'))
  const numbers = await numbersOf(parts, tx, villageId)
  return changed.flatMap(({ merged }) => {
    const phone = numbers.phone(merged.id)
    return phone ? [{ personId: merged.id, name: merged.name, phone }] : []
  })
}

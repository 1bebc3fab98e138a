/** 花名册 on the office's screens: phone and ID number only in part. */

import { day, id } from '@cunyi/shared/api/contract.ts'
import type { person } from '@cunyi/shared/api/people.ts'
import { type Day, shanghaiDate } from '@cunyi/shared/words/days.ts'
import { normaliseIdNumber } from '@cunyi/shared/words/idnumber.ts'
import { initialsOf } from '@cunyi/shared/words/initials.ts'
import { maskIfAny } from '@cunyi/shared/words/masking.ts'
import { Refused } from '@cunyi/shared/words/refusal.ts'
import { isFit } from '@cunyi/shared/words/texts.ts'
import type { Office } from '@cunyi/shared/words/vocabulary.ts'
import { z } from 'zod'
import { inVillage, type Tx } from '#base/database/connect.ts'
import type { Parts } from '#base/parts/parts.ts'
import {
  idIndexOf,
  isPhone,
  normalisePhone,
  openIdNumber,
  openPhone,
  phoneIndexOf,
} from '#base/system/identity.ts'
import { EVERYBODY, noteLook, type Viewer } from './access-log.ts'
import { composition } from './composition.ts'
import { listHouseholds as findHouseholds } from './queries/households.ts'
import { loadRollOffices } from './queries/people.ts'
import {
  countRoster,
  findRosterPerson,
  listHeldOffices,
  listRoster,
  mergeOf,
  type RosterFilter,
  type RosterKey,
  type RosterRow,
} from './queries/roster.ts'
import { loadSealed } from './workbook/queries.ts'

const PAGE = 50
type Needed = Pick<Parts, 'db' | 'keys'>
type Person = z.input<typeof person>

/** What the office sees of one person. */
export async function heldAbout(parts: Pick<Parts, 'keys'>, tx: Tx, village: string, id: string, now: Date) {
  const row = await findRosterPerson(tx, village, id)
  if (!row) throw new Refused('notFound')
  return shownPerson(parts, row, officesByPerson(await loadRollOffices(tx, village, shanghaiDate(now))))
}

export const listPeople = (
  parts: Needed,
  village: string,
  asked: Asked & { after?: string | undefined; limit?: number | undefined },
  viewer: Viewer,
  now: Date,
) => {
  const day = shanghaiDate(now)
  const limit = asked.limit ?? PAGE
  return inVillage(parts.db, village, async (tx) => {
    const ids = await foundByHand(parts, tx, village, asked.q)
    const filter = { ...filterOf(parts, asked), ...(ids ? { ids } : {}) }
    const found = await listRoster(tx, village, filter, day, readCursor(asked.after), limit + 1)
    const rows = found.slice(0, limit)
    const held = officesByPerson(await loadRollOffices(tx, village, day))
    const last = found.length > limit ? rows.at(-1) : undefined
    const subjects = asked.q ? rows.map((row) => row.id) : EVERYBODY
    await noteLook(tx, village, { what: asked.q ? 'searchPeople' : 'listPeople', subjects }, viewer, now)
    const total = await countRoster(tx, village, filter, day)
    return {
      rows: rows.map((row) => shownPerson(parts, row, held)),
      next: last ? cursorOf(last) : null,
      total,
    }
  })
}

export const getPerson = (parts: Needed, village: string, id: string, viewer: Viewer, now: Date) =>
  inVillage(parts.db, village, async (tx) => {
    const held = await heldAbout(parts, tx, village, id, now)
    await noteLook(tx, village, { what: 'getPerson', subjects: [id] }, viewer, now)
    return { ...held, ...(await mergeOf(tx, village, id)) }
  })

type AskedHouseholds = {
  after?: string | undefined
  q?: string | undefined
  group?: string | undefined
  limit?: number | undefined
}

export const listHouseholds = ({ db }: Needed, village: string, asked: AskedHouseholds) =>
  inVillage(db, village, async (tx) => {
    const limit = asked.limit ?? PAGE
    const found = await findHouseholds(tx, village, { ...asked, limit: limit + 1 })
    const rows = found.slice(0, limit)
    return { rows, next: found.length > limit ? (rows.at(-1)?.number ?? null) : null }
  })

export const getComposition = ({ db }: Needed, village: string, now: Date) =>
  inVillage(db, village, async (tx) => ({ rows: await composition(tx, village, shanghaiDate(now)) }))

export const listOffices = async (tx: Tx, village: string, day: Day) =>
  (await listHeldOffices(tx, village, day)).map(({ personId, name, households, ...row }) => ({
    ...row,
    person: { id: personId, name },
    households: households.length,
  }))

type Asked = {
  q?: string | undefined
  office?: Office | undefined
  group?: string | undefined
  party?: 'yes' | undefined
  away?: 'yes' | undefined
}

function filterOf({ keys }: Pick<Parts, 'keys'>, asked: Asked): RosterFilter {
  const text = asked.q?.normalize('NFC').trim()
  const id = normaliseIdNumber(text ?? '')
  return {
    ...(text ? { text } : {}),
    ...(text && isPhone(normalisePhone(text)) ? { phoneIndex: phoneIndexOf(keys, text) } : {}),
    ...(/^\d{17}[\dX]$/.test(id) ? { idIndex: idIndexOf(keys, id) } : {}),
    ...(asked.office ? { office: asked.office } : {}),
    ...(asked.group ? { group: asked.group } : {}),
    ...(asked.party ? { partyOnly: true } : {}),
    ...(asked.away ? { awayOnly: true } : {}),
  }
}

/** The end of a number as people say it, and the letters of a name. */
const TAIL = /^\d{4,8}[\dX]?$/
const LETTERS = /^[a-z]{1,8}$/
/** More would be no answer. */
const MOST_FOUND = 2_000

/** 尾号、首字母: numbers are sealed and letters stand nowhere, so the village is gone through. Undefined: not asked so. */
async function foundByHand(
  { keys }: Pick<Parts, 'keys'>,
  tx: Tx,
  village: string,
  q = '',
): Promise<string[] | undefined> {
  const text = q.trim()
  const tail = text.toUpperCase()
  const letters = text.toLowerCase()
  const fits: ((one: Awaited<ReturnType<typeof loadSealed>>[number]) => boolean) | null = TAIL.test(tail)
    ? (one) =>
        [openIdNumber(keys, one.idNumber), openPhone(keys, one.phone)].some((number) =>
          number?.endsWith(tail),
        )
    : LETTERS.test(letters)
      ? (one) => initialsOf(one.name).startsWith(letters)
      : null
  if (!fits) return undefined
  return (await loadSealed(tx, village))
    .filter(fits)
    .slice(0, MOST_FOUND)
    .map(({ id }) => id)
}

const officesByPerson = (rows: readonly { personId: string; office: Office }[]): Map<string, Office[]> => {
  const held = new Map<string, Office[]>()
  for (const { personId, office } of rows)
    held.set(personId, [...new Set([...(held.get(personId) ?? []), office])])
  return held
}

function shownPerson(
  { keys }: Pick<Parts, 'keys'>,
  row: RosterRow,
  held: ReadonlyMap<string, Office[]>,
): Person {
  const { idNumber, phone, orderNumber: _order, ...rest } = row
  return {
    ...rest,
    idNumberMasked: maskIfAny('idNumber', openIdNumber(keys, idNumber)),
    phoneMasked: maskIfAny('phone', openPhone(keys, phone)),
    offices: held.get(row.id) ?? [],
  }
}

const rosterKey = z.tuple([z.string().refine(isFit), day, id])
const cursorOf = (row: RosterRow): string =>
  Buffer.from(JSON.stringify([row.orderNumber, row.birthDate, row.id])).toString('base64url')

function readCursor(text: string | undefined): RosterKey | null {
  if (text === undefined) return null
  try {
    const [number, birthDate, id] = rosterKey.parse(JSON.parse(Buffer.from(text, 'base64url').toString()))
    return { number, birthDate, id }
  } catch {
    throw new Refused('malformed')
  }
}

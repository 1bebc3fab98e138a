import { randomUUID } from 'node:crypto'
import type { Division } from '@cunyi/shared/api/divisions.ts'
import { heldUntil } from '@cunyi/shared/law/offices.ts'
import { shanghaiDate } from '@cunyi/shared/words/days.ts'
import {
  birthDateOf,
  isDemoIdNumber,
  isIdNumber,
  normaliseIdNumber,
  sexOf,
} from '@cunyi/shared/words/idnumber.ts'
import { Refused } from '@cunyi/shared/words/refusal.ts'
import type { Office, PartyStatus } from '@cunyi/shared/words/vocabulary.ts'
import { across, inVillage, type Tx } from '#base/database/connect.ts'
import { appendEvidence } from '#base/evidence/actions.ts'
import type { Parts } from '#base/parts/parts.ts'
import { isDemoPhone, isPhone, normalisePhone, sealIdentity } from '#base/system/identity.ts'
import { endSessions } from '#door/session/actions.ts'
import type { Caller } from '#door/session/caller.ts'
import { divisionLine } from '#door/session/queries/divisions.ts'
import * as queries from './queries/divisions.ts'
import { findByIdIndex, findStaff, insertOffice, insertPerson } from './queries/people.ts'

const MOST_FOUND = 100

export const toDivision = ({ openedAt, ...row }: queries.DivisionRow): Division => ({
  code: row.code,
  name: row.name,
  level: row.level,
  parentCode: row.parentCode,
  isCommunity: row.isCommunity,
  hasCollective: row.hasCollective,
  opened: openedAt !== null,
  movedTo: row.movedTo,
})

/** 行政区划 under one, by a piece of the name, or the counties. */
export const listDivisions = (
  parts: Parts,
  { parent, q }: { parent?: string | undefined; q?: string | undefined },
) =>
  across(parts.db, async (tx) => {
    const rows = parent
      ? (await queries.childrenOf(tx, parent)).filter((row) => !q || row.name.includes(q))
      : q
        ? await queries.searchDivisions(tx, q, MOST_FOUND)
        : await queries.divisionsAtLevel(tx, 'county')
    return { rows: rows.map(toDivision) }
  })

export const getDivision = (parts: Parts, code: string) =>
  across(parts.db, async (tx) => {
    const [own, ...parents] = await divisionLine(tx, code)
    if (!own) throw new Refused('notFound')
    return { division: toDivision(own), parents: parents.map(toDivision) }
  })

export type NewOfficer = {
  name: string
  phone: string
  idNumber: string
  office: Office
  from: string
  to: string | null
  partyStatus?: PartyStatus
}

/** An officer before there is any roster: the person, if he is not there yet, and his office. */
export async function appointFirst(
  parts: Parts,
  tx: Tx,
  division: string,
  officer: NewOfficer,
  now: Date,
): Promise<string> {
  const { config, keys } = parts
  const idNumber = normaliseIdNumber(officer.idNumber)
  const phone = normalisePhone(officer.phone)
  if (!isIdNumber(idNumber)) throw new Refused('idNumberWrong')
  if (isDemoIdNumber(idNumber) && config.mode === 'production') throw new Refused('demoIdNotAllowed')
  if (!isPhone(phone)) throw new Refused('phoneWrong')
  if (isDemoPhone(phone) && config.mode === 'production') throw new Refused('phoneNotAllowedHere')
  if (officer.to !== null && officer.to < officer.from) throw new Refused('termUnfit')
  const sealed = sealIdentity(keys, { phone, idNumber })
  const known = sealed.idIndex ? await findByIdIndex(tx, division, sealed.idIndex) : undefined
  const personId = known ?? randomUUID()
  if (!known)
    await insertPerson(tx, {
      villageId: division,
      id: personId,
      name: officer.name,
      sex: sexOf(idNumber),
      birthDate: birthDateOf(idNumber),
      ...sealed,
      registered: officer.office !== 'townshipStaff' && officer.office !== 'countyStaff',
      partyStatus: officer.partyStatus ?? 'none',
      // Entered by the body above, which knows him.
      numberSince: now,
      activeFrom: now,
      activeBy: 'opening',
      changedAt: now,
    })
  const { office, from, to } = officer
  const until = heldUntil(officer)
  await insertOffice(tx, {
    villageId: division,
    id: randomUUID(),
    personId,
    office,
    from,
    to,
    heldUntil: until,
  })
  if (known) await endSessions(tx, { villageId: division, personIds: [known] }, now)
  return personId
}

/** 纸条 for whom the body above appoints: by it he sets his first PIN. */
export type PrepareSlip = (
  now: Date,
) => Promise<
  (
    tx: Tx,
    to: { village: string; personId: string; by: string },
  ) => Promise<{ code: string; expiresAt: Date }>
>
const shownSlip = ({ code, expiresAt }: { code: string; expiresAt: Date }) => ({
  code,
  expiresAt: expiresAt.toISOString(),
})

/** 启用村: a listed village becomes usable, with one officer who then brings in its people. */
export async function openVillage(
  parts: Parts,
  caller: Caller,
  code: string,
  given: {
    isCommunity: boolean
    hasCollective: boolean
    branchHasCommittee: boolean
    officer: Omit<NewOfficer, 'from' | 'to'>
  },
  prepareSlip: PrepareSlip,
  now: Date,
) {
  const issueSlip = await prepareSlip(now)
  return inVillage(parts.db, code, async (tx) => {
    const { officer, ...facts } = given
    const village = await queries.findDivision(tx, code)
    if (village?.level !== 'village') throw new Refused('notFound')
    const opened = await queries.markOpened(tx, code, { ...facts, openedAt: now })
    if (!opened) throw new Refused('alreadyDone')
    const partyStatus = officer.office === 'branchSecretary' ? 'full' : 'none'
    const from = shanghaiDate(now)
    const personId = await appointFirst(parts, tx, code, { ...officer, from, to: null, partyStatus }, now)
    const slip = await issueSlip(tx, { village: code, personId, by: caller.personId })
    await appendEvidence(tx, {
      villageId: code,
      at: now,
      act: 'openVillage',
      by: caller.personId,
      office: 'townshipStaff',
      payload: { ...facts, personId, officerOffice: officer.office },
    })
    return { ...toDivision(opened), paperCode: shownSlip(slip) }
  })
}

const LEVEL_OF = { townshipStaff: 'township', countyStaff: 'county' } as const

/** 任命乡镇、县级工作人员 */
export async function appointStaff(
  parts: Parts,
  caller: Caller,
  code: string,
  staff: NewOfficer & { office: keyof typeof LEVEL_OF },
  prepareSlip: PrepareSlip,
  now: Date,
) {
  const issueSlip = await prepareSlip(now)
  return inVillage(parts.db, code, async (tx) => {
    const division = await queries.findDivision(tx, code)
    if (division?.level !== LEVEL_OF[staff.office]) throw new Refused('malformed')
    const personId = await appointFirst(parts, tx, code, staff, now)
    const slip = await issueSlip(tx, { village: code, personId, by: caller.personId })
    await appendEvidence(tx, {
      villageId: code,
      at: now,
      act: 'appointStaff',
      by: caller.personId,
      office: 'countyStaff',
      payload: { personId, appointed: staff.office, from: staff.from, to: staff.to },
    })
    return { personId, paperCode: shownSlip(slip) }
  })
}

export const listStaff = (parts: Parts, code: string) =>
  inVillage(parts.db, code, async (tx) => ({
    rows: (await findStaff(tx, code)).map(({ personId, name, ...row }) => ({
      ...row,
      person: { id: personId, name },
    })),
  }))

import { createHash } from 'node:crypto'
import type { Day } from '@cunyi/shared/words/days.ts'
import type { Office, PartyStatus, Sex } from '@cunyi/shared/words/vocabulary.ts'

/** What the system holds of a village, as far as a workbook speaks of it. ID numbers and phones are blind indexes here. */
export type StateHousehold = { id: string; number: string; villageGroup: string; exemption: string | null }
export type StatePerson = {
  id: string
  name: string
  sex: Sex
  birthDate: Day
  idIndex: string | null
  phoneIndex: string | null
  householdId: string | null
  relation: string | null
  registered: boolean
  away: boolean
  awayPlace: string | null
  partyStatus: PartyStatus
  partyJoinedOn: Day | null
  partyFullOn: Day | null
  fullCapacity: boolean
  leftOn: Day | null
  leftReason: string | null
  collectiveMember: boolean
  collectiveFrom: Day | null
}
export type StateOffice = {
  id: string
  personId: string
  office: Office
  from: Day
  to: Day | null
  /** The last day in office; null: until he is followed. */
  heldUntil: Day | null
  villageGroup: string | null
  households: string[]
}
export type State = { households: StateHousehold[]; people: StatePerson[]; offices: StateOffice[] }

/** column of the sheet → its value in the system, in the order in which a print is taken. */
export const householdFields = (row: StateHousehold) => ({
  number: row.number,
  villageGroup: row.villageGroup,
  exemption: row.exemption,
})
export const personFields = (row: StatePerson) => ({
  name: row.name,
  sex: row.sex,
  idNumber: row.idIndex,
  birthDate: row.birthDate,
  phone: row.phoneIndex,
  household: row.householdId,
  relation: row.relation,
  registered: row.registered,
  away: row.away,
  awayPlace: row.awayPlace,
  partyStatus: row.partyStatus,
  partyJoinedOn: row.partyJoinedOn,
  partyFullOn: row.partyFullOn,
  fullCapacity: row.fullCapacity,
  leftOn: row.leftOn,
  leftReason: row.leftReason,
})
export const officeFields = (row: StateOffice) => ({
  office: row.office,
  from: row.from,
  to: row.to,
  villageGroup: row.villageGroup,
  households: [...row.households].sort(),
})
export const memberFields = (row: StatePerson) => ({ since: row.collectiveFrom, until: row.collectiveMember })

/** 版本: tells whether a row is still what it was; goes out in the hidden column and comes back. */
export const printOf = (fields: Record<string, unknown>): string =>
  createHash('sha256')
    .update(JSON.stringify(Object.values(fields)))
    .digest('base64url')
    .slice(0, 16)

/** The people of a test village: who is there by default, by counts and by name, and how they get into the database. */
import { randomUUID } from 'node:crypto'
import { inVillage } from '@cunyi/server/base/database/connect.ts'
import { households, offices, people } from '@cunyi/server/base/database/schema/people.ts'
import type { Parts } from '@cunyi/server/base/parts/parts.ts'
import { sealIdentity } from '@cunyi/server/base/system/identity.ts'
import { idCheckDigit } from '@cunyi/shared/words/idnumber.ts'
import type { Office, PartyStatus } from '@cunyi/shared/words/vocabulary.ts'

export type Someone = {
  name: string
  offices?: (
    | Office
    | {
        office: Office
        from?: string
        to?: string | null
        /** In office past his term. */
        runsOn?: true
        villageGroup?: string
        households?: string[]
      }
  )[]
  party?: PartyStatus
  sex?: 'male' | 'female'
  birthDate?: string
  registered?: boolean
  away?: boolean
  member?: boolean
  /** Several people may give the same: one household, one phone. */
  household?: string
  group?: string
  relation?: string
  phone?: string | null
}
export type Counts = {
  /** Branch committee, the secretary included. */
  branchCommittee?: number
  /** Village committee, the director included. */
  villageCommittee?: number
  oversight?: number
  /** Full members, the branch committee included. */
  partyMembers?: number
  probationary?: number
  /** Elected representatives, the committees not included. */
  representatives?: number
  memberRepresentatives?: number
  /** Board of the collective, its chair included. */
  board?: number
  /** Adults without any office. */
  villagers?: number
  /** Any others, or more about one of the counted (by name). */
  people?: Someone[]
  at?: string
  /** Works that the clock is not to do: drawing packages takes seconds each. */
  without?: readonly string[]
  /** 一家一部手机: whose log-in somebody acts by; by default his own. */
  onPhoneOf?: Record<string, string>
}

export const numbered = (name: string, n: number, who: Omit<Someone, 'name'>): Someone[] =>
  Array.from({ length: Math.max(0, n) }, (_, i) => ({ name: `${name}-${i + 1}`, ...who }))

export function everybody(counts: Counts): Someone[] {
  const {
    branchCommittee = 3,
    villageCommittee = 3,
    oversight = 3,
    representatives = 15,
    villagers = 20,
    board = 3,
  } = counts
  const { partyMembers = 9, probationary = 0, memberRepresentatives = 0 } = counts
  const list: Someone[] = [
    { name: 'branchSecretary', offices: ['branchSecretary'], party: 'full' },
    ...numbered('branchCommittee', branchCommittee - 1, { offices: ['branchCommittee'], party: 'full' }),
    { name: 'villageDirector', offices: ['villageDirector'] },
    ...numbered('villageCommittee', villageCommittee - 1, { offices: ['villageCommittee'] }),
    { name: 'oversightChair', offices: ['oversightChair'] },
    ...numbered('oversightCommittee', oversight - 1, { offices: ['oversightCommittee'] }),
    ...(board > 0 ? [{ name: 'boardChair', offices: ['boardChair'] as Office[], member: true }] : []),
    ...numbered('boardMember', board - 1, { offices: ['boardMember'], member: true }),
    { name: 'supervisor', offices: ['supervisor'], member: true },
    { name: 'groupHead', offices: [{ office: 'groupHead', villageGroup: '1组' }] },
    { name: 'accountant', offices: ['accountant'] },
    { name: 'firstSecretary', offices: ['firstSecretary'], party: 'full', registered: false },
    ...numbered('partyMember', partyMembers - branchCommittee, { party: 'full' }),
    ...numbered('probationary', probationary, { party: 'probationary' }),
    // 妇女代表: of the composition women representatives are a third at least.
    ...numbered('representative', representatives, { offices: ['representative'], sex: 'female' }),
    ...numbered('memberRepresentative', memberRepresentatives, {
      offices: ['memberRepresentative'],
      member: true,
    }),
    ...numbered('villager', villagers, {}),
  ]
  for (const more of counts.people ?? []) {
    const known = list.find((one) => one.name === more.name)
    if (known) Object.assign(known, more)
    else list.push(more)
  }
  return list
}

/** A demo number with a right check digit; odd numbers are men's. */
export function idNumberOf(n: number, birthDate = '1980-01-01'): string {
  const first = `990000${birthDate.replaceAll('-', '')}${String(n % 1000).padStart(3, '0')}`
  return first + idCheckDigit(first)
}

export async function insertPeople(
  parts: Parts,
  villageId: string,
  list: Someone[],
  changedAt: Date,
  offset: number,
) {
  const { keys, db } = parts
  const made = list.map((one, i) => {
    const n = offset + i + 1
    const birthDate = one.birthDate ?? '1980-01-01'
    const idNumber = idNumberOf(n * 2 + (one.sex === 'female' ? 0 : 1), birthDate)
    const phone = one.phone === undefined ? `100${String(n).padStart(8, '0')}` : (one.phone ?? '')
    const household = one.household ?? `H${String(Math.floor(i / 3) + 1).padStart(3, '0')}`
    return { one, n, id: randomUUID(), idNumber, phone, household, birthDate, isFirst: i % 3 === 0 }
  })
  const homes = new Map(
    [...new Set(made.map((row) => row.household))].map((number, i) => [
      number,
      { id: randomUUID(), group: `${(i % 4) + 1}组` },
    ]),
  )
  await inVillage(db, villageId, async (tx) => {
    const houseRows = [...homes].map(([number, { id, group }]) => ({
      villageId,
      id,
      number,
      villageGroup: made.find((row) => row.household === number)?.one.group ?? group,
    }))
    for (let i = 0; i < houseRows.length; i += 1000)
      await tx.insert(households).values(houseRows.slice(i, i + 1000))
    const rows = made.map(({ one, id, idNumber, phone, household, birthDate, isFirst }) => ({
      villageId,
      id,
      name: one.name,
      sex: one.sex ?? ('male' as const),
      birthDate,
      ...sealIdentity(keys, { phone: phone || null, idNumber }),
      ...(phone ? { activeFrom: changedAt, activeBy: 'kept' as const } : {}),
      householdId: homes.get(household)?.id ?? null,
      relation: one.relation ?? (isFirst ? '户主' : '其他'),
      registered: one.registered ?? true,
      away: one.away ?? false,
      partyStatus: one.party ?? ('none' as const),
      partyJoinedOn: one.party && one.party !== 'none' ? '2010-07-01' : null,
      partyFullOn: one.party && one.party !== 'none' && one.party !== 'probationary' ? '2011-07-01' : null,
      collectiveMember: one.member ?? one.registered ?? true,
      changedAt,
    }))
    for (let i = 0; i < rows.length; i += 1000) await tx.insert(people).values(rows.slice(i, i + 1000))
    const held = made.flatMap(({ one, id, household }) =>
      (one.offices ?? []).map((given) => {
        const office = typeof given === 'string' ? { office: given } : given
        const represents = /epresentative$/.test(office.office) ? [homes.get(household)?.id ?? ''] : []
        return {
          villageId,
          personId: id,
          office: office.office,
          from: office.from ?? '2024-01-01',
          heldUntil: office.runsOn ? null : (office.to ?? null),
          to: office.to === undefined ? '2029-12-31' : office.to,
          villageGroup: office.villageGroup ?? null,
          households: office.households ?? represents,
        }
      }),
    )
    if (held.length > 0) await tx.insert(offices).values(held)
  })
  return made.map(
    ({ one, id, idNumber, phone }) => [one.name, { village: villageId, id, idNumber, phone }] as const,
  )
}

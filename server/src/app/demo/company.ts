import type { Office } from '@cunyi/shared/words/vocabulary.ts'
import { inVillage } from '#base/database/connect.ts'
import type { Parts } from '#base/parts/parts.ts'
import { idIndexOf } from '#base/system/identity.ts'
import type { Player } from './driver.ts'
import type { Cast, Company } from './play.ts'
import { idsByIndex } from './queries.ts'
import type { DemoPerson, DemoVillage } from './village.ts'

const OF_THE_PARTY = ['branch', 'committees', 'partyMembers']

/** 班底: the people of a demo village as they stand in the database. */
export async function companyOf(parts: Parts, village: DemoVillage): Promise<Company> {
  const ids = await inVillage(parts.db, village.code, (tx) => idsByIndex(tx, village.code))
  const idOf = (person: DemoPerson | undefined) =>
    ids.get(idIndexOf(parts.keys, person?.idNumber ?? '')) ?? ''
  const away = new Set(village.people.filter((one) => one.away !== '').map(idOf))
  const who = (person: DemoPerson | undefined): Player => {
    const personId = idOf(person)
    if (!personId) throw new Error(`${village.name} has nobody for this part`)
    return { village: village.code, personId }
  }
  const holders = (office: Office) =>
    village.offices.filter((row) => row.office === office).map(({ person }) => person)
  const holder = (office: Office, nth = 0) => who(holders(office)[nth])
  const here = holders('representative').filter((one) => one.away === '')
  const members = village.people.filter((one) => one.party === 'full' && one.away === '')
  // A branch without a committee: any of its members records and counts.
  const others = members.filter((one) => !holders('branchSecretary').includes(one))
  const ofParty: () => Cast = () => ({
    chair: holder('branchSecretary'),
    recorder: holder('branchCommittee', 1),
    tellers: [holder('branchCommittee', 2), holder('branchCommittee', 3)],
  })
  const ofSmallBranch: () => Cast = () => ({
    chair: holder('branchSecretary'),
    recorder: who(others[0]),
    tellers: [who(others[1]), who(others[2])],
  })
  const ofSmallCommittees: () => Cast = () => ({
    chair: holder('branchSecretary'),
    recorder: holder('villageCommittee'),
    tellers: [holder('villageDirector'), holder('villageCommittee', 1)],
  })
  const isSmall = holders('branchCommittee').length === 0
  const cast = (assembly: string): Cast => {
    if (!OF_THE_PARTY.includes(assembly)) return ofVillage()
    if (!isSmall) return ofParty()
    return assembly === 'committees' ? ofSmallCommittees() : ofSmallBranch()
  }
  const ofVillage: () => Cast = () => ({
    chair: holder('villageDirector'),
    recorder: holder('villageCommittee'),
    tellers: [who(here[2]), who(here[3])],
  })
  return {
    village: village.code,
    holder,
    castOf: cast,
    isAway: (personId) => away.has(personId),
  }
}

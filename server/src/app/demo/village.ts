/** 演示村: two invented villages as workbooks. The same seed gives the same people, byte for byte. */
import { OFFICES, type Office, PARTY_STATUSES, SEXES } from '@cunyi/shared/words/vocabulary.ts'
import { emptyTexts, type WorkbookTexts } from '#village/people/workbook/write.ts'
import { type DemoHousehold, type DemoPerson, giveRareNames, makeHouseholds } from './households.ts'
import { type Dice, dice } from './random.ts'

export type { DemoPerson } from './households.ts'

export const TOWNSHIP = '411329990'
export const BIG_VILLAGE = '411329990201'
export const SMALL_VILLAGE = '411329990202'

export type DemoOffice = { person: DemoPerson; office: Office; group?: string; households?: string[] }
export type DemoVillage = {
  code: string
  name: string
  households: DemoHousehold[]
  people: DemoPerson[]
  offices: DemoOffice[]
}

const TERM = { from: '2025-12-20', to: '2030-12-19' }
const CONFIRMED = '2020-12-31'
const numbers = ['一', '二', '三', '四', '五', '六', '七', '八', '九']
const groupsOf = (n: number) => numbers.slice(0, n).map((word) => `第${word}组`)

/**
 * 河湾村: 612 households, 2,430 registered, 1,866 of them adults, 1,790 adult members of the collective with full
 * capacity; Party 66 = 63 + 2 + 1 with 36 away; both committees 7 persons, the representatives' meeting 60.
 */
export function bigVillage(): DemoVillage {
  const roll = dice(20_261_122)
  const households = makeHouseholds(roll, {
    groups: groupsOf(9),
    adults: { 2: 150, 3: 282, 4: 180 },
    minors: { 0: 220, 1: 220, 2: 172 },
    phonePrefix: '2010',
  })
  const village: DemoVillage = {
    code: BIG_VILLAGE,
    name: '河湾村',
    households,
    people: households.flatMap((one) => one.people),
    offices: [],
  }
  giveRareNames(village.people)
  const seats = new Seats(roll, village)
  seatBig(seats)
  makeParty(roll, village, { full: 63, probationary: 2, underProbation: 1, away: 36 })
  const adults = village.people.filter((one) => one.adult)
  const plain = adults.filter((one) => !village.offices.some(({ person }) => person === one))
  // 1,866 adults − 66 who are no members − 10 without full capacity = 1,790.
  for (const one of plain.slice(-66)) one.member = false
  for (const one of plain.slice(0, 10)) one.capacity = false
  return village
}

function seatBig(seats: Seats) {
  const { at } = seats
  const secretary = at('branchSecretary', 'male')
  const director = at('villageDirector', 'male')
  const [clerk, third, fourth, fifth] = [
    at('villageCommittee', 'female'),
    at('villageCommittee', 'male'),
    at('villageCommittee', 'female'),
    at('villageCommittee', 'male'),
  ]
  // Three in both committees: 5 + 5 − 3 = 7 persons.
  for (const person of [director, clerk, third]) seats.also(person, 'branchCommittee')
  const fifthOfBranch = at('branchCommittee', 'male')
  at('oversightChair', 'male')
  at('oversightCommittee', 'female')
  at('oversightCommittee', 'male')
  seats.also(secretary, 'boardChair')
  seats.also(fifthOfBranch, 'boardMember')
  for (const sex of ['female', 'male', 'male'] as const) at('boardMember', sex)
  for (const sex of ['male', 'female', 'male'] as const) at('supervisor', sex)
  at('accountant', 'female')
  // 57 elected, two of them also on the village committee; with that committee 60 persons, 21 of them women.
  seats.represent('representative', [7, 7, 7, 6, 6, 6, 6, 6, 6], [fourth, fifth], 21 - 2)
  seats.represent('memberRepresentative', [7, 7, 7, 6, 6, 6, 6, 6, 6], [], 20)
  for (const group of groupsOf(9)) seats.groupHead(group)
  seats.outsider('firstSecretary')
}

/** 柳树湾村: under a hundred people, a branch without committee, three on the village committee. */
export function smallVillage(): DemoVillage {
  const roll = dice(411_329)
  const households = makeHouseholds(roll, {
    groups: groupsOf(2),
    adults: { 2: 10, 3: 12, 4: 2 },
    minors: { 0: 10, 1: 8, 2: 6 },
    phonePrefix: '2020',
  })
  const village: DemoVillage = {
    code: SMALL_VILLAGE,
    name: '柳树湾村',
    households,
    people: households.flatMap((one) => one.people),
    offices: [],
  }
  const seats = new Seats(roll, village)
  const secretary = seats.at('branchSecretary', 'male')
  seats.at('villageDirector', 'male')
  const [clerk] = [seats.at('villageCommittee', 'female'), seats.at('villageCommittee', 'male')]
  seats.also(secretary, 'boardChair')
  if (clerk) seats.also(clerk, 'boardMember')
  seats.at('boardMember', 'male')
  seats.at('supervisor', 'female')
  seats.at('oversightChair', 'male')
  seats.at('oversightCommittee', 'female')
  seats.at('oversightCommittee', 'male')
  seats.at('accountant', 'female')
  // Chosen by the groups, not by households (村委会组织法 art 29). 12 of 15 are elected: exactly four fifths; 5 of
  // them are women: exactly one third of the 15.
  seats.represent('representative', [6, 6], [], 5)
  for (const group of groupsOf(2)) seats.groupHead(group)
  makeParty(roll, village, { full: 7, probationary: 1, underProbation: 0, away: 2 })
  return village
}

/** Gives seats to people who hold none yet, one a household where they represent. */
class Seats {
  readonly at = (office: Office, sex: DemoPerson['sex']): DemoPerson => {
    const person = this.take((one) => one.sex === sex && one.away === '' && this.suits(one))
    this.village.offices.push({ person, office })
    return person
  }
  private readonly dice: Dice
  private readonly village: DemoVillage
  private readonly order: DemoPerson[]
  private readonly taken = new Set<DemoPerson>()

  constructor(roll: Dice, village: DemoVillage) {
    this.dice = roll
    this.village = village
    this.order = roll.shuffle(village.people)
  }

  also(person: DemoPerson, office: Office) {
    this.village.offices.push({ person, office })
  }

  private suits = (one: DemoPerson) =>
    one.adult && one.phone !== '' && one.birthDate >= '1958' && one.birthDate < '1996' && !this.taken.has(one)

  private take(fits: (one: DemoPerson) => boolean): DemoPerson {
    const person = this.order.find(fits)
    if (!person) throw new Error('The demo village is too small for its offices')
    this.taken.add(person)
    return person
  }

  /** `perGroup` of each group, one a household; the group's households are shared out evenly, 5 to 15 each, or not at all. */
  represent(
    office: 'representative' | 'memberRepresentative',
    perGroup: readonly number[],
    given: readonly DemoPerson[],
    women: number,
  ) {
    let womenLeft = women
    let left = perGroup.reduce((sum, n) => sum + n, 0) - given.length
    groupsOf(perGroup.length).forEach((group, g) => {
      const own = given.filter((one) => one.group === group)
      const homes = new Set(own.map((one) => one.household))
      const chosen = [...own]
      while (chosen.length < (perGroup[g] as number)) {
        const wantsWoman = womenLeft > 0 && this.dice.below(left) < womenLeft
        const person = this.take(
          (one) =>
            one.group === group &&
            !homes.has(one.household) &&
            one.sex === (wantsWoman ? 'female' : 'male') &&
            this.suits(one),
        )
        if (wantsWoman) womenLeft -= 1
        left -= 1
        homes.add(person.household)
        chosen.push(person)
      }
      const households = this.village.households.filter((one) => one.group === group).map((one) => one.number)
      chosen.forEach((person, i) => {
        const share = households.filter((_, j) => j % chosen.length === i)
        this.village.offices.push({ person, office, households: share.length >= 5 ? share : [] })
      })
    })
  }

  groupHead(group: string) {
    const held = this.village.offices.filter(
      ({ office, person }) => office === 'representative' && person.group === group && person.away === '',
    )
    const person =
      held[0]?.person ?? this.take((one) => one.group === group && one.away === '' && this.suits(one))
    this.village.offices.push({ person, office: 'groupHead', group })
  }

  /** 驻村第一书记: lives here, is registered elsewhere and belongs to another branch. */
  outsider(office: Office) {
    const birthDate = '1986-04-09'
    const person: DemoPerson = {
      name: '施云田',
      sex: 'male',
      birthDate,
      idNumber: '99000019860409901X',
      phone: '10020109990',
      household: '',
      group: '',
      relation: '',
      adult: true,
      away: '',
      party: 'none',
      joined: '',
      full: '',
      capacity: true,
      member: false,
    }
    this.village.people.push(person)
    this.village.offices.push({ person, office })
  }
}

type Party = { full: number; probationary: number; underProbation: number; away: number }

/** The committees are full members and here; the rest by dice, so many of all away. */
function makeParty(roll: Dice, village: DemoVillage, { full, probationary, underProbation, away }: Party) {
  const holding = (offices: readonly Office[]) =>
    new Set(village.offices.filter(({ office }) => offices.includes(office)).map(({ person }) => person))
  const officers = [...holding(['branchSecretary', 'branchCommittee', 'oversightChair'])]
  const seated = holding(Object.keys(OFFICES) as Office[])
  const free = roll.shuffle(
    village.people.filter(
      (one) =>
        one.adult &&
        one.phone !== '' &&
        !seated.has(one) &&
        one.birthDate >= '1950' &&
        one.birthDate < '2003',
    ),
  )
  const total = full + probationary + underProbation
  const members = [
    ...officers,
    ...free.filter((one) => one.away !== '').slice(0, away),
    ...free.filter((one) => one.away === '').slice(0, total - away - officers.length),
  ]
  const last = members.length - probationary - underProbation
  members.forEach((one, i) => {
    one.party = i < last ? 'full' : i < last + probationary ? 'probationary' : 'underProbation'
    one.joined = one.party === 'probationary' ? '2026-06-28' : '2008-07-01'
    one.full = one.party === 'probationary' ? '' : '2009-07-01'
  })
}

const yesNo = (value: boolean) => (value ? '是' : '否')

/** The village as its workbook. */
export function textsOfVillage({ households, people, offices }: DemoVillage): WorkbookTexts {
  const named = (one: DemoPerson) => ({ name: one.name, idNumber: one.idNumber, household: one.household })
  return {
    ...emptyTexts(),
    households: households.map(({ number, group, exemption }) => ({
      number,
      villageGroup: group,
      exemption,
    })),
    people: people.map((one) => ({
      ...named(one),
      sex: SEXES[one.sex].zh,
      birthDate: one.birthDate,
      phone: one.phone,
      relation: one.relation,
      registered: yesNo(one.household !== ''),
      away: yesNo(one.away !== ''),
      awayPlace: one.away,
      partyStatus: PARTY_STATUSES[one.party].zh,
      partyJoinedOn: one.joined,
      partyFullOn: one.full,
      fullCapacity: yesNo(one.capacity),
    })),
    offices: offices.map(({ person, office, group, households: represented }) => ({
      ...named(person),
      office: OFFICES[office].zh,
      ...TERM,
      villageGroup: group ?? '',
      households: (represented ?? []).join('、'),
    })),
    members: people.filter((one) => one.member).map((one) => ({ ...named(one), since: CONFIRMED })),
  }
}

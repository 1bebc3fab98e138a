/** 户与人: households and who lives in them, by dice; no offices yet. */
import { idCheckDigit } from '@cunyi/shared/words/idnumber.ts'
import type { PartyStatus, Sex } from '@cunyi/shared/words/vocabulary.ts'
import { given, RARE_GIVEN, surname } from './names.ts'
import type { Dice } from './random.ts'

export type DemoPerson = {
  name: string
  sex: Sex
  birthDate: string
  idNumber: string
  phone: string
  household: string
  group: string
  relation: string
  adult: boolean
  away: string
  party: PartyStatus
  joined: string
  full: string
  capacity: boolean
  member: boolean
}
export type DemoHousehold = { number: string; group: string; exemption: string; people: DemoPerson[] }

export type Sizes = {
  groups: readonly string[]
  /** How many households have so many adults, and so many minors. */
  adults: Readonly<Record<number, number>>
  minors: Readonly<Record<number, number>>
  /** The first four digits after 100 of the village's phones. */
  phonePrefix: string
}

const PLACES = [
  '广东省东莞市',
  '广东省深圳市',
  '江苏省苏州市',
  '浙江省杭州市',
  '浙江省宁波市',
  '上海市',
  '北京市',
  '湖北省武汉市',
  '河南省郑州市',
  '河南省南阳市',
  '福建省泉州市',
  '新疆阿克苏地区',
]
const GROUP_WIDTH = 2

const spread = (counts: Readonly<Record<number, number>>): number[] =>
  Object.entries(counts).flatMap(([size, count]) => Array.from({ length: count }, () => Number(size)))

/** Adults are born before 2008 and minors from 2010 on: for a year round the demo's day nobody comes of age. */
export function makeHouseholds(dice: Dice, sizes: Sizes): DemoHousehold[] {
  const adults = dice.shuffle(spread(sizes.adults))
  const minors = dice.shuffle(spread(sizes.minors))
  const numbers = new Numbers(sizes.phonePrefix)
  const perGroup = Math.ceil(adults.length / sizes.groups.length)
  return adults.map((count, i) => {
    const groupIndex = Math.floor(i / perGroup)
    const group = sizes.groups[groupIndex] as string
    const number = `${String(groupIndex + 1).padStart(GROUP_WIDTH, '0')}${String((i % perGroup) + 1).padStart(2, '0')}`
    const people = family(dice, count, minors[i] ?? 0).map((one) => ({
      ...one,
      ...numbers.next(one, dice),
      household: number,
      group,
    }))
    sharePhones(dice, people)
    return { number, group, exemption: dice.below(30) === 0 ? dice.pick(['低保户', '军属户']) : '', people }
  })
}

type Bare = Omit<DemoPerson, 'idNumber' | 'phone' | 'household' | 'group'>

function family(dice: Dice, adults: number, minors: number): Bare[] {
  const name = surname(dice)
  // A household of three adults has an old parent or a grown child; the head's age leaves room for it.
  const withParent = adults > 2 && dice.below(2) === 0
  const headYear = adults > 2 && !withParent ? 1952 + dice.below(22) : 1964 + dice.below(24)
  const headSex: Sex = dice.below(6) === 0 ? 'female' : 'male'
  const spouseSex: Sex = headSex === 'male' ? 'female' : 'male'
  const people = [person(dice, name, headSex, headYear, '户主')]
  if (adults > 1) people.push(person(dice, surname(dice), spouseSex, headYear + dice.below(7) - 3, '配偶'))
  for (let i = 2; i < adults; i++) {
    const sex: Sex = dice.below(2) === 0 ? 'male' : 'female'
    if (withParent)
      people.push(
        person(
          dice,
          i === 2 ? name : surname(dice),
          i === 2 ? 'male' : 'female',
          headYear - 23 - dice.below(6),
          i === 2 ? '父' : '母',
        ),
      )
    else
      people.push(
        person(dice, name, sex, Math.min(2007, headYear + 22 + dice.below(10)), sex === 'male' ? '子' : '女'),
      )
  }
  for (let i = 0; i < minors; i++) {
    const sex: Sex = dice.below(2) === 0 ? 'male' : 'female'
    const words = headYear < 1972 ? (['孙子', '孙女'] as const) : (['子', '女'] as const)
    people.push({
      ...person(dice, name, sex, 2010 + dice.below(16), words[sex === 'male' ? 0 : 1]),
      adult: false,
      away: '',
    })
  }
  return people
}

function person(dice: Dice, family: string, sex: Sex, year: number, relation: string): Bare {
  const two = (n: number) => String(n).padStart(2, '0')
  const age = 2026 - year
  return {
    name: family + given(dice, sex),
    sex,
    birthDate: `${year}-${two(1 + dice.below(12))}-${two(1 + dice.below(28))}`,
    relation,
    adult: true,
    away: age < 56 && dice.below(100) < 42 ? dice.pick(PLACES) : '',
    party: 'none',
    joined: '',
    full: '',
    capacity: true,
    member: true,
  }
}

/** ID numbers that nobody has (990000…, right check digit), phones that no network gives out (100…). */
class Numbers {
  private readonly prefix: string
  private readonly used = new Map<string, number>()
  private phones = 0

  constructor(prefix: string) {
    this.prefix = prefix
  }

  next({ birthDate, sex, adult }: Bare, dice: Dice): { idNumber: string; phone: string } {
    const day = birthDate.replaceAll('-', '')
    const seen = this.used.get(day + sex) ?? 0
    this.used.set(day + sex, seen + 1)
    const first = `990000${day}${String(2 * seen + (sex === 'male' ? 1 : 2)).padStart(3, '0')}`
    const age = 2026 - Number(day.slice(0, 4))
    const hasPhone = adult && (age < 66 || dice.below(2) === 0)
    return { idNumber: first + idCheckDigit(first), phone: hasPhone ? this.phone() : '' }
  }

  private phone(): string {
    this.phones += 1
    return `100${this.prefix}${String(this.phones).padStart(4, '0')}`
  }
}

/** 一家一部手机: an old parent without a phone of his own often uses the head's. */
function sharePhones(dice: Dice, people: DemoPerson[]) {
  const head = people[0]
  for (const one of people)
    if (one.adult && one.phone === '' && head?.phone && dice.below(3) > 0) one.phone = head.phone
}

/** Ten of the grown-ups bear a name of rare characters. */
export function giveRareNames(people: readonly DemoPerson[]) {
  const adults = people.filter((one) => one.adult)
  RARE_GIVEN.forEach((character, i) => {
    const one = adults[Math.floor(((i + 1) * adults.length) / (RARE_GIVEN.length + 2))]
    if (one) one.name = [...one.name][0] + character
  })
}

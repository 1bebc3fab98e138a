/**
 * 疑似同一人: whom a new row of the roster may mean though no number says so. Pointed out and decided row by row by the
 * clerk; nothing is joined by itself (findings C2).
 */
import type { Day } from '../words/days.ts'
import { foldName } from './workbook-cell.ts'

export const LIKENESSES = {
  birth: { zh: '姓名和出生日期相同', en: 'same name and birth date' },
  digit: { zh: '姓名相同，身份证号只差一位', en: 'same name, one digit of the ID number apart' },
  home: { zh: '姓名和户号相同', en: 'same name and household' },
} as const
export type Likeness = keyof typeof LIKENESSES

type Nature = { name: string; birthDate: Day; household: string | null; idNumber: string | null }

/**
 * Null: nothing speaks for it. `household`: any name of it, the same on both sides. Two whole ID numbers are two people
 * unless one digit alone tells them apart: namesakes of one day are many in a county.
 */
export function likenessOf(one: Nature, other: Nature): Likeness | null {
  if (foldName(one.name) !== foldName(other.name)) return null
  if (one.idNumber && other.idNumber) return digitsApart(one.idNumber, other.idNumber) === 1 ? 'digit' : null
  if (one.birthDate === other.birthDate) return 'birth'
  return one.household !== null && one.household === other.household ? 'home' : null
}

/** The last character follows from the others and is no digit of its own. */
const digitsApart = (one: string, other: string): number =>
  [...one.slice(0, 17)].filter((digit, i) => digit !== other[i]).length

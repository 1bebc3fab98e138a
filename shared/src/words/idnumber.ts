/** 身份证号: the check of GB 11643-1999, and what the number itself says. */
import type { Day } from './days.ts'
import { dateToInstant } from './days.ts'
import type { Sex } from './vocabulary.ts'

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
const CHECKS = '10X98765432'

/** The check character of the first seventeen digits. */
export function idCheckDigit(first17: string): string {
  if (!/^\d{17}$/.test(first17)) throw new RangeError('seventeen digits are needed')
  const sum = WEIGHTS.reduce((total, weight, i) => total + weight * Number(first17[i]), 0)
  return CHECKS[sum % 11] ?? ''
}

export const normaliseIdNumber = (text: string): string => text.replace(/\s/g, '').toUpperCase()

const isDay = (day: Day): boolean => {
  try {
    dateToInstant(day)
    return true
  } catch {
    return false
  }
}

/** Eighteen characters, a real birth date and a right check character. */
export function isIdNumber(text: string): boolean {
  const id = normaliseIdNumber(text)
  return /^\d{17}[\dX]$/.test(id) && isDay(birthDateOf(id)) && idCheckDigit(id.slice(0, 17)) === id[17]
}

export const birthDateOf = (id: string): Day => `${id.slice(6, 10)}-${id.slice(10, 12)}-${id.slice(12, 14)}`
export const sexOf = (id: string): Sex => (Number(id[16]) % 2 === 1 ? 'male' : 'female')
export const lastSixOf = (id: string): string => normaliseIdNumber(id).slice(-6)
/** Demo and test numbers begin with 990000, a code no division has. */
export const isDemoIdNumber = (id: string): boolean => id.startsWith('990000')

/** What a scenario file is written with: words, counts, money, times. */
import { keysOf, MATTER_CODES } from '@cunyi/shared/words/vocabulary.ts'
import { z } from 'zod'

export const words = z.string().min(1)
export const count = z.int().nonnegative()
/** 96万, 5000元, or an integer of fen. */
export const money = z.union([z.int().nonnegative(), z.string().regex(/^[\d.,]+\s*万?元?$/)])
export const codes = z.array(z.enum(keysOf(MATTER_CODES)))
export const nothing = z.strictObject({}).nullable()
export const yes = z
  .union([z.boolean(), z.enum(['yes', 'no'])])
  .transform((value) => value === true || value === 'yes')
export const people = z.array(words)
/** `+3d`, `+48h`, `+3d 09:00`, `2026-03-05 09:00`. */
export const time = z
  .string()
  .regex(/^(\+\d+[dhms]( \d{2}:\d{2})?|\d{4}-\d{2}-\d{2}( \d{2}:\d{2}(:\d{2})?)?)$/)

export const facts = z.record(z.string(), z.unknown())

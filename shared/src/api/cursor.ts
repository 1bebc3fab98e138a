/** 翻页: what `next` of a page gave, and nothing else; each list says which kind is its own. */
import { z } from 'zod'
import { COLUMN_MAX, id, instant } from './contract.ts'

/** The last row of a page, in a list in the order of time. */
export type TimeKey = { at: Date; id: string }

export const timeCursor = ({ at, id }: TimeKey): string => `${at.toISOString()}_${id}`

const timeKey = z.tuple([instant, id])
export const byTime = z
  .string()
  .max(200)
  .transform((text, context): TimeKey => {
    const read = timeKey.safeParse(text.split('_'))
    if (read.success) return { at: new Date(read.data[0]), id: read.data[1] }
    context.addIssue({ code: 'custom', message: 'no cursor of this list' })
    return z.NEVER
  })

export const byId = id

/** The number of an entry of the chain. */
export const bySeq = z
  .string()
  .regex(/^\d{1,10}$/)
  .refine((text) => Number(text) <= COLUMN_MAX, 'no number of an entry')

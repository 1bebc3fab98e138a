/** 翻页: what `next` of a page gave, and nothing else; each list says which kind is its own. */
import { z } from 'zod'
import { COLUMN_MAX, id, instant } from './contract.ts'

const parts = <T extends string[], K>(schema: z.ZodType<T>, keyOf: (read: T) => K) =>
  z
    .string()
    .max(200)
    .transform((text, context): K => {
      const read = schema.safeParse(text.split('_'))
      if (read.success) return keyOf(read.data)
      context.addIssue({ code: 'custom', message: 'no cursor of this list' })
      return z.NEVER
    })

/** The last row of a page, in a list in the order of time. */
export type TimeKey = { at: Date; id: string }
export const timeCursor = ({ at, id }: TimeKey): string => `${at.toISOString()}_${id}`
export const byTime = parts(z.tuple([instant, id]), ([at, id]): TimeKey => ({ at: new Date(at), id }))

/** The same, where a row is a message to a person. */
export type MessageKey = { since: Date; messageId: string; personId: string }
export const messageCursor = ({ since, messageId, personId }: MessageKey): string =>
  `${since.toISOString()}_${messageId}_${personId}`
export const byMessage = parts(
  z.tuple([instant, id, id]),
  ([since, messageId, personId]): MessageKey => ({ since: new Date(since), messageId, personId }),
)

export const byId = id

/** The number of an entry of the chain. */
export const bySeq = z
  .string()
  .regex(/^\d{1,10}$/)
  .refine((text) => Number(text) <= COLUMN_MAX, 'no number of an entry')

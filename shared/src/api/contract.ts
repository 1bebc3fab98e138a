import { z } from 'zod'
import { isWithinReach } from '../words/days.ts'
import type { RefusalCode } from '../words/refusals.ts'
import { isOneLine } from '../words/texts.ts'
import {
  ASSEMBLY_KEYS,
  CHOICE_KEYS,
  keysOf,
  MATTER_CODES,
  OFFICE_KEYS,
  STAGE_KEYS,
} from '../words/vocabulary.ts'

/** One request: used by the server to answer, by the page to ask and by the tests to do both. */
export type Contract = {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  path: string
  /** What it does, for the API's readers. */
  summary: string
  params?: z.ZodObject
  query?: z.ZodObject
  body?: z.ZodType
  reply: z.ZodType
  /** multipart: one file beside the fields; binary: the reply is a file. */
  carries?: 'multipart' | 'binary'
}
/** What a caller sends and gets, read off the contract. Path and query fields are one object to the caller. */
export type ParamsOf<C extends Contract> = (C['params'] extends z.ZodObject
  ? z.input<C['params']>
  : unknown) &
  (C['query'] extends z.ZodObject ? z.input<C['query']> : unknown)
export type BodyOf<C extends Contract> = C['body'] extends z.ZodType ? z.input<C['body']> : undefined
export type ReplyOf<C extends Contract> = z.output<C['reply']>
export const contracts = <T extends Record<string, Contract>>(table: T) => table

/** In small letters, as the database gives it back: seals, locks and links of the chain are made over its text. */
export const id = z.uuid().toLowerCase()
/** 12 digits for a village, 9 for a township, 6 for a county. */
export const divisionCode = z.string().regex(/^\d{2,12}$/)
export const instant = z.iso.datetime({ offset: true }).refine(isWithinReach, 'out of reach')
export const day = z.iso.date().refine(isWithinReach, 'out of reach')
export const year = z.coerce.number().int().min(2000).max(2100)
/** Integer fen. */
export const fen = z.int().nonnegative().max(1_000_000_000_000)
/** What a column of whole numbers holds. */
export const COLUMN_MAX = 2_147_483_647
export const whole = z.int().nonnegative().max(COLUMN_MAX)
/** The same in a path or a query, where it is text. */
export const wholeText = z.coerce.number().int().nonnegative().max(COLUMN_MAX)
export const text = (max: number) => z.string().trim().min(1).max(max)
/** A field with an end of a line where none may be is refused by the name of that refusal. */
const ONE_LINE = 'textUnfit' satisfies RefusalCode
/** A name, a title, a number. */
export const line = (max: number) => text(max).refine(isOneLine, ONE_LINE)
/** The same, left empty where there is none. */
export const lineOrNone = (max: number) => z.string().max(max).refine(isOneLine, ONE_LINE)
export const stage = z.enum(STAGE_KEYS)
export const assembly = z.enum(ASSEMBLY_KEYS)
export const matterCode = z.enum(keysOf(MATTER_CODES))
export const office = z.enum(OFFICE_KEYS)
export const choice = z.enum(CHOICE_KEYS)
export const inVillage = z.object({ village: divisionCode })
export const ofProposal = inVillage.extend({ proposal: id })
export const ofMeeting = inVillage.extend({ meeting: id })
/** A list answered in pages; `next` asks for the following one. */
export const page = <T extends z.ZodType>(row: T) =>
  z.object({ rows: z.array(row), next: z.string().nullable() })
export const paging = <T extends z.ZodType>(cursor: T) =>
  z.object({
    after: cursor.optional(),
    limit: z.coerce.number().int().min(1).max(100).optional(),
  })
/** A person as colleagues see him: id and name; nothing sensitive. */
/** 本地增加的步骤, as the county calls it. */
export const extraName = z.object({ zh: z.string(), en: z.string() })
export const namedPerson = z.object({ id, name: z.string() })
export const done = z.object({ ok: z.literal(true) })
/** 对照: a run of lines that stayed, came or went. */
export const differencePart = z.object({ kind: z.enum(['same', 'added', 'removed']), text: z.string() })
/** 两人办理: what is answered when an act waits for its second person. */
export const waits = z.object({ actId: id, dueAt: instant.nullable() })

/** What the server says when it says no (RFC 9457). */
export const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.string(),
  messageZh: z.string(),
  messageEn: z.string(),
  rule: z.string().nullable(),
  source: z.string().nullable(),
  params: z.record(z.string(), z.unknown()),
})
export type Problem = z.infer<typeof problem>

/** 写了一半的: what was kept last, by whom; revision 0: nothing yet. */
export const writing = z.object({
  revision: z.int(),
  /** The form as the page keeps it; null: what was saved is all there is. */
  content: z.string().nullable(),
  by: namedPerson.nullable(),
  at: instant.nullable(),
  /** By the server's clock: how long ago; whoever kept something a moment ago is writing. */
  secondsAgo: z.int().nullable(),
})
/** The next one is counted from it, and must fit as well. */
export const keepsWriting = z.object({
  revision: whole.max(COLUMN_MAX - 1),
  content: z.string().max(100_000),
})
/** Not kept: somebody kept another one since, and that is the answer. */
export const writingKept = writing.extend({ kept: z.boolean() })

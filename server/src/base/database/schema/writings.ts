import { integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { instant, oneOf, villageId } from './columns.ts'

export const WRITINGS = ['proposal', 'minutes'] as const

/** 写了一半的: what officers are writing of a draft or of minutes, kept as they type; of no weight until it is saved. */
export const writings = pgTable(
  'writings',
  {
    villageId: villageId(),
    kind: text().$type<(typeof WRITINGS)[number]>().notNull(),
    /** The matter, or the meeting. */
    subjectId: uuid().notNull(),
    /** Counts every keeping: who holds an older one is told, and writes over nothing. */
    revision: integer().notNull(),
    /** The form as the page keeps it; null: what was saved is all there is. */
    content: text(),
    by: uuid().notNull(),
    at: instant().notNull(),
  },
  (t) => [primaryKey({ columns: [t.villageId, t.kind, t.subjectId] }), oneOf(t.kind, WRITINGS)],
)

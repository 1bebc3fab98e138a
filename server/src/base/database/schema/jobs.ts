import { integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { instant, villageId } from './columns.ts'

/** 到期事项 that failed: how often, and when it is tried again. A row goes when the work is done. */
export const dueFailures = pgTable(
  'due_failures',
  {
    villageId: villageId(),
    work: text().notNull(),
    subject: text().notNull(),
    tries: integer().notNull(),
    lastAt: instant().notNull(),
    nextAt: instant().notNull(),
    /** A refusal's code, or the error's name; never its text, which may hold a person. */
    reason: text().notNull(),
  },
  (t) => [primaryKey({ columns: [t.villageId, t.work, t.subject] })],
)

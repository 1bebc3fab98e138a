import type { Look } from '@cunyi/shared/words/privacy.ts'
import type { Tx } from '#base/database/connect.ts'
import { accessLog } from '#base/database/schema/index.ts'

/** A second look on the same day is the same look. */
export const insertViews = (tx: Tx, rows: (typeof accessLog.$inferInsert & { what: Look })[]) =>
  rows.length === 0 ? Promise.resolve() : tx.insert(accessLog).values(rows).onConflictDoNothing()

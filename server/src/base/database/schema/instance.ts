import { integer, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { instant } from './columns.ts'

/** 本库: which database this is. One row, made by its first start; never in a backup, for a copy is another one. */
export const instance = pgTable('instance', {
  /** Always 1. */
  row: integer().primaryKey(),
  id: uuid().notNull(),
  /** The cluster and the database in it, where PostgreSQL tells: what stands elsewhere now is a copy. */
  place: text(),
  /** Tells whether a KEY_FILE is the one this database is sealed with; opens nothing. */
  keyMark: text().notNull(),
  /** 演练 since then; null: this is the village's own database. */
  drillSince: instant(),
  /** The database it was copied of, where the backup says so. */
  copyOf: uuid(),
})

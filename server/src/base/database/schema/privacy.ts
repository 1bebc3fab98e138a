import { OFFICES, type Office } from '@cunyi/shared/words/vocabulary.ts'
import { date, pgTable, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core'
import { id, instant, oneOf, villageId } from './columns.ts'

/** 查看记录: who looked at what is held about a person; once a day, person and kind of look. */
export const accessLog = pgTable(
  'access_log',
  {
    villageId: villageId(),
    id: id(),
    /** Null: a list in which everybody of the village stands. */
    subjectId: uuid(),
    /** A word of the API: getPerson, listPeople, exportPeople, getRoll. */
    what: text().notNull(),
    viewerId: uuid().notNull(),
    /** Whose staff: the village itself, its township or the county. */
    viewerDivision: text().notNull(),
    viewerOffice: text().$type<Office>(),
    on: date({ mode: 'string' }).notNull(),
    at: instant().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.villageId, t.id] }),
    unique().on(t.villageId, t.subjectId, t.viewerId, t.what, t.on).nullsNotDistinct(),
    oneOf(t.viewerOffice, OFFICES),
  ],
)

/** 更正申请: a person says what is wrong in what is held about him; the village office answers. */
export const dataCorrections = pgTable(
  'data_corrections',
  {
    villageId: villageId(),
    id: id(),
    personId: uuid().notNull(),
    text: text().notNull(),
    at: instant().notNull(),
    dueAt: instant().notNull(),
    answer: text(),
    answeredBy: uuid(),
    answeredAt: instant(),
  },
  (t) => [primaryKey({ columns: [t.villageId, t.id] })],
)

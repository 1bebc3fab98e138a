import { CALL_RESULTS, type CallResult } from '@cunyi/shared/words/kinds.ts'
import { ASSIST_PLACES, type AssistPlace } from '@cunyi/shared/words/vocabulary.ts'
import { bigserial, boolean, integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { belongsTo, instant, oneOf, villageId } from './columns.ts'
import { polls } from './polls.ts'

/** 代录: by whom, before whom, where and why; of one envelope. What was chosen is sealed in it like any other. Insert-only. */
export const assists = pgTable(
  'assists',
  {
    villageId: villageId(),
    pollId: uuid().notNull(),
    personId: uuid().notNull(),
    version: integer().notNull(),
    helperId: uuid().notNull(),
    witnessId: uuid().notNull(),
    place: text().$type<AssistPlace>().notNull(),
    reason: text().notNull(),
    photoId: uuid(),
    voiceId: uuid(),
    /** The helper had entered more than the village's cap by then. */
    overCap: boolean().notNull(),
    at: instant().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.villageId, t.pollId, t.personId, t.version] }),
    belongsTo(t, t.pollId, polls),
    oneOf(t.place, ASSIST_PLACES),
  ],
)

/** 核对代录: the oversight committee rings those who were helped; the newest word on a ballot stands. Insert-only. */
export const assistCalls = pgTable(
  'assist_calls',
  {
    villageId: villageId(),
    pollId: uuid().notNull(),
    personId: uuid().notNull(),
    version: integer().notNull(),
    seq: bigserial({ mode: 'number' }),
    result: text().$type<CallResult>().notNull(),
    by: uuid().notNull(),
    at: instant().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.villageId, t.pollId, t.personId, t.seq] }),
    belongsTo(t, t.pollId, polls),
    oneOf(t.result, CALL_RESULTS),
  ],
)

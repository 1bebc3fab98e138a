import { MOVES, type Move, STAGES, type Stage } from '@cunyi/shared/words/vocabulary.ts'
import { integer, pgTable, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core'
import { belongsTo, id, instant, oneOf, villageId } from './columns.ts'
import { meetings } from './meetings.ts'
import { proposals } from './proposals.ts'

/** 推进记录: one line for every change of stage; insert-only. */
export const proposalMoves = pgTable(
  'proposal_moves',
  {
    villageId: villageId(),
    id: id(),
    proposalId: uuid().notNull(),
    seq: integer().notNull(),
    move: text().$type<Move>().notNull(),
    from: text().$type<Stage>().notNull(),
    to: text().$type<Stage>().notNull(),
    version: integer().notNull(),
    /** meeting · clock · or the office acted in. */
    by: text().notNull(),
    personId: uuid(),
    meetingId: uuid(),
    reason: text(),
    documentNumber: text(),
    article: text(),
    at: instant().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.villageId, t.id] }),
    unique().on(t.villageId, t.proposalId, t.seq),
    belongsTo(t, t.proposalId, proposals),
    belongsTo(t, t.meetingId, meetings),
    oneOf(t.move, MOVES),
    oneOf(t.from, STAGES),
    oneOf(t.to, STAGES),
  ],
)

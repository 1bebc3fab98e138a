import { OPINION_KINDS } from '@cunyi/shared/words/kinds.ts'
import { boolean, index, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { belongsTo, id, instant, oneOf, villageId } from './columns.ts'
import { proposals } from './proposals.ts'

/** 意见: said from the notice until the poll opens, answered before the roll; or of a consultation before step 1. */
export const opinions = pgTable(
  'opinions',
  {
    villageId: villageId(),
    id: id(),
    proposalId: uuid().notNull(),
    meetingId: uuid(),
    personId: uuid().notNull(),
    /** opinion · question · households (what a representative's households said) */
    kind: text().notNull(),
    text: text().notNull(),
    attachmentId: uuid(),
    /** 语音提问: what he said aloud; its words may be written down later. */
    voiceId: uuid(),
    /** Who wrote the words of a voice note down; null: they are his own. */
    writtenBy: uuid(),
    writtenAt: instant(),
    at: instant().notNull(),
    answer: text(),
    adopted: boolean(),
    answeredBy: uuid(),
    answeredAt: instant(),
    hiddenAt: instant(),
    hiddenBy: uuid(),
    hiddenReason: text(),
  },
  (t) => [
    primaryKey({ columns: [t.villageId, t.id] }),
    index().on(t.villageId, t.proposalId),
    belongsTo(t, t.proposalId, proposals),
    oneOf(t.kind, OPINION_KINDS),
  ],
)

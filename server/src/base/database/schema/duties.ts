import { DUTIES, DUTY_OWNERS, type Duty, type DutyOwner } from '@cunyi/shared/matter/duty-kinds.ts'
import { sql } from 'drizzle-orm'
import { index, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { belongsTo, instant, oneOf, villageId } from './columns.ts'
import { meetings } from './meetings.ts'
import { proposals } from './proposals.ts'

/**
 * 应办: what is due, by when and by which rule. How late it is, is reckoned from the two instants and never stored; all
 * that speaks of "late" reads this.
 */
export const duties = pgTable(
  'duties',
  {
    villageId: villageId(),
    kind: text().$type<Duty>().notNull(),
    /** By which the same fact owes it once: a matter, a disclosure and its posting, a quarter … */
    key: text().notNull(),
    owes: text().$type<DutyOwner>().notNull(),
    proposalId: uuid(),
    meetingId: uuid(),
    /** The disclosure, objection, petition or act it is about. */
    subjectId: uuid(),
    since: instant().notNull(),
    dueAt: instant().notNull(),
    doneAt: instant(),
    /** Asked for no more from then on: the matter ended, or it is another's turn. */
    droppedAt: instant(),
    /** The rule in words, as it was when the fact arose, and where it stands. */
    rule: text().notNull(),
    source: text().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.villageId, t.kind, t.key] }),
    index().on(t.villageId, t.proposalId),
    index('duties_open').on(t.villageId, t.dueAt).where(sql`${t.doneAt} is null`),
    belongsTo(t, t.proposalId, proposals),
    belongsTo(t, t.meetingId, meetings),
    oneOf(t.kind, DUTIES),
    oneOf(t.owes, DUTY_OWNERS),
  ],
)

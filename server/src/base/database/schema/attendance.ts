import { ATTENDANCE_KINDS, type AttendanceKind, WAYS, type Way } from '@cunyi/shared/words/vocabulary.ts'
import { bigserial, boolean, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { belongsTo, instant, oneOf, villageId } from './columns.ts'
import { meetings } from './meetings.ts'

/** 到会经过: every coming and going, in the order in which it happened. Insert-only; `attendances` is where it led to. */
export const attendanceEvents = pgTable(
  'attendance_events',
  {
    villageId: villageId(),
    meetingId: uuid().notNull(),
    personId: uuid().notNull(),
    seq: bigserial({ mode: 'number' }),
    kind: text().$type<AttendanceKind>().notNull(),
    /** Where he came to, or what place he left; null where the event is no coming or going. */
    way: text().$type<Way>(),
    /** In the hall by his own phone, he counts only once the clerk has seen him, where online presence does not count. */
    seen: boolean().notNull().default(true),
    /** Of a proxy: who stands for him. */
    agentId: uuid(),
    /** Of a recusal: in which matter. */
    proposalId: uuid(),
    /** Null: by the clock. */
    by: uuid(),
    at: instant().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.villageId, t.meetingId, t.personId, t.seq] }),
    belongsTo(t, t.meetingId, meetings),
    oneOf(t.kind, ATTENDANCE_KINDS),
    oneOf(t.way, WAYS),
  ],
)

import { index, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { instant, refersTo } from './columns.ts'
import { accounts } from './people.ts'

/**
 * 专属链接: whose link to which meeting a code is. Found before it is known of which village, as a log-in is; good only
 * while the meeting is news and the person's number is still the one it was sent to.
 */
export const meetingLinks = pgTable(
  'meeting_links',
  {
    codeHash: text().primaryKey(),
    division: text().notNull(),
    meetingId: uuid().notNull(),
    personId: uuid().notNull(),
    phoneIndex: text().notNull(),
    createdAt: instant().notNull(),
    /** Later nobody asks for it; whether it is good the meeting says. */
    expiresAt: instant().notNull(),
  },
  (t) => [index().on(t.expiresAt)],
)

/** 用过的设备: on which devices an account was logged in with a code; each keeps a secret, here is its digest. */
export const knownDevices = pgTable(
  'known_devices',
  {
    accountId: uuid().notNull(),
    secretHash: text().notNull(),
    createdAt: instant().notNull(),
    expiresAt: instant().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.accountId, t.secretHash] }),
    index().on(t.secretHash),
    index().on(t.expiresAt),
    refersTo(t.accountId, accounts.id),
  ],
)

import type { Refused } from '@cunyi/shared/words/refusal.ts'
import type { Choice } from '@cunyi/shared/words/vocabulary.ts'
import type { Database } from '#base/database/connect.ts'
import type { Clock } from '#base/system/clock.ts'
import type { PollKeys } from '#base/system/poll-keys.ts'

export type Ballot = {
  villageId: string
  pollId: string
  personId: string
  /** The agent, where somebody else casts it by a proxy. */
  castBy: string | null
  /** The log-in it comes with, by token or ticket; none: a ticket of 0.1.0. */
  sessionId?: string | null
  ref: Buffer
  choice: Choice
  /** When the request had been read to its last byte. */
  arrivedAt: Date
}
export type Answer = { receipt: string } | Refused

export type BatcherParts = {
  db: Database
  clock: Clock
  pollKeys: PollKeys
  log?: { error(details: object, message: string): void }
}

import type { Logger } from 'pino'
import type { Clock } from './clock.ts'
import type { Config } from './config.ts'
import type { Database } from './database/connect.ts'
import type { Keys } from './keys.ts'
import type { PollKeys } from './poll-keys.ts'
import type { Queue } from './reminders/queue.ts'

/** What the server is built from. A test builds its own, with a clock that can be set. */
export interface Parts {
  config: Config
  db: Database
  clock: Clock
  keys: Keys
  pollKeys: PollKeys
  log: Logger
  /** What sends reminders on the real clock; none under one that is set. */
  queue?: Queue | undefined
  /** weaker: the server serves as the owner that took the role cunyi_app. */
  fence: 'whole' | 'weaker'
  /** Aborted when the server is about to stop: jobs finish what they are at and begin nothing. */
  stopping: AbortSignal
}

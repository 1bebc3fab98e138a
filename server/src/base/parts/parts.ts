import type { Logger } from 'pino'
import type { Database } from '#base/database/connect.ts'
import type { Instance } from '#base/database/instance.ts'
import type { Clock } from '#base/system/clock.ts'
import type { Config } from '#base/system/config.ts'
import type { Keys } from '#base/system/keys.ts'
import type { PollKeys } from '#base/system/poll-keys.ts'

/**
 * 连带: what follows in the same transaction. Empty here, so that base names no noun: whoever tells of an event adds
 * its list (matters/proposals/moves.ts), and app/wiring/reactions.ts says who acts on it, in which order.
 */
// biome-ignore lint/suspicious/noEmptyInterface: filled by declaration merging
export interface Reactions {}

/** What the server is built from. A test builds its own, with a clock that can be set. */
export interface Parts {
  config: Config
  db: Database
  /** Which database this is, and whether it is a drill. */
  instance: Instance
  clock: Clock
  keys: Keys
  pollKeys: PollKeys
  reactions: Reactions
  log: Logger
  /** weaker: the server serves as the owner that took the role cunyi_app. */
  fence: 'whole' | 'weaker'
  /** Aborted when the server is about to stop: jobs finish what they are at and begin nothing. */
  stopping: AbortSignal
}

/** What one command did: what was asked, and what changed, transaction by transaction. */
import type { Change } from './feed.ts'
import type { Asked, World } from './world.ts'

export type Happened = {
  world: World
  asked: readonly Asked[]
  changes: readonly Change[]
  txs: ReadonlyMap<string, readonly Change[]>
  isClock: boolean
  isUpload: boolean
}

/** A database and what the product's own code needs to work in it, without a server. */
import { existsSync } from 'node:fs'
import { reactions } from '@cunyi/server/app/wiring/reactions.ts'
import { knowInstance } from '@cunyi/server/base/database/instance.ts'
import { openBeside } from '@cunyi/server/base/database/open.ts'
import type { Parts } from '@cunyi/server/base/parts/parts.ts'
import { settableClock } from '@cunyi/server/base/system/clock.ts'
import { readConfig } from '@cunyi/server/base/system/config.ts'
import { makeKeyFile, readKeys } from '@cunyi/server/base/system/keys.ts'
import { makeLog } from '@cunyi/server/base/system/log.ts'
import { folderPollKeys } from '@cunyi/server/base/system/poll-keys.ts'

export type Stand = { parts: Parts; ownerUrl: string; close(): Promise<void> }

/** The database that DATABASE_URL names, or the embedded one of CUNYI_HOME, migrated; the clock stands at `now`. */
export async function openStand(now: Date, env: NodeJS.ProcessEnv = process.env): Promise<Stand> {
  const config = readConfig({ ...env, CUNYI_MODE: 'test', CUNYI_CLOCK: now.toISOString() })
  if (!existsSync(config.keyFile)) makeKeyFile(config.keyFile)
  const database = await openBeside(config, () => {})
  const keys = readKeys(config.keyFile)
  const instance = await knowInstance(database.ownerUrl, { ...config, keys, now })
  const stopping = new AbortController()
  const parts: Parts = {
    config,
    db: database.db,
    clock: settableClock(now),
    keys,
    instance,
    pollKeys: folderPollKeys(config.keysDir, { id: instance.id, isDrill: false }),
    reactions,
    log: makeLog('error'),
    fence: database.fence,
    stopping: stopping.signal,
  }
  return {
    parts,
    ownerUrl: database.ownerUrl,
    close: async () => {
      stopping.abort()
      await database.close()
    },
  }
}

/** `npm run demo:reset`: throws the embedded database, its keys and files away; the next start makes a new demo. */
import { rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { dataFolder } from '#base/database/embedded.ts'
import { endOrphan } from '#base/database/orphan.ts'
import type { Config } from '#base/system/config.ts'
import { lockFolder } from '#base/system/folder-lock.ts'
import { StartRefused } from '#base/system/refused.ts'
import { command, say } from './command.ts'

async function reset(config: Config) {
  if (config.mode === 'production' || config.databaseUrl)
    throw new StartRefused('Only an embedded demo is ever thrown away; a production database never.')
  const lock = lockFolder(config.home)
  const data = dataFolder(config.home)
  await endOrphan(data)
  rmSync(data, { recursive: true, force: true })
  if (dirname(data) !== config.home) rmSync(dirname(data), { recursive: true, force: true })
  for (const name of [
    'database-folder',
    'database-port',
    'demo-clock.json',
    'demo-made.json',
    'keys.json',
    'poll-keys',
    'files',
    'postgres.log',
  ])
    rmSync(join(config.home, name), { recursive: true, force: true })
  lock.release()
  say('The demo is gone. The next `npm start` makes a new one.')
}

await command(null, reset)

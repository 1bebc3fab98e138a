/**
 * `npm run dev`, the server's half: holds the embedded database while the server on it is started anew after each
 * change. Ends with the launcher, however that went; the server first, then the database.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { runningUrls } from '#base/database/embedded.ts'
import { openDatabase } from '#base/database/open.ts'
import { lockFolder } from '#base/system/folder-lock.ts'
import { databasePasswords, makeKeyFile } from '#base/system/keys.ts'
import { StartRefused } from '#base/system/refused.ts'
import { command, say } from './command.ts'

const MAIN = fileURLToPath(new URL('../../main.ts', import.meta.url))

await command(null, async (config) => {
  if (config.mode === 'production' || config.databaseUrl)
    throw new StartRefused('`npm run dev` works on the embedded database only: take DATABASE_URL away.')
  const asked = untilAsked()
  const lock = lockFolder(config.home)
  try {
    if (!existsSync(config.keyFile)) makeKeyFile(config.keyFile)
    const database = await openDatabase(config, say)
    try {
      const { ownerUrl, appUrl } = runningUrls(config.home, databasePasswords(config.keyFile))
      const watched = spawn(
        process.execPath,
        ['--watch', '--watch-preserve-output', ...process.execArgv, MAIN],
        {
          env: {
            ...process.env,
            CUNYI_MODE: config.mode,
            DATABASE_URL: ownerUrl,
            APP_DATABASE_URL: appUrl,
            KEYS_DIR: config.keysDir,
          },
          stdio: 'inherit',
        },
      )
      await Promise.race([asked, once(watched, 'exit')])
      await end(watched)
    } finally {
      await database.close()
    }
  } finally {
    lock.release()
    if (process.connected) process.disconnect?.()
  }
})

/** Ctrl-C reaches the watched server too; it is waited for, so that the database outlives it. */
function untilAsked() {
  return new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve())
    process.on('disconnect', () => resolve())
  })
}

async function end(child: ChildProcess) {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill('SIGTERM')
  await once(child, 'exit')
}

/**
 * `npm start -- init divisions.csv --county 411329 --name 姓名 --phone 手机号 --id-number 身份证号`
 * The tree and the first county administrator of a server of one's own.
 */
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { explain, Refused } from '@cunyi/shared/words/refusal.ts'
import { reactions } from '#app/wiring/reactions.ts'
import { knowInstance } from '#base/database/instance.ts'
import { openDatabase } from '#base/database/open.ts'
import type { Parts } from '#base/parts/parts.ts'
import { realClock } from '#base/system/clock.ts'
import { readConfig } from '#base/system/config.ts'
import { lockFolder } from '#base/system/folder-lock.ts'
import { readKeys } from '#base/system/keys.ts'
import { describeError, makeLog } from '#base/system/log.ts'
import { folderPollKeys } from '#base/system/poll-keys.ts'
import { StartRefused } from '#base/system/refused.ts'
import { initCounty } from './init-county.ts'

const OPTIONS = { csv: {}, county: {}, name: {}, phone: {}, 'id-number': {} } as const
const USAGE = 'npm start -- init FILE.csv --county CODE --name NAME --phone PHONE --id-number NUMBER'

function given() {
  const options = Object.fromEntries(Object.keys(OPTIONS).map((name) => [name, { type: 'string' as const }]))
  const { values, positionals } = parseArgs({ options, strict: true, allowPositionals: true })
  // `init FILE.csv …`, as the README has it, is `--csv FILE.csv`.
  values.csv ??= positionals[0]
  const need = (name: keyof typeof OPTIONS) => {
    const value = values[name]
    if (typeof value !== 'string' || value === '') throw new StartRefused(`--${name} is missing: ${USAGE}`)
    return value
  }
  return {
    csv: need('csv'),
    first: { county: need('county'), name: need('name'), phone: need('phone'), idNumber: need('id-number') },
  }
}

async function init() {
  const { csv, first } = given()
  const config = readConfig(process.env)
  const lock = config.databaseUrl ? undefined : lockFolder(config.home)
  const database = await openDatabase(config, console.log)
  try {
    const keys = readKeys(config.keyFile)
    const instance = await knowInstance(database.ownerUrl, { ...config, keys, now: new Date() })
    const parts: Parts = {
      config,
      db: database.db,
      instance,
      clock: realClock(),
      keys,
      pollKeys: folderPollKeys(config.keysDir, { id: instance.id, isDrill: instance.drill !== null }),
      reactions,
      log: makeLog(config.logLevel),
      fence: database.fence,
      stopping: new AbortController().signal,
    }
    const { made, link, code, expiresAt } = await initCounty(parts, readFileSync(csv), first)
    console.log(`${made} divisions are new.`)
    console.log(
      `${first.name} sets the PIN of the first county administrator with this link, once, until ${expiresAt.toISOString()}:`,
    )
    console.log(link)
    console.log(`(the page asks for the paper code ${code} after the code sent to ${first.phone})`)
  } finally {
    await database.close()
    lock?.release()
  }
}

try {
  await init()
} catch (error) {
  const { code } = error as { code?: string }
  const isPlain = error instanceof StartRefused || code === 'ENOENT' || code?.startsWith('ERR_PARSE_ARGS')
  if (error instanceof Refused)
    console.error(explain(error.code, error.params).messageEn, JSON.stringify(error.params))
  else console.error(isPlain ? (error as Error).message : describeError(error))
  process.exitCode = 1
}

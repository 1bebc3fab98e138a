/** What may befall a database while people vote, each a row of `npm run faults`; the short ones in `.ci/run` too. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { ADMIN, urlOf } from '@cunyi/server/base/database/cluster.ts'
import { freshDatabase, startTestCluster } from '@cunyi/server/base/database/test-cluster.ts'
import { databasePasswords, makeKeyFile } from '@cunyi/server/base/system/keys.ts'
import { newHome, startServer } from '../../server/process.ts'
import { type OwnDatabase, ownDatabase, signal, untilAnswers } from './database.ts'
import { pair } from './pair.ts'
import { PER_SECOND, play, putVillage, type Row, type Site, type Trouble } from './play.ts'

type Closing = { close(): Promise<void> }

/** A server on a database that is not its own, as in production. */
async function siteOn(
  database: Pick<OwnDatabase, 'adminUrl' | 'answers' | 'remove'>,
): Promise<Site & Closing> {
  const fresh = await freshDatabase(await startTestCluster({ given: database.adminUrl }))
  const { home, remove } = newHome()
  const [keyFile, keysDir] = [join(home, 'keys.json'), join(home, 'poll-keys')]
  makeKeyFile(keyFile)
  const server = startServer({
    CUNYI_HOME: home,
    DATABASE_URL: fresh.ownerUrl,
    APP_DATABASE_URL: fresh.appUrl,
    KEY_FILE: keyFile,
    KEYS_DIR: keysDir,
  })
  const close = async () => {
    await server.stop()
    await database.remove()
    remove()
  }
  const address = await server.address
  await putVillage(fresh.adminUrl)
  return { adminUrl: fresh.adminUrl, address, server, keyFile, keysDir, answers: database.answers, close }
}

/** A server with the database that comes along, as `npm start` has it. */
async function embeddedSite(): Promise<Site & Closing & { kill(): void }> {
  const { home, remove } = newHome()
  const server = startServer({ CUNYI_HOME: home })
  const address = await server.address
  const data = join(home, 'data')
  const keyFile = join(home, 'keys.json')
  const port = Number(readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n')[3])
  const adminUrl = urlOf(ADMIN, databasePasswords(keyFile).admin, port, 'cunyi')
  await putVillage(adminUrl)
  return {
    adminUrl,
    address,
    server,
    keyFile,
    keysDir: join(home, 'poll-keys'),
    answers: () => untilAnswers(adminUrl),
    kill: () => signal(data, 'SIGKILL'),
    close: async () => {
      await server.stop()
      remove()
    },
  }
}

const ballotsFor = (seconds: number) => PER_SECOND * seconds

/** `seconds`: how long the database is away in the first row; the rest follows from it. */
export async function* faults(seconds: number, isShort: boolean): AsyncGenerator<{ row: Row; said: string }> {
  const database = await ownDatabase()
  const own = await siteOn(database)
  const on = async (site: Site, name: string, lasting: number, trouble: Trouble) => ({
    row: await play(name, site, ballotsFor(lasting), trouble),
    said: site.server.said(),
  })
  try {
    yield await on(own, `database away ${seconds} s`, seconds + 6, async () => {
      await database.stop('fast')
      await sleep(seconds * 1000)
      return { coming: database.start() }
    })
    yield await on(own, 'database killed', 8, async () => {
      database.kill()
      await sleep(2000)
      return { coming: database.start() }
    })
    yield await on(own, 'connections cut one by one', 6, async () => {
      for (let i = 0; i < 12; i += 1) {
        await database.cut()
        await sleep(150)
      }
      return undefined
    })
    if (!isShort) {
      yield await on(own, 'database restarted at once', 8, async () => {
        await database.stop('immediate')
        return { coming: database.start() }
      })
      yield await on(own, 'database silent 15 s', 21, async () => {
        database.freeze()
        await sleep(15_000)
        database.thaw()
        return undefined
      })
    }
  } finally {
    await own.close()
  }
  const embedded = await embeddedSite()
  try {
    yield await on(embedded, 'embedded database killed', 8, async () => {
      embedded.kill()
      return undefined
    })
  } finally {
    await embedded.close()
  }
  if (isShort) return
  const two = await pair()
  const site = await siteOn(two)
  try {
    yield await on(site, 'failing over to a standby', 10, two.failOver)
  } finally {
    await site.close()
  }
}

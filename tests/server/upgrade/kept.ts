/** Filled databases of earlier releases, as `kept/VERSION` holds them: opened anew for each test that asks. */
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliDecompressSync } from 'node:zlib'
import { across, connect, disconnect, inVillage } from '@cunyi/server/base/database/connect.ts'
import type { FreshDatabase } from '@cunyi/server/base/database/test-cluster.ts'
import { verifyChain } from '@cunyi/server/base/evidence/actions.ts'
import { chainedDivisions } from '@cunyi/server/base/evidence/queries/chain.ts'
import { type Config, readConfig } from '@cunyi/server/base/system/config.ts'
import pg from 'pg'
import { readScenario } from '../../scenarios/runner/file.ts'
import { World } from '../../scenarios/runner/world.ts'
import { emptyDatabase } from '../fresh.ts'
import { unzipOf } from '../people/zip.ts'
import { newHome } from '../process.ts'

export type Facts = {
  version: string
  /** The instant at which it was put by; the clock goes on from there. */
  at: string
  village: string
  owner: string
  migrations: Record<string, string>
  matters: Record<string, string>
  open: {
    meeting: string
    poll: string
    windowEnd: string
    slips: { for: number; against: number }
    waiting: string[]
    tellers: string[]
  }
  names: Record<string, string>
  counts: Record<string, number>
}

const folderOf = (version: string) => new URL(`kept/${version}/`, import.meta.url)
export const VERSIONS = readdirSync(new URL('kept/', import.meta.url)).sort()
export const factsOf = (version: string): Facts =>
  JSON.parse(readFileSync(new URL('facts.json', folderOf(version)), 'utf8'))

/** Keys, poll keys, files and the backup of that release, in a folder of one's own. */
export function keptHome(version: string): { home: string; backup: string; remove(): void } {
  const { home, remove } = newHome()
  for (const [path, content] of Object.entries(
    unzipOf(readFileSync(new URL('home.zip', folderOf(version)))),
  )) {
    mkdirSync(dirname(join(home, path)), { recursive: true })
    writeFileSync(join(home, path), content, { mode: 0o600 })
  }
  const backup = join(home, 'backup')
  // The very same files, which are kept once.
  cpSync(join(home, 'files'), join(backup, 'files'), { recursive: true })
  return { home, backup, remove }
}

/** As that release left it: nothing has been migrated since. */
export async function keptDatabase(version: string): Promise<FreshDatabase> {
  const database = await emptyDatabase()
  const owner = new URL(database.ownerUrl).username
  const text = brotliDecompressSync(readFileSync(new URL('database.sql.br', folderOf(version))))
  const client = new pg.Client(database.adminUrl)
  await client.connect()
  try {
    await client.query(String(text).replaceAll(` ${factsOf(version).owner};`, ` ${owner};`))
  } finally {
    await client.end()
  }
  return database
}

export const settingsFor = (home: string, { ownerUrl, appUrl }: FreshDatabase) => ({
  CUNYI_MODE: 'test',
  CUNYI_HOME: home,
  KEYS_DIR: join(home, 'poll-keys'),
  DATABASE_URL: ownerUrl,
  APP_DATABASE_URL: appUrl,
})
export const configFor = (home: string, database: FreshDatabase, files = 'files'): Config => ({
  ...readConfig(settingsFor(home, database)),
  files: join(home, files),
})

/** Every chain as `npm run verify-evidence` sees it. */
export async function chainsOf({ appUrl }: FreshDatabase) {
  const db = connect(appUrl, { max: 2 })
  try {
    const chains: { code: string; whole: boolean; entries: number }[] = []
    for (const code of await across(db, chainedDivisions)) {
      const { whole, entries } = await inVillage(db, code, (tx) => verifyChain(tx, code))
      chains.push({ code, whole, entries })
    }
    return chains
  } finally {
    await disconnect(db)
  }
}

export async function rowsOf<T>(database: FreshDatabase, query: string): Promise<T[]> {
  const client = new pg.Client(database.adminUrl)
  await client.connect()
  try {
    return (await client.query(query)).rows as T[]
  } finally {
    await client.end()
  }
}

/** The village as its people left it, to be played onward. */
export async function worldOf(facts: Facts, address: string): Promise<World> {
  const played = readScenario(fileURLToPath(new URL(`played-${facts.version}.yaml`, import.meta.url)))
  const world = new World(address, facts.village, played, new Date(facts.at))
  // Who is called how stands with the data; how a village is made up may have changed since.
  world.nameOf = (who) => facts.names[who] ?? who
  for (const [name, id] of Object.entries(facts.matters)) {
    const matter = played.matters?.[name]
    if (matter) world.matters.set(name, { name, matter, id, sittings: [] })
  }
  return world
}

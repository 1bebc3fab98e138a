/**
 * A village for a test: a database of its own, the real app without a network, a clock that can be set, and people
 * by what they are: `branchSecretary`, `villageDirector`, `representative-3`, `villager-12` …
 */
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildApp } from '@cunyi/server/app/wiring/app.ts'
import { dueWorks, sendingWorks } from '@cunyi/server/app/wiring/due-works.ts'
import { reactions } from '@cunyi/server/app/wiring/reactions.ts'
import { across, connect, type Database, disconnect } from '@cunyi/server/base/database/connect.ts'
import { divisions } from '@cunyi/server/base/database/schema/divisions.ts'
import { startJobs } from '@cunyi/server/base/jobs/runner.ts'
import type { Parts } from '@cunyi/server/base/parts/parts.ts'
import { type SettableClock, settableClock } from '@cunyi/server/base/system/clock.ts'
import { readConfig } from '@cunyi/server/base/system/config.ts'
import { makeKeyFile, readKeys } from '@cunyi/server/base/system/keys.ts'
import { makeLog } from '@cunyi/server/base/system/log.ts'
import { folderPollKeys } from '@cunyi/server/base/system/poll-keys.ts'
import { startSession } from '@cunyi/server/door/session/actions.ts'
import { signAccess } from '@cunyi/server/door/session/tokens.ts'
import { playersAccount } from '@cunyi/server/village/accounts/queries.ts'
import { api, type RequestName } from '@cunyi/shared/api/index.ts'
import pg from 'pg'
import { onTestFinished } from 'vitest'
import type { z } from 'zod'
import { freshDatabase } from './fresh.ts'
import { type Counts, everybody, insertPeople, numbered, type Someone } from './village-people.ts'

export { type Counts, idNumberOf, type Someone } from './village-people.ts'

export const COUNTY = '411329'
export const TOWNSHIP = '411329990'
export const VILLAGE = '411329990201'
/** Opened and empty: somebody else's. */
export const OTHER_VILLAGE = '411329990202'
export const OTHER_TOWNSHIP = '411329001'
const MORNING = '2026-11-02T00:00:00.000Z'

export type Reply = {
  status: number
  // biome-ignore lint/suspicious/noExplicitAny: a refusal, a reply or a file; the test says which it expects
  body: any
  headers: Record<string, string | string[] | undefined>
}
export type AskOptions = {
  params?: Record<string, string | number>
  query?: Record<string, string | number | undefined>
  body?: unknown
  headers?: Record<string, string>
}

export type Village = {
  app: Awaited<ReturnType<typeof buildApp>>
  parts: Parts
  db: Database
  clock: SettableClock
  villageId: string
  /** The database as its administrator: for tests that look at what is really kept. */
  adminUrl: string
  id(name: string): string
  idNumber(name: string): string
  phone(name: string): string
  /** An access token; staff are `township-1`, `county-1`, `otherTownship-1`; `other-1` is of the other village. */
  as(name: string): Promise<string>
  /** Asks as that person (null: nobody) and gives status and body; the village stands in the path by itself. */
  ask(name: string | null, request: RequestName, options?: AskOptions): Promise<Reply>
  /** The same, but a refusal fails the test with its sentence. */
  must<N extends RequestName>(
    name: string | null,
    request: N,
    options?: AskOptions,
  ): Promise<z.output<(typeof api)[N]['reply']>>
  /** Straight into the database, past every rule: for states that take long to reach. */
  sql(...statements: string[]): Promise<void>
  upload(
    name: string,
    request: RequestName,
    file: { name: string; type: string; content: Buffer },
    options?: AskOptions,
  ): Promise<Reply>
  close(): Promise<void>
}

/** Builds it and closes it when the test (or, called in beforeAll, `close()`) ends. */
export async function buildVillage(counts: Counts = {}): Promise<Village> {
  const village = await openVillage(counts)
  try {
    onTestFinished(() => village.close())
  } catch {
    // Called outside a test: whoever called closes it.
  }
  return village
}

/** The same, closed by whoever opened it. */
export async function openVillage(counts: Counts): Promise<Village> {
  const database = await freshDatabase()
  const folder = mkdtempSync(join(tmpdir(), 'cunyi-village-'))
  const at = new Date(counts.at ?? MORNING)
  const config = readConfig({
    CUNYI_MODE: 'test',
    CUNYI_HOME: folder,
    CUNYI_CLOCK: at.toISOString(),
    LOG_LEVEL: 'error',
  })
  // Each distance of two messages is an instant at which a clock that is set stops; a test of the pace sets its own.
  config.smsSpacing = 0
  makeKeyFile(config.keyFile)
  const keys = readKeys(config.keyFile)
  const db = connect(database.appUrl, { max: 12 })
  const clock = settableClock(at)
  const stopping = new AbortController()
  const instance = { id: randomUUID(), drill: null, copyOf: null }
  const parts: Parts = {
    config,
    db,
    clock,
    keys,
    instance,
    pollKeys: folderPollKeys(config.keysDir, { id: instance.id, isDrill: false }),
    reactions,
    log: makeLog(config.logLevel),
    fence: 'whole',
    stopping: stopping.signal,
  }
  const known = new Map<string, { village: string; id: string; idNumber: string; phone: string }>()
  const fill = async (village: string, list: Someone[]) => {
    for (const [name, one] of await insertPeople(parts, village, list, at, known.size)) known.set(name, one)
  }
  await insertTree(db, at)
  await fill(VILLAGE, everybody(counts))
  await fill(OTHER_VILLAGE, [
    { name: 'other-1' },
    { name: 'otherDirector', offices: ['villageDirector', 'branchSecretary', 'oversightChair'] },
  ])
  await fill(TOWNSHIP, numbered('township', 2, { offices: ['townshipStaff'] }))
  await fill(OTHER_TOWNSHIP, numbered('otherTownship', 1, { offices: ['townshipStaff'] }))
  await fill(COUNTY, numbered('county', 2, { offices: ['countyStaff'] }))
  const app = await buildApp(parts)
  await app.ready()
  for (const works of [dueWorks, sendingWorks]) {
    const wanted = works.filter(({ name }) => !counts.without?.includes(name))
    if (wanted.length > 0) startJobs(parts, wanted)
  }

  const who = (name: string) => {
    const one = known.get(name)
    if (!one) throw new Error(`There is nobody called ${name} in this village.`)
    return one
  }
  const sessions = new Map<string, { id: string; accountId: string }>()
  const as = async (name: string) => {
    const { village, id } = who(name)
    const acting = { village, personId: id }
    const { village: phoneIn, id: phoneOf } = who(counts.onPhoneOf?.[name] ?? name)
    const owner = { village: phoneIn, personId: phoneOf }
    const now = clock.now()
    const session =
      sessions.get(name) ??
      (
        await across(db, async (tx) =>
          startSession(tx, {
            accountId: await playersAccount(tx, owner, now),
            acting,
            isProven: true,
            device: 'test',
            now,
          }),
        )
      ).session
    sessions.set(name, session)
    return signAccess(parts, { accountId: session.accountId, sessionId: session.id, ...acting }, now)
  }
  const send = async (
    name: string | null,
    request: RequestName,
    options: AskOptions,
    payload?: Buffer,
  ): Promise<Reply> => {
    const { method, path } = api[request]
    const params: Record<string, string | number> = { village: VILLAGE, division: VILLAGE, ...options.params }
    const url = path.replace(/:(\w+)/g, (_, key: string) =>
      encodeURIComponent(String(params[key] ?? randomUUID())),
    )
    const reply = await app.inject({
      method,
      url,
      query: Object.fromEntries(
        Object.entries(options.query ?? {}).flatMap(([key, value]) =>
          value === undefined ? [] : [[key, String(value)]],
        ),
      ),
      headers: { ...(name ? { authorization: `Bearer ${await as(name)}` } : {}), ...options.headers },
      ...(payload ? { payload } : options.body === undefined ? {} : { payload: options.body as object }),
    })
    // Another office, another number: he logs in again, as anybody would.
    if (name && reply.statusCode === 401 && sessions.delete(name))
      return send(name, request, options, payload)
    const isJson = reply.rawPayload.length > 0 && /json/.test(String(reply.headers['content-type']))
    return {
      status: reply.statusCode,
      body: isJson ? reply.json() : reply.rawPayload,
      headers: reply.headers as Reply['headers'],
    }
  }
  const ask: Village['ask'] = (name, request, options = {}) => send(name, request, options)
  return {
    app,
    parts,
    db,
    clock,
    villageId: VILLAGE,
    adminUrl: database.adminUrl,
    id: (name) => who(name).id,
    idNumber: (name) => who(name).idNumber,
    phone: (name) => who(name).phone,
    as,
    ask,
    must: async (name, request, options = {}) => {
      const { status, body } = await ask(name, request, options)
      if (status !== 200)
        throw new Error(
          `${request} as ${name}: ${status} ${body?.code} ${body?.messageEn} ${JSON.stringify(body?.params)}`,
        )
      return body
    },
    upload: (name, request, file, options = {}) => {
      const mark = `cunyi${randomUUID()}`
      const head = `--${mark}\r\nContent-Disposition: form-data; name="file"; filename="${file.name}"\r\nContent-Type: ${file.type}\r\n\r\n`
      const payload = Buffer.concat([Buffer.from(head), file.content, Buffer.from(`\r\n--${mark}--\r\n`)])
      const headers = { 'content-type': `multipart/form-data; boundary=${mark}`, ...options.headers }
      return send(name, request, { ...options, headers }, payload)
    },
    sql: async (...statements) => {
      const client = new pg.Client({ connectionString: database.adminUrl })
      await client.connect()
      try {
        for (const statement of statements) await client.query(statement)
      } finally {
        await client.end()
      }
    },
    close: async () => {
      stopping.abort()
      await app.close()
      await disconnect(db)
      await database.drop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

const insertTree = (db: Database, openedAt: Date) =>
  across(db, (tx) =>
    tx.insert(divisions).values([
      { code: '41', name: '河南省', level: 'province', parentCode: null },
      { code: '4113', name: '南阳市', level: 'prefecture', parentCode: '41' },
      { code: COUNTY, name: '新野县', level: 'county', parentCode: '4113' },
      { code: TOWNSHIP, name: '演示镇', level: 'township', parentCode: COUNTY },
      { code: OTHER_TOWNSHIP, name: '汉城街道', level: 'township', parentCode: COUNTY },
      { code: VILLAGE, name: '演示村', level: 'village', parentCode: TOWNSHIP, openedAt },
      { code: OTHER_VILLAGE, name: '邻村', level: 'village', parentCode: TOWNSHIP, openedAt },
      { code: '411329990203', name: '新村', level: 'village', parentCode: TOWNSHIP },
    ]),
  )

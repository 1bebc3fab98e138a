import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { restore } from '@cunyi/server/app/commands/restoring.ts'
import { MIGRATIONS, migrate } from '@cunyi/server/base/database/migrate.ts'
import type { FreshDatabase } from '@cunyi/server/base/database/test-cluster.ts'
import { readContent } from '@cunyi/server/base/files/store.ts'
import type { CheckpointFile } from '@cunyi/shared/papers/package-format.ts'
import { addDays, dateToInstant, shanghaiDate } from '@cunyi/shared/words/days.ts'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { verifyPackage } from '../../../server/verify/verify.ts'
import { cast } from '../../scenarios/runner/ballots.ts'
import { readScenario } from '../../scenarios/runner/file.ts'
import { playStep } from '../../scenarios/runner/play.ts'
import type { World } from '../../scenarios/runner/world.ts'
import { freshDatabaseForTest } from '../fresh.ts'
import { type ServerProcess, startServer } from '../process.ts'
import {
  chainsOf,
  configFor,
  factsOf,
  keptDatabase,
  keptHome,
  rowsOf,
  settingsFor,
  VERSIONS,
  worldOf,
} from './kept.ts'

const quiet = () => {}
const onward = readScenario(fileURLToPath(new URL('onward.yaml', import.meta.url)))

// What a release left behind must go on under every later one. The tests of one release build on each other.
describe.each(VERSIONS)('a filled database of %s', (version) => {
  const facts = factsOf(version)
  let database: FreshDatabase
  let kept: ReturnType<typeof keptHome>
  let server: ServerProcess | undefined
  let world: World
  beforeAll(async () => {
    kept = keptHome(version)
    database = await keptDatabase(version)
  })
  afterAll(async () => {
    await server?.stop()
    await database?.drop()
    kept?.remove()
  })

  const listOf = async (): Promise<CheckpointFile> =>
    world.ask(null, 'listCheckpoints', { county: facts.village.slice(0, 6), from: 1 })
  const verifyAll = async () => {
    const rows = await rowsOf<{ digest: string; kind: string; proposal: string }>(
      database,
      'select digest, kind, proposal_id as proposal from packages',
    )
    const list = await listOf()
    return Promise.all(
      rows.map(async ({ digest, kind, proposal }) => {
        const zip = await readContent(configFor(kept.home, database), digest)
        const { faults, anchoredOn } = verifyPackage(zip as Buffer, list)
        return { proposal, kind, faults, anchored: anchoredOn !== null }
      }),
    )
  }

  test('its migrations stand as they were, before all that came later', () => {
    const now = readdirSync(MIGRATIONS)
      .filter((name) => /^\d{4}_.+\.sql$/.test(name) && name < '9000')
      .sort()
      .slice(0, Object.keys(facts.migrations).length)
      .map((name) => [
        name,
        createHash('sha256')
          .update(readFileSync(join(MIGRATIONS, name)))
          .digest('hex'),
      ])
    expect(now).toEqual(Object.entries(facts.migrations))
  })

  test('migrates forward in one start, keeps every village fenced, and is up to date then', async () => {
    await migrate(database.ownerUrl)
    expect(await migrate(database.ownerUrl)).toEqual([])
    const open = await rowsOf(
      database,
      `select relname from pg_class c where relnamespace = 'public'::regnamespace and relkind = 'r'
          and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'village_id' and not a.attisdropped)
          and not (relrowsecurity and relforcerowsecurity)`,
    )
    expect(open).toEqual([])
    const [{ n } = { n: 0 }] = await rowsOf<{ n: number }>(
      database,
      'select count(*)::int as n from evidence',
    )
    expect(n).toBe(facts.counts.evidence)
  })

  test('every number in use at the upgrade stays in use, and who has none has none', async () => {
    const counts = await rowsOf<{ by: string | null; numbered: boolean; n: number }>(
      database,
      `select active_by as by, phone_index is not null as numbered, count(*)::int as n from people
        where (active_from is null) = (active_by is null) group by 1, 2`,
    )
    expect(counts.filter(({ numbered }) => numbered).map(({ by }) => by)).toEqual(['kept'])
    expect(counts.filter(({ numbered }) => !numbered).every(({ by }) => by === null)).toBe(true)
  })

  test('every chain is whole, to its last entry', async () => {
    const chains = await chainsOf(database)
    expect(chains.length).toBeGreaterThan(1)
    expect(chains.filter(({ whole }) => !whole)).toEqual([])
    expect(chains.reduce((sum, { entries }) => sum + entries, 0)).toBe(facts.counts.evidence)
  })

  test('the server starts on it, and every package it kept is consistent and anchored', async () => {
    server = startServer({ ...settingsFor(kept.home, database), CUNYI_CLOCK: facts.at, LOG_LEVEL: 'error' })
    world = await worldOf(facts, await server.address)
    const checked = await verifyAll()
    expect(checked).toHaveLength(facts.counts.packages as number)
    expect(new Set(checked.map(({ kind }) => kind))).toEqual(new Set(['office', 'public']))
    expect(checked.filter(({ faults }) => faults.length > 0)).toEqual([])
    // A first edition may be older than the checkpoint; the one that followed is anchored.
    const matters = (some: typeof checked) => new Set(some.map(({ proposal, kind }) => `${proposal} ${kind}`))
    expect(matters(checked.filter(({ anchored }) => anchored))).toEqual(matters(checked))
  })

  test('the poll that was open takes a ballot, closes and is counted', async () => {
    const { poll, slips, tellers, waiting, windowEnd } = facts.open
    const before = await world.ask('villageDirector', 'getPoll', { poll })
    expect(before.status).toBe('open')
    for (const who of waiting) expect(await cast(world, poll, who, 'for')).toMatch(/^\w+$/)
    await world.moveClock(new Date(new Date(windowEnd).getTime() + 11_000))
    const sheet = { abstain: 0, invalid: 0, ...slips, issued: slips.for + slips.against }
    for (const teller of tellers) await world.ask(teller, 'enterCountSheet', { poll }, sheet)
    await world.moveClock(new Date(world.now.getTime() + 15_000))
    const { status, figures } = await world.ask('villageDirector', 'getPoll', { poll })
    expect(status).toBe('closed')
    // By phone five and one, by a helper one, on paper, and those who had waited.
    expect(figures).toMatchObject({ for: 5 + 1 + slips.for + waiting.length, against: 1 + slips.against })
  })

  test('a matter in the middle of the six steps, and one in the work, come to the archive', async () => {
    for (const step of onward.steps) {
      const name = step.matter as string
      world.current = world.matter(name)
      await playStep(world, step).catch((error: Error) => {
        throw new Error(`${JSON.stringify(step)}: ${error.message}`)
      })
    }
    await world.moveClock(dateToInstant(addDays(shanghaiDate(world.now), 1)))
    const checked = await verifyAll()
    expect(checked.filter(({ faults }) => faults.length > 0)).toEqual([])
    for (const name of ['pump', 'bridge']) {
      const mine = checked.filter(({ proposal }) => proposal === facts.matters[name])
      expect(mine.filter(({ anchored }) => anchored).map(({ kind }) => kind)).toEqual(
        expect.arrayContaining(['office', 'public']),
      )
    }
    expect((await chainsOf(database)).filter(({ whole }) => !whole)).toEqual([])
  })

  test('a backup that release made comes back, every chain whole, its open poll still open', async () => {
    const old = keptHome(version)
    onTestFinished(() => old.remove())
    const target = await freshDatabaseForTest()
    await restore(configFor(old.home, target, 'files-back'), old.backup, quiet)
    const chains = await chainsOf(target)
    expect(chains.filter(({ whole }) => !whole)).toEqual([])
    expect(chains.reduce((sum, { entries }) => sum + entries, 0)).toBe(facts.counts.evidence)
    expect(await rowsOf(target, `select status from polls where id = '${facts.open.poll}'`)).toEqual([
      { status: 'open' },
    ])
    expect(await migrate(target.ownerUrl)).toEqual([])
    const files = (folder: string) => readdirSync(join(old.home, folder), { recursive: true }).sort()
    expect(files('files-back')).toEqual(files('files'))
  })
})

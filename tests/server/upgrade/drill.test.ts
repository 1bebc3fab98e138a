/** 演练、接管: a copy of a village with an open poll beside the village itself, with the same KEY_FILE and KEYS_DIR. */
import { existsSync, readdirSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { backup } from '@cunyi/server/app/commands/backing-up.ts'
import { restore } from '@cunyi/server/app/commands/restoring.ts'
import { takeOver } from '@cunyi/server/app/commands/taking-over.ts'
import type { FreshDatabase } from '@cunyi/server/base/database/test-cluster.ts'
import { folderPollKeys } from '@cunyi/server/base/system/poll-keys.ts'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { cast } from '../../scenarios/runner/ballots.ts'
import type { World } from '../../scenarios/runner/world.ts'
import { freshDatabase } from '../fresh.ts'
import { type FakeGateway, fakeGateway } from '../gateway.ts'
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

const version = VERSIONS[0] as string
const facts = factsOf(version)
const { poll, slips, tellers, waiting, windowEnd } = facts.open
const quiet = () => {}

let kept: ReturnType<typeof keptHome>
let gateway: FakeGateway
let village: FreshDatabase
let copy: FreshDatabase
const servers: ServerProcess[] = []
const start = (database: FreshDatabase) => {
  const server = startServer({
    ...settingsFor(kept.home, database),
    CUNYI_CLOCK: facts.at,
    SMS_URL: gateway.url,
    SMS_TOKEN: gateway.token,
    LOG_LEVEL: 'error',
  })
  servers.push(server)
  return server
}
beforeAll(async () => {
  kept = keptHome(version)
  gateway = await fakeGateway()
  village = await keptDatabase(version)
  copy = await freshDatabase()
})
afterAll(async () => {
  for (const server of servers) await server.stop()
  await village?.drop()
  await copy?.drop()
  await gateway?.close()
  kept?.remove()
})

const after = (from: Date | string, ms: number) => new Date(new Date(from).getTime() + ms)
const statusOf = async (database: FreshDatabase) =>
  (
    await rowsOf<{ status: string; reason: string | null }>(
      database,
      `select status, void_reason as reason from polls where id = '${poll}'`,
    )
  )[0]
const enterSheets = async (world: World) => {
  const sheet = { abstain: 0, invalid: 0, ...slips, issued: slips.for + slips.against }
  for (const teller of tellers) await world.ask(teller, 'enterCountSheet', { poll }, sheet)
}
const endOf = async (world: World) => {
  await world.moveClock(after(windowEnd, 11_000))
  await enterSheets(world)
  await world.moveClock(after(world.now, 15_000))
}

// One village, told in the order it happens.
describe('a copy that was restored beside the village, with the same poll keys', () => {
  let real: ServerProcess
  let drill: ServerProcess
  let realWorld: World
  let drillWorld: World
  const refusals: string[] = []

  test('its poll ends first, and takes nothing from the real one, which is counted', async () => {
    real = start(village)
    realWorld = await worldOf(facts, await real.address)
    // Keys of 0.1.0 have said since the start whose they are.
    const [{ id, key } = { id: '', key: '' }] = await rowsOf<{ id: string; key: string }>(
      village,
      `select i.id, p.key_name as key from instance i, polls p where p.id = '${poll}'`,
    )
    expect(await folderPollKeys(join(kept.home, 'poll-keys'), null).ownerOf(key)).toBe(id)
    await backup(configFor(kept.home, village), join(kept.home, 'copy'), quiet)
    await restore(configFor(kept.home, copy, 'files-copy'), join(kept.home, 'copy'), quiet)
    drill = start(copy)
    drillWorld = await worldOf(facts, await drill.address)
    for (const who of waiting) await cast(realWorld, poll, who, 'for')
    // Whatever the copy makes of it: refused, as the next test says.
    for (const play of [() => cast(drillWorld, poll, waiting[0] as string, 'for'), () => endOf(drillWorld)])
      await play().catch((error: Error) => void refusals.push(error.message))
    expect((await realWorld.ask('villageDirector', 'getPoll', { poll })).status).toBe('open')
    await endOf(realWorld)
    const { status, voidReason, figures } = await realWorld.ask('villageDirector', 'getPoll', { poll })
    expect({ status, voidReason }).toMatchObject({ status: 'closed' })
    expect(figures).toMatchObject({ for: 5 + 1 + slips.for + waiting.length, against: 1 + slips.against })
  })

  test('the copy has closed nothing, takes no ballot and no sheet, and sends nothing', async () => {
    expect(await statusOf(copy)).toEqual({ status: 'open', reason: null })
    expect(refusals).toHaveLength(2)
    for (const one of refusals) expect(one).toContain(' 503 heldInDrill ')
    // Nor a ticket, with which a ballot could be kept on a phone and sent elsewhere.
    await expect(drillWorld.ask(waiting[0] as string, 'getTicket', { poll })).rejects.toThrow(
      ' 503 heldInDrill ',
    )
    const before = gateway.asked()
    const phone = drillWorld.population.rows.people.find(
      (row) => row.name === drillWorld.nameOf('representative-9'),
    )?.phone
    await drillWorld.ask(null, 'requestCode', {}, { phone })
    expect(gateway.asked()).toBe(before)
    const [{ n } = { n: 0 }] = await rowsOf<{ n: number }>(
      copy,
      `select count(*)::int as n from outbox where kind = 'code' and channel = 'outbox'`,
    )
    expect(n).toBeGreaterThan(0)
  })

  test('it says what it is: where its health is asked and on its pages', async () => {
    const ready = async (world: World) => (await fetch(`${world.baseUrl}/health/ready`)).json()
    expect(await ready(drillWorld)).toMatchObject({ ready: true, checks: { drill: { ok: true } } })
    expect((await ready(realWorld)).checks.drill).toBeUndefined()
    expect((await ready(drillWorld)).instance).not.toBe((await ready(realWorld)).instance)
    expect(drill.said()).toContain('A drill: this is a copy')
  })
})

describe('接管', () => {
  let drill: FreshDatabase
  let real: ServerProcess
  let old: ReturnType<typeof keptHome>
  const said: string[] = []
  const ask = (home: string, database: FreshDatabase, options: Parameters<typeof takeOver>[2] = {}) =>
    takeOver(configFor(home, database, 'files-copy'), (line) => void said.push(line), options)
  const startAt = (home: string, database: FreshDatabase) => {
    const server = startServer({ ...settingsFor(home, database), CUNYI_CLOCK: facts.at, LOG_LEVEL: 'error' })
    servers.push(server)
    return server
  }
  let original: FreshDatabase
  beforeAll(async () => {
    old = keptHome(version)
    original = await keptDatabase(version)
    drill = await freshDatabase()
    real = startAt(old.home, original)
    await real.address
    await backup(configFor(old.home, original), join(old.home, 'copy'), quiet)
    await restore(configFor(old.home, drill, 'files-copy'), join(old.home, 'copy'), quiet)
  })
  afterAll(async () => {
    for (const server of servers) await server.stop()
    await original?.drop()
    await drill?.drop()
    old?.remove()
  })

  test('is refused while the original is at work, and the original keeps its keys', async () => {
    await expect(ask(old.home, drill)).rejects.toThrow(
      /^The original is still at work with the poll keys in /,
    )
    await expect(ask(old.home, original)).rejects.toThrow('no drill')
  })

  test('is refused while a server of the drill itself is at work, which would go on as a drill', async () => {
    await real.stop()
    const server = startAt(old.home, drill)
    await server.address
    await expect(ask(old.home, drill)).rejects.toThrow(
      /^The drill itself is still at work with the poll keys in /,
    )
    await server.stop()
    expect(await rowsOf(drill, 'select 1 from instance where drill_since is null')).toEqual([])
  })

  test('is refused when the original comes back in the very moment, and the mark that shut it out is taken away', async () => {
    const keysDir = join(old.home, 'poll-keys')
    const marks = () => readdirSync(keysDir).filter((name) => name.startsWith('taken-over-'))
    const [instance] = await rowsOf<{ id: string }>(original, 'select id from instance')
    // It is seen only by who looks once more behind the mark.
    const seen = createServer((_, reply) => {
      reply.end(JSON.stringify(marks().length > 0 ? { instance: instance?.id } : {}))
    })
    await new Promise<void>((done) => seen.listen(0, '127.0.0.1', done))
    onTestFinished(() => void seen.close())
    const publicUrl = `http://127.0.0.1:${(seen.address() as AddressInfo).port}`
    const config = { ...configFor(old.home, drill, 'files-copy'), publicUrl }
    await expect(takeOver(config, quiet)).rejects.toThrow(/^The original is still at work at http/)
    expect(marks()).toEqual([])
    expect(await rowsOf(drill, 'select 1 from instance where drill_since is null')).toEqual([])
    const [key] = await rowsOf<{ name: string }>(
      drill,
      `select key_name as name from polls where id = '${poll}'`,
    )
    expect(await folderPollKeys(keysDir, null).ownerOf(String(key?.name))).toBe(instance?.id)
  })

  test('after that the poll that was open goes on with its key, is counted, and the key is destroyed', async () => {
    await ask(old.home, drill)
    expect(said.join('\n')).toContain('has taken over')
    const server = startAt(old.home, drill)
    const world = await worldOf(facts, await server.address)
    expect((await (await fetch(`${world.baseUrl}/health/ready`)).json()).checks.drill).toBeUndefined()
    for (const who of waiting) expect(await cast(world, poll, who, 'for')).toMatch(/^\w+$/)
    await endOf(world)
    expect(await world.ask('villageDirector', 'getPoll', { poll })).toMatchObject({
      status: 'closed',
      figures: { for: 5 + 1 + slips.for + waiting.length },
    })
    expect((await chainsOf(drill)).filter(({ whole }) => !whole)).toEqual([])
    expect(readdirSync(join(old.home, 'poll-keys')).filter((name) => name.endsWith('.key'))).toEqual([])
  })

  test('the original does not come back beside it: it says who has taken over', async () => {
    const server = startAt(old.home, original)
    expect(await server.ended).toBe(1)
    expect(server.said()).toMatch(/This database was taken over by a copy of it \([0-9a-f-]{36}\)/)
  })

  test('a poll whose key is gone is void then, and not before; asked for by name, as the folder may be the wrong one', async () => {
    const bare = keptHome(version)
    const target = await freshDatabase()
    try {
      for (const name of readdirSync(join(bare.home, 'poll-keys')))
        if (name.endsWith('.key')) rmSync(join(bare.home, 'poll-keys', name))
      await restore(configFor(bare.home, target, 'files-copy'), bare.backup, quiet)
      const config = {
        ...configFor(bare.home, target, 'files-copy'),
        keysDir: join(bare.home, 'not-mounted'),
      }
      await expect(takeOver(config, quiet)).rejects.toThrow(
        /^1 open polls have no key in .*not-mounted \(KEYS_DIR\) and would be void \(\d{12} \d{4}-\S+ .+\): .+ npm run takeover -- --void-lost$/,
      )
      expect(existsSync(config.keysDir)).toBe(false)
      await expect(ask(bare.home, target)).rejects.toThrow(/^1 open polls have no key /)
      expect(await statusOf(target)).toEqual({ status: 'open', reason: null })
      await ask(bare.home, target, { voidLost: true })
      expect(await statusOf(target)).toEqual({ status: 'void', reason: 'keyLost' })
      expect((await chainsOf(target)).filter(({ whole }) => !whole)).toEqual([])
    } finally {
      await target.drop()
      bare.remove()
    }
  })
})

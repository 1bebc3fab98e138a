import {
  appendFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { blindIndex, makeKeyFile, openField, readKeys, sealField } from '@cunyi/server/base/system/keys.ts'
import { folderPollKeys } from '@cunyi/server/base/system/poll-keys.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const MINE = { id: '0f8fad5b-d9cb-469f-a165-70867728950e', isDrill: false }
const OTHER = { id: '7c9e6679-7425-40de-944b-e07fc1f90ae7', isDrill: false }
let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'keys-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

describe('lasting keys', () => {
  test('are made once, for nobody else to read, and never over others', () => {
    const file = join(folder, 'keys.json')
    makeKeyFile(file)
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(() => makeKeyFile(file)).toThrow('never made over others')
    expect(readKeys(file).signing.asymmetricKeyType).toBe('ed25519')
  })

  test('a damaged key file is told by name', () => {
    const file = join(folder, 'bad.json')
    writeFileSync(file, '{"field":"short"}')
    expect(() => readKeys(file)).toThrow(/bad\.json cannot be used/)
  })
})

describe('a sealed field', () => {
  const keys = () => readKeys(join(folder, 'keys.json'))

  test('opens where it was sealed, is never the same twice, and does not open elsewhere or changed', () => {
    const sealed = sealField(keys(), 'people.phone', '10012345678')
    expect(openField(keys(), 'people.phone', sealed)).toBe('10012345678')
    expect(sealField(keys(), 'people.phone', '10012345678').equals(sealed)).toBe(false)
    expect(() => openField(keys(), 'people.id', sealed)).toThrow()
    const changed = Buffer.from(sealed)
    changed[15] = (changed[15] ?? 0) ^ 1
    expect(() => openField(keys(), 'people.phone', changed)).toThrow()
  })

  test('is found again by its blind index, which differs for each kind and key file', () => {
    const index = blindIndex(keys(), 'phone', '10012345678')
    expect(blindIndex(keys(), 'phone', '10012345678')).toBe(index)
    expect(blindIndex(keys(), 'idNumber', '10012345678')).not.toBe(index)
    makeKeyFile(join(folder, 'other.json'))
    expect(blindIndex(readKeys(join(folder, 'other.json')), 'phone', '10012345678')).not.toBe(index)
  })
})

describe('poll keys', () => {
  test('are on disk before they are used, each once, and gone when destroyed', async () => {
    const keys = folderPollKeys(join(folder, 'poll-keys'), MINE)
    const key = await keys.create('poll-1')
    expect(key).toHaveLength(32)
    expect(
      readFileSync(join(folder, 'poll-keys', 'poll-1.key'))
        .subarray(0, 32)
        .equals(key),
    ).toBe(true)
    expect(statSync(join(folder, 'poll-keys', 'poll-1.key')).mode & 0o777).toBe(0o600)
    expect(await keys.read('poll-1')).toEqual(key)
    await expect(keys.create('poll-1')).rejects.toMatchObject({ code: 'keyStoreUnavailable' })
    expect(await keys.read('poll-1')).toEqual(key)
    expect(await keys.list()).toEqual(['poll-1'])
    await keys.destroy('poll-1')
    await keys.destroy('poll-1')
    expect(await keys.read('poll-1')).toBeNull()
  })

  test('say behind the key of which poll they are and when it ends; half a line, or one the key has not made, is none', async () => {
    const place = join(folder, 'lines')
    const keys = folderPollKeys(place, MINE)
    const end = new Date('2026-11-04T00:00:00Z')
    const key = await keys.create('poll-7', { poll: 'p', village: 'v', secret: true, end })
    const file = join(place, 'poll-7.key')
    appendFileSync(file, `\n{"line":"until","at":"2026-11-05T00:0`)
    const later = new Date('2026-11-06T00:00:00Z')
    await keys.swear('poll-7', { line: 'until', at: later.toISOString() })
    appendFileSync(file, `\n{"line":"until","at":"2026-11-09T00:00:00.000Z"} ${'0'.repeat(64)}\n`)
    const facts = { poll: 'p', village: 'v', secret: true, end: later, ends: [end, later] }
    expect(await keys.factsOf('poll-7')).toEqual({ ...facts, ended: null, opens: null })
    expect([await keys.read('poll-7'), await keys.ownerOf('poll-7')]).toEqual([key, MINE.id])
    await expect(folderPollKeys(place, OTHER).factsOf('poll-7')).rejects.toThrow()
    await folderPollKeys(place, OTHER).claim('poll-7')
    expect(await folderPollKeys(place, OTHER).factsOf('poll-7')).toMatchObject(facts)
    await keys.create('poll-8')
    expect([await keys.factsOf('poll-8'), await keys.factsOf('poll-9')]).toEqual([null, null])
  })

  test('half a key, left by a crash, is no key', async () => {
    const keys = folderPollKeys(join(folder, 'poll-keys'), MINE)
    writeFileSync(join(folder, 'poll-keys', 'poll-2.key'), 'half')
    expect(await keys.read('poll-2')).toBeNull()
  })

  test('a folder that cannot be written is refused, and the check leaves nothing behind', async () => {
    writeFileSync(join(folder, 'a-file'), '')
    const closed = folderPollKeys(join(folder, 'a-file', 'keys'), MINE)
    await expect(closed.check()).rejects.toMatchObject({ code: 'keyStoreUnavailable' })
    const open = folderPollKeys(join(folder, 'empty'), MINE)
    await open.check()
    expect(readdirSync(join(folder, 'empty'))).toEqual([])
  })

  test('another database’s key is neither read nor destroyed nor counted as one’s own', async () => {
    const place = join(folder, 'two-databases')
    const key = await folderPollKeys(place, MINE).create('poll-3')
    const others = folderPollKeys(place, OTHER)
    await expect(others.read('poll-3')).rejects.toMatchObject({ code: 'keyStoreUnavailable' })
    await expect(others.destroy('poll-3')).rejects.toMatchObject({ code: 'keyStoreUnavailable' })
    expect(await others.list()).toEqual([])
    expect(await others.ownerOf('poll-3')).toBe(MINE.id)
    expect(await folderPollKeys(place, MINE).read('poll-3')).toEqual(key)
  })

  test('a key of 0.1.0 says nothing: whoever names it has it, and says so when it claims it; a drill has none', async () => {
    const place = join(folder, 'of-0.1.0')
    const key = await folderPollKeys(place, null).create('poll-4')
    expect(readFileSync(join(place, 'poll-4.key'))).toEqual(key)
    const drill = folderPollKeys(place, { ...OTHER, isDrill: true })
    await expect(drill.read('poll-4')).rejects.toMatchObject({ code: 'heldInDrill' })
    await expect(drill.destroy('poll-4')).rejects.toMatchObject({ code: 'heldInDrill' })
    const mine = folderPollKeys(place, MINE)
    expect([await mine.ownerOf('poll-4'), await mine.list()]).toEqual([null, []])
    expect(await mine.read('poll-4')).toEqual(key)
    await mine.claim('poll-4')
    expect([await mine.ownerOf('poll-4'), await mine.list()]).toEqual([MINE.id, ['poll-4']])
    expect(await mine.read('poll-4')).toEqual(key)
    await expect(folderPollKeys(place, OTHER).read('poll-4')).rejects.toThrow()
  })

  test('a drill takes no key for lost that it does not find, and has those it made', async () => {
    const drill = folderPollKeys(join(folder, 'drill'), { ...OTHER, isDrill: true })
    await expect(drill.read('poll-5')).rejects.toMatchObject({ code: 'heldInDrill' })
    const key = await drill.create('poll-6')
    expect(await drill.read('poll-6')).toEqual(key)
    await drill.destroy('poll-6')
    expect(await drill.list()).toEqual([])
  })

  test('a name never leads out of the folder', async () => {
    const keys = folderPollKeys(join(folder, 'poll-keys'), MINE)
    await expect(keys.read('../keys')).rejects.toThrow()
  })
})

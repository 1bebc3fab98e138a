import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { blindIndex, makeKeyFile, openField, readKeys, sealField } from '@cunyi/server/base/system/keys.ts'
import { folderPollKeys } from '@cunyi/server/base/system/poll-keys.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

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
    const keys = folderPollKeys(join(folder, 'poll-keys'))
    const key = await keys.create('poll-1')
    expect(key).toHaveLength(32)
    expect(readFileSync(join(folder, 'poll-keys', 'poll-1.key')).equals(key)).toBe(true)
    expect(statSync(join(folder, 'poll-keys', 'poll-1.key')).mode & 0o777).toBe(0o600)
    expect(await keys.read('poll-1')).toEqual(key)
    await expect(keys.create('poll-1')).rejects.toMatchObject({ code: 'keyStoreUnavailable' })
    expect(await keys.read('poll-1')).toEqual(key)
    expect(await keys.list()).toEqual(['poll-1'])
    await keys.destroy('poll-1')
    await keys.destroy('poll-1')
    expect(await keys.read('poll-1')).toBeNull()
  })

  test('half a key, left by a crash, is no key', async () => {
    const keys = folderPollKeys(join(folder, 'poll-keys'))
    writeFileSync(join(folder, 'poll-keys', 'poll-2.key'), 'half')
    expect(await keys.read('poll-2')).toBeNull()
  })

  test('a folder that cannot be written is refused, and the check leaves nothing behind', async () => {
    writeFileSync(join(folder, 'a-file'), '')
    const closed = folderPollKeys(join(folder, 'a-file', 'keys'))
    await expect(closed.check()).rejects.toMatchObject({ code: 'keyStoreUnavailable' })
    const open = folderPollKeys(join(folder, 'empty'))
    await open.check()
    expect(readdirSync(join(folder, 'empty'))).toEqual([])
  })

  test('a name never leads out of the folder', async () => {
    const keys = folderPollKeys(join(folder, 'poll-keys'))
    await expect(keys.read('../keys')).rejects.toThrow()
  })
})

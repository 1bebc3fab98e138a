/**
 * 表决密钥: one random key a poll, kept outside the database and its backups until the poll has been counted.
 * While it exists the envelopes can be opened; when it is gone nobody can, ever.
 */
import { randomBytes } from 'node:crypto'
import { mkdir, open, readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Refused } from '@cunyi/shared/words/refusal.ts'

export interface PollKeys {
  /** A new key, on disk and read back before this resolves. Refused where a key of that name is there. */
  create(name: string): Promise<Buffer>
  /** Null: there is no such key (any more). */
  read(name: string): Promise<Buffer | null>
  /** Overwritten, then removed; a key that is gone is no error. */
  destroy(name: string): Promise<void>
  list(): Promise<string[]>
  /** Throws `keyStoreUnavailable` unless a key could be made and read back now. */
  check(): Promise<void>
}

const SIZE = 32
const ENDING = '.key'
const NAME = /^[\w-]{1,80}$/

/** The folder KEYS_DIR; a shared one where several processes serve. */
export function folderPollKeys(folder: string): PollKeys {
  const fileOf = (name: string) => {
    if (!NAME.test(name)) throw new Error('A poll key has an impossible name.')
    return join(folder, name + ENDING)
  }
  const write = async (file: string, content: Buffer, flags: string) => {
    const handle = await open(file, flags, 0o600)
    try {
      await handle.writeFile(content)
      await handle.sync()
    } finally {
      await handle.close()
    }
  }
  /** The folder's own list of names reaches the disk too. */
  const syncFolder = async () => {
    const handle = await open(folder, 'r')
    try {
      await handle.sync()
    } finally {
      await handle.close()
    }
  }
  const orUnavailable = <T>(work: () => Promise<T>): Promise<T> =>
    work().catch((cause: unknown) => {
      throw Object.assign(new Refused('keyStoreUnavailable'), { cause })
    })

  const create = (name: string) =>
    orUnavailable(async () => {
      const key = randomBytes(SIZE)
      await mkdir(folder, { recursive: true, mode: 0o700 })
      await write(fileOf(name), key, 'wx')
      await syncFolder()
      if (!key.equals(await readFile(fileOf(name)))) throw new Error('The poll key reads back otherwise.')
      return key
    })
  const read = (name: string) =>
    orUnavailable(async () => {
      const key = await readFile(fileOf(name)).catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return null
        throw error
      })
      // Half a key, left by a crash between making and writing it: its opening was never committed.
      return key?.length === SIZE ? key : null
    })
  const destroy = (name: string) =>
    orUnavailable(async () => {
      try {
        await write(fileOf(name), randomBytes(SIZE), 'r+')
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return
        throw error
      }
      // Another process may have removed it in this moment.
      await rm(fileOf(name), { force: true })
      await syncFolder()
    })
  const list = () =>
    orUnavailable(async () => {
      await mkdir(folder, { recursive: true, mode: 0o700 })
      const names = await readdir(folder)
      return names.filter((name) => name.endsWith(ENDING)).map((name) => name.slice(0, -ENDING.length))
    })
  const check = async () => {
    const name = `check-${randomBytes(6).toString('hex')}`
    await create(name)
    await destroy(name)
  }
  return { create, read, destroy, list, check }
}

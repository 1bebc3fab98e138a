/**
 * 表决密钥: one random key a poll, kept outside the database and its backups until the poll has been counted.
 * While it exists the envelopes can be opened; when it is gone nobody can, ever. Behind the key its file says which
 * database it belongs to (no other reads or destroys it, whoever else is given the same folder), of which poll it is,
 * and when that ends.
 */
import { randomBytes } from 'node:crypto'
import { mkdir, open, readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Refused } from '@cunyi/shared/words/refusal.ts'
import { factsIn, type KeyFacts, type KeyLine, lineFor, type MadeFor, writtenLine } from './key-lines.ts'

/** 本库, as far as keys are concerned. */
export interface KeyOwner {
  /** A UUID. */
  id: string
  /** 演练: it has the keys it made itself, and takes none for lost. */
  isDrill: boolean
}

export interface PollKeys {
  /** A new key, on disk and read back before this resolves. Refused where a key of that name is there. */
  create(name: string, madeFor?: MadeFor): Promise<Buffer>
  /** Null: there is no such key (any more). Refused where it is another database's. */
  read(name: string): Promise<Buffer | null>
  /** Adds a line to the file, on disk and read back before this resolves. */
  swear(name: string, line: KeyLine): Promise<void>
  /** What its file says of the poll. Null: nothing, as those of earlier releases, or there is no such key. */
  factsOf(name: string): Promise<KeyFacts | null>
  /** Overwritten, then removed; a key that is gone is no error, another database's is refused. */
  destroy(name: string): Promise<void>
  /** The names of its own keys. */
  list(): Promise<string[]>
  /** Whose a key is. Null: its file does not say, as those of 0.1.0; undefined: there is no such key. */
  ownerOf(name: string): Promise<string | null | undefined>
  /** Makes a key its own, whosever it was. */
  claim(name: string): Promise<void>
  /** Throws `keyStoreUnavailable` unless a key could be made and read back now. */
  check(): Promise<void>
}

const SIZE = 32
const OWNER_SIZE = 16
const LINES_AT = SIZE + OWNER_SIZE
const ENDING = '.key'
const NAME = /^[\w-]{1,80}$/

const bytesOf = (id: string) => Buffer.from(id.replaceAll('-', ''), 'hex')
const idOf = (bytes: Buffer) =>
  bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
/** Undefined: half a key, left by a crash between making and writing it: its opening was never committed. */
function ownerIn(content: Buffer): string | null | undefined {
  if (content.length < SIZE) return undefined
  return content.length >= LINES_AT ? idOf(content.subarray(SIZE, LINES_AT)) : null
}

/** The folder KEYS_DIR; a shared one where several processes serve. Without an owner: as 0.1.0 wrote and read them. */
export function folderPollKeys(folder: string, owner: KeyOwner | null): PollKeys {
  const fileOf = (name: string) => {
    if (!NAME.test(name)) throw new Error('A poll key has an impossible name.')
    return join(folder, name + ENDING)
  }
  const write = async (file: string, content: Buffer, flags: string, at: number | null = 0) => {
    const handle = await open(file, flags, 0o600)
    try {
      await handle.write(content, 0, content.length, at)
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
      throw cause instanceof Refused ? cause : Object.assign(new Refused('keyStoreUnavailable'), { cause })
    })
  const contentOf = (name: string): Promise<Buffer | null> =>
    readFile(fileOf(name)).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return null
      throw error
    })
  const refusal = () => new Refused(owner?.isDrill ? 'heldInDrill' : 'keyStoreUnavailable')
  /** A file that names nobody belongs to whichever database names it, unless that is a drill. */
  const isOurs = (content: Buffer) => {
    const found = ownerIn(content)
    return typeof found === 'string' ? found === owner?.id : !owner?.isDrill
  }

  const create = (name: string, madeFor?: MadeFor) =>
    orUnavailable(async () => {
      const key = randomBytes(SIZE)
      const lines = Buffer.from(madeFor ? writtenLine(key, lineFor(madeFor)) : '')
      const content = owner ? Buffer.concat([key, bytesOf(owner.id), lines]) : key
      await mkdir(folder, { recursive: true, mode: 0o700 })
      await write(fileOf(name), content, 'wx')
      await syncFolder()
      if (!content.equals(await readFile(fileOf(name)))) throw new Error('The poll key reads back otherwise.')
      return key
    })
  const whole = async (name: string) => {
    const content = await contentOf(name)
    if (owner?.isDrill ? !content || !isOurs(content) : content && !isOurs(content)) throw refusal()
    return content && content.length >= SIZE ? content : null
  }
  const read = (name: string) => orUnavailable(async () => (await whole(name))?.subarray(0, SIZE) ?? null)
  const factsOf = (name: string) =>
    orUnavailable(async () => {
      const content = await contentOf(name)
      if (content && !isOurs(content)) throw refusal()
      return content && content.length > LINES_AT
        ? factsIn(content.subarray(0, SIZE), content.subarray(LINES_AT).toString())
        : null
    })
  const swear = (name: string, line: KeyLine) =>
    orUnavailable(async () => {
      const content = await whole(name)
      if (!content) throw new Error('There is no such poll key.')
      const added = writtenLine(content.subarray(0, SIZE), line)
      await write(fileOf(name), Buffer.from(added), 'a', null)
      if (!(await readFile(fileOf(name))).includes(added))
        throw new Error('The poll key reads back otherwise.')
    })
  const destroy = (name: string) =>
    orUnavailable(async () => {
      const content = await contentOf(name)
      if (!content) return
      if (!isOurs(content)) throw refusal()
      try {
        await write(fileOf(name), randomBytes(Math.max(SIZE, content.length)), 'r+')
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return
        throw error
      }
      // Another process may have removed it in this moment.
      await rm(fileOf(name), { force: true })
      await syncFolder()
    })
  const ownerOf = (name: string) =>
    orUnavailable(async () => {
      const content = await contentOf(name)
      return content ? ownerIn(content) : undefined
    })
  const list = () =>
    orUnavailable(async () => {
      const there = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return []
        throw error
      })
      const names = there.filter((name) => name.endsWith(ENDING)).map((name) => name.slice(0, -ENDING.length))
      const own: string[] = []
      for (const name of names) if ((await ownerOf(name)) === (owner?.id ?? null)) own.push(name)
      return own
    })
  /** Behind the key, which stays where it is on the disk: no second copy of it is ever left there. */
  const claim = (name: string) =>
    orUnavailable(async () => {
      if (!owner) throw new Error('Nobody claims a key.')
      await write(fileOf(name), bytesOf(owner.id), 'r+', SIZE)
    })
  const check = async () => {
    const name = `check-${randomBytes(6).toString('hex')}`
    await create(name)
    await destroy(name)
  }
  return { create, read, factsOf, swear, destroy, list, ownerOf, claim, check }
}

import { randomUUID } from 'node:crypto'
import { access, mkdir, open, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Refused } from '@cunyi/shared/words/refusal.ts'
import { type FileStore, mustBeSame, newCheck, placeOf } from './place.ts'

const FULL = ['ENOSPC', 'EDQUOT']
/** A disk that is full is no fault of the request nor of the program: it is said, and nothing half is left. */
const told = (error: unknown) =>
  FULL.includes(String((error as NodeJS.ErrnoException).code)) ? new Refused('storageFull') : error

/** 文件夹: whole or not at all, and on disk when it is said to be kept. */
export const folderStore = (folder: string): FileStore => ({
  keep: async (digest, content) => {
    const place = join(folder, placeOf(digest))
    const isThere = await access(place).then(
      () => true,
      () => false,
    )
    if (isThere) return
    const half = `${place}.${randomUUID()}`
    try {
      await mkdir(dirname(place), { recursive: true })
      const handle = await open(half, 'wx', 0o600)
      try {
        await handle.writeFile(content)
        await handle.sync()
      } finally {
        await handle.close()
      }
      await rename(half, place)
    } catch (error) {
      await rm(half, { force: true })
      throw told(error)
    }
  },
  read: (digest) => readFile(join(folder, placeOf(digest))),
  check: async () => {
    const { name, content } = newCheck()
    await mkdir(folder, { recursive: true })
    await writeFile(join(folder, name), content, { mode: 0o600, flush: true })
    mustBeSame(content, await readFile(join(folder, name)))
    await rm(join(folder, name))
  },
})

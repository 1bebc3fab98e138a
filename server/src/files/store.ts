/** 文件库: a folder in which each content stands once, under its SHA-256. */
import { createHash, randomUUID } from 'node:crypto'
import { access, mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'

const DIGEST = /^[0-9a-f]{64}$/

function placeOf(folder: string, digest: string): string {
  if (!DIGEST.test(digest)) throw new Error('This is no digest of a file.')
  return join(folder, digest.slice(0, 2), digest)
}

/** On disk before anything in the database speaks of it. */
export async function keepContent(folder: string, content: Buffer): Promise<string> {
  const digest = createHash('sha256').update(content).digest('hex')
  const place = placeOf(folder, digest)
  const isThere = await access(place).then(
    () => true,
    () => false,
  )
  if (isThere) return digest
  await mkdir(dirname(place), { recursive: true })
  const half = `${place}.${randomUUID()}`
  try {
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
    throw error
  }
  return digest
}

export const readContent = (folder: string, digest: string): Promise<Buffer> =>
  readFile(placeOf(folder, digest))

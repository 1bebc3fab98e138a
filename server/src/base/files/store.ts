/** 文件库: each content stands once, under its SHA-256: in a folder, or in an S3-compatible store where one is set. */
import { createHash } from 'node:crypto'
import { mustBeOutside } from '#base/database/within.ts'
import type { Config } from '#base/system/config.ts'
import { folderStore } from './folder.ts'
import type { FileStore } from './place.ts'

type Settings = Pick<Config, 'files' | 's3'>

const digestOf = (content: Buffer) => createHash('sha256').update(content).digest('hex')

/** The client of the object store is large: it is read only where it is used. */
const storeOf = async ({ files, s3 }: Settings): Promise<FileStore> => {
  mustBeOutside('the store of files')
  return s3 ? (await import('./s3.ts')).s3Store(s3) : folderStore(files)
}

/** Kept before anything in the database speaks of it. */
export async function keepContent(settings: Settings, content: Buffer): Promise<string> {
  const digest = digestOf(content)
  await (await storeOf(settings)).keep(digest, content)
  return digest
}

/** What comes back is what was kept, or nothing does. */
export async function readContent(settings: Settings, digest: string): Promise<Buffer> {
  const content = await (await storeOf(settings)).read(digest)
  if (digestOf(content) !== digest) throw new Error(`The file ${digest} is not what was kept.`)
  return content
}

/** Throws what stands against keeping attachments now. */
export const checkStore = async (settings: Settings): Promise<void> => (await storeOf(settings)).check()

/** 打包: files, the manifest over them and its signature, in one zip. The same files give the same bytes anywhere. */
import { createHash, type KeyObject, sign } from 'node:crypto'
import { buffer } from 'node:stream/consumers'
import {
  MANIFEST,
  type PackagedFile,
  type PackageManifest,
  SIGNATURE,
} from '@cunyi/shared/papers/package-format.ts'
import { ZipFile } from 'yazl'

export type Files = Map<string, Buffer>
/** Local parts, so that the bytes do not depend on the machine's zone. */
const MTIME = new Date(2000, 0, 1)

export const sha256 = (content: Buffer | string): string => createHash('sha256').update(content).digest('hex')
export const publicKeyOf = (verifying: KeyObject): string =>
  verifying.export({ format: 'der', type: 'spki' }).toString('base64')

export const listed = (files: Files): PackagedFile[] =>
  [...files]
    .map(([path, content]) => ({ path, size: content.length, sha256: sha256(content) }))
    .sort((a, b) => (a.path < b.path ? -1 : 1))

export function manifestOf(
  files: Files,
  facts: Omit<PackageManifest, 'files'>,
  signing: KeyObject,
): { manifest: Buffer; signature: string } {
  const manifest = Buffer.from(`${JSON.stringify({ ...facts, files: listed(files) }, null, 1)}\n`)
  return { manifest, signature: sign(null, manifest, signing).toString('base64') }
}

export async function zipOf(
  files: Files,
  facts: Omit<PackageManifest, 'files'>,
  signing: KeyObject,
): Promise<Buffer> {
  const { manifest, signature } = manifestOf(files, facts, signing)
  const zip = new ZipFile()
  const add = (path: string, content: Buffer) =>
    zip.addBuffer(content, path, { mtime: MTIME, mode: 0o100644, compress: !/\.(pdf|jpg)$/.test(path) })
  add(MANIFEST, manifest)
  add(SIGNATURE, Buffer.from(`${signature}\n`))
  for (const [path, content] of [...files].sort(([a], [b]) => (a < b ? -1 : 1))) add(path, content)
  zip.end()
  return buffer(zip.outputStream)
}

/** The files of a package against its manifest, and the manifest against its signature. */
import {
  EARLIER_FORMATS,
  EVIDENCE,
  MANIFEST,
  PACKAGE_FORMAT,
  type PackageManifest,
  SIGNATURE,
  type SliceEntry,
} from '../../shared/src/papers/package-format.ts'
import { textOf } from './bytes.ts'
import { isSigned } from './platform.ts'
import { type Report, sha256 } from './report.ts'
import { Unreadable } from './zip.ts'

// biome-ignore lint/suspicious/noExplicitAny: rows of many tables, of versions still to come
export type Row = Record<string, any>
export type Package = {
  manifest: PackageManifest
  entries: SliceEntry[]
  /** The rows of a record; a public package has fewer records than an office one. */
  rows: (name: string) => Row[]
  has: (name: string) => boolean
  files: Map<string, Uint8Array>
}

export function readManifest(files: Map<string, Uint8Array>): PackageManifest {
  const bytes = files.get(MANIFEST)
  if (!bytes || !files.has(SIGNATURE)) throw new Unreadable('no package: it has no manifest or no signature')
  let manifest: PackageManifest
  try {
    manifest = JSON.parse(textOf(bytes))
  } catch {
    throw new Unreadable('its manifest cannot be read')
  }
  if (![PACKAGE_FORMAT, ...EARLIER_FORMATS].includes(manifest?.format))
    throw new Unreadable(
      `its format is ${manifest?.format}; this verifier reads ${[...EARLIER_FORMATS, PACKAGE_FORMAT].join(', ')}`,
    )
  return manifest
}

/** Every file is listed once with its size and digest; nothing else is there; the manifest is signed. */
export function checkFiles(files: Map<string, Uint8Array>, manifest: PackageManifest, report: Report): void {
  report.part(SIGNATURE, () => {
    const [bytes, signature] = [MANIFEST, SIGNATURE].map((path) => files.get(path) ?? new Uint8Array())
    report.check(
      isSigned(manifest.publicKey, bytes as Uint8Array, textOf(signature as Uint8Array)),
      SIGNATURE,
      '签名与文件清单不符：清单在签名之后被改动',
      'the signature does not fit the manifest: the manifest was changed after it was signed',
    )
  })
  const listed = new Map(manifest.files.map((one) => [one.path, one]))
  for (const [path, content] of files) {
    if (path === MANIFEST || path === SIGNATURE) continue
    const one = listed.get(path)
    if (!one) report.fault(path, '清单里没有这个文件', 'the manifest does not list this file')
    else
      report.check(
        one.size === content.length && one.sha256 === sha256(content),
        path,
        '文件内容与清单不符：文件被改动',
        'the file is not what the manifest lists: it was changed',
      )
    report.counted.files += 1
  }
  for (const path of listed.keys()) report.check(files.has(path), path, '文件缺失', 'the file is missing')
}

export function openPackage(files: Map<string, Uint8Array>, manifest: PackageManifest): Package {
  const json = (path: string) => {
    const bytes = files.get(path)
    return bytes ? JSON.parse(textOf(bytes)) : undefined
  }
  const read = new Map<string, Row[]>()
  const pathOf = (name: string) => `records/${name}.json`
  return {
    manifest,
    files,
    entries: (json(EVIDENCE) ?? []) as SliceEntry[],
    has: (name) => files.has(pathOf(name)),
    rows: (name) => {
      const rows = read.get(name) ?? (json(pathOf(name)) as Row[] | undefined) ?? []
      if (!Array.isArray(rows)) throw new Error(`records/${name}.json`)
      read.set(name, rows)
      return rows
    },
  }
}

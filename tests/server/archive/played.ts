/** A village played from proposal to archive by the real server, with what it keeps of it; and packages taken apart. */
import { spawnSync } from 'node:child_process'
import { createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { TestCluster } from '@cunyi/server/base/database/test-cluster.ts'
import { readKeys } from '@cunyi/server/base/system/keys.ts'
import { manifestOf, publicKeyOf } from '@cunyi/server/views/archive/zip.ts'
import type { PackageLine } from '@cunyi/shared/api/archive.ts'
import {
  type CheckpointFile,
  MANIFEST,
  type PackageKind,
  type PackageManifest,
  SIGNATURE,
} from '@cunyi/shared/papers/package-format.ts'
import { addDays, dateToInstant, shanghaiDate } from '@cunyi/shared/words/days.ts'
import { readScenario } from '../../scenarios/runner/file.ts'
import { play, startOf } from '../../scenarios/runner/play.ts'
import { serverFor } from '../../scenarios/runner/server.ts'
import type { World } from '../../scenarios/runner/world.ts'
import { unzipOf, zipOf } from '../people/zip.ts'

const SCENARIO = fileURLToPath(new URL('../../scenarios/edge-archived.yaml', import.meta.url))
const VILLAGE = '411329990201'

export type Played = {
  world: World
  proposal: string
  packages: Record<PackageKind, Buffer>
  list: CheckpointFile
  /** The instance's own key: what only an insider has. */
  signing: KeyObject
  stop: () => Promise<void>
}

export async function playToArchive(cluster: Pick<TestCluster, 'adminUrl' | 'template'>): Promise<Played> {
  const scenario = readScenario(SCENARIO)
  const server = await serverFor(cluster as TestCluster, startOf(scenario))
  let world: World | undefined
  const said: string[] = []
  const good = await play(
    scenario,
    server.address,
    VILLAGE,
    (line) => said.push(line),
    async (played) => {
      world = played
    },
  )
  if (!good || !world) {
    await server.stop()
    throw new Error(said.join('\n'))
  }
  await world.moveClock(dateToInstant(addDays(shanghaiDate(world.now), 1)))
  const proposal = world.matter(undefined).id
  const { rows } = await world.ask<{ rows: PackageLine[] }>('branchSecretary', 'listPackages', { proposal })
  const newest = (kind: PackageKind) => rows.find((row) => row.kind === kind)?.id ?? ''
  const get = (kind: PackageKind) =>
    (world as World).download('branchSecretary', 'getPackage', { proposal, package: newest(kind) })
  return {
    world,
    proposal,
    packages: { office: await get('office'), public: await get('public') },
    list: await world.ask(null, 'listCheckpoints', { county: '411329', from: 1 }),
    signing: readKeys(join(server.home, 'keys.json')).signing,
    stop: server.stop,
  }
}

export type Files = Record<string, Buffer>
export const unpack = (zip: Buffer): Files => unzipOf(zip)
export const pack = (files: Files): Buffer => zipOf(files)
export const manifestIn = (files: Files): PackageManifest => JSON.parse(String(files[MANIFEST]))

/** The manifest over the files as they are now; without a key its old signature stays. */
export function relist(files: Files, signing?: KeyObject): Files {
  const { files: _old, ...facts } = manifestIn(files)
  const content = new Map(Object.entries(files).filter(([path]) => path !== MANIFEST && path !== SIGNATURE))
  const key = signing ?? createPrivateKey(ANY_KEY)
  const { manifest } = manifestOf(
    content,
    signing ? { ...facts, publicKey: publicKeyOf(createPublicKey(signing)) } : facts,
    key,
  )
  const signature = signing
    ? Buffer.from(`${sign(null, manifest, signing).toString('base64')}\n`)
    : files[SIGNATURE]
  return { ...files, [MANIFEST]: manifest, [SIGNATURE]: signature as Buffer }
}
const ANY_KEY = `-----BEGIN PRIVATE KEY-----
MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g
-----END PRIVATE KEY-----`

/** The same package without its drawings, signed by whoever made it: small, and all that is recomputed is in it. */
export const withoutPapers = (files: Files, signing: KeyObject): Files =>
  relist(Object.fromEntries(Object.entries(files).filter(([path]) => !path.startsWith('papers/'))), signing)

export const jsonOf = (files: Files, path: string) => JSON.parse(String(files[path]))
export const withJson = (files: Files, path: string, value: unknown): Files => ({
  ...files,
  [path]: Buffer.from(`${JSON.stringify(value, null, 1)}\n`),
})
export const readKept = (name: string) => readFileSync(new URL(`kept/${name}`, import.meta.url))

/** What `sha256sum -c` of coreutils says of the unpacked files. */
export function summed(files: Files) {
  const folder = mkdtempSync(join(tmpdir(), 'cunyi-sums-'))
  try {
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true })
      writeFileSync(join(folder, path), content)
    }
    return spawnSync('sha256sum', ['-c', '--strict', 'SHA256SUMS'], { cwd: folder, encoding: 'utf8' })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/**
 * `node server/launch/run.mjs tests/server/archive/keep.ts`: makes the kept packages of the present format anew. Right
 * until the format's first release; from then on what is kept stays as it is, and a new format adds its own.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { startTestCluster } from '@cunyi/server/base/database/test-cluster.ts'
import { pack, playToArchive, unpack, withoutPapers } from './played.ts'

const cluster = await startTestCluster()
try {
  const { packages, list, signing, stop } = await playToArchive(cluster)
  const folder = new URL('kept/', import.meta.url)
  mkdirSync(folder, { recursive: true })
  writeFileSync(new URL('v1.office.zip', folder), pack(withoutPapers(unpack(packages.office), signing)))
  writeFileSync(new URL('v1.public.zip', folder), pack(withoutPapers(unpack(packages.public), signing)))
  writeFileSync(new URL('v1.checkpoints.json', folder), `${JSON.stringify(list)}\n`)
  await stop()
} finally {
  await cluster.stop()
}

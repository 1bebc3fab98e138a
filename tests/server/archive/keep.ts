/**
 * `node server/launch/run.mjs tests/server/archive/keep.ts`: makes the kept packages of the present format anew. Right
 * until the format's first release; from then on what is kept stays as it is, and a new format adds its own. Papers are
 * covered since format 2, so these hold them.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { startTestCluster } from '@cunyi/server/base/database/test-cluster.ts'
import { playToArchive } from './played.ts'

const cluster = await startTestCluster()
try {
  const { packages, list, stop } = await playToArchive(cluster)
  const folder = new URL('kept/', import.meta.url)
  mkdirSync(folder, { recursive: true })
  writeFileSync(new URL('v2.office.zip', folder), packages.office)
  writeFileSync(new URL('v2.public.zip', folder), packages.public)
  writeFileSync(new URL('v2.checkpoints.json', folder), `${JSON.stringify(list)}\n`)
  await stop()
} finally {
  await cluster.stop()
}

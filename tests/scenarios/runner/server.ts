/** A server of its own for each file: an empty migrated database, a settable clock, a folder for its keys. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freshDatabase, type TestCluster } from '@cunyi/server/base/database/test-cluster.ts'
import { startServer } from '../../server/process.ts'

export async function serverFor(
  cluster: TestCluster,
  clock: Date,
): Promise<{ address: string; home: string; said(): string; stop(): Promise<void> }> {
  const database = await freshDatabase(cluster)
  const home = mkdtempSync(join(tmpdir(), 'cunyi-scenario-'))
  const server = startServer({
    DATABASE_URL: database.ownerUrl,
    APP_DATABASE_URL: database.appUrl,
    CUNYI_HOME: home,
    KEYS_DIR: join(home, 'poll-keys'),
    CUNYI_CLOCK: clock.toISOString(),
    LOG_LEVEL: 'error',
  })
  const stop = async () => {
    await server.stop()
    await database.drop()
    rmSync(home, { recursive: true, force: true })
  }
  try {
    return { address: await server.address, home, said: server.said, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

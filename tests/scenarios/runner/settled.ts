/**
 * Most files begin with the same village on the same day. It is opened and filled once, over HTTP as always; when its
 * server has ended, each of these files gets a copy of its database and its folder, and a server of its own on them.
 */
import { Client } from '@cunyi/server/base/database/client.ts'
import type { TestCluster } from '@cunyi/server/base/database/test-cluster.ts'
import type { Scenario } from './file.ts'
import { fill } from './fill.ts'
import { startOf } from './play.ts'
import { type ScenarioServer, type ServerHost, serverFor } from './server.ts'
import { type Filled, World } from './world.ts'

export type Settled = { left: ScenarioServer; filled: Filled }

/** All that a village is filled from; what a file does with it afterwards is not in it. */
const keyOf = ({ village, basis, authorisation, charter, start }: Scenario) =>
  JSON.stringify({ village, basis, authorisation, charter, start })

export function settledVillages(cluster: TestCluster, division: string, scenarios: readonly Scenario[]) {
  const known = new Map<string, Promise<Settled>>()

  /** Undefined: it is the only file that begins so, and fills its village itself. */
  const likeOf = (scenario: Scenario, host: ServerHost): Promise<Settled> | undefined => {
    const key = keyOf(scenario)
    if (scenarios.filter((one) => keyOf(one) === key).length < 2) return
    const settled = known.get(key) ?? fillOne(cluster, division, scenario, host)
    known.set(key, settled)
    return settled
  }
  const remove = async () => {
    for (const settled of known.values()) await settled.then(({ left }) => left.remove()).catch(() => {})
  }
  return { likeOf, remove }
}

async function fillOne(
  cluster: TestCluster,
  division: string,
  scenario: Scenario,
  host: ServerHost,
): Promise<Settled> {
  const left = await serverFor(cluster, startOf(scenario), { host })
  try {
    const world = new World(left.address, division, scenario, startOf(scenario))
    await fill(world)
    await left.end()
    await forgetPlace(cluster, left.database)
    return { left, filled: world.filled() }
  } catch (error) {
    await left.stop()
    throw error
  }
}

/** A database that finds itself elsewhere takes itself for a copy, and does nothing of its own. */
async function forgetPlace({ adminUrl }: TestCluster, database: string) {
  const url = new URL(adminUrl)
  url.pathname = `/${database}`
  const client = new Client({ connectionString: url.href })
  await client.connect()
  try {
    await client.query('update instance set place = null')
  } finally {
    await client.end()
  }
}

import { startTestCluster } from '@cunyi/server/base/database/test-cluster.ts'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  export interface ProvidedContext {
    cluster: { adminUrl: string; template: string }
  }
}

/** One PostgreSQL for the whole run; every test file takes a fresh database of its own from it. */
export default async function setup(project: TestProject) {
  const cluster = await startTestCluster()
  project.provide('cluster', { adminUrl: cluster.adminUrl, template: cluster.template })
  return cluster.stop
}

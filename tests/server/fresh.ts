import {
  emptyDatabase as empty,
  type FreshDatabase,
  freshDatabase as fresh,
} from '@cunyi/server/base/database/test-cluster.ts'
import { inject, onTestFinished } from 'vitest'

/** A migrated database of this test's own (about a tenth of a second). Called outside a test, drop it yourself. */
export const freshDatabase = (): Promise<FreshDatabase> => fresh(inject('cluster'))
export const emptyDatabase = (): Promise<FreshDatabase> => empty(inject('cluster'))

/** The same, dropped when the test that asks for it is over. */
export async function freshDatabaseForTest(): Promise<FreshDatabase> {
  const database = await freshDatabase()
  onTestFinished(() => database.drop())
  return database
}

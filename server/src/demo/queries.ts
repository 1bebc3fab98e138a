import { and, eq } from 'drizzle-orm'
import { idIndexOf } from '../accounts/identity.ts'
import type { Tx } from '../database/connect.ts'
import { imports, people } from '../database/schema/people.ts'
import type { Keys } from '../keys.ts'

export async function findByIdNumber(tx: Tx, keys: Keys, villageId: string, idNumber: string): Promise<string | undefined> {
  const [row] = await tx
    .select({ id: people.id })
    .from(people)
    .where(and(eq(people.villageId, villageId), eq(people.idIndex, idIndexOf(keys, idNumber))))
  return row?.id
}

/** An import is done whole or not at all. */
export async function hasImported(tx: Tx, villageId: string): Promise<boolean> {
  const rows = await tx.select({ id: imports.id }).from(imports).where(and(eq(imports.villageId, villageId), eq(imports.status, 'done'))).limit(1)
  return rows.length > 0
}

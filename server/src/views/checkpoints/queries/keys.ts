import type { Countersignature } from '@cunyi/shared/papers/countersign.ts'
import { and, eq, sql } from 'drizzle-orm'
import type { Tx } from '#base/database/connect.ts'
import { checkpointSignatures, officeKeys } from '#base/database/schema/index.ts'

export type KeyRow = typeof officeKeys.$inferSelect
export type CountyKey = {
  division: string
  id: string
  publicKey: string
  proposedAt: Date
  confirmedAt: Date | null
  endedAt: Date | null
  /** 退回: when, by whom, of which office, on what ground; null: it was not refused. */
  refused: { at: Date; by: string; from: string; reason: string } | null
}

export async function insertKey(tx: Tx, row: typeof officeKeys.$inferInsert): Promise<boolean> {
  const rows = await tx.insert(officeKeys).values(row).onConflictDoNothing().returning({ id: officeKeys.id })
  return rows.length > 0
}

export const lockKey = async (tx: Tx, villageId: string, id: string): Promise<KeyRow | undefined> =>
  (
    await tx
      .select()
      .from(officeKeys)
      .where(and(eq(officeKeys.villageId, villageId), eq(officeKeys.id, id)))
      .for('update')
  )[0]

export const lockKeyOf = async (tx: Tx, villageId: string, publicKey: string): Promise<KeyRow | undefined> =>
  (
    await tx
      .select()
      .from(officeKeys)
      .where(and(eq(officeKeys.villageId, villageId), eq(officeKeys.publicKey, publicKey)))
      .for('share')
  )[0]

export async function updateKey(
  tx: Tx,
  { villageId, id }: KeyRow,
  changes: Partial<typeof officeKeys.$inferInsert>,
): Promise<void> {
  await tx
    .update(officeKeys)
    .set(changes)
    .where(and(eq(officeKeys.villageId, villageId), eq(officeKeys.id, id)))
}

export async function insertSignature(
  tx: Tx,
  row: typeof checkpointSignatures.$inferInsert,
): Promise<boolean> {
  const rows = await tx
    .insert(checkpointSignatures)
    .values(row)
    .onConflictDoNothing()
    .returning({ seq: checkpointSignatures.seq })
  return rows.length > 0
}

type At = Date | string
const dateOf = (at: At | null): Date | null => (at === null ? null : new Date(at))
/** Of every office of the county, those that wait for the second and those that it refused among them. */
export async function keysOfCounty(tx: Tx, county: string): Promise<CountyKey[]> {
  const { rows } = await tx.execute<{
    division: string
    id: string
    publicKey: string
    proposedAt: At
    confirmedAt: At | null
    endedAt: At | null
    refusedAt: At | null
    refusedBy: string | null
    refusedFrom: string | null
    refusedReason: string | null
  }>(sql`
    select division, id, public_key as "publicKey", proposed_at as "proposedAt", confirmed_at as "confirmedAt",
           ended_at as "endedAt", refused_at as "refusedAt", refused_by as "refusedBy",
           refused_from as "refusedFrom", refused_reason as "refusedReason" from across_office_keys(${county})`)
  return rows.map(({ refusedAt, refusedBy, refusedFrom, refusedReason, ...row }) => ({
    ...row,
    // A key refused under an earlier release has no ground and no name.
    refused:
      refusedAt === null
        ? null
        : {
            at: new Date(refusedAt),
            by: refusedBy ?? '',
            from: refusedFrom ?? '',
            reason: refusedReason ?? '',
          },
    proposedAt: new Date(row.proposedAt),
    confirmedAt: dateOf(row.confirmedAt),
    endedAt: dateOf(row.endedAt),
  }))
}

export async function signaturesBetween(
  tx: Tx,
  county: string,
  first: number,
  last: number,
): Promise<Map<number, Countersignature[]>> {
  const { rows } = await tx.execute<Countersignature & { seq: number }>(sql`
    select seq, division, public_key as "publicKey", signature
      from across_checkpoint_signatures(${county}, ${first}, ${last})`)
  const found = new Map<number, Countersignature[]>()
  for (const { seq, ...one } of rows) found.set(Number(seq), [...(found.get(Number(seq)) ?? []), one])
  return found
}

import type { TimeKey } from '@cunyi/shared/api/cursor.ts'
import { Refused } from '@cunyi/shared/words/refusal.ts'
import { and, desc, eq, isNull, lt, or } from 'drizzle-orm'
import type { Tx } from '#base/database/connect.ts'
import { people } from '#base/database/schema/people.ts'
import { petitionSignatures, petitions } from '#base/database/schema/proposals.ts'

export type PetitionRow = typeof petitions.$inferSelect
export type SignatureRow = typeof petitionSignatures.$inferSelect

const here = (villageId: string, id: string) => and(eq(petitions.villageId, villageId), eq(petitions.id, id))

/** Locked: signatures are counted one after another, so that the one that reaches a threshold knows it. */
export async function lockPetition(tx: Tx, villageId: string, id: string): Promise<PetitionRow> {
  const [row] = await tx.select().from(petitions).where(here(villageId, id)).for('no key update')
  if (!row) throw new Refused('notFound')
  return row
}

export async function findPetition(tx: Tx, villageId: string, id: string): Promise<PetitionRow | undefined> {
  const [row] = await tx.select().from(petitions).where(here(villageId, id))
  return row
}

export async function petitionOfProposal(
  tx: Tx,
  villageId: string,
  proposalId: string,
): Promise<PetitionRow | undefined> {
  const [row] = await tx
    .select()
    .from(petitions)
    .where(and(eq(petitions.villageId, villageId), eq(petitions.proposalId, proposalId)))
  return row
}

export async function insertPetition(tx: Tx, row: typeof petitions.$inferInsert) {
  await tx.insert(petitions).values(row)
}

export async function updatePetition(
  tx: Tx,
  row: Pick<PetitionRow, 'villageId' | 'id'>,
  set: Partial<PetitionRow>,
) {
  await tx.update(petitions).set(set).where(here(row.villageId, row.id))
}

export const signaturesOf = (tx: Tx, villageId: string, petitionId: string): Promise<SignatureRow[]> =>
  tx
    .select()
    .from(petitionSignatures)
    .where(and(eq(petitionSignatures.villageId, villageId), eq(petitionSignatures.petitionId, petitionId)))

/** Once a person; whoever proposed only may still demand. */
export async function saveSignature(tx: Tx, row: typeof petitionSignatures.$inferInsert) {
  await tx
    .insert(petitionSignatures)
    .values(row)
    .onConflictDoUpdate({
      target: [petitionSignatures.villageId, petitionSignatures.petitionId, petitionSignatures.personId],
      set: { demand: row.demand ?? null, capacities: row.capacities },
    })
}

export async function listPetitionRows(tx: Tx, villageId: string, after: TimeKey | null, limit: number) {
  const rows = await tx
    .select({ petition: petitions, byName: people.name })
    .from(petitions)
    .leftJoin(people, and(eq(people.villageId, petitions.villageId), eq(people.id, petitions.by)))
    .where(
      and(
        eq(petitions.villageId, villageId),
        after
          ? or(lt(petitions.at, after.at), and(eq(petitions.at, after.at), lt(petitions.id, after.id)))
          : undefined,
      ),
    )
    .orderBy(desc(petitions.at), desc(petitions.id))
    .limit(limit + 1)
  return rows.map(({ petition, byName }) => ({ ...petition, byName: byName ?? '—' }))
}

/** Who signs, with what makes him one who may. */
export async function findSigner(tx: Tx, villageId: string, personId: string) {
  const [row] = await tx
    .select({ birthDate: people.birthDate, registered: people.registered, partyStatus: people.partyStatus })
    .from(people)
    .where(and(eq(people.villageId, villageId), eq(people.id, personId), isNull(people.erasedAt)))
  return row
}

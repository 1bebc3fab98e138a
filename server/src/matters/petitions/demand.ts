/** 依法要求: a petition whose signers demand a meeting under 村委会组织法 arts 25 or 30 becomes a proposal that nothing stops at steps 1 to 3. */
import { Refused } from '@cunyi/shared/words/refusal.ts'
import type { Office } from '@cunyi/shared/words/vocabulary.ts'
import type { Tx } from '#base/database/connect.ts'
import { settle } from '#village/duties/actions.ts'
import { lockPetition, type PetitionRow, petitionOfProposal, updatePetition } from './queries.ts'

export type Demand = { assembly: 'villagers' | 'representatives'; at: Date; dueAt: Date }

const demandOf = (row: PetitionRow): Demand | null =>
  row.demandAt && row.answerDueAt && row.demandedAssembly
    ? { assembly: row.demandedAssembly as Demand['assembly'], at: row.demandAt, dueAt: row.answerDueAt }
    : null

export async function demandOfProposal(
  tx: Tx,
  villageId: string,
  proposalId: string,
): Promise<Demand | null> {
  const row = await petitionOfProposal(tx, villageId, proposalId)
  return row ? demandOf(row) : null
}

const BRANCH: readonly Office[] = ['branchSecretary', 'branchDeputy', 'branchCommittee']

/** The branch makes a petition a proposal, once. Answers the demand it carries, if any. */
export async function takeUpPetition(
  tx: Tx,
  villageId: string,
  petitionId: string,
  who: { offices: readonly Office[] },
): Promise<Demand | null> {
  if (!who.offices.some((office) => BRANCH.includes(office))) throw new Refused('forbidden')
  const row = await lockPetition(tx, villageId, petitionId)
  if (row.status === 'proposal' || row.status === 'answered') throw new Refused('petitionClosed')
  return demandOf(row)
}

export async function becomeProposal(
  tx: Tx,
  villageId: string,
  petitionId: string,
  proposalId: string,
  now: Date,
) {
  await updatePetition(tx, { villageId, id: petitionId }, { status: 'proposal', proposalId })
  await settle(tx, villageId, 'answerPetition', petitionId, now)
}

import { Refused } from '@cunyi/shared/words/refusal.ts'
import { inVillage, type Tx } from '#base/database/connect.ts'
import type { Parts } from '#base/parts/parts.ts'
import { type LoadedProposal, lockProposal } from '#matters/proposals/queries/proposals.ts'
import { type DisclosureRow, findDisclosure, lockDisclosure } from './queries/disclosures.ts'

export async function mustFindDisclosure(tx: Tx, villageId: string, id: string): Promise<DisclosureRow> {
  const row = await findDisclosure(tx, villageId, id)
  if (!row) throw new Refused('notFound')
  return row
}

/** The proposal first, then its disclosure: the order of locks of the whole server. */
export const withDisclosure = <T>(
  parts: Pick<Parts, 'db'>,
  villageId: string,
  id: string,
  fn: (tx: Tx, disclosure: DisclosureRow, proposal: LoadedProposal) => Promise<T>,
): Promise<T> =>
  inVillage(parts.db, villageId, async (tx) => {
    const found = await mustFindDisclosure(tx, villageId, id)
    const proposal = await lockProposal(tx, villageId, found.proposalId)
    const disclosure = await lockDisclosure(tx, villageId, id)
    if (!disclosure) throw new Refused('notFound')
    return fn(tx, disclosure, proposal)
  })

/** 撤回、退回、更正: a resolution that was posted and does not stand any more is shown as it was posted, with what became of it. */
import type { PublicMatter } from '@cunyi/shared/api/records.ts'
import type { Tx } from '#base/database/connect.ts'
import type { DisclosureRow } from '#matters/disclosures/queries/disclosures.ts'
import { type LoadedProposal, listVersions } from '#matters/proposals/queries/proposals.ts'
import { findingsIn } from '#village/privacy/lint.ts'
import { isTakenBack, takenBackBy } from './queries/matters.ts'

/** How, why and where it is now. A reason with personal data in it stays inside. */
export async function takenBackOf(
  tx: Tx,
  { villageId, id, stage }: LoadedProposal,
): Promise<PublicMatter['takenBack']> {
  const move = isTakenBack(stage) ? await takenBackBy(tx, villageId, id) : undefined
  if (!move) return null
  const { move: how, reason, documentNumber, at } = move
  const isClean = reason && findingsIn(reason).length === 0
  return { how, at: at.toISOString(), reason: isClean ? reason : null, documentNumber }
}

/** The version whose resolution was posted last. */
export async function postedText(tx: Tx, proposal: LoadedProposal, rows: readonly DisclosureRow[]) {
  const posted = rows.findLast((row) => row.stage === 'resolutionDisclosure')
  const version = (await listVersions(tx, proposal.villageId, proposal.id)).find(
    (one) => one.version === posted?.version,
  )
  return version ?? proposal
}

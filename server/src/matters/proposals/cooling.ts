import { type PastRejection, coolingUntil as until } from '@cunyi/shared/matter/cooling.ts'
import type { Assembly } from '@cunyi/shared/words/vocabulary.ts'
import type { Tx } from '#base/database/connect.ts'
import { rejectionsOfLine, substantiveSince } from './queries/lists.ts'
import { type LoadedProposal, profileOf } from './queries/proposals.ts'
import { substantiveChange } from './versions.ts'

/**
 * Every rejection of this text in its line. A change that the facts show to be editorial leaves the text the same,
 * in the proposal itself and in a new one linked to it: the rejection carries the present text's digest.
 */
async function rejections(tx: Tx, proposal: LoadedProposal): Promise<PastRejection[]> {
  const { villageId, lineId, id, digest, facts } = proposal
  const pct = profileOf(proposal).amendment_pct
  const past: PastRejection[] = []
  for (const row of await rejectionsOfLine(tx, villageId, lineId)) {
    const changed =
      substantiveChange(row.facts, facts, { pct }) ||
      (row.proposalId === id && (await substantiveSince(tx, villageId, id, row.version)))
    if (!changed)
      past.push({ assembly: row.assembly, stage: row.stage, textDigest: digest, closedAt: row.at })
  }
  return past
}

/** For convening: until when this assembly cannot vote on the text, or null. */
export async function coolingUntil(
  tx: Tx,
  proposal: LoadedProposal,
  assembly: Assembly,
): Promise<Date | null> {
  const days = profileOf(proposal).cooling_days
  return until(await rejections(tx, proposal), { assembly, textDigest: proposal.digest }, days)
}

/** The same for each assembly that rejected it. */
export async function coolings(
  tx: Tx,
  proposal: LoadedProposal,
): Promise<{ assembly: Assembly; until: Date }[]> {
  const past = await rejections(tx, proposal)
  const days = profileOf(proposal).cooling_days
  return [...new Set(past.map((row) => row.assembly))].flatMap((assembly) => {
    const at = until(past, { assembly, textDigest: proposal.digest }, days)
    return at ? [{ assembly, until: at }] : []
  })
}

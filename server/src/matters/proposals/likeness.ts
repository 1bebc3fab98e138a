/** 换个说法再提: an unlinked draft in like words or of the same facts as what was rejected, while its days run. */
import { isLikeText, isSameWork } from '@cunyi/shared/matter/ways.ts'
import { endOfDays } from '@cunyi/shared/words/days.ts'
import type { Tx } from '#base/database/connect.ts'
import { effectiveProfile } from '#village/profiles/profile.ts'
import { rejectedSince } from './queries/lists.ts'
import type { LoadedProposal } from './queries/proposals.ts'

const DAY_MS = 86_400_000

export async function likeRejected(
  tx: Tx,
  proposal: Pick<LoadedProposal, 'villageId' | 'lineId' | 'title' | 'body' | 'facts' | 'apartIds'>,
  now: Date,
): Promise<{ id: string; title: string; until: Date } | null> {
  const {
    cooling_days: days,
    similar_pct: pct,
    amendment_pct: sumPct,
  } = (await effectiveProfile(tx, proposal.villageId)).values
  const since = new Date(now.getTime() - (days + 1) * DAY_MS)
  const rows = await rejectedSince(tx, proposal.villageId, proposal.lineId, since)
  const found = rows
    .filter((row) => !proposal.apartIds.includes(row.id))
    .filter((row) => isLikeText(proposal, row, pct) || isSameWork(proposal.facts, row.facts, sumPct))
    .map((row) => ({ id: row.id, title: row.title, until: endOfDays(row.at, days) }))
    .filter((row) => now < row.until)
  return found[0] ?? null
}

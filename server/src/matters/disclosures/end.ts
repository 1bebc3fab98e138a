import { type Posting, type Review, whyNotEndDisclosure } from '@cunyi/shared/disclosure/disclosure.ts'
import { isRefusal } from '@cunyi/shared/matter/moves.ts'
import type { Refusal } from '@cunyi/shared/words/refusal.ts'
import type { Tx } from '#base/database/connect.ts'
import type { Parts } from '#base/parts/parts.ts'
import { moveIfAllowed } from '#matters/proposals/moves.ts'
import { type LoadedProposal, profileOf } from '#matters/proposals/queries/proposals.ts'
import { type DisclosureRow, lockDisclosure, objectionsOf, updateDisclosure } from './queries/disclosures.ts'

const postingsOf = (disclosure: DisclosureRow): Posting[] =>
  disclosure.status === 'posted' && disclosure.postedAt
    ? [{ postedAt: disclosure.postedAt, takenDownAt: null }]
    : []

/** 审核 of a disclosure's text, as the rules look at it: the days of silence run from the last edit. */
export const reviewOf = (disclosure: DisclosureRow, proposal: LoadedProposal): Review => ({
  requestedAt: disclosure.editedAt ?? disclosure.preparedAt,
  reviewed: disclosure.reviewVerdict !== null,
  reviewDays: profileOf(proposal)['oversight.review_days'],
})

/** Of what hangs; an edit that waits for its review holds nothing back. */
const reviewOfPosted = (disclosure: DisclosureRow, proposal: LoadedProposal): Review => ({
  ...reviewOf(disclosure, proposal),
  reviewed: (disclosure.edited ? disclosure.edited.verdict : disclosure.reviewVerdict) !== null,
})

/** Why the days of a disclosure are not over. */
async function whyNotEnd(
  tx: Tx,
  disclosure: DisclosureRow,
  proposal: LoadedProposal,
  now: Date,
): Promise<Refusal | null> {
  const rows = await objectionsOf(tx, disclosure.villageId, { disclosureIds: [disclosure.id] })
  return whyNotEndDisclosure({
    postings: postingsOf(disclosure),
    days: disclosure.days,
    now,
    holding: rows.filter(({ objection }) => objection.settledAt === null).length,
    review: reviewOfPosted(disclosure, proposal),
  })
}

/** 公示期满: moves the matter and ends the disclosure, if nothing stands against it. The proposal is locked. */
export async function endIfOver(
  tx: Tx,
  parts: Parts,
  disclosureId: string,
  proposal: LoadedProposal,
  now: Date,
): Promise<boolean> {
  const disclosure = await lockDisclosure(tx, proposal.villageId, disclosureId)
  if (!disclosure || disclosure.endedAt || proposal.stage !== disclosure.stage) return false
  const moved = await moveIfAllowed(tx, parts, {
    proposal,
    move: disclosure.stage === 'resolutionDisclosure' ? 'endDisclosure' : 'archive',
    by: 'clock',
    facts: { disclosureRefusal: await whyNotEnd(tx, disclosure, proposal, now) },
    now,
  })
  if (isRefusal(moved)) return false
  await updateDisclosure(tx, disclosure, { status: 'ended', endedAt: now, edited: null })
  return true
}

import { type Posting, whyNotEndDisclosure } from '@cunyi/shared/disclosure/disclosure.ts'
import type { Refusal } from '@cunyi/shared/words/rejection.ts'
import type { Tx } from '#base/database/connect.ts'
import type { Parts } from '#base/parts/parts.ts'
import { moveProposal } from '#matters/proposals/moves.ts'
import type { LoadedProposal } from '#matters/proposals/queries/proposals.ts'
import { type DisclosureRow, lockDisclosure, objectionsOf, updateDisclosure } from './queries/disclosures.ts'

const postingsOf = (disclosure: DisclosureRow): Posting[] =>
  disclosure.status === 'posted' && disclosure.postedAt
    ? [{ postedAt: disclosure.postedAt, takenDownAt: null }]
    : []

/** Why the days of a disclosure are not over; an objection not yet classified may be one that holds the matter. */
export async function whyNotEnd(tx: Tx, disclosure: DisclosureRow, now: Date): Promise<Refusal | null> {
  const rows = await objectionsOf(tx, disclosure.villageId, { disclosureIds: [disclosure.id] })
  return whyNotEndDisclosure({
    postings: postingsOf(disclosure),
    days: disclosure.days,
    now,
    objections: rows.map(({ objection }) => ({
      class: objection.class ?? 'a',
      answeredAt: objection.answeredAt,
    })),
  })
}

/** 公示期满: ends the disclosure and moves the matter, if nothing stands against it. The proposal is locked. */
export async function endIfOver(
  tx: Tx,
  parts: Parts,
  disclosureId: string,
  proposal: LoadedProposal,
  now: Date,
): Promise<boolean> {
  const disclosure = await lockDisclosure(tx, proposal.villageId, disclosureId)
  if (!disclosure || disclosure.endedAt || proposal.stage !== disclosure.stage) return false
  if (await whyNotEnd(tx, disclosure, now)) return false
  await updateDisclosure(tx, disclosure, { status: 'ended', endedAt: now })
  await moveProposal(tx, parts, {
    proposal,
    move: disclosure.stage === 'resolutionDisclosure' ? 'endDisclosure' : 'archive',
    by: 'clock',
    context: { disclosureRefusal: null },
    now,
  })
  return true
}

import { Refused } from '@cunyi/shared/words/refusal.ts'
import { inVillage } from '#base/database/connect.ts'
import type { Parts } from '#base/parts/parts.ts'
import { type Person, standingAt } from '#door/session/standing.ts'
import { findProposals, loadProposal } from '#matters/proposals/queries/proposals.ts'
import { findDisclosure, listDisclosures } from './queries/disclosures.ts'
import { viewDisclosures } from './view.ts'

const PAGE = 20

export const readDisclosure = (parts: Parts, village: string, id: string, reader: Person, now: Date) =>
  inVillage(parts.db, village, async (tx) => {
    const row = await findDisclosure(tx, village, id)
    if (!row) throw new Refused('notFound')
    const matter = await loadProposal(tx, village, row.proposalId)
    const standing = standingAt(village, reader)
    const [view] = await viewDisclosures(tx, [row], { standing, matterOf: () => matter }, now)
    if (!view) throw new Refused('notFound')
    return view
  })

/** Newest first, in pages. */
export const readDisclosures = (
  parts: Parts,
  village: string,
  asked: { status?: string | undefined; after?: string | undefined; limit?: number | undefined },
  reader: Person,
  now: Date,
) =>
  inVillage(parts.db, village, async (tx) => {
    const limit = asked.limit ?? PAGE
    const found = await listDisclosures(tx, village, { status: asked.status, after: asked.after, limit })
    const rows = found.slice(0, limit)
    const matters = await findProposals(
      tx,
      village,
      rows.map(({ proposalId }) => proposalId),
    )
    const matterOf = (proposalId: string) => {
      const matter = matters.get(proposalId)
      if (!matter) throw new Error(`The disclosure's matter ${proposalId} is not there.`)
      return matter
    }
    return {
      rows: await viewDisclosures(tx, rows, { standing: standingAt(village, reader), matterOf }, now),
      next: found.length > limit ? (rows.at(-1)?.id ?? null) : null,
    }
  })

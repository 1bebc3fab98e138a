import { Rejection } from '@cunyi/shared/rejection.ts'
import type { Office, Route } from '@cunyi/shared/vocabulary.ts'
import { inVillage } from '../database/connect.ts'
import type { Parts } from '../parts.ts'
import { loadProposal } from '../proposals/queries.ts'
import { findDisclosure, listDisclosures } from './queries.ts'
import { viewDisclosures } from './view.ts'

const PAGE = 20
type Reader = { offices: readonly Office[] }

export const readDisclosure = (parts: Parts, village: string, id: string, reader: Reader, now: Date) =>
  inVillage(parts.db, village, async (tx) => {
    const row = await findDisclosure(tx, village, id)
    if (!row) throw new Rejection('notFound')
    const { route } = await loadProposal(tx, village, row.proposalId)
    const [view] = await viewDisclosures(tx, [row], { offices: reader.offices, routeOf: () => route }, now)
    if (!view) throw new Rejection('notFound')
    return view
  })

/** Newest first, in pages. */
export const readDisclosures = (
  parts: Parts,
  village: string,
  asked: { status?: string | undefined; after?: string | undefined; limit?: number | undefined },
  reader: Reader,
  now: Date,
) =>
  inVillage(parts.db, village, async (tx) => {
    const limit = asked.limit ?? PAGE
    const found = await listDisclosures(tx, village, { status: asked.status, after: asked.after, limit })
    const rows = found.slice(0, limit)
    const routes = new Map<string, Route>()
    for (const { proposalId } of rows)
      if (!routes.has(proposalId)) routes.set(proposalId, (await loadProposal(tx, village, proposalId)).route)
    const routeOf = (proposalId: string) => routes.get(proposalId) ?? 'A'
    return {
      rows: await viewDisclosures(tx, rows, { offices: reader.offices, routeOf }, now),
      next: found.length > limit ? (rows.at(-1)?.id ?? null) : null,
    }
  })

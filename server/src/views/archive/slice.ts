/** 留痕片段: the chain from the first entry about a matter on; what is about others shows its link and nothing else. */
import { type PackageKind, PUBLIC_ACTS, type SliceEntry } from '@cunyi/shared/papers/package-format.ts'
import type { Tx } from '#base/database/connect.ts'
import { checkpointAfter, entriesBetween, ownEntries } from './queries/packages.ts'

export type Slice = {
  from: number
  to: number
  lastOwn: number
  head: string
  /** The county's checkpoint that the slice reaches; null: none has the last entry behind it yet. */
  checkpoint: number | null
  entries: (kind: PackageKind) => SliceEntry[]
}

export async function sliceOf(
  tx: Tx,
  villageId: string,
  proposalId: string,
  meetingIds: readonly string[],
): Promise<Slice> {
  const own = await ownEntries(tx, villageId, proposalId, meetingIds)
  const [from, lastOwn] = [own[0], own.at(-1)]
  if (from === undefined || lastOwn === undefined)
    throw new Error('A matter without evidence has no package.')
  const covered = await checkpointAfter(tx, villageId, lastOwn)
  const to = covered?.head ?? lastOwn
  const rows = await entriesBetween(tx, villageId, from, to)
  const mine = new Set(own)
  return {
    from,
    to,
    lastOwn,
    head: rows.at(-1)?.link ?? '',
    checkpoint: covered?.checkpoint ?? null,
    entries: (kind) =>
      rows.map((row) => {
        const shown = mine.has(row.seq) && (kind === 'office' || PUBLIC_ACTS.includes(row.act))
        return {
          seq: row.seq,
          at: row.at.toISOString(),
          prevLink: row.prevLink,
          link: row.link,
          payloadDigest: row.payloadDigest,
          salt: shown && row.salt ? row.salt.toString('hex') : null,
          payload: shown ? row.payload : null,
        }
      }),
  }
}

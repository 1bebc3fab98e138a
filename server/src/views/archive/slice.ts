/** 留痕片段: the chain from the first entry about a matter on; what is about others shows its link and nothing else. */
import { groupDigest, markOf } from '@cunyi/shared/papers/covered.ts'
import {
  PACKING_ACTS,
  type PackageKind,
  PUBLIC_ACTS,
  type SliceCovers,
  type SliceEntry,
} from '@cunyi/shared/papers/package-format.ts'
import type { Tx } from '#base/database/connect.ts'
import { groupsOf, sha256Text, sideRoot } from '#base/evidence/covers.ts'
import type { EvidenceRow } from '#base/evidence/queries/chain.ts'
import { coversOf } from '#base/evidence/queries/covers.ts'
import { checkpointAfter, entriesBetween, linesAbout, markedEntries } from './queries/packages.ts'

type Lines = Awaited<ReturnType<typeof coversOf>>
export type Slice = {
  from: number
  to: number
  lastOwn: number
  head: string
  /** The county's checkpoint that the slice reaches; null: none has the last entry behind it yet. */
  checkpoint: number | null
  entries: (kind: PackageKind) => SliceEntry[]
  /** Every line about the matter, in the order of the chain. */
  lines: Lines
  /** The last entry that covers what is drawn for a package. */
  drawn: EvidenceRow | null
}
/** Whatever a row of the matter may belong to, and its attachments wherever they belong. */
export type Belongings = { ids: readonly string[]; attachments: readonly string[] }

export async function sliceOf(
  tx: Tx,
  villageId: string,
  proposalId: string,
  meetingIds: readonly string[],
  belongings: Belongings,
): Promise<Slice> {
  const marked = await markedEntries(tx, villageId, proposalId, meetingIds)
  const about = await linesAbout(tx, villageId, belongings)
  const packing = marked.filter((one) => PACKING_ACTS.includes(one.act)).map((one) => one.seq)
  const own = [...marked.map((one) => one.seq), ...about]
    .filter((seq) => !packing.includes(seq))
    .sort((a, b) => a - b)
  const [from, lastOwn] = [own[0], own.at(-1)]
  if (from === undefined || lastOwn === undefined)
    throw new Error('A matter without evidence has no package.')
  const covered = await checkpointAfter(tx, villageId, lastOwn)
  const drawnAt = marked.filter((one) => one.act === 'coverPackage').at(-1)?.seq ?? 0
  const to = Math.max(covered?.head ?? lastOwn, drawnAt)
  const rows = await entriesBetween(tx, villageId, from, to)
  const mine = new Set(marked.map((one) => one.seq))
  const all = await coversOf(tx, villageId, [...new Set([...mine, ...own])])
  const bySeq = Map.groupBy(all, (line) => line.seq)
  const ids = new Set(belongings.ids)
  const isOurs = (line: { about: string; record: string; key: string }) =>
    ids.has(line.about) || (line.record === 'attachments' && belongings.attachments.includes(line.key))
  return {
    from,
    to,
    lastOwn,
    head: rows.at(-1)?.link ?? '',
    checkpoint: covered?.checkpoint ?? null,
    lines: all.filter(isOurs).sort((a, b) => a.seq - b.seq),
    drawn: rows.find((row) => row.seq === drawnAt) ?? null,
    entries: (kind) =>
      rows.map((row) => {
        const shown = mine.has(row.seq) && (kind === 'office' || PUBLIC_ACTS.includes(row.act))
        const lines = bySeq.get(row.seq) ?? []
        return {
          seq: row.seq,
          at: row.at.toISOString(),
          prevLink: row.prevLink,
          link: row.link,
          payloadDigest: row.payloadDigest,
          salt: shown && row.salt ? row.salt.toString('hex') : null,
          payload: shown ? row.payload : null,
          covers: row.covers === null ? null : coversIn(row, kind, lines, mine.has(row.seq), isOurs),
        }
      }),
  }
}

/** Of an entry of the matter every group; of another the groups that hold a line of the matter. */
function coversIn(
  row: EvidenceRow,
  kind: PackageKind,
  lines: Lines,
  isOwn: boolean,
  isOurs: (line: Lines[number]) => boolean,
): SliceCovers {
  const salt = row.coversSalt?.toString('hex') ?? ''
  const side = kind === 'office' ? 'office' : 'shown'
  const ours = new Set(lines.filter(isOurs).map((line) => line.about))
  const groups = groupsOf(lines, salt, side).map((group) =>
    isOwn || ours.has(group.about) ? group : groupDigest(group, sha256Text),
  )
  // Lines of a foreign entry are not read, nor are its roots told: its covers are hidden behind one digest.
  const isRead = isOwn || ours.size > 0
  return {
    root: row.covers ?? '',
    mark: markOf(row.seq, row.proposalId ?? row.meetingId, sha256Text),
    office: isRead ? sideRoot(lines, salt, 'office') : null,
    shown: isRead ? sideRoot(lines, salt, 'shown') : null,
    groups: isRead ? groups : null,
  }
}

/** 制作档案包: everything of a matter in one zip, office and public, with the chain's proofs. */
import { randomUUID } from 'node:crypto'
import { EVIDENCE, PACKAGE_FORMAT, type PackageKind } from '@cunyi/shared/papers/package-format.ts'
import { explain, Refused } from '@cunyi/shared/words/refusal.ts'
import type { MatterCode } from '@cunyi/shared/words/vocabulary.ts'
import { inVillage, type Tx } from '#base/database/connect.ts'
import { appendEvidence } from '#base/evidence/actions.ts'
import { keepContent, readContent } from '#base/files/store.ts'
import type { Parts } from '#base/parts/parts.ts'
import { loadProposal } from '#matters/proposals/queries/proposals.ts'
import { publicMatterIn } from '#views/dossiers/public.ts'
import { drawPaper } from '#views/papers/draw.ts'
import { papersOf } from '#views/papers/papers.ts'
import { findDivision } from '#village/divisions/queries/divisions.ts'
import { type Entry, indexPage } from './index-page.ts'
import {
  insertPackage,
  packagesOf,
  type RecordName,
  type Records,
  type Row,
  recordNames,
  schemaOf,
} from './queries/packages.ts'
import { officeRecords, type Packed, peopleIn, publicRecords, receiptRecords } from './records.ts'
import { type Slice, sliceOf } from './slice.ts'
import { type Files, publicKeyOf, zipOf } from './zip.ts'

export type MadePackage = { id: string; kind: PackageKind; edition: number; digest: string; size: number }
type Papers = Awaited<ReturnType<typeof papersOf>>
type Content = {
  villageName: string
  proposal: { number: string; title: string; codes: readonly MatterCode[] }
  found: Records
  packed: Record<PackageKind, Packed | null>
  papers: Papers
  slice: Slice
}

/** Makes the next edition of both kinds; of an opinion-only matter, or one never posted, only the office's. */
export async function makePackages(
  parts: Parts,
  villageId: string,
  proposalId: string,
  by: { personId: string; office: string | null } | null,
  now: Date,
): Promise<MadePackage[]> {
  const content = await inVillage(parts.db, villageId, (tx) => gather(tx, parts, villageId, proposalId, now))
  const drawn = await drawAll(content.papers)
  const attachments = await readAll(parts, content.found.attachments)
  const zips: { kind: PackageKind; zip: Buffer; digest: string }[] = []
  for (const kind of ['office', 'public'] as const) {
    const packed = content.packed[kind]
    if (!packed) continue
    const files = filesOf(kind, content, packed, drawn, attachments, now)
    const { from, to, lastOwn, head } = content.slice
    const zip = await zipOf(
      files,
      {
        format: PACKAGE_FORMAT,
        kind,
        village: villageId,
        villageName: content.villageName,
        proposalId,
        number: content.proposal.number,
        title: content.proposal.title,
        madeAt: now.toISOString(),
        evidence: { from, to, lastOwn, head },
        publicKey: publicKeyOf(parts.keys.verifying),
      },
      parts.keys.signing,
    )
    zips.push({ kind, zip, digest: await keepContent(parts.config, zip) })
  }
  return inVillage(parts.db, villageId, async (tx) => {
    const before = await packagesOf(tx, villageId, proposalId)
    const made: MadePackage[] = []
    for (const { kind, zip, digest } of zips) {
      const edition = 1 + Math.max(0, ...before.filter((one) => one.kind === kind).map((one) => one.edition))
      const row = { villageId, id: randomUUID(), proposalId, kind, edition, digest, size: zip.length }
      const { lastOwn, checkpoint } = content.slice
      if (await insertPackage(tx, { ...row, lastOwn, checkpoint, madeAt: now, madeBy: by?.personId ?? null }))
        made.push({ id: row.id, kind, edition, digest, size: zip.length })
    }
    if (made.length > 0)
      await appendEvidence(tx, {
        villageId,
        at: now,
        act: 'makePackage',
        by: by?.personId ?? null,
        office: by?.office ?? null,
        proposalId,
        payload: { packages: made.map(({ kind, edition, digest }) => ({ kind, edition, digest })) },
      })
    return made
  })
}

/** Everything that is read, at one instant. */
async function gather(
  tx: Tx,
  parts: Parts,
  villageId: string,
  proposalId: string,
  now: Date,
): Promise<Content> {
  const proposal = await loadProposal(tx, villageId, proposalId)
  const found = await officeRecords(tx, villageId, proposalId)
  const receipts = await receiptRecords(tx, villageId, found)
  const matter = await publicMatterIn(tx, villageId, proposalId, now)
  return {
    villageName: (await findDivision(tx, villageId))?.name ?? villageId,
    proposal,
    found,
    packed: {
      office: { ...found, receipts, people: await peopleIn(tx, found) },
      // What was taken back is shown with its notice; as a package it is the office's.
      public: matter && !matter.takenBack ? { matter, ...publicRecords(found), receipts } : null,
    },
    papers: await papersOf(tx, villageId, proposalId, { publicUrl: parts.config.publicUrl, now }),
    slice: await sliceOf(
      tx,
      villageId,
      proposalId,
      found.meetings.map((meeting) => meeting.id),
    ),
  }
}

type Drawn = { title: string; path: string; everybody: boolean; bytes: Buffer | null; why: string }

/**
 * A paper with a character that no face has is left out and named in the index; the records have it all the same.
 * Whatever else stands against a paper stands against the package: it is whole or it is not made.
 */
async function drawAll(papers: Papers): Promise<Drawn[]> {
  const drawn: Drawn[] = []
  for (const { id, paper, seenBy } of papers) {
    const { title } = paper
    const one = { title, path: `papers/${id}.pdf`, everybody: seenBy === 'everybody' }
    try {
      drawn.push({ ...one, bytes: await drawPaper(paper, 'pdf', { patient: true }), why: '' })
    } catch (error) {
      if (!(error instanceof Refused && error.code === 'glyphMissing')) throw error
      drawn.push({ ...one, bytes: null, why: `${title}：${explain(error.code, error.params).messageZh}` })
    }
  }
  return drawn
}

type Attached = { row: Row; path: string; bytes: Buffer }
async function readAll(parts: Parts, rows: Row[]): Promise<Attached[]> {
  const attached: Attached[] = []
  for (const row of rows) {
    const ending = row.mime === 'application/pdf' ? 'pdf' : row.mime === 'image/jpeg' ? 'jpg' : 'bin'
    const path = `attachments/${row.digest}.${ending}`
    attached.push({ row, path, bytes: await readContent(parts.config, row.digest) })
  }
  return attached
}

function filesOf(
  kind: PackageKind,
  { villageName, proposal, found, slice }: Content,
  packed: Packed,
  drawn: readonly Drawn[],
  attachments: readonly Attached[],
  now: Date,
): Files {
  const files: Files = new Map()
  const json = (path: string, value: unknown) =>
    files.set(path, Buffer.from(`${JSON.stringify(value, null, 1)}\n`))
  for (const [name, rows] of Object.entries(packed)) {
    json(`records/${name}.json`, rows)
    json(`schemas/${name}.schema.json`, schemaFor(kind, name))
  }
  const papers: Entry[] = []
  for (const { path, title, bytes, everybody } of drawn) {
    if (!bytes || (kind === 'public' && !everybody)) continue
    files.set(path, bytes)
    papers.push({ path, title })
  }
  const attached: Entry[] = []
  for (const { row, path, bytes } of attachments) {
    if (kind === 'public' && !row.isPublic) continue
    files.set(path, bytes)
    attached.push({ path, title: kind === 'public' ? row.purpose : row.name })
  }
  json(EVIDENCE, slice.entries(kind))
  const { moves, meetings, polls } = found
  const page = indexPage({
    kind,
    villageName,
    number: proposal.number,
    title: proposal.title,
    madeAt: now,
    moves,
    meetings,
    polls,
    papers,
    attachments: attached,
    records: Object.keys(packed),
    missing: drawn.filter((one) => !one.bytes && (kind === 'office' || one.everybody)).map((one) => one.why),
  })
  files.set('index.html', Buffer.from(page))
  return files
}

/** Whole tables have the form of the table; what is cut or put together for a package says no more than it is. */
function schemaFor(kind: PackageKind, name: string) {
  if (kind === 'office' && name === 'polls') return loose(schemaOf('polls'), 'withheld')
  if (kind === 'office' && name === 'envelopes') return loose(schemaOf('envelopes'), 'sha256')
  if (kind === 'office' && recordNames.includes(name as RecordName)) return schemaOf(name as RecordName)
  const schema = { $schema: 'https://json-schema.org/draft/2020-12/schema', title: name }
  return name === 'matter'
    ? { ...schema, type: 'object' }
    : { ...schema, type: 'array', items: { type: 'object' } }
}
const loose = (schema: ReturnType<typeof schemaOf>, column: string) => ({
  ...schema,
  items: {
    ...schema.items,
    properties: { ...schema.items.properties, [column]: { type: ['string', 'null'] } },
  },
})

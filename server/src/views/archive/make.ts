/** 制作档案包: everything of a matter in one zip, office and public, with the chain's proofs. */
import { randomUUID } from 'node:crypto'
import {
  EVIDENCE,
  PACKAGE_FORMAT,
  PACKAGE_KINDS,
  type PackageKind,
} from '@cunyi/shared/papers/package-format.ts'
import { Refused } from '@cunyi/shared/words/refusal.ts'
import type { MatterCode } from '@cunyi/shared/words/vocabulary.ts'
import { atOneInstant, inVillage, type Tx } from '#base/database/connect.ts'
import { appendEvidence } from '#base/evidence/actions.ts'
import { type RecordName, type Row, recordNames } from '#base/evidence/queries/records.ts'
import { keepContent, readContent } from '#base/files/store.ts'
import type { Parts } from '#base/parts/parts.ts'
import { loadProposal } from '#matters/proposals/queries/proposals.ts'
import { publicMatterIn } from '#views/dossiers/public.ts'
import { drawPaper } from '#views/papers/draw.ts'
import { freezeAll } from '#views/papers/frozen.ts'
import { papersOf } from '#views/papers/papers.ts'
import { findDivision } from '#village/divisions/queries/divisions.ts'
import { coverDrawn, isCovered, type PackedFiles } from './drawn.ts'
import { attachmentEntries, inOrder, paperPaths } from './entries.ts'
import { type Entry, indexPage } from './index-page.ts'
import {
  belongingsOf,
  insertPackage,
  packagesOf,
  type Records,
  recordsOf,
  schemaOf,
} from './queries/packages.ts'
import { README, readMe, SUMS, sumsOf } from './read-me.ts'
import { type Packed, peopleIn, publicRecords, receiptRecords, withoutSmallGroups } from './records.ts'
import { type Slice, sliceOf } from './slice.ts'
import { uncovered } from './uncovered.ts'
import { type Files, publicKeyOf, zipOf } from './zip.ts'

export type MadePackage = { id: string; kind: PackageKind; edition: number; digest: string; size: number }
type Papers = Awaited<ReturnType<typeof papersOf>>
export type Content = {
  villageId: string
  villageName: string
  people: { id: string; name: string }[]
  proposal: { id: string; number: string; title: string; codes: readonly MatterCode[] }
  found: Records
  packed: Record<PackageKind, Packed | null>
  papers: Papers
  slice: Slice
  site: string
  isPacked: boolean
}

/** Makes the next edition of both kinds; of an opinion-only matter, or one never posted, only the office's. */
export async function makePackages(
  parts: Parts,
  villageId: string,
  proposalId: string,
  by: { personId: string; office: string | null } | null,
  now: Date,
): Promise<MadePackage[]> {
  const read = () => atOneInstant(parts.db, villageId, (tx) => gather(tx, parts, villageId, proposalId, now))
  let content = await read()
  let drawn = await drawAll(parts, content.papers)
  const settled = drawn.filter(({ kept, state }) => state !== null && kept === null)
  if (settled.length > 0 && !content.isPacked) {
    await freezeAll(parts, { villageId, proposalId, now }, settled.map(frozenAs))
    content = await read()
    drawn = await drawAll(parts, content.papers, drawn)
  }
  const attachments = await readAll(parts, content.found.attachments)
  const packed = (at: Date) => packAll(content, drawn, attachments, at)
  if (!isCovered(content, packed(content.slice.drawn?.at ?? now))) {
    await coverDrawn(parts, content, packed(now), now)
    content = await read()
  }
  const made = packed(content.slice.drawn?.at ?? now)
  // Something changed between the covering and the reading: the next try finds it at rest.
  if (!isCovered(content, made)) throw new Refused('recordsUncovered', { records: 'drawn' })
  const zips: { kind: PackageKind; zip: Buffer; digest: string }[] = []
  for (const { kind, files, facts } of made) {
    const publicKey = publicKeyOf(parts.keys.verifying)
    const zip = await zipOf(files, { ...facts, publicKey }, parts.keys.signing)
    zips.push({ kind, zip, digest: await keepContent(parts.config, zip) })
  }
  const { lastOwn, checkpoint } = content.slice
  return inVillage(parts.db, villageId, (tx) =>
    keep(tx, { villageId, proposalId, lastOwn, checkpoint, by, now }, zips),
  )
}

async function keep(
  tx: Tx,
  of: {
    villageId: string
    proposalId: string
    lastOwn: number
    checkpoint: number | null
    by: { personId: string; office: string | null } | null
    now: Date
  },
  zips: readonly { kind: PackageKind; zip: Buffer; digest: string }[],
): Promise<MadePackage[]> {
  const { by, now, ...facts } = of
  const before = await packagesOf(tx, of.villageId, of.proposalId)
  const made: MadePackage[] = []
  for (const { kind, zip, digest } of zips) {
    const edition = 1 + Math.max(0, ...before.filter((one) => one.kind === kind).map((one) => one.edition))
    const row = { ...facts, id: randomUUID(), kind, edition, digest, size: zip.length }
    if (await insertPackage(tx, { ...row, madeAt: now, madeBy: by?.personId ?? null }))
      made.push({ id: row.id, kind, edition, digest, size: zip.length })
  }
  if (made.length > 0)
    await appendEvidence(tx, {
      villageId: of.villageId,
      at: now,
      act: 'makePackage',
      by: by?.personId ?? null,
      office: by?.office ?? null,
      proposalId: of.proposalId,
      payload: { packages: made.map(({ kind, edition, digest }) => ({ kind, edition, digest })) },
    })
  return made
}

/** Everything that is read, at one instant; every record is what the chain says of it. */
async function gather(
  tx: Tx,
  parts: Parts,
  villageId: string,
  proposalId: string,
  now: Date,
): Promise<Content> {
  const proposal = await loadProposal(tx, villageId, proposalId)
  const whole = await recordsOf(tx, villageId, proposalId)
  const slice = await sliceOf(
    tx,
    villageId,
    proposalId,
    whole.meetings.map((meeting) => meeting.id),
    belongingsOf(proposalId, whole),
  )
  const outside = uncovered(whole, slice)
  if (outside.length > 0)
    throw new Refused('recordsUncovered', { records: outside.slice(0, MOST_TOLD).join('、') })
  const found = withoutSmallGroups(whole)
  const receipts = await receiptRecords(tx, villageId, found)
  const matter = await publicMatterIn(tx, villageId, proposalId, now)
  const people = await peopleIn(tx, found)
  return {
    villageId,
    villageName: (await findDivision(tx, villageId))?.name ?? villageId,
    proposal: { ...proposal, id: proposalId },
    found,
    people,
    packed: {
      office: { ...found, receipts, people },
      // What was taken back is shown with its notice; as a package it is the office's.
      public: matter && !matter.takenBack ? { matter, ...publicRecords(found), receipts } : null,
    },
    papers: await papersOf(tx, villageId, proposalId, { publicUrl: parts.config.publicUrl, now }),
    slice,
    site: parts.config.publicUrl,
    isPacked: (await packagesOf(tx, villageId, proposalId)).length > 0,
  }
}
const MOST_TOLD = 5

type Drawn = Pick<Papers[number], 'id' | 'kind' | 'meetingId' | 'state' | 'kept'> & {
  title: string
  everybody: boolean
  bytes: Buffer
}

/**
 * Whatever stands against a paper stands against the package: it is whole or it is not made. What was settled is the file
 * that was kept; the rest is drawn, once.
 */
async function drawAll(parts: Parts, papers: Papers, before: readonly Drawn[] = []): Promise<Drawn[]> {
  const drawn: Drawn[] = []
  for (const { id, kind, meetingId, paper, seenBy, state, kept } of papers)
    drawn.push({
      id,
      kind,
      meetingId,
      state,
      kept,
      title: paper.title,
      everybody: seenBy === 'everybody',
      bytes: kept
        ? await readContent(parts.config, kept)
        : (before.find((one) => one.id === id && one.state === null)?.bytes ??
          (await drawPaper(paper, 'pdf', { patient: true }))),
    })
  return drawn
}
const frozenAs = ({ id, state, title, bytes }: Drawn) =>
  ({ paper: id, state: state ?? '', format: 'pdf', title, bytes }) as const

type Attached = { row: Row; bytes: Buffer }
async function readAll(parts: Parts, rows: Row[]): Promise<Attached[]> {
  const attached: Attached[] = []
  for (const row of rows) attached.push({ row, bytes: await readContent(parts.config, row.digest) })
  return attached
}

/** Both kinds as they would lie in a zip made at this instant. */
function packAll(
  content: Content,
  drawn: readonly Drawn[],
  attachments: readonly Attached[],
  at: Date,
): PackedFiles[] {
  const { villageId: village, villageName, proposal, slice } = content
  const { from, to, lastOwn, head } = slice
  return PACKAGE_KINDS.flatMap((kind) => {
    const packed = content.packed[kind]
    if (!packed) return []
    const facts = {
      format: PACKAGE_FORMAT,
      kind,
      village,
      villageName,
      proposalId: proposal.id,
      number: proposal.number,
      title: proposal.title,
      madeAt: at.toISOString(),
      evidence: { from, to, lastOwn, head },
    }
    return [{ kind, facts, files: filesOf(kind, content, packed, drawn, attachments, at) }]
  })
}

function filesOf(
  kind: PackageKind,
  { villageName, proposal, found, slice, site }: Content,
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
  const shown = drawn.filter(({ everybody }) => kind === 'office' || everybody)
  const paths = paperPaths(shown, found.meetings)
  for (const { id, title, bytes } of shown) {
    const path = paths.get(id) ?? ''
    files.set(path, bytes)
    papers.push({ path, title })
  }
  const attached = attachmentEntries(
    kind,
    attachments.filter(({ row }) => kind === 'office' || row.isPublic),
  )
  for (const { path, bytes } of attached) files.set(path, bytes)
  json(EVIDENCE, slice.entries(kind))
  const { moves, meetings, polls } = found
  const about = {
    kind,
    villageName,
    number: proposal.number,
    title: proposal.title,
    madeAt: now,
    papers,
    site,
  }
  const titled = { ...about, attachments: attached }
  const page = indexPage({
    ...titled,
    ...inOrder({ moves, meetings, polls }),
    meetings,
    records: Object.keys(packed),
  })
  files.set('index.html', Buffer.from(page))
  files.set(README, Buffer.from(readMe(titled)))
  files.set(SUMS, Buffer.from(sumsOf(files)))
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

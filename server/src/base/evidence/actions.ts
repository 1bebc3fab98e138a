/**
 * 留痕: each division has one chain. An entry's link is SHA-256 over the link before it, its number, its time and
 * its payload's digest; the digest is SHA-256 over 16 random bytes and the payload as RFC 8785 JSON. So payload
 * and salt may be withheld and the chain still proves itself. What the entry covers (covers.ts) stands in its link.
 */
import { createHash, randomBytes } from 'node:crypto'
import { markOf } from '@cunyi/shared/papers/covered.ts'
import { GENESIS, linkText } from '@cunyi/shared/poll/proof.ts'
import canonicalize from 'canonicalize'
import type { Tx } from '#base/database/connect.ts'
import type { Line } from '#base/database/trips.ts'
import { coverLines, rootOf, sha256Text, type Touched } from './covers.ts'
import {
  type ChainHead,
  type EvidenceRow,
  entriesAfter,
  findHead,
  insertEntry,
  lockHead,
  type NewEntry,
  sendEntry,
} from './queries/chain.ts'
import { type CoverLine, coversOf, insertCovers } from './queries/covers.ts'

const VERSION = 2
const PIECE = 1000

export type Happened = {
  villageId: string
  at: Date
  /** A word of the API: signIn, closePoll … */
  act: string
  by: string | null
  /** The office acted in; null: the clock, or a person for himself. */
  office: string | null
  proposalId?: string | null
  meetingId?: string | null
  /** `before` and `after` are kept as digests only. */
  payload?: Record<string, unknown> & { before?: unknown; after?: unknown }
  /** 封印: who holds the key it is made with has written this entry behind all before it. Kept beside it, no part of it. */
  seal?: Seal | undefined
  /** Rows to cover that this transaction did not write. */
  also?: readonly Touched[]
  /** Lines that are no row's, ready made. */
  lines?: readonly CoverLine[]
}
export type Seal = (link: string) => Buffer

const sha256 = (...parts: (string | Buffer)[]) => {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest('hex')
}
const canonical = (value: unknown) => canonicalize(value) ?? 'null'
/** Digest of any JSON value: spaces and the order of keys do not matter. */
export const digestOf = (value: unknown): string => sha256(canonical(toJson(value)))
export const payloadDigestOf = (salt: Buffer, payload: unknown): string => sha256(salt, canonical(payload))
/** Of an earlier release's entry: without what it covers. */
export const linkOf = (
  entry: Pick<
    EvidenceRow,
    'prevLink' | 'seq' | 'at' | 'payloadDigest' | 'covers' | 'proposalId' | 'meetingId'
  >,
) =>
  sha256(
    linkText(
      entry.prevLink,
      entry.seq,
      entry.at,
      entry.payloadDigest,
      entry.covers === null
        ? null
        : { covers: entry.covers, mark: markOf(entry.seq, entry.proposalId ?? entry.meetingId, sha256Text) },
    ),
  )

/** What the database gives back must digest as what was put in: dates as text, nothing undefined. */
const toJson = (value: unknown): unknown => (value === undefined ? null : JSON.parse(JSON.stringify(value)))

/** What happened as an entry, all but its place in the chain: that is known once the chain is held. */
function entryOf(happened: Happened, covered: readonly CoverLine[]): (head: ChainHead) => NewEntry {
  const { villageId, at, act, by, office, proposalId, meetingId, seal } = happened
  const { before, after, ...rest } = happened.payload ?? {}
  const payload = toJson({
    ...rest,
    v: VERSION,
    act,
    by,
    office,
    ...(proposalId ? { proposalId } : {}),
    ...(meetingId ? { meetingId } : {}),
    ...(before === undefined ? {} : { before: digestOf(before) }),
    ...(after === undefined ? {} : { after: digestOf(after) }),
  }) as Record<string, unknown>
  const salt = randomBytes(16)
  const payloadDigest = payloadDigestOf(salt, payload)
  const coversSalt = randomBytes(16)
  const covers = rootOf(covered, coversSalt.toString('hex'))
  return (head) => {
    const entry = {
      villageId,
      seq: head.seq + 1,
      at,
      act,
      proposalId: proposalId ?? null,
      meetingId: meetingId ?? null,
      prevLink: head.link,
      payloadDigest,
      salt,
      payload,
      covers,
      coversSalt,
    }
    const link = linkOf(entry)
    return { ...entry, link, seal: seal?.(link) ?? null }
  }
}

/** One entry a division and transaction, as its last statement: the chain stays locked until the commit. */
export async function appendEvidence(tx: Tx, happened: Happened): Promise<{ seq: number; link: string }> {
  const { villageId, also = [], lines = [] } = happened
  const covered = [...(await coverLines(tx, villageId, also)), ...lines]
  const placed = entryOf(happened, covered)
  const entry = placed(await lockHead(tx, villageId, GENESIS))
  await insertEntry(tx, entry)
  await insertCovers(tx, villageId, entry.seq, covered)
  return { seq: entry.seq, link: entry.link }
}

/**
 * The same where the payload names all that was written and the chain is held already: a batch of ballots asks the
 * database nothing more. Answered once it is written.
 */
export const sendEvidence = (line: Line, happened: Happened, head: ChainHead): Promise<unknown> =>
  sendEntry(line, entryOf(happened, [])(head))

export type ChainReport = {
  entries: number
  whole: boolean
  firstBad: number | null
  why: string | null
  head: string | null
}

/** Recomputes the whole chain; names the first entry that does not prove itself. */
export async function verifyChain(tx: Tx, villageId: string): Promise<ChainReport> {
  const head = await findHead(tx, villageId)
  let last = { seq: 0, link: GENESIS }
  for (;;) {
    const piece = await entriesAfter(tx, villageId, last.seq, PIECE)
    const covered = Map.groupBy(
      await coversOf(
        tx,
        villageId,
        piece.map(({ seq }) => seq),
      ),
      ({ seq }) => seq,
    )
    for (const entry of piece) {
      const why = whyBad(entry, last) ?? whyNotCovered(entry, covered.get(entry.seq) ?? [])
      if (why)
        return { entries: last.seq, whole: false, firstBad: last.seq + 1, why, head: head?.link ?? null }
      last = entry
    }
    if (piece.length < PIECE) break
  }
  const whole = (head?.seq ?? 0) === last.seq && (head?.link ?? GENESIS) === last.link
  return {
    entries: last.seq,
    whole,
    firstBad: whole ? null : last.seq + 1,
    why: whole ? null : 'the chain ends before its head',
    head: head?.link ?? null,
  }
}

function whyNotCovered({ covers, coversSalt }: EvidenceRow, lines: readonly CoverLine[]): string | null {
  if (covers === null) return lines.length > 0 ? 'it covers records without saying so' : null
  return rootOf(lines, coversSalt?.toString('hex') ?? '') === covers ? null : 'what it covers was changed'
}

export function whyBad(entry: EvidenceRow, last: { seq: number; link: string }): string | null {
  if (entry.seq !== last.seq + 1) return `entry ${last.seq + 1} is missing`
  if (entry.prevLink !== last.link) return 'it does not follow the entry before it'
  if (linkOf(entry) !== entry.link) return 'its number, time or digest was changed'
  if (entry.payload === null && entry.salt === null) return null
  if (!entry.salt || payloadDigestOf(entry.salt, entry.payload) !== entry.payloadDigest)
    return 'its payload was changed'
  if (entry.payload?.act !== entry.act) return 'its act was changed'
  if ((entry.payload.proposalId ?? null) !== entry.proposalId) return 'its proposal was changed'
  if ((entry.payload.meetingId ?? null) !== entry.meetingId) return 'its meeting was changed'
  return null
}

/**
 * 未断的链: which envelopes there are, as the entries sealed with the poll's key say it. Who owns the database can take
 * rows away, add some, hide them behind a policy or call an envelope another's; he cannot write such an entry, nor take
 * one out from between two others. Read once, before anything is opened.
 */
import { type KeyObject, timingSafeEqual } from 'node:crypto'
import { isTooLateToCommit } from '@cunyi/shared/poll/poll.ts'
import type { Tx } from '#base/database/connect.ts'
import { whyBad } from '#base/evidence/actions.ts'
import { type EvidenceRow, entriesAfter } from '#base/evidence/queries/chain.ts'
import { sealWith } from './key-cache.ts'
import type { Envelope } from './queries/ballots.ts'
import { openingOf } from './queries/chain.ts'
import type { PollRow } from './queries/polls.ts'
import { sha256Hex } from './seal.ts'

const PIECE = 1000
const SEALED = new Set([
  'openPoll',
  'castBallots',
  'enterNamed',
  'castAssisted',
  'setAsideEnvelope',
  'objectAssisted',
  'endPoll',
])

type Line = { personId: string; version?: number; channel: string; castBy?: string | null; sha256: string }
type Written = { ballots?: Line[]; personId?: string; version?: number; endsAt?: string; pollId?: string }

export type Chain = {
  /** Of each person the newest envelope that was not set aside, one line each, sorted. */
  standing: string[]
  /** When the voting ended; null: nobody has ended it. */
  endsAt: Date | null
}

const lineOf = (one: Line) =>
  [one.personId, one.version ?? 1, one.channel, one.castBy ?? '', one.sha256].join(' ')

/** As the table has them, in the same words. */
export const linesOf = (envelopes: readonly Envelope[]): string[] =>
  envelopes.map((one) => lineOf({ ...one, sha256: sha256Hex(one.sealed) })).sort()

/** Null: an entry is missing, was changed, or was not written by whoever holds the key. */
export async function chainOf(tx: Tx, poll: PollRow, key: KeyObject): Promise<Chain | null> {
  const first = await openingOf(tx, poll)
  if (!first) return null
  const seal = sealWith(key)
  const byPerson = new Map<string, Map<number, string>>()
  let endsAt: Date | null = null
  let last: Pick<EvidenceRow, 'seq' | 'link'> = { seq: first.seq - 1, link: first.prevLink }
  for (;;) {
    const piece = await entriesAfter(tx, poll.villageId, last.seq, PIECE)
    for (const entry of piece) {
      // What says nothing any more might have been one of this poll.
      if (whyBad(entry, last) || entry.payload === null) return null
      last = entry
      const written: Written = entry.payload
      if (written.pollId !== poll.id || !SEALED.has(entry.act)) continue
      if (!isSealed(entry, seal(entry.link))) return null
      // Received before the end, a batch may be recorded some seconds behind it; nothing else may.
      if (endsAt && (entry.act !== 'castBallots' || isTooLateToCommit(endsAt, entry.at))) return null
      if (entry.act === 'endPoll') endsAt = new Date(written.endsAt ?? '')
      else take(byPerson, written)
    }
    if (piece.length < PIECE) break
  }
  const newest = [...byPerson.values()].flatMap((of) => of.get(Math.max(...of.keys())) ?? [])
  return { standing: newest.sort(), endsAt }
}

const isSealed = ({ seal }: EvidenceRow, own: Buffer) =>
  seal !== null && seal.length === own.length && timingSafeEqual(seal, own)

/** What is set aside takes with it what it had replaced. */
function take(byPerson: Map<string, Map<number, string>>, { ballots, personId, version }: Written): void {
  for (const one of ballots ?? []) {
    const own = byPerson.get(one.personId) ?? new Map<number, string>()
    byPerson.set(one.personId, own.set(one.version ?? 1, lineOf(one)))
  }
  const own = personId === undefined ? undefined : byPerson.get(personId)
  for (const each of [...(own?.keys() ?? [])]) if (version !== undefined && each <= version) own?.delete(each)
}

/**
 * 写了一半的: a draft or minutes, kept as one types. Nothing follows from it until it is saved, so it leaves no evidence.
 * Two who write at once are told of each other, and neither writes over what he has not seen.
 */
import { Refused } from '@cunyi/shared/words/refusal.ts'
import { inVillage, type Tx } from '#base/database/connect.ts'
import type { Parts } from '#base/parts/parts.ts'
import { namesOf } from '#village/people/queries/people.ts'
import { findWriting, keepNext, type OfWriting, type Writing } from './queries.ts'

const NONE = { revision: 0, content: null, by: null, at: null, secondsAgo: null }
async function shown(tx: Tx, row: Writing | null, now: Date) {
  if (!row) return NONE
  const name = await namesOf(tx, [row.by])
  return {
    revision: row.revision,
    content: row.content,
    by: { id: row.by, name: name(row.by) },
    at: row.at.toISOString(),
    secondsAgo: Math.max(0, Math.round((now.getTime() - row.at.getTime()) / 1000)),
  }
}
/** Whether this may still be written, asked in the transaction. */
type Guard = (tx: Tx) => Promise<void>

export const getWriting = (parts: Parts, of: OfWriting, now: Date, guard: Guard) =>
  inVillage(parts.db, of.villageId, async (tx) => {
    await guard(tx)
    return shown(tx, await findWriting(tx, of), now)
  })

/** `kept: false`: somebody kept another one since; the answer is his, and nothing was written. */
export const keepWriting = (
  parts: Parts,
  of: OfWriting,
  asked: { revision: number; content: string },
  who: { personId: string; now: Date },
  guard: Guard,
) =>
  inVillage(parts.db, of.villageId, async (tx) => {
    await guard(tx)
    const next = { content: asked.content, by: who.personId, at: who.now }
    const kept = await keepNext(tx, of, asked.revision, next)
    return { kept: kept !== null, ...(await shown(tx, kept ?? (await findWriting(tx, of)), who.now)) }
  })

/**
 * 保存: what was being written is settled. Whoever saves from a revision that is not the newest is refused, and told
 * whose it is; a program that names none writes as ever.
 */
export async function settleWriting(
  tx: Tx,
  of: OfWriting,
  revision: number | undefined,
  who: { personId: string; now: Date },
): Promise<void> {
  const row = await findWriting(tx, of)
  const stands = row?.revision ?? 0
  if (revision !== undefined && revision !== stands) {
    const name = await namesOf(tx, row ? [row.by] : [])
    throw new Refused('writtenMeanwhile', { name: row ? name(row.by) : '' })
  }
  const kept = await keepNext(tx, of, stands, { content: null, by: who.personId, at: who.now })
  if (!kept) throw new Refused('writtenMeanwhile', { name: '' })
}

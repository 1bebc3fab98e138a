import { explain } from '@cunyi/shared/words/refusal.ts'
import type { RefusalCode } from '@cunyi/shared/words/refusals.ts'
import type { Tx } from '#base/database/connect.ts'
import { evidenceAfter } from './queries/evidence.ts'

const PAGE = 100
const REFUSED = 'refused'
type Refusal = { what: string; why: RefusalCode; times: number; first: string; last: string }

/** The sentence without what only the one refused was told. */
const bare = (sentence: string) => sentence.replaceAll(/[（(][—，, ]*[)）]/g, '')

const refusalsIn = (payload: Record<string, unknown> | null) =>
  ((payload?.refusals ?? []) as Refusal[]).map(({ why, ...rest }) => {
    const { code, messageZh, messageEn } = explain(why)
    return { ...rest, code, whyZh: bare(messageZh), whyEn: bare(messageEn) }
  })

/**
 * 留痕 in pages. Of a slice about one matter or meeting, entries of others are shown as link and digest only, so
 * that the slice can still be followed.
 */
export async function evidencePage(
  tx: Tx,
  villageId: string,
  asked: {
    after?: string | undefined
    limit?: number | undefined
    proposalId?: string | undefined
    meetingId?: string | undefined
  },
) {
  const limit = asked.limit ?? PAGE
  const after = Number.parseInt(asked.after ?? '0', 10) || 0
  const rows = await evidenceAfter(tx, villageId, after, limit + 1)
  const whole = !asked.proposalId && !asked.meetingId
  const shown = rows.slice(0, limit).map((row) => {
    const mine =
      whole ||
      row.proposalId === asked.proposalId ||
      (asked.meetingId !== undefined && row.meetingId === asked.meetingId)
    return {
      seq: row.seq,
      at: row.at.toISOString(),
      act: mine ? row.act : '',
      prevLink: row.prevLink,
      link: row.link,
      payloadDigest: row.payloadDigest,
      salt: mine && row.salt ? row.salt.toString('hex') : null,
      payload: mine ? row.payload : null,
      ...(mine && row.act === REFUSED ? { refusals: refusalsIn(row.payload) } : {}),
    }
  })
  return { rows: shown, next: rows.length > limit ? String(shown.at(-1)?.seq ?? '') : null }
}

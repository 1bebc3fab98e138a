/** 链: a generated village's entries in the order of their time, linked as the product links them. They cover no records. */
import { createHash } from 'node:crypto'
import { linkOf } from '@cunyi/server/base/evidence/actions.ts'
import { GENESIS } from '@cunyi/shared/poll/proof.ts'
import { cell } from './bulk.ts'

export const COLUMNS = [
  'village_id', 'seq', 'at', 'act', 'proposal_id', 'meeting_id', 'prev_link', 'link', 'payload_digest', 'salt', 'payload',
] // biome-ignore format: a list

/** `entries`: at, act, matter, meeting, salt, payload, with tabs between. */
export function linked(village: string, entries: readonly string[]) {
  const inTime = entries
    .map((text) => text.split('\t') as [string, string, string, string, string, string])
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
  let head = { seq: 0, link: GENESIS }
  const lines = inTime.map(([at, act, matter, meeting, salt, payload]) => {
    const payloadDigest = createHash('sha256').update(Buffer.from(salt, 'hex')).update(payload).digest('hex')
    const entry = { seq: head.seq + 1, prevLink: head.link, payloadDigest, covers: null }
    const link = linkOf({
      ...entry,
      at: new Date(`${at.replace(' ', 'T').slice(0, -3)}Z`),
      proposalId: matter || null,
      meetingId: meeting || null,
    })
    head = { seq: entry.seq, link }
    const cells = [
      village, String(entry.seq), at, act, matter || null, meeting || null, entry.prevLink, link, payloadDigest, `\\x${salt}`, payload,
    ] // biome-ignore format: a list
    return `${cells.map(cell).join('\t')}\n`
  })
  return { lines, head }
}

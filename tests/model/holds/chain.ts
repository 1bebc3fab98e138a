/** 留痕: each entry follows the one before it, by the same digest anybody can reckon; one entry a transaction. */
import { createHash } from 'node:crypto'
import canonicalize from 'canonicalize'
import type { Change, Row } from '../feed.ts'
import type { Moment } from '../rule.ts'

const sha256 = (...parts: (string | Buffer)[]) => {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest('hex')
}

export function chainIsWhole(it: Moment): string[] {
  const said: string[] = []
  for (const { table, op, after } of it.changes) {
    if (table !== 'evidence') continue
    if (op !== 'INSERT' || !after) said.push(`an entry of evidence: ${op}`)
    else said.push(...follows(it, after))
  }
  for (const tx of it.txs.values()) said.push(...ofTx(tx))
  return said
}

function follows({ memory, world }: Moment, entry: Row): string[] {
  const village = String(entry.village_id)
  const head = memory.heads.get(village) ?? { seq: 0, link: '' }
  memory.heads.set(village, { seq: Number(entry.seq), link: String(entry.link) })
  const said: string[] = []
  if (Number(entry.seq) !== head.seq + 1) said.push(`entry ${entry.seq} follows ${head.seq}`)
  if (head.seq > 0 && entry.prev_link !== head.link)
    said.push(`entry ${entry.seq} does not name the one before`)
  const salt = Buffer.from(String(entry.salt).replace(/^\\x/, ''), 'hex')
  if (sha256(salt, canonicalize(entry.payload) ?? '') !== entry.payload_digest)
    said.push(`entry ${entry.seq} is not what its digest says`)
  const parts = [entry.prev_link, entry.seq, new Date(String(entry.at)).toISOString(), entry.payload_digest]
  const about = entry.proposal_id ?? entry.meeting_id
  const mark = about ? sha256(`${entry.seq}|${about}`) : ''
  if (sha256([...parts, entry.covers, mark].join('|')) !== entry.link)
    said.push(`the link of entry ${entry.seq} is not made of what it holds and covers`)
  const kept = world.mirror.one('chain_heads', { village_id: village })
  if (kept && Number(kept.seq) < Number(entry.seq)) said.push('the head is older than its chain')
  return said
}

/** What must never happen without an entry. */
function ofTx(tx: readonly Change[]): string[] {
  const entries = tx.filter(({ table }) => table === 'evidence')
  const villages = new Set(entries.map(({ after }) => after?.village_id))
  if (entries.length > villages.size) return [`${entries.length} entries of one village in one transaction`]
  if (entries.length > 0) return []
  const silent = tx.find(
    ({ table, before, after }) =>
      (table === 'proposals' && before?.stage !== after?.stage) ||
      (table === 'polls' && before && before.status !== after?.status) ||
      (table === 'acts' && before?.state !== after?.state) ||
      (table === 'judgements' && before?.state !== after?.state) ||
      (table === 'offices' && after) ||
      (table === 'meeting_roll' && before) ||
      table === 'set_asides' ||
      table === 'recounts',
  )
  return silent ? [`${silent.op} ${silent.table} left no evidence`] : []
}

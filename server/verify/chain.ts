/** 留痕链: every link of the slice, every payload that is shown, and the county's list that anchors it. */
import type { Countersigned } from '../../shared/src/papers/countersign.ts'
import {
  CHECKPOINTS_FORMAT,
  type CheckpointFile,
  checkpointFacts,
  EVIDENCE,
  type SliceEntry,
} from '../../shared/src/papers/package-format.ts'
import { readReceiptFile } from '../../shared/src/papers/receipt-file.ts'
import { canonicalJson, GENESIS, linkText } from '../../shared/src/poll/proof.ts'
import { bytesOf, fromBase64, fromHex } from './bytes.ts'
import type { Package } from './files.ts'
import { isSigned } from './platform.ts'
import { digestOf, type Report, sha256 } from './report.ts'
import { Unreadable } from './zip.ts'

export function checkChain({ manifest, entries }: Package, report: Report): void {
  const { from, to, head } = manifest.evidence
  const whole = entries.length > 0 && entries[0]?.seq === from && entries.at(-1)?.seq === to
  report.check(
    whole,
    EVIDENCE,
    '留痕片段的起止与清单不符',
    'the slice does not begin and end where the manifest says',
  )
  report.check(
    entries.at(-1)?.link === head,
    EVIDENCE,
    '留痕片段的链头与清单不符',
    'the head of the slice is not that of the manifest',
  )
  let before: SliceEntry | undefined
  for (const entry of entries) {
    const why = whyBad(entry, before)
    if (why) report.fault(`${EVIDENCE} #${entry.seq}`, why.zh, why.en)
    before = entry
    report.counted.entries += 1
  }
}

export function whyBad(entry: SliceEntry, before: SliceEntry | undefined): { zh: string; en: string } | null {
  if (before && entry.seq !== before.seq + 1) return { zh: '前面缺条目', en: 'entries before it are missing' }
  if (before ? entry.prevLink !== before.link : entry.seq === 1 && entry.prevLink !== GENESIS)
    return { zh: '与前一条不相连', en: 'it does not follow the entry before it' }
  const covering = entry.covers ? { covers: entry.covers.root, mark: entry.covers.mark } : null
  const text = linkText(entry.prevLink, entry.seq, new Date(entry.at), entry.payloadDigest, covering)
  if (sha256(text) !== entry.link)
    return { zh: '序号、时间或摘要被改动', en: 'its number, time or digest was changed' }
  if (new Date(entry.at).toISOString() !== entry.at)
    return { zh: '时间写法被改动', en: 'its time is not written as it was' }
  if (entry.payload === null && entry.salt === null) return null
  if (!entry.salt || sha256(fromHex(entry.salt), canonicalJson(entry.payload)) !== entry.payloadDigest)
    return { zh: '内容被改动', en: 'its payload was changed' }
  return null
}

/** What is known of a county's list; `few`: single ones out of it, as a receipt file holds them. */
export type KnownList = { county: string; few?: true } & Countersigned

export function readCheckpoints(text: string): KnownList {
  // Whoever kept a receipt file kept the county's list of that day with it.
  const kept = readReceiptFile(text)
  if (kept) return { county: kept.county, keys: kept.keys, checkpoints: kept.checkpoints, few: true }
  let list: CheckpointFile
  try {
    list = JSON.parse(text)
  } catch {
    throw new Unreadable('the checkpoint list cannot be read')
  }
  if (list?.format !== CHECKPOINTS_FORMAT || !Array.isArray(list.checkpoints))
    throw new Unreadable(`no checkpoint list: its format is not ${CHECKPOINTS_FORMAT}`)
  return list
}

/** Each list is reckoned again, follows the one before it and is signed; whose key it is stands in it. A few out of many have gaps. */
export function checkList(list: KnownList, report: Report): void {
  let before: CheckpointFile['checkpoints'][number] | undefined
  for (const one of list.checkpoints) {
    const at = `checkpoints #${one.seq}`
    report.part(at, () => {
      report.check(
        digestOf(checkpointFacts(list.county, one)) === one.digest,
        at,
        '校验点被改动',
        'the checkpoint was changed',
      )
      if (before)
        report.check(
          one.seq === before.seq + 1 ? one.prev === before.digest : list.few === true && one.seq > before.seq,
          at,
          '与前一个校验点不相连',
          'it does not follow the checkpoint before it',
        )
      report.check(
        isSigned(one.publicKey, bytesOf(one.digest), one.signature),
        at,
        '校验点签名不符',
        'its signature does not fit',
      )
    })
    before = one
  }
}

/** A key as it is read aloud and compared: the first 16 hex digits of its digest, in fours. */
export const printOf = (publicKey: string): string =>
  (sha256(fromBase64(publicKey)).slice(0, 16).match(/.{4}/g) ?? []).join(' ')

/** 谁签的: null where no list says whose keys are known. */
export const signerListed = ({ publicKey }: { publicKey: string }, list: KnownList | null): boolean | null =>
  list && list.checkpoints.length > 0 ? list.checkpoints.some((one) => one.publicKey === publicKey) : null

/** The day whose checkpoint has the matter's last entry behind it, or null; a head that differs breaks the package. */
export function anchoredOn(
  { manifest, entries }: Package,
  list: KnownList,
  report: Report,
  lastOwn: number,
): string | null {
  const links = new Map(entries.map((entry) => [entry.seq, entry.link]))
  if (entries[0]) links.set(entries[0].seq - 1, entries[0].prevLink)
  if (signerListed(manifest, list) === false)
    report.fault(
      'manifest.sig',
      '签名所用的公钥不在县校验点清单里：不是本平台签的',
      "the key that signed it does not stand in the county's list: this instance did not sign it",
    )
  let day: string | null = null
  for (const one of list.checkpoints) {
    const head = one.heads.find((entry) => entry.division === manifest.village)
    const mine = head && links.get(head.seq)
    if (!head || mine === undefined) continue
    const fits = report.check(
      mine === head.link,
      `${EVIDENCE} #${head.seq}`,
      `与 ${one.day} 的县校验点不符：历史被改写`,
      `it is not what the county's checkpoint of ${one.day} holds: history was rewritten`,
    )
    if (fits && head.seq >= lastOwn && day === null) day = one.day
  }
  return day
}

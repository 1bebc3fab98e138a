/** 查验回执证明: that the receipt stands in the list, the list in the chain, and the chain in the county's list. */
import type { CheckpointFile } from '../../shared/src/papers/package-format.ts'
import {
  type ReceiptFile,
  readReceiptFile,
  receiptFileText,
  type Step,
} from '../../shared/src/papers/receipt-file.ts'
import { linkText, receiptsText } from '../../shared/src/poll/proof.ts'
import { checkList, type KnownList, printOf, whyBad } from './chain.ts'
import { checkCountersigned, signerLines, signersSince } from './countersigned.ts'
import { hash } from './covers.ts'
import { type Fault, Report, sha256 } from './report.ts'
import { Unreadable } from './zip.ts'

type Checkpoint = CheckpointFile['checkpoints'][number]
export type ReceiptVerdict = {
  whole: boolean
  faults: Fault[]
  /** The day of the list given that has the close of the poll behind it. */
  anchoredOn: string | null
  lines: string[]
}

/** Null: it is no receipt file, and may be a package. */
export function verifyReceipt(text: string, list: KnownList | null): ReceiptVerdict | null {
  const file = readReceiptFile(text)
  if (!file) return null
  if (![file.receipts, file.steps, file.checkpoints].every(Array.isArray) || !file.entry)
    throw new Unreadable('a receipt file whose content cannot be read')
  const report = new Report()
  let day: string | null = null
  report.part('file', () =>
    report.check(
      receiptFileText(file) === text,
      'file',
      '文字部分或写法被改动',
      'its words, or the way it is written, were changed',
    ),
  )
  report.part('receipts', () => checkReceipts(file, report))
  report.part('entry', () => checkEntry(file, report))
  report.part('checkpoints', () => {
    const links = linksOf(file, report)
    checkList({ ...file, few: true }, report)
    checkCountersigned({ ...file, few: true }, report)
    checkAnchor(file, links, report)
    if (list) {
      checkList(list, report)
      checkCountersigned(list, report)
      day = dayOf(file, links, list, report)
    }
  })
  const whole = report.faults.length === 0
  return {
    whole,
    faults: report.faults,
    anchoredOn: whole ? day : null,
    lines: linesOf(file, report, day, list),
  }
}

/** The receipt is one of the list, the list is sorted and holds each once, and its digest is what the entry says. */
function checkReceipts({ receipt, receipts, entry, poll }: ReceiptFile, report: Report): void {
  const { payload } = entry
  report.check(
    receipts.includes(receipt),
    'receipt',
    '清单里没有这个回执码',
    'the receipt does not stand in the list',
  )
  report.check(
    receipts.every((one, i) => /^[A-Z2-7]{16}$/.test(one) && (i === 0 || one > (receipts[i - 1] ?? ''))),
    'receipts',
    '清单里有重复或不是回执码的内容',
    'something stands in the list twice, or is no receipt',
  )
  report.check(
    payload?.act === 'closePoll' && payload.pollId === poll,
    'entry',
    '这条留痕不是这次表决的计票',
    'the entry is not the close of this poll',
  )
  report.check(
    payload?.receiptsDigest === hash(receiptsText(receipts)) && payload.opened === receipts.length,
    'receipts',
    '清单与留痕里记的不是同一份',
    'the list is not the one that the entry holds',
  )
}

function checkEntry({ entry, closedAt }: ReceiptFile, report: Report): void {
  const at = `entry #${entry.seq}`
  report.check(entry.at === closedAt, at, '计票时间不符', 'the time of the count is another')
  const covers = entry.covers && { ...entry.covers, office: null, shown: null, groups: null }
  const why = entry.salt === null ? NOT_SHOWN : whyBad({ ...entry, covers }, undefined)
  if (why) report.fault(at, why.zh, why.en)
  const about = entry.payload?.proposalId ?? entry.payload?.meetingId
  if (entry.covers)
    report.check(
      entry.covers.mark === hash(`${entry.seq}|${about}`),
      at,
      '关于哪一件事被改动',
      'what it is about was changed',
    )
}
const NOT_SHOWN = { zh: '没有内容', en: 'it shows no payload' }

/** The links from the entry on, reckoned again one from the other. */
function linksOf({ entry, steps }: ReceiptFile, report: Report): Map<number, string> {
  const links = new Map([[entry.seq, entry.link]])
  let before: Pick<Step, 'seq'> & { link: string } = entry
  for (const { seq, at, payloadDigest, covers } of steps) {
    report.check(seq === before.seq + 1, `steps #${seq}`, '前面缺条目', 'entries before it are missing')
    const covering = covers ? { covers: covers.root, mark: covers.mark } : null
    const link = sha256(linkText(before.link, seq, new Date(at), payloadDigest, covering))
    links.set(seq, link)
    before = { seq, link }
  }
  return links
}

const headIn = ({ village }: ReceiptFile, { heads }: Checkpoint) =>
  heads.find((one) => one.division === village)

/** The way ends at the head that the first of its own lists names. */
function checkAnchor(file: ReceiptFile, links: Map<number, string>, report: Report): void {
  const [anchor] = file.checkpoints
  const last = file.steps.at(-1)?.seq ?? file.entry.seq
  if (!anchor) {
    report.check(
      file.steps.length === 0,
      'checkpoints',
      '缺少它所通向的县校验点',
      'the county checkpoint that its way leads to is missing',
    )
    return
  }
  const head = headIn(file, anchor)
  report.check(
    head?.seq === last && head.link === links.get(last),
    `checkpoints #${anchor.seq}`,
    '从留痕到县校验点的路径不符',
    'the way from the entry does not lead to the county checkpoint',
  )
}

/** Of a list kept elsewhere: no day of it may know this history otherwise; null: none has it. */
function dayOf(
  file: ReceiptFile,
  links: Map<number, string>,
  list: KnownList,
  report: Report,
): string | null {
  let day: string | null = null
  const keys = list.checkpoints.map((one) => one.publicKey)
  for (const { seq, publicKey } of file.checkpoints)
    report.check(
      keys.length === 0 || keys.includes(publicKey),
      `checkpoints #${seq}`,
      '签名所用的公钥不在给的清单里：不是本平台签的',
      'the key that signed it does not stand in the list given: this instance did not sign it',
    )
  report.check(
    list.county === file.county,
    'checkpoints',
    '清单是另一个县的',
    'the list is of another county',
  )
  for (const one of list.checkpoints) {
    const mine = file.checkpoints.find((other) => other.seq === one.seq)
    const head = headIn(file, one)
    const link = head && links.get(head.seq)
    const fits =
      (mine === undefined || mine.digest === one.digest) && (link === undefined || link === head?.link)
    report.check(
      fits,
      `checkpoints #${one.seq}`,
      `与 ${one.day} 的县校验点不符：历史被改写`,
      `it is not what the county's checkpoint of ${one.day} holds: history was rewritten`,
    )
    if (fits && link !== undefined && day === null) day = one.day
  }
  return day
}

function linesOf(
  file: ReceiptFile,
  { faults }: Report,
  day: string | null,
  list: KnownList | null,
): string[] {
  const { receipt, village, villageName, poll, question, receipts } = file
  const [anchor] = file.checkpoints
  const head = [
    `回执 receipt ${receipt}: ${villageName} ${question}`,
    `清单 list: ${receipts.length} receipts`,
    `村 village ${village}, 表决 poll ${poll}`,
    '注 note: 有证明的是编号；村名和题目只是写在上面的 / the numbers are proved; the names of village and question are only written there',
    ...(anchor
      ? [`县校验点 county checkpoint: ${anchor.day}, 公钥 key ${printOf(anchor.publicKey)}`]
      : ['县校验点 county checkpoint: 文件里没有 none in the file']),
    ...signerLines(signersSince({ ...file, few: true }, anchor?.day ?? null)),
    ...(list && day ? signerLines(signersSince(list, day)) : []),
  ]
  const [first] = faults
  if (first)
    return [
      ...head,
      ...faults.map((one) => `  ✗ ${one.at}: ${one.zh} / ${one.en}`),
      `不一致：${first.at} 处被改动或损坏。`,
      `Broken at ${first.at}.`,
    ]
  if (day)
    return [
      ...head,
      `这个回执码在拆封清单里；清单已由 ${day} 的县校验点锚定。`,
      `The receipt stands in the list of opened ballots, and the list is anchored on ${day}.`,
    ]
  return list === null
    ? [
        ...head,
        '自身一致：这个回执码在文件所带的清单里；文件是谁做的、历史有没有被整个改写，要加上另外保存的县校验点清单（--checkpoints）才知道。',
        'Consistent with itself: the receipt stands in the list that the file holds; who made the file, and whether history as a whole was rewritten, only a county checkpoint list kept elsewhere tells (--checkpoints).',
      ]
    : [
        ...head,
        '一致，但未锚定：给的清单里没有哪一天覆盖到这次计票。',
        'Consistent, but not anchored: no day of the list given has the close of this poll behind it.',
      ]
}

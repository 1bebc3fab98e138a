/**
 * 回执证明: a file a villager keeps: his receipt, the list of all receipts of that poll, the entry of the chain that holds
 * the list's digest, the way from there to the county's list of the day, and that list. A head in plain words, then one
 * line of JSON; the head is drawn from the JSON and from nothing else. It names no voter and nobody's choice.
 */
import { canonicalJson } from '../poll/proof.ts'
import { shanghaiTime } from '../words/days.ts'
import type { Countersigned, OfficeKey } from './countersign.ts'
import type { SliceEntry } from './package-format.ts'

export const RECEIPT_FORMAT = 'cunyi-receipt/1'

/** An entry by what its link is reckoned over, and nothing of what is in it. */
export type Step = {
  seq: number
  at: string
  payloadDigest: string
  covers: { root: string; mark: string } | null
}
/** All of it but whose receipt it is: that only the phone knows. */
export type PollProof = {
  county: string
  countyName: string
  village: string
  villageName: string
  poll: string
  question: string
  closedAt: string
  /** All of them, sorted: whoever has the list reckons its digest again. */
  receipts: string[]
  /** The close of the poll in the village's chain. */
  entry: Pick<SliceEntry, 'seq' | 'at' | 'prevLink' | 'link' | 'payloadDigest' | 'salt' | 'payload'> & {
    covers: Step['covers']
  }
  /** The entries after it, up to the head that the first of `checkpoints` names. */
  steps: Step[]
  /** The county's first list that has the entry behind it, and the newest where that is another; none on the day itself. */
  checkpoints: Countersigned['checkpoints']
  /** 联署 of these, by whose keys. */
  keys?: OfficeKey[] | undefined
}
export type ReceiptFile = PollProof & { format: typeof RECEIPT_FORMAT; receipt: string }

const groups = (code: string) => (code.match(/.{1,4}/g) ?? []).join(' ')

function headOf({ receipt, villageName, question, closedAt, receipts, checkpoints }: ReceiptFile): string[] {
  const [anchor] = checkpoints
  const newest = checkpoints.at(-1)
  return [
    `村议 回执证明 Receipt proof (${RECEIPT_FORMAT})`,
    '',
    `回执码 receipt: ${groups(receipt)}`,
    `${villageName}：${question}`,
    `表决计票 counted: ${shanghaiTime(new Date(closedAt))}，拆封电子票 ballots opened: ${receipts.length}`,
    anchor && newest
      ? `县里的核对清单（校验点） county checkpoint: ${anchor.day}${newest === anchor ? '' : `, ${newest.day}`}`
      : '县里的核对清单（校验点） county checkpoint: 还没有 none yet',
    '',
    '这份文件证明：这个回执码在这次表决拆封的选票清单里，清单的核对码写进了村的留痕链。里面没有姓名，也没有选的是什么。',
    anchor
      ? '请保管好。以后谁改了那天以前的记录，拿这份文件一对就对不上。'
      : '当天的核对清单要到第二天才有：第二天以后请再存一次，那一份才能发现整个历史被改写。',
    'It proves that this receipt stands in the list of the ballots opened in this poll, whose digest is in the village’s',
    'chain. No name and no choice is in it.',
    anchor
      ? 'Keep it: a later change of what was recorded before that day no longer fits it.'
      : 'The county’s checkpoint of the day comes with the next day: save it again then; only that one finds a history rewritten as a whole.',
    '查验 check: npm run verify -- FILE --checkpoints 县校验点清单.json',
    '',
  ]
}

export const receiptFileText = (file: ReceiptFile): string =>
  [...headOf(file), canonicalJson(file), ''].join('\n')

/** Null: not such a file. Whether its head is drawn from what follows is asked apart. */
export function readReceiptFile(text: string): ReceiptFile | null {
  const line = text.split('\n').find((one) => one.startsWith('{'))
  try {
    const file = JSON.parse(line ?? 'null') as ReceiptFile | null
    return file?.format === RECEIPT_FORMAT ? file : null
  } catch {
    return null
  }
}

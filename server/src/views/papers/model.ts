/**
 * 材料 before it is drawn: what stands on the sheet and in which order, plain data without a type face. The two
 * renderers (PDF and Word) draw the same paper, so they cannot say different things.
 */
import type { PaperKind } from '@cunyi/shared/papers/paper-kinds.ts'

export type Cell =
  | string
  | {
      text: string
      /** Columns it covers. */
      span?: number
      /** A label of the form, not an entry. */
      label?: boolean
      align?: 'left' | 'center' | 'right'
      /** At least so high, in millimetres: room to write by hand. */
      tall?: number
    }

/** A place to sign, or that somebody has signed and how. */
export type Signature = { name: string; signed: string | null }

export type Block =
  /** 红头: the issuing body in red over a red line, with the document's number. */
  | { is: 'redHead'; text: string; number: string | null }
  | { is: 'title'; text: string }
  | { is: 'heading'; text: string }
  /** Each line a paragraph. `lead`: its first words, in bold. `plain`: without the two characters of indent. */
  | {
      is: 'text'
      text: string
      lead?: string
      align?: 'left' | 'center' | 'right'
      plain?: boolean
      bold?: boolean
    }
  /** Columns as shares of the width; a head is repeated on every page. `keep`: not cut by the end of a page. */
  | { is: 'table'; columns: number[]; head?: string[]; rows: Cell[][]; small?: boolean; keep?: boolean }
  | { is: 'signatures'; label: string; places: Signature[] }
  /** 落款: who issues it, place of the seal, date. */
  | { is: 'seal'; by: string; date: string }
  /** `seal`: beside it, where room is short. */
  | { is: 'qr'; address: string; caption: string; seal?: { by: string; date: string } }
  /** 表决票: one to be cut out. */
  | { is: 'slip'; title: string; question: string; choices: string[]; note: string; foot: string }
  | { is: 'page' }

/** What stands on it, as a kind composes it. */
export type Sheet = {
  kind: PaperKind
  /** The name of the file and of the document, without an ending. */
  title: string
  /** wide: A4 lying. */
  size: 'a4' | 'wide' | 'a3'
  /** A line at the foot of every page; null: none, as on posters and slips. */
  footer: string | null
  blocks: Block[]
}
/** 出纸: with what the properties of its file say: whose it is, and its day as YYYY-MM-DD. */
export type Paper = Sheet & { issued: { by: string; on: string } }

export const cellOf = (cell: Cell): Exclude<Cell, string> =>
  typeof cell === 'string' ? { text: cell } : cell

/** The same paper with every text that will be printed changed; the address of a code stays what it is. */
export const withTexts = <P extends Sheet>(paper: P, change: (text: string) => string): P => ({
  ...paper,
  title: change(paper.title),
  footer: paper.footer === null ? null : change(paper.footer),
  blocks: paper.blocks.map((block) => blockWith(block, change)),
})

function blockWith(block: Block, change: (text: string) => string): Block {
  const each = <K extends string>(one: Record<K, string>, ...keys: K[]) =>
    Object.fromEntries(keys.map((key) => [key, change(one[key])])) as Record<K, string>
  switch (block.is) {
    case 'page':
      return block
    case 'redHead':
      return { ...block, text: change(block.text), number: block.number && change(block.number) }
    case 'text':
      return { ...block, ...(block.lead ? { lead: change(block.lead) } : {}), text: change(block.text) }
    case 'table':
      return {
        ...block,
        ...(block.head ? { head: block.head.map(change) } : {}),
        rows: block.rows.map((row) =>
          row.map((cell) => (typeof cell === 'string' ? change(cell) : { ...cell, text: change(cell.text) })),
        ),
      }
    case 'signatures':
      return {
        ...block,
        label: change(block.label),
        places: block.places.map(({ name, signed }) => ({
          name: change(name),
          signed: signed && change(signed),
        })),
      }
    case 'seal':
      return { ...block, ...each(block, 'by', 'date') }
    case 'qr':
      return {
        ...block,
        caption: change(block.caption),
        ...(block.seal ? { seal: each(block.seal, 'by', 'date') } : {}),
      }
    case 'slip':
      return {
        ...block,
        ...each(block, 'title', 'question', 'note', 'foot'),
        choices: block.choices.map(change),
      }
    default:
      return { ...block, text: change(block.text) }
  }
}

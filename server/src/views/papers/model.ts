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

export type Paper = {
  kind: PaperKind
  /** The name of the file and of the document, without an ending. */
  title: string
  /** wide: A4 lying. */
  size: 'a4' | 'wide' | 'a3'
  /** A line at the foot of every page; null: none, as on posters and slips. */
  footer: string | null
  blocks: Block[]
}

export const cellOf = (cell: Cell): Exclude<Cell, string> =>
  typeof cell === 'string' ? { text: cell } : cell

/** Every text that will be printed. */
export function textsOf({ title, footer, blocks }: Paper): string[] {
  return [title, footer ?? '', ...blocks.flatMap(textsIn)]
}

function textsIn(block: Block): string[] {
  switch (block.is) {
    case 'redHead':
      return [block.text, block.number ?? '']
    case 'table':
      return [...(block.head ?? []), ...block.rows.flat().map((cell) => cellOf(cell).text)]
    case 'signatures':
      return [block.label, ...block.places.flatMap((one) => [one.name, one.signed ?? ''])]
    case 'seal':
      return [block.by, block.date]
    case 'qr':
      return [block.address, block.caption, block.seal?.by ?? '', block.seal?.date ?? '']
    case 'slip':
      return [block.title, block.question, ...block.choices, block.note, block.foot]
    case 'text':
      return [block.lead ?? '', block.text]
    case 'page':
      return []
    default:
      return [block.text]
  }
}

/** Word: faces, lengths and the paragraph that every block is made of. */
import { AlignmentType, BorderStyle, LineRuleType, Paragraph, TextRun } from 'docx'

export const BODY = { ascii: 'Times New Roman', hAnsi: 'Times New Roman', eastAsia: '仿宋_GB2312' }
export const HEAD = { ascii: 'Times New Roman', hAnsi: 'Times New Roman', eastAsia: '方正小标宋简体' }
export const RED = 'C8102E'
/** Twentieths of a point, as Word counts lengths. */
const MM = 56.7
export const dxa = (mm: number) => Math.round(mm * MM)
const ALIGN = { left: AlignmentType.LEFT, center: AlignmentType.CENTER, right: AlignmentType.RIGHT } as const
export const LINE = { style: BorderStyle.SINGLE, size: 6, color: '000000' }
export type Sheet = { width: number; scale: number; isBeforeSeal?: boolean }
export const BODY_SIZE = 32
export type Look = {
  size?: number
  bold?: boolean
  color?: string
  font?: typeof BODY
  align?: keyof typeof ALIGN
  indent?: boolean
  before?: number
  after?: number
  keepNext?: boolean
  /** Only its last line. */
  keepLast?: boolean
  under?: string
  line?: number
  exact?: boolean
}
/** 22 lines a page, in twentieths of a point; exactly, as a face with tall letters would have it otherwise. (5.2.3) */
export const BODY_LINE = 579
/** Of 240 to a single line. */
const LOOSE_LINE = 360
export const TABLE_LINE = 280

/** One paragraph a line. */
export function paragraphs(text: string, look: Look = {}): Paragraph[] {
  const {
    size,
    bold,
    color,
    font,
    align = 'left',
    indent,
    before = 0,
    after = 0,
    keepNext,
    keepLast,
    under,
    line: lineHeight,
    exact = lineHeight === undefined && (size ?? BODY_SIZE) <= BODY_SIZE,
  } = look
  return text.split('\n').map(
    (line, i, all) =>
      new Paragraph({
        ...(align === 'left' ? {} : { alignment: ALIGN[align] }),
        ...(keepNext || (keepLast && i === all.length - 1) ? { keepNext: true } : {}),
        ...(indent ? { indent: { firstLine: (size ?? BODY_SIZE) * 20 } } : {}),
        ...(under
          ? { border: { bottom: { style: BorderStyle.SINGLE, size: 18, color: under, space: 4 } } }
          : {}),
        spacing: {
          ...(before ? { before } : {}),
          ...(after ? { after } : {}),
          ...(exact
            ? { line: BODY_LINE, lineRule: LineRuleType.AT_LEAST }
            : { line: lineHeight ?? LOOSE_LINE }),
        },
        children: [
          new TextRun({
            text: line,
            ...(size ? { size } : {}),
            ...(bold ? { bold } : {}),
            ...(color ? { color } : {}),
            ...(font ? { font } : {}),
          }),
        ],
      }),
  )
}

/** Word: 落款. */

import { readFileSync } from 'node:fs'
import {
  AlignmentType,
  HorizontalPositionRelativeFrom,
  ImageRun,
  LineRuleType,
  Paragraph,
  type ParagraphChild,
  TextRun,
  VerticalPositionRelativeFrom,
} from 'docx'
import { BODY_LINE, BODY_SIZE, type Sheet } from './word-text.ts'

const ring = readFileSync(new URL('./seal-ring.png', import.meta.url))
/** Issuer and date on one middle, the longer of them two characters from the edge, the date four; the ring over them. */
export function sealOf(
  { by, date }: { by: string; date: string },
  { width, scale }: Pick<Sheet, 'width' | 'scale'>,
): Paragraph[] {
  const size = Math.round(BODY_SIZE * scale)
  const em = size * 10
  const middle = Math.max(4 + [...date].length / 2.6, 2 + [...by].length / 2) * em
  const line = (children: ParagraphChild[], before: number) =>
    new Paragraph({
      alignment: AlignmentType.CENTER,
      indent: { left: Math.max(0, Math.round(width - 2 * middle)) },
      keepNext: before > 0,
      keepLines: true,
      spacing: { before, line: BODY_LINE, lineRule: LineRuleType.AT_LEAST },
      children,
    })
  return [
    line([new TextRun({ text: by, size })], 500),
    line([ringAt(middle), new TextRun({ text: date, size })], 0),
  ]
}

const RING_MM = 40
const EMU_PER_TWIP = 635
const EMU_PER_MM = 36_000
/** Behind the text, its middle over the two lines. */
const ringAt = (fromRight: number): ImageRun =>
  new ImageRun({
    type: 'png',
    data: ring,
    transformation: { width: Math.round((RING_MM / 25.4) * 96), height: Math.round((RING_MM / 25.4) * 96) },
    altText: { name: '盖章处', description: '盖章处', title: '盖章处' },
    floating: {
      behindDocument: true,
      allowOverlap: true,
      horizontalPosition: {
        relative: HorizontalPositionRelativeFrom.RIGHT_MARGIN,
        offset: -Math.round(fromRight * EMU_PER_TWIP + (RING_MM / 2) * EMU_PER_MM),
      },
      verticalPosition: {
        relative: VerticalPositionRelativeFrom.PARAGRAPH,
        offset: -Math.round((RING_MM / 2) * EMU_PER_MM),
      },
    },
  })

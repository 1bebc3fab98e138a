/**
 * 印得出: no character stops a paper. What no face has is printed in words: an emoji as its name (Unicode CLDR, 中文; in
 * emoji.json), anything else as its code point in a box, and the foot of the page says what the box is.
 */
import { readFileSync } from 'node:fs'
import type { PaperFormat } from '@cunyi/shared/papers/paper-kinds.ts'
import { type Paper, withTexts } from '../model.ts'
import { faceOf } from './fonts.ts'

/** Marks that print as nothing: joiners, directions, variation selectors, soft hyphens. */
const UNSEEN = /[\p{Cf}\p{Variation_Selector}]/gu
/** Around a code point: in a PDF marks that its template draws as a box, and that are left in nobody's text. */
const BOXES = { pdf: ['\u{e000}', '\u{e001}'], docx: ['〔', '〕'] } as const
const NOTES = { pdf: '方框内是字体里没有的字的编码', docx: '〔U+…〕是字体里没有的字的编码' } as const

let names: Record<string, string> | undefined
const emojiName = (grapheme: string): string | undefined => {
  names ??= JSON.parse(readFileSync(new URL('./emoji.json', import.meta.url), 'utf8')) as Record<
    string,
    string
  >
  const codes = [...grapheme].map((one) => (one.codePointAt(0) as number).toString(16).toUpperCase())
  const bare = codes.filter((one) => one !== 'FE0F')
  // With a colour of skin or hair it is still the same thing.
  return names[bare.join('-')] ?? names[bare.find((one) => names?.[one]) ?? '']
}

const graphemes = new Intl.Segmenter('zh', { granularity: 'grapheme' })
/** A mark of private use is nobody's letter, whatever a face draws for it. */
const isPlain = (character: string) =>
  character === '\n' || (faceOf(character) !== null && !/\p{Co}/u.test(character))
const codeOf = (character: string) =>
  `U+${(character.codePointAt(0) as number).toString(16).toUpperCase().padStart(4, '0')}`

/** A text as it can be drawn; `box`: what stands around a code point. */
export function printable(text: string, box: readonly [string, string] = BOXES.docx): string {
  if ([...text].every(isPlain)) return text
  return [...graphemes.segment(text)]
    .map(({ segment }) => {
      const seen = segment.replace(UNSEEN, '')
      if ([...seen].every(isPlain)) return seen
      const name = emojiName(segment)
      return name
        ? `〔${name}〕`
        : [...seen].map((one) => (isPlain(one) ? one : `${box[0]}${codeOf(one)}${box[1]}`)).join('')
    })
    .join('')
}

/** The same paper with texts that can be drawn; `wide`: whether the usual face is not enough. */
export function printablePaper(paper: Paper, format: PaperFormat): { paper: Paper; wide: boolean } {
  let isBoxed = false
  let isWide = false
  const drawn = withTexts<Paper>(paper, (text) => {
    const fit = printable(text, BOXES[format])
    isBoxed ||= fit !== text && fit.includes(`${BOXES[format][0]}U+`)
    isWide ||= [...fit].some((one) => faceOf(one) === 'wide')
    return fit
  })
  // The title also goes into the file's properties, where nothing draws a box.
  const { title, issued } = paper
  const named = { ...drawn, title: printable(title), issued: { ...issued, by: printable(issued.by) } }
  if (!isBoxed) return { paper: named, wide: isWide }
  return {
    paper:
      named.footer === null
        ? { ...named, blocks: [...named.blocks, { is: 'text', text: `（${NOTES[format]}）`, plain: true }] }
        : { ...named, footer: `${named.footer}　${NOTES[format]}` },
    wide: isWide,
  }
}

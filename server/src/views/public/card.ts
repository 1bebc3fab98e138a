/** 分享卡片: the picture that a chat shows beside a link. Letters become outlines, so no machine needs the type face. */
import { createHash } from 'node:crypto'
import type { PublicMatter } from '@cunyi/shared/api/records.ts'
import { shanghaiDate } from '@cunyi/shared/words/days.ts'
import { STAGES, type Stage } from '@cunyi/shared/words/vocabulary.ts'
import { create, type Font } from 'fontkit'
import sharp from 'sharp'
import type { PublicPetition } from '#views/dossiers/petition.ts'
import { fontFiles } from '#views/papers/draw/fonts.ts'

export const CARD = { width: 1200, height: 630 }
const EDGE = 70
const RED = '#a61b1b'
const INK = '#1f2328'
const QUIET = '#57606a'
const TITLE_LINES = 3

export type Card = { village: string; heading: string; title: string; below: string; address: string }

/** Dates and no days left: the card stays true in a chat that keeps it. */
export function cardOf(matter: PublicMatter, publicUrl: string): Card {
  const running = matter.disclosures.find((one) => one.status === 'posted' && one.endsAt)
  const lastDay = running?.endsAt && shanghaiDate(new Date(Date.parse(running.endsAt) - 1))
  return {
    village: matter.villageName,
    heading: running?.title.split('：')[0] ?? STAGES[matter.stage as Stage].zh,
    title: matter.title,
    below: lastDay ? `公示至 ${lastDay}，有意见可以提` : (matter.resolutionNumber ?? ''),
    address: new URL(publicUrl).host,
  }
}

/** How many have signed by now stands on the page; a picture in a chat would go on saying what was. */
export const cardOfPetition = (petition: PublicPetition, publicUrl: string): Card => ({
  village: petition.villageName,
  heading: '村民建议',
  title: petition.title,
  below: `${shanghaiDate(new Date(petition.at))} 提出，打开可看进展、联名`,
  address: new URL(publicUrl).host,
})

export const tagOf = (card: Card): string =>
  `"${createHash('sha256').update(JSON.stringify(card)).digest('base64url').slice(0, 22)}"`

const drawn = new Map<string, Buffer>()
const KEPT = 200
/** The same card is drawn once; the oldest makes room. */
export async function drawCard(card: Card): Promise<Buffer> {
  const tag = tagOf(card)
  const known = drawn.get(tag)
  if (known) return known
  const picture = await sharp(Buffer.from(svgOf(card)))
    .png({ compressionLevel: 9, palette: true })
    .toBuffer()
  if (drawn.size >= KEPT) drawn.delete(drawn.keys().next().value ?? '')
  drawn.set(tag, picture)
  return picture
}

let face: Font | undefined
const font = () => {
  face ??= create(fontFiles(false)[1] as Buffer) as Font
  return face
}

const widthOf = (text: string, size: number) => (font().layout(text).advanceWidth * size) / font().unitsPerEm

/** One line of text as an outline; what the face lacks is left out and not drawn as an empty box. */
function line(text: string, at: { x: number; y: number; size: number; colour: string }): string {
  const scale = at.size / font().unitsPerEm
  const { glyphs, positions } = font().layout(known(text))
  let x = 0
  const outlines = glyphs.map((glyph, i) => {
    const placed = `<path transform="translate(${x} 0)" d="${glyph.path.toSVG()}"/>`
    x += positions[i]?.xAdvance ?? 0
    return placed
  })
  return `<g fill="${at.colour}" transform="translate(${at.x} ${at.y}) scale(${scale} ${-scale})">${outlines.join('')}</g>`
}
const known = (text: string) =>
  [...text].filter((sign) => font().hasGlyphForCodePoint(sign.codePointAt(0) ?? 0)).join('')

/** Broken where the width is full; what does not fit ends in dots. */
function lines(text: string, size: number, most: number): string[] {
  const rows = ['']
  for (const sign of known(text)) {
    const row = rows.at(-1) ?? ''
    if (widthOf(row + sign, size) <= CARD.width - 2 * EDGE) rows[rows.length - 1] = row + sign
    else rows.push(sign)
  }
  if (rows.length <= most) return rows
  return [...rows.slice(0, most - 1), `${[...(rows[most - 1] ?? '')].slice(0, -1).join('')}…`]
}

function svgOf(card: Card): string {
  const { width, height } = CARD
  const title = lines(card.title, 68, TITLE_LINES)
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
    <rect width="${width}" height="${height}" fill="#ffffff"/><rect width="${width}" height="150" fill="${RED}"/>
    ${line(card.village, { x: EDGE, y: 100, size: 54, colour: '#ffffff' })}
    ${line(card.heading, { x: EDGE, y: 225, size: 36, colour: RED })}
    ${title.map((row, i) => line(row, { x: EDGE, y: 310 + 86 * i, size: 68, colour: INK })).join('')}
    ${line(card.below, { x: EDGE, y: 575, size: 34, colour: INK })}
    ${line(card.address, { x: width - EDGE - widthOf(card.address, 28), y: 575, size: 28, colour: QUIET })}
  </svg>`
}

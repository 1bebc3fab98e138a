/**
 * 字体: the faces that are embedded, in the order in which a character is looked for: Noto Serif SC, LXGW WenKai, then those
 * of the operator's folder (FONTS_DIR), by their file names. The wider ones are read only for a paper that needs them.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { create, type Font } from 'fontkit'
import { unpackWoff } from './woff.ts'

const { resolve } = createRequire(import.meta.url)
const SONG = '@expo-google-fonts/noto-serif-sc'
const USUAL = ['400Regular/NotoSerifSC_400Regular.ttf', '700Bold/NotoSerifSC_700Bold.ttf']
const WIDE = '@fontsource/lxgw-wenkai/files/lxgw-wenkai-latin-500-normal.woff'

/** Read once; a process that draws no paper reads none. */
const once = <T>(make: () => T): (() => T) => {
  let made: { value: T } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}
const usual = once(() => USUAL.map((face) => readFileSync(resolve(`${SONG}/${face}`))))
const wide = once(() => unpackWoff(readFileSync(resolve(WIDE))))
const charactersOf = (face: Buffer) => new Set((create(face) as Font).characterSet)
const inUsual = once(() => charactersOf(usual()[0] as Buffer))
const inWide = once(() => charactersOf(wide()))

type Face = { family: string; characters: Set<number>; bytes: () => Buffer }
/** A file of the folder; throws one sentence where it is none that can be embedded. */
function faceIn(folder: string, file: string): Face {
  const bytes = () => readFileSync(join(folder, file))
  try {
    const face = create(bytes()) as Font
    const { familyName: family, characterSet } = face
    if (family && characterSet.length > 0) return { family, characters: new Set(characterSet), bytes }
  } catch {
    // Told below, whatever it was.
  }
  throw new Error(
    `${join(folder, file)} is no type face that can be embedded (FONTS_DIR takes .ttf and .otf).`,
  )
}
/** Read at the start, so that a wrong file is told there and not to whoever prints. */
export function facesIn(folder: string): Face[] {
  const files = readdirSync(folder).filter((name) => !name.startsWith('.'))
  const [odd] = files.filter((name) => !/\.(ttf|otf)$/i.test(name))
  if (odd)
    throw new Error(
      `${join(folder, odd)} is no type face that can be embedded (FONTS_DIR takes .ttf and .otf).`,
    )
  return files.sort().map((file) => faceIn(folder, file))
}
let own: Face[] = []
/** 操作者的字库: licensed or wider faces that the operator brings. Null: none. */
export function useFaces(folder: string | null): void {
  own = folder === null ? [] : facesIn(folder)
}

export const fontFiles = (needsWide: boolean): Buffer[] =>
  needsWide ? [...usual(), wide(), ...own.map((face) => face.bytes())] : usual()
/** As the template asks for them, in the same order. */
export const families = (): string[] => [...new Set([...BROUGHT, ...own.map(({ family }) => family)])]
export const BROUGHT = ['Noto Serif SC', 'LXGW WenKai'] as const

/** Which of the faces has it; null: none. */
export function faceOf(character: string): 'usual' | 'wide' | null {
  const code = character.codePointAt(0) as number
  if (inUsual().has(code)) return 'usual'
  return inWide().has(code) || own.some((face) => face.characters.has(code)) ? 'wide' : null
}

/** 汉字的区: of each block how many characters Unicode has, and how many each face draws; the last: all together. */
// biome-ignore format: one row, one block
const BLOCKS: [string, number, number][] = [
  ['基本汉字 URO', 0x4e00, 0x9fff], ['扩展A', 0x3400, 0x4dbf], ['扩展B', 0x20000, 0x2a6df], ['扩展C', 0x2a700, 0x2b73f],
  ['扩展D', 0x2b740, 0x2b81f], ['扩展E', 0x2b820, 0x2ceaf], ['扩展F', 0x2ceb0, 0x2ebef], ['扩展I', 0x2ebf0, 0x2ee5f],
  ['扩展G', 0x30000, 0x3134f], ['扩展H', 0x31350, 0x323af], ['兼容汉字', 0xf900, 0xfaff], ['兼容补充', 0x2f800, 0x2fa1f],
]
export function coverage(): { block: string; assigned: number; drawn: { face: string; count: number }[] }[] {
  const faces = [
    { face: BROUGHT[0], characters: inUsual() },
    { face: BROUGHT[1], characters: inWide() },
    ...own.map(({ family, characters }) => ({ face: family, characters })),
  ]
  return BLOCKS.map(([block, from, to]) => {
    const codes = Array.from({ length: to - from + 1 }, (_, i) => from + i).filter((code) =>
      /\p{Assigned}/u.test(String.fromCodePoint(code)),
    )
    const count = (has: (code: number) => boolean) => codes.filter(has).length
    const each = faces.map(({ face, characters }) => ({ face, count: count((code) => characters.has(code)) }))
    const all = count((code) => faces.some(({ characters }) => characters.has(code)))
    return { block, assigned: codes.length, drawn: [...each, { face: '合计 together', count: all }] }
  })
}

/**
 * 字体: the faces that are embedded, in the order in which a character is looked for. The wide one is read only for a
 * paper that needs it.
 */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
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

export const fontFiles = (needsWide: boolean): Buffer[] => (needsWide ? [...usual(), wide()] : usual())

/** Which of the faces has it; null: none. */
export function faceOf(character: string): 'usual' | 'wide' | null {
  const code = character.codePointAt(0) as number
  if (inUsual().has(code)) return 'usual'
  return inWide().has(code) ? 'wide' : null
}

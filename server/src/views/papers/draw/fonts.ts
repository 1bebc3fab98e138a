/** 字体: the faces that are embedded. A character that none of them has is said aloud before anything is printed. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { create, type Font } from 'fontkit'
import { type Paper, textsOf } from '../model.ts'

const PACKAGE = '@expo-google-fonts/noto-serif-sc'
const FACES = ['400Regular/NotoSerifSC_400Regular.ttf', '700Bold/NotoSerifSC_700Bold.ttf']

let files: Buffer[] | undefined
export const fontFiles = (): Buffer[] => {
  const { resolve } = createRequire(import.meta.url)
  files ??= FACES.map((face) => readFileSync(resolve(`${PACKAGE}/${face}`)))
  return files
}

let characters: Set<number> | undefined
function drawable(): Set<number> {
  characters ??= new Set((create(fontFiles()[0] as Buffer) as Font).characterSet)
  return characters
}

/** What no face has, each character once. Line ends are no characters. */
export function missingCharacters(paper: Paper): string[] {
  const known = drawable()
  const missing = new Set<string>()
  for (const text of textsOf(paper))
    for (const character of text)
      if (character !== '\n' && !known.has(character.codePointAt(0) as number)) missing.add(character)
  return [...missing]
}

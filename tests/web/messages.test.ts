import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'

const SOURCE = join(import.meta.dirname, '../../web/src')
const files = import.meta.glob<{ default: Tree }>('../../web/src/say/messages/*/*.ts', { eager: true })
type Tree = { [key: string]: string | Tree }

const flat = (tree: Tree, prefix = ''): [string, string][] =>
  Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string'
      ? [[`${prefix}${key}`, value] as [string, string]]
      : flat(value, `${prefix}${key}.`),
  )
const of = (language: string) => {
  const all = new Map<string, string>()
  for (const [path, { default: tree }] of Object.entries(files)) {
    const [, where, task] = path.match(/messages\/([^/]+)\/([\w-]+)\.ts$/) ?? []
    if (where === language) for (const [key, text] of flat(tree)) all.set(`${task}.${key}`, text)
  }
  return all
}
const zh = of('zh-CN')
const en = of('en')
const placeholders = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort()

const sources = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return entry.name === 'messages' ? [] : sources(path)
    return /\.(vue|ts)$/.test(entry.name) ? [path] : []
  })

describe('Every text exists in Chinese and in English', () => {
  test('the two lists have the same keys', () => {
    expect([...en.keys()].sort()).toEqual([...zh.keys()].sort())
    expect(zh.size).toBeGreaterThan(300)
  })

  test('a text and its translation name the same placeholders', () => {
    for (const [key, text] of zh)
      expect([key, placeholders(en.get(key) ?? '')]).toEqual([key, placeholders(text)])
  })

  test('no text is empty, and none is left untranslated in English', () => {
    for (const [key, text] of en) {
      expect([key, text.trim().length > 0]).toEqual([key, true])
      // A word of the field may stand in Chinese within an English sentence, not in its place.
      expect([key, /[A-Za-z¥{]/.test(text) || !/[一-鿿]/.test(text)]).toEqual([key, true])
    }
  })

  test('every key that a page asks for exists', () => {
    const missing = sources(SOURCE).flatMap((path) =>
      [...readFileSync(path, 'utf8').matchAll(/\bt\(\s*'([\w.-]+)'/g)]
        .map(([, key]) => key ?? '')
        .filter((key) => !zh.has(key))
        .map((key) => `${path.slice(SOURCE.length)}: ${key}`),
    )
    expect(missing).toEqual([])
  })

  test('what waits for a person has a name, a sentence and a button', async () => {
    const { waitingItem } = await import('@cunyi/shared/api/accounts.ts')
    for (const kind of waitingItem.shape.kind.options)
      for (const part of ['kinds', 'sentences', 'acts']) expect(zh.has(`follow.${part}.${kind}`)).toBe(true)
  })
})

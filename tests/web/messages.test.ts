import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import englishMembers from '@cunyi/web/say/messages/en.ts'
import members from '@cunyi/web/say/messages/zh-CN.ts'
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

const SERVER = join(import.meta.dirname, '../../server/src')
const sources = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return entry.name === 'messages' ? [] : sources(path)
    return /\.(vue|ts)$/.test(entry.name) ? [path] : []
  })

const CALL = /\bt\(\s*'([\w.-]+)'/g
/** The same with a key that is put together: its file is known all the same. */
const PUT_TOGETHER = /\bt\(\s*`(\w+\.)/g
/** In the rows of the pages and of the menu. */
const ROW = /\b(?:title|help): '(\w+\.[\w.-]+)'/g
const keysIn = (text: string, ...forms: RegExp[]) =>
  forms.flatMap((form) => [...text.matchAll(form)].map(([, key]) => key ?? ''))
/** A page and what it draws or calls, of the tasks and the parts. */
function drawnBy(path: string, found = new Set<string>()): Set<string> {
  if (found.has(path)) return found
  found.add(path)
  for (const [, to] of readFileSync(path, 'utf8').matchAll(/ from '(\.[^']+\.(?:vue|ts))'/g)) {
    const next = join(path, '..', to ?? '')
    if (/[\\/](tasks|parts)[\\/]/.test(next)) drawnBy(next, found)
  }
  return found
}

describe('Every text exists in Chinese and in English', () => {
  test('no key is in one language only', () => {
    const only = (one: Map<string, string>, other: Map<string, string>) =>
      [...one.keys()].filter((key) => !other.has(key))
    expect({ onlyChinese: only(zh, en), onlyEnglish: only(en, zh) }).toEqual({
      onlyChinese: [],
      onlyEnglish: [],
    })
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

  test('every key that a page, a row of the pages or of the menu asks for exists', () => {
    const missing = sources(SOURCE).flatMap((path) =>
      keysIn(readFileSync(path, 'utf8'), CALL, ROW)
        .filter((key) => !zh.has(key))
        .map((key) => `${path.slice(SOURCE.length)}: ${key}`),
    )
    expect(missing).toEqual([])
  })

  test('what every member has is the same in both languages, and no page fetches it again', () => {
    const i18n = readFileSync(join(SOURCE, 'say/i18n.ts'), 'utf8')
    const leftOut = (/!.*\{([\w,]+)\}\.ts'/.exec(i18n)?.[1] ?? '').split(',')
    const kept = Object.keys(members).sort()
    expect([Object.keys(englishMembers).sort(), leftOut.sort()]).toEqual([kept, kept])
  })

  test('every page has the words it asks for: its row names their file, or every member has them', () => {
    const text = readFileSync(join(SOURCE, 'app/routes.ts'), 'utf8')
    const rows = [
      ...text.matchAll(
        /name: '(\w+)', component: \(\) => import\('\.\.\/(tasks\/[\w/]+\.vue)'\), meta: (\{.*\}) \}/g,
      ),
    ]
    expect(rows).toHaveLength(text.split('component: () =>').length - 1)
    const missing = rows.flatMap(([, name, page, meta]) => {
      const named = [...(/messages: \[([^\]]*)\]/.exec(meta ?? '')?.[1] ?? '').matchAll(/\w+/g)].map(String)
      const asked = [...drawnBy(join(SOURCE, page ?? ''))].flatMap((path) =>
        keysIn(readFileSync(path, 'utf8'), CALL, PUT_TOGETHER),
      )
      asked.push(...keysIn(meta ?? '', ROW))
      const files = new Set(asked.map((key) => key.split('.')[0] ?? ''))
      return [...files]
        .filter((file) => !(file in members) && !named.includes(file))
        .map((file) => `${name}: ${file}`)
    })
    expect(missing).toEqual([])
  })

  test('what waits for a person has a name, a sentence and a button', async () => {
    const { waitingItem } = await import('@cunyi/shared/api/accounts.ts')
    for (const kind of waitingItem.shape.kind.options)
      for (const part of ['kinds', 'sentences', 'acts']) expect(zh.has(`follow.${part}.${kind}`)).toBe(true)
  })

  test('what stands in the chain has a name on its page', () => {
    const said = sources(SERVER).flatMap((path) =>
      keysIn(readFileSync(path, 'utf8'), /\bact: '(\w+)'/g, /leaveEvidence\(tx, [\w.]+, facts, '(\w+)'/g),
    )
    expect(said.length).toBeGreaterThan(100)
    expect([...new Set(said)].filter((act) => !zh.has(`oversee.acts.${act}`))).toEqual([])
  })
})

/** 村里人的话: what the villagers' pages say, and how they name the law. */
import { REFUSALS } from '@cunyi/shared/words/refusals.ts'
import { lawInWords } from '@cunyi/web/say/law.ts'
import attend from '@cunyi/web/say/messages/zh-CN/attend.ts'
import board from '@cunyi/web/say/messages/zh-CN/board.ts'
import changes from '@cunyi/web/say/messages/zh-CN/changes.ts'
import common from '@cunyi/web/say/messages/zh-CN/common.ts'
import data from '@cunyi/web/say/messages/zh-CN/data.ts'
import enter from '@cunyi/web/say/messages/zh-CN/enter.ts'
import follow from '@cunyi/web/say/messages/zh-CN/follow.ts'
import link from '@cunyi/web/say/messages/zh-CN/link.ts'
import object from '@cunyi/web/say/messages/zh-CN/object.ts'
import parts from '@cunyi/web/say/messages/zh-CN/parts.ts'
import speak from '@cunyi/web/say/messages/zh-CN/speak.ts'
import ways from '@cunyi/web/say/messages/zh-CN/ways.ts'
import { expect, test } from 'vitest'

/** Of the office; on its own pages and papers they stay. */
const OFFICE = /留痕|校验值|校验点|SHA-?256|列席|回避|应到|实到|拆封清单|动议事由/
/** Said to whoever wants to compute it himself. */
const FOR_EXPERTS = ['attend.receiptDigestHow']

/** art 37, M03, partyMembers, needs_review */
const RAW = /\barts?\.? ?\d|\bM(?:0\d|1[0-4])\b|\b[a-z]+[A-Z]\w*|\b[a-z]+_[a-z]+|\bpara\.? \d|\bch\. ?\d/
const TABLES = import.meta.glob<Record<string, unknown>>(
  ['../../shared/src/**/*.ts', '!../../shared/src/api/**'],
  { eager: true },
)
const MESSAGES = import.meta.glob<{ default: Tree }>('../../web/src/say/messages/zh-CN/*.ts', { eager: true })

type Tree = { [key: string]: string | Tree }
const flat = (tree: Tree, prefix: string): [string, string][] =>
  Object.entries(tree).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[`${prefix}${key}`, value]] : flat(value, `${prefix}${key}.`),
  )

test('no word of the office stands on a page of the villagers', () => {
  const pages = { attend, board, changes, common, data, enter, follow, link, object, parts, speak, ways }
  const found = flat(pages, '').filter(([key, text]) => OFFICE.test(text) && !FOR_EXPERTS.includes(key))
  expect(found).toEqual([])
})

test('a Chinese sentence names the law as the law is named', () => {
  expect(lawInWords('村委会组织法 art 37', true)).toBe('《村民委员会组织法》第三十七条')
  expect(lawInWords('村委会组织法 art 28(3)', true)).toBe('《村民委员会组织法》第二十八条第三项')
  expect(lawInWords('村委会组织法 art 28 para 3', true)).toBe('《村民委员会组织法》第二十八条第三款')
  expect(lawInWords('农村集体经济组织法 art 27（不能到现场的）', true)).toBe(
    '《农村集体经济组织法》第二十七条（不能到现场的）',
  )
  expect(lawInWords('社会救助法 arts 43–45；土地管理法 arts 10, 105', true)).toBe(
    '《社会救助法》第四十三条至第四十五条；《土地管理法》第十条、第一百零五条',
  )
  expect(lawInWords('平台规则', true)).toBe('平台规则')
  expect(lawInWords('村委会组织法 arts 26, 30', false)).toBe(
    'Arts. 26, 30 of the Organic Law of Villagers’ Committees',
  )
  expect(lawInWords('村委会组织法 art 28 para 3', false)).toBe(
    'Art. 28, para. 3, of the Organic Law of Villagers’ Committees',
  )
  expect(lawInWords('须由章程规定（比照农村集体经济组织法 art 27）', false)).toBe(
    'the charter must provide for it (after Art. 27 of the Law on Rural Collective Economic Organizations)',
  )
})

/** Every `source` of every table of the rules. */
function sources(): string[] {
  const found = new Set<string>()
  const seen = new Set<unknown>()
  const walk = (one: unknown) => {
    if (!one || typeof one !== 'object' || seen.has(one)) return
    seen.add(one)
    for (const [key, value] of Object.entries(one)) {
      if (key === 'source' && typeof value === 'string') found.add(value)
      walk(value)
    }
  }
  for (const tables of Object.values(TABLES)) walk(tables)
  return [...found].toSorted()
}

test('every source of the tables is Chinese in Chinese and English in English', () => {
  expect(RAW.test('村委会组织法 art 37') && RAW.test('事项 M03') && RAW.test('由 partyMembers 决定')).toBe(
    true,
  )
  expect(sources().length).toBeGreaterThan(120)
  expect(sources().filter((one) => RAW.test(lawInWords(one, true)))).toEqual([])
  expect(
    sources()
      .map((one) => lawInWords(one, false))
      .filter((one) => /\p{Script=Han}|[（）：，]|\barts? \d/u.test(one)),
  ).toEqual([])
})

test('no Chinese sentence holds an English citation, or a word or code of the program', () => {
  const sentences: [string, string][] = [
    ...Object.entries(MESSAGES).flatMap(([path, { default: tree }]) =>
      flat(tree, `${path.replace(/.*\/|\.ts$/g, '')}.`),
    ),
    ...Object.entries(REFUSALS).map(([code, { zh }]): [string, string] => [`refusal ${code}`, zh]),
  ]
  expect(sentences.length).toBeGreaterThan(2000)
  const found = sentences.filter(
    ([, text]) => /\p{Script=Han}/u.test(text) && RAW.test(text.replace(/\{\w+\}/g, '')),
  )
  expect(found).toEqual([])
})

import { readdirSync, readFileSync } from 'node:fs'
import { readDivisions } from '@cunyi/server/village/divisions/load.ts'
import {
  type Body,
  bodyName,
  everyName,
  namesAt,
  renamed,
  villageNames,
  whyNotRename,
} from '@cunyi/shared/words/village-names.ts'
import { ASSEMBLY_KEYS } from '@cunyi/shared/words/vocabulary.ts'
import { describe, expect, test } from 'vitest'

const LIST = new URL('../../server/src/app/demo/data/divisions.csv', import.meta.url)
const villages = readDivisions(readFileSync(LIST, 'utf8')).filter(({ level }) => level === 'village')
const BODIES: Body[] = ['committee', 'partyBranch', 'oversight', 'collective', ...ASSEMBLY_KEYS]

describe('the names of a village', () => {
  test.each([
    ['乔湾村民委员会', '乔湾村', '乔湾村村民委员会'],
    ['河湾村村民委员会', '河湾村', '河湾村村民委员会'],
    ['河湾村委会', '河湾村', '河湾村村民委员会'],
    ['河湾村', '河湾村', '河湾村村民委员会'],
    ['河湾新村民委员会', '河湾新村', '河湾新村村民委员会'],
    ['东村村民委员会', '东村', '东村村民委员会'],
    ['解放街社区居民委员会', '解放街社区', '解放街社区居民委员会'],
    ['解放街社区居委会', '解放街社区', '解放街社区居民委员会'],
    ['解放街社区', '解放街社区', '解放街社区居民委员会'],
    ['东关居民委员会', '东关', '东关居民委员会'],
    ['新城社区村民委员会', '新城社区', '新城社区村民委员会'],
    ['乌兰嘎查村民委员会', '乌兰嘎查', '乌兰嘎查村民委员会'],
    ['村民委员会', '村民委员会', '村民委员会村民委员会'],
  ])('%s is %s, its committee %s', (listed, short, full) =>
    expect(villageNames(listed)).toMatchObject({ short, full }),
  )

  test('a place that the township opened as a community has a residents’ committee', () => {
    expect(villageNames('城关', true).full).toBe('城关居民委员会')
    expect(bodyName(villageNames('城关', true), 'oversight')).toBe('城关居务监督委员会')
  })

  test('the names that a village is printed with make the same names again', () => {
    for (const { name } of villages) {
      const names = villageNames(name)
      expect(villageNames(names.full)).toEqual(names)
      expect(villageNames(names.short)).toEqual(names)
    }
  })

  test('every body of every village and community of the county: nothing stands in a name twice, nothing is left of the list', () => {
    expect(villages).toHaveLength(272)
    expect(villages.filter(({ name }) => villageNames(name).isResidents)).toHaveLength(16)
    for (const { name } of villages) {
      const names = villageNames(name)
      expect(names.short).toMatch(/(村|社区)$/)
      expect(names.short).not.toMatch(/委员会|民委|村村$/)
      expect(names.full).toBe(`${names.short}${names.isResidents ? '居民委员会' : '村民委员会'}`)
      for (const body of BODIES) {
        const printed = bodyName(names, body)
        expect(printed).toContain(names.short)
        // 委员会 once, and once 村 where the place's name ends and the body's begins but for 村民 and 村务.
        expect(printed.split('委员会').length, printed).toBeLessThanOrEqual(2)
        expect(printed, printed).not.toMatch(/村村(?![民务])|社区村务|（/)
      }
    }
  })

  test('letterheads as they are printed', () => {
    const of = (name: string) => BODIES.map((body) => bodyName(villageNames(name), body))
    expect(of('乔湾村民委员会')).toEqual([
      '乔湾村村民委员会',
      '中共乔湾村支部委员会',
      '乔湾村村务监督委员会',
      '乔湾村农村集体经济组织',
      '中共乔湾村支部委员会',
      '乔湾村“两委”',
      '中共乔湾村支部党员大会',
      '乔湾村村民会议',
      '乔湾村村民会议',
      '乔湾村村民代表会议',
      '乔湾村集体经济组织成员大会',
      '乔湾村集体经济组织成员代表大会',
      '乔湾村村民小组会议',
      '乔湾村村民小组会议',
      '乔湾村居民会议',
      '乔湾村居民会议',
      '乔湾村居民代表会议',
    ])
    expect(of('东关社区居民委员会').slice(0, 7)).toEqual([
      '东关社区居民委员会',
      '中共东关社区支部委员会',
      '东关社区居务监督委员会',
      '东关社区农村集体经济组织',
      '中共东关社区支部委员会',
      '东关社区“两委”',
      '中共东关社区支部党员大会',
    ])
  })
})

describe('a village that is renamed', () => {
  const listed = { name: '乔湾村民委员会', isCommunity: false, names: null }
  const on = new Date('2026-11-02T08:00:00Z')
  const to = { short: '河湾村', full: '河湾村村民委员会' }
  const row = { ...listed, name: to.full, names: renamed(listed, to, on) }

  test('is called by the name in force on the day that is asked about', () => {
    expect(namesAt(row, new Date('2026-11-02T07:59:59Z')).full).toBe('乔湾村村民委员会')
    expect(namesAt(row, on)).toEqual({ ...to, isResidents: false })
    const again = {
      ...row,
      names: renamed(row, { short: '湾村', full: '演示镇湾村村民委员会' }, new Date('2027-01-01')),
    }
    expect(namesAt(again, on).short).toBe('河湾村')
    expect(namesAt(again, new Date('2027-02-01'))).toMatchObject({
      short: '湾村',
      full: '演示镇湾村村民委员会',
    })
    expect(everyName(row)).toEqual(['河湾村村民委员会', '乔湾村', '乔湾村村民委员会', '河湾村'])
  })

  test('only changes its name, never the body that bears it', () => {
    const why = (short: string, full: string, place = listed) =>
      whyNotRename(place, { short, full }, on)?.code ?? null
    expect(why('河湾村', '河湾村村民委员会')).toBeNull()
    expect(why('河湾村', '演示镇河湾村村民委员会')).toBeNull()
    expect(why('乔湾村', '乔湾村村民委员会')).toBe('alreadyDone')
    expect(why('河湾社区', '河湾社区居民委员会')).toBe('villageNameOther')
    for (const [short, full] of [
      ['河湾村', '河湾村'],
      ['河湾村', '河湾村委会'],
      ['河湾村', '柳湾村村民委员会'],
      ['河湾村民委员会', '河湾村民委员会村民委员会'],
      ['河湾村😀', '河湾村😀村民委员会'],
      ['河湾\u200b村', '河湾\u200b村村民委员会'],
      ['村', '村村民委员会'],
    ] as const)
      expect(why(short, full), full).toBe('villageNameUnfit')
  })
})

test('no paper and no word of a notice composes the name of a body by itself', () => {
  const files = [
    '../../server/src/views/papers',
    '../../server/src/matters/disclosures',
    '../../shared/src/disclosure',
  ].flatMap((folder) =>
    readdirSync(new URL(`${folder}/`, import.meta.url), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => new URL(`${folder}/${file}`, import.meta.url)),
  )
  expect(files.length).toBeGreaterThan(40)
  // A name put before 村民委员会, 支部委员会 …, or the name of an assembly behind a village's.
  const composed =
    /\}(?:村民委员会|居民委员会|村委会|居委会|(?:村|居)务监督委员会|支部委员会|村民(?:代表)?会议)|(?:village|short|name|listed)\}\$\{(?:assemblyZh|body)/
  expect(
    files
      .filter((file) => composed.test(readFileSync(file, 'utf8')))
      .map((file) => file.pathname.split('/').at(-1)),
  ).toEqual([])
  expect(`{village}${'}'}村民委员会`).toMatch(composed)
})

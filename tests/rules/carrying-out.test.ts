/** 组织实施: the work is what was resolved. */
import { isAsOpen, isChoosingLaxer, wayFor } from '@cunyi/shared/law/choosing.ts'
import { defaultProfile, whyNotProfile } from '@cunyi/shared/law/profile.ts'
import type { ChoosingBand } from '@cunyi/shared/law/profile-keys.ts'
import {
  acceptanceMissing,
  acceptorsNeeded,
  executes,
  partDoneIn,
  type Resolved,
  type Said,
  whyNotAsResolved,
  whyNotFinished,
  whyNotYet,
} from '@cunyi/shared/matter/carrying-out.ts'
import { describe, expect, test } from 'vitest'

const YUAN = 100
const profile = defaultProfile()
const RESOLVED: Resolved = {
  executor: null,
  contractor: null,
  place: '村北',
  scope: null,
  beneficiaries: null,
  dueOn: '2027-03-31',
  choosing: null,
  sumFen: 180_000 * YUAN,
}
const SAID: Said = {
  executor: '村民委员会',
  contractor: '河湾建筑队',
  place: null,
  scope: null,
  beneficiaries: null,
  dueOn: null,
  tender: 'quotes',
  contractAmount: 180_000 * YUAN,
  papers: 1,
}
const why = (
  resolved: Partial<Resolved> = {},
  said: Partial<Said> = {},
  before: { contractor: string | null } | null = null,
  route: 'A' | 'B' | 'C' | 'D' = 'A',
) =>
  whyNotAsResolved(
    { resolved: { ...RESOLVED, ...resolved }, route, village: '河湾村', least: 'quotes' },
    { ...SAID, ...said },
    before,
  )
const code = (...asked: Parameters<typeof why>) => why(...asked)?.code ?? null

describe('who carries it out', () => {
  test('is the village committee where the resolution names nobody, under any of its names', () => {
    for (const executor of ['村民委员会', '村委会', '河湾村村民委员会', '河湾村村委会', '河湾村民委员会'])
      expect(code({}, { executor })).toBe(null)
    expect(why({}, { executor: '主任家的施工队' })).toMatchObject({
      code: 'notAsResolved',
      params: { resolved: '村民委员会', said: '主任家的施工队' },
    })
  })
  test('of the collective is the collective, or the village committee in its place', () => {
    for (const executor of ['河湾村股份经济合作社', '集体经济组织', '村民委员会'])
      expect(code({}, { executor }, null, 'B')).toBe(null)
    expect(code({}, { executor: '河湾村股份经济合作社' })).toBe('notAsResolved')
  })
  test('is whoever the resolution names, and nobody else', () => {
    expect(code({ executor: '第三村民小组' }, { executor: '第三村民小组' })).toBe(null)
    expect(code({ executor: '第三村民小组' })).toBe('notAsResolved')
  })
})

describe('the contractor', () => {
  test('named in the resolution is not another one', () => {
    expect(code({ contractor: '甲公司' }, { contractor: '甲公司' })).toBe(null)
    expect(code({ contractor: '甲公司' }, { contractor: '主任的弟弟' })).toBe('notAsResolved')
    expect(code({ contractor: '甲公司' }, { contractor: null })).toBe(null)
  })
  test('chosen after it comes out of the way that the sum asks for, with its papers', () => {
    expect(code()).toBe(null)
    expect(why({}, { tender: 'none' })).toMatchObject({ code: 'contractorByWay' })
    expect(code({}, { papers: 0 })).toBe('wayPaperMissing')
    expect(code({}, { tender: 'tender' })).toBe(null)
  })
  test('is found as the resolution says, no other way', () => {
    expect(code({ choosing: 'tender' }, { tender: 'tender' })).toBe(null)
    expect(code({ choosing: 'tender' }, { tender: 'quotes' })).toBe('notAsResolved')
  })
  test('once chosen changes only with new papers', () => {
    expect(code({}, { papers: 0 }, { contractor: '河湾建筑队' })).toBe(null)
    expect(code({}, { papers: 0 }, { contractor: '乙公司' })).toBe('contractorChosen')
    expect(code({}, { papers: 1 }, { contractor: '乙公司' })).toBe(null)
  })
  test('is paid no more than was resolved', () => {
    expect(code({}, { contractAmount: 180_000 * YUAN + 1 })).toBe('contractAboveResolved')
  })
})

test('place, scope, beneficiaries and term are those of the resolution', () => {
  expect(why({}, { place: '村南' })).toMatchObject({
    code: 'notAsResolved',
    params: { resolved: '村北', said: '村南' },
  })
  expect(code({}, { place: '村 北' })).toBe(null)
  expect(code({ scope: '长一公里' }, { scope: '长半公里' })).toBe('notAsResolved')
  expect(code({ beneficiaries: '全村' }, { beneficiaries: '主任家' })).toBe('notAsResolved')
  expect(code({}, { dueOn: '2027-03-31' })).toBe(null)
  expect(code({}, { dueOn: '2027-04-01' })).toBe('notAsResolved')
  expect(code({ dueOn: null })).toBe('termMissing')
})

describe('the way of choosing', () => {
  const ALL = profile.choosing[0]?.codes ?? []
  const table = (...rows: [number, ChoosingBand['way']][]): ChoosingBand[] =>
    rows.map(([yuan, way]) => ({ codes: ALL, fromFen: yuan * YUAN, way }))
  test('follows the sum, and of several codes the stricter', () => {
    expect(wayFor(['M03'], 19_999 * YUAN, profile.choosing)).toBe('none')
    expect(wayFor(['M03'], 20_000 * YUAN, profile.choosing)).toBe('quotes')
    const strict: ChoosingBand[] = [...table([0, 'none']), { codes: ['M05'], fromFen: 0, way: 'exchange' }]
    expect(wayFor(['M03', 'M05'], 1, strict.slice(1))).toBe('exchange')
    expect(isAsOpen('exchange', 'tender')).toBe(true)
    expect(isAsOpen('quotes', 'tender')).toBe(false)
  })
  test('has a floor that not even the county goes below', () => {
    expect(whyNotProfile({ choosing: table([0, 'none'], [50_000, 'quotes']) })).toBe(null)
    expect(whyNotProfile({ choosing: table([0, 'none'], [50_001, 'quotes']) })?.code).toBe('belowFloor')
    expect(whyNotProfile({ choosing: [] })?.code).toBe('belowFloor')
    expect(whyNotProfile({ choosing: table([0, 'none'], [20_000, 'quotes'], [400_000, 'none']) })?.code).toBe(
      'belowFloor',
    )
  })
  test('is made stricter by a village, never laxer', () => {
    const above = table([0, 'none'], [20_000, 'quotes'])
    expect(isChoosingLaxer(table([0, 'quotes']), above)).toBe(false)
    expect(isChoosingLaxer(table([0, 'none'], [20_000, 'tender']), above)).toBe(false)
    expect(isChoosingLaxer(table([0, 'none'], [30_000, 'quotes']), above)).toBe(true)
    expect(
      whyNotProfile(
        { choosing: table([0, 'none'], [30_000, 'quotes']) },
        { level: 'village', parent: profile, basis: '决议' },
      )?.code,
    ).toBe('laxerThanAbove')
  })
})

describe('acceptance', () => {
  const yes = (watches = false) => ({ agrees: true, watches })
  test('asks five from 20,000 yuan on, three in a village of fewer than a hundred adults', () => {
    const needed = (yuan: number, adults: number) => acceptorsNeeded(profile, { sumFen: yuan * YUAN, adults })
    expect([needed(19_999, 1000), needed(20_000, 1000), needed(20_000, 100), needed(20_000, 99)]).toEqual([
      1, 5, 5, 3,
    ])
  })
  test('is there with enough who agree, one of them of the oversight committee', () => {
    const four = [yes(), yes(), yes(), yes()]
    expect(acceptanceMissing(5, four)).toEqual({ persons: 1, oversight: true })
    expect(acceptanceMissing(5, [...four, yes()])).toEqual({ persons: 1, oversight: true })
    expect(acceptanceMissing(5, [...four, yes(true)])).toBe(null)
    expect(acceptanceMissing(5, [...four, { agrees: false, watches: true }])).toEqual({
      persons: 1,
      oversight: true,
    })
    expect(acceptanceMissing(1, [yes()])).toEqual({ persons: 1, oversight: true })
  })
  test('is not signed by those who carry it out, keep its money or are paid for it', () => {
    const work = { executor: '村民委员会', contractor: '王建', village: '河湾村' }
    const is = (name: string, ...offices: Parameters<typeof executes>[2]['offices'][number][]) =>
      executes('A', work, { name, offices })
    expect(is('李一', 'villageCommittee')).toBe(true)
    expect(is('李二', 'villageDirector', 'oversightChair')).toBe(true)
    expect(is('李三', 'accountant')).toBe(true)
    expect(is('王建')).toBe(true)
    expect(is('李四', 'representative')).toBe(false)
    expect(is('李五', 'oversightChair')).toBe(false)
    expect(is('李六', 'boardMember')).toBe(false)
    expect(
      executes('A', { ...work, executor: '河湾村经济合作社' }, { name: '李六', offices: ['boardMember'] }),
    ).toBe(true)
  })
  test('is on a day that has come', () => {
    const on = (day: string) => whyNotYet([{ zh: '完工日期', en: 'completion', on: day }], '2026-11-30')?.code
    expect([on('2026-11-30'), on('2026-12-01'), on('2099-01-01')]).toEqual([
      undefined,
      'dayAhead',
      'dayAhead',
    ])
  })
})

test('an outcome that says 40 % is not done', () => {
  expect([whyNotFinished(null), whyNotFinished(100), whyNotFinished(40)?.code]).toEqual([
    null,
    null,
    'notFinished',
  ])
  expect(partDoneIn('工程已完成40%，合格')).toBe(40)
  expect(partDoneIn('进度为４０％')).toBe(40)
  expect(partDoneIn('完成100%')).toBe(null)
  expect(partDoneIn('超支7.5%，已完工')).toBe(null)
  expect(partDoneIn('完成百分之四十，合格')).toBe(40)
  expect(partDoneIn('只完成六成')).toBe(60)
  expect(partDoneIn('只完成一半')).toBe(50)
  expect(partDoneIn('完成百分之二十五')).toBe(25)
  expect(partDoneIn('完成百分之百')).toBe(null)
  expect(partDoneIn('五月完成40%，现在完成100%')).toBe(null)
  expect(partDoneIn('完成八项整改')).toBe(null)
  expect(partDoneIn('如期完成，百分之九十的户满意')).toBe(null)
})

import { performance } from 'node:perf_hooks'
import { readXlsx, writeXlsx } from 'hucre/xlsx'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildVillage, idNumberOf, type Village } from '../village.ts'
import { confirmedBy, proposeEnd, proposeOffice } from './offices.ts'
import { confirm, homes, preview, workbookOf, XLSX } from './workbooks.ts'

let village: Village
beforeAll(async () => {
  village = await buildVillage()
})
afterAll(() => village.close())
const list = (query: Record<string, string | number> = {}) =>
  village.must('villageDirector', 'listPeople', { query })
const RARE = ['喜', '䶮', '㛃', '𬭚', '𠅤', '喆', '玥', '燚', '犇', '𣸣']

describe('The roster', () => {
  test('is read page by page, everybody once and in the same order', async () => {
    const all: string[] = []
    for (let after: string | undefined; ; ) {
      const page = await list({ limit: 7, ...(after ? { after } : {}) })
      all.push(...page.rows.map((row: { id: string }) => row.id))
      if (!page.next) break
      after = page.next
    }
    const { total } = await list()
    expect(all).toHaveLength(total)
    expect(new Set(all).size).toBe(total)
  })
  test('finds names of rare characters, whole phones and ID numbers, their last digits and first letters, never another part', async () => {
    const people = RARE.map((character, i) => ({
      姓名: `罕${character}`,
      性别: '男',
      身份证号: idNumberOf(801 + 2 * i),
      手机号: `1007777${String(i).padStart(4, '0')}`,
      户号: '001',
    }))
    await confirm(village, (await preview(village, await workbookOf({ 户: homes(1), 人员: people }))).id)
    for (const character of RARE)
      expect((await list({ q: character })).rows.map((row: { name: string }) => row.name)).toEqual([
        `罕${character}`,
      ])
    expect((await list({ q: '10077770003' })).total).toBe(1)
    expect((await list({ q: people[4]?.身份证号 ?? '' })).total).toBe(1)
    expect((await list({ q: '1007777' })).total).toBe(0)
    expect((await list({ q: '77770003' })).rows.map(({ name }) => name)).toHaveLength(1)
    expect((await list({ q: people[4]?.身份证号.slice(-5).toLowerCase() ?? '' })).total).toBe(1)
    expect((await list({ q: 'hxx' })).total).toBe(0)
    expect((await list({ q: 'hx' })).rows.map(({ name }) => name)).toContain('罕喜')
  })
  test('is narrowed by office, group, Party and being away', async () => {
    expect((await list({ office: 'representative' })).total).toBe(15)
    expect(
      (await list({ party: 'yes' })).rows.every((row: { partyStatus: string }) => row.partyStatus !== 'none'),
    ).toBe(true)
    expect((await list({ group: '1组' })).rows.every((row) => row.villageGroup === '1组')).toBe(true)
    expect((await list({ away: 'yes' })).total).toBe(0)
  })
  test('shows numbers only in part, and to insiders only', async () => {
    const text = JSON.stringify(await list({ limit: 100 }))
    expect(text).not.toContain(village.phone('villager-1'))
    expect(text).not.toContain(village.idNumber('villager-1'))
    expect((await village.ask('villager-1', 'listPeople')).status).toBe(403)
    expect((await village.ask('other-1', 'listPeople')).status).toBe(404)
  })
  test('refuses a cursor of its own making', async () => {
    expect((await village.ask('villageDirector', 'listPeople', { query: { after: 'abc' } })).body.code).toBe(
      'malformed',
    )
  })
})

describe('Offices and their terms', () => {
  const appoint = (name: string, more: Record<string, unknown>) =>
    proposeOffice(village, name, 'representative', more)

  test('who is appointed may act the same day, and not after the term has ended', async () => {
    expect((await village.ask('villager-5', 'listPeople')).status).toBe(403)
    const proposed = await appoint('villager-5', { office: 'accountant' })
    await confirmedBy(village, 'oversightChair', proposed)
    expect((await village.ask('villager-5', 'listPeople')).status).toBe(200)
    await confirmedBy(village, 'oversightChair', await proposeEnd(village, proposed.body.id))
    await village.clock.set(new Date('2026-11-03T01:00:00Z'))
    expect((await village.ask('villager-5', 'listPeople')).body.code).toBe('officeEnded')
  })
  test('terms of one office do not overlap, and end after they begin', async () => {
    expect((await appoint('representative-1', {})).body.code).toBe('termsOverlap')
    expect((await appoint('villager-7', { to: '2026-11-01' })).body.code).toBe('termUnfit')
  })
  test('two of one household may be representatives: the law does not forbid it, and the composition says it', async () => {
    const home = (await list({ q: 'representative-1' })).rows.find(
      (row: { name: string }) => row.name === 'representative-1',
    )
    const file = await workbookOf({
      人员: [{ 姓名: '同户人', 性别: '男', 身份证号: idNumberOf(871), 户号: home?.household ?? '' }],
    })
    await confirm(village, (await preview(village, file)).id)
    const personId = (await list({ q: '同户人' })).rows[0]?.id ?? ''
    expect((await appoint('villager-6', { personId })).status).toBe(200)
  })
  test('nobody in a village appoints those above it', async () => {
    expect((await appoint('villager-8', { office: 'townshipStaff' })).status).toBe(403)
    expect(
      (
        await village.ask('villager-1', 'appoint', {
          body: {
            personId: village.id('villager-8'),
            office: 'accountant',
            from: '2026-11-02',
            to: null,
            villageGroup: null,
            households: [],
            paperId: village.id('villager-8'),
          },
        })
      ).status,
    ).toBe(403)
  })
  test('the composition is said of each body', async () => {
    const { rows } = await village.must('villageDirector', 'getComposition')
    const of = (assembly: string) => rows.find((row: { assembly: string }) => row.assembly === assembly)
    expect(of('branch')).toMatchObject({ entitled: 3, attending: 1 })
    expect(of('oversightCommittee')).toMatchObject({ entitled: 3, problems: [] })
    expect(of('villageCommittee')?.problems.map((problem: { code: string }) => problem.code)).toContain(
      'committeeNoWoman',
    )
  })
})

describe('The workbook goes out and comes back', () => {
  const out = async () => (await village.ask('villageDirector', 'exportPeople')).body as Buffer
  test('as it went out, it changes nothing', async () => {
    const state = await preview(village, await out())
    expect(state.counts).toMatchObject({ new: 0, changed: 0, stale: 0, faulty: 0 })
    expect(state.counts?.unchanged).toBeGreaterThan(60)
  })
  test('a row edited outside is taken over; one changed inside meanwhile is flagged', async () => {
    const book = await readXlsx(await out())
    const page = book.sheets.find((sheet) => sheet.name === '人员')
    if (!page) throw new Error('no sheet 人员')
    const [headings = []] = page.rows
    const at = (heading: string) => headings.findIndex((cell) => String(cell).replace('*', '') === heading)
    const rowOf = (name: string) => page.rows.find((row) => row[at('姓名')] === name) as (string | null)[]
    for (const name of ['villager-1', 'villager-2']) rowOf(name)[at('外出地点')] = '广东省东莞市'
    const inside = { 姓名: 'villager-2', 性别: '男', 身份证号: village.idNumber('villager-2'), 外出: '是' }
    await confirm(village, (await preview(village, await workbookOf({ 人员: [inside] }))).id)
    const state = await preview(
      village,
      Buffer.from(await writeXlsx({ sheets: book.sheets.map(({ name, rows }) => ({ name, rows })) })),
    )
    expect(state.counts).toMatchObject({ new: 0, changed: 1, stale: 1, faulty: 0 })
    expect(state.changes.map(({ key, kind }: { key: string; kind: string }) => [key, kind])).toEqual([
      ['villager-2', 'stale'],
      ['villager-1', 'changed'],
    ])
  })
  test('the template is the same table, empty, with a guide', async () => {
    const { body, headers } = await village.ask('villager-1', 'getTemplate')
    expect(headers['content-type']).toBe(XLSX)
    const book = await readXlsx(body as Buffer)
    expect(book.sheets.map((sheet) => sheet.name)).toEqual(['户', '人员', '任职', '集体成员', '说明'])
    const state = await preview(village, body as Buffer)
    expect(state).toMatchObject({ status: 'previewed', counts: { new: 0, changed: 0, faulty: 0 } })
  })
})

test('A workbook of 5,000 people is previewed and taken over', async () => {
  const people = Array.from({ length: 5000 }, (_, i) => {
    const year = 1940 + (i % 60)
    return {
      姓名: `人${i}`,
      性别: '男',
      身份证号: idNumberOf(1 + 2 * Math.floor(i / 60), `${year}-03-03`),
      手机号: `1008${String(i).padStart(7, '0')}`,
      户号: String((i % 1200) + 1).padStart(3, '0'),
    }
  })
  const file = await workbookOf({ 户: homes(1200), 人员: people })
  const began = performance.now()
  const state = await preview(village, file)
  const previewed = performance.now()
  expect(state.counts).toMatchObject({ new: 5000 + 1199, faulty: 0 })
  expect((await confirm(village, state.id)).status).toBe(200)
  console.log(
    `5,000 people: preview ${Math.round(previewed - began)} ms, confirmation ${Math.round(performance.now() - previewed)} ms`,
  )
}, 120_000)

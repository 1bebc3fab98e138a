import { readXlsx, writeXlsx } from 'hucre/xlsx'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildVillage, idNumberOf, type Village } from '../village.ts'
import { confirm, confirmAlone, preview, type settled } from './workbooks.ts'

/** A list without household numbers: its households by their heads, if the clerk says so (findings C3). */
let village: Village
beforeAll(async () => {
  village = await buildVillage()
})
afterAll(() => village.close())

type State = Awaited<ReturnType<typeof settled>>
type Row = (string | null)[]
const book = async (rows: Row[]) =>
  preview(village, Buffer.from(await writeXlsx({ sheets: [{ name: '人员', rows }] })))
const HEADS = ['序号', '姓名', '身份证号', '与户主关系', '村民小组']
const line = (n: number, name: string, relation: string, group: string | null = '一组'): Row => [
  String(n),
  name,
  idNumberOf(700 + n, '1980-01-01'),
  relation,
  group,
]
const LIST = [
  HEADS,
  line(1, '户甲', '户主'),
  line(3, '户乙', '妻'),
  line(5, '户丙', '本人'),
  line(7, '户丁', '子'),
]
const homesOf = (state: State) => state.changes.filter(({ sheet }) => sheet === '户').map(({ key }) => key)
const said = (state: State) => state.faults.map(({ row, code }) => [row, code])
const where = async (name: string) => {
  const { rows } = await village.must('villageDirector', 'listPeople', { query: { q: name } })
  return rows.map(({ household }) => household)
}

describe('A list without household numbers', () => {
  test('its heads make households: shown, asked, and nothing goes in before the answer', async () => {
    const state = await book(LIST)
    expect(said(state)).toEqual([[0, 'householdFromHeads']])
    expect(state.homes).toBe(2)
    expect(homesOf(state).map((key) => key.replace(/^\d+/, 'N'))).toEqual([
      'N（户甲，2人）',
      'N（户丙，2人）',
    ])
    expect((await confirmAlone(village, state.id)).body).toMatchObject({ code: 'homesUndecided' })
    expect(await where('户甲')).toEqual([])
    await confirm(village, state.id, { byHead: true })
    const [one] = await where('户甲')
    const [other] = await where('户丙')
    expect([await where('户乙'), await where('户丁')]).toEqual([[one], [other]])
    expect(one).not.toBe(other)
  })
  test('the same list once more changes nothing, and a new member goes to his head', async () => {
    const again = await book([...LIST, line(9, '户戊', '孙')])
    expect(again.counts).toMatchObject({ new: 1, changed: 0, unchanged: 4 })
    expect(homesOf(again)).toEqual([])
    await confirm(village, again.id, { byHead: true })
    expect(await where('户戊')).toEqual(await where('户丙'))
  })
  test('who is in a household stays there though the list puts him below another head', async () => {
    const moved = await book([HEADS, line(5, '户丙', '户主'), line(3, '户乙', '妻')])
    expect(moved.counts).toMatchObject({ changed: 0, unchanged: 2 })
    expect(said(moved)).toContainEqual([3, 'homeKept'])
  })
  test('no is an answer: they come in, and are of no household', async () => {
    const state = await book([HEADS, line(11, '否甲', '户主'), line(13, '否乙', '妻')])
    await confirm(village, state.id, { byHead: false })
    expect([await where('否甲'), await where('否乙')]).toEqual([[null], [null]])
  })
  test('without a village group no household can be made, and it is said', async () => {
    const state = await book([HEADS, line(15, '组无', '户主', null)])
    expect([homesOf(state), said(state)]).toEqual([[], expect.arrayContaining([[2, 'homeNoGroup']])])
  })
  test('a household whose head is wrong comes back whole, and mended goes in as one', async () => {
    const wrong = line(21, '错甲', '户主').with(2, '990000198001010018')
    const state = await book([HEADS, wrong, line(23, '错乙', '妻'), line(25, '好丙', '户主')])
    expect(said(state)).toEqual(
      expect.arrayContaining([
        [2, 'idNumberWrong'],
        [3, 'headFaulty'],
      ]),
    )
    expect(homesOf(state)).toHaveLength(1)
    const { body } = await village.ask('villageDirector', 'getFaultyRows', { params: { id: state.id } })
    await confirm(village, state.id, { byHead: true })
    const rows = (await readXlsx(body as Buffer)).sheets.find(({ name }) => name === '人员')?.rows ?? []
    const mended = rows.map((row) =>
      row.map((cell) => (cell === '990000198001010018' ? idNumberOf(721, '1980-01-01') : cell)),
    )
    const back = await preview(
      village,
      Buffer.from(await writeXlsx({ sheets: [{ name: '人员', rows: mended }] })),
    )
    expect(homesOf(back)).toHaveLength(1)
    await confirm(village, back.id, { byHead: true })
    expect(await where('错乙')).toEqual(await where('错甲'))
    expect(await where('错甲')).not.toEqual(await where('好丙'))
  })
  test('one row mended later finds its household by the head’s name', async () => {
    const bad = line(33, '迟乙', '妻').with(2, '990000198001010018')
    const state = await book([HEADS, line(31, '迟甲', '户主'), bad])
    const { body } = await village.ask('villageDirector', 'getFaultyRows', { params: { id: state.id } })
    await confirm(village, state.id, { byHead: true })
    const rows = (await readXlsx(body as Buffer)).sheets.find(({ name }) => name === '人员')?.rows ?? []
    const mended = rows.map((row) =>
      row.map((cell) => (cell === '990000198001010018' ? idNumberOf(733, '1980-01-01') : cell)),
    )
    const back = await preview(
      village,
      Buffer.from(await writeXlsx({ sheets: [{ name: '人员', rows: mended }] })),
    )
    await confirm(village, back.id, { byHead: true })
    expect(await where('迟乙')).toEqual(await where('迟甲'))
  })
})

import { type HomeRow, homesByHead } from '@cunyi/shared/people/homes.ts'
import { describe, expect, test } from 'vitest'

/** A list without household numbers (findings C3): who is of which household by its heads. */
const list = (...rows: Partial<HomeRow>[]): HomeRow[] =>
  rows.map((one, i) => ({
    row: i + 2,
    name: '',
    number: '',
    relation: '',
    headName: '',
    villageGroup: '一组',
    ...one,
  }))
const homes = (...rows: Partial<HomeRow>[]) =>
  homesByHead(list(...rows)).map(({ headName, head, rows: own }) => [headName, head, own])

describe('By the relation to the head', () => {
  test('a head begins a household, and who stands below him is of it', () => {
    expect(
      homes(
        { name: '甲', relation: '户主' },
        { name: '乙', relation: '配偶' },
        { name: '丙' },
        { name: '丁', relation: '户主' },
      ),
    ).toEqual([
      ['甲', 2, [2, 3, 4]],
      ['丁', 5, [5]],
    ])
  })
  test('a row before the first head is of none, and so is one of another village group', () => {
    expect(
      homes(
        { name: '先', relation: '子' },
        { name: '甲', relation: '户主' },
        { name: '乙', relation: '妻', villageGroup: '二组' },
        { name: '丙', relation: '子' },
      ),
    ).toEqual([['甲', 3, [3]]])
  })
  test('a list that numbers its people has none to make', () => {
    expect(
      homes({ name: '甲', relation: '户主', number: '01' }, { name: '乙', relation: '子', number: '01' }),
    ).toEqual([])
  })
  test('a number at the head alone holds for those below him', () => {
    const [home] = homesByHead(
      list({ name: '甲', relation: '户主', number: '01' }, { name: '乙', relation: '子' }),
    )
    expect(home).toMatchObject({ number: '01', rows: [3] })
  })
  test('a column that only says who is one', () => {
    expect(
      homes({ name: '甲', headName: '是' }, { name: '乙', headName: '否' }, { name: '丙', headName: '√' }),
    ).toEqual([
      ['甲', 2, [2, 3]],
      ['丙', 4, [4]],
    ])
  })
})

describe('By the name of the head', () => {
  test('its rows are one household wherever they stand; an empty cell goes on', () => {
    expect(
      homes(
        { name: '甲', headName: '甲' },
        { name: '乙' },
        { name: '丁', headName: '丁' },
        { name: '丙', headName: '甲 ' },
      ),
    ).toEqual([
      ['甲', 2, [2, 3, 5]],
      ['丁', 4, [4]],
    ])
  })
  test('another head of that name, or one of another group, begins another household', () => {
    expect(
      homes(
        { name: '甲', headName: '甲' },
        { name: '甲', headName: '甲' },
        { name: '乙', headName: '甲' },
        { name: '丙', headName: '甲', villageGroup: '二组' },
      ),
    ).toEqual([
      ['甲', 2, [2]],
      ['甲', 3, [3, 4]],
      ['甲', null, [5]],
    ])
  })
  test('a head who stands in no row is named all the same', () => {
    expect(homes({ name: '乙', headName: '甲' })).toEqual([['甲', null, [2]]])
  })
})

import { likenessOf } from '@cunyi/shared/people/doubles.ts'
import { sheetOf } from '@cunyi/shared/people/workbook.ts'
import { foldName } from '@cunyi/shared/people/workbook-cell.ts'
import { findHeadings, missingColumn } from '@cunyi/shared/people/workbook-headings.ts'
import { type CellValue, parseRow } from '@cunyi/shared/people/workbook-row.ts'
import { describe, expect, test } from 'vitest'

/** What villages write of themselves (findings C). */
const options = { demoAllowed: true, today: '2026-11-22' }
const GOOD = '990000199001010017'
const read = (cells: Record<string, CellValue>, more = options) =>
  parseRow('people', 2, { name: '王大山', sex: '男', idNumber: GOOD, ...cells }, more)
const born = (cell: CellValue) => {
  const { values, faults } = read({ idNumber: '', birthDate: cell })
  return faults.find(({ stops }) => stops)?.code ?? values.birthDate
}
const phone = (cell: CellValue) => {
  const { values, faults } = read({ phone: cell }, { ...options, demoAllowed: false })
  return [values.phone, ...faults.filter(({ column }) => column === '手机号').map(({ code }) => code)]
}

describe('A day is read however it is written', () => {
  test.each([
    ...['1988/8/8', '1988.8.8', '1988-8-8 0:00:00', '1988-08-08 00:00:00', '1988-08-08T00:00:00'],
    ...[
      '1988年8月8日',
      '1988/08/08/',
      '一九八八年八月八日',
      '1988年八月八号',
      '1988-8-8 ',
      '１９８８年８月８日',
    ],
    ...['1988—08—08', '1988－08－08', '19880808', 19880808, 32363, 32363.5],
  ])('%s', (cell) => expect(born(cell)).toBe('1988-08-08'))
  test('by the Chinese numerals of any month and day', () => {
    expect(born('二〇〇五年十二月三十一日')).toBe('2005-12-31')
    expect(born('一九九零年十月二十日')).toBe('1990-10-20')
  })
  test('only the month, or days in another order: told how to mend it', () => {
    for (const cell of ['1988年8月', '1988.08', '1988-8']) expect(born(cell)).toBe('dayMonthOnly')
    for (const cell of ['88.8.8', '8/8/1988', '08/08/88']) expect(born(cell)).toBe('dayOtherForm')
    expect(born('1988-02-30')).toBe('dayWrong')
  })
  test('the month of a birth is enough where the ID number says the day', () => {
    expect(read({ birthDate: '1990年1月' })).toMatchObject({
      values: { birthDate: '1990-01-01' },
      faults: [],
    })
  })
})

describe('Nobody stays out for his phone', () => {
  test.each([
    ...['13800138000', '+86 138-0013-8000', '0086 13800138000', '86-13800138000', '138–0013–8000'],
    ...['\u3000 13800138000\u3000', '(86)13800138000', 13800138000, '13800138000.0', '13800138000(儿子)'],
  ])('%s', (cell) => expect(phone(cell)).toEqual(['13800138000']))
  test('of two numbers the first is taken and the other one said', () => {
    for (const cell of ['13800138000/13900139000', '13800138000、13900139000', '0377-66221234,13800138000'])
      expect(phone(cell)).toEqual(['13800138000', 'phoneFirst'])
    const said = read({ phone: '13800138000/13900139000' }).faults[0]
    expect(said?.params.rest).toBe('139****9000')
  })
  test('what is no mobile number is said, and the person comes in without one', () => {
    for (const cell of ['0377-66221234', '66221234', '无', '1380013800', '12800138000', '1.38E+10']) {
      const [value, code] = phone(cell)
      expect([value, code]).toEqual([undefined, expect.stringMatching(/phoneWrong|cellScientific/)])
      expect(read({ phone: cell }).faults.some(({ stops }) => stops)).toBe(false)
    }
  })
})

describe('What nobody sees, and what everybody writes', () => {
  test('marks that nobody sees are taken out of a number, a phone and a name, and said', () => {
    const { values, faults } = read({
      idNumber: `\u200b${GOOD}`,
      phone: '\u202d10012345678\u202c',
      name: '王\u200b大山',
    })
    expect(values).toMatchObject({ idNumber: GOOD, phone: '10012345678', name: '王大山' })
    expect(faults.map(({ code, stops }) => [code, stops])).toEqual(Array(3).fill(['marksRemoved', false]))
  })
  test('one form of a name', () => {
    expect(foldName('李　四')).toBe('李四')
    expect(foldName('迪丽•热巴')).toBe('迪丽·热巴')
    expect(foldName('阿依古丽 ・ 艾克拜尔')).toBe('阿依古丽·艾克拜尔')
    expect(foldName('Tashi Tsering')).toBe('Tashi Tsering')
  })
  test('usual words for sex, Party and office are understood', () => {
    for (const sex of ['男性', 'M', '1', ' 男 '])
      expect(read({ sex })).toMatchObject({ values: { sex: 'male' }, faults: [] })
    expect(read({ sex: '' })).toMatchObject({
      values: { sex: 'male' },
      faults: [{ code: 'sexFromNumber', stops: false }],
    })
    expect(read({ partyStatus: '中共正式党员' }).values.partyStatus).toBe('full')
    expect(read({ partyStatus: '入党积极分子' }).values.partyStatus).toBe('none')
    const office = (word: string) =>
      parseRow('offices', 3, { name: '甲', office: word, from: '2025-01-01' }, options)
    expect(office('代表').values.office).toBe('representative')
    expect(office('会计').faults[0]).toMatchObject({ code: 'wordAdvice', params: { value: '会计' } })
  })
  test('an empty cell keeps, and 清空 clears', () => {
    expect(read({ phone: '', away: '', partyStatus: '' }).values).toMatchObject({
      phone: undefined,
      away: undefined,
      partyStatus: undefined,
    })
    expect(read({ phone: '清空', away: '清空', partyStatus: '清空', relation: '清空' }).values).toMatchObject(
      { phone: null, away: false, partyStatus: 'none', relation: null },
    )
    expect(read({ name: '清空' }).values.name).toBe('清空')
  })
})

describe('The headings are found where the village put them', () => {
  const people = sheetOf('people')
  const grid = (...rows: CellValue[][]) => rows.map((cells, i) => ({ row: i + 1, cells }))
  test('below a title and a note, under other words', () => {
    const found = findHeadings(
      people,
      grid(
        ['柳河村花名册'],
        ['【说明】每人一行'],
        ['序号', '村民姓名', '男女', '公民身份号码', '联系电话', '民族'],
        [1, '甲'],
      ),
      [],
    )
    expect(found).toMatchObject({
      row: 3,
      next: 3,
      keys: [undefined, 'name', 'sex', 'idNumber', 'phone', undefined],
      unknown: ['民族'],
    })
  })
  test('on two levels, the upper one over several columns', () => {
    const rows = grid(
      ['户情况', null, '个人情况', null, null, '备注'],
      ['户号', '村民小组', '姓名', '性别', '身份证号码', null],
      ['0001', '一组', '甲', '男', GOOD, ''],
    )
    const merges = [
      { fromRow: 1, toRow: 1, fromColumn: 0, toColumn: 1 },
      { fromRow: 1, toRow: 1, fromColumn: 2, toColumn: 4 },
    ]
    expect(findHeadings(people, rows, merges)).toMatchObject({
      row: 2,
      next: 2,
      keys: ['household', 'villageGroup', 'name', 'sex', 'idNumber', undefined],
    })
  })
  test('a heading that reaches over both levels counts with those below its neighbour', () => {
    const rows = grid(['姓名', '证件', null], [null, '身份证号', '性别'], ['甲', GOOD, '男'])
    expect(findHeadings(people, rows, [])).toMatchObject({ next: 2, keys: ['name', 'idNumber', 'sex'] })
  })
  test('the sex may be missing where the ID number stands, the name never', () => {
    expect(missingColumn(people, ['name', 'idNumber'])).toBeNull()
    expect(missingColumn(people, ['name'])).toBe('性别')
    expect(missingColumn(people, ['idNumber'])).toBe('姓名')
  })
})

describe('Who may be the same person is pointed out', () => {
  const one = { name: '正一', birthDate: '1972-01-01', household: 'F001', idNumber: '990000197201011576' }
  test('same name and birth, one digit apart, same name and household; and nobody else', () => {
    expect(likenessOf(one, { ...one, idNumber: null, household: null })).toBe('birth')
    expect(
      likenessOf(one, { ...one, birthDate: '1973-01-01', idNumber: '990000197301011571', household: null }),
    ).toBe('digit')
    expect(likenessOf({ ...one, birthDate: '1950-01-01', idNumber: null }, one)).toBe('home')
    expect(likenessOf({ ...one, name: '正二' }, one)).toBeNull()
    expect(likenessOf({ ...one, birthDate: '1950-01-01', household: 'F002', idNumber: null }, one)).toBeNull()
  })
})

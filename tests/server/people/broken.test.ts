import { writeXlsx } from 'hucre/xlsx'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildVillage, idNumberOf, type Village } from '../village.ts'
import { confirm, homes, preview, workbookOf, XLSX } from './workbooks.ts'
import { unzipOf, zipOf } from './zip.ts'

let village: Village
let before: number
beforeAll(async () => {
  village = await buildVillage()
  before = (await village.must('villageDirector', 'listPeople')).total
})
afterAll(() => village.close())

const refusal = async (content: Buffer, name?: string) => {
  const state = await preview(village, content, name ? { name } : {})
  expect((await village.must('villageDirector', 'listPeople')).total).toBe(before)
  expect(state.status).toBe('failed')
  expect(state.faults).toHaveLength(1)
  expect(state.faults[0]?.messageZh).not.toBe('')
  return state.faults[0]?.code
}
const one = { 姓名: '甲', 性别: '男', 身份证号: idNumberOf(901), 户号: '001' }

describe('A file that is no workbook of ours is refused with a sentence and changes nothing', () => {
  test('more than twenty megabytes are refused with the limit', async () => {
    const content = Buffer.alloc(20 * 1024 * 1024 + 1)
    const { status, body } = await village.upload('villageDirector', 'uploadPeople', {
      name: '花名册.xlsx',
      type: XLSX,
      content,
    })
    expect(status).toBe(413)
    expect(body).toMatchObject({ code: 'attachmentTooLarge', params: { megabytes: 20 } })
  })

  test('text, a CSV file, nothing at all', async () => {
    expect(await refusal(Buffer.from('你好'))).toBe('workbookNotXlsx')
    expect(await refusal(Buffer.from('菜名,价钱\n白菜,三元\n'), '菜单.csv')).toBe('sheetMissing')
    const letters = Buffer.concat([Buffer.from('姓名,性别\n'), Buffer.from([0xff, 0xfe, 0xff, 0xff, 0x0a])])
    expect(await refusal(letters, '花名册.csv')).toBe('csvUnreadable')
    expect(await refusal(Buffer.alloc(0))).toBe('workbookNotXlsx')
  })
  test('an old .xls that nobody can read, and a file with a password', async () => {
    const ole = Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(600)])
    expect(await refusal(ole, '花名册.xls')).toBe('workbookOld')
    const locked = Buffer.from(
      await writeXlsx({
        sheets: [{ name: '户', rows: [['户号']] }],
        encryption: { password: 'x', spinCount: 1 },
      }),
    )
    expect(await refusal(locked)).toBe('workbookEncrypted')
  })
  test('a zip of something else', async () => {
    expect(await refusal(zipOf({ 'word/document.xml': Buffer.from('<a/>') }))).toBe('workbookNotXlsx')
  })
  test('half a file', async () => {
    const file = await workbookOf({ 户: homes(50) })
    expect(await refusal(file.subarray(0, file.length / 2))).toBe('workbookUnreadable')
  })
  test('a zip bomb that says its size', async () => {
    const bomb = zipOf({
      'xl/workbook.xml': Buffer.from('<workbook/>'),
      'xl/worksheets/sheet1.xml': Buffer.alloc(120_000_000, 0x20),
    })
    expect(bomb.length).toBeLessThan(1_000_000)
    expect(await refusal(bomb)).toBe('workbookUnpacksTooLarge')
  })
  test('a zip bomb that lies about its size', async () => {
    const inside = unzipOf(await workbookOf({ 户: homes(1) }))
    const sheet = inside['xl/worksheets/sheet1.xml'] as Buffer
    const bomb = Buffer.concat([
      sheet.subarray(0, sheet.lastIndexOf('</sheetData>')),
      Buffer.alloc(200_000_000, 0x20),
      Buffer.from('</sheetData></worksheet>'),
    ])
    const file = zipOf({ ...inside, 'xl/worksheets/sheet1.xml': bomb }, { 'xl/worksheets/sheet1.xml': 5000 })
    expect(await refusal(file)).toBe('workbookUnreadable')
  })
  test('a thousand entries', async () => {
    const many = Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [`a/${i}`, Buffer.from('x')]))
    expect(await refusal(zipOf(many))).toBe('workbookUnpacksTooLarge')
  })
  test('a million empty rows', async () => {
    const inside = unzipOf(await workbookOf({ 户: homes(1) }))
    const sheet = (inside['xl/worksheets/sheet1.xml'] as Buffer).toString('utf8')
    const empty = Array.from(
      { length: 1_000_000 },
      (_, i) => `<row r="${i + 3}"><c r="A${i + 3}" s="0"/><c r="B${i + 3}" s="0"/></row>`,
    ).join('')
    const file = zipOf({
      ...inside,
      'xl/worksheets/sheet1.xml': Buffer.from(sheet.replace('</sheetData>', `${empty}</sheetData>`)),
    })
    expect(await refusal(file)).toBe('workbookUnpacksTooLarge')
  })
  test('no sheet of that name, a sheet without headings, a heading missing or twice', async () => {
    expect(await refusal(await workbookOf({ Sheet1: [{ 菜名: '白菜', 价钱: 3 }] }))).toBe('sheetMissing')
    expect(await refusal(await workbookOf({ 户: [] }))).toBe('columnMissing')
    expect(await refusal(await workbookOf({ 人员: [{ 姓名: '甲' }] }))).toBe('columnMissing')
    const twice = Buffer.from(
      await writeXlsx({
        sheets: [
          {
            name: '户',
            rows: [
              ['户号', '村民小组', '户号'],
              ['1', '一组', '2'],
            ],
          },
        ],
      }),
    )
    expect(await refusal(twice)).toBe('columnTwice')
  })
  test('more rows than a village has', async () => {
    expect(await refusal(await workbookOf({ 户: homes(20_001) }))).toBe('workbookTooLarge')
  })
  test('entities are text, nothing outside is read', async () => {
    const inside = unzipOf(await workbookOf({ 户: homes(1), 人员: [one] }))
    const doctype = '<!DOCTYPE x [<!ENTITY i SYSTEM "file:///etc/passwd">]>'
    const names = Object.keys(inside).filter((name) => /sharedStrings|sheet\d/.test(name))
    const evil = Object.fromEntries(
      names.map((name) => [
        name,
        Buffer.from(
          (inside[name] as Buffer).toString('utf8').replace('?>', `?>${doctype}`).replace('甲', '&amp;i;&i;'),
        ),
      ]),
    )
    const state = await preview(village, zipOf({ ...inside, ...evil }))
    expect(JSON.stringify(state)).not.toContain('root:')
  })

  test('what no column can hold stops its row and no other, in a heading or a sheet’s name is only remarked on', async () => {
    const rows = [
      { ...one, 姓名: '甲NUL' },
      { ...one, 姓名: '乙HALF', 身份证号: idNumberOf(903) },
      { ...one, 姓名: '丙\u{20BB7}', 身份证号: idNumberOf(905), 备注NUL: '无' },
    ]
    const inside = unzipOf(await workbookOf({ 户: homes(1), 人员: rows, 党员NUL: homes(1) }))
    const spoilt = Object.fromEntries(
      Object.entries(inside).map(([name, content]) => [
        name,
        Buffer.from(
          (content as Buffer).toString('utf8').replaceAll('NUL', '&#0;').replaceAll('HALF', '&#xD842;'),
        ),
      ]),
    )
    const state = await preview(village, zipOf({ ...inside, ...spoilt }))
    expect(state.status).toBe('previewed')
    expect(
      state.faults.map(({ row, code, stops }: { row: number; code: string; stops: boolean }) => [
        row,
        code,
        stops,
      ]),
    ).toEqual([
      [2, 'textUnfit', true],
      [3, 'textUnfit', true],
      [1, 'columnUnknown', false],
      [0, 'sheetUnknown', false],
    ])
    expect(state.counts).toMatchObject({ new: 2, faulty: 2 })
  })
})

describe('Rows of broken workbooks', () => {
  const people = async (...rows: Record<string, string | number | Date | null>[]) =>
    preview(
      village,
      await workbookOf({
        户: homes(3),
        人员: rows.map((row, i) => ({ ...one, 身份证号: idNumberOf(901 + 2 * i), ...row })),
      }),
    )

  test('an ID number kept as a number has lost its end', async () => {
    const state = await people({ 身份证号: Number('990000199001010017') }, { 身份证号: '9.90000E+17' })
    expect(state.faults.map((fault: { code: string }) => fault.code)).toEqual([
      'cellScientific',
      'cellScientific',
    ])
    expect(state.counts).toMatchObject({ new: 3, faulty: 2 })
  })
  test('a phone kept as a number is whole, one in scientific form is not', async () => {
    const state = await people({ 手机号: 10012345678 }, { 手机号: '1.00E+10' }, { 手机号: '1001234567' })
    expect(state.faults.map((fault: { row: number; code: string }) => [fault.row, fault.code])).toEqual([
      [3, 'cellScientific'],
      [4, 'phoneWrong'],
    ])
  })
  test('the same ID number twice names the first row', async () => {
    const state = await people({}, { 身份证号: one.身份证号 })
    expect(state.faults[0]).toMatchObject({
      row: 3,
      code: 'idNumberDuplicate',
      messageEn: 'The ID number is the same as in row 2',
    })
    expect(JSON.stringify(state)).not.toContain(one.身份证号)
  })
  test('an unknown household, a misnamed sheet, an unknown column', async () => {
    const state = await preview(
      village,
      await workbookOf({ 户: homes(1), 人员: [{ ...one, 户号: '999', 备注: '无' }], 党员: homes(1) }),
    )
    expect(state.faults.map((fault: { code: string; stops: boolean }) => [fault.code, fault.stops])).toEqual([
      ['unknownHousehold', true],
      ['columnUnknown', false],
      ['sheetUnknown', false],
    ])
  })
  test('a day may be written in many ways, and must be one', async () => {
    const state = await preview(
      village,
      await workbookOf({
        户: homes(1),
        人员: [
          '1980-01-02',
          '1980/1/2',
          '1980年1月2日',
          '19800102',
          new Date('1980-01-02T00:00:00Z'),
          '1980-02-30',
          '八〇年',
        ].map((出生日期, i) => ({ 姓名: `无证${i}`, 性别: '男', 出生日期, 户号: '001' })),
      }),
    )
    expect(state.counts).toMatchObject({ new: 6, faulty: 2 })
    expect(state.faults.map((fault: { row: number; code: string }) => [fault.row, fault.code])).toEqual([
      [7, 'dayWrong'],
      [8, 'dayWrong'],
    ])
  })
  test('somebody without an ID number is found again by name, household and birth date', async () => {
    const fresh = await buildVillage()
    const file = await workbookOf({
      户: homes(2),
      人员: [{ 姓名: '无证人', 性别: '男', 出生日期: '1950-03-04', 户号: '001' }],
    })
    const { id } = await preview(fresh, file)
    expect((await confirm(fresh, id)).status).toBe(200)
    expect((await preview(fresh, file)).counts).toMatchObject({ new: 0, unchanged: 3 })
  })
})

describe('Offices that cannot be', () => {
  const born = (n: number, day: string) => ({
    姓名: `代${n}`,
    性别: '男',
    身份证号: idNumberOf(2 * n + 1, day),
    户号: String(((n - 300) % 3) + 1).padStart(3, '0'),
  })
  const term = (n: number, more: Record<string, string> = {}) => ({
    姓名: `代${n}`,
    职务: '村民代表',
    任期开始: '2025-01-01',
    任期结束: '2029-12-31',
    ...more,
  })
  const codes = async (persons: ReturnType<typeof born>[], terms: Record<string, string>[]) => {
    const state = await preview(village, await workbookOf({ 户: homes(9), 人员: persons, 任职: terms }))
    return state.faults
      .filter((fault: { row: number }) => fault.row > 0)
      .map((fault: { row: number; code: string }) => [fault.row, fault.code])
  }
  const grown = '1980-01-01'

  test('two representatives of one household stop no row: only some provinces forbid it', async () =>
    expect(await codes([born(300, grown), born(303, grown)], [term(300), term(303)])).toEqual([]))
  test('a household with two representatives', async () => {
    const five = '004、005、006、007、008'
    expect(
      await codes(
        [born(300, grown), born(301, grown)],
        [term(300, { 代表户号: five }), term(301, { 代表户号: five })],
      ),
    ).toEqual([[3, 'householdRepresentedTwice']])
  })
  test('a representative under eighteen on the first day of the term', async () => {
    expect(await codes([born(300, '2007-01-02')], [term(300)])).toEqual([[2, 'representativeTooYoung']])
    expect(await codes([born(300, '2007-01-01')], [term(300)])).toEqual([])
  })
  test('nobody of that name, or several', async () => {
    const twins = [born(300, grown), { ...born(355, grown), 姓名: '代300' }]
    expect(await codes(twins, [term(300), term(999)])).toEqual([
      [2, 'personAmbiguous'],
      [3, 'unknownPerson'],
    ])
    expect(await codes(twins, [term(300, { 身份证号: twins[1]?.身份证号 ?? '' })])).toEqual([])
  })
  test('terms that end before they begin, or overlap', async () => {
    expect(await codes([born(300, grown)], [term(300, { 任期结束: '2024-12-31' })])).toEqual([
      [2, 'termUnfit'],
    ])
    expect(await codes([born(300, grown)], [term(300), term(300, { 任期开始: '2026-01-01' })])).toEqual([
      [3, 'termsOverlap'],
    ])
  })
  test('a composition below the law is said and stops nothing', async () => {
    const state = await preview(
      village,
      await workbookOf({ 户: homes(3), 人员: [born(300, grown)], 任职: [term(300)] }),
    )
    expect(state.faults.find((fault: { code: string }) => fault.code === 'committeeNoWoman')).toMatchObject({
      sheet: '任职',
      row: 0,
      stops: false,
    })
    expect(state.counts).toMatchObject({ new: 5, faulty: 0 })
  })
})

import { SHEETS, sheetOf } from '@cunyi/shared/people/workbook.ts'
import { checkRows, explainFault } from '@cunyi/shared/people/workbook-check.ts'
import { type CellValue, parseRow } from '@cunyi/shared/people/workbook-row.ts'
import { explain } from '@cunyi/shared/words/refusal.ts'
import { describe, expect, test } from 'vitest'

const options = { demoAllowed: true, today: '2026-11-22' }
const GOOD = '990000199001010017'
const man = { name: '王大山', sex: '男', idNumber: GOOD }
const read = (cells: Record<string, CellValue>, more = options) =>
  parseRow('people', 2, { ...man, ...cells }, more)
const codes = (cells: Record<string, CellValue>, more = options) =>
  read(cells, more).faults.map((fault) => [fault.column, fault.code])

describe('One row of people', () => {
  test('takes birth date from the ID number, and words of the sheet as codes', () => {
    const { values, faults } = read({
      away: '是',
      partyStatus: '中共党员',
      partyFullOn: '2009/7/1',
      registered: null,
      fullCapacity: '',
    })
    expect(faults).toEqual([])
    expect(values).toMatchObject({
      sex: 'male',
      birthDate: '1990-01-01',
      away: true,
      partyStatus: 'full',
      partyFullOn: '2009-07-01',
      registered: undefined,
      fullCapacity: undefined,
    })
  })
  test('says nothing about columns the sheet does not have, nor about empty cells', () => {
    expect(read({}).values).not.toHaveProperty('phone')
    expect(read({ phone: '' }).values.phone).toBeUndefined()
  })
  test('keeps rare characters, and reads wide digits and stray spaces', () => {
    expect(read({ name: ' 李䶮 ' }).values.name).toBe('李䶮')
    expect(read({ name: '王𬭚𠅤' }).values.name).toBe('王𬭚𠅤')
    expect(read({ idNumber: '９９００００ 19900101 0017' }).values.idNumber).toBe(GOOD)
    expect(read({ phone: '+86 100-1234-5678' }).values.phone).toBe('10012345678')
  })
  test.each([
    ['a wrong check character', { idNumber: '990000199001010018' }, [['身份证号', 'idNumberWrong']]],
    ['a day that is none', { idNumber: '990000199002300012' }, [['身份证号', 'idNumberWrong']]],
    [
      'a number instead of text',
      { idNumber: Number('990000199001010017') },
      [['身份证号', 'cellScientific']],
    ],
    ['scientific text', { idNumber: '9.9E+17' }, [['身份证号', 'cellScientific']]],
    ['the other sex', { sex: '女' }, [['性别', 'idNumberSex']]],
    ['another birth date', { birthDate: '1990-01-02' }, [['出生日期', 'birthDateDiffers']]],
    ['neither number nor birth date', { idNumber: '', birthDate: '' }, [['出生日期', 'birthDateNeeded']]],
    ['a birth in the future', { idNumber: '', birthDate: '2026-11-23' }, [['出生日期', 'dayInFuture']]],
    ['a short phone', { phone: '1001234567' }, [['手机号', 'phoneWrong']]],
    ['a word nobody knows', { partyStatus: '佛教徒' }, [['政治面貌', 'cellUnknownWord']]],
    ['yes or no in other words', { away: '大概' }, [['外出', 'cellUnknownWord']]],
    [
      'full member before joining',
      { partyJoinedOn: '2010-07-01', partyFullOn: '2009-07-01' },
      [['转正日期', 'daysOutOfOrder']],
    ],
    ['left before birth', { leftOn: '1989-12-31' }, [['离开日期', 'daysOutOfOrder']]],
    ['no name', { name: ' ' }, [['姓名', 'cellEmpty']]],
    ['a name as long as a page', { name: '长'.repeat(61) }, [['姓名', 'cellTooLong']]],
  ] as [string, Record<string, CellValue>, string[][]][])('finds %s', (_what, cells, found) => {
    expect(codes(cells)).toEqual(found)
  })
  test('takes today as a birth date, and eighteen as eighteen', () => {
    expect(codes({ idNumber: '', birthDate: '2026-11-22' })).toEqual([])
  })
  test('lets demo numbers in only where the demo is', () => {
    const real = { ...options, demoAllowed: false }
    expect(codes({}, real)).toEqual([['身份证号', 'demoIdNotAllowed']])
    expect(codes({ idNumber: '', birthDate: '1990-01-01', phone: '10012345678' }, real)).toEqual([
      ['手机号', 'phoneNotAllowedHere'],
    ])
    expect(codes({ phone: '10012345678' })).toEqual([])
  })
  test('reads a day kept as the spreadsheet’s own number', () => {
    expect(read({ idNumber: '', birthDate: 32874 }).values.birthDate).toBe('1990-01-01')
  })
})

describe('One row of offices', () => {
  const row = (cells: Record<string, CellValue>) =>
    parseRow('offices', 3, { name: '王大山', office: '村民代表', from: '2025-01-01', ...cells }, options)
  test('reads the households represented, however they are divided', () => {
    expect(row({ households: '0101、0102，0103 0104;0101' }).values.households).toEqual([
      '0101',
      '0102',
      '0103',
      '0104',
    ])
    expect(row({ households: '' }).values.households).toBeUndefined()
    expect(row({ households: '清空' }).values.households).toEqual([])
  })
  test('knows every office of a village and none above it', () => {
    for (const { zh } of Object.values(
      sheetOf('offices').columns.find((column) => column.key === 'office')?.choices ?? {},
    ))
      expect(row({ office: zh, villageGroup: '一组' }).faults).toEqual([])
    expect(row({ office: '乡镇工作人员' }).faults.map((fault) => fault.code)).toEqual(['cellUnknownWord'])
  })
  test('asks for the group of its head, and a term that runs forward', () => {
    expect(row({ office: '村民小组组长', villageGroup: '' }).faults.map((fault) => fault.code)).toEqual([
      'cellEmpty',
    ])
    expect(row({ to: '2024-12-31' }).faults.map((fault) => fault.code)).toEqual(['termUnfit'])
    expect(row({ to: '2025-01-01' }).faults).toEqual([])
  })
})

describe('Rows beside each other', () => {
  const people = (...rows: Record<string, CellValue>[]) =>
    checkRows({
      households: [],
      offices: [],
      members: [],
      people: rows.map((cells, i) => parseRow('people', i + 2, { ...man, ...cells }, options)),
    })
  test('the later of two with one ID number is the faulty one', () => {
    const { rows, faults } = people({}, { name: '王小山' })
    expect(rows.people.map((row) => row.name)).toEqual(['王大山'])
    expect(faults).toMatchObject([
      { row: 3, code: 'idNumberDuplicate', params: { row: 2 }, value: expect.stringMatching(/^990\*+17$/) },
    ])
  })
  test('without an ID number, name with household and birth date makes a person', () => {
    const bare = { idNumber: null, birthDate: '1990-01-01' }
    expect(people({ ...bare, household: '1' }, { ...bare, household: '2' }).faults).toEqual([])
    expect(people({ ...bare, household: '1' }, { ...bare, household: '1' }).faults).toMatchObject([
      { row: 3, code: 'rowDuplicate' },
    ])
  })
  test('a faulty first row does not make the second a duplicate', () => {
    expect(people({ sex: '女' }, {}).rows.people).toHaveLength(1)
  })
})

test('Every fault is explained in both languages, with the words filled in', () => {
  const fault = read({ partyStatus: '佛教徒' }).faults[0]
  if (!fault) throw new Error('a fault was expected')
  const { messageZh, messageEn } = explainFault(fault)
  expect(messageZh).toContain('“政治面貌”里的“佛教徒”不认识')
  expect(messageEn).not.toMatch(/[{}]/)
  expect(explain('rowStale').messageEn).not.toBe('')
})

test('Every sheet names its columns once, and helps in both languages', () => {
  for (const { columns } of SHEETS) {
    expect(new Set(columns.map((column) => column.heading)).size).toBe(columns.length)
    expect(new Set(columns.map((column) => column.key)).size).toBe(columns.length)
    for (const { help } of columns) expect(help.zh !== '' && help.en !== '').toBe(true)
  }
})

describe('A cell with what cannot be kept', () => {
  test.each([
    ['a control mark', '王\u0001强', '王□强'],
    ['half a character', '王\ud842', '王□'],
    ['the mark of a lost character', '王\ufffd', '王□'],
  ])('%s stops its row, is named by its heading and can be shown', (_, name, shown) => {
    const { faults } = read({ name })
    expect(faults).toMatchObject([{ column: '姓名', code: 'textUnfit', value: shown, stops: true }])
    const [fault] = faults
    expect(fault && explainFault(fault).messageZh).toMatch('“姓名”里有不能保存的字符')
  })

  test('is shown without halving a rare character, in a remark too', () => {
    const long = `${'大'.repeat(59)}\u{20BB7}`
    expect(read({ awayPlace: `${long}${'远'.repeat(300)}` }).faults[0]?.value).toBe('大'.repeat(59))
    const [fault] = read({ partyStatus: `${'党'.repeat(19)}\u{20BB7}` }).faults
    expect(fault?.params.value).toBe('党'.repeat(19))
  })
})

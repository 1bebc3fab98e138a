import { readdirSync, readFileSync } from 'node:fs'
import { MOST_RESIDENT } from '@cunyi/server/base/children/protocol.ts'
import { readXlsx, writeXlsx } from 'hucre/xlsx'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildVillage, idNumberOf, type Village } from '../village.ts'
import { confirm, preview, type settled, workbookOf } from './workbooks.ts'

/** A village's own files, as they are (findings C2 to C7). */
const INPUT = new URL('./input/', import.meta.url)
const used = new Set<string>()
const fileOf = (name: string) => {
  used.add(name)
  return readFileSync(new URL(name, INPUT))
}
let village: Village
beforeAll(async () => {
  village = await buildVillage()
  const numbers = ['E001', 'E002', 'E003', 'F001', 'F003', 'S001', 'R001']
  const 户 = numbers.map((户号) => ({ 户号, 村民小组: '一组' }))
  await confirm(village, (await preview(village, await workbookOf({ 户 }))).id)
})
afterAll(() => village.close())

type State = Awaited<ReturnType<typeof settled>>
const said = (state: State) => state.faults.map(({ row, code }) => [row, code])
const byName = async (q: string) =>
  (await village.must('villageDirector', 'listPeople', { query: { q } })).rows

describe('A village’s own workbook', () => {
  test('with a title and a note above its headings is read, and says so', async () => {
    const state = await preview(village, fileOf('shape-title-note.xlsx'))
    expect(state.counts).toMatchObject({ new: 1, faulty: 0 })
    expect(said(state)).toEqual([
      [3, 'rowsAboveSkipped'],
      [4, 'householdEmpty'],
    ])
  })
  test('a merged cell holds for each of its rows', async () => {
    const state = await preview(village, fileOf('merged-household.xlsx'))
    expect(said(state)).toEqual([[2, 'mergedFilled']])
    await confirm(village, state.id)
    for (const name of ['并一', '并二', '并三'])
      expect((await byName(name))[0]).toMatchObject({ household: 'E003' })
  })
  test('a total is no household', async () => {
    const state = await preview(village, fileOf('subtotal-household.xlsx'))
    expect(said(state)).toEqual([[3, 'totalSkipped']])
    expect(state.changes.map(({ key }) => key)).toEqual(['F003', '计一'])
  })
  test('a number shown on four places keeps its zeros', async () => {
    const state = await preview(village, fileOf('leading-zero-household.xlsx'))
    expect(state.changes.filter(({ sheet }) => sheet === '户').map(({ key }) => key)).toEqual([
      '0701',
      '0702',
    ])
    expect(said(state)).toEqual([[3, 'unknownHousehold']])
  })
  test('words for the sex, and none at all beside an ID number', async () => {
    const state = await preview(village, fileOf('sex-words.xlsx'))
    expect(state.counts).toMatchObject({ new: 5, faulty: 0 })
    expect(said(state)).toEqual([[6, 'sexFromNumber']])
  })
  test('a mark that nobody sees is taken out of a number', async () => {
    const state = await preview(village, fileOf('id-ending-5.xlsx'))
    expect([state.counts?.faulty, said(state)]).toEqual([0, [[2, 'marksRemoved']]])
  })
  test('the dot of a name is one dot on every sheet', async () => {
    const state = await preview(village, fileOf('dot-across-sheets-id.xlsx'))
    expect(state.faults.filter(({ stops }) => stops).map(({ code }) => code)).toEqual([])
    expect(said(state)).toContainEqual([2, 'nameFolded'])
  })
  test('a rare character at the edge of twenty names one cell and loses no workbook', async () => {
    const state = await preview(village, fileOf('rare-char-cut-by-20.xlsx'))
    expect(state.status).toBe('previewed')
    expect(state.faults.filter(({ stops }) => stops)).toMatchObject([
      { row: 2, column: '性别', code: 'cellUnknownWord' },
    ])
  })
  test('nobody stays out for his phone: the first mobile number of a cell, and the rest is said', async () => {
    const state = await preview(village, fileOf('phones.xlsx'))
    expect(state.faults.filter(({ stops }) => stops)).toEqual([])
    expect(state.faults.filter(({ code }) => code === 'phoneFirst')).toHaveLength(2)
    expect(JSON.stringify(state)).not.toContain('13900139000')
  })
  test('an empty cell keeps what is there, and what changes is shown as old and new', async () => {
    const full = {
      姓名: '空格',
      性别: '男',
      身份证号: '990000197501011017',
      手机号: '10012340000',
      户号: 'E001',
      与户主关系: '户主',
      政治面貌: '正式党员',
    }
    await confirm(village, (await preview(village, await workbookOf({ 人员: [full] }))).id)
    const again = await preview(village, fileOf('blank-2.xlsx'))
    expect(again.counts).toMatchObject({ changed: 0, unchanged: 1 })
    const cleared = await preview(
      village,
      await workbookOf({ 人员: [{ ...full, 与户主关系: '清空', 政治面貌: '预备党员' }] }),
    )
    expect(cleared.changes).toMatchObject([
      {
        fields: ['与户主关系', '政治面貌'],
        values: [
          { from: '户主', to: '' },
          { from: '正式党员', to: '预备党员' },
        ],
      },
    ])
  })
  test('three of one name on one phone: each is decided, and the number is theirs together', async () => {
    const state = await preview(village, fileOf('family-phone.xlsx'))
    expect(state.counts).toMatchObject({ new: 1, double: 2, faulty: 0 })
    expect(state.changes.flatMap(({ row, like }) => (like ? [[row, like.likeness]] : []))).toEqual([
      [3, 'digit'],
      [4, 'digit'],
    ])
    await confirm(village, state.id, { decided: { 3: false, 4: false } })
    const three = await byName('共一')
    expect(three.map(({ household, phoneMasked }) => [household, phoneMasked])).toEqual(
      Array(3).fill(['S001', '138****8001']),
    )
  })
  test('names in rare letters come in and go out as they are written', async () => {
    const file = fileOf('rare-names-for-papers.xlsx')
    const state = await preview(village, file)
    expect([said(state), state.counts?.new]).toEqual([[], 15])
    await confirm(village, state.id)
    const namesIn = async (book: Buffer) =>
      (await readXlsx(book)).sheets.find(({ name }) => name === '人员')?.rows.map((row) => row[0]) ?? []
    const { body } = await village.ask('villageDirector', 'exportPeople')
    expect(await namesIn(body as Buffer)).toEqual(expect.arrayContaining((await namesIn(file)).slice(1)))
  })
  test('dates in thirty-four forms are right to the day or told how to mend', async () => {
    const state = await preview(village, fileOf('dates.xlsx'))
    const stopped = state.faults.filter(({ stops }) => stops).map(({ row, code }) => [row, code])
    expect(stopped).toEqual([
      [8, 'dayMonthOnly'],
      [9, 'dayMonthOnly'],
      [11, 'dayOtherForm'],
      [12, 'dayOtherForm'],
      [13, 'dayOtherForm'],
      [29, 'dayWrong'],
    ])
    for (const fault of state.faults.filter(({ code }) => code.startsWith('day')))
      expect(fault.messageZh).toMatch(/日|-/)
  })
})

/** As clerks make them: the printed page's heads again, a group a sheet, who signed below. */
describe('A clerk’s own sheet', () => {
  type Sheet = { name: string; rows: (string | number | null)[][] }
  const book = async (...sheets: Sheet[]) => preview(village, Buffer.from(await writeXlsx({ sheets })))
  const heads = ['序号', '户号', '姓名', '身份证号']
  const line = (n: number, name: string) => [n, `G${n}`, name, idNumberOf(600 + n, '1990-01-01')]
  const peopleOf = (state: State) =>
    state.changes.filter(({ sheet }) => sheet === '人员').map(({ row, key }) => [row, key])

  test('headings once more, a group alone in its row and the signatures below are no people', async () => {
    const state = await book({
      name: 'Sheet1',
      rows: [
        ['第一组'],
        heads,
        line(1, '组甲'),
        ['第二组'],
        heads,
        line(3, '组乙'),
        ['制表人：张三', null, null, '审核人：李四'],
      ],
    })
    expect(state.faults.filter(({ stops }) => stops)).toEqual([])
    expect(peopleOf(state)).toEqual([
      [3, '组甲'],
      [6, '组乙'],
    ])
    expect(said(state)).toEqual(
      expect.arrayContaining([
        [4, 'groupFromRow'],
        [5, 'totalSkipped'],
        [7, 'totalSkipped'],
      ]),
    )
  })
  test('one sheet a group: all are read, each row told by a number of its own', async () => {
    const groups = ['一组', '二组', '三组']
    const state = await book(
      ...groups.map((name, i) => ({ name, rows: [[`柳河村${name}花名册`], heads, line(11 + 2 * i, name)] })),
      { name: '说明', rows: [['按组分表']] },
    )
    expect(peopleOf(state)).toEqual([
      [3, '一组'],
      [1003, '二组'],
      [2003, '三组'],
    ])
    expect(state.changes.filter(({ sheet }) => sheet === '户').map(({ key }) => key)).toEqual([
      'G11',
      'G13',
      'G15',
    ])
    expect(state.faults.map(({ code }) => code)).not.toContain('sheetUnknown')
    const faulty = await book(
      { name: '一组', rows: [heads, line(21, '对的')] },
      { name: '二组', rows: [heads, [2, 'G22', '错的', '990000199001010018']] },
    )
    expect(said(faulty)).toContainEqual([1002, 'idNumberWrong'])
  })
  test('whose a heading is may stand before it', async () => {
    const state = await book({
      name: 'Sheet1',
      rows: [
        ['户号', '家庭成员姓名', '公民身份证号码', '家庭成员与户主关系', '村小组名称', '是否中共党员'],
        ['G31', '家人', idNumberOf(631, '1990-01-01'), '户主', '一组', '否'],
      ],
    })
    expect([state.status, said(state)]).toEqual([
      'previewed',
      expect.not.arrayContaining([[1, 'columnUnknown']]),
    ])
    expect(state.counts).toMatchObject({ new: 2, faulty: 0 })
  })
  test('who forgot a column is told which, not that there is no list', async () => {
    const state = await book({
      name: '名册',
      rows: [
        ['户号', '身份证号', '电话'],
        ['E001', '', ''],
      ],
    })
    expect(state.faults).toMatchObject([{ code: 'columnMissing', messageZh: '工作表“名册”缺少列“姓名”' }])
  })
})

describe('The same person twice is pointed out and decided', () => {
  const doubles = (state: State) => state.changes.filter(({ kind }) => kind === 'double')
  test('with a number and once more without, in one file', async () => {
    const state = await preview(village, fileOf('twice-in-file.xlsx'))
    expect(state.counts).toMatchObject({ new: 1, double: 1 })
    expect(doubles(state)).toMatchObject([
      { row: 3, key: '双一', like: { likeness: 'birth', name: '双一', row: 2 } },
    ])
  })
  test('who does not decide leaves the row out; the same person keeps one entry; another one gets his own', async () => {
    await confirm(village, (await preview(village, fileOf('id-corrected-1.xlsx'))).id)
    const left = await preview(village, fileOf('id-corrected-2.xlsx'))
    expect(doubles(left)).toMatchObject([{ like: { likeness: 'digit', name: '正一', household: 'F001' } }])
    await confirm(village, left.id)
    expect(await byName('正一')).toHaveLength(1)
    const same = await preview(village, fileOf('id-corrected-2.xlsx'))
    await confirm(village, same.id, { decided: { 2: true } })
    const [one, ...more] = await byName('正一')
    expect([one?.idNumberMasked?.slice(-2), more]).toEqual(['92', []])
    const other = await preview(village, fileOf('id-corrected-1.xlsx'))
    await confirm(village, other.id, { decided: { 2: false } })
    expect(await byName('正一')).toHaveLength(2)
  })
  test('a name with a blank in it is the same name', async () => {
    await confirm(village, (await preview(village, fileOf('padded-name-first.xlsx'))).id)
    const again = await preview(village, fileOf('padded-name-again.xlsx'))
    expect(again.counts).toMatchObject({ new: 0, changed: 0, double: 0, faulty: 0 })
    expect(await byName('李四')).toHaveLength(1)
  })
})

/** The most memory that a child that reads for the server has taken since, in kilobytes; by the system's own books. */
function peakOfReader(): () => number {
  let most = 0
  const look = () => {
    for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name)))
      try {
        const status = readFileSync(`/proc/${pid}/status`, 'utf8')
        const isOurs = new RegExp(`^PPid:\\s+${process.pid}$`, 'm').test(status)
        if (!isOurs || !readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('children/child.ts')) continue
        most = Math.max(most, Number(/^VmHWM:\s+(\d+)/m.exec(status)?.[1] ?? 0))
      } catch {
        // It has ended meanwhile.
      }
  }
  if (process.platform !== 'linux') return () => 0
  const clock = setInterval(look, 100)
  return () => {
    clearInterval(clock)
    look()
    return most
  }
}

describe('Other files than .xlsx', () => {
  const text = [
    '柳河村村民花名册,,,,',
    '序号,姓名,公民身份号码,联系电话,户编号,组别',
    `1,钱一,="${idNumberOf(511, '1990-01-01')}",10012340001,0901,一组`,
    `2,钱二,="${idNumberOf(533, '1990-01-01')}",10012340002,0902,二组`,
  ].join('\r\n')
  test('.csv in UTF-8 and in the letters of a Chinese spreadsheet; its households come with it', async () => {
    const gb = fileOf('own-gb18030.csv')
    for (const content of [Buffer.from(text), Buffer.from(`\ufeff${text}`), gb]) {
      const state = await preview(village, content, { name: '花名册.csv' })
      expect([state.status, state.counts?.new]).toEqual(['previewed', 4])
      expect(state.changes.map(({ key }) => key).toSorted()).toEqual(
        ['0901', '0902', '钱一', '钱二'].toSorted(),
      )
    }
  })
  test('an old .xls is read where it can be', async () => {
    const state = await preview(village, fileOf('own.xls'), { name: '花名册.xls' })
    expect([state.status, state.faults.filter(({ stops }) => stops), state.counts?.new]).toEqual([
      'previewed',
      [],
      2,
    ])
  })
  test('five thousand rows of a village’s own list are read in seconds', async () => {
    const rows = Array.from({ length: 5000 }, (_, i) => [
      i + 1,
      `村民${i}`,
      idNumberOf(i % 500, `19${50 + Math.floor(i / 500)}-01-01`),
      `100${String(20_000_000 + i)}`,
      String(1000 + Math.floor(i / 4)),
      `${(i % 9) + 1}组`,
    ])
    const content = Buffer.from(
      await writeXlsx({
        sheets: [
          {
            name: 'Sheet1',
            rows: [['柳河村村民花名册'], ['序号', '姓名', '身份证号码', '电话', '户号', '小组'], ...rows],
          },
        ],
      }),
    )
    const begun = performance.now()
    const peak = peakOfReader()
    const state = await preview(village, content)
    const megabytes = Math.round(peak() / 1024)
    const seconds = (performance.now() - begun) / 1000
    console.log(
      `5,000 rows of one list: ${seconds.toFixed(1)} s to the preview, the child's peak ${megabytes} MB`,
    )
    expect(state.counts).toMatchObject({ new: 5000 + 1250, faulty: 0 })
    if (process.platform === 'linux') expect(megabytes * 1024 * 1024).toBeLessThan(MOST_RESIDENT)
    if (process.platform === 'linux') expect(megabytes).toBeGreaterThan(0)
    expect(seconds).toBeLessThan(60)
  })
})

describe('What is wrong comes back marked', () => {
  test('the rows left out are downloaded, mended and brought in again', async () => {
    const rows = [
      { 姓名: '错一', 性别: '男', 身份证号: '990000199001010018', 出生日期: '', 户号: 'E001' },
      { 姓名: '对一', 性别: '男', 身份证号: idNumberOf(555, '1990-01-01'), 出生日期: '', 户号: 'E001' },
      { 姓名: '错二', 性别: '外', 身份证号: '', 出生日期: '1988.08', 户号: 'E999' },
    ]
    const state = await preview(village, await workbookOf({ 人员: rows }))
    const { status, body } = await village.ask('villageDirector', 'getFaultyRows', {
      params: { id: state.id },
    })
    expect(status).toBe(200)
    const book = await readXlsx(body as Buffer, { readStyles: true })
    const sheet = book.sheets.find(({ name }) => name === '人员')
    expect(sheet?.rows.flatMap((row) => row[0] ?? [])).toEqual(['姓名*', '错一', '错二'])
    expect(sheet?.rows[1]?.at(-1)).toContain('校验')
    expect(sheet?.cells?.get('1,2')?.style?.fill).toBeTruthy()
    expect(sheet?.cells?.get('1,0')?.style?.fill).toBeFalsy()
    expect(JSON.stringify(sheet?.rows)).not.toContain('对一')
    const back = await preview(village, body as Buffer)
    expect(back.faults.map(({ code }) => code)).not.toContain('columnUnknown')
    expect(back.counts).toMatchObject({ faulty: 2 })
  })
  test('the template offers the words of each column', async () => {
    const { body } = await village.ask('villageDirector', 'getTemplate')
    const people = (await readXlsx(body as Buffer)).sheets.find(({ name }) => name === '人员')
    expect(people?.dataValidations?.some(({ values }) => values?.includes('正式党员'))).toBe(true)
  })
})

test('each of the files is read by a test', () => {
  expect(readdirSync(INPUT).filter((name) => !used.has(name))).toEqual([])
})

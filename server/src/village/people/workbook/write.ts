import type { Worksheet } from '@cj-tech-master/excelts'
import { type Column, GUIDE_SHEET, SHEETS, type Sheet, type SheetKey } from '@cunyi/shared/people/workbook.ts'
import { BESIDE } from '@cunyi/shared/people/workbook-headings.ts'

/** A row to write: column key → text as it stands in the cell. */
export type TextRow = Record<string, string>
export type WorkbookTexts = Record<SheetKey, TextRow[]>

/** Fixed, so that the same people give the same bytes. */
const MADE = new Date('2026-01-01T00:00:00Z')
/** Empty rows that are text already: who types an ID number there does not lose its end. */
const SPARE_ROWS = 300

/** What is wrong with a row to write: the columns to colour, and the sentence beside it. */
export type Marks = Map<TextRow, { columns: ReadonlySet<string>; says: string }>

export const emptyTexts = (): WorkbookTexts => ({ households: [], people: [], offices: [], members: [] })

/** 模板, 导出 and 问题行 are one thing: the table of columns, with or without rows and marks. */
export async function writeWorkbook(
  texts: WorkbookTexts = emptyTexts(),
  marks: Marks = new Map(),
): Promise<Buffer> {
  // Four hundred modules, read by who writes a workbook and not at every start.
  const { Workbook } = await import('@cj-tech-master/excelts')
  const workbook = new Workbook()
  workbook.created = MADE
  workbook.modified = MADE
  for (const sheet of SHEETS)
    writeSheet(workbook.addWorksheet(sheet.name, FROZEN), sheet, texts[sheet.key], marks)
  writeGuide(workbook.addWorksheet(GUIDE_SHEET))
  return Buffer.from(await workbook.xlsx.writeBuffer())
}

const FROZEN = { views: [{ state: 'frozen' as const, ySplit: 1 }] }

function writeSheet(page: Worksheet, sheet: Sheet, rows: readonly TextRow[], marks: Marks) {
  const isMarked = rows.some((row) => marks.has(row))
  // The head and the group that a village's own list names go back with its rows.
  const beside =
    isMarked && sheet.key === 'people' ? BESIDE.filter(({ key }) => rows.some((row) => row[key])) : []
  const columns: readonly Column[] = [
    ...sheet.columns,
    ...beside.map((one) => ({ ...one, en: '', help: { zh: '', en: '' }, example: '' })),
  ]
  page.columns = [
    ...columns.map((column) => ({
      header: headingOf(column),
      key: column.key,
      width: column.kind === 'idNumber' ? 22 : column.kind === 'list' ? 40 : 14,
      hidden: column.kind === 'version',
      style: { numFmt: '@' },
    })),
    ...(isMarked ? [{ header: FAULT_HEADING, key: FAULT_HEADING, width: 60 }] : []),
  ]
  page.getRow(1).font = { bold: true }
  for (const row of rows) {
    const mark = marks.get(row)
    const texts = columns.map((column) => row[column.key] || null)
    const line = page.addRow(mark ? [...texts, mark.says] : texts)
    sheet.columns.forEach(({ key }, i) => {
      if (mark?.columns.has(key)) line.getCell(i + 1).fill = RED
    })
  }
  if (rows.length === 0) keepAsText(page, sheet)
  offerChoices(page, sheet, Math.max(rows.length + 1, SPARE_ROWS))
}

/** Passed over when the file comes back (workbook-words.ts). */
const FAULT_HEADING = '问题'
const RED = { type: 'pattern' as const, pattern: 'solid' as const, fgColor: { argb: 'FFF8C9C4' } }

/** A list to choose from; what villages write besides is understood all the same, so another word only warns. */
function offerChoices(page: Worksheet, sheet: Sheet, last: number) {
  sheet.columns.forEach((column, i) => {
    const words =
      column.kind === 'yesNo' ? ['是', '否'] : Object.values(column.choices ?? {}).map((choice) => choice.zh)
    const check = words.length > 0 ? listOf(words) : column.kind === 'day' ? DAY_CHECK : null
    if (!check) return
    for (let row = 2; row <= last; row++) page.getCell(row, i + 1).dataValidation = check
  })
}
const listOf = (words: readonly string[]) => ({
  type: 'list' as const,
  allowBlank: true,
  showErrorMessage: true,
  errorStyle: 'warning',
  errorTitle: '请从列表里选',
  error: `可填：${words.join('、')}`.slice(0, 200),
  formulae: [`"${words.join(',')}"`],
})
const DAY_CHECK = {
  type: 'textLength' as const,
  operator: 'lessThan' as const,
  allowBlank: true,
  showInputMessage: true,
  promptTitle: '日期',
  prompt: '写到日，如 1988-08-08',
  formulae: [20],
}

/** A star marks what must be filled in. */
const headingOf = (column: Column): string => (column.required ? `${column.heading}*` : column.heading)

function keepAsText(page: Worksheet, sheet: Sheet) {
  sheet.columns.forEach((column, i) => {
    if (column.kind !== 'idNumber' && column.kind !== 'phone') return
    for (let row = 2; row <= SPARE_ROWS; row++) page.getCell(row, i + 1).numFmt = '@'
  })
}

function writeGuide(page: Worksheet) {
  page.columns = [{ width: 12 }, { width: 18 }, { width: 8 }, { width: 60 }, { width: 24 }, { width: 70 }]
  page.addRow(['工作表', '列', '必填', '怎样填', '例', 'English'])
  page.getRow(1).font = { bold: true }
  for (const sheet of SHEETS) {
    page.addRow([sheet.name, '', '', sheet.help.zh, '', sheet.help.en])
    for (const column of sheet.columns) {
      if (column.kind === 'version') continue
      const choices = Object.values(column.choices ?? {})
      const zh =
        choices.length > 0
          ? `${column.help.zh}：${choices.map((choice) => choice.zh).join('、')}`
          : column.help.zh
      page.addRow([
        sheet.name,
        column.heading,
        column.required ? '是' : '',
        zh,
        column.example,
        `${column.en}: ${column.help.en}`,
      ])
    }
  }
  page.addRow([])
  page.addRow([
    '',
    '',
    '',
    '文件里没有的人和户、空着的格，系统里保持不变；要清掉一格请写“清空”；人去世或迁出请填“离开日期”',
    '',
    'Who is not in the file, and what a cell leaves empty, stays as it is; write 清空 to clear a cell; fill in 离开日期 for who died or moved away',
  ])
}

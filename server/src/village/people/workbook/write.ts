import type { Worksheet } from '@cj-tech-master/excelts'
import { type Column, GUIDE_SHEET, SHEETS, type Sheet, type SheetKey } from '@cunyi/shared/people/workbook.ts'

/** A row to write: column key → text as it stands in the cell. */
export type TextRow = Record<string, string>
export type WorkbookTexts = Record<SheetKey, TextRow[]>

/** Fixed, so that the same people give the same bytes. */
const MADE = new Date('2026-01-01T00:00:00Z')
/** Empty rows that are text already: who types an ID number there does not lose its end. */
const SPARE_ROWS = 300

export const emptyTexts = (): WorkbookTexts => ({ households: [], people: [], offices: [], members: [] })

/** 模板 and 导出 are one thing: the table of columns, with or without rows. */
export async function writeWorkbook(texts: WorkbookTexts = emptyTexts()): Promise<Buffer> {
  // Four hundred modules, read by who writes a workbook and not at every start.
  const { Workbook } = await import('@cj-tech-master/excelts')
  const workbook = new Workbook()
  workbook.created = MADE
  workbook.modified = MADE
  for (const sheet of SHEETS) writeSheet(workbook.addWorksheet(sheet.name, FROZEN), sheet, texts[sheet.key])
  writeGuide(workbook.addWorksheet(GUIDE_SHEET))
  return Buffer.from(await workbook.xlsx.writeBuffer())
}

const FROZEN = { views: [{ state: 'frozen' as const, ySplit: 1 }] }

function writeSheet(page: Worksheet, sheet: Sheet, rows: readonly TextRow[]) {
  page.columns = sheet.columns.map((column) => ({
    header: headingOf(column),
    key: column.key,
    width: column.kind === 'idNumber' ? 22 : column.kind === 'list' ? 40 : 14,
    hidden: column.kind === 'version',
    style: { numFmt: '@' },
  }))
  page.getRow(1).font = { bold: true }
  for (const row of rows) page.addRow(sheet.columns.map((column) => row[column.key] || null))
  if (rows.length === 0) keepAsText(page, sheet)
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
    '文件里没有的人和户，系统里保持不变；删除人员请填“离开日期”',
    '',
    'Who is not in the file stays as he is; fill in 离开日期 for who died or moved away',
  ])
}

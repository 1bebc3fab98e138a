/** 总览表、应办事项表: what the pages show of all villages below, as workbooks to hand on. */

import type { Workbook as Book } from '@cj-tech-master/excelts'
import type { DutyOwner } from '@cunyi/shared/matter/duty-kinds.ts'
import { lineOf, STEPS, sumOf } from '@cunyi/shared/matter/overview.ts'
import { shanghaiDate } from '@cunyi/shared/words/days.ts'
import { STAGES, STEP_STAGES, type Stage } from '@cunyi/shared/words/vocabulary.ts'
import type { Parts } from '#base/parts/parts.ts'
import { allDuties, getOverview } from './overview.ts'

const HEAD = [
  '乡镇',
  '村',
  ...STEP_STAGES.map((stage, i) => `${'①②③④⑤⑥'[i]}${STAGES[stage].zh}`),
  '已办结',
  '逾期',
]

export async function exportOverview(parts: Parts, division: string, now: Date): Promise<Buffer> {
  const { rows } = await getOverview(parts, division, now)
  const lines = rows.map(lineOf)
  const sum = sumOf(lines)
  // Read by who writes a workbook, and not at every start.
  const { Workbook } = await import('@cj-tech-master/excelts')
  const workbook = new Workbook()
  const villages = workbook.addWorksheet('各村', { views: [{ state: 'frozen', ySplit: 1 }] })
  villages.addRow(HEAD)
  for (const line of lines)
    villages.addRow([
      line.township,
      line.opened ? line.name : `${line.name}（未启用）`,
      ...STEPS.map((step) => line[step]),
      line.done,
      line.late,
    ])
  villages.addRow([
    '合计',
    `${sum.opened} 个村在用，共 ${sum.villages} 个`,
    ...STEPS.map((step) => sum[step]),
    sum.done,
    sum.late,
  ])
  const late = workbook.addWorksheet('逾期', { views: [{ state: 'frozen', ySplit: 1 }] })
  late.addRow(['乡镇', '村', '事项', '所在步骤', '逾期的事', '应办日期', '已逾期（天）'])
  for (const line of lines)
    for (const one of line.overdue)
      late.addRow([
        line.township,
        line.name,
        one.title,
        STAGES[one.stage as Stage].zh,
        one.whatZh,
        shanghaiDate(new Date(one.dueAt)),
        one.daysLate,
      ])
  return written(workbook, [villages, late])
}

/** A first line that stands out, and columns wide enough to read. */
async function written(workbook: Book, sheets: ReturnType<Book['addWorksheet']>[]): Promise<Buffer> {
  for (const sheet of sheets) {
    sheet.getRow(1).font = { bold: true }
    for (const column of sheet.columns) column.width = 16
  }
  return Buffer.from(await workbook.xlsx.writeBuffer())
}

const OWES: Record<DutyOwner, string> = { village: '村', township: '乡镇', county: '县级' }
const DUTY_HEAD = [
  '乡镇',
  '村',
  '应办的事',
  '事项',
  '应办日期',
  '已逾期（天）',
  '由谁办',
  '规则',
  '依据',
  '计入考评',
]

export async function exportDuties(parts: Parts, division: string, now: Date): Promise<Buffer> {
  const { late, next } = await allDuties(parts, division, now)
  const { Workbook } = await import('@cj-tech-master/excelts')
  const workbook = new Workbook()
  const sheets = (
    [
      ['逾期', late],
      ['接下来要办', next],
    ] as const
  ).map(([name, rows]) => {
    const sheet = workbook.addWorksheet(name, { views: [{ state: 'frozen', ySplit: 1 }] })
    sheet.addRow(DUTY_HEAD)
    for (const one of rows)
      sheet.addRow([
        one.township,
        one.villageName,
        one.whatZh,
        one.title ?? '',
        shanghaiDate(new Date(one.dueAt)),
        one.daysLate ?? '',
        OWES[one.owes],
        one.rule,
        one.source,
        one.scored ? '是' : '否',
      ])
    sheet.addRow(['合计', `${rows.length} 件`])
    return sheet
  })
  return written(workbook, sheets)
}

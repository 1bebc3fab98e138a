/** 总览表: what the page shows of all villages below, as a workbook to hand on. */
import { lineOf, STEPS, sumOf } from '@cunyi/shared/matter/overview.ts'
import { shanghaiDate } from '@cunyi/shared/words/days.ts'
import { STAGES, STEP_STAGES, type Stage } from '@cunyi/shared/words/vocabulary.ts'
import type { Parts } from '#base/parts/parts.ts'
import { getOverview } from './overview.ts'

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
  for (const sheet of [villages, late]) {
    sheet.getRow(1).font = { bold: true }
    for (const column of sheet.columns) column.width = 16
  }
  return Buffer.from(await workbook.xlsx.writeBuffer())
}

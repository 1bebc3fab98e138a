/** 年度事项清单: every matter of a year with where it stands, what it cost and its resolution. */
import type { yearRow } from '@cunyi/shared/api/papers.ts'
import { officialNumber } from '@cunyi/shared/papers/official-number.ts'
import { bodyName, type VillageNames } from '@cunyi/shared/words/village-names.ts'
import { TRACKS, type Track } from '@cunyi/shared/words/vocabulary.ts'
import type { z } from 'zod'
import type { Cell, Sheet } from '../model.ts'
import { dayZh, yuanZh } from '../words.ts'

export type YearRow = z.infer<typeof yearRow>

export function yearPaper(names: VillageNames, year: number, rows: readonly YearRow[], now: Date): Sheet {
  const village = names.short
  const title = `${village}${year}年“四议两公开”事项清单`
  const sum = (fen: number): Cell => ({ text: fen === 0 ? '—' : yuanZh(fen), align: 'right' })
  return {
    kind: 'yearList',
    title,
    size: 'wide',
    footer: `${village}　${year}年事项清单　制表日期${dayZh(now)}`,
    blocks: [
      { is: 'title', text: title },
      {
        is: 'table',
        columns: [5, 13, 20, 10, 12, 11, 13, 12, 12],
        small: true,
        head: ['序号', '编号', '事项', '类别', '目前阶段', '提交日期', '决议编号', '预算', '实际支出'],
        rows: rows.map((row, i): Cell[] => [
          { text: String(i + 1), align: 'center' },
          officialNumber(village, row.number),
          row.title,
          TRACKS[row.track as Track]?.zh ?? row.track,
          row.stageZh,
          dayZh(row.submittedAt),
          row.resolutionNumber ? officialNumber(village, row.resolutionNumber) : '—',
          sum(row.planned),
          sum(row.spent),
        ]),
      },
      ...(rows.length === 0 ? [{ is: 'text', text: '本年度没有事项。', align: 'center' } as const] : []),
      {
        is: 'signatures',
        label: '签字',
        places: (names.isResidents
          ? ['社区党组织书记', '居委会主任', '居务监督委员会主任']
          : ['村党支部书记', '村委会主任', '村务监督委员会主任']
        ).map((name) => ({ name, signed: null })),
      },
      { is: 'seal', by: bodyName(names, 'committee'), date: dayZh(now) },
    ],
  }
}

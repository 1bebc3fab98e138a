/** 小范围: whether a poll's split and lists stay out of packages, by the one rule for small groups. */
import type { MeetingRule } from '@cunyi/shared/law/meeting-rules.ts'
import { type CountSheet, whyNotSheets } from '@cunyi/shared/poll/poll.ts'
import { type ChannelCounts, maySeeBallots, shownSheets, shownSplit } from '@cunyi/shared/poll/small-group.ts'
import type { Row } from './queries/records.ts'

/** 计票单 on which two tellers agree, one a heap: never one of more than was handed out. */
export function agreedSheets(rows: readonly Row[]) {
  const sheets = rows as readonly (Row & CountSheet)[]
  const isOfSame = (a: Row, b: Row) =>
    (['placeNo', 'channel', 'seq'] as const).every((key) => a[key] === b[key])
  return sheets.filter((row, at) =>
    sheets.some(
      (other, i) => i > at && isOfSame(row, other) && whyNotSheets([row, other], row.issued) === null,
    ),
  )
}

/** What packages hold of it: the split or nothing of it, and whether ballots and sheets stay out as well. */
export function shownOf(poll: Row, sheets: readonly Row[]) {
  const rule = poll.rule as MeetingRule
  const split = poll.byChannel as ChannelCounts[] | null
  if (!split) return { byChannel: null, withheld: null }
  const agreed = agreedSheets(sheets)
  const byChannel = shownSheets(rule, split, agreed, false) && shownSplit(rule, split, false)
  const isWhole = byChannel !== null || (agreed.length === 0 && maySeeBallots(rule, split))
  return { byChannel, withheld: isWhole ? null : ('smallGroup' as const) }
}

/** 目录的次序和名称: steps and votes as they happened, attachments by what they are. */
import type { PackageKind } from '@cunyi/shared/papers/package-format.ts'
import type { ATTACHMENT_PURPOSES } from '@cunyi/shared/words/kinds.ts'
import { cut } from '@cunyi/shared/words/texts.ts'
import type { Row } from '#base/evidence/queries/records.ts'
import type { Entry } from './index-page.ts'

const byText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

/** A random id tells two of one instant apart: the same files have the same index every time. */
export function inOrder({ moves, meetings, polls }: { moves: Row[]; meetings: Row[]; polls: Row[] }) {
  const opens = new Map(meetings.map((one) => [one.id, new Date(one.opensAt).toISOString()]))
  const held = (poll: Row) => opens.get(poll.meetingId) ?? ''
  return {
    moves: [...moves].sort((a, b) => a.seq - b.seq || byText(a.id, b.id)),
    polls: [...polls].sort((a, b) => byText(held(a), held(b)) || a.seq - b.seq || byText(a.id, b.id)),
  }
}

const LONGEST_SAID = 300
type Purpose = (typeof ATTACHMENT_PURPOSES)[number]
const PURPOSES: Record<Purpose, string> = {
  proposal: '方案附件',
  disclosure: '公示照片',
  meeting: '会议材料',
  paper: '纸质材料',
  objection: '异议材料',
  progress: '实施进展',
  opinion: '评议材料',
  office: '任职材料',
  voice: '语音',
}

/** The name that whoever uploaded it gave it may hold a person's: the public package says what it is, with a number. */
export function attachmentTitles(
  kind: PackageKind,
  attached: readonly { row: Row; path: string }[],
): Entry[] {
  const order = (row: Row) =>
    `${Object.keys(PURPOSES).indexOf(row.purpose)} ${new Date(row.uploadedAt).toISOString()} ${row.id}`
  const counted = new Map<string, number>()
  return [...attached]
    .sort((a, b) => byText(order(a.row), order(b.row)))
    .map(({ row, path }) => {
      const words = PURPOSES[row.purpose as Purpose] ?? '附件'
      const number = (counted.get(words) ?? 0) + 1
      counted.set(words, number)
      // 语音: with what it says, for whoever does not hear it.
      const about = row.transcript ? cut(row.transcript, LONGEST_SAID) : row.name
      return { path, title: kind === 'public' ? `${words}${number}` : `${words}${number}：${about}` }
    })
}

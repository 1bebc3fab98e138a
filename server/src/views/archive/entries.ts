/** 目录的次序和名称: steps and votes as they happened, attachments by what they are. */
import type { PackageKind } from '@cunyi/shared/papers/package-format.ts'
import { PAPER_KINDS, type PaperKind } from '@cunyi/shared/papers/paper-kinds.ts'
import type { ATTACHMENT_PURPOSES } from '@cunyi/shared/words/kinds.ts'
import { cut } from '@cunyi/shared/words/texts.ts'
import { STAGES, STEP_STAGES, type Stage } from '@cunyi/shared/words/vocabulary.ts'
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
const MOST_LETTERS = 40
/** Part of a path on any system: Han, letters and digits stay, and nothing can lead anywhere. */
const wordsOf = (text: string): string =>
  [
    ...text
      .normalize('NFC')
      .replace(/[^A-Za-z0-9_\-\u3007\u3400-\u4dbf\u4e00-\u9fff\u{20000}-\u{2f7ff}\u{30000}-\u{3fffd}]/gu, ''),
  ]
    .slice(0, MOST_LETTERS)
    .join('')

/** Each path once, also where a system takes capitals for small letters: the second is 会议通知2. */
function distinct(): (path: string, ending: string) => string {
  const taken = new Set<string>()
  return (path, ending) => {
    let free = path
    for (let n = 2; taken.has(free.toLowerCase()); n += 1) free = `${path}${n}`
    taken.add(free.toLowerCase())
    return `${free}.${ending}`
  }
}

/** 3-党员大会审议/会议记录.pdf: by the step it belongs to, in the order in which an office files them. */
export function paperPaths(
  papers: readonly { id: string; kind: PaperKind; meetingId: string | null }[],
  meetings: readonly Row[],
): Map<string, string> {
  const path = distinct()
  const stageOf = ({ kind, meetingId }: (typeof papers)[number]) =>
    meetings.find((one) => one.id === meetingId)?.stage ?? STEP_STAGES[PAPER_KINDS[kind].step - 1]
  return new Map(
    papers.map((paper) => {
      const stage = STAGES[stageOf(paper) as Stage]
      const folder = stage ? `${stage.step}-${wordsOf(stage.zh)}` : '0-其他'
      return [paper.id, path(`papers/${folder}/${wordsOf(PAPER_KINDS[paper.kind].zh)}`, 'pdf')]
    }),
  )
}

const ENDINGS: { [mime: string]: string } = {
  'application/pdf': 'pdf',
  'image/jpeg': 'jpg',
  'audio/webm': 'webm',
  'audio/ogg': 'ogg',
  'audio/mp4': 'm4a',
}
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
export function attachmentEntries(
  kind: PackageKind,
  attached: readonly { row: Row; bytes: Buffer }[],
): (Entry & { bytes: Buffer })[] {
  const free = distinct()
  const order = (row: Row) =>
    `${Object.keys(PURPOSES).indexOf(row.purpose)} ${new Date(row.uploadedAt).toISOString()} ${row.id}`
  const counted = new Map<string, number>()
  return [...attached]
    .sort((a, b) => byText(order(a.row), order(b.row)))
    .map(({ row, bytes }) => {
      const words = PURPOSES[row.purpose as Purpose] ?? '附件'
      const number = (counted.get(words) ?? 0) + 1
      counted.set(words, number)
      const named = wordsOf(String(row.name ?? '').replace(/\.[^.]*$/, ''))
      const path = `attachments/${words}${number}${kind === 'office' && named ? `-${named}` : ''}`
      // 语音: with what it says, for whoever does not hear it.
      const about = row.transcript ? cut(row.transcript, LONGEST_SAID) : row.name
      return {
        path: free(path, ENDINGS[row.mime as string] ?? 'bin'),
        title: kind === 'public' ? `${words}${number}` : `${words}${number}：${about}`,
        bytes,
      }
    })
}

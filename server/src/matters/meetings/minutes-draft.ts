/** 发言要点 to begin with: what was said on the matters before the poll, and how it was answered. Hidden ones stay out. */
import type { Tx } from '#base/database/connect.ts'
import { listOpinionRows } from '#matters/opinions/queries.ts'
import { agendaOf, type MeetingRow } from '#matters/sittings/queries/meetings.ts'

const MOST = 100
const KINDS: { [kind: string]: string } = { opinion: '', question: '提问', households: '反映所联系户意见' }
const SPOKEN = '（语音，还没有写成文字）'

export async function draftGist(tx: Tx, meeting: MeetingRow): Promise<string> {
  const lines: string[] = []
  for (const { proposalId } of await agendaOf(tx, meeting.villageId, meeting.id))
    for (const opinion of await listOpinionRows(tx, meeting.villageId, proposalId, null, MOST)) {
      const isOther = opinion.meetingId !== null && opinion.meetingId !== meeting.id
      if (opinion.hiddenAt || isOther) continue
      const answer = opinion.answer
        ? `（答复：${opinion.answer}；${opinion.adopted ? '已采纳' : '未采纳'}）`
        : '（未答复）'
      lines.push(`${opinion.byName}${KINDS[opinion.kind] ?? ''}：${opinion.text || SPOKEN}${answer}`)
    }
  return lines.join('\n')
}

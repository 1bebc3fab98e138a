/** 会议签到表: 应到、现场、线上、委托、请假和缺席, one line a person; before the meeting a sheet to sign. */
import type { Matter, PaperSitting } from '../matter.ts'
import type { Block, Cell, Sheet } from '../model.ts'
import { aboutMeeting, assemblyZh, linesOf, officesZh, placeZh, spanZh, wayZh } from '../sitting.ts'
import { type Kind, sketch } from '../sketch.ts'

export const signInSheets: Kind = (matter) =>
  matter.sittings.map((sitting) =>
    sketch({
      kind: 'signInSheet',
      subject: sitting.meeting.id,
      about: aboutMeeting(sitting.meeting),
      meetingId: sitting.meeting.id,
      seenBy: 'roll',
      on: sitting.meeting.opensAt,
      compose: (then) => compose(then, sitting),
    }),
  )

async function compose(matter: Matter, sitting: PaperSitting): Promise<Sheet> {
  const { meeting } = sitting
  const record = await sitting.record()
  const { facts, name } = record
  const begun = meeting.opensAt.getTime() <= matter.now.getTime()
  const lines = linesOf(record)
  const count = (way: string) => lines.filter((line) => line.way === way).length
  const excused = lines.filter((line) => line.way === 'absent' && line.remark).length
  const label = (text: string): Cell => ({ text, label: true })
  const summary = begun
    ? `应到${lines.length}人，实到${lines.length - count('absent')}人（现场${count('inHall')}人，线上${count('online')}人，委托${count('represented')}人），请假${excused}人，缺席${count('absent') - excused}人`
    : `应到${lines.length}人`
  const guests = facts.attendance.withoutVote
  return {
    kind: 'signInSheet',
    title: `${assemblyZh(meeting.assembly)}签到表（${matter.proposal.title}）`,
    size: 'a4',
    footer: `${matter.number}　${assemblyZh(meeting.assembly)}签到表`,
    blocks: [
      { is: 'title', text: `${matter.called(meeting.assembly)}签到表` },
      {
        is: 'table',
        columns: [1, 5],
        rows: [
          [label('会议'), facts.matters.map((one) => one.title).join('；')],
          [label('时间'), spanZh(meeting)],
          [label('地点'), placeZh(meeting)],
          [label('到会情况'), summary],
        ],
      },
      {
        is: 'table',
        columns: [7, 13, 27, 12, 23, 18],
        // 会前: rows high enough to sign in by hand.
        small: begun,
        head: ['序号', '姓名', '身份', '到会方式', '说明（请假事由、受托人）', '签字'],
        rows: lines.map((line, i) => [
          { text: String(i + 1), align: 'center' },
          line.name,
          line.office || '—',
          { text: begun ? wayZh(line) : '', align: 'center' },
          begun ? line.remark : '',
          begun && line.way === 'online' ? { text: '线上签到', align: 'center' } : '',
        ]),
      },
      ...(begun && guests.length > 0 ? guestTable(guests, name) : []),
      { is: 'text', text: '任何人不得代签、冒签。', plain: true },
    ],
  }
}

function guestTable(
  guests: { person: string; capacities: string[]; way: string | null }[],
  name: (id: string) => string,
): Block[] {
  return [
    { is: 'heading', text: '列席人员' },
    {
      is: 'table',
      columns: [1, 2, 4, 2, 3],
      small: true,
      head: ['序号', '姓名', '职务', '方式', '签字'],
      rows: guests.map((one, i) => [
        { text: String(i + 1), align: 'center' },
        name(one.person),
        officesZh(one.capacities) || '列席',
        { text: one.way === 'online' ? '线上' : '现场', align: 'center' },
        '',
      ]),
    },
  ]
}

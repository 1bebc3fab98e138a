/** 表决票、计票单、表决结果报告单 */
import { recusedZh } from '@cunyi/shared/poll/recused.ts'
import { CHOICES } from '@cunyi/shared/words/vocabulary.ts'
import { heapsOf } from '#matters/polls/sheets.ts'
import { convenerOf, type Matter, type PaperSitting } from '../matter.ts'
import type { Block, Cell, Sheet } from '../model.ts'
import {
  aboutMeeting,
  assemblyZh,
  isOver,
  RESULT_COLUMNS,
  resultRows,
  tallyOf,
  votingZh,
} from '../sitting.ts'
import { type Kind, type Sketch, sketch } from '../sketch.ts'
import { dayZh, timeZh } from '../words.ts'
import { stepQuestion } from './minutes.ts'

type Poll = PaperSitting['polls'][number]
const label = (text: string): Cell => ({ text, label: true })

const questionOf = ({ proposal }: Matter, { meeting }: PaperSitting, poll: Poll): string =>
  proposal.questions.find((one) => one.id === poll.questionId)?.text ?? stepQuestion(meeting)

/** One paper a poll; told apart by the meeting and, where there are several, the question's number. */
const eachPoll = (
  matter: Matter,
  kind: 'ballotSlips' | 'countSheet' | 'resultReport',
  wanted: (poll: Poll) => boolean,
  compose: (then: Matter, sitting: PaperSitting, poll: Poll) => Promise<Sheet> | Sheet,
): Sketch[] =>
  matter.sittings.flatMap((sitting) =>
    sitting.polls.filter(wanted).map((poll) =>
      sketch({
        kind,
        subject: poll.id,
        about: `${aboutMeeting(sitting.meeting)}${sitting.polls.length > 1 ? ` 第${poll.seq}项` : ''}`,
        meetingId: sitting.meeting.id,
        seenBy: 'roll',
        on: sitting.meeting.opensAt,
        compose: async (then) => compose(then, sitting, poll),
      }),
    ),
  )

const SLIPS_A_SHEET = 4

/** A sheet of slips all alike: nothing on them tells one from another but the number written on it. */
export const ballotSlips: Kind = (matter) =>
  eachPoll(
    matter,
    'ballotSlips',
    (poll) => poll.secret,
    (then, sitting, poll) => ({
      kind: 'ballotSlips',
      title: `表决票（${then.proposal.title}）`,
      size: 'a4',
      footer: null,
      blocks: Array.from({ length: SLIPS_A_SHEET }, () => slipOf(then, sitting, poll)),
    }),
  )

const slipOf = (matter: Matter, sitting: PaperSitting, poll: Poll): Block => ({
  is: 'slip',
  title: `${matter.called(sitting.meeting.assembly)}表决票`,
  question: `事项：${matter.proposal.title}（${matter.number}）\n表决：${questionOf(matter, sitting, poll)}`,
  choices: Object.values(CHOICES).map(({ sign, zh }) => `${sign} ${zh}`),
  note: '请在所选的一栏空格内画记号，只选一项；多选、不选或写有姓名的为无效票。',
  foot: `${dayZh(sitting.meeting.opensAt)}　　编号：＿＿＿＿　　（盖章有效）`,
})

export const countSheets: Kind = (matter) => eachPoll(matter, 'countSheet', (poll) => poll.secret, countSheet)

const isPaper = ({ channel }: { channel: string }) => channel === 'paper'
const totalOf = (sheet: { for: number; against: number; abstain: number; invalid: number }) =>
  sheet.for + sheet.against + sheet.abstain + sheet.invalid

/** 计票单: for each teller to fill in; after the poll with the slips' figures, where a split may be shown at all. */
async function countSheet(matter: Matter, sitting: PaperSitting, poll: Poll): Promise<Sheet> {
  const { facts, name } = await sitting.record()
  const question = facts.matters.flatMap((one) => one.questions).find((one) => one.poll === poll.id)
  const tally = tallyOf(poll)
  const counted = tally !== null && poll.outcome !== 'noQuorum'
  const slips = question?.byChannel?.find((one) => one.channel === 'paper')
  const figure = (kind: 'for' | 'against' | 'abstain' | 'invalid') =>
    !counted ? '' : slips ? String(slips[kind]) : question?.byChannel ? '0' : '不单列'
  const heaps = poll.status === 'waiting' ? [] : (await heapsOf(matter.tx, poll)).filter(isPaper)
  const sum = (of: (heap: (typeof heaps)[number]) => number) =>
    counted ? String(heaps.reduce((all, heap) => all + of(heap), 0)) : ''
  const issued = sum((heap) => heap.issued)
  const returned = sum(({ count: { agreed } }) => (agreed ? totalOf(agreed) : 0))
  const recused = counted && tally ? recusedZh(tally, poll.rule) : ''
  const rows: Cell[][] = [
    [label('发出票数'), issued, label('收回票数'), returned],
    [label('○ 赞成'), figure('for'), label('× 反对'), figure('against')],
    [label('△ 弃权'), figure('abstain'), label('无效'), figure('invalid')],
  ]
  return {
    kind: 'countSheet',
    title: `计票单（${matter.proposal.title}）`,
    size: 'a4',
    footer: `${matter.number}　计票单`,
    blocks: [
      { is: 'title', text: `${matter.called(sitting.meeting.assembly)}计票单` },
      {
        is: 'table',
        columns: [2, 6],
        rows: [
          [label('事项'), `${matter.proposal.title}（${matter.number}）`],
          [label('表决'), questionOf(matter, sitting, poll)],
          [label('时间'), timeZh(sitting.meeting.opensAt)],
          [label('地点'), sitting.meeting.place],
        ],
      },
      { is: 'heading', text: '纸质表决票' },
      { is: 'table', columns: [2, 2, 2, 2], rows: rows.map((row) => row.map(tallCell)) },
      { is: 'heading', text: '画“正”计票' },
      {
        is: 'table',
        columns: [2, 10],
        rows: ['○ 赞成', '× 反对', '△ 弃权', '无效'].map((one) => [label(one), { text: '', tall: 15 }]),
      },
      {
        is: 'text',
        text: '收回票数不得多于发出票数；两名计票人分别填写，两张相同方为有效。',
        plain: true,
      },
      ...(recused ? [{ is: 'text', text: `${recused}。`, plain: true } satisfies Block] : []),
      ...(counted && !question?.byChannel
        ? [
            {
              is: 'text',
              text: '某一渠道的票数过少，或者投得都一样，为保护投票人，各渠道票数不单列。',
              plain: true,
            } satisfies Block,
          ]
        : []),
      {
        is: 'signatures',
        label: '计票人、监票人签字',
        places: [
          ...sitting.meeting.tellerIds.map((id) => ({ name: name(id), signed: null })),
          { name: '监票人', signed: null },
        ],
      },
    ],
  }
}
const tallCell = (cell: Cell): Cell =>
  typeof cell === 'string' ? { text: cell, align: 'center', tall: 10 } : cell

export const resultReports: Kind = (matter) =>
  eachPoll(matter, 'resultReport', isOver, async (then, sitting, poll): Promise<Sheet> => {
    const { meeting } = sitting
    const { facts, name } = await sitting.record()
    const question = facts.matters.flatMap((one) => one.questions).find((one) => one.poll === poll.id)
    const tally = tallyOf(poll)
    const body = assemblyZh(meeting.assembly)
    return {
      kind: 'resultReport',
      title: `${body}表决结果报告单（${then.proposal.title}）`,
      size: 'a4',
      footer: `${then.number}　表决结果报告单`,
      blocks: [
        { is: 'title', text: `${then.called(meeting.assembly)}表决结果报告单` },
        {
          is: 'table',
          columns: [2, 6],
          rows: [
            [label('事项'), `${then.proposal.title}（${then.number}，第${poll.version ?? '—'}稿）`],
            [label('表决事项'), questionOf(then, sitting, poll)],
            [label('会议时间'), timeZh(meeting.opensAt)],
            [label('表决结束'), timeZh(poll.endsAt ?? poll.closedAt)],
            [label('表决方式'), votingZh(poll)],
          ],
        },
        ...(question
          ? [{ is: 'table', columns: RESULT_COLUMNS, rows: resultRows(question) } satisfies Block]
          : []),
        ...(question && tally && !question.byChannel && poll.outcome !== 'noQuorum'
          ? [
              {
                is: 'text',
                text: '某一渠道的票数过少，或者投得都一样，为保护投票人，只报告合计票数。',
                plain: true,
              } satisfies Block,
            ]
          : []),
        ...(tally ? [{ is: 'text', text: tally.sentenceZh } satisfies Block] : []),
        ...(poll.receiptsDigest
          ? [
              {
                is: 'text',
                text: `回执清单校验值：${inGroups(poll.receiptsDigest)}\n选票清单校验值：${inGroups(poll.ballotsDigest ?? '—')}`,
                plain: true,
              } satisfies Block,
            ]
          : []),
        {
          is: 'signatures',
          label: '计票人、主持人签字',
          places: [...meeting.tellerIds, meeting.chairId].map((id) => ({ name: name(id), signed: null })),
        },
        { is: 'seal', by: convenerOf(then, meeting), date: dayZh(poll.closedAt) },
      ],
    }
  })

/** A digest with room for line breaks. */
const inGroups = (digest: string): string => digest.match(/.{1,8}/g)?.join(' ') ?? digest

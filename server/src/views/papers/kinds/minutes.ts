/** 会议记录: every field of the register form, from the record; gist and final opinion as the recorder wrote them. */
import { sittingName } from '@cunyi/shared/meeting/extra-step.ts'
import { officialNumber } from '@cunyi/shared/papers/official-number.ts'
import { CHOICES, RECUSAL_MODES, STAGES } from '@cunyi/shared/words/vocabulary.ts'
import { signersOf } from '#matters/meetings/facts.ts'
import { furtherPlaces, type Matter, type PaperSitting, type Record } from '../matter.ts'
import type { Block, Cell, Sheet } from '../model.ts'
import {
  aboutMeeting,
  assemblyZh,
  isOver,
  type Line,
  linesOf,
  officesZh,
  placeZh,
  RESULT_COLUMNS,
  resultRows,
  signedHow,
  spanZh,
  votingZh,
} from '../sitting.ts'
import { type Kind, sketch } from '../sketch.ts'
import { dayZh, percentZh, timeZh } from '../words.ts'

/** A body larger than this stands on the sign-in sheet, not in the minutes. */
const MOST_NAMES = 120
const label = (text: string): Cell => ({ text, label: true })
const heading = (text: string): Block => ({ is: 'heading', text })
const text = (words: string): Block => ({ is: 'text', text: words })

export const minutesPapers: Kind = (matter) =>
  matter.sittings
    .filter(({ polls }) => polls.length > 0 && polls.every(isOver))
    .map((sitting) =>
      sketch({
        kind: 'minutes',
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
  const { saved } = record
  const body = assemblyZh(meeting.assembly)
  return {
    kind: 'minutes',
    title: `${body}会议记录（${matter.proposal.title}）`,
    size: 'a4',
    footer: `${matter.number}　${body}会议记录${saved ? `　第${saved.version}稿` : '　草稿'}`,
    blocks: [
      { is: 'title', text: `${matter.called(meeting.assembly).replace(/会议$/, '')}会议记录` },
      ...(saved
        ? []
        : [{ is: 'text', text: '（根据系统记录生成，记录人尚未核定）', align: 'center' } satisfies Block]),
      { is: 'table', columns: [3, 5, 3, 5], rows: headRows(sitting, record) },
      ...attendanceBlocks(record),
      ...matterBlocks(matter, sitting, record),
      heading('发言要点'),
      text(saved?.gist || '（记录人未补充）'),
      heading('最终意见'),
      text(saved?.finalOpinion || '按表决结果办理。'),
      ...correctionBlocks(record),
      ...paperBlocks(record),
      ...(saved?.approvedAt
        ? [
            {
              is: 'text',
              text: `核定：${record.name(saved.approvedBy ?? '')}，${timeZh(saved.approvedAt)}`,
              plain: true,
            } satisfies Block,
          ]
        : []),
      ...signatureBlocks(record),
    ],
  }
}

function headRows({ meeting, polls }: PaperSitting, { facts, name }: Record): Cell[][] {
  const first = polls[0]
  const sits = facts.online.counts
    ? `线上到会计入到会人数${facts.online.legalBasis ? `（依据：${facts.online.legalBasis}）` : ''}`
    : '线上旁听，不计入到会人数'
  return [
    [
      label('会议名称'),
      meeting.title,
      label('所处步骤'),
      meeting.extraStep
        ? sittingName(meeting.stage, meeting.extraStep).zh
        : `第${facts.meeting.step}步　${STAGES[meeting.stage].zh}`,
    ],
    [label('会议时间'), { text: spanZh(meeting), span: 3 }],
    [label('会议地点'), { text: placeZh(meeting), span: 3 }],
    [label('通知时间'), timeZh(meeting.noticeAt), label('主持人'), name(meeting.chairId)],
    [
      label('记录人'),
      name(meeting.recorderId),
      label('计票人'),
      [...meeting.tellerIds, ...furtherPlaces(facts).flatMap((one) => one.tellers)].map(name).join('、') ||
        '—',
    ],
    [label('参会方式'), { text: sits, span: 3 }],
    [label('表决方式'), { text: first ? votingZh(first) : '—', span: 3 }],
    ...(meeting.urgent ? [[label('临时通知'), { text: meeting.urgentReason ?? '', span: 3 }]] : []),
    ...(meeting.reconvening > 0
      ? [[label('重新召开'), { text: `第${meeting.reconvening}次重新召开，法定人数未降低`, span: 3 }]]
      : []),
  ]
}

/** 应到、实到、比例、列席、缺席及原因. */
function attendanceBlocks(record: Record): Block[] {
  const lines = linesOf(record)
  const { facts, name } = record
  const of = (way: Line['way']) => lines.filter((line) => line.way === way)
  const [hall, online, represented, absent] = [of('inHall'), of('online'), of('represented'), of('absent')]
  const here = lines.length - absent.length
  const names = (list: Line[], say: (line: Line) => string = (line) => line.name) =>
    list.length === 0
      ? '无'
      : list.length > MOST_NAMES
        ? `${list.length}人，名单见签到表`
        : list.map(say).join('、')
  const excused = absent.filter((line) => line.remark)
  const away = absent.filter((line) => !line.remark)
  const why = [
    ...(excused.length > 0 ? [`请假：${names(excused, (line) => `${line.name}（${line.remark}）`)}`] : []),
    ...(away.length > 0 ? [`未请假：${names(away)}`] : []),
  ]
  const guests = facts.attendance.withoutVote
    .map((one) => `${name(one.person)}（${officesZh(one.capacities) || '列席'}）`)
    .join('、')
  const row = (head: string, words: string): Cell[] => [label(head), words]
  return [
    heading('到会情况'),
    {
      is: 'table',
      columns: [3, 13],
      rows: [
        row('应到', `${lines.length}人`),
        row(
          '实到',
          `${here}人（现场${hall.length}人，线上${online.length}人，委托${represented.length}人），到会率${percentZh(here, lines.length)}`,
        ),
        row('现场参会', names(hall)),
        row('线上参会', names(online)),
        ...(represented.length > 0
          ? [
              row(
                '委托参会',
                names(represented, (line) => `${line.name}（${line.remark}）`),
              ),
            ]
          : []),
        row('列席人员', guests || '无'),
        row('缺席及原因', why.join('\n') || '无'),
      ],
    },
  ]
}

/** 议题、修改、回避、表决 of each matter of the agenda. */
function matterBlocks({ village }: Matter, { meeting }: PaperSitting, { facts, name }: Record): Block[] {
  return facts.matters.flatMap((one, i): Block[] => [
    heading(
      `${facts.matters.length > 1 ? `议题${i + 1}` : '议题'}：${one.title}（编号${officialNumber(village, one.number)}）`,
    ),
    ...one.amendments.map((amendment) =>
      text(
        `修改动议（${AMENDMENT_CLASSES[amendment.kind] ?? amendment.kind}）：${name(amendment.movedBy)}提出，将“${amendment.oldText}”改为“${amendment.newText}”，${AMENDMENT_ENDS[amendment.status] ?? amendment.status}。`,
      ),
    ),
    ...one.recusals.map((recusal) =>
      text(`回避：${name(recusal.person)}，${recusal.reason}（${RECUSAL_MODES[recusal.mode].zh}）。`),
    ),
    ...one.questions.flatMap((question): Block[] => [
      {
        is: 'text',
        text: `${question.question ? `表决事项：${question.question}` : `表决事项：${stepQuestion(meeting)}`}（第${question.version ?? '—'}稿）`,
        plain: true,
        bold: true,
      },
      text(`规则：${question.ruleZh}。`),
      { is: 'table', columns: RESULT_COLUMNS, keep: true, rows: resultRows(question) },
      ...(question.choices ? namedBlocks(question.choices, name) : []),
    ]),
  ])
}

const AMENDMENT_CLASSES: { [kind: string]: string } = {
  editorial: '文字修改',
  toJudge: '未判断',
  substantive: '实质修改',
}
const AMENDMENT_ENDS: { [status: string]: string } = {
  moved: '未处理',
  adopted: '已采纳',
  takenUp: '已受理，退回“两委”商议',
  declined: '未采纳',
}
const QUESTION_OF_STEP = {
  branchProposal: '是否同意提议',
  committeeDeliberation: '是否同意商议方案',
  partyReview: '是否同意提交表决',
  villagerResolution: '是否同意',
} as const
/** Of a sitting that has no question of its own. */
export const stepQuestion = ({ stage, extraStep }: Pick<PaperSitting['meeting'], 'stage' | 'extraStep'>) =>
  extraStep ? `${extraStep.zh}是否通过` : QUESTION_OF_STEP[stage]

/** 记名表决: who chose what, in open polls only. */
function namedBlocks(
  choices: { personId: string | null; choice: keyof typeof CHOICES }[],
  name: (id: string) => string,
): Block[] {
  if (choices.length > MOST_NAMES) return []
  const of = (choice: keyof typeof CHOICES) =>
    choices
      .flatMap((one) => (one.choice === choice && one.personId ? [name(one.personId)] : []))
      .join('、') || '无'
  return [
    {
      is: 'table',
      columns: [3, 13],
      rows: (['for', 'against', 'abstain'] as const).map((choice) => [label(CHOICES[choice].zh), of(choice)]),
    },
  ]
}

function correctionBlocks({ facts, name }: Record): Block[] {
  if (facts.corrections.length === 0) return []
  return [
    heading('名册更正'),
    ...facts.corrections.map((one) =>
      text(
        `${name(one.person)}：${one.reason}（${name(one.proposedBy)}提出${one.confirmedBy ? `，${name(one.confirmedBy)}于${dayZh(one.confirmedAt)}确认` : '，未确认'}）。`,
      ),
    ),
  ]
}

function paperBlocks({ facts }: Record): Block[] {
  if (facts.papers.length === 0) return []
  return [
    heading('附件'),
    ...facts.papers.map((one) => text(`${one.name}（校验值${one.digest.slice(0, 16)}）`)),
  ]
}

/** 签字: the chair, recorder and tellers, those present of a small body, township staff at steps 3 and 4. */
function signatureBlocks(record: Record): Block[] {
  const { facts, saved, name } = record
  const place = (id: string) => ({ name: name(id), signed: signedHow(saved, id) })
  const township = new Set(
    facts.attendance.withoutVote
      .filter((one) => one.capacities.includes('townshipStaff'))
      .map((one) => one.person),
  )
  const signers = signersOf(facts)
  const officers = [...new Set([facts.chair, facts.recorder, ...facts.tellers])]
  const body = signers.filter((id) => !officers.includes(id) && !township.has(id))
  return [
    { is: 'signatures', label: '主持人、记录人、计票人签字', places: officers.map(place) },
    ...(body.length > 0
      ? [{ is: 'signatures', label: '参会人员签字', places: body.map(place) } satisfies Block]
      : []),
    ...(facts.meeting.step >= 3
      ? [
          {
            is: 'signatures',
            label: '乡镇参会人员签字（注明职务）',
            places:
              township.size > 0
                ? [...township].map(place)
                : [
                    { name: '姓名', signed: null },
                    { name: '职务', signed: null },
                  ],
          } satisfies Block,
        ]
      : []),
  ]
}

/** 登记表一至六: the county's register of the six steps, one form a step. */
import { recusedZh } from '@cunyi/shared/poll/recused.ts'
import { INITIATIVES, INITIATORS, MATTER_CODES, type SittingStage } from '@cunyi/shared/words/vocabulary.ts'
import { signersOf } from '#matters/meetings/facts.ts'
import { convenerOf, issuerOf, type Matter, type PaperSitting, type Record } from '../matter.ts'
import type { Block, Cell, Sheet, Signature } from '../model.ts'
import {
  aboutMeeting,
  assemblyZh,
  endZh,
  isOver,
  linesOf,
  officesZh,
  placeZh,
  signedHow,
  spanZh,
  votingZh,
} from '../sitting.ts'
import { type Kind, sketch } from '../sketch.ts'
import { countsZh, dayZh, tick, yuanZh } from '../words.ts'
import { daysOfPosting, stepFiveRows, stepSixRows } from './register-rows.ts'

const label = (text: string): Cell => ({ text, label: true })
const whole = (text: string, tall?: number): Cell => ({ text, span: 3, ...(tall ? { tall } : {}) })

const SITTINGS = [
  { kind: 'register1', stage: 'branchProposal', heading: '登记表一　村党支部提议', opinion: '提议意见' },
  {
    kind: 'register2',
    stage: 'committeeDeliberation',
    heading: '登记表二　村“两委”商议',
    opinion: '商议意见',
  },
  { kind: 'register3', stage: 'partyReview', heading: '登记表三　党员大会审议', opinion: '审议意见' },
  {
    kind: 'register4',
    stage: 'villagerResolution',
    heading: '登记表四　村民（代表）会议决议',
    opinion: '决议意见',
  },
] as const satisfies readonly { kind: string; stage: SittingStage; heading: string; opinion: string }[]

export const registers: Kind = (matter) => [
  ...SITTINGS.flatMap((form) => {
    const sitting = matter.sittings.findLast(
      ({ meeting, polls }) =>
        meeting.stage === form.stage && !meeting.extraStep && polls.length > 0 && polls.every(isOver),
    )
    if (!sitting) return []
    return [
      sketch({
        kind: form.kind,
        about: aboutMeeting(sitting.meeting),
        meetingId: sitting.meeting.id,
        seenBy: 'roll',
        on: sitting.meeting.opensAt,
        compose: (then) => ofSitting(then, sitting, form),
      }),
    ]
  }),
  ...DISCLOSED.flatMap((form) => {
    const disclosure = matter.disclosures.findLast((one) => one.stage === form.stage)
    if (!disclosure || matter.proposal.track === 'opinion') return []
    return [
      sketch({
        kind: form.kind,
        about: disclosure.postedAt ? dayZh(disclosure.postedAt) : null,
        seenBy: 'offices',
        on: disclosure.postedAt ?? matter.now,
        compose: (then) =>
          ofDisclosure(then, disclosure, { ...form, heading: headingOf(matter, form.heading) }),
      }),
    ]
  }),
]

/** What the two committees settled is never called a resolution. */
const headingOf = ({ proposal }: Matter, heading: string): string =>
  proposal.track === 'committeeMatter' ? heading.replace('决议公开', '商议事项公开') : heading

const formOf = (matter: Matter, kind: Sheet['kind'], heading: string, blocks: Block[]): Sheet => ({
  kind,
  title: `${heading}（${matter.proposal.title}）`,
  size: 'a4',
  footer: `${matter.number}　${heading}`,
  blocks: [
    { is: 'title', text: `村级重大事务“四议两公开”决策实施登记表\n${heading}` },
    {
      is: 'text',
      text: `${matter.township}${matter.village}　　编号：${matter.number}`,
      plain: true,
    },
    ...blocks,
  ],
})

/** 动议事由 and what the matter is: at the head of every form. */
function matterRows({ proposal }: Matter): Cell[][] {
  const uses = proposal.budget
    .filter((line) => line.kind === 'use')
    .reduce((sum, line) => sum + line.amount, 0)
  const ticks = Object.entries(INITIATIVES).map(([key, { zh }]) => tick(proposal.initiative === key, zh))
  return [
    [label('议题名称'), whole(proposal.title)],
    [label('事项类别'), whole(proposal.codes.map((code) => MATTER_CODES[code].zh).join('；'))],
    [label('动议事由'), whole(`${ticks.join('　')}\n动议主体：${INITIATORS[proposal.initiator].zh}`)],
    [label('议题内容'), whole(proposal.summary)],
    ...(uses > 0 ? [[label('资金'), whole(yuanZh(uses))]] : []),
  ]
}

type Form = (typeof SITTINGS)[number]

async function ofSitting(matter: Matter, sitting: PaperSitting, form: Form): Promise<Sheet> {
  const { meeting, polls } = sitting
  const record = await sitting.record()
  const { facts, saved, name } = record
  const lines = linesOf(record)
  const absent = lines.filter((line) => line.way === 'absent')
  const count = (way: string) => lines.filter((line) => line.way === way).length
  const guests = facts.attendance.withoutVote
    .map((one) => `${name(one.person)}（${officesZh(one.capacities) || '列席'}）`)
    .join('、')
  const mine = facts.matters.filter((one) => one.proposal === matter.proposal.id)
  const results = mine
    .flatMap((one) => one.questions)
    .map((one) => {
      const figures = one.figures
      const reckoned = figures && one.outcome !== 'noQuorum' ? recusedZh(figures, one.rule) : ''
      const counts = figures && one.outcome !== 'noQuorum' ? `${countsZh(figures)}；` : ''
      return `${one.question ? `${one.question}：` : ''}${counts}${endZh(one)}${reckoned ? `\n${reckoned}` : ''}`
    })
    .join('\n')
  return formOf(matter, form.kind, form.heading, [
    {
      is: 'table',
      columns: [3, 5, 3, 5],
      rows: [
        ...matterRows(matter),
        [
          label('会议名称'),
          assemblyZh(meeting.assembly),
          label('表决方式'),
          polls[0] ? votingZh(polls[0]) : '—',
        ],
        [label('会议时间'), whole(spanZh(meeting))],
        [label('会议地点'), whole(placeZh(meeting))],
        [label('主持人'), name(meeting.chairId), label('记录人'), name(meeting.recorderId)],
        [
          label('参会情况'),
          whole(
            `应到${lines.length}人，实到${lines.length - absent.length}人（现场${count('inHall')}人，线上${count('online')}人，委托${count('represented')}人）${absent.length > 0 ? `，缺席${absent.length}人` : ''}`,
          ),
        ],
        ...(guests ? [[label('列席人员'), whole(guests)]] : []),
        [label('讨论情况'), whole(saved?.gist || '', saved?.gist ? undefined : 26)],
        [label('表决结果'), whole(results)],
        [label(form.opinion), whole(saved?.finalOpinion || '按表决结果办理。', 16)],
      ],
    },
    { is: 'signatures', label: '参会人员签字', places: signersShown(record) },
    ...(facts.meeting.step >= 3
      ? [
          {
            is: 'signatures',
            label: '乡镇参会人员签字（注明职务）',
            places: [
              { name: '姓名', signed: null },
              { name: '职务', signed: null },
            ],
          } satisfies Block,
        ]
      : []),
    { is: 'seal', by: convenerOf(matter, meeting), date: dayZh(meeting.opensAt) },
  ])
}

function signersShown({ facts, saved, name }: Record): Signature[] {
  return signersOf(facts).map((id) => ({ name: name(id), signed: signedHow(saved, id) }))
}

const DISCLOSED = [
  { kind: 'register5', stage: 'resolutionDisclosure', heading: '登记表五　决议公开', rows: stepFiveRows },
  { kind: 'register6', stage: 'outcomeDisclosure', heading: '登记表六　实施结果公开', rows: stepSixRows },
] as const

async function ofDisclosure(
  matter: Matter,
  disclosure: Matter['disclosures'][number],
  form: Omit<(typeof DISCLOSED)[number], 'heading' | 'stage'> & { heading: string },
): Promise<Sheet> {
  const at = disclosure.postedAt ?? matter.now
  const officers = await matter.officers(
    matter.proposal.route === 'B'
      ? ['boardChair', 'supervisor', 'oversightChair']
      : ['villageDirector', 'residentDirector', 'oversightChair', 'accountant'],
    at,
  )
  return formOf(matter, form.kind, form.heading, [
    {
      is: 'table',
      columns: [3, 5, 3, 5],
      rows: [...matterRows(matter), ...form.rows(matter, disclosure), ...daysOfPosting(disclosure)],
    },
    {
      is: 'signatures',
      label: '签字',
      places: officers.map((one) => ({ name: `${officesZh([one.office])} ${one.name}`, signed: null })),
    },
    { is: 'seal', by: issuerOf(matter), date: dayZh(at) },
  ])
}

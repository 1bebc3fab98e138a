/** 决议书: what step 4 adopted, with number, version, figures, bases and the law it rests on. */
import { legalBasisZh } from '@cunyi/shared/law/citation.ts'
import { exemptions } from '@cunyi/shared/matter/fundraising.ts'
import { MATTER_RULES } from '@cunyi/shared/matter/matter.ts'
import { recusedZh } from '@cunyi/shared/poll/recused.ts'
import { DECIDED_STAGES, isOneOf } from '@cunyi/shared/words/vocabulary.ts'
import { ruleWords } from '#matters/sittings/rule-words.ts'
import { issuerOf, type Matter, type PaperSitting } from '../matter.ts'
import type { Block, Sheet } from '../model.ts'
import { aboutMeeting, assemblyZh, ruleOfPoll, tallyOf } from '../sitting.ts'
import { type Kind, sketch } from '../sketch.ts'
import { countsZh, dayZh, presenceZh, yuanZh } from '../words.ts'

/** The sitting of step 4 that adopted it: the last one with an adopted question. */
export const adoptingSitting = (matter: Matter): PaperSitting | undefined =>
  matter.sittings.findLast(
    (one) =>
      one.meeting.stage === 'villagerResolution' &&
      !one.meeting.extraStep &&
      one.polls.some((poll) => poll.outcome === 'adopt'),
  )

export const resolutions: Kind = (matter) => {
  const { proposal } = matter
  const sitting = adoptingSitting(matter)
  const stood = isOneOf(DECIDED_STAGES, proposal.stage) || proposal.stage === 'superseded'
  if (!proposal.resolutionNumber || !sitting || !stood) return []
  return [
    sketch({
      kind: 'resolution',
      about: aboutMeeting(sitting.meeting),
      seenBy: 'village',
      on: sitting.polls.find((poll) => poll.closedAt)?.closedAt ?? sitting.meeting.opensAt,
      compose: (then) => compose(then, sitting),
    }),
  ]
}

async function compose(matter: Matter, { meeting, polls }: PaperSitting): Promise<Sheet> {
  const { proposal, village } = matter
  const closedAt = polls.map((poll) => poll.closedAt).find((at) => at !== null) ?? meeting.opensAt
  const officers = await matter.officers(
    proposal.route === 'B' ? ['boardChair'] : ['villageDirector', 'residentDirector'],
    closedAt,
  )
  const body = assemblyZh(meeting.assembly)
  const sources = legalBasisZh([
    ...proposal.codes.map((code) => MATTER_RULES[code].source),
    ...polls.flatMap((poll) => ruleOfPoll(poll).sources),
  ])
  return {
    kind: 'resolution',
    title: `${body}决议书（${proposal.title}）`,
    size: 'a4',
    footer: matter.settledNumber,
    blocks: [
      {
        is: 'redHead',
        text: matter.called(meeting.assembly),
        number: matter.settledNumber,
      },
      { is: 'title', text: `关于${proposal.title}的决议` },
      {
        is: 'text',
        text: `${dayZh(meeting.opensAt)}，${village}召开${body}，对《${proposal.title}》（编号${matter.number}，第${polls[0]?.version ?? proposal.version}稿）进行了表决。`,
      },
      ...polls.flatMap((poll) => voteBlocks(matter, poll)),
      { is: 'heading', text: '决议内容' },
      { is: 'text', text: proposal.body },
      ...moneyBlocks(matter),
      ...shareBlocks(matter),
      { is: 'heading', text: '依据' },
      { is: 'text', text: sources.length > 0 ? `${sources.join('；')}。` : '本村规则。' },
      { is: 'heading', text: '生效与公开' },
      {
        is: 'text',
        text: `本决议自${dayZh(closedAt)}表决通过${matter.proposal.approvalNeeded.length > 0 ? '并经依法批准' : ''}之日起生效，依法公开不少于${matter.profile['disclosure.days']}日；公开期满前不组织实施。村民认为决议侵害其合法权益的，可以依法申请人民法院予以撤销。`,
      },
      {
        is: 'signatures',
        label: '签字',
        places: officers.map(({ name }) => ({
          name: `${proposal.route === 'B' ? '理事长' : '主任'}　${name}`,
          signed: null,
        })),
      },
      { is: 'seal', by: issuerOf(matter), date: dayZh(closedAt) },
    ],
  }
}

function voteBlocks(matter: Matter, poll: PaperSitting['polls'][number]): Block[] {
  const tally = tallyOf(poll)
  if (!tally) return []
  const question = matter.proposal.questions.find((one) => one.id === poll.questionId)
  const several = matter.proposal.questions.length > 1
  const words = ruleWords(ruleOfPoll(poll)).zh
  const recused = recusedZh(tally, ruleOfPoll(poll))
  const base = ruleOfPoll(poll).majorityBase === 'present' ? '到会' : '应到'
  return [
    ...(several && question ? [{ is: 'heading', text: `表决事项：${question.text}` } satisfies Block] : []),
    {
      is: 'text',
      text: `${presenceZh(tally)}，须到会${tally.quorumNeeded}人，${tally.quorumMet ? '符合' : '不符合'}法定人数。表决结果：${countsZh(tally)}。${words}；${base}${tally.majorityBase}人，须赞成${tally.majorityNeeded}票。${recused ? `${recused}。` : ''}${poll.outcome === 'adopt' ? '表决通过。' : '表决未通过。'}`,
    },
    ...(tally.households
      ? [
          {
            is: 'text',
            text: `到会代表所代表${tally.households.quorum.present}户，赞成代表所代表${tally.households.majority.for}户（须${tally.households.majority.needed}户）。`,
          } satisfies Block,
        ]
      : []),
  ]
}

/** 资金: where from and what for, as resolved. */
export function moneyBlocks({ proposal }: Matter): Block[] {
  if (proposal.budget.length === 0) return []
  const sum = (kind: string) =>
    proposal.budget.filter((line) => line.kind === kind).reduce((all, line) => all + line.amount, 0)
  return [
    { is: 'heading', text: '资金' },
    {
      is: 'table',
      columns: [1, 3, 2],
      small: true,
      head: ['类别', '项目', '金额'],
      rows: [
        ...proposal.budget.map((line) => [
          { text: line.kind === 'source' ? '来源' : '用途', align: 'center' as const },
          line.label,
          { text: yuanZh(line.amount), align: 'right' as const },
        ]),
        [
          { text: '合计', label: true },
          `来源${yuanZh(sum('source'))}`,
          { text: yuanZh(sum('use')), align: 'right' as const },
        ],
      ],
    },
  ]
}

/** 筹资筹劳: what each is asked for, and of whom nobody asks it. */
function shareBlocks({ proposal, profile }: Matter): Block[] {
  if (!proposal.codes.some((code) => MATTER_RULES[code].fundraising)) return []
  const { perHead, labourDays } = proposal.facts
  const share = [
    ...(perHead ? [`每人筹资${yuanZh(perHead)}`] : []),
    ...(labourDays ? [`每个劳动力筹劳${labourDays}个工日`] : []),
  ]
  const exempt = exemptions(profile)
  const lines = [
    ...(share.length > 0 ? [`${share.join('，')}。`] : []),
    ...(exempt ? [`${exempt.zh}。`] : []),
  ]
  return lines.length === 0
    ? []
    : [{ is: 'heading', text: '筹资筹劳' }, ...lines.map((text) => ({ is: 'text', text }) as const)]
}

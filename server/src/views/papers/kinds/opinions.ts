/** 党员大会审议意见、评议意见表: what a body thinks of a matter that it does not decide by itself. */
import { recusedZh } from '@cunyi/shared/poll/recused.ts'
import { OUTCOMES } from '@cunyi/shared/words/vocabulary.ts'
import { issuerOf, type Matter, type PaperSitting } from '../matter.ts'
import type { Cell, Sheet } from '../model.ts'
import { aboutMeeting, assemblyZh, ruleOfPoll, tallyOf } from '../sitting.ts'
import { type Kind, sketch } from '../sketch.ts'
import { countsZh, dayZh, presenceZh } from '../words.ts'

const decided = (matter: Matter, stage: string): PaperSitting | undefined =>
  matter.sittings.findLast(
    ({ meeting, polls }) =>
      meeting.stage === stage &&
      !meeting.extraStep &&
      polls.some((poll) => tallyOf(poll) && poll.outcome !== 'noQuorum'),
  )

export const reviewOpinions: Kind = (matter) => {
  const sitting = decided(matter, 'partyReview')
  if (!sitting) return []
  return [
    sketch({
      kind: 'reviewOpinion',
      about: aboutMeeting(sitting.meeting),
      meetingId: sitting.meeting.id,
      seenBy: 'roll',
      on: sitting.meeting.opensAt,
      compose: (then) => review(then, sitting),
    }),
  ]
}

async function review(matter: Matter, { meeting, polls, record }: PaperSitting): Promise<Sheet> {
  const { saved, name } = await record()
  const poll = polls.find((one) => tallyOf(one))
  const tally = poll ? tallyOf(poll) : null
  const { proposal } = matter
  const recused = poll && tally ? recusedZh(tally, ruleOfPoll(poll)) : ''
  const passed = poll?.outcome === 'adopt' || poll?.outcome === 'support'
  return {
    kind: 'reviewOpinion',
    title: `党员大会审议意见（${proposal.title}）`,
    size: 'a4',
    footer: `${matter.number}　党员大会审议意见`,
    blocks: [
      { is: 'redHead', text: matter.called('partyMembers'), number: null },
      { is: 'title', text: `关于《${proposal.title}》的审议意见` },
      {
        is: 'text',
        text: `${dayZh(meeting.opensAt)}，${matter.called('partyBranch')}召开党员大会，对“两委”商议提出的《${proposal.title}》（编号${matter.number}，第${poll?.version ?? proposal.version}稿）进行了审议。`,
      },
      ...(tally
        ? [
            {
              is: 'text' as const,
              text: `${presenceZh(tally)}，须到会${tally.quorumNeeded}人。表决结果：${countsZh(tally)}；应到有表决权的党员${tally.majorityBase}人，须赞成${tally.majorityNeeded}票。${recused ? `${recused}。` : ''}`,
            },
          ]
        : []),
      {
        is: 'text',
        text: passed
          ? `审议意见：同意，提交${assemblyZh(proposal.assembly)}表决。`
          : '审议意见：不同意提交表决，退回“两委”修改。',
        bold: true,
      },
      ...(saved?.finalOpinion ? [{ is: 'text' as const, text: saved.finalOpinion }] : []),
      { is: 'heading', text: '意见和建议' },
      { is: 'text', text: saved?.gist || '无。' },
      { is: 'signatures', label: '主持人签字', places: [{ name: name(meeting.chairId), signed: null }] },
      { is: 'seal', by: matter.called('partyBranch'), date: dayZh(poll?.closedAt ?? meeting.opensAt) },
    ],
  }
}

/** 评议意见表: to those who decide; never a resolution, never posted. */
export const opinionForms: Kind = (matter) => {
  if (matter.proposal.track !== 'opinion') return []
  const sitting = decided(matter, 'villagerResolution')
  if (!sitting) return []
  return [
    sketch({
      kind: 'opinionForm',
      about: aboutMeeting(sitting.meeting),
      meetingId: sitting.meeting.id,
      seenBy: 'roll',
      on: sitting.meeting.opensAt,
      compose: (then) => opinionForm(then, sitting),
    }),
  ]
}

async function opinionForm(matter: Matter, { meeting, polls, record }: PaperSitting): Promise<Sheet> {
  const { name } = await record()
  const { proposal } = matter
  const first = polls.map(tallyOf).find((one) => one !== null)
  const recused = first && polls[0] ? recusedZh(first, ruleOfPoll(polls[0])) : ''
  const rows = polls.map((poll, i): Cell[] => {
    const tally = tallyOf(poll)
    const n = (value: number | undefined): Cell => ({
      text: value === undefined ? '—' : String(value),
      align: 'center',
    })
    const text = proposal.questions.find((one) => one.id === poll.questionId)?.text ?? ''
    return [
      { text: String(i + 1), align: 'center' },
      text,
      n(tally?.for),
      n(tally?.against),
      n(tally?.abstain),
      { text: poll.outcome ? OUTCOMES[poll.outcome].zh : '—', align: 'center' },
    ]
  })
  return {
    kind: 'opinionForm',
    title: `评议意见表（${proposal.title}）`,
    size: 'a4',
    footer: `${matter.number}　评议意见表（内部材料，不公开）`,
    blocks: [
      { is: 'title', text: `${matter.village}评议意见表` },
      { is: 'text', text: `${matter.township}人民政府：`, plain: true },
      {
        is: 'text',
        text: `${dayZh(meeting.opensAt)}，我村召开${assemblyZh(meeting.assembly)}，对《${proposal.title}》（编号${matter.number}）进行了评议。${first ? `${presenceZh(first)}。` : ''}${recused ? `${recused}。` : ''}现将评议意见报送如下。评议意见供调查核实参考，不是决议；是否符合条件由有权机关审核确认。`,
      },
      {
        is: 'table',
        columns: [2, 9, 2, 2, 2, 3],
        head: ['序号', '评议对象', '赞成', '反对', '弃权', '评议意见'],
        rows,
      },
      {
        is: 'signatures',
        label: '主持人、计票人签字',
        places: [meeting.chairId, ...meeting.tellerIds].map((id) => ({ name: name(id), signed: null })),
      },
      { is: 'seal', by: issuerOf(matter), date: dayZh(meeting.opensAt) },
    ],
  }
}

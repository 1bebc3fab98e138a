/** 验收单、预算与支出对照表 */
import type { Matter } from '../matter.ts'
import { issuerOf } from '../matter.ts'
import type { Block, Cell, Sheet } from '../model.ts'
import { type Kind, sketch } from '../sketch.ts'
import { dayZh, percentZh, yuanZh } from '../words.ts'

const label = (text: string): Cell => ({ text, label: true })
const whole = (text: string, tall?: number): Cell => ({ text, span: 3, ...(tall ? { tall } : {}) })
const sum = (fen: number): Cell => ({ text: yuanZh(fen), align: 'right' })

const TENDERS: { [tender: string]: string } = {
  none: '不招标',
  quotes: '询价比选',
  tender: '公开招标',
  exchange: '产权交易平台',
}

export const acceptances: Kind = (matter) =>
  matter.work?.acceptance
    ? [
        sketch({
          kind: 'acceptance',
          about: matter.work.acceptedOn && dayZh(matter.work.acceptedOn),
          seenBy: 'village',
          on: new Date(matter.work.acceptedOn ?? matter.now),
          compose: async (then) => acceptance(then, matter.work as NonNullable<Matter['work']>),
        }),
      ]
    : []

function acceptance(matter: Matter, work: NonNullable<Matter['work']>): Sheet {
  const { people, opinion, remaining } = work.acceptance ?? { people: [], opinion: '', remaining: '' }
  return {
    kind: 'acceptance',
    title: `验收单（${matter.proposal.title}）`,
    size: 'a4',
    footer: `${matter.settledNumber}　验收单`,
    blocks: [
      { is: 'title', text: `${matter.village}工程（事项）验收单` },
      {
        is: 'table',
        columns: [3, 5, 3, 5],
        rows: [
          [label('事项'), whole(matter.proposal.title)],
          [label(`${matter.settled}编号`), whole(matter.settledNumber)],
          [label('组织实施'), whole(work.executor)],
          [label('承包单位'), work.contractor ?? '—', label('发包方式'), TENDERS[work.tender] ?? work.tender],
          [
            label('合同编号'),
            work.contractNumber ?? '—',
            label('合同金额'),
            work.contractAmount === null ? '—' : yuanZh(work.contractAmount),
          ],
          [label('开工日期'), dayZh(work.startedOn), label('完工日期'), dayZh(work.completedOn)],
          [label('验收日期'), dayZh(work.acceptedOn), label('验收人数'), `${people.length}人`],
          [label('验收意见'), whole(opinion, 24)],
          [label('遗留问题'), whole(remaining || '无', 14)],
        ],
      },
      { is: 'signatures', label: '验收人签字', places: people.map((name) => ({ name, signed: null })) },
      { is: 'seal', by: issuerOf(matter), date: dayZh(work.acceptedOn) },
    ],
  }
}

export const accounts: Kind = (matter) =>
  matter.money.planned > 0 && matter.money.expenses.length > 0
    ? [
        sketch({
          kind: 'account',
          seenBy: 'village',
          on: matter.proposal.stageSince,
          compose: async (then) => account(then),
        }),
      ]
    : []

function account(matter: Matter): Sheet {
  const { money, proposal, village, settled } = matter
  const uses = money.lines.filter((line) => line.kind === 'use')
  const sources = money.lines.filter((line) => line.kind === 'source')
  const difference = (planned: number, spent: number): Cell[] => [
    sum(spent - planned),
    { text: percentZh(spent, planned), align: 'right' },
  ]
  const labels = new Map(money.lines.map((line) => [line.id, line.label]))
  const paid = money.expenses.filter((one) => !one.struck)
  const blocks: Block[] = [
    { is: 'title', text: `${village}预算与支出对照表` },
    {
      is: 'text',
      text: `事项：${proposal.title}　　${settled}编号：${matter.settledNumber}`,
      plain: true,
    },
    { is: 'heading', text: '资金来源' },
    {
      is: 'table',
      columns: [4, 3],
      head: ['来源', `${settled}金额`],
      rows: [
        ...sources.map((line): Cell[] => [line.label, sum(line.planned)]),
        [label('合计'), sum(sources.reduce((all, line) => all + line.planned, 0))],
      ],
    },
    { is: 'heading', text: '预算与实际支出' },
    {
      is: 'table',
      columns: [5, 4, 4, 4, 2],
      small: true,
      head: ['项目', `${settled}预算`, '实际支出', '差额', '比例'],
      rows: [
        ...uses.map((line): Cell[] => [
          line.label,
          sum(line.planned),
          sum(line.spent),
          ...difference(line.planned, line.spent),
        ]),
        [label('合计'), sum(money.planned), sum(money.spent), ...difference(money.planned, money.spent)],
      ],
    },
    {
      is: 'text',
      text: money.overTotal
        ? `总支出超过${settled}金额${money.overrunPct}%以上，须${proposal.track === 'committeeMatter' ? '重新商议' : '经变更决议'}。`
        : money.linesOver > 0
          ? `总支出未超过${settled}金额的${money.overrunPct}%；有${money.linesOver}项超过${money.overrunPct}%，须有村务监督委员会意见。`
          : `支出未超过${settled}金额的${money.overrunPct}%。`,
      plain: true,
    },
    { is: 'heading', text: '支出明细' },
    {
      is: 'table',
      columns: [2, 5, 4, 4, 3, 5],
      small: true,
      head: ['序号', '日期', '项目', '收款方', '票据号', '金额'],
      rows: paid.map((one, i): Cell[] => [
        { text: String(i + 1), align: 'center' },
        dayZh(one.paidOn),
        labels.get(one.budgetLineId) ?? '—',
        one.payee,
        one.invoice ?? '—',
        sum(one.amount),
      ]),
    },
    {
      is: 'signatures',
      label: '签字',
      places: ['村委会主任', '村务监督委员会主任', '报账员'].map((name) => ({ name, signed: null })),
    },
  ]
  return {
    kind: 'account',
    title: `预算与支出对照表（${proposal.title}）`,
    size: 'a4',
    footer: `${matter.settledNumber}　预算与支出对照表`,
    blocks,
  }
}

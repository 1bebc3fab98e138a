/**
 * 评议: what the oversight committee judges, not one member of it: more than half of its members able to act, each
 * from his own session, within `oversight.review_days`. Every question is asked so that *yes* lightens something;
 * no, or silence, leaves the stricter way. One question is the branch committee's own, each of all its members answering
 * (`branchRound`). (平台默认; integrity, principles 1 and 4)
 */

type Row = {
  zh: string
  en: string
  /** What comes of a yes. */
  yes: { zh: string; en: string }
  /** What comes of a no, and of silence. */
  no: { zh: string; en: string }
}

// biome-ignore format: one row, one question
export const JUDGED = {
  objectionClass: { zh: '异议类别是否更改', en: 'Is the objection of another class?', yes: { zh: '按更改后的类别办理', en: 'Handled as the class proposed' }, no: { zh: '仍按异议人选的类别办理', en: 'Handled as the class of whoever objected' } },
  editorial:      { zh: '是否仅为文字修改', en: 'Is the change only of wording?', yes: { zh: '按文字修改办理，不重走程序', en: 'A change of wording; no step again' }, no: { zh: '按实质修改办理，重走程序', en: 'A change of substance; the steps again' } },
  apart:          { zh: '是否为互不相关的两件事', en: 'Are they two separate matters?', yes: { zh: '各走各的程序', en: 'Each goes its own way' }, no: { zh: '合并计算金额，走完整程序', en: 'Their sums count together: the full way' } },
  another:        { zh: '是否为另一件事', en: 'Is it another matter?', yes: { zh: '作为新事项提出', en: 'A new matter' }, no: { zh: '视为同一事项，冷却期内不再提', en: 'The same matter: it waits until its days are over' } },
  recusal:        { zh: '是否应当回避', en: 'Is he to recuse himself?', yes: { zh: '回避，不参加表决', en: 'Recused, without a vote' }, no: { zh: '不回避，照常表决', en: 'Not recused, and votes' } },
  overLine:       { zh: '这一项超支是否可以从结余里支付', en: 'May what is beyond this line be paid from what others saved?', yes: { zh: '从结余里支付，公布结果时写明', en: 'Paid from what other lines saved; the outcome says so' }, no: { zh: '不同意的，起草变更决议；逾期未评议的，公布结果时写明没有经过评议', en: 'After a no a change resolution; after silence the outcome says that nobody judged it' } },
  branchRound:    { zh: '是否同意这处实质改动（支委会书面确认）', en: 'Does the branch committee agree to this change of substance?', yes: { zh: '支委会书面确认，两委照改后的文本商议', en: 'Confirmed in writing: the two committees go on with the changed text' }, no: { zh: '支委会没有确认（含逾期不答复），退回第一步重新开会提议', en: 'Not confirmed, or not answered in time: back to step 1, where the branch meets on it again' } },
  otherPayee:     { zh: '付给承包方以外的人是否有道理', en: 'Is it right to pay somebody other than the contractor?', yes: { zh: '照此记账', en: 'Entered as it is' }, no: { zh: '账上和公布的结果里写明监督委员会没有同意', en: 'The account and the outcome say that the oversight committee did not agree' } },
} as const satisfies Record<string, Row>
export type JudgedQuestion = keyof typeof JUDGED

export const JUDGEMENT_STATES = {
  open: { zh: '评议中', en: 'Being judged' },
  yes: { zh: '同意', en: 'Yes' },
  no: { zh: '不同意', en: 'No' },
  silent: { zh: '逾期未评议', en: 'Not judged in time' },
  overtaken: { zh: '方案又改了，不再评议', en: 'Changed again; judged no more' },
} as const
export type JudgementState = keyof typeof JUDGEMENT_STATES
/** 书面确认 is an answer; 评议 is the oversight committee's. */
const ROUND_STATES: Record<JudgementState, { zh: string; en: string }> = {
  ...JUDGEMENT_STATES,
  open: { zh: '等待答复', en: 'Waiting for answers' },
  silent: { zh: '逾期没有答复', en: 'Not answered in time' },
  overtaken: { zh: '又改了，不再确认', en: 'Changed again; confirmed no more' },
}
export const statesOf = (what: JudgedQuestion) => (what === 'branchRound' ? ROUND_STATES : JUDGEMENT_STATES)

/** 三至五人 (村委会组织法 art 37): with fewer, somebody is missing. */
const LEAST_MEMBERS = 3
/** 候补: of those who stand in, as many as there are members missing or not able to act. (平台默认) */
export const standInsFor = (seats: number, able: number, standIns: readonly string[]): string[] =>
  standIns.slice(0, Math.max(0, Math.max(seats, LEAST_MEMBERS) - able))

/** 过半数 of all who were able to act; null as long as it can still go either way. */
export function judgedSoFar(votes: readonly boolean[], members: number): 'yes' | 'no' | null {
  const yes = votes.filter(Boolean).length
  const no = votes.length - yes
  if (2 * yes > members) return 'yes'
  return no > 0 && 2 * no >= members ? 'no' : null
}

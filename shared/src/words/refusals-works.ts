/** 组织实施: the refusals of carrying out, as refusals.ts has them of everything else. */
import { PLATFORM } from './refusal-row.ts'

const OURS = '本村规则'

// biome-ignore format: one row, one refusal
export const WORK_REFUSALS = {
  worksPaused:          { status: 409, zh: '决议程序有误，暂停实施；须由原来的会议确认或者变更（起草关联的变更决议）', en: 'The resolution was not made in order: the works pause until the body concerned confirms or changes it (a linked change resolution)', rule: 'recount', source: PLATFORM },
  overrun:              { status: 409, zh: '加上这一笔，总支出会超过决议金额{pct}%以上。现在最多还能付{left}元；多出的部分，先起草变更决议，通过以后再付', en: 'With this one the whole would be more than {pct} % over the resolved amount. Up to {left} yuan may still be paid; for the rest draft a change resolution first', rule: 'overrun_pct', source: OURS },
  overrunLineNote:      { status: 409, zh: '“{line}”这一项比决议多出{pct}%以上，合计没有超。可以这样办：请村务监督委员会对这件事写一条意见，再接着办', en: '“{line}” is more than {pct} % above what was resolved for it, the total is not. Ask the oversight committee for its note on this matter, then go on', rule: 'overrun_pct', source: OURS },
  overLineAsk:          { status: 409, zh: '“{line}”超支{pct}%以上。可以提请村务监督委员会评议，看能不能从结余里支付；也可以起草变更决议。登记错了的，先作废再按实际的项目登记', en: '“{line}” is more than {pct} % over. Ask the oversight committee whether what others saved may pay for it, or draft a change resolution; a payment entered under the wrong line is struck and entered again', rule: 'overrun_pct', source: OURS },
  overLineChange:       { status: 409, zh: '村务监督委员会不同意“{line}”的超支从结余里支付。请起草变更决议，表决以后再公布结果', en: 'The oversight committee did not agree that what others saved pays for “{line}”. Draft a change resolution; the outcome is disclosed once it has been voted on', rule: 'overrun_pct', source: OURS },
  lineNotOver:          { status: 409, zh: '“{line}”没有超支{pct}%以上，不用评议', en: '“{line}” is not more than {pct} % over: there is nothing to judge', rule: 'overrun_pct', source: OURS },
  accountJudged:        { status: 409, zh: '账上有{count}件事正由村务监督委员会评议，最迟到{until}。评议完再公布结果', en: 'The oversight committee is judging {count} of the account, until {until} at the latest. The outcome is disclosed after that', rule: 'oversight.review_days', source: OURS },
  receiptMissing:       { status: 422, zh: '请附上这笔支出的票据照片（发票、收据或者签字的领款单）', en: 'Add the receipt of this expense: an invoice, or a slip signed by whoever was paid', rule: 'expense.receipt_from_yuan', source: OURS },
  payeeOther:           { status: 422, zh: '登记的承包方是“{contractor}”，这笔付给“{payee}”。请在说明里写清为什么，登记以后由村务监督委员会评议', en: 'The contractor is “{contractor}”, and this one goes to “{payee}”. Say why in the note; the oversight committee judges it afterwards', rule: 'payee', source: PLATFORM },
  challengeClosed:      { status: 409, zh: '这件质询已经答复', en: 'This challenge has been answered', rule: 'challenge', source: PLATFORM },
  challengeOpen:        { status: 409, zh: '这件质询还没有答复', en: 'This challenge has not been answered', rule: 'challenge', source: PLATFORM },
  challengeMet:         { status: 409, zh: '这件质询已经开会研究过，以会议的决定为准', en: 'A meeting was held on this challenge, and what it decided stands', rule: 'challenge', source: PLATFORM },
  challengeAccepted:    { status: 409, zh: '答复以后超过规定天数没有提出，视为接受', en: 'Nobody said within the days of the rules that the answer is not accepted', rule: 'objection.escalate_days', source: PLATFORM },
  challengeMeeting:     { status: 422, zh: '监督委员会要求开会研究。请写明哪天开的会，并附上会议记录的照片', en: 'The oversight committee asks for a meeting: say on which day it was held, and add its minutes', rule: 'demand.convene_days', source: OURS },
  implementationTooEarly: { status: 409, zh: '公示期满前不能组织实施', en: 'Nothing is carried out before the disclosure days end', rule: 'implement_during_disclosure', source: OURS },
  acceptanceMissing:    { status: 409, zh: '缺少验收单', en: 'The acceptance sheet is missing', rule: 'acceptance', source: PLATFORM },
  accountMissing:       { status: 409, zh: '缺少决算', en: 'The final account is missing', rule: 'outcome', source: '村委会组织法 art 35' },
  executorMissing:      { status: 409, zh: '请先指定实施负责人', en: 'Name the executor first', rule: 'implementation', source: PLATFORM },
  notAsResolved:        { status: 409, zh: '决议写的{what}是“{resolved}”，不是“{said}”。要换，先起草变更决议', en: 'As {what} the resolution names “{resolved}”, not “{said}”. For another one draft a change resolution first', rule: 'carrying out', source: PLATFORM },
  contractorByWay:      { status: 409, zh: '按本村规则，这个金额的承包方、供应方要用“{way}”选定。请选好以后，附上材料再登记', en: 'By the village’s rules a contractor or supplier for this sum is found by “{way}”. Choose one so and enter him with the papers', rule: 'choosing', source: OURS },
  wayPaperMissing:      { status: 422, zh: '请附上“{way}”的材料（报价单、评标结果或者成交单的照片）', en: 'Add the papers of “{way}”: the quotes, the result of the tender or of the exchange', rule: 'choosing', source: PLATFORM },
  contractorChosen:     { status: 409, zh: '承包方已经选定为“{contractor}”。要换，按原来的方式重新选，附上新的材料', en: '“{contractor}” has been chosen. For another one choose again in the same way, with new papers', rule: 'choosing', source: PLATFORM },
  contractorSplits:     { status: 409, zh: '“{contractor}”十二个月内还承接了相近的事项（{titles}），合起来达到走完整程序的金额。请换承包方，或者起草关联的变更决议，走完整程序', en: 'Within twelve months “{contractor}” has like work ({titles}); together they reach the sum of the full way. Choose another contractor, or draft a linked change resolution and go the full way', rule: 'thresholds', source: OURS },
  contractAboveResolved:{ status: 409, zh: '合同金额{sum}元高于决议金额{resolved}元，先起草变更决议', en: 'A contract of {sum} yuan is more than the {resolved} yuan resolved: draft a change resolution first', rule: 'carrying out', source: PLATFORM },
  termMissing:          { status: 422, zh: '请写明哪天以前完成', en: 'Say until which day it is to be finished', rule: 'carrying out', source: PLATFORM },
  dayAhead:             { status: 422, zh: '“{what}”还没有到，请填实际日期', en: 'The day of “{what}” has not come; enter the day on which it was', rule: 'dates', source: PLATFORM },
  acceptedTooEarly:     { status: 422, zh: '验收日期不能早于完工日期', en: 'It is not accepted before it is finished', rule: 'acceptance', source: PLATFORM },
  acceptorsNeeded:      { status: 422, zh: '验收要由本人签字：请从名册里选出参加验收的人，至少{count}人，其中一人是村务监督委员会成员', en: 'Acceptance is signed in person: choose those who take part from the roster, at least {count}, one of them of the oversight committee', rule: 'acceptance.persons', source: OURS },
  acceptorExecutes:     { status: 409, zh: '{name}是实施单位的人、管账的人或者承包方，不能验收自己的事。请换别人', en: '{name} is of those who carry it out, keep its money or are paid for it, and does not accept his own work. Choose somebody else', rule: 'acceptance', source: PLATFORM },
  acceptanceNotAsked:   { status: 409, zh: '还没有提请验收', en: 'Nobody has asked for the acceptance yet', rule: 'acceptance', source: PLATFORM },
  acceptorNotNamed:     { status: 403, zh: '这次验收没有请您参加', en: 'You were not asked to this acceptance', rule: 'acceptance', source: PLATFORM },
  acceptanceWaits:      { status: 409, zh: '验收还差{missing}签字', en: 'The acceptance still lacks {missing}', rule: 'acceptance.persons', source: OURS },
  notFinished:          { status: 409, zh: '写的、记的进度是{percent}%，还没有完成。完成以后再验收、再公布结果', en: 'It stands at {percent} % and is not done. Accept it and disclose the outcome when it is', rule: 'outcome', source: PLATFORM },
  progressMissing:      { status: 409, zh: '请先记一条进度，说明已经办完', en: 'Enter as progress first that it is done', rule: 'outcome', source: PLATFORM },
  dayUnfit:             { status: 409, zh: '这一天不对：不能早于这一期开始，也不能是还没到的日子', en: 'That day does not fit: neither before the period began nor one that has not come', rule: 'duties', source: PLATFORM },
} as const

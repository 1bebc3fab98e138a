/** 会上的拒绝: the roll, tellers and recusals. */
import { PLATFORM, RCEO, rows, VC } from './refusal-row.ts'

// biome-ignore format: one row, one refusal
export const sittings = rows({
  notOfThisBody:       { status: 409, zh: '他不属于这次会议的组成人员，不是漏列；当选、任职的，先凭证明登记职务', en: 'He does not belong to the body of this meeting and was not left out; who was elected or appointed is first recorded in his office, with its paper', rule: 'roll', source: PLATFORM },
  officeAfterNotice:   { status: 409, zh: '他的职务是发出通知以后才登记的，表决已经开始，这次补不进名册；从下一次会议起计入', en: 'His office was recorded after the notice, and the poll is open: he does not come onto this roll, and counts from the next meeting on', rule: 'roll', source: PLATFORM },
  recusalGeneral:      { status: 409, zh: '这件事对大家一样，没有需要回避的人', en: 'This matter is the same for everybody: nobody is recused', rule: 'recusal', source: PLATFORM },
  recusalBeforePoll:   { status: 409, zh: '别人的回避要在表决开始前记下，好让本人提出不同意见', en: 'Another’s recusal is recorded before the poll opens, so that he can contest it', rule: 'recusal', source: PLATFORM },
  tellersNotChosen:    { status: 409, zh: '计票人还没有产生：先请会议推选（过半数同意，由记录人记下）或者抽签，再开始表决、发票、举手、计票', en: 'The tellers have not been chosen: let the meeting choose them (more than half agree, the recorder notes it) or draw lots; then open the poll, give out slips, call for hands, count', rule: 'tellers', source: PLATFORM },
  tellersNotAgreed:    { status: 409, zh: '同意推选的人没有超过到会的一半', en: 'No more than half of those present agreed to these tellers', rule: 'tellers', source: PLATFORM },
  lotTooSmall:         { status: 409, zh: '抽签至少要有{needed}名愿意计票、没有利害关系的人', en: 'A lot needs at least {needed} who consented and have no interest', rule: 'tellers', source: PLATFORM },
  votingJustBegun:     { status: 409, zh: '表决刚开始，到会的人还有{toVote}人没有投：等他们投完，或者{until}以后再结束', en: '{toVote} of those who are there have not voted: the poll ends once they have, or after {until}', rule: 'poll', source: PLATFORM },
  recusalNeedsText:    { status: 409, zh: '选“其他”的，请把利害关系写清楚', en: 'Another interest is put in words', rule: 'recusal', source: PLATFORM },
  contestOver:         { status: 409, zh: '表决已经开始，不能再对回避提出异议；对结果有意见的，公示期内可以提出异议', en: 'The poll has opened and the recusal can be contested no more; the result can, in the days of its disclosure', rule: 'recusal', source: PLATFORM },
  presentByHisOwn:     { status: 409, zh: '{name}是用自己的手机或者本人在场签到的，不能当作没有到会；他的票不该投的，列在“不该投的票”里', en: '{name} signed in himself and cannot be told to have been absent; if he should not have voted, name his ballot instead', rule: 'recount', source: PLATFORM },
  tooManyRecused:      { status: 409, zh: '须回避的有{recused}人，超过名册{roll}人的三分之一，代表会议不能表决这件事：请由村委会提请村民会议决定', en: '{recused} of the {roll} on the roll are recused, more than a third: the representatives cannot decide this. The village committee refers it to the villagers’ assembly', rule: 'recusal', source: PLATFORM },
  tooFewLeft:          { status: 409, zh: '回避后只剩{left}人，不足两人，不能表决这件事：请由党支部或村委会提请党员大会决定', en: 'With the recused gone {left} are left, fewer than two: this body cannot decide it. The branch or the village committee refers it to the Party members’ meeting', rule: 'recusal', source: PLATFORM },
  notRecusedOut:       { status: 409, zh: '回避的人没有多到这个会议不能表决，它的组成也合乎规定', en: 'Not so many are recused that this body could not decide, and it is made up as the law asks', rule: 'recusal', source: PLATFORM },
  anotherChairs:       { status: 409, zh: '这一步已有三次会议作废，不能再由同一个人主持：请另一名成员主持', en: 'Three sittings of this step came to nothing: another member chairs', rule: 'voids', source: PLATFORM },
  oneRepresentativeAHousehold: { status: 409, zh: '本县规定一户只能有一名代表，名册上有两名代表同户：请先改正任职，再通知开会', en: 'This county allows one representative a household and two of the roll are of one: put the offices right first', rule: 'one_representative_a_household', source: '浙江省实施村委会组织法办法' },
  supervisorsSit:      { status: 409, zh: '按筹资筹劳乙办法，村务监督委员会须有人列席：请在通知里邀请', en: 'Raising money by variant B is voted with the oversight committee sitting in: invite one of it in the notice', rule: 'fundraising.variant', source: '一事一议筹资筹劳办法' },
  bodyUnfit:           { status: 409, zh: '{why}。请在六十日内补选；补选以前，村民代表会议要定的事项，村委会可以提请村民会议决定', en: '{why}. Fill the seats within sixty days; until then the village committee may refer what the representatives would decide to the villagers’ assembly', rule: 'composition', source: `${VC} art 29；${RCEO} art 28` },
  guestNotParty:       { status: 409, zh: '党员大会只能由党员列席', en: 'Only Party members sit in at a Party meeting', rule: 'guests', source: '支部工作条例' },
})

/** 应办的种类: what may be due, from whom, and by which rule (integrity D29). */
import { PROFILE_KEYS, type ProfileKey } from '../law/profile-keys.ts'
import { calendarDays, shanghaiDate } from '../words/days.ts'

const VC = '村委会组织法'
const RCEO = '农村集体经济组织法'
/** What the platform asks for where the law is silent: it reminds and is never scored. */
export const OWN_RULE = '平台默认'

/** 党内组织生活: the platform reminds; how a branch meets on other things is not its to score. */
const PARTY_RULE = '支部工作条例 arts 11, 12'

export const DUTY_OWNERS = ['village', 'township', 'county'] as const
export type DutyOwner = (typeof DUTY_OWNERS)[number]
type Row = {
  /** What is to be done, and what is said once it is late. */
  zh: string
  en: string
  lateZh: string
  lateEn: string
  owes: DutyOwner
  /** The key of the profile that gives the days, or where the rule itself stands. */
  rule: ProfileKey | { zh: string; source: string }
}
const law = (zh: string, source: string) => ({ zh, source })

// biome-ignore format: one row, one duty
export const DUTIES = {
  takeUpDraft:     { zh: '提交草案', en: 'Put the draft forward', lateZh: '草案未按期提交', lateEn: 'A draft was not taken up in time', owes: 'village', rule: 'duty.take_up_days' },
  callMeeting:     { zh: '通知开会', en: 'Call the meeting', lateZh: '未按期通知开会', lateEn: 'The meeting of this step was not called in time', owes: 'village', rule: 'duty.call_days' },
  conveneDemanded: { zh: '召开依法要求的会议', en: 'Hold the meeting demanded by law', lateZh: '依法要求召集的会议未按期召开', lateEn: 'The meeting demanded by law was not convened in time', owes: 'village', rule: 'demand.convene_days' },
  signMinutes:     { zh: '核定、签署会议记录', en: 'Approve and sign the minutes', lateZh: '会议记录未按期签署', lateEn: 'The minutes were not signed in time', owes: 'village', rule: 'duty.minutes_days' },
  agreeCount:      { zh: '数出一致的票数', en: 'Agree on the count of a vote', lateZh: '票数一直没有数出来', lateEn: 'The count of a vote was not agreed in time', owes: 'village', rule: 'poll.count_hours' },
  postDisclosure:  { zh: '张贴公示', en: 'Post the disclosure', lateZh: '公示未按期张贴', lateEn: 'The disclosure was not posted in time', owes: 'village', rule: 'disclosure.start_within_days' },
  endPhoto:        { zh: '公示期满拍公开栏照片', en: 'Photograph the board at the end', lateZh: '公示期满后未按期拍公开栏照片', lateEn: 'No photo of the board was taken in time after the disclosure days', owes: 'village', rule: 'disclosure.end_photo_days' },
  answerObjection: { zh: '答复异议', en: 'Answer the objection', lateZh: '异议未按期答复', lateEn: 'An objection was not answered in time', owes: 'village', rule: 'objection.reply_days' },
  townshipAnswer:  { zh: '乡镇答复反映', en: 'Township answers', lateZh: '乡镇未按期答复反映', lateEn: 'The township has not answered in time', owes: 'township', rule: 'objection.township_days' },
  countyAnswer:    { zh: '县级答复反映', en: 'County answers', lateZh: '县级未按期答复反映', lateEn: 'The county has not answered in time', owes: 'county', rule: 'objection.county_days' },
  followAnswer:    { zh: '按答复更正或者复核', en: 'Do what the answer to the objection asks for', lateZh: '异议成立后未按期更正、复核', lateEn: 'The notice was not corrected, the votes were not counted again in time', owes: 'village', rule: 'duty.follow_days' },
  answerPetition:  { zh: '答复联名建议', en: 'Answer the petition', lateZh: '联名建议未按期答复', lateEn: 'A petition was not answered in time', owes: 'village', rule: 'petition.answer_days' },
  answerFullWay:   { zh: '答复走全程的要求', en: 'Answer those who ask for the full way', lateZh: '走全程的要求未按期答复', lateEn: 'Those who asked for the full way had no answer in time', owes: 'village', rule: 'duty.answer_days' },
  answerChallenge: { zh: '答复质询', en: 'Answer the challenge', lateZh: '质询未按期答复', lateEn: 'A challenge was not answered in time', owes: 'village', rule: 'challenge.answer_days' },
  conveneChallenged: { zh: '召开质询要求的会议', en: 'Hold the meeting that a challenge asks for', lateZh: '质询要求的会议未按期召开', lateEn: 'The meeting that a challenge asked for was not held in time', owes: 'village', rule: law('监督委员会要求开会的，按召集期限召开', OWN_RULE) },
  precheckTownship: { zh: '乡镇看政策（只提意见）', en: 'Township looks at policy (advice only)', lateZh: '乡镇未按期提出政策意见', lateEn: 'The township has not given its advice in time', owes: 'township', rule: 'duty.precheck_days' },
  approveTownship: { zh: '乡镇批准', en: 'Township approves', lateZh: '乡镇未按期作出批准决定', lateEn: 'The township has not decided on the approval in time', owes: 'township', rule: 'duty.approval_days' },
  approveCounty:   { zh: '县级批准', en: 'County approves', lateZh: '县级未按期作出批准决定', lateEn: 'The county has not decided on the approval in time', owes: 'county', rule: 'duty.approval_days' },
  fileResolution:  { zh: '决议备案', en: 'Take the resolution on file', lateZh: '决议未按期备案', lateEn: 'The resolution was not taken on file in time', owes: 'township', rule: 'filing_days' },
  fileRules:       { zh: '村民自治章程、村规民约备案', en: 'Take the charter or village rules on file', lateZh: '村民自治章程、村规民约未按期备案', lateEn: 'The charter or village rules were not taken on file in time', owes: 'township', rule: law('村民自治章程、村规民约报乡镇人民政府备案', `${VC} art 31`) },
  fileCharter:     { zh: '集体经济组织章程报备案', en: 'File the charter of the collective', lateZh: '集体经济组织章程未按期报备案', lateEn: 'The charter of the collective was not filed in time', owes: 'village', rule: law('章程报乡镇人民政府、县级农业农村主管部门备案', `${RCEO} art 20`) },
  fileMembers:     { zh: '集体成员名册报备案', en: 'File the roll of members', lateZh: '集体成员名册未按期报备案', lateEn: 'The roll of members was not filed in time', owes: 'village', rule: law('成员名册报乡镇人民政府、县级农业农村主管部门备案', `${RCEO} art 12`) },
  startWork:       { zh: '登记开工', en: 'Begin the work', lateZh: '未按期开工', lateEn: 'The work was not begun in time', owes: 'village', rule: 'duty.start_work_days' },
  reportProgress:  { zh: '公布实施进度', en: 'Report progress', lateZh: '一个季度没有公布实施进度', lateEn: 'No progress for a quarter', owes: 'village', rule: law('实施情况至少每季度公布一次', `${VC} art 35`) },
  completeWork:    { zh: '完工验收', en: 'Complete and accept the work', lateZh: '未按期完工', lateEn: 'The work was not completed in time', owes: 'village', rule: law('决议、合同所定工期', '本村决议') },
  reportOutcome:   { zh: '公布实施结果', en: 'Publish the outcome', lateZh: '实施结果未按期公布', lateEn: 'The outcome was not published in time', owes: 'village', rule: 'result.publish_within_days' },
  settleFlaw:      { zh: '重新确认或者变更有误的决议', en: 'Confirm or change the flawed resolution', lateZh: '有误的决议未按期重新确认或者变更', lateEn: 'The flawed resolution was not confirmed or changed in time', owes: 'village', rule: 'duty.call_days' },
  archiveMatter:   { zh: '归档', en: 'Archive', lateZh: '未按期归档', lateEn: 'Not archived in time', owes: 'village', rule: 'duty.archive_days' },
  reportDanger:    { zh: '险情先办报告乡镇', en: 'Report to the township that danger to life was acted on', lateZh: '险情先办未按时报告乡镇', lateEn: 'That danger to life was acted on was not reported in time', owes: 'village', rule: 'danger.report_hours' },
  costOfDanger:    { zh: '险情先办的花费提交村民代表会议', en: 'Put the cost of what was done in danger to the representatives', lateZh: '险情先办的花费未按期提交村民代表会议', lateEn: 'The cost of what was done in danger was not put to the representatives in time', owes: 'village', rule: 'danger.matter_days' },
  secondPerson:    { zh: '两人办理待确认', en: 'An act waits for its second person', lateZh: '两人办理无人确认', lateEn: 'Nobody confirmed an act of two persons', owes: 'village', rule: law('两人办理期限', OWN_RULE) },
  judge:           { zh: '监督委员会评议', en: 'The oversight committee judges', lateZh: '监督委员会未按期评议', lateEn: 'The oversight committee has not judged in time', owes: 'village', rule: law('监督委员会评议期限', OWN_RULE) },
  branchRound:     { zh: '支委会书面确认改动', en: 'The branch committee confirms a change in writing', lateZh: '支委会未按期书面确认改动', lateEn: 'The branch committee has not answered on a change in time', owes: 'village', rule: 'branch.round_days' },
  handOver:        { zh: '换届登记', en: 'Record the new term', lateZh: '任期届满未按期登记新一届', lateEn: 'The term is over and the new one was not recorded in time', owes: 'village', rule: law('任期届满后十日内登记新一届', OWN_RULE) },
  byElection:      { zh: '补选', en: 'Hold the by-election', lateZh: '缺额未按期补选', lateEn: 'The vacant seats were not filled in time', owes: 'village', rule: law('组成不足法定人数的六十日内补选', OWN_RULE) },
  assemblyOfYear:  { zh: '本年召开村民会议', en: "Hold this year's villagers' assembly", lateZh: '全年没有召开村民会议', lateEn: "No villagers' assembly in the year", owes: 'village', rule: law('村民会议每年至少召开一次', `${VC} art 25`) },
  representativesOfQuarter: { zh: '本季度召开村民代表会议', en: "Hold this quarter's representatives' meeting", lateZh: '一个季度没有召开村民代表会议', lateEn: "No representatives' meeting in the quarter", owes: 'village', rule: law('村民代表会议每季度召开一次', `${VC} art 30`) },
  membersOfYear:   { zh: '本年召开成员大会', en: "Hold this year's member assembly", lateZh: '全年没有召开成员大会', lateEn: 'No member assembly in the year', owes: 'village', rule: law('成员大会每年至少召开一次', '农村集体经济组织法 art 27') },
  residentsOfHalf: { zh: '本半年召开居民代表会议', en: "Hold this half year's residents' representatives' meeting", lateZh: '半年没有召开居民代表会议', lateEn: "No residents' representatives' meeting in the half year", owes: 'village', rule: law('居民代表会议每半年至少召开一次', '城市居委会组织法 arts 26–30') },
  partyOfQuarter:  { zh: '本季度召开党员大会', en: "Hold this quarter's Party members' meeting", lateZh: '一个季度没有召开党员大会', lateEn: "No Party members' meeting in the quarter", owes: 'village', rule: law('党员大会一般每季度召开一次', PARTY_RULE) },
  branchOfMonth:   { zh: '本月召开支委会', en: "Hold this month's branch committee meeting", lateZh: '一个月没有召开支委会', lateEn: 'No branch committee meeting in the month', owes: 'village', rule: law('支委会会议一般每月召开一次', PARTY_RULE) },
  reviewOfYear:    { zh: '本年民主评议（监督委员会主持）', en: "Hold this year's democratic review, led by the oversight committee", lateZh: '全年没有民主评议', lateEn: 'No democratic review in the year', owes: 'village', rule: law('村民委员会成员和由村民、集体承担误工补贴的人员，每年至少民主评议一次', `${VC} art 38`) },
  accountsOfQuarter: { zh: '公布本季度财务收支', en: "Post this quarter's accounts", lateZh: '一个季度没有公布财务收支', lateEn: 'No accounts were posted for the quarter', owes: 'village', rule: law('一般事项至少每季度公布一次', `${VC} art 35`) },
  accountsOfMonth: { zh: '公布当月财务收支', en: "Post the month's accounts", lateZh: '收支较多的月份没有公布财务收支', lateEn: 'No accounts were posted for a month in which much was spent', owes: 'village', rule: law('财务收支往来较多的，每月公布一次', `${VC} art 35`) },
} as const satisfies Record<string, Row>
export type Duty = keyof typeof DUTIES

const rowOf = (kind: Duty): Row => DUTIES[kind]
/** By which rule, and where that stands. */
export function ruleOfDuty(kind: Duty): { rule: string; source: string } {
  const { rule } = rowOf(kind)
  if (typeof rule === 'object') return { rule: rule.zh, source: rule.source }
  const { zh, source } = PROFILE_KEYS[rule]
  return { rule: zh, source: source.startsWith(OWN_RULE) ? OWN_RULE : source }
}
export const owesDuty = (kind: Duty): DutyOwner => rowOf(kind).owes
export const isScored = (source: string): boolean => source !== OWN_RULE && source !== PARTY_RULE

/** The day on which it was due is over: 1 on the first day after. Null: not late. */
export const daysLate = (due: Date, now: Date): number | null =>
  now < due ? null : calendarDays(shanghaiDate(due), shanghaiDate(now)) + 1

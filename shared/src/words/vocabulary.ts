/**
 * Every word of the field once: code ↔ 中文 ↔ English. Types, tables, routes, pages and papers take their
 * words from here, so that they cannot drift apart.
 */

type Word = { zh: string; en: string }
const words = <K extends string>(table: Record<K, Word>) => table
export const keysOf = <K extends string>(table: Record<K, unknown>) => Object.keys(table) as [K, ...K[]]

/** 阶段: the step now being worked on. `step` is the one of the six it belongs to. */
// biome-ignore format: one row, one stage
export const STAGES = {
  drafting:              { step: 0, zh: '草拟',            en: 'Drafting' },
  branchProposal:        { step: 1, zh: '村党支部提议',    en: 'Branch proposal' },
  committeeDeliberation: { step: 2, zh: '两委商议',        en: 'Committee deliberation' },
  partyReview:           { step: 3, zh: '党员大会审议',    en: 'Party review' },
  villagerResolution:    { step: 4, zh: '村民（代表）会议决议', en: 'Villager resolution' },
  awaitingApproval:      { step: 4, zh: '待批准',          en: 'Awaiting approval' },
  resolutionDisclosure:  { step: 5, zh: '决议公开',        en: 'Resolution disclosure' },
  implementation:        { step: 6, zh: '组织实施',        en: 'Implementation' },
  outcomeDisclosure:     { step: 6, zh: '实施结果公开',    en: 'Outcome disclosure' },
  archived:              { step: 6, zh: '归档',            en: 'Archived' },
  shelved:               { step: 0, zh: '搁置',            en: 'Shelved' },
  withdrawn:             { step: 0, zh: '撤回',            en: 'Withdrawn' },
  superseded:            { step: 0, zh: '已被新决议代替',  en: 'Superseded' },
  void:                  { step: 0, zh: '无效',            en: 'Void' },
  opinionSent:           { step: 4, zh: '评议意见已报送',  en: 'Opinion sent' },
} as const
export type Stage = keyof typeof STAGES
export const STAGE_KEYS = keysOf(STAGES)

/** 阶段组: wherever a rule, a list or a page means several stages, it means one of these. */
const stages = <S extends Stage>(...list: readonly S[]): readonly S[] => list
/** 会议表决: a body sits and votes. */
export const SITTING_STAGES = stages(
  'branchProposal',
  'committeeDeliberation',
  'partyReview',
  'villagerResolution',
)
export type SittingStage = (typeof SITTING_STAGES)[number]
/** 决议前: steps 1 to 3, which lead to the vote and cannot take its place. */
export const BEFORE_RESOLUTION_STAGES = stages('branchProposal', 'committeeDeliberation', 'partyReview')
/** 成案前: the text is still being shaped; every change of it is a new version of these steps. */
export const SHAPING_STAGES = stages('branchProposal', 'committeeDeliberation')
/** 公示: a paper hangs on the board and its days run. */
export const DISCLOSURE_STAGES = stages('resolutionDisclosure', 'outcomeDisclosure')
/** 委托流转书: consents are taken, from the notice of step 4. */
export const MANDATE_STAGES = stages('villagerResolution', 'awaitingApproval', 'resolutionDisclosure')
/** 可以实施: after the disclosure, or during it where the rules say so. */
export const CARRYING_OUT_STAGES = stages('resolutionDisclosure', 'implementation')
/** 已实施: there is work to show. */
export const WORKED_STAGES = stages('implementation', 'outcomeDisclosure', 'archived')
/** 决议有效: it stands as posted, and only a new resolution changes it. */
export const IN_FORCE_STAGES = stages(
  'resolutionDisclosure',
  'implementation',
  'outcomeDisclosure',
  'archived',
)
/** 已作出决定: adopted, though an approval may still be awaited. */
export const DECIDED_STAGES = stages('awaitingApproval', ...IN_FORCE_STAGES)
/** 决议已公开: everybody may see it, also what a later one has replaced. */
export const PUBLIC_STAGES = stages(...IN_FORCE_STAGES, 'superseded')
/** 办理中: something is still to be done, by the village or on an opinion that was sent. */
export const UNDER_WAY_STAGES = stages(
  ...SITTING_STAGES,
  'awaitingApproval',
  'resolutionDisclosure',
  'implementation',
  'outcomeDisclosure',
  'opinionSent',
)
/** 可以附意见: decided on or being decided; a record that is closed takes no note. */
export const NOTED_STAGES = stages(
  ...SITTING_STAGES,
  'shelved',
  'awaitingApproval',
  'resolutionDisclosure',
  'implementation',
  'outcomeDisclosure',
)
/** 已提交: no longer a draft, and not taken back. */
export const SUBMITTED_STAGES = stages(...SITTING_STAGES, ...DECIDED_STAGES, 'shelved', 'opinionSent')
/** 已办结: nothing more happens to it of itself; it can be packed and kept. */
export const ENDED_STAGES = stages('archived', 'superseded', 'withdrawn', 'shelved', 'void', 'opinionSent')
/** 走完全程: it went through all its steps. */
export const COMPLETED_STAGES = stages('archived', 'superseded', 'opinionSent')
/** 已有结果: gone through and still standing; not counted at any step. */
export const DONE_STAGES = stages('archived', 'opinionSent')
/** 没有决议: their money was never granted, or is no longer. */
export const WITHOUT_RESOLUTION_STAGES = stages('drafting', 'withdrawn', 'shelved', 'superseded', 'void')
/** 可以接续: a new matter may follow one that came to nothing, or change a resolution in force. */
export const FOLLOWABLE_STAGES = stages('shelved', 'withdrawn', 'void', 'opinionSent', ...IN_FORCE_STAGES)
/** 六步: the stage that gives each step its name. */
export const STEP_STAGES = stages(...SITTING_STAGES, 'resolutionDisclosure', 'outcomeDisclosure')

export const isOneOf = <S extends Stage>(group: readonly S[], stage: string): stage is S =>
  (group as readonly string[]).includes(stage)

/** 轨道: which rows of the table of moves a matter follows. */
export const TRACKS = words({
  full: { zh: '四议两公开', en: 'Six steps' },
  committeeMatter: { zh: '两委商议事项', en: 'Committee matter' },
  opinion: { zh: '评议事项', en: 'Opinion only' },
})
export type Track = keyof typeof TRACKS

/** 推进: the ways a matter moves. */
export const MOVES = words({
  submit: { zh: '提交', en: 'Submit' },
  withdraw: { zh: '撤回', en: 'Withdraw' },
  adopt: { zh: '通过', en: 'Adopt' },
  reject: { zh: '未通过', en: 'Reject' },
  return: { zh: '退回', en: 'Return' },
  amend: { zh: '实质修改', en: 'Amend' },
  refer: { zh: '提请其他会议决定', en: 'Refer to another body' },
  shelve: { zh: '搁置', en: 'Shelve' },
  orderCorrection: { zh: '责令改正', en: 'Order correction' },
  approve: { zh: '批准', en: 'Approve' },
  refuseApproval: { zh: '不予批准', en: 'Refuse approval' },
  recountReturns: { zh: '复核退回', en: 'Return after a recount' },
  withdrawResolution: { zh: '撤销决议', en: 'Withdraw the resolution' },
  endDisclosure: { zh: '公示期满', en: 'End of disclosure' },
  reportOutcome: { zh: '公布实施结果', en: 'Report the outcome' },
  sendOpinion: { zh: '报送评议意见', en: 'Send the opinion' },
  archive: { zh: '归档', en: 'Archive' },
  supersede: { zh: '被新决议代替', en: 'Supersede' },
})
export type Move = keyof typeof MOVES

/** 表决结果 */
export const OUTCOMES = words({
  adopt: { zh: '通过', en: 'Adopted' },
  reject: { zh: '未通过', en: 'Rejected' },
  noQuorum: { zh: '未达法定人数', en: 'No quorum' },
  void: { zh: '作废', en: 'Void' },
  support: { zh: '支持', en: 'Support' },
  oppose: { zh: '不支持', en: 'Oppose' },
})
export type Outcome = keyof typeof OUTCOMES

/** 选项, with the signs of the paper ballot. The order is the paper's; no choice is preselected. */
export const CHOICES = {
  for: { zh: '赞成', en: 'For', sign: '○', code: 1 },
  against: { zh: '反对', en: 'Against', sign: '×', code: 2 },
  abstain: { zh: '弃权', en: 'Abstain', sign: '△', code: 3 },
} as const
export type Choice = keyof typeof CHOICES
export const CHOICE_KEYS = keysOf(CHOICES)
/** 票面: how a teller reads a slip. */
export const SLIP_MARKS = words({
  for: { zh: '赞成', en: 'For' },
  against: { zh: '反对', en: 'Against' },
  abstain: { zh: '弃权', en: 'Abstain' },
  invalid: { zh: '无效', en: 'Invalid' },
})
export type SlipMark = keyof typeof SLIP_MARKS

/** 会议组织: who meets. */
export const ASSEMBLIES = words({
  branch: { zh: '村党支部委员会', en: 'Branch committee' },
  committees: { zh: '村“两委”', en: 'Two committees' },
  partyMembers: { zh: '党员大会', en: "Party members' meeting" },
  villagers: { zh: '村民会议（十八周岁以上村民）', en: "Villagers' assembly (adults)" },
  households: { zh: '村民会议（户的代表）', en: "Villagers' assembly (households)" },
  representatives: { zh: '村民代表会议', en: "Villagers' representatives' meeting" },
  members: { zh: '集体经济组织成员大会', en: 'Member assembly of the collective' },
  memberRepresentatives: { zh: '集体经济组织成员代表大会', en: 'Member representatives of the collective' },
  groupVillagers: { zh: '村民小组会议（十八周岁以上村民）', en: 'Village group (adults)' },
  groupHouseholds: { zh: '村民小组会议（户的代表）', en: 'Village group (households)' },
  residents: { zh: '居民会议（十八周岁以上居民）', en: "Residents' assembly (adults)" },
  residentHouseholds: { zh: '居民会议（户的代表）', en: "Residents' assembly (households)" },
  residentRepresentatives: { zh: '居民代表会议', en: "Residents' representatives' meeting" },
})
export type Assembly = keyof typeof ASSEMBLIES
export const ASSEMBLY_KEYS = keysOf(ASSEMBLIES)

/** 路线 of step 4. */
export const ROUTES = words({
  A: { zh: '村民自治事项', en: 'Villager matter' },
  B: { zh: '农村集体经济组织事项', en: 'Matter of the collective' },
  C: { zh: '村民小组事项', en: 'Matter of a village group' },
  D: { zh: '社区居民事项', en: 'Community matter' },
})
export type Route = keyof typeof ROUTES

export { MATTER_CODES, type MatterCode } from './matter-codes.ts'
export { OFFICE_KEYS, OFFICES, type Office } from './offices.ts'

/** 参会方式: where a person is. */
export const WAYS = words({
  inHall: { zh: '现场', en: 'In the hall' },
  online: { zh: '线上', en: 'Online' },
})
export type Way = keyof typeof WAYS

/** 到会经过: what can happen to somebody's presence. */
export const ATTENDANCE_KINDS = words({
  inHall: { zh: '到会场', en: 'Came to the hall' },
  online: { zh: '线上签到', en: 'Signed in online' },
  returned: { zh: '返回', en: 'Came back' },
  seen: { zh: '签到已确认', en: 'Sign-in seen by the clerk' },
  left: { zh: '离场', en: 'Left' },
  represented: { zh: '委托他人', en: 'Represented by proxy' },
  unrepresented: { zh: '撤销委托', en: 'Proxy revoked' },
  recused: { zh: '回避', en: 'Recused' },
  coming: { zh: '说会参加', en: 'Said he will come' },
  excused: { zh: '请假', en: 'Excused' },
  neverCame: { zh: '误签到，已撤销', en: 'Never came: sign-in taken back' },
  stillHere: { zh: '误记离场，已撤销', en: 'Had not left: entry taken back' },
  notExcused: { zh: '请假已撤销', en: 'Excuse taken back' },
  notRecused: { zh: '回避已撤销', en: 'Recusal taken back' },
})
export type AttendanceKind = keyof typeof ATTENDANCE_KINDS

/** 投票渠道: how a ballot came in. Nameless slips are `paper` sums and have no envelope. */
export const CHANNELS = words({
  phone: { zh: '手机', en: 'Phone' },
  paper: { zh: '纸质表决票', en: 'Paper slip' },
  hands: { zh: '举手', en: 'Show of hands' },
  assisted: { zh: '代录', en: 'Assisted' },
})
export type Channel = keyof typeof CHANNELS
/** 送达渠道 of a reminder. outbox: kept here instead of sent (demo, tests). */
export const DELIVERY_CHANNELS = words({
  inApp: { zh: '站内', en: 'In the app' },
  sms: { zh: '短信', en: 'SMS' },
  outbox: { zh: '演示短信', en: 'Demo outbox' },
  push: { zh: '手机通知', en: 'Push notification' },
})
export type DeliveryChannel = keyof typeof DELIVERY_CHANNELS
/** By which something has to be sent. */
export type SendingChannel = Exclude<DeliveryChannel, 'inApp'>
/** 送达情况 */
export const DELIVERY_STATES = words({
  waiting: { zh: '待发送', en: 'Waiting' },
  sent: { zh: '已发出', en: 'Sent' },
  delivered: { zh: '已送达', en: 'Delivered' },
  failed: { zh: '未送达', en: 'Not delivered' },
  notNeeded: { zh: '已签到或表决，未发', en: 'Came or voted meanwhile, not sent' },
})
export type DeliveryState = keyof typeof DELIVERY_STATES

/** 代录地点: where a helper enters for a person. */
export const ASSIST_PLACES = words({
  atDoor: { zh: '上门', en: 'At the door' },
  byTelephone: { zh: '电话', en: 'By telephone' },
  inHall: { zh: '会场', en: 'In the hall' },
})
export type AssistPlace = keyof typeof ASSIST_PLACES

/** Counted together by two tellers, without names: slips of a secret poll, hands of a show of hands. */
export type CountedChannel = 'paper' | 'hands'

export const POLL_STATUSES = words({
  waiting: { zh: '未开始', en: 'Waiting' },
  open: { zh: '表决中', en: 'Open' },
  counting: { zh: '计票中', en: 'Counting' },
  closed: { zh: '已结束', en: 'Closed' },
  void: { zh: '作废', en: 'Void' },
})
export type PollStatus = keyof typeof POLL_STATUSES

export const MEETING_STATUSES = words({
  scheduled: { zh: '已通知', en: 'Scheduled' },
  inSession: { zh: '开会中', en: 'In session' },
  adjourned: { zh: '休会', en: 'Adjourned' },
  ended: { zh: '已散会', en: 'Ended' },
})
export type MeetingStatus = keyof typeof MEETING_STATUSES

/** 政治面貌: sensitive; never on a public page. */
export const PARTY_STATUSES = words({
  none: { zh: '群众', en: 'Not a member' },
  full: { zh: '正式党员', en: 'Full member' },
  probationary: { zh: '预备党员', en: 'Probationary member' },
  underProbation: { zh: '留党察看', en: 'On probation within the Party' },
})
export type PartyStatus = keyof typeof PARTY_STATUSES

export const SEXES = words({ male: { zh: '男', en: 'Male' }, female: { zh: '女', en: 'Female' } })
export type Sex = keyof typeof SEXES

/** 动议事由: the three ticks of the register form. */
export const INITIATIVES = words({
  suggestion: { zh: '党员群众建议', en: 'Suggested by members and villagers' },
  cadres: { zh: '村干部提议', en: 'Proposed by village cadres' },
  superior: { zh: '上级党委政府安排', en: 'Arranged by the Party and government above' },
})
export type Initiative = keyof typeof INITIATIVES

/** 动议主体: who may ask for a proposal (河南省实施办法 art 54). */
export const INITIATORS = words({
  branch: { zh: '村党组织', en: 'Party branch' },
  villageCommittee: { zh: '村民委员会', en: 'Village committee' },
  oversightCommittee: { zh: '村务监督委员会', en: 'Oversight committee' },
  collective: { zh: '村集体经济组织', en: 'Collective' },
  villagers: { zh: '村民联名', en: 'Villagers jointly' },
  representatives: { zh: '村民代表联名', en: 'Representatives jointly' },
})
export type Initiator = keyof typeof INITIATORS

/** 异议分类 and what each can do. */
export const OBJECTION_CLASSES = words({
  a: { zh: '内容有误', en: 'Factual: a correction' },
  b: { zh: '程序问题', en: 'Procedural: roll, quorum, proxy, count' },
  c: { zh: '合法性问题', en: 'Legality' },
  d: { zh: '不同意见', en: 'Disagreement' },
})
export type ObjectionClass = keyof typeof OBJECTION_CLASSES

export const RECUSAL_MODES = words({
  remove_from_base: { zh: '回避并从到会基数中减去', en: 'Recused and taken from the base of those present' },
  stay_no_vote: { zh: '回避不投票，仍在基数中', en: 'Recused, stays in the base' },
  disclose_only: { zh: '说明情况，仍可投票', en: 'Declared only, may vote' },
})
export type RecusalMode = keyof typeof RECUSAL_MODES

export const DIVISION_LEVELS = words({
  province: { zh: '省', en: 'Province' },
  prefecture: { zh: '市', en: 'City' },
  county: { zh: '县', en: 'County' },
  township: { zh: '乡镇（街道）', en: 'Township' },
  village: { zh: '村（社区）', en: 'Village' },
})
export type DivisionLevel = keyof typeof DIVISION_LEVELS

/** 急事: only these ways are urgent (domain of the rule profile's `urgent.*` keys). */
export const URGENT_ASSEMBLIES = [
  'branch',
  'committees',
  'partyMembers',
  'representatives',
  'villagers',
  'households',
] as const

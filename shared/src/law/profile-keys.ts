/**
 * 规则参数: every figure a county, a township or a village may set, as one table a lawyer can read.
 * `floor` is the least that the law allows (a share: at least as strict; a number: not less; a choice: only
 * these); 'none' in the floor column means that no law sets one. Values above the floor are local practice.
 */
import type { TENDERS } from '../words/kinds.ts'
import type { ShareName } from '../words/share.ts'
import type { MatterCode } from '../words/vocabulary.ts'

/** 会议类别 in the keys; `bodyOf` in meeting-rules.ts leads from an assembly to its body. */
// biome-ignore format: one row, one body
export const BODIES = {
  branch:                  { zh: '支委会',           en: 'Branch committee' },
  joint:                   { zh: '两委会',           en: 'Two committees' },
  party:                   { zh: '党员大会',         en: "Party members' meeting" },
  vra:                     { zh: '村民代表会议',     en: "Villagers' representatives" },
  assembly:                { zh: '村民会议',         en: "Villagers' assembly" },
  member:                  { zh: '成员大会',         en: 'Member assembly' },
  memberRepresentatives:   { zh: '成员代表大会',     en: 'Member representatives' },
  groups:                  { zh: '村民小组会议',     en: 'Village group' },
  residents:               { zh: '居民会议',         en: "Residents' assembly" },
  residentRepresentatives: { zh: '居民代表会议',     en: "Residents' representatives" },
} as const
export type Body = keyof typeof BODIES

/** 额度档: from this sum on a matter of these codes takes this way. */
export type Band = {
  codes: MatterCode[]
  fromFen: number
  track: 'committeeMatter' | 'full'
  oversightNote: boolean
}
/** 选定方式档: from this sum on a contractor or supplier of matters of these codes is found at least so. */
export type ChoosingBand = { codes: MatterCode[]; fromFen: number; way: (typeof TENDERS)[number] }
/** 由谁开会办: bodies that a county may ask to sit on a step of its own. */
export const EXTRA_BODIES = ['branch', 'committees', 'partyMembers', 'representatives'] as const
/** 本地增加的步骤, to be done before the sitting of this step; where a body is named, by its sitting. */
export type ExtraStep = {
  beforeStep: 2 | 3 | 4
  zh: string
  en: string
  assembly?: (typeof EXTRA_BODIES)[number] | undefined
}

/** 下级可定的范围: within it a level below may set this rule, also where that is laxer than what holds here. */
export type Range = { key: string; least: number; most: number }

const VC = '村委会组织法'
const RCEO = '农村集体经济组织法'
const PB = '支部工作条例'
const XY = '新野县线上运用做法'
const OWN = '平台默认，可按本地文件修改'

type Text = { zh: string; en: string; source: string }
const integer = (
  value: number,
  min: number,
  max: number,
  floor: number | null,
  unit: 'days' | 'hours' | 'minutes' | 'percent' | 'count' | 'yuan',
  zh: string,
  en: string,
  source: string,
) => ({ kind: 'integer', default: value, min, max, floor, unit, zh, en, source }) as const
const share = <T extends ShareName | 'none'>(
  value: T,
  choices: readonly (ShareName | 'none')[],
  floor: ShareName | null,
  zh: string,
  en: string,
  source: string,
) => ({ kind: 'share', default: value as ShareName | 'none', choices, floor, zh, en, source }) as const
const choice = <const C extends readonly string[]>(
  value: C[number],
  choices: C,
  floor: readonly C[number][] | null,
  needsBasis: readonly C[number][],
  zh: string,
  en: string,
  source: string,
) => ({ kind: 'choice', default: value as C[number], choices, floor, needsBasis, zh, en, source }) as const
const yesNo = (value: boolean, needsBasis: readonly boolean[], zh: string, en: string, source: string) =>
  ({ kind: 'boolean', default: value, needsBasis, zh, en, source }) as const
const choices = <const C extends readonly string[]>(value: C, zh: string, en: string, source: string) =>
  ({ kind: 'choices', default: value as readonly C[number][], choices: value, zh, en, source }) as const
/** The same, of words that the law of some provinces has more of. */
const choicesOf = <const C extends readonly string[], const A extends readonly string[]>(
  value: C,
  all: A,
  zh: string,
  en: string,
  source: string,
) => ({ kind: 'choices', default: value as readonly A[number][], choices: all, zh, en, source }) as const
const EXEMPT_WORDS = [
  'soldiers',
  'minimumLiving',
  'extremePoverty',
  'disabledVeterans',
  'students',
  'pregnant',
] as const
const bands = (value: Band[], text: Text) => ({ kind: 'bands', default: value, ...text }) as const
const choosing = (value: ChoosingBand[], text: Text) =>
  ({ kind: 'choosing', default: value, ...text }) as const
const steps = (value: ExtraStep[], text: Text) => ({ kind: 'steps', default: value, ...text }) as const

const ranges = (value: Range[], text: Text) => ({ kind: 'ranges', default: value, ...text }) as const

const MODES = ['secret', 'open_named', 'show_of_hands'] as const
const PROXIES = ['none', 'same_household'] as const

// biome-ignore format: one row, one key
export const PROFILE_KEYS = {
  // ① to ④: notice (default, least, most, floor)
  's1.notice_days':                     integer(1, 0, 7, null, 'days', '支委会提前通知', 'Notice, branch committee', OWN),
  's2.notice_days':                     integer(1, 0, 7, null, 'days', '两委会提前通知', 'Notice, two committees', OWN),
  's3.notice_days':                     integer(3, 0, 7, null, 'days', '党员大会提前通知', "Notice, Party members' meeting", '四议两公开地方文本：会前3天'),
  's4.vra.notice_days':                 integer(3, 0, 10, null, 'days', '村民代表会议提前通知', 'Notice, representatives', '浙江、重庆实施办法：3天'),
  's4.assembly.notice_days':            integer(10, 10, 60, 10, 'days', '村民会议提前通知', "Notice, villagers' assembly", `${VC} art 25`),
  's4.member.notice_days':              integer(10, 10, 60, 10, 'days', '成员大会提前通知', 'Notice, member assembly', `${RCEO} art 27`),
  's4.memberRepresentatives.notice_days': integer(10, 0, 60, null, 'days', '成员代表大会提前通知', 'Notice, member representatives', OWN),
  's4.group.notice_days':               integer(3, 0, 30, null, 'days', '村民小组会议提前通知', 'Notice, village group', OWN),
  's4.residents.notice_days':           integer(10, 10, 60, 10, 'days', '居民会议提前通知', "Notice, residents' assembly", '城市居委会组织法 arts 26–30'),
  's4.residentRepresentatives.notice_days': integer(3, 0, 30, null, 'days', '居民代表会议提前通知', "Notice, residents' representatives", OWN),
  'member.papers_days':                 integer(10, 10, 60, 10, 'days', '成员大会材料提前查阅', 'Papers open to members', `${RCEO} art 46`),
  // gaps between steps
  'gap.min_days.1_2':                   integer(0, 0, 30, null, 'days', '①到②间隔', 'Gap, step 1 to 2', OWN),
  'gap.min_days.2_3':                   integer(3, 0, 30, null, 'days', '②到③间隔', 'Gap, step 2 to 3', OWN),
  'gap.min_days.3_4':                   integer(3, 0, 30, null, 'days', '③到④间隔（代表会议、小组会议）', 'Gap, step 3 to 4 (representatives, groups)', OWN),
  'gap.min_days.3_4.assembly':          integer(10, 0, 30, null, 'days', '③到④间隔（村民会议、成员大会、居民会议）', 'Gap, step 3 to 4 (assemblies)', OWN),
  's4.memberRepresentatives.gap':       integer(10, 0, 30, null, 'days', '③到④间隔（成员代表大会）', 'Gap, step 3 to 4 (member representatives)', OWN),
  // quorum and majority
  's1.quorum':                          share('>=1/2', ['>=1/2', '>1/2', '>=2/3'], '>=1/2', '支委会法定人数', 'Quorum, branch committee', `${PB} art 12`),
  's1.majority':                        share('>1/2', ['>1/2', '>=2/3'], '>1/2', '支委会通过', 'Majority, branch committee', '平台默认（少数服从多数）'),
  's1.majority_base':                   choice('entitled', ['present', 'entitled'], null, [], '支委会通过的基数', 'Base of it', OWN),
  's2.quorum':                          share('>=2/3', ['>=1/2', '>1/2', '>=2/3'], '>=1/2', '两委会法定人数', 'Quorum, two committees', OWN),
  's2.majority':                        share('>1/2', ['>1/2', '>=2/3'], '>1/2', '两委会通过', 'Majority, two committees', `${VC} art 34（少数服从多数）`),
  's2.majority_base':                   choice('entitled', ['present', 'entitled'], null, [], '两委会通过的基数', 'Base of it', OWN),
  's3.quorum':                          share('>=2/3', ['>=1/2', '>1/2', '>=2/3'], '>=1/2', '党员大会法定人数', "Quorum, Party members' meeting", `${PB} art 11；四议两公开地方文本：三分之二`),
  's3.quorum_base':                     choice('voting', ['voting', 'all_members'], null, [], '党员大会法定人数的基数', 'Base of it', '四议两公开地方文本：党员总数'),
  's3.majority':                        share('>1/2', ['>1/2', '>=2/3'], '>1/2', '党员大会通过（应到会有表决权党员）', "Majority, Party members' meeting (of all with a vote)", `${PB} art 11`),
  's4.vra.quorum':                      share('>=2/3', ['>=2/3', '>=3/4', '>=4/5'], '>=2/3', '村民代表会议法定人数', 'Quorum, representatives', `${VC} art 30`),
  's4.vra.majority':                    share('>1/2', ['>1/2', '>=2/3', '>=3/4'], '>1/2', '村民代表会议通过', 'Majority, representatives', `${VC} art 30`),
  's4.vra.majority_base':               choice('present', ['present', 'composition'], null, [], '村民代表会议通过的基数', 'Base of it', `${VC} art 30；四议两公开地方文本：全体代表`),
  's4.vra.women_quorum':                share('none', ['none', '>=1/2', '>=2/3'], null, '妇女代表到会', 'Quorum of women representatives', '山东省实施村委会组织法办法'),
  's4.assembly.mode':                   choice('household', ['adults', 'household'], null, [], '村民会议的形式', "Form of the villagers' assembly", `${VC} arts 25, 26`),
  's4.member.quorum':                   share('>=2/3', ['>=2/3', '>=3/4', '>=4/5'], '>=2/3', '成员大会法定人数', 'Quorum, member assembly', `${RCEO} art 27`),
  's4.member.majority':                 share('>=2/3', ['>=2/3', '>=3/4', '>=4/5'], '>=2/3', '成员大会、成员代表大会通过（全体）', 'Majority, member assembly and representatives (of all)', `${RCEO} arts 27, 28`),
  // online presence: rests on a recorded basis, except where the law itself gives it
  'online.counts_as_present.branch':    yesNo(true, [true], '支委会线上计入到会', 'Online counts, branch committee', XY),
  'online.counts_as_present.joint':     yesNo(true, [true], '两委会线上计入到会', 'Online counts, two committees', XY),
  'online.counts_as_present.party':     yesNo(true, [true], '党员大会线上计入到会', "Online counts, Party members' meeting", XY),
  'online.counts_as_present.vra':       yesNo(true, [true], '村民代表会议线上计入到会', 'Online counts, representatives', XY),
  'online.counts_as_present.assembly':  yesNo(false, [true], '村民会议线上计入到会', "Online counts, villagers' assembly", '须由村民自治章程规定'),
  'online.counts_as_present.member':    yesNo(true, [], '成员大会线上计入到会', 'Online counts, member assembly', `${RCEO} art 27`),
  'online.counts_as_present.memberRepresentatives': yesNo(true, [true], '成员代表大会线上计入到会', 'Online counts, member representatives', `须由章程规定（比照${RCEO} art 27）`),
  'online.counts_as_present.groups':    yesNo(false, [true], '村民小组会议线上计入到会', 'Online counts, village group', '须由村民自治章程规定'),
  'online.counts_as_present.residents': yesNo(false, [true], '居民会议线上计入到会', "Online counts, residents' assembly", '须由居民公约规定'),
  'online.counts_as_present.residentRepresentatives': yesNo(false, [true], '居民代表会议线上计入到会', "Online counts, residents' representatives", '须由居民公约规定'),
  'online.window_hours.branch':         integer(0, 0, 168, null, 'hours', '支委会线上时段', 'Online window, branch committee', OWN),
  'online.window_hours.joint':          integer(0, 0, 168, null, 'hours', '两委会线上时段', 'Online window, two committees', OWN),
  'online.window_hours.party':          integer(48, 0, 168, null, 'hours', '党员大会线上时段', "Online window, Party members' meeting", XY),
  'online.window_hours.vra':            integer(48, 0, 168, null, 'hours', '村民代表会议线上时段', 'Online window, representatives', XY),
  'online.window_hours.assembly':       integer(48, 0, 168, null, 'hours', '村民会议线上时段', "Online window, villagers' assembly", OWN),
  'online.window_hours.member':         integer(48, 0, 168, null, 'hours', '成员大会线上时段', 'Online window, member assembly', OWN),
  'online.window_hours.memberRepresentatives': integer(48, 0, 168, null, 'hours', '成员代表大会线上时段', 'Online window, member representatives', OWN),
  'online.window_hours.groups':         integer(48, 0, 168, null, 'hours', '村民小组会议线上时段', 'Online window, village group', OWN),
  'online.window_hours.residents':      integer(48, 0, 168, null, 'hours', '居民会议线上时段', "Online window, residents' assembly", OWN),
  'online.window_hours.residentRepresentatives': integer(48, 0, 168, null, 'hours', '居民代表会议线上时段', "Online window, residents' representatives", OWN),
  // proxies: the member assembly's is a right the law gives; a Party vote is personal
  'proxy.branch':                       choice('none', ['none'], ['none'], [], '支委会委托', 'Proxies, branch committee', `${PB} art 12`),
  'proxy.joint':                        choice('none', ['none'], ['none'], [], '两委会委托', 'Proxies, two committees', OWN),
  'proxy.party':                        choice('none', ['none'], ['none'], [], '党员大会委托', "Proxies, Party members' meeting", `${PB} art 11`),
  'proxy.vra':                          choice('none', PROXIES, null, ['same_household'], '村民代表会议委托', 'Proxies, representatives', OWN),
  'proxy.assembly':                     choice('none', PROXIES, null, ['same_household'], '村民会议委托', "Proxies, villagers' assembly", OWN),
  'proxy.member':                       choice('same_household', PROXIES, ['same_household'], [], '成员大会委托', 'Proxies, member assembly', `${RCEO} art 27`),
  'proxy.memberRepresentatives':        choice('none', PROXIES, null, ['same_household'], '成员代表大会委托', 'Proxies, member representatives', OWN),
  'proxy.groups':                       choice('none', PROXIES, null, ['same_household'], '村民小组会议委托', 'Proxies, village group', OWN),
  'proxy.residents':                    choice('none', PROXIES, null, ['same_household'], '居民会议委托', "Proxies, residents' assembly", OWN),
  'proxy.residentRepresentatives':      choice('none', PROXIES, null, ['same_household'], '居民代表会议委托', "Proxies, residents' representatives", OWN),
  'voting_mode.branch':                 choice('open_named', MODES, null, [], '支委会表决方式', 'Voting, branch committee', OWN),
  'voting_mode.joint':                  choice('open_named', MODES, null, [], '两委会表决方式', 'Voting, two committees', OWN),
  'voting_mode.party':                  choice('secret', MODES, null, [], '党员大会表决方式', "Voting, Party members' meeting", '票决制文本：无记名'),
  'voting_mode.vra':                    choice('secret', MODES, null, [], '村民代表会议表决方式', 'Voting, representatives', '票决制文本：无记名'),
  'voting_mode.assembly':               choice('secret', MODES, null, [], '村民会议表决方式', "Voting, villagers' assembly", '票决制文本：无记名'),
  'voting_mode.member':                 choice('secret', MODES, null, [], '成员大会表决方式', 'Voting, member assembly', OWN),
  'voting_mode.memberRepresentatives':  choice('secret', MODES, null, [], '成员代表大会表决方式', 'Voting, member representatives', OWN),
  'voting_mode.groups':                 choice('secret', MODES, null, [], '村民小组会议表决方式', 'Voting, village group', OWN),
  'voting_mode.residents':              choice('secret', MODES, null, [], '居民会议表决方式', "Voting, residents' assembly", OWN),
  'voting_mode.residentRepresentatives': choice('secret', MODES, null, [], '居民代表会议表决方式', "Voting, residents' representatives", OWN),
  // who is counted
  'recusal_mode':                       choice('remove_from_base', ['remove_from_base', 'stay_no_vote', 'disclose_only'], null, [], '回避方式', 'Recusal', OWN),
  'exclude_unreachable':                yesNo(false, [true], '联系不上的外出村民不计入应到', 'Leave out those away who cannot be reached', '重庆市实施村委会组织法办法 art 7'),
  'exclude_long_absent':                yesNo(false, [true], '长期外出党员不计入应到', 'Leave out long-absent Party members', OWN),
  'branch_has_committee':               yesNo(true, [], '支部设有支委会', 'The branch has a committee', `${PB}：正式党员不足7人可不设`),
  'joint_includes_board':               yesNo(false, [], '集体事项的两委会加入理事会成员', 'Board members join the two committees for collective matters', '浙江省村务联席会议做法'),
  'one_representative_a_household':     yesNo(false, [], '一户只能有一名代表', 'One representative a household only', '浙江省实施村委会组织法办法'),
  'deputies':                           yesNo(true, [], '可书面委托本会成员代为召集主持', 'A deputy of the body may be named', `${PB} art 14`),
  // urgent matters: shorter notice, no step left out; routes B, C and D have none
  'urgent.notice_days.branch':          integer(0, 0, 7, null, 'days', '急事：支委会提前通知', 'Urgent notice, branch committee', OWN),
  'urgent.notice_days.joint':           integer(0, 0, 7, null, 'days', '急事：两委会提前通知', 'Urgent notice, two committees', OWN),
  'urgent.notice_days.party':           integer(0, 0, 7, null, 'days', '急事：党员大会提前通知', "Urgent notice, Party members' meeting", OWN),
  'urgent.notice_days.vra':             integer(1, 0, 10, null, 'days', '急事：村民代表会议提前通知', 'Urgent notice, representatives', OWN),
  'urgent.notice_days.assembly':        integer(0, 0, 10, null, 'days', '急事：村民会议提前通知', "Urgent notice, villagers' assembly", `${VC} art 25（遇有特殊情况，可以临时通知）`),
  'urgent.note_hours':                  integer(2, 1, 24, null, 'hours', '急事：监督委员会几小时不表态由乡镇表态', 'Urgent: after so many hours of the oversight committee’s silence the township', OWN),
  'urgent.gap_days':                    integer(0, 0, 30, null, 'days', '急事：各步间隔', 'Urgent gaps', OWN),
  // danger to life: acted on at once, without a step before
  'danger.report_hours':                integer(24, 1, 24, null, 'hours', '险情先办：几小时内报告乡镇', 'Danger to life acted on: reported to the township within', OWN),
  'danger.matter_days':                 integer(30, 1, 60, null, 'days', '险情先办：花费几天内提交村民代表会议表决', 'Danger to life acted on: its cost is voted on by the representatives within', OWN),
  // ending a vote and counting it
  'poll.voting_minutes':                integer(5, 5, 60, 5, 'minutes', '开始表决后至少几分钟，才能在还有人没投时结束', 'A vote is not ended before so many minutes while somebody there has not voted', OWN),
  'poll.count_hours':                   integer(24, 1, 24, null, 'hours', '表决结束后几小时内数出一致的票数', 'After the voting the tellers agree on the count within', OWN),
  // numbers
  'number.wait_hours':                  integer(72, 72, 720, 72, 'hours', '更换号码后多久才能投票（已告知旧号码）', 'After a change of number, hours until it may vote (the old one was told)', OWN),
  'merge.wait_hours':                   integer(24, 24, 240, 24, 'hours', '重复登记并为一条：告知本人后多久才能确认', 'Two records of one person: hours after he was told before it may be confirmed', OWN),
  // failing, repeating, changing
  'cooling_days':                       integer(30, 0, 365, null, 'days', '未通过后的间隔', 'Cooling days after a rejection', OWN),
  'max_reconvene':                      integer(2, 0, 10, null, 'count', '重新召开的次数', 'Reconvenings', OWN),
  'max_reject_s4':                      integer(2, 1, 10, null, 'count', '④未通过几次后搁置', 'Rejections at step 4 before shelving', OWN),
  'on_reject_2':                        choice('step1', ['step1', 'shelve'], null, [], '②未通过', 'Rejected at step 2', OWN),
  'on_reject_3':                        choice('step2', ['step2', 'step1', 'shelve'], null, [], '③未通过', 'Rejected at step 3', OWN),
  'amendment_pct':                      integer(10, 0, 30, null, 'percent', '金额、面积改动超过此数即为实质修改', 'A change above this is substantive', OWN),
  'branch.round_days':                  integer(3, 1, 7, null, 'days', '①之后实质改动，支委会几天内书面确认（逾期退回①）', 'After step 1 the branch committee confirms a change of substance in writing within (else back to step 1)', OWN),
  'adjourn_days':                       integer(7, 0, 7, null, 'days', '休会最多推后（从通知的开会时间算起）', 'Adjournments reach at most past the first opening', OWN),
  'merge_step1_2':                      yesNo(false, [], '一肩挑时①②合并召开（仍分别记录）', 'Steps 1 and 2 at one sitting (two records)', '四议两公开地方文本'),
  'extra_steps':                        steps([], { zh: '本地增加的步骤', en: 'Locally added steps', source: '四议一审两公开等地方做法' }),
  'total_days_warn':                    integer(20, 1, 365, null, 'days', '议事全程提醒', 'Warning on the whole length', '地方文本：一般20天以内'),
  'fundraising.variant':                choice('none', ['none', 'A', 'B', 'C'], null, [], '筹资筹劳办法', 'Raising money or labour', '一事一议筹资筹劳办法（各省）'),
  'fundraising.cap_yuan':               integer(0, 0, 1000, null, 'yuan', '筹资每人每年最多（0为没有限额）', 'Money raised a head and year at most (0: no cap)', '一事一议筹资筹劳办法（各省）'),
  'fundraising.cap_days':               integer(0, 0, 60, null, 'days', '筹劳每个劳动力每年最多（0为没有限额）', 'Labour raised a worker and year at most (0: no cap)', '一事一议筹资筹劳办法（各省）'),
  'fundraising.exempt_money':           choicesOf(['soldiers', 'minimumLiving', 'extremePoverty'], EXEMPT_WORDS, '不承担筹资的人', 'Whose money is not asked for', '一事一议筹资筹劳办法（各省）'),
  'fundraising.exempt_labour':          choicesOf(['soldiers', 'extremePoverty', 'disabledVeterans', 'students', 'pregnant'], EXEMPT_WORDS, '不承担筹劳的人', 'Whose labour is not asked for', '一事一议筹资筹劳办法（各省）'),
  'state_decides':                      choices(['relief', 'welfare', 'expropriation', 'homestead'], '由国家机关决定、村里只提意见的事项', 'What the State decides and the village gives an opinion on', '社会救助法 arts 43–45；土地管理法 arts 45, 62'),
  'papers_required':                    choices(['consultation', 'riskNote', 'memberPapers', 'legalReview', 'signatures'], '通知开会前必须有的材料', 'Papers that must be there before a meeting is called', `${VC} arts 31, 33；${RCEO} art 46；一事一议筹资筹劳办法`),
  'thresholds':                         bands([
    { codes: ['M02', 'M03'], fromFen: 0,         track: 'committeeMatter', oversightNote: false },
    { codes: ['M02', 'M03'], fromFen: 500_000,   track: 'committeeMatter', oversightNote: true },
    { codes: ['M02', 'M03'], fromFen: 2_000_000, track: 'full',            oversightNote: false },
  ], { zh: '额度档', en: 'Money thresholds', source: OWN }),
  'ranges':                            ranges([], { zh: '下级可以自定的范围', en: 'Ranges within which a level below may set a rule', source: OWN }),
  // carrying out
  'choosing':                           choosing([
    { codes: ['M01', 'M02', 'M03', 'M04', 'M05', 'M06', 'M07', 'M08', 'M09', 'M10'], fromFen: 0,         way: 'none' },
    { codes: ['M01', 'M02', 'M03', 'M04', 'M05', 'M06', 'M07', 'M08', 'M09', 'M10'], fromFen: 2_000_000, way: 'quotes' },
  ], { zh: '承包方、供应方的选定方式', en: 'How a contractor or supplier is found', source: OWN }),
  'acceptance.from_yuan':               integer(20_000, 0, 50_000, null, 'yuan', '从多少元起要多人验收', 'From this sum on several accept the work', '一个乡镇的做法：2万元以上工程；平台默认'),
  'acceptance.persons':                 integer(5, 5, 15, 5, 'count', '至少几人验收（其中一人是监委会成员）', 'So many accept it at least, one of them of the oversight committee', '一个乡镇的做法：验收单至少5人；平台默认'),
  'acceptance.persons_small':           integer(3, 3, 15, 3, 'count', '小村至少几人验收', 'In a small village so many', OWN),
  'acceptance.small_village':           integer(100, 0, 100, null, 'count', '成年村民少于多少人算小村', 'A village of fewer adults is a small one', OWN),
  'expense.receipt_from_yuan':          integer(0, 0, 500, null, 'yuan', '从多少元起支出要附票据', 'From this sum on an expense comes with its receipt', OWN),
  // disclosure, outcome, objections
  'disclosure.days':                    integer(15, 15, 365, 15, 'days', '公示天数', 'Disclosure days', `${VC} art 35`),
  'disclosure.start_within_days':       integer(2, 0, 10, null, 'days', '决议后几天内公示', 'Disclosure starts within', OWN),
  'disclosure.end_photo_days':          integer(3, 1, 10, null, 'days', '期满后几天内拍公开栏照片', 'Photo of the board within, after the days are over', OWN),
  'result.publish_within_days':         integer(10, 1, 30, null, 'days', '完工后几天内公布结果', 'Outcome published within', '重庆市实施村委会组织法办法：随时公布读作10天'),
  'filing_days':                        integer(5, 1, 15, null, 'days', '备案期限', 'Filing with the township within', OWN),
  'implement_during_disclosure':        yesNo(false, [], '公示期内可先行实施', 'Carrying out may begin during disclosure', OWN),
  'oversight.review_days':              integer(1, 0, 5, null, 'days', '村务监督委员会审核', "Oversight committee's review", '重庆市实施村委会组织法办法 art 29'),
  'objection.reply_days':               integer(3, 1, 15, null, 'days', '村委会答复异议', 'Village committee answers within', '重庆市实施村委会组织法办法'),
  'objection.escalate_days':            integer(10, 1, 30, null, 'days', '对答复不服可反映的期限', 'Escalation after an answer within', '重庆市实施村委会组织法办法'),
  'objection.township_days':            integer(10, 1, 30, null, 'days', '乡镇答复', 'Township answers within', '重庆市实施村委会组织法办法'),
  'objection.county_days':              integer(10, 1, 30, null, 'days', '乡镇逾期后县级答复', 'County answers, when the township did not, within', OWN),
  'similar_pct':                        integer(50, 30, 80, null, 'percent', '文字相近到此数即视为相近事项、同一理由', 'Texts as like as this count as like matters and the same ground', OWN),
  'overrun_pct':                        integer(10, 0, 30, null, 'percent', '超支比例', 'Overrun', OWN),
  'result_visible':                     choice('afterWindowEnd', ['afterWindowEnd'], ['afterWindowEnd'], [], '票数公布时间', 'When counts are shown', OWN),
  'accounts.monthly_from':              integer(10, 1, 1000, null, 'count', '一个月的支出登记到几笔，按月公布财务收支', 'From so many expenses in a month on, its accounts are posted', '村委会组织法 art 35：财务往来较多的每月公布；几笔算多，平台默认'),
  // people and paper
  'small_group_k':                      integer(5, 3, 20, 3, 'count', '小于此数不分列票数', 'No split below', OWN),
  'helper_cap':                         integer(5, 1, 20, null, 'count', '一名代录人、一对代录人和见证人最多代录', 'Assisted ballots per helper, and per helper and witness', OWN),
  'helper_cap_pct':                     integer(3, 0, 10, null, 'percent', '上一项按应到人数的比例（取大者）', 'The same as a share of the roll, if larger', OWN),
  'assisted.ring_min':                  integer(5, 1, 5, null, 'count', '代录满几份可能要逐一电话核对', 'From so many assisted ballots on they may all be rung', OWN),
  'assisted.ring_pct':                  integer(20, 1, 20, null, 'percent', '代录超过票数的此比例，由监督委员会逐一电话核对', 'Above this share of the ballots the oversight committee rings them all', OWN),
  // reminders of a meeting under way
  'remind.before_end_hours':            integer(12, 0, 72, null, 'hours', '时段结束前几小时自动提醒未签到、未表决的人（0为不提醒）', 'Reminder before the window ends, to who has neither signed in nor voted (0: none)', OWN),
  'remind.gap_hours':                   integer(2, 1, 24, null, 'hours', '两次提醒的间隔', 'Between two rounds of reminders', OWN),
  'remind.max_rounds':                  integer(3, 1, 10, null, 'count', '一次会议最多提醒几轮', 'Rounds of reminders of one meeting', OWN),
  'remind.result_sms':                  yesNo(false, [], '表决结果用短信告诉名册上的每一个人（手机页面总会显示）', 'The result of a vote is sent by SMS to all on the roll (their phone’s page always shows it)', OWN),
  'remind.result_days':                 integer(15, 1, 60, null, 'days', '表决结果在首页显示几天（以后在那件事的页面上看）', 'A result stands on the first page for (afterwards with its matter)', OWN),
  // what is due within which days, where no law says so
  'township_precheck':                  choice('advise', ['off', 'advise'], null, [], '乡镇事先看政策（只提意见，不拦事项）', 'Township looks at policy first (advice, never stops a matter)', '西平县做法（local）；平台默认'),
  'duty.precheck_days':                 integer(3, 1, 30, null, 'days', '乡镇看政策的天数', 'Days for the township’s look at policy', OWN),
  'duty.take_up_days':                  integer(30, 1, 365, null, 'days', '草案几天内提交', 'A draft is put forward within', OWN),
  'duty.call_days':                     integer(30, 1, 365, null, 'days', '每一步几天内通知开会', 'The meeting of each step is called within', OWN),
  'duty.minutes_days':                  integer(10, 1, 60, null, 'days', '会后几天内核定、签署会议记录', 'Minutes are approved or signed within', OWN),
  'duty.start_work_days':               integer(30, 1, 365, null, 'days', '公示期满后几天内登记开工', 'Work begins after the disclosure within', OWN),
  'duty.archive_days':                  integer(30, 1, 365, null, 'days', '报送后几天内归档', 'Archived after being sent within', OWN),
  'duty.follow_days':                  integer(5, 1, 30, null, 'days', '异议成立后几天内更正、复核', 'After an objection was right, notice corrected or votes counted again within', OWN),
  'duty.answer_days':                  integer(15, 1, 30, null, 'days', '走全程的要求几天内答复', 'Whoever asks for the full way is answered within', OWN),
  'duty.approval_days':                integer(20, 1, 60, null, 'days', '几天内作出批准决定', 'An approval is given or refused within', OWN),
  'challenge.answer_days':              integer(5, 1, 15, null, 'days', '质询几天内答复', 'A challenge is answered within', OWN),
  'petition.answer_days':               integer(15, 1, 30, null, 'days', '联名建议答复', 'A petition is answered within', '重庆市实施村委会组织法办法'),
  'demand.convene_days':                integer(15, 1, 30, null, 'days', '依法要求的会议召集期限', 'A demanded meeting is convened within', '重庆市实施村委会组织法办法'),
} as const

export type ProfileKey = keyof typeof PROFILE_KEYS
export const PROFILE_KEY_NAMES = Object.keys(PROFILE_KEYS) as ProfileKey[]
export type ProfileRow = (typeof PROFILE_KEYS)[ProfileKey]

type Widen<T> = T extends { kind: 'integer' }
  ? number
  : T extends { kind: 'share' }
    ? ShareName | 'none'
    : T extends { kind: 'boolean' }
      ? boolean
      : T extends { kind: 'bands' }
        ? Band[]
        : T extends { kind: 'choices'; choices: readonly (infer C)[] }
          ? C[]
          : T extends { kind: 'ranges' }
            ? Range[]
            : T extends { kind: 'steps' }
              ? ExtraStep[]
              : T extends { kind: 'choosing' }
                ? ChoosingBand[]
                : T extends { default: infer D }
                  ? D
                  : never
/** 规则 in force: every key with its value. Frozen as JSON on the proposal at submission. */
export type ProfileValues = { [K in ProfileKey]: Widen<(typeof PROFILE_KEYS)[K]> }

/** 事项表: what each code is, what papers it asks for, and what may not be decided at all. */
import type { MatterCode } from '../words/vocabulary.ts'

/** 不得表决的事项: on what ground, and where that is written. */
// biome-ignore format: one row, one ground
export const NOT_DECIDABLE = {
  unlawful:           { zh: '违反宪法、法律法规或公序良俗', en: 'it is against the constitution, the law or public order', source: '村委会组织法 art 31' },
  infringesRights:    { zh: '侵犯村民人身权利、民主权利、财产权利', en: 'it infringes personal, democratic or property rights', source: '村委会组织法 art 31' },
  stripsMembership:   { zh: '不得因结婚、离婚、丧偶等剥夺成员身份', en: 'membership may not be taken away for marriage, divorce or widowhood', source: '农村集体经济组织法 arts 8, 18' },
  dividesProperty:    { zh: '集体财产不得分割到个人', en: 'collective property may not be divided to individuals', source: '农村集体经济组织法 art 36' },
  guarantee:          { zh: '村民委员会不得提供担保', en: 'the village committee may give no guarantee', source: '村委会组织法 art 13；农村集体经济组织法 art 35' },
  bindsHousehold:     { zh: '承包户自己的承包地由其自主决定', en: "a household's own contracted land is its own to decide on", source: '农村土地承包法 arts 36, 39' },
  election:           { zh: '村民委员会选举、罢免另有法定程序', en: 'elections and recalls have a procedure of their own', source: '村委会组织法 ch. 3' },
  partyDiscipline:    { zh: '党内人事和纪律处分不属村民表决事项', en: 'Party personnel and discipline', source: '中国共产党章程' },
  punishment:         { zh: '不得以表决处罚村民或罚款', en: 'no vote may punish or fine a villager', source: '行政处罚法；村委会组织法 art 31' },
  privateFacts:       { zh: '不得公开个人隐私', en: 'private facts may not be disclosed', source: '个人信息保护法' },
  stateLand:          { zh: '征收土地、宅基地审批由政府依法决定', en: 'expropriation and homestead approval are for the government', source: '土地管理法 arts 47, 62' },
} as const
export type NotDecidable = keyof typeof NOT_DECIDABLE

export type CodeRow = {
  route: 'A' | 'B'
  lighter: boolean
  assemblyOnly: boolean
  /** Items of RCEO art 26 a code touches unless the drafter's facts say otherwise. */
  items: readonly number[]
  /** The State decides on some of these: the village may be asked for its opinion only. */
  stateMayDecide?: true
  /** Never one group's alone. */
  wholeVillage?: true
  fundraising: boolean
  papers: readonly Paper[]
  source: string
}

// biome-ignore format: one row, one paper
export const PAPERS = {
  plan:          { zh: '方案',           en: 'Plan' },
  budget:        { zh: '预算',           en: 'Budget' },
  consultation:  { zh: '征求意见记录',   en: 'Record of consultation' },
  riskNote:      { zh: '风险评估',       en: 'Risk note' },
  legalReview:   { zh: '合法性审查意见', en: 'Legal review' },
  householdList: { zh: '涉及户名单',     en: 'List of households' },
  signatures:    { zh: '农户签字表',     en: "Households' signatures" },
  memberPapers:  { zh: '经营、财务报告和分配方案', en: 'Reports and distribution plan' },
  mandateForm:   { zh: '委托流转书样本', en: 'Form of mandate' },
  unitConsulted: { zh: '与驻村单位的协商记录', en: 'Record of the consultation with the unit from outside' },
} as const
export type Paper = keyof typeof PAPERS

/** 应当先经村党组织研究讨论: para 3, of every matter of the list. */
const vc28 = (...items: number[]) =>
  `村委会组织法 arts ${items.map((item) => `28(${item})`).join(', ')}, 28 para 3`
const RCEO = '农村集体经济组织法 art'

// biome-ignore format: one row, one code
export const MATTER_RULES: Record<MatterCode, CodeRow> = {
  M01: { route: 'A', lighter: false, assemblyOnly: true,  items: [],  wholeVillage: true, fundraising: false, papers: ['plan', 'consultation', 'legalReview'], source: '村委会组织法 art 31' },
  M02: { route: 'A', lighter: true,  assemblyOnly: false, items: [],  fundraising: false, papers: ['plan', 'consultation'], source: vc28(1) },
  M03: { route: 'A', lighter: true,  assemblyOnly: false, items: [],  fundraising: false, papers: ['plan', 'budget', 'consultation'], source: vc28(1, 4) },
  M04: { route: 'A', lighter: false, assemblyOnly: false, items: [],  wholeVillage: true, fundraising: true,  papers: ['plan', 'budget', 'consultation', 'signatures'], source: `${vc28(4)}；一事一议筹资筹劳办法` },
  M05: { route: 'B', lighter: false, assemblyOnly: false, items: [11], fundraising: false, papers: ['plan', 'budget', 'riskNote', 'memberPapers'], source: `${RCEO} 26(11)` },
  M06: { route: 'B', lighter: false, assemblyOnly: false, items: [8], fundraising: false, papers: ['plan', 'householdList', 'riskNote', 'memberPapers'], source: `${RCEO} 26(8)` },
  M07: { route: 'B', lighter: false, assemblyOnly: false, items: [7], fundraising: false, papers: ['plan', 'budget', 'riskNote', 'memberPapers'], source: `${RCEO}s 26(7), 26(11)` },
  M08: { route: 'B', lighter: false, assemblyOnly: false, items: [10], fundraising: false, papers: ['plan', 'householdList', 'riskNote', 'memberPapers'], source: `${RCEO} 26(10)` },
  M09: { route: 'A', lighter: false, assemblyOnly: false, items: [],  stateMayDecide: true, fundraising: false, papers: ['plan', 'householdList'], source: vc28(5) },
  M10: { route: 'A', lighter: false, assemblyOnly: false, items: [],  stateMayDecide: true, fundraising: false, papers: ['plan', 'consultation'], source: vc28(2, 6) },
}

/** 国家决定: the subjects on which a village only gives an opinion. */
// biome-ignore format: one row, one subject
export const STATE_SUBJECTS = {
  relief:        { zh: '社会救助（低保、特困、临时救助）', en: 'Relief (minimum income, destitution, emergencies)', source: '社会救助法 arts 43–45' },
  welfare:       { zh: '社会保险、福利、优抚、惠民补贴',   en: 'Insurance, welfare, subsidies of the State',         source: '社会保险法；各项补贴办法' },
  expropriation: { zh: '土地征收',                         en: 'Expropriation of land',                             source: '土地管理法 arts 45–47' },
  homestead:     { zh: '宅基地审批',                       en: 'Approval of a homestead',                           source: '土地管理法 art 62' },
} as const
export type StateSubject = keyof typeof STATE_SUBJECTS

/** 第二十八条: what only the full member assembly may decide. */
export const FULL_ASSEMBLY_ITEMS: readonly number[] = [1, 3, 8, 10, 12]

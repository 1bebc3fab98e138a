/** 改变走法的事实: what a drafter is asked in plain words, the paper that shows it, and why the way is then another (integrity D26). */
import { keysOf, type MatterCode } from '../words/vocabulary.ts'

type Words = { zh: string; en: string }
type Row = {
  /** The question; a tick is yes. */
  asks: Words
  paper: Words
  /** 为什么走这条路 */
  why: Words
  source: string
  codes: readonly MatterCode[]
  /** The item of 农村集体经济组织法 art 26 that it is, where no code is that. */
  item?: number
}
/** 集体的事; M10 takes what no other code names. */
const OF_COLLECTIVE = ['M05', 'M06', 'M07', 'M08', 'M10'] as const
const LAND = ['M06'] as const
const RCEO = '农村集体经济组织法'

// biome-ignore format: one row, one fact
export const WAY_FACTS = {
  groupProperty:      { asks: { zh: '只关系到一个村民小组的财产、事务？', en: 'Is it about one village group’s property and affairs only?' }, paper: { zh: '小组财产权属证明', en: 'Proof that it is the group’s' }, why: { zh: '只涉及一个村民小组的财产和事务', en: 'It concerns one village group only' }, source: '村委会组织法 art 32', codes: ['M02', 'M03', 'M05', 'M06', 'M07', 'M08', 'M09', 'M10'] },
  agencyOnly:         { asks: { zh: '集体只帮着流转，每户自愿书面委托，不愿意的不算在内？', en: 'Does the collective only offer a service, each household consenting in writing?' }, paper: { zh: '委托流转书样本', en: 'Form of mandate' }, why: { zh: '集体只提供流转服务，不愿意的户不受约束', en: 'The collective only offers a service; a household that does not consent is not bound' }, source: '农村土地承包法 art 36', codes: LAND },
  landOutsiders:      { asks: { zh: '把集体的地包给外村的人或者公司？', en: 'Is collective land contracted to people or firms from outside?' }, paper: { zh: '承包方的资信情况和经营能力材料', en: 'The contractor’s credit and ability' }, why: { zh: '发包给本集体以外的单位或者个人：须三分之二以上成员或者代表同意，报乡镇人民政府批准', en: 'Contracted to outsiders: two thirds of the members or representatives, and the township’s approval' }, source: '农村土地承包法 art 52', codes: LAND },
  contractAdjustment: { asks: { zh: '承包期没到，要调整个别农户的承包地？', en: 'Is the land of single households adjusted before their contracts end?' }, paper: { zh: '自然灾害严重毁损承包地等特殊情形的证明', en: 'Proof of the special case, such as land destroyed by a disaster' }, why: { zh: '承包期内调整承包地：须三分之二以上成员同意，报乡镇和县级批准', en: 'Contracted land is adjusted within the term: two thirds of the members, approved by township and county' }, source: '农村土地承包法 art 28', codes: LAND },
  commercialLand:     { asks: { zh: '出让、出租集体经营性建设用地？', en: 'Is commercial construction land of the collective sold or let?' }, paper: { zh: '土地规划用途和权属登记材料', en: 'Planned use and registration of the land' }, why: { zh: '集体经营性建设用地出让、出租：须三分之二以上成员或者代表同意', en: 'Commercial construction land: two thirds of the members or representatives' }, source: '土地管理法 art 63', codes: ['M05', 'M06'] },
  nonMemberBenefits:  { asks: { zh: '让不是集体成员的人也享受成员的利益？', en: 'Do people who are no members get benefits of members?' }, paper: { zh: '享受利益人员名单和理由', en: 'List of these people, with the reasons' }, why: { zh: '非本集体成员享有成员利益，须全体成员四分之三以上同意', en: 'Benefits of members for non-members need three quarters of all members' }, source: `${RCEO} art 15`, codes: OF_COLLECTIVE },
  collectiveCharter:  { asks: { zh: '制定、修改集体经济组织的章程？', en: 'Is the charter of the collective made or changed?' }, paper: { zh: '章程草案', en: 'Draft of the charter' }, why: { zh: '集体经济组织的章程', en: 'The charter of the collective' }, source: `${RCEO} arts 26(1), 28`, codes: OF_COLLECTIVE, item: 1 },
  memberRoll:         { asks: { zh: '确认谁是集体成员？', en: 'Is it decided who is a member?' }, paper: { zh: '拟确认人员名单和依据', en: 'List of these people, with the grounds' }, why: { zh: '确认集体成员', en: 'Who is a member of the collective' }, source: `${RCEO} arts 26(3), 28`, codes: OF_COLLECTIVE, item: 3 },
  collectiveMerger:   { asks: { zh: '集体经济组织合并、分立？', en: 'Is the collective merged or split?' }, paper: { zh: '合并、分立方案和资产债务清单', en: 'Plan of it, with what is owned and owed' }, why: { zh: '集体经济组织合并、分立', en: 'The collective is merged or split' }, source: `${RCEO} arts 26(12), 28`, codes: OF_COLLECTIVE, item: 12 },
} as const satisfies Record<string, Row>
export type WayFact = keyof typeof WAY_FACTS
export const WAY_FACT_NAMES = keysOf(WAY_FACTS)
const rowOf = (fact: WayFact): Row => WAY_FACTS[fact]

/** Which are asked of a matter of these codes. */
export const wayFactsAsked = (codes: readonly MatterCode[]): WayFact[] =>
  WAY_FACT_NAMES.filter((fact) => rowOf(fact).codes.some((code) => codes.includes(code)))

type Ticked = { readonly [fact in WayFact]?: boolean | undefined }
export const wayFactsOf = (facts: Ticked): WayFact[] => WAY_FACT_NAMES.filter((fact) => facts[fact] === true)

/** 第二十六条: the items that these facts are. */
export const itemsOf = (facts: Ticked): number[] =>
  wayFactsOf(facts).flatMap((fact) => rowOf(fact).item ?? [])

export const whyOf = (fact: WayFact): Words & { source: string } => ({
  ...WAY_FACTS[fact].why,
  source: WAY_FACTS[fact].source,
})

/** Of an item that is a fact. */
export const whyOfItem = (item: number) =>
  WAY_FACT_NAMES.filter((fact) => rowOf(fact).item === item).map(whyOf)

/** 证明材料: a fact is said with the paper that shows it. The first that is said anew without one. */
export const unproven = (
  facts: Ticked & { proofs?: readonly { fact: WayFact }[] | undefined },
  before: Ticked = {},
): WayFact | undefined =>
  wayFactsOf(facts).find((fact) => !before[fact] && !facts.proofs?.some((proof) => proof.fact === fact))

/**
 * 写法: what villages write instead of the words of the template. ONE table, read by the reader and told on the import
 * page: headings, sexes, yes and no, and the words that need advice because they are not what the column asks.
 */
import type { SheetKey } from './workbook.ts'

type Advice = { zh: string; en: string }

/** Names of sheets, as whole names. */
export const SHEET_NAMES: Readonly<Record<SheetKey, readonly string[]>> = {
  households: ['户表', '户籍', '户信息', '农户', '家庭户', '户主名册'],
  people: [
    '人口',
    '人员表',
    '人员名单',
    '花名册',
    '村民',
    '村民花名册',
    '人口花名册',
    '户籍人口',
    '人员信息',
  ],
  offices: ['干部', '干部名册', '任职表', '职务', '村干部', '代表名册', '村民代表'],
  members: ['成员', '成员名册', '集体成员名册', '集体经济组织成员', '股民'],
}

/** column key → other headings. A heading may have a star, blanks or a remark in brackets as well. */
export const HEADINGS: Readonly<Record<string, readonly string[]>> = {
  name: ['名字', '姓名姓氏', '代表姓名', '干部姓名'],
  sex: ['男女'],
  idNumber: [
    '身份证',
    '身份证号码',
    '公民身份号码',
    '公民身份证号',
    '公民身份证号码',
    '居民身份证号码',
    '身份证件号码',
    '居民身份证号',
    '身份号码',
    '证件号码',
    '证件号',
  ],
  birthDate: ['出生年月日', '出生年月', '出生时间', '生日'],
  phone: ['手机', '手机号码', '电话', '电话号码', '联系电话', '联系方式', '移动电话', '联系手机'],
  number: ['户编号', '户编码', '家庭编号', '户主编号', '户'],
  household: ['户编号', '户编码', '家庭编号', '户主编号', '户'],
  headName: ['户主', '户主名', '户主名字', '所属户主', '所在户户主', '是否户主', '是否为户主'],
  villageGroup: [
    '组别',
    '组名',
    '小组',
    '所属小组',
    '所在小组',
    '所属村民小组',
    '所在村民小组',
    '所在组',
    '村民组',
    '村小组',
    '村组',
    '组',
    '队',
    '生产队',
  ],
  relation: ['关系', '与户主的关系', '家庭关系', '和户主关系', '户主关系'],
  registered: ['户籍', '是否本村户籍', '户口在本村', '是否户籍人口'],
  away: ['是否外出', '外出务工', '是否外出务工', '是否务工', '在外'],
  awayPlace: ['外出务工地点', '务工地点', '外出地', '务工地', '去向'],
  partyStatus: ['政治身份', '是否党员', '是否为党员', '是否中共党员', '党员情况'],
  partyJoinedOn: ['入党日期', '入党时间', '入党年月'],
  partyFullOn: ['转正时间', '转为正式党员日期'],
  fullCapacity: ['民事行为能力', '行为能力'],
  leftOn: ['去世日期', '迁出日期', '注销日期'],
  leftReason: ['减少原因', '注销原因'],
  office: ['任职', '职位', '担任职务', '村内职务'],
  from: ['任职时间', '任职日期', '当选日期', '当选时间', '任期起', '任期开始时间', '任职开始时间'],
  to: ['任期止', '任期结束时间', '届满日期', '届满时间'],
  households: ['联系户', '代表的户', '联系户号', '联系农户', '代表农户'],
  exemption: ['减免', '减免原因'],
  since: ['成员确认日期', '取得日期'],
  until: ['丧失日期'],
}
/** Whose it is, before a heading; what it is called, behind one. 户主 is not of these: he is another person. */
export const AROUND_HEADING = /^(?:家庭成员|家庭人员|村民|居民|成员|人员|本人)(?=.)|(?<=.)名称$/g
/** Columns that every list has and nobody needs; nothing is said about them. `问题` is the one of the marked workbook. */
export const PASSED_OVER: readonly string[] = ['序号', '编号', '问题']

/** Empties what is stored; an empty cell keeps it. */
export const CLEAR = '清空'

export const YES = [
  '是',
  '有',
  '√',
  '✓',
  '✔',
  '对',
  '1',
  'Y',
  'y',
  'yes',
  'YES',
  'true',
  '外出',
  '务工',
  '在外',
] as const
export const NO = [
  '否',
  '无',
  '×',
  '✗',
  '✘',
  'x',
  '0',
  'N',
  'n',
  'no',
  'NO',
  'false',
  '在家',
  '在村',
] as const

/** column key → word → code. The sexes after GB/T 2261.1. */
export const WORDS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  sex: {
    男性: 'male',
    男人: 'male',
    M: 'male',
    m: 'male',
    '1': 'male',
    女性: 'female',
    女人: 'female',
    F: 'female',
    f: 'female',
    '2': 'female',
  },
  // After GB/T 4761: 本人 or 户主 is the head.
  relation: {
    本人: '户主',
    户主本人: '户主',
    本人或户主: '户主',
    '户主(本人)': '户主',
    '户主（本人）': '户主',
    '01': '户主',
    '02': '户主',
  },
  partyStatus: {
    中共正式党员: 'full',
    正式: 'full',
    是: 'full',
    中共党员: 'full',
    党员: 'full',
    中国共产党党员: 'full',
    预备: 'probationary',
    中共预备党员: 'probationary',
    入党积极分子: 'none',
    积极分子: 'none',
    发展对象: 'none',
    入党申请人: 'none',
    非党员: 'none',
    否: 'none',
    共青团员: 'none',
    团员: 'none',
    普通群众: 'none',
    无: 'none',
  },
  office: {
    代表: 'representative',
    支书: 'branchSecretary',
    书记: 'branchSecretary',
    村支书: 'branchSecretary',
    支部书记: 'branchSecretary',
    党支部书记: 'branchSecretary',
    支部副书记: 'branchDeputy',
    副书记: 'branchDeputy',
    支部委员: 'branchCommittee',
    支委: 'branchCommittee',
    主任: 'villageDirector',
    村主任: 'villageDirector',
    村委委员: 'villageCommittee',
    村委: 'villageCommittee',
    监委会主任: 'oversightChair',
    监委主任: 'oversightChair',
    监委会委员: 'oversightCommittee',
    监委委员: 'oversightCommittee',
    第一书记: 'firstSecretary',
    组长: 'groupHead',
    小组长: 'groupHead',
    村民组长: 'groupHead',
    文书: 'clerk',
    村文书: 'clerk',
  },
}

/** column key → word → what to do instead. */
export const ADVICE: Readonly<Record<string, Readonly<Record<string, Advice>>>> = {
  office: {
    会计: {
      zh: '管村里账目的写“报账员”，只做文字记录的写“村文书”',
      en: 'write 报账员 for who keeps the accounts, 村文书 for who keeps the records',
    },
    副主任: { zh: '写“村委会委员”，副主任的分工写在会议记录里', en: 'write 村委会委员' },
    委员: {
      zh: '写清是哪个委员会：村党支部委员、村委会委员、村务监督委员会委员',
      en: 'say of which committee',
    },
    村干部: { zh: '写清职务，如村委会主任、村委会委员', en: 'say which office' },
    妇女主任: {
      zh: '写“村委会委员”或“村党支部委员”，看她由谁选出',
      en: 'write 村委会委员 or 村党支部委员, by whom she was elected',
    },
  },
  partyStatus: {
    民主党派: {
      zh: '留空或写“群众”：这里只填组织关系在本村党支部的党员',
      en: 'leave it empty or write 群众: only members of this branch are entered here',
    },
  },
}

/** Rows that no person and no household is: totals, and who made the list. */
export const TOTALS = /^(合\s*计|总\s*计|小\s*计|共\s*计|累\s*计|总\s*数|汇\s*总)/
/** A village group as a name of a sheet or alone in a row: 第一组, 3组, 李湾组. */
export const GROUP_NAME = /^[\p{Script=Han}\d]{1,10}[组队]$/u
export const NOTES = /^(制表|填表|审核|负责人|经办|备注|说明|注[:：]|单位|日期|【)/

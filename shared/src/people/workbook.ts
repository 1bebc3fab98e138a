/**
 * 工作簿: the workbook in which a village hands over its people. ONE table: the template, the reader, the writer
 * and the import page all take headings, kinds and help from here.
 */

import { OFFICES, PARTY_STATUSES, SEXES } from '../words/vocabulary.ts'

type Bilingual = { zh: string; en: string }
export type CellKind = 'text' | 'idNumber' | 'phone' | 'day' | 'yesNo' | 'choice' | 'list' | 'version'
export type Column = {
  key: string
  /** What stands in the first row. */
  heading: string
  en: string
  kind: CellKind
  required?: true
  max?: number
  /** choice: code → the word in the cell. */
  choices?: Readonly<Record<string, Bilingual>>
  /** What stands where nothing was ever said, and what 清空 sets. */
  empty?: unknown
  help: Bilingual
  example: string
}
export type SheetKey = 'households' | 'people' | 'offices' | 'members'
export type Sheet = { key: SheetKey; name: string; help: Bilingual; columns: readonly Column[] }

const { townshipStaff: _township, countyStaff: _county, ...villageOffices } = OFFICES
/** Staff of township and county are appointed above, not brought in by a village's workbook. */
export const VILLAGE_OFFICES = villageOffices

const name: Column = {
  key: 'name',
  heading: '姓名',
  en: 'Name',
  kind: 'text',
  required: true,
  max: 60,
  example: '王大山',
  help: { zh: '与身份证一致，生僻字照写', en: 'As on the ID card; rare characters are kept' },
}
const idNumber: Column = {
  key: 'idNumber',
  heading: '身份证号',
  en: 'ID number',
  kind: 'idNumber',
  example: '990000199001010017',
  help: {
    zh: '18位，单元格设为文本；没有的留空',
    en: '18 characters, the cell set to text; empty if there is none',
  },
}
const household: Column = {
  key: 'household',
  heading: '户号',
  en: 'Household',
  kind: 'text',
  max: 20,
  example: '0101',
  help: { zh: '“户”表里的户号', en: 'A number of the sheet 户' },
}
const version: Column = {
  key: 'version',
  heading: '版本',
  en: 'Version',
  kind: 'version',
  example: '',
  help: { zh: '系统用，请勿改动', en: 'Used by the system; leave it as it is' },
}

// biome-ignore format: one row, one column
export const SHEETS: readonly Sheet[] = [
  {
    key: 'households', name: '户', help: { zh: '每户一行', en: 'One row a household' },
    columns: [
      { key: 'number', heading: '户号', en: 'Household', kind: 'text', required: true, max: 20, example: '0101', help: { zh: '村内不重复', en: 'Unique in the village' } },
      { key: 'villageGroup', heading: '村民小组', en: 'Village group', kind: 'text', required: true, max: 40, example: '第一组', help: { zh: '所在村民小组', en: 'The group it belongs to' } },
      { key: 'exemption', heading: '减免情形', en: 'Exemption', kind: 'text', max: 40, example: '低保户', help: { zh: '筹资筹劳时免除的原因，如低保户、军属户；没有的留空', en: 'Why it is exempt from raising money or labour; empty if it is not' } },
      version,
    ],
  },
  {
    key: 'people', name: '人员', help: { zh: '每人一行；已在系统里的按身份证号对应，没有身份证号的按姓名、户号、出生日期对应', en: 'One row a person; matched by ID number, else by name, household and birth date' },
    columns: [
      name,
      { key: 'sex', heading: '性别', en: 'Sex', kind: 'choice', required: true, choices: SEXES, example: '男', help: { zh: '男或女', en: '男 (male) or 女 (female)' } },
      idNumber,
      { key: 'birthDate', heading: '出生日期', en: 'Birth date', kind: 'day', example: '1990-01-01', help: { zh: '有身份证号的可留空', en: 'May be empty where there is an ID number' } },
      { key: 'phone', heading: '手机号', en: 'Phone', kind: 'phone', example: '10000000001', help: { zh: '11位；家人可共用一个号码', en: '11 digits; a family may share one' } },
      household,
      { key: 'relation', heading: '与户主关系', en: 'Relation to head', kind: 'text', max: 20, example: '户主', help: { zh: '户主、配偶、子、女、父、母等；每户一名户主', en: '户主 marks the head; one a household' } },
      { key: 'registered', heading: '户籍在本村', en: 'Registered here', kind: 'yesNo', empty: true, example: '是', help: { zh: '是或否，没写过为是', en: '是 or 否; empty means 是' } },
      { key: 'away', heading: '外出', en: 'Away', kind: 'yesNo', empty: false, example: '否', help: { zh: '是或否，没写过为否', en: '是 or 否; empty means 否' } },
      { key: 'awayPlace', heading: '外出地点', en: 'Away at', kind: 'text', max: 60, example: '', help: { zh: '如广东省东莞市', en: 'Town or province' } },
      { key: 'partyStatus', heading: '政治面貌', en: 'Party status', kind: 'choice', choices: PARTY_STATUSES, empty: 'none', example: '群众', help: { zh: '空为群众；只填组织关系在本村的', en: 'Empty means not a member; only with the formal relation in this branch' } },
      { key: 'partyJoinedOn', heading: '加入日期', en: 'Joined on', kind: 'day', example: '', help: { zh: '党员填写', en: 'For Party members' } },
      { key: 'partyFullOn', heading: '转正日期', en: 'Full member on', kind: 'day', example: '', help: { zh: '正式党员填写', en: 'For full members' } },
      { key: 'fullCapacity', heading: '完全民事行为能力', en: 'Full civil capacity', kind: 'yesNo', empty: true, example: '是', help: { zh: '没写过为是', en: 'Empty means 是' } },
      { key: 'leftOn', heading: '离开日期', en: 'Left on', kind: 'day', example: '', help: { zh: '去世或迁出的日期', en: 'Day of death or of moving away' } },
      { key: 'leftReason', heading: '离开原因', en: 'Why', kind: 'text', max: 60, example: '', help: { zh: '去世、迁出等', en: 'Died, moved away …' } },
      version,
    ],
  },
  {
    key: 'offices', name: '任职', help: { zh: '每人每职务每任期一行', en: 'One row a person, office and term' },
    columns: [
      name,
      idNumber,
      { ...household, help: { zh: '本人所在户号；没有身份证号而同名时用', en: 'The holder’s own household; needed for namesakes without an ID number' } },
      { key: 'office', heading: '职务', en: 'Office', kind: 'choice', required: true, choices: villageOffices, example: '村民代表', help: { zh: '任职名称', en: 'Name of the office' } },
      { key: 'from', heading: '任期开始', en: 'Term from', kind: 'day', required: true, example: '2025-01-10', help: { zh: '含当日', en: 'The day itself included' } },
      { key: 'to', heading: '任期结束', en: 'Term to', kind: 'day', example: '2030-01-09', help: { zh: '含当日；未定的留空', en: 'The day itself included; empty if open' } },
      { key: 'villageGroup', heading: '村民小组', en: 'Village group', kind: 'text', max: 40, example: '', help: { zh: '组长填写', en: 'For the head of a village group' } },
      { key: 'households', heading: '代表户号', en: 'Households represented', kind: 'list', example: '0101、0102', help: { zh: '代表填写，用顿号隔开', en: 'For representatives; divided by 、 or ,' } },
      version,
    ],
  },
  {
    key: 'members', name: '集体成员', help: { zh: '农村集体经济组织成员，每人一行', en: 'Members of the collective, one row a person' },
    columns: [
      name,
      idNumber,
      { ...household, help: { zh: '本人所在户号；没有身份证号而同名时用', en: 'The person’s own household; needed for namesakes without an ID number' } },
      { key: 'since', heading: '确认日期', en: 'Member since', kind: 'day', example: '2020-12-31', help: { zh: '成员身份确认日期', en: 'Day of confirmation' } },
      { key: 'until', heading: '终止日期', en: 'Member until', kind: 'day', example: '', help: { zh: '丧失成员身份的日期；仍是成员的留空', en: 'Day on which membership ended; empty for members' } },
      version,
    ],
  },
]
export const sheetOf = (key: SheetKey): Sheet => SHEETS.find((sheet) => sheet.key === key) as Sheet
/** The sheet that explains the others; it is not read. */
export const GUIDE_SHEET = '说明'
/** Data rows a sheet may have. */
export const MOST_ROWS = 20_000

export type WithVersion = { row: number; version?: string | null }
/** `undefined`: the workbook has no such column, so what the system holds stays. */
export type HouseholdRow = WithVersion & {
  number: string
  villageGroup: string
  exemption?: string | null
  /** Of one that the list does not number: how the preview tells it. */
  label?: string
}
export type PersonRow = WithVersion & {
  /** Of a form only: whom it is about. */
  personId?: string
  name: string
  sex: 'male' | 'female'
  idNumber?: string | null
  birthDate: string
  phone?: string | null
  household?: string | null
  relation?: string | null
  registered?: boolean
  away?: boolean
  awayPlace?: string | null
  partyStatus?: 'none' | 'full' | 'probationary' | 'underProbation'
  partyJoinedOn?: string | null
  partyFullOn?: string | null
  fullCapacity?: boolean
  leftOn?: string | null
  leftReason?: string | null
}
/** Somebody named on another sheet. */
export type Named = { name: string; idNumber?: string | null; household?: string | null }
export type OfficeRow = WithVersion &
  Named & {
    office: keyof typeof villageOffices
    from: string
    to?: string | null
    villageGroup?: string | null
    households?: string[]
  }
export type MemberRow = WithVersion & Named & { since?: string | null; until?: string | null }
/** 按户主分户: a household that a list without numbers makes by its head (homes.ts). */
export type Home = {
  /** The row of the head; null: he stands in no row of this list. */
  head: number | null
  headName: string
  villageGroup: string | null
  /** The number that stands at the head alone; null: the list has none. */
  number: string | null
  rows: number[]
}

export type WorkbookRows = {
  households: HouseholdRow[]
  people: PersonRow[]
  offices: OfficeRow[]
  members: MemberRow[]
  /** Households of a list without numbers, as its heads tell them: taken if the clerk says so. */
  homes?: Home[]
}
export const noRows = (): WorkbookRows => ({ households: [], people: [], offices: [], members: [] })

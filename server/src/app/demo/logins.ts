/** 演示登录: one phone a role. In the demo the one-time code stands on the outbox page. */
import { idCheckDigit } from '@cunyi/shared/words/idnumber.ts'
import type { Office } from '@cunyi/shared/words/vocabulary.ts'
import type { DemoPerson } from './households.ts'
import { BIG_VILLAGE, type DemoVillage, SMALL_VILLAGE } from './village.ts'

type Words = { zh: string; en: string }
export type DemoLogin = {
  phone: string
  role: Words
  /** What can be tried with it. */
  tries: Words
  village?: string
  find?: (village: DemoVillage) => DemoPerson | undefined
}

const holder =
  (office: Office, nth = 0, fits: (one: DemoPerson) => boolean = () => true) =>
  (village: DemoVillage) =>
    village.offices.filter((row) => row.office === office && fits(row.person))[nth]?.person
const seated = (village: DemoVillage) => new Set(village.offices.map(({ person }) => person))
const plain = (fits: (one: DemoPerson) => boolean) => (village: DemoVillage) => {
  const taken = seated(village)
  return village.people.find((one) => one.adult && one.phone !== '' && !taken.has(one) && fits(one))
}
const isShared = (village: DemoVillage, one: DemoPerson) =>
  village.people.filter(({ phone }) => phone === one.phone).length > 1
const here = (one: DemoPerson) => one.away === ''
const away = (one: DemoPerson) => one.away !== ''

// biome-ignore format: one row, one login
export const DEMO_LOGINS: readonly DemoLogin[] = [
  { phone: '10000000001', village: BIG_VILLAGE, find: holder('branchSecretary'), role: { zh: '村党支部书记', en: 'Branch secretary' }, tries: { zh: '召集支委会、两委、党员大会；主持、开始表决', en: 'convene steps 1 to 3, chair, open a poll' } },
  { phone: '10000000002', village: BIG_VILLAGE, find: holder('villageDirector'), role: { zh: '村委会主任', en: 'Village committee director' }, tries: { zh: '召集村民代表会议、公示、答复异议、组织实施', en: 'convene step 4, post, answer objections, carry out' } },
  { phone: '10000000003', village: BIG_VILLAGE, find: holder('villageCommittee'), role: { zh: '村委会委员（文书）', en: 'Village committee member, clerk' }, tries: { zh: '草拟议题、签到、导入花名册、会议记录', en: 'draft a matter, sign people in, import the roster, minutes' } },
  { phone: '10000000004', village: BIG_VILLAGE, find: holder('oversightChair'), role: { zh: '村务监督委员会主任', en: 'Oversight committee chair' }, tries: { zh: '审核公示、提出质疑、查看留痕', en: 'review a disclosure, raise a challenge, see the evidence' } },
  { phone: '10000000005', village: BIG_VILLAGE, find: holder('representative', 0, here), role: { zh: '村民代表', en: 'Representative' }, tries: { zh: '读通知、签到、投票、提意见', en: 'read the notice, sign in, vote, say an opinion' } },
  { phone: '10000000006', village: BIG_VILLAGE, find: holder('representative', 0, away), role: { zh: '村民代表（外出）', en: 'Representative, away' }, tries: { zh: '在外地用手机参会、投票', en: 'take part and vote from far away' } },
  { phone: '10000000007', village: BIG_VILLAGE, find: plain((one) => one.party === 'full' && away(one)), role: { zh: '党员（外出）', en: 'Party member, away' }, tries: { zh: '线上参加党员大会', en: "the party members' meeting online" } },
  { phone: '10000000008', village: BIG_VILLAGE, find: plain((one) => one.party === 'probationary'), role: { zh: '预备党员', en: 'Probationary member' }, tries: { zh: '列席，没有表决权', en: 'attends without a vote' } },
  { phone: '10000000009', village: BIG_VILLAGE, find: holder('groupHead', 4), role: { zh: '村民小组组长', en: 'Head of a village group' }, tries: { zh: '小组事项', en: 'matters of the group' } },
  { phone: '10000000010', village: BIG_VILLAGE, find: holder('accountant'), role: { zh: '报账员', en: 'Accountant' }, tries: { zh: '登记支出', en: 'enter expenses' } },
  { phone: '10000000011', village: BIG_VILLAGE, find: holder('firstSecretary'), role: { zh: '驻村第一书记', en: 'First secretary' }, tries: { zh: '查看、列席，没有表决权', en: 'sees and attends, has no vote' } },
  { phone: '10000000012', village: BIG_VILLAGE, find: plain((one) => one.party === 'none' && here(one)), role: { zh: '村民', en: 'Villager' }, tries: { zh: '提出事项、联名、提异议', en: 'put a matter forward, co-sign, object' } },
  { phone: '10000000013', village: BIG_VILLAGE, find: (village) => plain((one) => isShared(village, one))(village), role: { zh: '一家共用的手机', en: 'A phone the family shares' }, tries: { zh: '选择本人、输入本人密码', en: 'choose the person, enter one’s own PIN' } },
  { phone: '10000000014', village: BIG_VILLAGE, find: holder('memberRepresentative'), role: { zh: '成员代表', en: 'Member representative' }, tries: { zh: '集体经济组织的会议', en: 'meetings of the collective' } },
  { phone: '10000000015', village: BIG_VILLAGE, find: holder('branchCommittee', 2), role: { zh: '村党支部委员（两委交叉任职）', en: 'Branch committee member, on both committees' }, tries: { zh: '两个身份，一票', en: 'two capacities, one vote' } },
  { phone: '10000000021', village: SMALL_VILLAGE, find: holder('villageDirector'), role: { zh: '柳树湾村 村委会主任', en: 'Director of the small village' }, tries: { zh: '不足百人的村', en: 'a village of under a hundred people' } },
  { phone: '10000000022', village: SMALL_VILLAGE, find: holder('branchSecretary'), role: { zh: '柳树湾村 党支部书记', en: 'Branch secretary of the small village' }, tries: { zh: '不设支委会的支部', en: 'a branch without a committee' } },
  { phone: '10000000031', role: { zh: '演示镇 工作人员', en: 'Township staff' }, tries: { zh: '各村事项、备案、责令改正', en: 'matters of all villages, filing, order of correction' } },
  { phone: '10000000032', role: { zh: '演示镇 工作人员（第二人）', en: 'Township staff, second person' }, tries: { zh: '规则修改的确认', en: 'confirm a change of rules' } },
  { phone: '10000000041', role: { zh: '新野县 工作人员', en: 'County staff' }, tries: { zh: '全县总览、县级规则', en: 'the county’s list, its rule profile' } },
  { phone: '10000000042', role: { zh: '新野县 工作人员（第二人）', en: 'County staff, second person' }, tries: { zh: '规则修改的确认', en: 'confirm a change of rules' } },
]

export type DemoStaff = {
  name: string
  phone: string
  idNumber: string
  office: 'townshipStaff' | 'countyStaff'
}
const staffId = (n: number) => {
  const first = `99000019850612${String(900 + n)}`
  return first + idCheckDigit(first)
}
/** Invented people above the villages. */
export const DEMO_STAFF: readonly DemoStaff[] = [
  { name: '程望山', phone: '10000000041', idNumber: staffId(1), office: 'countyStaff' },
  { name: '顾清禾', phone: '10000000042', idNumber: staffId(2), office: 'countyStaff' },
  { name: '邹河川', phone: '10000000031', idNumber: staffId(3), office: 'townshipStaff' },
  { name: '姚春苗', phone: '10000000032', idNumber: staffId(4), office: 'townshipStaff' },
]

/** Puts the log-ins' phones on the people found; a phone the family shares stays shared. */
export function giveLogins(village: DemoVillage): DemoVillage {
  const found = loginsOf(village)
  for (const { login, person } of found) {
    const { phone } = person
    for (const one of village.people)
      if (one === person || (phone !== '' && one.phone === phone)) one.phone = login.phone
  }
  return village
}

export const loginsOf = (village: DemoVillage): { login: DemoLogin; person: DemoPerson }[] => {
  const used = new Set<DemoPerson>()
  return DEMO_LOGINS.flatMap((login) => {
    if (login.village !== village.code) return []
    const person = login.find?.(village)
    if (!person || used.has(person)) throw new Error(`The demo village has nobody for ${login.role.en}`)
    used.add(person)
    return { login, person }
  })
}

/** Of everybody in the list who is asked for one. */
export const DEMO_PIN = '246801'

/** One line a role: phone, who it is, what can be tried. */
export function printDemoLogins(villages: readonly DemoVillage[], say: (line: string) => void) {
  const people = new Map<string, { name: string }>()
  for (const village of villages)
    for (const { login, person } of loginsOf(village)) people.set(login.phone, person)
  for (const staff of DEMO_STAFF) people.set(staff.phone, staff)
  say(`\n演示登录 Demo log-ins (where a PIN is asked / 要密码时: ${DEMO_PIN}):\n`)
  for (const { phone, role, tries } of DEMO_LOGINS) {
    const person = people.get(phone)
    if (person) say(`  ${phone}  ${role.zh} ${person.name}  ${role.en}: ${tries.en} · ${tries.zh}`)
  }
}

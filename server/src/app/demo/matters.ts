/** 演示事项: one matter for each thing that a page can show. Invented, like the people. */
import { addDays } from '@cunyi/shared/words/days.ts'
import type { MatterCode } from '@cunyi/shared/words/vocabulary.ts'
import { type Act, later, nextMorning, type Play, type SittingSpec, type Waiting } from './play.ts'

const YUAN = 100
const WAN = 10_000 * YUAN
const DAY = 24

type Money = Record<string, number>
type Matter = {
  title: string
  summary: string
  body: string
  codes: MatterCode[]
  sources?: Money
  uses?: Money
  facts?: Record<string, unknown>
  questions?: string[]
  together?: boolean
  sensitive?: boolean
}

const lines = (kind: 'source' | 'use', money: Money = {}) =>
  Object.entries(money).map(([label, amount]) => ({ kind, label, amount }))
const sum = (money: Money = {}) => Object.values(money).reduce((total, amount) => total + amount, 0)

function draftOf({ sources, uses, facts, questions, sensitive, together, ...matter }: Matter) {
  const amount = sum(uses)
  return {
    ...matter,
    facts: { ...(amount > 0 ? { amount } : {}), ...facts },
    budget: [...lines('source', sources), ...lines('use', uses)],
    questions: (questions ?? [`您同意“${matter.title}”吗？`]).map((text) => ({
      text,
      sensitive: sensitive ?? false,
    })),
    together: together ?? true,
    initiative: 'cadres',
    initiator: 'branch',
  }
}

// biome-ignore format: one row, one matter
const MATTERS = {
  road: { title: '村西道路硬化工程', summary: '村西至镇道3.2公里，路面宽4米，混凝土硬化。', body: '工程范围：村西桥头至镇道，长3.2公里、宽4米、厚18厘米，混凝土强度C30，两侧各培土路肩50厘米。\n资金：一事一议奖补60万元，村集体经济收入24万元，村民捐资12万元。\n工期：60天。质量由村民推选的5名代表监督，完工后由村务监督委员会组织验收。', codes: ['M03'], sources: { 一事一议奖补: 60 * WAN, 村集体经济收入: 24 * WAN, 村民捐资: 12 * WAN }, uses: { 路面硬化: 80 * WAN, 排水沟: 16 * WAN }, facts: { place: '村西桥头至镇道', purpose: '道路' } },
  water: { title: '自来水管网改造', summary: '更换全村主管4.6公里、入户管612户。', body: '现有管网使用十八年，渗漏严重。更换主管4.6公里、入户管612户，加装水表。\n资金：水利补助30万元，村集体经济收入11万元，村民不再出资。', codes: ['M03'], sources: { 水利补助: 30 * WAN, 村集体经济收入: 11 * WAN }, uses: { 主管: 26 * WAN, 入户管与水表: 15 * WAN }, facts: { place: '全村', purpose: '饮水' } },
  square: { title: '文化广场扩建', summary: '文化广场由1,200平方米扩至2,000平方米，加装灯光和健身器材。', body: '在现广场东侧扩建800平方米，铺装透水砖，安装路灯12盏、健身器材8件。\n资金：村集体经济收入28万元。', codes: ['M03'], sources: { 村集体经济收入: 28 * WAN }, uses: { 铺装: 19 * WAN, 灯光与器材: 9 * WAN }, facts: { place: '村部东侧', purpose: '文化' } },
  clinic: { title: '村卫生室修缮', summary: '卫生室屋面防水、门窗更换，增设无障碍坡道。', body: '屋面重做防水180平方米，更换门窗14樘，增设坡道和扶手。\n资金：卫生健康补助9万元，村集体经济收入6万元。', codes: ['M03'], sources: { 卫生健康补助: 9 * WAN, 村集体经济收入: 6 * WAN }, uses: { 屋面与门窗: 11 * WAN, 坡道与扶手: 4 * WAN }, facts: { place: '村卫生室', purpose: '卫生' } },
  plan: { title: '2027年度村庄发展计划', summary: '明年的产业、道路、环境三类十二项安排。', body: '一、产业：扩大蔬菜大棚20亩，办好农机服务队。\n二、道路：硬化第五组至第七组生产路1.1公里。\n三、环境：户厕改造40户，清理沟塘6处。\n各项目另行提请表决。', codes: ['M02'], facts: { term: '2027年度' } },
  allowance: { title: '村民小组组长误工补贴标准', summary: '九名组长误工补贴由每年2,400元调整为3,000元。', body: '按实际误工天数核定，每年不超过3,000元，由村集体经济收入支付，每半年公布一次。', codes: ['M10'], sources: { 村集体经济收入: 27_000 * YUAN }, uses: { 误工补贴: 27_000 * YUAN }, facts: { beneficiaries: '九个村民小组组长' } },
  relief: { title: '低保对象民主评议', summary: '对今年申请低保的三户进行评议，意见报镇政府。', body: '只评议申请家庭的实际困难，不作决议，结果报镇政府调查审核。', codes: ['M09'], facts: { stateDecides: true, stateSubject: 'relief' }, questions: ['第一户', '第二户', '第三户'], together: false, sensitive: true },
  ditch: { title: '村部门前排水沟清理', summary: '清理排水沟260米，更换盖板38块。', body: '雇请本村劳力清淤，更换破损盖板。费用由村集体经济收入支付。', codes: ['M03'], sources: { 村集体经济收入: 8_600 * YUAN }, uses: { 人工: 3_800 * YUAN, 盖板: 4_800 * YUAN }, facts: { place: '村部门前', purpose: '排水' } },
  pump: { title: '机井维修', summary: '两眼机井更换水泵和启动柜。', body: '村东、村南两眼机井更换水泵各一台、启动柜各一套，赶在春灌前完成。', codes: ['M03'], sources: { 村集体经济收入: 5.8 * WAN }, uses: { 水泵与启动柜: 5.8 * WAN }, facts: { place: '村东、村南', purpose: '水利' } },
  lamps: { title: '第三组路灯安装', summary: '安装太阳能路灯24盏。', body: '沿第三组主路每40米一盏，共24盏，质保三年。', codes: ['M03'], sources: { 村集体经济收入: 6 * WAN }, uses: { 路灯: 6 * WAN }, facts: { place: '第三组', purpose: '照明' } },
} as const satisfies Record<string, Matter>
type Key = keyof typeof MATTERS

const wholeHour = (at: Date) => new Date(at.getTime() - (at.getTime() % 3_600_000))
export const BRANCH: SittingSpec = { hall: 5, online: 0, votes: { for: 5 } }
export const COMMITTEES: SittingSpec = { hall: 7, online: 0, votes: { for: 6, abstain: 1 } }
// Both quorums are met exactly: 42 of 63, 40 of 60.
export const PARTY: SittingSpec = { hall: 28, online: 14, votes: { for: 37, against: 3, abstain: 2 } }
const REPRESENTATIVES: SittingSpec = { hall: 30, online: 10, votes: { for: 33, against: 4, abstain: 3 } }

/** 柳树湾村: one matter, between its first two steps. */
export const smallActsOf = (play: Play, now: Date): Act[] => [
  { begins: nextMorning(later(now, -6 * DAY)), run: () => pump(play, now) },
]

async function* pump(play: Play, now: Date): Waiting {
  const id = yield* begin(play, 'pump')
  yield* play.sitting(id, 0, { hall: 5, online: 1, votes: { for: 5, abstain: 1 } })
  yield* play.sitting(id, 1, { ...COMMITTEES, opensAt: nextMorning(later(now, 26)), noticeOnly: true })
}

/** The whole village of matters; `now` is the day on which the demo is loaded. */
export function actsOf(play: Play, now: Date): Act[] {
  const back = (days: number) => nextMorning(later(now, -days * DAY))
  return [
    { begins: back(104), run: () => road(play) },
    { begins: back(72), run: () => water(play) },
    { begins: back(52), run: () => relief(play) },
    { begins: back(46), run: () => allowance(play) },
    { begins: back(36), run: () => ditch(play) },
    { begins: back(29), run: () => square(play, now) },
    { begins: back(21), run: () => clinic(play, now) },
    { begins: back(12), run: () => plan(play, now) },
    { begins: back(3), run: () => lamps(play) },
  ]
}

async function* begin(play: Play, key: Key): AsyncGenerator<Date, string> {
  const known = await play.find(MATTERS[key].title)
  const id = known ?? (await play.draft(draftOf(MATTERS[key])))
  if (known === undefined) yield later(play.driver.now(), 2)
  await play.submit(id)
  return id
}

/** Steps 1 to 3. */
async function* upToParty(play: Play, id: string): Waiting {
  yield* play.sitting(id, 0, BRANCH)
  yield* play.sitting(id, 1, COMMITTEES)
  yield* play.sitting(id, 2, PARTY)
}

/** 归档: the whole way, both disclosures ended. */
async function* road(play: Play): Waiting {
  const id = yield* begin(play, 'road')
  yield* upToParty(play, id)
  yield* play.sitting(id, 3, { hall: 19, online: 21, votes: { for: 26, against: 9, abstain: 5 } })
  yield* play.disclose(id, 0, true)
  yield* work(
    play,
    id,
    '河湾建筑队',
    [
      ['路面硬化', 86.4],
      ['排水沟', 16.8],
    ],
    true,
  )
  yield* play.disclose(id, 1, true)
}

/** 组织实施, after a sitting without quorum and a second one. */
async function* water(play: Play): Waiting {
  const id = yield* begin(play, 'water')
  yield* upToParty(play, id)
  yield* play.sitting(id, 3, { hall: 24, online: 15, votes: { for: 30, against: 6, abstain: 3 } })
  yield* play.sitting(id, 4, { hall: 27, online: 19, votes: { for: 33, against: 8, abstain: 5 } })
  yield* play.disclose(id, 0, true)
  yield* work(play, id, '新源水暖安装队', [['主管', 18.2]], false)
}

/** 两委商议事项: below the threshold, without steps 3 and 4. */
async function* ditch(play: Play): Waiting {
  const id = yield* begin(play, 'ditch')
  yield* play.sitting(id, 0, BRANCH)
  const oversight = play.company.holder('oversightChair')
  const { notes } = await play.detail(id)
  if (!notes.some(({ kind }: { kind: string }) => kind === 'oversightNote'))
    await play.driver.must(oversight, 'addNote', {
      params: { proposal: id },
      body: { kind: 'oversightNote', text: '费用合理，同意按两委商议事项办理。', agrees: true },
    })
  yield* play.sitting(id, 1, COMMITTEES)
  yield* play.disclose(id, 0, true)
  yield* work(
    play,
    id,
    null,
    [
      ['人工', 0.38],
      ['盖板', 0.47],
    ],
    true,
  )
  yield* play.disclose(id, 1, false)
}

/** 评议事项: opinions only, sent to the township, never on the public board. */
async function* relief(play: Play): Waiting {
  const id = yield* begin(play, 'relief')
  yield* upToParty(play, id)
  yield* play.sitting(id, 3, {
    ...REPRESENTATIVES,
    votes: [
      { for: 33, against: 4, abstain: 3 },
      { for: 15, against: 21, abstain: 4 },
      { for: 27, against: 10, abstain: 3 },
    ],
  })
}

/** Rejected in step 4: half of those present is not more than half. */
async function* allowance(play: Play): Waiting {
  const id = yield* begin(play, 'allowance')
  yield* upToParty(play, id)
  yield* play.sitting(id, 3, { hall: 29, online: 15, votes: { for: 22, against: 15, abstain: 7 } })
}

/** 决议公开, with an objection that waits for its answer. */
async function* square(play: Play, now: Date): Waiting {
  const id = yield* begin(play, 'square')
  yield* upToParty(play, id)
  yield* play.sitting(id, 3, REPRESENTATIVES)
  yield* play.disclose(id, 0, false)
  const objector = play.company.holder('memberRepresentative', 3)
  const { rows } = await play.driver.must(objector, 'listObjections', { params: { proposal: id } })
  if (rows.length > 0) return
  yield later(now, -20)
  const { disclosures } = await play.detail(id)
  await play.driver.must(objector, 'raiseObjection', {
    params: { disclosure: disclosures[0].id },
    body: { class: 'a', text: '公示写的路灯是12盏，方案说明会上讲的是10盏，请核对数量和金额。' },
  })
}

/** 表决进行中: the representatives' poll is open while the demo is looked at. */
async function* clinic(play: Play, now: Date): Waiting {
  const id = yield* begin(play, 'clinic')
  yield* upToParty(play, id)
  const opensAt = wholeHour(later(now, -2))
  const notice = play.sitting(id, 3, {
    hall: 21,
    online: 11,
    votes: { for: 15, against: 3, abstain: 1 },
    opensAt,
    leaveOpen: true,
  })
  for await (const at of notice) {
    if (at >= opensAt && at <= now) await talk(play, id)
    yield at
  }
}

async function talk(play: Play, proposal: string) {
  const [asker, away] = [play.company.holder('representative', 5), play.company.holder('representative', 9)]
  const at = { params: { proposal } }
  const { rows } = await play.driver.must(play.director, 'listOpinions', at)
  if (rows.length > 0) return
  const { id } = await play.driver.must(asker, 'sayOpinion', {
    ...at,
    body: { kind: 'question', text: '修缮期间看病去哪里？' },
  })
  await play.driver.must(away, 'sayOpinion', {
    ...at,
    body: { kind: 'opinion', text: '坡道旁边能不能留出停轮椅的地方？' },
  })
  await play.driver.must(play.director, 'answerOpinion', {
    params: { proposal, opinion: id },
    body: { answer: '临时诊室设在村部一楼，药品一并搬过去。', adopted: true },
  })
}

/** 党员大会审议: the notice is out, the meeting comes in two days. */
async function* plan(play: Play, now: Date): Waiting {
  const id = yield* begin(play, 'plan')
  yield* play.sitting(id, 0, BRANCH)
  yield* play.sitting(id, 1, COMMITTEES)
  yield later(now, -20)
  yield* play.sitting(id, 2, { ...PARTY, opensAt: nextMorning(later(now, 50)), noticeOnly: true })
}

/** 草拟 */
async function* lamps(play: Play): Waiting {
  await play.draft(draftOf(MATTERS.lamps))
  yield play.driver.now()
}

export const PETITION = '把村口公交站的雨棚修一修'
/** 联名: the last deed of all; where it stands, everything was played. */
export async function petition(play: Play) {
  const villager = play.company.holder('memberRepresentative', 7)
  const { id } = await play.driver.must(villager, 'raisePetition', {
    body: { title: PETITION, text: '雨棚去年被风刮坏，老人孩子等车淋雨。' },
  })
  for (const nth of [8, 9, 10])
    await play.driver.must(play.company.holder('memberRepresentative', nth), 'signPetition', {
      params: { petition: id },
      body: {},
    })
}

/** 组织实施: contract, progress with photos, money against the budget; with `whole`, acceptance and outcome. */
export async function* work(
  play: Play,
  id: string,
  contractor: string | null,
  spent: [line: string, wan: number][],
  whole: boolean,
): Waiting {
  const at = { params: { proposal: id } }
  const day = () =>
    addDays(new Date(play.driver.now().getTime() + 8 * 3_600_000).toISOString().slice(0, 10), 0)
  const { director } = play
  const detail = await play.detail(id)
  if (detail.stage !== 'implementation') return
  const body = {
    executor: '村民委员会',
    contractor,
    tender: contractor ? 'quotes' : 'none',
    contractNumber: contractor ? '河湾2026-01' : null,
    contractAmount: contractor ? detail.amount : null,
    startedOn: day(),
    dueOn: addDays(day(), 60),
    paperIds: contractor ? [await play.keep(director, 'paper', '报价单')] : [],
  }
  await play.driver.must(director, 'startWork', { ...at, body })
  for (const [i, percent] of [30, whole ? 100 : 60].entries()) {
    const known = await play.driver.must(director, 'getWork', at)
    if (known.progress.length > i) continue
    yield later(play.driver.now(), (i + 2) * DAY)
    await play.driver.must(director, 'addProgress', {
      ...at,
      body: {
        text: percent === 100 ? '全部完工，现场已清理。' : `已完成约${percent}%，质量监督员每天到场。`,
        percent,
        photoIds: [await play.keep(director, 'progress', `进度${percent}`)],
      },
    })
  }
  for (const [label, wan] of spent) {
    const { money } = await play.driver.must(director, 'getWork', at)
    if (money.lines.some((line: { label: string; spent: number }) => line.label === label && line.spent > 0))
      continue
    const line = detail.budget.find(
      (one: { kind: string; label: string }) => one.kind === 'use' && one.label === label,
    )
    const accountant = play.company.holder('accountant')
    await play.driver.must(accountant, 'addExpense', {
      ...at,
      body: {
        budgetLineId: line.id,
        amount: Math.round(wan * 100) * (WAN / 100),
        payee: contractor ?? '本村劳力',
        invoice: null,
        paidOn: day(),
        note: null,
        paperIds: [await play.keep(accountant, 'paper', `${label}票据`)],
      },
    })
  }
  if (!whole) return
  yield later(play.driver.now(), DAY)
  await accept(play, at, day())
  await play.driver.must(director, 'reportOutcome', {
    ...at,
    body: { overrunReason: '雨季路基加垫层，增加部分由村集体经济收入支付。' },
  })
}

/** 验收: five who had no part in it look at it, each signs himself. */
async function accept(play: Play, at: { params: { proposal: string } }, on: string) {
  const { driver, company, director } = play
  if ((await driver.must(director, 'getWork', at)).acceptedOn) return
  const acceptors = [
    company.holder('oversightChair'),
    ...[7, 8, 9, 10].map((nth) => company.holder('memberRepresentative', nth)),
  ]
  await driver.must(director, 'acceptWork', {
    ...at,
    body: {
      completedOn: on,
      acceptedOn: on,
      acceptorIds: acceptors.map((one) => one.personId),
      opinion: '符合方案要求，验收合格。',
      remaining: '',
    },
  })
  for (const one of acceptors) {
    const { acceptedOn, acceptanceAsked } = await driver.must(director, 'getWork', at)
    const isHisTurn = acceptanceAsked?.acceptors.some(
      ({ id, agrees }: { id: string; agrees: boolean | null }) => id === one.personId && agrees === null,
    )
    if (!acceptedOn && isHisTurn)
      await driver.must(one, 'signAcceptance', { ...at, body: { agrees: true, text: null } })
  }
}

import { readXlsx } from 'hucre/xlsx'
import { expect, test } from 'vitest'
import { convene, villageWith } from './meetings/meeting.ts'
import { paper } from './paper.ts'
import { confirmedBy, proposeOffice } from './people/offices.ts'
import { authorise, decide, draft, toStep4 } from './proposals/matter.ts'
import { readBy } from './read-by.ts'
import { buildVillage, TOWNSHIP, VILLAGE, type Village } from './village.ts'

const DAY = 86_400_000
/** Who asks, two pages and the sums; two more for what a server does beside it. */
const STATEMENTS = 4 + 2
const TWO = [1, 2].map((n) => ({ name: `elector-${n}`, household: `E${n}`, relation: '户主' }))
const later = (village: Village, days: number) =>
  village.clock.set(new Date(village.clock.now().getTime() + days * DAY))
const list = (village: Village) => village.must('oversightChair', 'listDuties')
const kinds = (rows: { kind: string }[]) => rows.map(({ kind }) => kind)

test('a draft owes its submission, a step its meeting; each is struck off by the act that fulfils it', async () => {
  const village = await buildVillage({ representatives: 10 })
  const proposal = await draft(village)
  expect((await list(village)).next).toMatchObject([
    {
      kind: 'takeUpDraft',
      proposalId: proposal,
      whatZh: '提交草案',
      dueAt: '2026-12-02T16:00:00.000Z',
      scored: false,
    },
  ])
  await village.must('branchSecretary', 'submitProposal', { params: { proposal }, body: {} })
  expect(kinds((await list(village)).next)).toEqual(['precheckTownship', 'callMeeting'])
  // 政策关: on the township's list, and gone from it with its advice.
  const waits = async () => kinds((await village.must('township-1', 'listWaiting')).rows)
  expect(await waits()).toEqual(['precheck'])
  await village.must('township-1', 'giveOpinion', { params: { proposal }, body: { text: '符合政策' } })
  expect(await waits()).toEqual([])
  await later(village, 31)
  expect(await list(village)).toMatchObject({
    total: 1,
    late: [{ kind: 'callMeeting', whatZh: '未按期通知开会', daysLate: 1, title: '村西道路硬化' }],
  })
  expect(await village.must('branchSecretary', 'getProposal', { params: { proposal } })).toMatchObject({
    overdue: true,
    nextDate: { zh: '通知开会' },
  })
  await village.must('branchSecretary', 'withdrawProposal', {
    params: { proposal },
    body: { reason: '另行安排' },
  })
  expect(await list(village)).toMatchObject({ total: 0, late: [], next: [{ key: '2026M12' }] })
})

test('a notice fulfils the call; the township reads the same list of its villages, another township none of it', async () => {
  const { village, proposal } = await villageWith()
  expect(kinds((await list(village)).next)).toContain('callMeeting')
  await convene(village, proposal)
  expect(kinds((await list(village)).next)).not.toContain('callMeeting')
  const below = (who: string) => village.ask(who, 'listDutiesBelow', { params: { division: TOWNSHIP } })
  const { next } = await list(village)
  expect((await below('township-1')).body.next).toEqual(next)
  expect((await below('otherTownship-1')).status).toBe(404)
  expect((await village.ask('villager-1', 'listDuties')).status).toBe(403)
})

/** Of one day, in whatever order. */
const named = (rows: { kind: string; key: string }[]) => rows.map(({ kind, key }) => `${kind} ${key}`).sort()

test('each year owes a villagers’ assembly and a review, each quarter a representatives’ meeting and accounts, by the law; late once it is over', async () => {
  const village = await buildVillage({ representatives: 1 })
  expect((await list(village)).next).toEqual([])
  await village.clock.set(new Date('2026-12-31T16:00:00Z'))
  const { next } = await list(village)
  // How the branch meets on other things is reminded of, and never scored.
  expect(next[0]).toMatchObject({ kind: 'branchOfMonth', dueAt: '2027-01-31T16:00:00.000Z', scored: false })
  expect(named(next.slice(1, 4))).toEqual([
    'accountsOfQuarter 2027Q1',
    'partyOfQuarter 2027Q1',
    'representativesOfQuarter 2027Q1',
  ])
  expect(named(next.slice(4))).toEqual(['assemblyOfYear 2027', 'membersOfYear 2027', 'reviewOfYear 2027'])
  expect(next[6]).toMatchObject({ dueAt: '2027-12-31T16:00:00.000Z', scored: true })
  const sources = new Map(next.map(({ kind, source }) => [kind, source]))
  expect(sources.get('assemblyOfYear')).toBe('村委会组织法 art 25')
  expect(sources.get('membersOfYear')).toBe('农村集体经济组织法 art 27')
  expect(sources.get('partyOfQuarter')).toBe('支部工作条例 arts 11, 12')
  expect(sources.get('reviewOfYear')).toBe('村委会组织法 art 38')
  expect(sources.get('accountsOfQuarter')).toBe('村委会组织法 art 35')
  await village.clock.set(new Date('2027-04-01T16:00:00Z'))
  const quarters = await list(village)
  const ofQuarter = ['accountsOfQuarter 2027Q1', 'partyOfQuarter 2027Q1', 'representativesOfQuarter 2027Q1']
  const ofMonths = [
    'branchOfMonth 2026M12',
    'branchOfMonth 2027M01',
    'branchOfMonth 2027M02',
    'branchOfMonth 2027M03',
  ]
  expect(named(quarters.late)).toEqual([...ofQuarter, ...ofMonths].sort())
  expect(quarters.late.find(({ kind }) => kind === 'accountsOfQuarter')).toMatchObject({
    daysLate: 2,
    proposalId: null,
  })
  expect(named(quarters.next).map((one) => one.split(' ')[1])).toEqual([
    ...['2027Q2', '2027', '2027M04', '2027', '2027Q2', '2027Q2', '2027'],
  ])

  // What is done outside is recorded with its day and its paper: the review by who led it, the accounts by who keeps them.
  const record = async (who: string, kind: string, key: string, doneOn: string) => {
    const body = { kind, key, doneOn, paperId: await paper(village, 'paper', '记录', who) }
    return (await village.ask(who, 'recordDone', { body })).body
  }
  const review = (who: string, doneOn: string) => record(who, 'reviewOfYear', '2027', doneOn)
  expect(await review('villageDirector', '2027-03-20')).toMatchObject({ code: 'forbidden' })
  expect(await review('oversightChair', '2027-04-09')).toMatchObject({ code: 'dayUnfit' })
  expect(await review('oversightChair', '2026-12-31')).toMatchObject({ code: 'dayUnfit' })
  expect(await review('oversightChair', '2027-03-20')).toEqual({ ok: true })
  expect(await review('oversightChair', '2027-03-20')).toMatchObject({ code: 'alreadyDone' })
  const accounts = (who: string) => record(who, 'accountsOfQuarter', '2027Q1', '2027-04-01')
  expect(await accounts('oversightChair')).toMatchObject({ code: 'forbidden' })
  expect(await accounts('accountant')).toEqual({ ok: true })
  const meeting = (who: string) => record(who, 'branchOfMonth', '2027M02', '2027-02-10')
  expect(await meeting('villageDirector')).toMatchObject({ code: 'forbidden' })
  expect(await meeting('branchSecretary')).toEqual({ ok: true })
  const after = await list(village)
  expect(named(after.late)).toEqual([
    'branchOfMonth 2026M12',
    'branchOfMonth 2027M01',
    'branchOfMonth 2027M03',
    'partyOfQuarter 2027Q1',
    'representativesOfQuarter 2027Q1',
  ])
  expect(named(after.next)).toEqual([
    'accountsOfQuarter 2027Q2',
    'assemblyOfYear 2027',
    'branchOfMonth 2027M04',
    'membersOfYear 2027',
    'partyOfQuarter 2027Q2',
    'representativesOfQuarter 2027Q2',
  ])
})

test('a community owes its residents’ representatives’ meeting each half year, and none of the villages’', async () => {
  const village = await buildVillage({})
  await village.sql(
    `update divisions set is_community = true, branch_has_committee = false where code = '${VILLAGE}'`,
  )
  await village.clock.set(new Date('2026-12-31T16:00:00Z'))
  expect(named((await list(village)).next)).toEqual(['partyOfQuarter 2027Q1', 'residentsOfHalf 2027H1'])
})

test('an act that waits is due from each hand in its turn: the village, then the township; confirmed, it is struck off', async () => {
  const village = await buildVillage({ people: TWO })
  const proposed = await proposeOffice(village, 'elector-1', 'representative')
  expect((await list(village)).next).toMatchObject([{ kind: 'secondPerson', owes: 'village', scored: false }])
  await later(village, 3)
  await village.clock.set(new Date(village.clock.now().getTime() + 1000))
  expect((await list(village)).next).toMatchObject([{ kind: 'secondPerson', owes: 'township' }])
  expect((await confirmedBy(village, 'township-1', proposed)).status).toBe(200)
  expect(kinds((await list(village)).next)).not.toContain('secondPerson')
})

test('a term that ends owes its successor ten days later; recorded, it is done', async () => {
  const village = await buildVillage({ representatives: 0, people: TWO })
  const elect = async (who: string, from: string, to: string) => {
    const proposed = await proposeOffice(village, who, 'representative', { from, to })
    expect(proposed.body.code).toBeUndefined()
    expect((await confirmedBy(village, 'oversightChair', proposed)).status).toBe(200)
  }
  await elect('elector-1', '2026-11-02', '2026-11-30')
  const owed = async () => (await list(village)).next.find(({ key }) => key.startsWith('representatives'))
  expect(await owed()).toBeUndefined()
  await village.clock.set(new Date('2026-12-01T01:00:00Z'))
  expect(await owed()).toMatchObject({
    kind: 'handOver',
    title: '村民代表',
    key: 'representatives 2026-11-30',
    dueAt: '2026-12-10T16:00:00.000Z',
  })
  await village.clock.set(new Date('2026-12-12T01:00:00Z'))
  expect((await list(village)).late).toMatchObject([
    { kind: 'handOver', daysLate: 2, whatZh: '任期届满未按期登记新一届' },
  ])
  await elect('elector-2', '2026-12-01', '2029-11-30')
  expect((await list(village)).late).toEqual([])
})

test('a resolution owes its filing to the township, beside its way; filed, it is done', async () => {
  const village = await buildVillage()
  await authorise(village)
  const proposal = await toStep4(village)
  await decide(village, proposal, 'adopt')
  const filing = async () => (await list(village)).next.find(({ kind }) => kind === 'fileResolution')
  expect(await filing()).toMatchObject({ owes: 'township', scored: false })
  await village.must('township-1', 'fileProposal', {
    params: { proposal },
    body: { documentNumber: '演镇备〔2026〕1号' },
  })
  expect(await filing()).toBeUndefined()
  expect(await village.must('branchSecretary', 'getProposal', { params: { proposal } })).toMatchObject({
    overdue: false,
    nextDate: { zh: '最迟公示' },
  })
})

test('a month in which ten expenses were entered owes its accounts in the month after; of a quieter one nothing is asked', async () => {
  const { village, proposal } = await villageWith()
  const months = async () =>
    [...(await list(village)).next, ...(await list(village)).late].filter(
      ({ kind }) => kind === 'accountsOfMonth',
    )
  const spend = (n: number, at: string) =>
    village.sql(
      `insert into expenses (village_id, id, proposal_id, budget_line_id, amount, payee, paid_on, by, at)
         select '${village.villageId}', gen_random_uuid(), '${proposal}',
                (select id from budget_lines where village_id = '${village.villageId}' limit 1), 100, '商店', '2026-11-20', '${village.id('accountant')}', '${at}'
           from generate_series(1, ${n})`,
    )
  await spend(9, '2026-11-20T02:00:00Z')
  await village.clock.set(new Date('2026-12-01T01:00:00Z'))
  expect(await months()).toEqual([])
  await spend(10, '2026-12-20T02:00:00Z')
  await village.clock.set(new Date('2027-01-01T01:00:00Z'))
  expect(await months()).toMatchObject([
    { key: '2026-12', dueAt: '2027-01-31T16:00:00.000Z', source: '村委会组织法 art 35' },
  ])
  const body = { kind: 'accountsOfMonth', key: '2026-12', doneOn: '2027-01-01' }
  const paperId = await paper(village, 'paper', '财务公开栏照片', 'accountant')
  await village.must('accountant', 'recordDone', { body: { ...body, paperId } })
  expect(await months()).toEqual([])
})

/** 翻页、下载: what the township has before it. */
test('a list of duties has pages that leave nothing out, its sums, and a workbook of all of it', async () => {
  const village = await buildVillage({ representatives: 1 })
  await village.clock.set(new Date('2026-12-31T16:00:00Z'))
  const below = (query: Record<string, number> = {}) =>
    village.must('township-1', 'listDutiesBelow', { params: { division: TOWNSHIP }, query })
  const { next } = await below()
  expect(next.length).toBeGreaterThan(3)
  expect(await below({ limit: 1 })).toMatchObject({ totalNext: next.length, next: [next[0]] })
  const pages = []
  for (const from of next.keys()) pages.push(...(await below({ limit: 1, nextFrom: from })).next)
  expect(pages).toEqual(next)
  await later(village, 400)
  const { total, totalNext, late } = await below()
  expect(total).toBeGreaterThan(1)
  expect((await below({ limit: 1, lateFrom: 1 })).late).toEqual([late[1]])
  const file = await village.ask('township-1', 'exportDuties', { params: { division: TOWNSHIP } })
  expect(file.headers['content-disposition']).toContain('duties.xlsx')
  const [lateOnes, nextOnes] = (await readXlsx(file.body as unknown as Buffer)).sheets
  expect(lateOnes?.rows).toHaveLength(total + 2)
  expect(lateOnes?.rows[1]?.[2]).toBe(late[0]?.whatZh)
  expect(lateOnes?.rows.at(-1)?.slice(0, 2)).toEqual(['合计', `${total} 件`])
  expect(nextOnes?.rows).toHaveLength(totalNext + 2)
  const download = (who: string, division: string) =>
    village.ask(who, 'exportDuties', { params: { division } })
  expect((await download('otherTownship-1', TOWNSHIP)).status).toBe(404)
  expect((await download('branchSecretary', VILLAGE)).status).toBe(403)
})

test('a page of duties reads its own rows and the sums, however many stand open', async () => {
  const village = await buildVillage({ representatives: 1 })
  const open = (late: number, next: number) =>
    village.sql(`insert into duties (village_id, kind, key, owes, since, due_at, rule, source)
      select '${VILLAGE}', 'accountsOfMonth', 'n' || n, 'village', '2026-01-01', case when n <= ${late} then timestamptz '2026-02-01' else '2027-06-01' end, 'r', 's'
        from generate_series(1, ${late + next}) n on conflict do nothing`)
  await open(300, 400)
  let total: { total: number; totalNext: number } | undefined
  const { statements, most } = await readBy(async () => {
    total = await village.must('township-1', 'listDutiesBelow', {
      params: { division: TOWNSHIP },
      query: { limit: 25, lateFrom: 275, nextFrom: 25 },
    })
  })
  expect(total).toMatchObject({ total: 300, totalNext: 400 })
  expect(most).toBeLessThanOrEqual(25)
  expect(statements).toBeLessThanOrEqual(STATEMENTS)
})

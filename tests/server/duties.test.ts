import { expect, test } from 'vitest'
import { convene, villageWith } from './meetings/meeting.ts'
import { confirmedBy, proposeOffice } from './people/offices.ts'
import { authorise, decide, draft, toStep4 } from './proposals/matter.ts'
import { buildVillage, TOWNSHIP, type Village } from './village.ts'

const DAY = 86_400_000
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
  expect(kinds((await list(village)).next)).toEqual(['callMeeting'])
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
  expect(await list(village)).toMatchObject({ total: 0, late: [], next: [] })
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

test('each year owes a villagers’ assembly and each quarter a representatives’ meeting, by the law; late once it is over', async () => {
  const village = await buildVillage({ representatives: 1 })
  expect((await list(village)).next).toEqual([])
  await village.clock.set(new Date('2026-12-31T16:00:00Z'))
  expect((await list(village)).next).toMatchObject([
    { kind: 'representativesOfQuarter', key: '2027Q1', dueAt: '2027-03-31T16:00:00.000Z', scored: true },
    { kind: 'assemblyOfYear', key: '2027', source: '村委会组织法 art 25', dueAt: '2027-12-31T16:00:00.000Z' },
  ])
  await village.clock.set(new Date('2027-04-01T16:00:00Z'))
  expect(await list(village)).toMatchObject({
    late: [{ kind: 'representativesOfQuarter', key: '2027Q1', daysLate: 2, proposalId: null }],
    next: [{ key: '2027Q2' }, { key: '2027' }],
  })
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

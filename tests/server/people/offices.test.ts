import { carryOuts } from '@cunyi/server/app/wiring/carry-outs.ts'
import { inVillage } from '@cunyi/server/base/database/connect.ts'
import type { Caller } from '@cunyi/server/door/session/caller.ts'
import { findAct } from '@cunyi/server/matters/acts/queries.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { at, convene, villageWith } from '../meetings/meeting.ts'
import { propose } from '../proposals/matter.ts'
import { buildVillage, VILLAGE, type Village } from '../village.ts'
import { confirmedBy, heldBy, paperIn, proposeEnd, proposeOffice } from './offices.ts'
import { preview, workbookOf } from './workbooks.ts'

let village: Village
beforeAll(async () => {
  village = await buildVillage({
    people: [
      { name: 'wife', household: 'HX', relation: '配偶' },
      { name: 'villageCommittee-2', offices: ['villageCommittee'], household: 'HX', relation: '户主' },
      ...[2, 3, 4, 8].map((n) => ({ name: `villager-${n}`, household: `V${n}` })),
      { name: 'cousin', household: 'HX', relation: '其他' },
    ],
  })
})
afterAll(() => village.close())
const days = (n: number) => village.clock.set(new Date(village.clock.now().getTime() + n * 86_400_000 + 1000))
const refuse = (second: string, { body }: { body: { waits?: { actId: string } } }, officeGround?: string) =>
  village.ask(second, 'refuseAct', {
    params: { act: body.waits?.actId ?? '' },
    body: { ground: '文件不对', ...(officeGround ? { officeGround } : {}) },
  })
const messagesTo = async (name: string): Promise<string[]> =>
  (await village.must('villageDirector', 'listOutbox', { query: { q: village.phone(name) } })).rows.map(
    (row) => row.text,
  )

describe('任职: who holds which office is never one clerk’s word', () => {
  test('it waits for the oversight committee, who looks at the paper; then it is true, and both names stand in the evidence', async () => {
    const proposed = await proposeOffice(village, 'villager-1', 'accountant')
    expect(proposed.status).toBe(200)
    expect((await village.ask('villager-1', 'listPeople')).status).toBe(403)
    for (const nobody of [
      'villageDirector',
      'branchSecretary',
      'villageCommittee-1',
      'township-1',
      'villager-1',
    ])
      expect((await confirmedBy(village, nobody, proposed)).status, nobody).not.toBe(200)
    const [row] = (await village.must('oversightChair', 'listActs')).rows
    expect(row).toMatchObject({ mayConfirm: true, office: { kind: 'appoint', office: 'accountant' } })
    expect((await confirmedBy(village, 'oversightChair', proposed)).status).toBe(200)
    expect((await village.ask('villager-1', 'listPeople')).status).toBe(200)
    const { rows } = await village.must('branchSecretary', 'getEvidence', { query: {} })
    const entry = JSON.stringify(rows.findLast((one) => one.act === 'appoint'))
    for (const both of ['villageDirector', 'oversightChair']) expect(entry).toContain(village.id(both))
  })

  test('without its paper it is a claim', async () => {
    const { body } = await proposeOffice(village, 'villager-2', 'representative', {
      paperId: village.id('villager-2'),
    })
    expect(body.code).toBe('paperNeeded')
  })

  test('a no names one of three grounds, and is not the last word: proposed again it is the next hand’s', async () => {
    const first = await proposeOffice(village, 'villager-2', 'representative')
    expect((await refuse('oversightChair', first)).body.code).toBe('officeGroundNeeded')
    expect((await refuse('oversightChair', first, 'paperMissing')).status).toBe(200)
    const again = await proposeOffice(village, 'villager-2', 'representative')
    expect((await confirmedBy(village, 'oversightCommittee-1', again)).body.code).toBe('secondPersonNeeded')
    expect((await confirmedBy(village, 'township-1', again)).status).toBe(200)
    expect(await heldBy(village, 'villager-2', 'representative')).toBeDefined()
  })

  test('silence goes up to township and county, and never ends it', async () => {
    const proposed = await proposeOffice(village, 'villager-3', 'representative')
    await days(3)
    expect((await confirmedBy(village, 'oversightChair', proposed)).body.code).toBe('secondPersonNeeded')
    expect((await village.must('township-1', 'listWaiting')).rows).toContainEqual(
      expect.objectContaining({ kind: 'second', title: '村级任职', village: VILLAGE }),
    )
    await days(3)
    expect((await confirmedBy(village, 'township-1', proposed)).body.code).toBe('secondPersonNeeded')
    await days(7)
    expect((await confirmedBy(village, 'county-1', proposed)).status).toBe(200)
    expect(await heldBy(village, 'villager-3', 'representative')).toMatchObject({ from: '2026-11-02' })
  })

  test('the same is not proposed twice beside itself; another office of the same person is', async () => {
    const first = await proposeOffice(village, 'villager-4', 'representative')
    expect((await proposeOffice(village, 'villager-4', 'representative')).body.code).toBe('actWaitsAlready')
    const other = await proposeOffice(village, 'villager-4', 'accountant')
    expect(other.status).toBe(200)
    for (const act of [first, other]) expect((await refuse('villageDirector', act)).status).toBe(200)
  })

  test('an office of the Party is the Party’s: the township looks at its paper', async () => {
    const proposed = await proposeOffice(village, 'partyMember-1', 'branchCommittee')
    expect((await confirmedBy(village, 'oversightChair', proposed)).body.code).toBe('secondPersonNeeded')
    expect((await confirmedBy(village, 'township-1', proposed)).status).toBe(200)
  })

  test('a supervisor looks at the offices of the collective, and holds none that he watches', async () => {
    const proposed = await proposeOffice(village, 'villager-5', 'boardMember')
    expect((await confirmedBy(village, 'oversightChair', proposed)).body.code).toBe('secondPersonNeeded')
    expect((await confirmedBy(village, 'supervisor', proposed)).status).toBe(200)
    expect((await proposeOffice(village, 'boardMember-1', 'supervisor')).body.code).toBe('supervisorBarred')
    expect((await proposeOffice(village, 'accountant', 'supervisor')).body.code).toBe('supervisorBarred')
    // His own: the only supervisor does not look at the paper of himself, and the oversight committee does.
    const held = await heldBy(village, 'supervisor', 'supervisor')
    const ending = await proposeEnd(village, held?.id ?? '', { on: '2029-01-01' })
    expect((await confirmedBy(village, 'supervisor', ending)).body.code).toBe('secondPersonNeeded')
    expect((await refuse('oversightChair', ending, 'wrongPerson')).status).toBe(200)
  })
})

describe('Whoever is watched does not choose, remove or overrule the watcher', () => {
  test('the oversight committee: the minutes are posted three days, all representatives told, then the township looks', async () => {
    const proposed = await proposeOffice(village, 'villager-6', 'oversightStandIn')
    expect((await messagesTo('representative-3')).join()).toContain('villager-6当选“村务监督委员会候补委员”')
    expect((await village.must('villager-9', 'listOffices')).waiting).toContainEqual(
      expect.objectContaining({ kind: 'appoint', office: 'oversightStandIn' }),
    )
    expect((await confirmedBy(village, 'township-1', proposed)).body.code).toBe('actTooEarly')
    for (const nobody of ['villageDirector', 'villageCommittee-1', 'branchSecretary', 'oversightChair'])
      expect((await confirmedBy(village, nobody, proposed)).status, nobody).not.toBe(200)
    await days(3)
    expect((await confirmedBy(village, 'township-1', proposed)).status).toBe(200)
  })

  test('its chair may propose as well; its members, and a villager, may not', async () => {
    const by = (who: string) => proposeOffice(village, 'villager-7', 'oversightCommittee', {}, who)
    expect((await by('oversightCommittee-1')).status).toBe(403)
    expect((await by('villager-8')).status).toBe(403)
    const proposed = await by('oversightChair')
    expect(proposed.status).toBe(200)
    expect((await proposeOffice(village, 'villager-8', 'representative', {}, 'oversightChair')).status).toBe(
      403,
    )
    await refuse('oversightChair', proposed)
  })

  test('nobody of the village committee is elected to it, nor his wife; who only lives with him is looked at', async () => {
    expect((await proposeOffice(village, 'villageCommittee-1', 'oversightCommittee')).body).toMatchObject({
      code: 'oversightInCommittee',
      source: '村委会组织法 art 37',
    })
    expect((await proposeOffice(village, 'oversightCommittee-1', 'villageCommittee')).body.code).toBe(
      'oversightInCommittee',
    )
    expect((await proposeOffice(village, 'wife', 'oversightCommittee')).body.code).toBe('nearRelativeBarred')
    const proposed = await proposeOffice(village, 'cousin', 'oversightCommittee')
    expect(proposed.status).toBe(200)
    const { rows } = await village.must('township-1', 'listActs', { params: { village: VILLAGE } })
    expect(rows.find((row) => row.id === proposed.body.id)?.office?.remarks[0]?.zh).toContain('同户')
  })

  test('the director can neither fill it nor empty it, and his workbook cannot either', async () => {
    const held = await heldBy(village, 'oversightCommittee-1', 'oversightCommittee')
    const proposed = await proposeEnd(village, held?.id ?? '', { on: '2027-01-01' })
    expect((await messagesTo('oversightCommittee-1')).join()).toContain(
      '提出终止您的“村务监督委员会委员”任职',
    )
    await days(3)
    expect((await confirmedBy(village, 'branchSecretary', proposed)).body.code).toBe('secondPersonNeeded')
    expect(await heldBy(village, 'oversightCommittee-1', 'oversightCommittee')).toBeDefined()
    expect((await refuse('township-1', proposed, 'paperMissing')).status).toBe(200)
    const book = (name: string, from: string, to = '') =>
      workbookOf({
        任职: [
          {
            姓名: name,
            身份证号: village.idNumber(name),
            职务: '村务监督委员会委员',
            任期开始: from,
            任期结束: to,
          },
        ],
      })
    for (const file of [
      book('villager-9', '2026-11-02'),
      book('oversightCommittee-1', '2024-01-01', '2026-11-01'),
    ]) {
      const { counts, faults } = await preview(village, await file)
      expect(counts).toMatchObject({ new: 0, changed: 0, faulty: 1 })
      expect(faults[0]).toMatchObject({ code: 'oversightByImport', stops: true })
    }
  })

  test('nor does his workbook make what another than the oversight committee has to look at, or end what somebody holds', async () => {
    const row = (name: string, 职务: string, 任期开始: string, 任期结束 = '') => ({
      姓名: name,
      身份证号: village.idNumber(name),
      职务,
      任期开始,
      任期结束,
    })
    const rows = [
      row('villager-9', '支部委员', '2026-11-02'),
      row('villager-9', '监事', '2026-11-02'),
      row('villager-9', '理事', '2026-11-02'),
      row('representative-3', '村民代表', '2024-01-01', '2026-11-01'),
      row('villager-9', '报账员', '2026-11-02'),
    ]
    const { counts, faults } = await preview(village, await workbookOf({ 任职: rows }))
    const stops = faults.filter((one) => one.stops && one.row > 0)
    expect(stops.map(({ row: n, code }) => [n, code])).toEqual([
      [2, 'officeByImport'],
      [3, 'officeByImport'],
      [4, 'officeByImport'],
      [5, 'officeEndByImport'],
    ])
    expect(stops[0]?.messageZh).toContain('由乡镇核对')
    expect(stops[1]?.messageZh).toContain('由监事核对')
    expect(counts).toMatchObject({ changed: 0, faulty: 4 })
  })
})

describe('终止代表资格: the seat is his households’', () => {
  test('he is told first and has three days; if he does not agree, the township decides and not the oversight committee', async () => {
    const held = await heldBy(village, 'representative-5', 'representative')
    const proposed = await proposeEnd(village, held?.id ?? '', { on: '2027-01-01', ground: 'households' })
    expect((await messagesTo('representative-5')).join()).toContain('推选他的户书面终止')
    expect((await confirmedBy(village, 'oversightChair', proposed)).body.code).toBe('actTooEarly')
    const [his] = (await village.must('representative-5', 'listActs')).rows
    expect(his).toMatchObject({ mayContest: true, mayConfirm: false })
    const contest = (who: string) =>
      village.ask(who, 'contestAct', {
        params: { act: proposed.body.waits.actId },
        body: { ground: '没有人找过我的户' },
      })
    expect((await contest('villager-9')).status).toBe(403)
    expect((await contest('representative-5')).status).toBe(200)
    expect((await contest('representative-5')).body.code).toBe('actNotWaiting')
    await days(3)
    expect((await confirmedBy(village, 'oversightChair', proposed)).body.code).toBe('secondPersonNeeded')
    expect((await refuse('township-1', proposed, 'paperMissing')).status).toBe(200)
    expect(await heldBy(village, 'representative-5', 'representative')).toBeDefined()
  })

  test('what he says counts although the oversight committee had its yes on the way', async () => {
    const held = await heldBy(village, 'representative-7', 'representative')
    const { body } = await proposeEnd(village, held?.id ?? '', { on: '2027-01-01', ground: 'households' })
    await days(3)
    const params = { act: body.waits.actId as string }
    // As it was read before he spoke.
    const act = await inVillage(village.db, VILLAGE, (tx) =>
      findAct(tx, { villageId: VILLAGE, id: params.act }),
    )
    await village.must('representative-7', 'contestAct', { params, body: { ground: '没有人找过我的户' } })
    const personId = village.id('oversightChair')
    const second: Caller = {
      accountId: personId,
      sessionId: personId,
      village: VILLAGE,
      personId,
      name: 'oversightChair',
      offices: ['oversightChair'],
      officesEnded: [],
      registered: true,
    }
    const late = act && carryOuts.endSeat(village.parts, act, second, village.clock.now())
    await expect(late).rejects.toMatchObject({ code: 'secondPersonNeeded' })
  })

  test('his own resignation ends it after three days, and never for a day on which he still acted', async () => {
    const held = await heldBy(village, 'representative-6', 'representative')
    const from = held?.from ?? ''
    const proposed = await proposeEnd(village, held?.id ?? '', { on: from, ground: 'resignation' })
    await days(3)
    const day = new Date(village.clock.now().getTime() + 8 * 3_600_000).toISOString().slice(0, 10)
    expect((await confirmedBy(village, 'oversightChair', proposed)).status).toBe(200)
    expect(await heldBy(village, 'representative-6', 'representative')).toMatchObject({ to: day })
  })
})

describe('村文书', () => {
  test('keeps records and proposes; votes on nothing and confirms nothing', async () => {
    const proposed = await proposeOffice(village, 'villager-10', 'clerk')
    expect((await confirmedBy(village, 'oversightChair', proposed)).status).toBe(200)
    expect((await village.ask('villager-10', 'listPeople')).status).toBe(200)
    const next = await proposeOffice(
      village,
      'villager-11',
      'groupHead',
      { villageGroup: '2组' },
      'villager-10',
    )
    expect(next.status).toBe(200)
    for (const no of ['conveneMeeting', 'submitProposal', 'reviewDisclosure', 'confirmCorrection'] as const)
      expect(
        (
          await village.ask('villager-10', no, {
            body: '"?"',
            headers: { 'content-type': 'application/json' },
          })
        ).status,
        no,
      ).toBe(403)
    const other = await proposeOffice(village, 'villager-12', 'accountant')
    expect((await confirmedBy(village, 'villager-10', other)).body.code).toBe('secondPersonNeeded')
  })

  test('the township records one only where nobody of the village is left, and two of it do it', async () => {
    const ask = (at: Village, by: string) => proposeOffice(at, 'villager-1', 'clerk', {}, by)
    expect((await ask(village, 'township-1')).body.code).toBe('clerksInOffice')
    const over = (name: string, office: 'branchSecretary' | 'villageDirector' | 'villageCommittee') => ({
      name,
      offices: [{ office, from: '2020-01-01', to: '2026-10-01' }],
    })
    const left = await buildVillage({
      villagers: 3,
      branchCommittee: 1,
      villageCommittee: 1,
      people: [over('branchSecretary', 'branchSecretary'), over('villageDirector', 'villageDirector')],
    })
    expect((await proposeOffice(left, 'villager-1', 'villageDirector', {}, 'township-1')).body.code).toBe(
      'notForAdministrators',
    )
    const proposed = await ask(left, 'township-1')
    expect(proposed.status).toBe(200)
    expect((await confirmedBy(left, 'township-1', proposed)).body.code).toBe('samePersonTwice')
    expect((await confirmedBy(left, 'township-2', proposed)).status).toBe(200)
    expect((await left.ask('villager-1', 'listPeople')).status).toBe(200)
  })
})

test('a new term of a whole body is one act: it stands once the township has looked at the paper, and ends the term before', async () => {
  const other = await buildVillage({
    people: [2, 3, 4].map((n) => ({ name: `villager-${n}`, household: `V${n}` })),
  })
  const members = [
    { name: 'villager-2', office: 'villageDirector' },
    { name: 'villageCommittee-1', office: 'villageCommittee' },
    { name: 'villager-3', office: 'villageCommittee' },
  ]
  const ask = async (more: Record<string, unknown> = {}) =>
    other.ask('branchSecretary', 'handOver', {
      body: {
        body: 'villageCommittee',
        from: '2026-11-01',
        to: '2031-10-31',
        members: members.map(({ name, office }) => ({ personId: other.id(name), office, households: [] })),
        paperId: await paperIn(other),
        ...more,
      },
    })
  const watcher = [{ personId: other.id('oversightCommittee-1'), office: 'villageCommittee', households: [] }]
  expect((await ask({ members: watcher })).body.code).toBe('oversightInCommittee')
  const { body } = await ask()
  const confirm = (who: string) => other.ask(who, 'confirmAct', { params: { act: body.actId } })
  for (const nobody of ['oversightChair', 'villageDirector', 'branchSecretary'])
    expect((await confirm(nobody)).status, nobody).not.toBe(200)
  const { rows } = await other.must('township-1', 'listActs')
  expect(rows.find(({ id }) => id === body.actId)?.office).toMatchObject({
    kind: 'handOver',
    comes: members.map(({ name, office }) => ({ person: { name }, office })),
  })
  expect((await confirm('township-1')).status).toBe(200)
  const held = (await other.must('branchSecretary', 'listOffices')).rows
    .filter(({ office }) => office === 'villageDirector' || office === 'villageCommittee')
    .map(({ person }) => person.name)
  expect(held.sort()).toEqual(members.map(({ name }) => name).sort())
  expect((await other.ask('villageDirector', 'listPeople')).body.code).toBe('officeEnded')
})

test('an elected office counts for rolls from its election, once its paper is confirmed, and in none that stands already', async () => {
  const { village: other, proposal } = await villageWith({
    people: [{ name: 'villager-1', household: 'VX' }],
  })
  const isOn = async (meeting: string) =>
    (
      await other.must('villageDirector', 'getRoll', { params: { meeting }, query: { q: 'villager-1' } })
    ).rows.some(({ person }) => person.id === other.id('villager-1'))
  const proposed = await proposeOffice(other, 'villager-1', 'representative', { from: '2026-10-01' })
  const before = await convene(other, proposal)
  expect((await confirmedBy(other, 'oversightChair', proposed)).status).toBe(200)
  expect(await isOn(before)).toBe(false)
  const second = await propose(other, { title: '另一件事' })
  await at(other, second, 'villagerResolution')
  expect(await isOn(await convene(other, second))).toBe(true)
})

test('a paper of an office is the offices’ to see, and not everybody’s', async () => {
  const id = await paperIn(village)
  const see = (who: string) => village.ask(who, 'getFile', { params: { id } })
  expect((await see('villager-9')).body.code).toBe('forbidden')
  const asked = { villageGroup: '3组', paperId: id }
  expect((await proposeOffice(village, 'villager-9', 'groupHead', asked)).status).toBe(200)
  // The file itself is none, in this test: he comes as far as its content.
  for (const who of ['villager-9', 'oversightChair', 'township-1'])
    expect((await see(who)).body.code, who).not.toBe('forbidden')
})

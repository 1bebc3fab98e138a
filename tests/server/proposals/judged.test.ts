/** 评议: what the oversight committee judges, and what its silence leaves. */
import { randomUUID } from 'node:crypto'
import { inVillage } from '@cunyi/server/base/database/connect.ts'
import { askJudgement } from '@cunyi/server/matters/judgements/actions.ts'
import type { Draft } from '@cunyi/shared/api/proposals.ts'
import { describe, expect, test } from 'vitest'
import { buildVillage, VILLAGE, type Village } from '../village.ts'
import { days, draft, draftOf, later, matterOf, money, notice, propose, WAN } from './matter.ts'

const MEMBERS = ['oversightChair', 'oversightCommittee-1', 'oversightCommittee-2']

async function asked(village: Village, more: { about?: string; interested?: string[] } = {}) {
  const proposal = await propose(village)
  const question = { from: '甲类', to: '丁类', why: '与计票无关' }
  const { id } = await inVillage(village.db, VILLAGE, (tx) =>
    askJudgement(tx, {
      what: 'objectionClass',
      villageId: VILLAGE,
      proposalId: proposal,
      meetingId: null,
      subjectId: randomUUID(),
      about: more.about ?? null,
      interested: more.interested ?? [],
      question,
      askedBy: village.id('villageDirector'),
      now: village.clock.now(),
    }),
  )
  const judge = (who: string, agrees: boolean, ground: string | null = agrees ? null : '不属实') =>
    village.ask(who, 'judge', { params: { judgement: id }, body: { agrees, ground } })
  const row = async (who = 'villageDirector') =>
    (await village.must(who, 'listJudgements')).rows.find((one) => one.id === id)
  return { id, judge, row }
}

describe('评议', () => {
  test('waits in the to-do of each member and of nobody else, and the asker sees how far it is', async () => {
    const village = await buildVillage()
    const { id, row } = await asked(village)
    for (const who of MEMBERS)
      expect((await village.must(who, 'listWaiting')).rows).toContainEqual(
        expect.objectContaining({ kind: 'judge', subjectId: id }),
      )
    for (const who of ['villageDirector', 'representative-1'])
      expect((await village.must(who, 'listWaiting')).rows.map((one) => one.subjectId)).not.toContain(id)
    expect(await row()).toMatchObject({ members: 3, judged: 0, mayJudge: false, state: 'open' })
    expect(await row('representative-1')).toBeUndefined()
  })

  test('two of three who agree settle it, each once; a third is too late', async () => {
    const village = await buildVillage()
    const { judge, row } = await asked(village)
    expect((await judge(MEMBERS[0] ?? '', true)).body).toEqual({ state: 'open' })
    expect((await judge(MEMBERS[0] ?? '', false)).body.code).toBe('judgedAlready')
    expect((await judge(MEMBERS[1] ?? '', true)).body).toEqual({ state: 'yes' })
    expect((await judge(MEMBERS[2] ?? '', false)).body.code).toBe('judgementSettled')
    expect(await row()).toMatchObject({ state: 'yes', judged: 2 })
  })

  test('two members on one phone are one hand', async () => {
    const phone = '10099990001'
    const village = await buildVillage({ people: MEMBERS.slice(0, 2).map((name) => ({ name, phone })) })
    const { judge, row } = await asked(village)
    expect((await judge(MEMBERS[0] ?? '', true)).status).toBe(200)
    expect((await judge(MEMBERS[1] ?? '', true)).body.code).toBe('samePersonTwice')
    expect(await row()).toMatchObject({ state: 'open', judged: 1 })
    expect((await judge(MEMBERS[2] ?? '', true)).body).toEqual({ state: 'yes' })
  })

  test('a no needs its ground, and two of three end it', async () => {
    const village = await buildVillage()
    const { judge } = await asked(village)
    expect((await judge(MEMBERS[0] ?? '', false, null)).body.code).toBe('reasonNeeded')
    expect((await judge(MEMBERS[0] ?? '', false)).body).toEqual({ state: 'open' })
    expect((await judge(MEMBERS[1] ?? '', false)).body).toEqual({ state: 'no' })
  })

  test('silence is no yes: after its days it is settled, and nobody judges any more', async () => {
    const village = await buildVillage()
    const { judge, row } = await asked(village)
    expect((await judge(MEMBERS[0] ?? '', true)).body).toEqual({ state: 'open' })
    await later(village, days(3))
    expect(await row()).toMatchObject({ state: 'silent' })
    expect((await judge(MEMBERS[1] ?? '', true)).body.code).toBe('judgementSettled')
    expect((await village.must('oversightChair', 'checkEvidence')).whole).toBe(true)
  })

  test('whom it is about, who has an interest and who was appointed later do not judge, nor anybody else', async () => {
    const village = await buildVillage()
    const about = village.id('oversightCommittee-1')
    const { judge, row } = await asked(village, { about, interested: [village.id('oversightCommittee-2')] })
    for (const who of ['oversightCommittee-1', 'oversightCommittee-2', 'villageDirector', 'township-1'])
      expect((await judge(who, true)).status, who).toBeGreaterThanOrEqual(403)
    expect((await judge('oversightChair', true)).body).toEqual({ state: 'yes' })
    expect(await row()).toMatchObject({ members: 1 })
  })

  test('of two who say yes in one instant both are counted, and it is settled once', async () => {
    const village = await buildVillage()
    const { judge, row } = await asked(village)
    const told = await Promise.all(MEMBERS.map((who) => judge(who, true)))
    expect(told.filter(({ body }) => body.state === 'yes')).toHaveLength(1)
    expect(told.filter(({ body }) => body.code === 'judgementSettled')).toHaveLength(1)
    expect(await row()).toMatchObject({ state: 'yes' })
  })
})

describe('评议的人: who is able to judge can', () => {
  const put = async (village: Village, more: Partial<Parameters<typeof askJudgement>[1]>) => {
    const proposal = await propose(village)
    const { id } = await inVillage(village.db, VILLAGE, (tx) =>
      askJudgement(tx, {
        what: 'objectionClass',
        villageId: VILLAGE,
        proposalId: proposal,
        meetingId: null,
        subjectId: randomUUID(),
        about: null,
        interested: [],
        question: { from: '甲类', to: '丁类', why: '与计票无关' },
        askedBy: village.id('villageDirector'),
        now: village.clock.now(),
        ...more,
      }),
    )
    return (who: string, agrees = true) =>
      village.ask(who, 'judge', { params: { judgement: id }, body: { agrees, ground: agrees ? null : '不' } })
  }

  test('at a Party meeting its tellers', async () => {
    const village = await buildVillage({ villagers: 2 })
    const tellers = ['partyMember-1', 'partyMember-2'].map((who) => village.id(who))
    const sat = await notice(village, await propose(village), ['partyMember-1'])
    await village.sql(
      `update meetings set teller_ids = '${JSON.stringify(tellers)}' where id = '${sat.meetingId}'`,
    )
    const judge = await put(village, { meetingId: sat.meetingId, judges: tellers })
    expect((await judge('oversightChair')).status).toBe(404)
    expect((await judge('partyMember-1')).body).toEqual({ state: 'open' })
    expect((await judge('partyMember-2')).body).toEqual({ state: 'yes' })
  })

  test('a stand-in for a member who has an interest or is not there, and for nobody else', async () => {
    const standIns = [1, 2].map((n) => ({ name: `standIn-${n}`, offices: ['oversightStandIn' as const] }))
    const village = await buildVillage({ villagers: 2, people: standIns })
    const full = await put(village, {})
    expect((await full('standIn-1')).status).toBe(404)
    const judge = await put(village, { about: village.id('oversightCommittee-1') })
    const said = [await judge('standIn-1'), await judge('standIn-2')].map(({ status }) => status)
    expect(said.toSorted()).toEqual([200, 404])
    expect((await judge('oversightCommittee-1')).status).toBe(404)
    expect((await judge('oversightChair')).body).toEqual({ state: 'yes' })
  })
})

describe('是不是另一件事: judged of the draft that was asked about', () => {
  const small = (title: string, amount = 1.2 * WAN): Partial<Draft> => ({
    title,
    summary: title,
    body: title,
    ...money(amount, { place: '村东' }),
    questions: [{ text: `是否同意${title}` }],
  })
  async function asked() {
    const village = await buildVillage({ villagers: 2 })
    await propose(village, small('村东水渠清淤一段'))
    const proposal = await draft(village, small('村东水渠清淤二段'))
    const ask = (reason = '不是一条渠') =>
      village.ask('branchSecretary', 'askApart', {
        params: { proposal },
        body: { question: 'apart', reason },
      })
    const { body } = await ask()
    const judge = async (judgement: string, agrees: boolean) => {
      for (const who of MEMBERS.slice(0, 2))
        await village.must(who, 'judge', {
          params: { judgement },
          body: { agrees, ground: agrees ? null : '一条渠' },
        })
    }
    return { village, proposal, ask, judge, judgement: body.judgement as string }
  }

  test('a yes says nothing of a draft that was changed while it was judged', async () => {
    const { village, proposal, judge, judgement } = await asked()
    await village.must('branchSecretary', 'editDraft', {
      params: { proposal },
      body: draftOf(small('村东水渠清淤一段（续）', 1.9 * WAN)),
    })
    await judge(judgement, true)
    expect((await matterOf(village, proposal)).apartIds).toEqual([])
  })

  test('a no stands: of the same draft it is not asked again until somebody is tired of saying it', async () => {
    const { village, proposal, ask, judge, judgement } = await asked()
    await judge(judgement, false)
    expect((await ask('请再看看')).body.code).toBe('judgementSettled')
    await village.must('branchSecretary', 'editDraft', {
      params: { proposal },
      body: draftOf(small('村东水渠清淤二段（另一条渠）')),
    })
    expect((await ask()).status).toBe(200)
  })
})

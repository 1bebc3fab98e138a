/** 评议: what the oversight committee judges, and what its silence leaves. */
import { randomUUID } from 'node:crypto'
import { inVillage } from '@cunyi/server/base/database/connect.ts'
import { askJudgement } from '@cunyi/server/matters/judgements/actions.ts'
import { describe, expect, test } from 'vitest'
import { buildVillage, VILLAGE, type Village } from '../village.ts'
import { days, later, propose } from './matter.ts'

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

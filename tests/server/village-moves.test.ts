/** 并村、分村 (村委会组织法 art 3; integrity D30): new rows name the old, no row changes its village, both chains name each other. */
import { randomUUID } from 'node:crypto'
import { across, inVillage } from '@cunyi/server/base/database/connect.ts'
import { evidence } from '@cunyi/server/base/database/schema/index.ts'
import { households, offices, people } from '@cunyi/server/base/database/schema/people.ts'
import { verifyChain } from '@cunyi/server/base/evidence/actions.ts'
import { phoneIndexOf } from '@cunyi/server/base/system/identity.ts'
import { findCapacities } from '@cunyi/server/village/accounts/queries.ts'
import { desc, eq } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { paper } from './meetings/meeting.ts'
import { draftOf } from './proposals/matter.ts'
import { buildVillage, OTHER_VILLAGE, VILLAGE, type Village } from './village.ts'

let made = 900
/** A resolution of the villagers' assembly whose days of disclosure are over. */
async function consent(village: Village): Promise<string> {
  const id = randomUUID()
  made += 1
  await village.sql(
    `insert into proposals (village_id, id, number, title, stage, track, codes, route, assembly, initiative, initiator, version, line_id, drafted_by, drafted_at, stage_since)
     values ('${VILLAGE}', '${id}', '2026-${made}', '并入邻村', 'implementation', 'full', '["M10"]', 'A', 'households', 'superior', 'villageCommittee', 1, gen_random_uuid(), '${village.id('villageDirector')}', '2026-09-01', '2026-10-01')`,
    `insert into proposal_versions (village_id, proposal_id, version, title, summary, body, facts, digest, kind, by, at)
     values ('${VILLAGE}', '${id}', 1, '并入邻村', '', '', '{}', '00', 'first', '${village.id('villageDirector')}', '2026-09-01')`,
  )
  return id
}

async function move(village: Village, groups: string[] = []) {
  const body = {
    to: OTHER_VILLAGE,
    groups,
    approvalNumber: '新政〔2026〕5号',
    movedOn: '2026-11-02',
    resolutionId: await consent(village),
    paperId: await paper(village, 'paper', '批准文件'),
  }
  const { actId } = await village.must('township-1', 'moveVillage', { body })
  return village.ask('county-1', 'confirmAct', { params: { act: actId } })
}

const rowsOf = (village: Village, villageId: string) =>
  inVillage(village.db, villageId, async (tx) => ({
    people: await tx.select().from(people).where(eq(people.villageId, villageId)),
    homes: await tx.select().from(households).where(eq(households.villageId, villageId)),
    offices: await tx.select().from(offices).where(eq(offices.villageId, villageId)),
    last: (
      await tx
        .select()
        .from(evidence)
        .where(eq(evidence.villageId, villageId))
        .orderBy(desc(evidence.seq))
        .limit(1)
    )[0],
    whole: (await verifyChain(tx, villageId)).whole,
  }))

describe('a whole village', () => {
  test('goes over: each of its people has a row there that names the old one, and the old one stays as it was', async () => {
    const village = await buildVillage({ villagers: 6 })
    const [before, there] = [await rowsOf(village, VILLAGE), await rowsOf(village, OTHER_VILLAGE)]
    expect((await move(village)).status).toBe(200)
    const [old, now] = [await rowsOf(village, VILLAGE), await rowsOf(village, OTHER_VILLAGE)]
    expect(old.people).toEqual(before.people)
    expect(old.homes).toEqual(before.homes)
    expect(old.offices).toEqual(before.offices)
    const came = now.people.filter((one) => one.movedFrom !== null)
    expect(came.map((one) => one.movedFrom).sort()).toEqual(before.people.map((one) => one.id).sort())
    expect(now.people).toHaveLength(there.people.length + before.people.length)
    for (const one of came) {
      const from = before.people.find((row) => row.id === one.movedFrom)
      expect([one.id, one.name, one.idIndex, one.collectiveMember]).toEqual([
        expect.not.stringMatching(from?.id ?? ''),
        from?.name,
        from?.idIndex,
        false,
      ])
    }
    // The groups and households of both villages bear the same names.
    const homes = now.homes.filter((one) => one.movedFrom !== null)
    expect(homes).toHaveLength(before.homes.length)
    expect(new Set(now.homes.map((one) => one.number)).size).toBe(now.homes.length)
    const were = new Set(there.homes.map((one) => one.villageGroup))
    expect(homes.filter((one) => were.has(one.villageGroup))).toEqual([])
    // Whom households and groups chose goes along, nobody else.
    const held = now.offices.filter((one) => one.movedFrom !== null).map((one) => one.office)
    expect([...new Set(held)].sort()).toEqual(['groupHead', 'representative'])
    expect(held).toHaveLength(16)
    expect([old.whole, now.whole]).toEqual([true, true])
    expect(old.last).toMatchObject({
      act: 'moveVillage',
      payload: { to: OTHER_VILLAGE, people: before.people.length },
    })
    expect(now.last).toMatchObject({
      act: 'receiveVillage',
      payload: { from: VILLAGE, otherChain: { seq: old.last?.seq, link: old.last?.link } },
    })
    const theirs = there.last ? { seq: there.last.seq, link: there.last.link } : { seq: 0 }
    expect(old.last?.payload).toMatchObject({ otherChain: theirs })
  })

  test('is closed: nothing is drafted in it, and everybody sees where it went', async () => {
    const village = await buildVillage({ villagers: 2 })
    await move(village)
    const refused = await village.ask('branchSecretary', 'draftProposal', { body: draftOf() })
    expect([refused.status, refused.body.code, refused.body.params]).toEqual([
      409,
      'villageMoved',
      { village: '邻村' },
    ])
    const { codes, facts } = draftOf()
    const told = await village.must('branchSecretary', 'checkRoute', { body: { codes, facts } })
    expect(told.refusal?.code).toBe('villageMoved')
    const me = await village.must('villager-1', 'getMe')
    expect(me.acting.movedTo).toBe('邻村')
    const phone = phoneIndexOf(village.parts.keys, village.phone('villager-1'))
    const capacities = await across(village.db, (tx) => findCapacities(tx, phone, '2026-11-02'))
    expect(capacities.map((one) => [one.village, one.movedTo])).toEqual([
      [VILLAGE, '邻村'],
      [OTHER_VILLAGE, null],
    ])
    const board = (id: string) => village.must(null, 'getPublicBoard', { params: { village: id } })
    expect((await board(VILLAGE)).moves).toMatchObject([{ way: 'out', whole: true, other: { name: '邻村' } }])
    expect((await board(OTHER_VILLAGE)).moves).toMatchObject([{ way: 'in', other: { name: '演示村' } }])
    expect((await move(village).catch((error) => error.message)).toString()).toContain('alreadyDone')
  })
})

describe('some of its groups', () => {
  test('go over: they are on no new roll of the old village, hold nothing there, and the others stay', async () => {
    const village = await buildVillage({ villagers: 6 })
    const before = await rowsOf(village, VILLAGE)
    expect((await move(village, ['1组'])).status).toBe(200)
    const [old, now] = [await rowsOf(village, VILLAGE), await rowsOf(village, OTHER_VILLAGE)]
    const group = new Set(before.homes.filter((one) => one.villageGroup === '1组').map((one) => one.id))
    const gone = before.people
      .filter((one) => one.householdId && group.has(one.householdId))
      .map((one) => one.id)
    expect(
      old.people
        .filter((one) => one.leftOn !== null)
        .map((one) => one.id)
        .sort(),
    ).toEqual(gone.sort())
    expect(now.people.flatMap((one) => one.movedFrom ?? []).sort()).toEqual(gone)
    expect(old.offices.filter((one) => gone.includes(one.personId) && one.endedAt === null)).toEqual([])
    expect(old.offices.filter((one) => !gone.includes(one.personId) && one.endedAt !== null)).toEqual([])
    expect(old.people).toHaveLength(before.people.length)
  })
})

test('no township proposes it into another’s village, and nobody of the village does', async () => {
  const village = await buildVillage({ villagers: 2 })
  const body = {
    to: '411329990203',
    groups: [],
    approvalNumber: '新政〔2026〕5号',
    movedOn: '2026-11-02',
    resolutionId: await consent(village),
    paperId: await paper(village, 'paper', '批准文件'),
  }
  const asked = (who: string, more: object = {}) =>
    village.ask(who, 'moveVillage', { body: { ...body, ...more } })
  expect((await asked('township-1')).body.code).toBe('moveUnfit')
  expect((await asked('villageDirector', { to: OTHER_VILLAGE })).body.code).toBe('forbidden')
  expect((await asked('county-1', { to: OTHER_VILLAGE })).body.code).toBe('notForAdministrators')
  expect((await asked('township-1', { to: OTHER_VILLAGE, paperId: randomUUID() })).body.code).toBe(
    'paperNeeded',
  )
})

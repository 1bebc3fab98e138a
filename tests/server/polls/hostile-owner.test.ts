/**
 * 提前拆封: somebody owns the database (superuser, every table, policies, triggers) and has not KEYS_DIR. What he
 * wants is one person's choice. A trigger on `ballots` tells him, in a sequence that no rollback takes back.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { inVillage } from '@cunyi/server/base/database/connect.ts'
import { sql } from 'drizzle-orm'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { buildVillage, type Village } from '../village.ts'
import { names, type Sitting, sit } from './sitting.ts'

let village: Village
const members = names('representative', 12)
const victim = 'representative-1'
const HOUR = 3_600_000
const NOTHING = 9

beforeEach(async () => {
  village = await buildVillage({ representatives: 12 })
  await village.sql(
    `create sequence seen`,
    `select setval('seen', ${NOTHING})`,
    `create function tell() returns trigger language plpgsql security definer as $$ begin
       perform setval('public.seen', case new.choice when 'for' then 1 when 'against' then 2 else 3 end);
       return new; end $$`,
    `create trigger tell before insert on ballots for each row execute function tell()`,
  )
})
afterEach(() => vi.restoreAllMocks())

const seen = async () => {
  const admin = new pg.Client({ connectionString: village.adminUrl })
  await admin.connect()
  const { rows } = await admin.query('select last_value as seen from seen')
  await admin.end()
  return Number(rows[0].seen)
}

/** The server shall find the victim's envelope and no other. */
const onlyHis = () =>
  village.sql(
    `create policy only_his on envelopes as restrictive for select using (person_id = '${village.id(victim)}')`,
  )
const noMore = () => village.sql(`drop policy only_his on envelopes`)

/** A secret poll in which everybody has voted for, the victim against. */
async function voted(options: Partial<Parameters<typeof sit>[1]> = {}): Promise<Sitting> {
  const sitting = await sit(village, { roll: members, inHall: members, windowHours: 48, ...options })
  expect((await sitting.open()).status).toBe(200)
  await sitting.castAll(members.slice(1), 'for')
  expect((await sitting.cast(victim, 'against')).status).toBe(200)
  return sitting
}
const told = async () => {
  const { rows } = await inVillage(village.db, village.villageId, (tx) =>
    tx.execute<{ person: string; text: string }>(
      sql`select person_id as person, text from outbox where text like '%提前拆封%'`,
    ),
  )
  return rows
}

/** Whatever was opened, the log says so and the poll has no result. */
async function isVoid(sitting: Sitting) {
  expect(await seen()).toBe(NOTHING)
  expect(await sitting.poll()).toMatchObject({ status: 'void', voidReason: 'sealBroken' })
}
const counting = (sitting: Sitting) =>
  village.sql(
    `update polls set status = 'counting', ends_at = opened_at, box_at = opened_at where id = '${sitting.pollId}'`,
  )

describe('投票还没有结束', () => {
  test('“counting” written into the database, an end in the past and one envelope to be found: nothing is opened, the log and the office are told, and the poll goes on to its end', async () => {
    const sitting = await voted()
    const said = vi.spyOn(village.parts.log, 'error')
    await onlyHis()
    await counting(sitting)
    await sitting.pass(60_000)
    expect(await seen()).toBe(NOTHING)
    expect(said.mock.calls.map(([, text]) => text)).toContain('a poll was to be opened before its end')
    expect((await told()).map((row) => row.person)).toContain(village.id('oversightChair'))
    await noMore()
    await sitting.pass(48 * HOUR + 20_000)
    expect(await sitting.result()).toMatchObject({ status: 'closed', figures: { for: 11, against: 1 } })
  })

  test('an end moved forward alone, and a meeting made live so that its chair may end it, open nothing either', async () => {
    const sitting = await voted()
    const { endsAt } = await sitting.poll()
    await village.sql(`update polls set ends_at = opened_at where id = '${sitting.pollId}'`)
    await sitting.pass(60_000)
    expect(await sitting.poll()).toMatchObject({ status: 'open', endsAt })
    await village.sql(
      `update meetings set window_hours = 0, window_end = null where id = '${sitting.meetingId}'`,
    )
    await sitting.close()
    await sitting.pass(60_000)
    expect(await sitting.poll()).toMatchObject({ status: 'open', endsAt })
    expect(await seen()).toBe(NOTHING)
  })

  test('of a live poll only the chair says that it has ended', async () => {
    const sitting = await voted({ windowHours: 0 })
    await counting(sitting)
    await sitting.pass(60_000)
    expect(await sitting.poll()).toMatchObject({ status: 'open', endsAt: null })
    await sitting.close()
    await sitting.pass(2000)
    expect(await sitting.result()).toMatchObject({ status: 'closed', figures: { for: 11, against: 1 } })
  })

  test('the chair’s closing did not come to its commit: the line in the key’s file opens nothing, and closing again says it again', async () => {
    const sitting = await voted({ windowHours: 0 })
    const { keyName } = await sitting.poll()
    await village.sql(
      `create function no() returns trigger language plpgsql as $$ begin raise exception 'no'; end $$`,
      `create trigger no before insert on evidence for each row when (new.act = 'endPoll') execute function no()`,
    )
    expect((await sitting.close()).status).toBe(500)
    const { ended } = (await village.parts.pollKeys.factsOf(String(keyName))) ?? {}
    expect(ended).toEqual(village.clock.now())
    await village.sql(`drop trigger no on evidence`)
    // The line stands; so he writes the rest himself.
    await counting(sitting)
    await village.sql(`update polls set ends_at = '${ended?.toISOString()}' where id = '${sitting.pollId}'`)
    await sitting.pass(60_000)
    expect([await seen(), (await sitting.poll()).status]).toEqual([NOTHING, 'open'])
    await sitting.close()
    await sitting.pass(2000)
    expect(await sitting.result()).toMatchObject({ status: 'closed', figures: { for: 11, against: 1 } })
  })
})

describe('投票已经结束: all of them or none', () => {
  test.each([
    ['hides all but one behind a policy', onlyHis],
    [
      'sets all but one aside himself',
      (sitting: Sitting) =>
        village.sql(
          `insert into set_asides (village_id, poll_id, person_id, version, by, by2, reason, at)
           select village_id, poll_id, person_id, version, person_id, person_id, 'x', now() from envelopes
            where poll_id = '${sitting.pollId}' and person_id <> '${village.id(victim)}'`,
        ),
    ],
    [
      'calls one envelope a helper’s, so that it has a channel of its own',
      (sitting: Sitting) =>
        village.sql(
          `update envelopes set channel = 'assisted' where poll_id = '${sitting.pollId}' and person_id = '${village.id(victim)}'`,
        ),
    ],
    [
      'makes the secret poll an open one',
      (sitting: Sitting) => village.sql(`update polls set secret = false where id = '${sitting.pollId}'`),
    ],
    [
      'takes envelopes and their entry’s seal away, or withholds the entry',
      (sitting: Sitting) =>
        village.sql(
          `delete from envelopes where poll_id = '${sitting.pollId}' and person_id <> '${village.id(victim)}'`,
          `update evidence set seal = null, payload = null, salt = null, act = 'signIn'
            where act = 'castBallots' and payload->>'pollId' = '${sitting.pollId}'
              and not payload::text like '%${village.id(victim)}%'`,
        ),
    ],
  ])('who %s sees nothing: the poll is void', async (_what, does) => {
    const sitting = await voted({ windowHours: 0 })
    await sitting.close()
    await does(sitting)
    await sitting.pass(2000)
    await isVoid(sitting)
  })

  test('a batch taken out from between two others, with every link after it made anew: void', async () => {
    const sitting = await voted({ windowHours: 0 })
    await sitting.close()
    const { linkOf } = await import('@cunyi/server/base/evidence/actions.ts')
    const { entriesAfter } = await import('@cunyi/server/base/evidence/queries/chain.ts')
    const all = await inVillage(village.db, village.villageId, (tx) =>
      entriesAfter(tx, village.villageId, 0, 1000),
    )
    const out = all.find(
      (one) => one.act === 'castBallots' && !JSON.stringify(one.payload).includes(village.id(victim)),
    )
    if (!out) throw new Error('There is no batch without him.')
    const gone = ((out.payload?.ballots ?? []) as Array<{ personId: string }>).map(
      (one) => `'${one.personId}'`,
    )
    let { prevLink } = out
    const statements = [
      `delete from envelopes where poll_id = '${sitting.pollId}' and person_id in (${gone.join()})`,
      `delete from evidence where village_id = '${village.villageId}' and seq = ${out.seq}`,
    ]
    for (const one of all.filter(({ seq }) => seq > out.seq)) {
      const { seq } = one
      const link = linkOf({ ...one, prevLink, seq: seq - 1 })
      statements.push(
        `update evidence set seq = ${seq - 1}, prev_link = '${prevLink}', link = '${link}'
          where village_id = '${village.villageId}' and seq = ${seq}`,
      )
      prevLink = link
    }
    await village.sql(...statements)
    await sitting.pass(2000)
    await isVoid(sitting)
  })

  test('who lets the commit fail and goes back to fewer ballots is shown no second count', async () => {
    const sitting = await voted({ windowHours: 2 })
    await village.sql(
      `create function no() returns trigger language plpgsql as $$ begin raise exception 'no'; end $$`,
      `create trigger no before insert on poll_list for each row execute function no()`,
      // As it stood before the last one voted.
      `create table kept as select * from evidence where act = 'castBallots' order by seq desc limit 1`,
    )
    await sitting.pass(2 * HOUR + 10_000)
    expect((await sitting.poll()).status).toBe('counting')
    await village.sql(
      `drop trigger no on poll_list`,
      `select setval('seen', ${NOTHING})`,
      `delete from envelopes e using kept k where e.poll_id = '${sitting.pollId}' and k.payload::text like '%' || e.person_id || '%'`,
      `delete from evidence e using kept k where e.village_id = k.village_id and e.seq >= k.seq`,
      `delete from evidence_covers c using kept k where c.village_id = k.village_id and c.seq >= k.seq`,
      `update chain_heads h set seq = k.seq - 1, link = k.prev_link from kept k where h.village_id = k.village_id`,
      `update polls set status = 'open', box_at = null where id = '${sitting.pollId}'`,
    )
    await sitting.pass(20_000)
    await isVoid(sitting)
  })

  test('the machine stopped between the line and the commit: the same envelopes are opened again, with the same result', async () => {
    const sitting = await voted({ windowHours: 2 })
    await village.sql(
      `create function no() returns trigger language plpgsql as $$ begin raise exception 'no'; end $$`,
      `create trigger no before insert on poll_list for each row execute function no()`,
    )
    await sitting.pass(2 * HOUR + 10_000)
    const { keyName } = await sitting.poll()
    expect((await village.parts.pollKeys.factsOf(String(keyName)))?.opens).toMatch(/^[0-9a-f]{64}$/)
    await village.sql(`drop trigger no on poll_list`)
    await sitting.pass(60_000)
    expect(await sitting.result()).toMatchObject({ status: 'closed', figures: { for: 11, against: 1 } })
  })
})

describe('正当的事照样行', () => {
  test('a ballot set aside by two, and the one given after it, are what is opened', async () => {
    const sitting = await voted({ windowHours: 2 })
    const { actId } = await village.must('villageDirector', 'setAsideEnvelope', {
      params: { poll: sitting.pollId },
      body: { personId: village.id(victim), reason: '别人替他投的' },
    })
    await village.must('oversightChair', 'confirmAct', { params: { act: actId }, body: {} })
    expect((await sitting.cast(victim, 'abstain')).status).toBe(200)
    await sitting.pass(2 * HOUR + 10_000)
    expect(await sitting.result()).toMatchObject({
      status: 'closed',
      figures: { for: 11, against: 0, abstain: 1 },
    })
  })

  test('an extension of which the commit was lost: the window ends as the file says, quietly, and is counted', async () => {
    const sitting = await voted({ windowHours: 2 })
    const { keyName, endsAt } = await sitting.poll()
    const until = new Date(Number(endsAt) + HOUR)
    await village.parts.pollKeys.swear(String(keyName), { line: 'until', at: until.toISOString() })
    await sitting.pass(2 * HOUR)
    expect(await sitting.poll()).toMatchObject({ status: 'open', endsAt: until })
    expect(await told()).toEqual([])
    await sitting.pass(HOUR + 10_000)
    expect(await sitting.result()).toMatchObject({ status: 'closed', figures: { for: 11, against: 1 } })
  })

  test('a key of an earlier release, which says nothing of its poll: counted as it was then', async () => {
    const sitting = await voted({ windowHours: 2 })
    const { keyName } = await sitting.poll()
    const file = join(village.parts.config.keysDir, `${keyName}.key`)
    writeFileSync(file, readFileSync(file).subarray(0, 48))
    await village.sql(`update evidence set seal = null`)
    await sitting.pass(2 * HOUR + 10_000)
    expect(await sitting.result()).toMatchObject({ status: 'closed', figures: { for: 11, against: 1 } })
  })

  test('a row that names another poll’s key destroys nothing when it is void', async () => {
    const [sitting, other] = [await voted(), await sit(village, { roll: members, inHall: members })]
    const { keyName } = await sitting.poll()
    await village.sql(
      `update polls set status = 'void', outcome = 'void', closed_at = now(), key_name = '${keyName}' where id = '${other.pollId}'`,
    )
    await sitting.pass(60_000)
    expect(await village.parts.pollKeys.read(String(keyName))).toHaveLength(32)
  })
})

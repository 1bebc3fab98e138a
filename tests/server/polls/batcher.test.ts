import { randomBytes } from 'node:crypto'
import { buildApp } from '@cunyi/server/app/wiring/app.ts'
import { inVillage } from '@cunyi/server/base/database/connect.ts'
import type { InTrips } from '@cunyi/server/base/database/trips.ts'
import { realClock } from '@cunyi/server/base/system/clock.ts'
import type { Ballot } from '@cunyi/server/matters/polls/ballot.ts'
import { createBatcher } from '@cunyi/server/matters/polls/batcher.ts'
import { lockPoll } from '@cunyi/server/matters/polls/queries/lock.ts'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { buildVillage, type Village } from '../village.ts'
import { names, type Sitting, sit } from './sitting.ts'

let village: Village
beforeAll(async () => {
  village = await buildVillage({ representatives: 40, at: new Date().toISOString() })
})
afterAll(() => village.close())

const members = names('representative', 30)
const open = async () => {
  const sitting = await sit(village, { roll: members, inHall: members.slice(0, 24) })
  await sitting.open()
  return sitting
}
const ballot = (sitting: Sitting, name: string, more: Partial<Ballot> = {}): Ballot => ({
  villageId: village.villageId,
  pollId: sitting.pollId,
  personId: village.id(name),
  castBy: null,
  ref: randomBytes(16),
  choice: 'for',
  arrivedAt: village.clock.now(),
  ...more,
})

describe('收票: ballots wait a moment and are recorded together', () => {
  test('24 that come together are a few batches, and each is answered for himself', async () => {
    const sitting = await open()
    const batcher = createBatcher(village.parts, { most: 10 })
    const answers = await Promise.allSettled(
      members.slice(0, 26).map((name) => batcher.cast(ballot(sitting, name))),
    )
    expect(answers.map((one) => one.status === 'fulfilled')).toEqual([...Array(24).fill(true), false, false])
    expect((await sitting.envelopes()).length).toBe(24)
  })

  test('a server that stops first records what waits, and takes nothing more', async () => {
    const sitting = await open()
    const batcher = createBatcher(village.parts, { most: 5 })
    const cast = members.slice(0, 20).map((name) => batcher.cast(ballot(sitting, name)))
    await batcher.drain()
    expect(batcher.waiting()).toBe(0)
    await expect(Promise.all(cast)).resolves.toHaveLength(20)
    await expect(batcher.cast(ballot(sitting, 'representative-21'))).rejects.toMatchObject({
      code: 'notReady',
    })
    expect((await sitting.envelopes()).length).toBe(20)
  })

  test('when too many wait, the next is told to come again; nobody who waits is forgotten', async () => {
    const sitting = await open()
    const batcher = createBatcher(village.parts, { limit: 10 })
    const answers = await Promise.allSettled(
      members.slice(0, 15).map((name) => batcher.cast(ballot(sitting, name))),
    )
    expect(answers.filter((one) => one.status === 'fulfilled')).toHaveLength(10)
    for (const one of answers)
      if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'notReady' })
    await expect(batcher.cast(ballot(sitting, 'representative-15'))).resolves.toMatch(/^[A-Z2-7]{16}$/)
  })

  test('a commit whose answer was lost is found again by the second try: one envelope, one receipt', async () => {
    const sitting = await open()
    let lost = 0
    const inTrips: InTrips = async (villageId, work) => {
      const done = await village.db.inTrips(villageId, work)
      if (lost++ === 0) throw new Error('Connection terminated unexpectedly')
      return done
    }
    const losing = Object.assign(Object.create(village.db), { inTrips })
    const batcher = createBatcher({ ...village.parts, db: losing, log: { error: () => {} } })
    const receipt = await batcher.cast(ballot(sitting, 'representative-1'))
    expect(lost).toBe(2)
    expect((await sitting.envelopes()).map((one) => one.receipt)).toEqual([receipt])
  })

  test('the database is away: everybody is told to try later, and the next batch goes on', async () => {
    const sitting = await open()
    let isAway = true
    const inTrips: InTrips = (villageId, work) =>
      isAway ? Promise.reject(new Error('connect ECONNREFUSED')) : village.db.inTrips(villageId, work)
    const away = Object.assign(Object.create(village.db), { inTrips })
    const batcher = createBatcher({ ...village.parts, db: away, log: { error: () => {} } })
    await expect(batcher.cast(ballot(sitting, 'representative-1'))).rejects.toMatchObject({
      code: 'notReady',
    })
    isAway = false
    await expect(batcher.cast(ballot(sitting, 'representative-1'))).resolves.toBeDefined()
  })

  test('while somebody holds the poll its ballots keep no connection, and all are recorded when he lets go', async () => {
    const sitting = await open()
    const batcher = createBatcher(village.parts, { most: 10, secondFrom: 1 })
    let free = () => {}
    const held = new Promise<void>((resolve) => {
      free = resolve
    })
    let isHeld = () => {}
    const begun = new Promise<void>((resolve) => {
      isHeld = resolve
    })
    const holding = inVillage(village.db, village.villageId, async (tx) => {
      await lockPoll(tx, sitting.pollId)
      isHeld()
      await held
    })
    await begun
    const cast = members.slice(0, 20).map((name) => batcher.cast(ballot(sitting, name)))
    const locked: number[] = []
    for (let look = 0; look < 20; look += 1) {
      const { rows } = await village.db.execute<{ n: number }>(
        `select count(*)::int as n from pg_locks where locktype = 'advisory' and not granted
            and database = (select oid from pg_database where datname = current_database())`,
      )
      locked.push(Number(rows[0]?.n))
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
    expect(locked).toEqual(Array(20).fill(0))
    expect(batcher.waiting()).toBe(20)
    free()
    await holding
    await expect(Promise.all(cast)).resolves.toHaveLength(20)
  })

  test('two processes at once, the same persons: one envelope each', async () => {
    const sitting = await open()
    const [one, other] = [createBatcher(village.parts), createBatcher(village.parts)]
    const people = members.slice(0, 20)
    const answers = await Promise.allSettled(
      people.flatMap((name) => [
        one.cast(ballot(sitting, name)),
        other.cast(ballot(sitting, name, { choice: 'against' })),
      ]),
    )
    expect(answers.filter((answer) => answer.status === 'fulfilled')).toHaveLength(20)
    for (const answer of answers)
      if (answer.status === 'rejected') expect(answer.reason).toMatchObject({ code: 'alreadyVoted' })
    expect((await sitting.envelopes()).length).toBe(20)
  })

  test('two processes, the same phone sending twice: the same receipt from both', async () => {
    const sitting = await open()
    const same = ballot(sitting, 'representative-1')
    const receipts = await Promise.all(
      [createBatcher(village.parts), createBatcher(village.parts)].map((batcher) => batcher.cast(same)),
    )
    expect(new Set(receipts).size).toBe(1)
  })

  test('another village’s poll is not found, whatever the ballot says', async () => {
    const sitting = await open()
    await expect(
      createBatcher(village.parts).cast(ballot(sitting, 'representative-1', { villageId: '411329990202' })),
    ).rejects.toMatchObject({ code: 'notFound' })
  })
})

test('结束表决 on a clock that runs: the chair is told the result two seconds later, and everybody who closes is told the same', async () => {
  const sitting = await open()
  await sitting.castAll(members.slice(0, 24), 'for')
  const app = await buildApp({
    ...village.parts,
    clock: realClock(),
    config: { ...village.parts.config, clock: undefined },
  })
  onTestFinished(() => app.close())
  const authorization = `Bearer ${await village.as('villageDirector')}`
  const url = `/api/villages/${village.villageId}/meetings/${sitting.meetingId}/polls/${sitting.pollId}/close`
  const replies = await Promise.all(
    [1, 2, 3, 4].map(() => app.inject({ method: 'POST', url, headers: { authorization }, payload: {} })),
  )
  expect(replies.map((reply) => reply.json())).toEqual(Array(4).fill({ status: 'closed', outcome: 'adopt' }))
  const { endsAt, closedAt } = await sitting.poll()
  expect(Number(closedAt) - Number(endsAt)).toBeGreaterThanOrEqual(2000)
})

import { inVillage } from '@cunyi/server/base/database/connect.ts'
import type { DueItem, DueWork } from '@cunyi/server/base/jobs/due.ts'
import { runDue, startJobs } from '@cunyi/server/base/jobs/runner.ts'
import { expect, test } from 'vitest'
import { buildVillage, VILLAGE, type Village } from './village.ts'

const failuresOf = (village: Village) =>
  inVillage(
    village.db,
    VILLAGE,
    async (tx) => (await tx.execute('select work, tries, reason from due_failures')).rows,
  )

const at = (hour: number) => new Date(Date.UTC(2026, 10, 2, hour))
/** Work whose items are in a list; doing one takes it out. */
function listed(
  name: string,
  items: DueItem[],
  log: string[],
  then: (id: string) => void = () => {},
): DueWork {
  return {
    name,
    find: async () => items.map((item) => ({ ...item })),
    run: async (_parts, _village, id, now) => {
      log.push(`${now.getUTCHours()}:00 ${name} ${id}`)
      const place = items.findIndex((item) => item.id === id)
      if (id !== 'stubborn') items.splice(place, 1)
      if (id === 'broken') throw new Error('on purpose')
      then(id)
    },
  }
}
const item = (id: string, hour: number): DueItem => ({ villageId: 'v', id, dueAt: at(hour) })

test('a clock put forward does everything on the way, each at its own instant, in the order of due time', async () => {
  const village = await buildVillage({ villagers: 1, at: at(0).toISOString() })
  const log: string[] = []
  const second = [item('late', 9)]
  const works = [
    listed(
      'close',
      [item('b', 5), item('a', 3)],
      log,
      (id) => id === 'a' && second.push(item('made by a', 4)),
    ),
    listed('disclose', second, log),
  ]
  startJobs(village.parts, works)
  await village.clock.set(at(8))
  expect(log).toEqual(['3:00 close a', '4:00 disclose made by a', '5:00 close b'])
  await village.clock.set(at(9))
  expect(log.at(-1)).toBe('9:00 disclose late')
})

test('at the same instant the order of the list holds; work that fails or stays due stops nobody', async () => {
  const village = await buildVillage({ villagers: 1 })
  village.parts.log.level = 'silent'
  const log: string[] = []
  const works = [
    listed('first', [item('broken', 1), item('stubborn', 1)], log),
    listed('second', [item('x', 1), item('tomorrow', 23)], log),
  ]
  const { done, next } = await runDue(village.parts, works, at(2))
  expect(log).toEqual(['2:00 first broken', '2:00 first stubborn', '2:00 second x'])
  expect([done, next]).toEqual([2, at(23)])
})

test('work that fails is tried again after one minute, then two, then four, in whichever process, and at last forgotten', async () => {
  const village = await buildVillage({ villagers: 1 })
  village.parts.log.level = 'silent'
  const tries: string[] = []
  let isBroken = true
  const items: DueItem[] = [{ villageId: VILLAGE, id: 'paper', dueAt: at(1) }]
  const work: DueWork = {
    name: 'draw',
    firstWaitSeconds: 60,
    find: async () => items.map((one) => ({ ...one })),
    run: async (_parts, _village, _id, now) => {
      tries.push(now.toISOString().slice(11, 19))
      if (isBroken) throw new Error('on purpose')
      items.length = 0
    },
  }
  for (let second = 0; second <= 7 * 60; second += 5)
    await runDue(village.parts, [work], new Date(at(1).getTime() + second * 1000))
  expect(tries).toEqual(['01:00:00', '01:01:00', '01:03:00', '01:07:00'])
  expect(await failuresOf(village)).toEqual([{ work: 'draw', tries: 4, reason: 'Error' }])
  isBroken = false
  await runDue(village.parts, [work], at(2))
  expect([tries.length, await failuresOf(village)]).toEqual([5, []])
})

test('work that says no wait is tried once a turn, and no failure of it is kept', async () => {
  const village = await buildVillage({ villagers: 1 })
  village.parts.log.level = 'silent'
  let tries = 0
  const work: DueWork = {
    name: 'close',
    find: async () => [{ villageId: VILLAGE, id: 'poll', dueAt: at(1) }],
    run: async () => {
      tries++
      throw new Error('on purpose')
    },
  }
  await runDue(village.parts, [work], at(2))
  expect([tries, await failuresOf(village)]).toEqual([1, []])
  await runDue(village.parts, [work], at(2))
  expect(tries).toBe(2)
})

test('a failure whose work was done in another way is forgotten', async () => {
  const village = await buildVillage({ villagers: 1 })
  village.parts.log.level = 'silent'
  const items: DueItem[] = [{ villageId: VILLAGE, id: 'paper', dueAt: at(1) }]
  const work: DueWork = {
    name: 'draw',
    firstWaitSeconds: 60,
    find: async () => items.map((one) => ({ ...one })),
    run: async () => {
      throw new Error('on purpose')
    },
  }
  await runDue(village.parts, [work], at(1))
  items.length = 0
  await runDue(village.parts, [work], at(1))
  expect(await failuresOf(village)).toEqual([])
})

/** 一起签到: a hall comes in the same minute, and is signed in in few transactions. */
import { inVillage } from '@cunyi/server/base/database/connect.ts'
import { expect, test } from 'vitest'
import type { Village } from '../village.ts'
import { begin, convene, figures, REPRESENTATIVES, signIn, villageWith } from './meeting.ts'

const acts = (village: Village, act: string) =>
  inVillage(village.db, village.villageId, async (tx) => {
    const { rows } = await tx.execute(`select payload from evidence where act = '${act}' order by seq`)
    return rows.map((row) => row.payload as Record<string, unknown>)
  })

test('a hall that signs in at one instant is there, each once; whoever may not come is told alone', async () => {
  const { village, proposal } = await villageWith()
  const meeting = await convene(village, proposal)
  await begin(village, meeting)
  const people = REPRESENTATIVES.slice(0, 15)
  const replies = await Promise.all([
    ...[...people, ...people.slice(0, 5)].map((name) => signIn(village, meeting, name)),
    signIn(village, meeting, 'villager-1'),
    signIn(village, meeting, REPRESENTATIVES[16] as string, 'no code of this hall'),
  ])
  expect(replies.map((reply) => reply.status)).toEqual([...Array(20).fill(200), 403, 409])
  expect(replies.slice(20).map((reply) => reply.body.code)).toEqual(['forbidden', 'qrExpired'])
  expect((await figures(village, meeting)).presentOnline).toBe(15)
  const together = (await acts(village, 'signIns')).flatMap(({ people }) => people as { personId: string }[])
  const alone = (await acts(village, 'signIn')).map(({ by }) => by as string)
  // Each stands in one entry, and most came together.
  expect([...together.map((one) => one.personId), ...alone].sort()).toEqual(
    people.map((name) => village.id(name)).sort(),
  )
  expect(together.length).toBeGreaterThan(7)
})

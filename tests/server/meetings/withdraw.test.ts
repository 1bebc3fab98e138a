import { inVillage } from '@cunyi/server/base/database/connect.ts'
import { attendanceEvents } from '@cunyi/server/base/database/schema/attendance.ts'
import { and, asc, eq } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import type { Village } from '../village.ts'
import { begin, convene, figures, inHall, numbered, openPolls, signIn, villageWith, vote } from './meeting.ts'

const takeBack = (village: Village, meeting: string, name: string, more: Record<string, unknown> = {}) =>
  village.ask('accountant', 'withdrawEntry', {
    params: { meeting },
    body: { personId: village.id(name), entry: 'signIn', reason: '点错了', ...more },
  })
const confirm = (village: Village, act: string, by = 'oversightChair') =>
  village.ask(by, 'confirmAct', { params: { act } })
const eventsOf = (village: Village, meeting: string, name: string) =>
  inVillage(village.db, village.villageId, (tx) =>
    tx
      .select({ kind: attendanceEvents.kind })
      .from(attendanceEvents)
      .where(and(eq(attendanceEvents.meetingId, meeting), eq(attendanceEvents.personId, village.id(name))))
      .orderBy(asc(attendanceEvents.seq)),
  )
const sitting = async () => {
  const { village, proposal } = await villageWith()
  const meeting = await convene(village, proposal, 'villagerResolution', { windowHours: 0 })
  await begin(village, meeting)
  return { village, proposal, meeting }
}

describe('撤销误记: a slip of the clerk is taken back by two', () => {
  test('who never came is not there, nor did he leave; he is told, both entries stay, and he may sign in', async () => {
    const { village, meeting } = await sitting()
    await inHall(village, meeting, numbered('representative', 12))
    await openPolls(village, meeting)
    expect((await figures(village, meeting)).presentInHall).toBe(12)
    const { body } = await takeBack(village, meeting, 'representative-12')
    expect((await figures(village, meeting)).presentInHall).toBe(12)
    expect((await confirm(village, body.actId, 'accountant')).body.code).toBe('samePersonTwice')
    expect((await confirm(village, body.actId, 'representative-1')).body.code).toBe('secondPersonNeeded')
    expect((await confirm(village, body.actId)).status).toBe(200)
    expect((await figures(village, meeting)).presentInHall).toBe(11)
    expect((await eventsOf(village, meeting, 'representative-12')).map((one) => one.kind)).toEqual([
      'inHall',
      'neverCame',
    ])
    const line = await village.must('representative-1', 'getAttendanceLine', { params: { meeting } })
    expect(line.points.at(-1)).toMatchObject({ inHall: 11, left: 0 })
    const { rows } = await village.must(null, 'listOutbox')
    expect(rows.filter((row: { text: string }) => row.text.includes('记错了'))).toHaveLength(1)
    await signIn(village, meeting, 'representative-12')
    expect((await vote(village, meeting, 'representative-12')).status).toBe(200)
  })

  test('never of somebody who signed in himself, holds a slip or has voted; and the second looks again', async () => {
    const { village, meeting } = await sitting()
    await inHall(village, meeting, numbered('representative', 12))
    await signIn(village, meeting, 'representative-13')
    await openPolls(village, meeting)
    expect((await takeBack(village, meeting, 'representative-13')).body.code).toBe('entryIsHisOwn')
    expect((await takeBack(village, meeting, 'representative-14')).body.code).toBe('entryNotThere')
    const waiting = await takeBack(village, meeting, 'representative-1')
    expect((await vote(village, meeting, 'representative-1')).status).toBe(200)
    expect((await confirm(village, waiting.body.actId)).body.code).toBe('entryIsHisOwn')
    const [poll] = (await village.must('representative-1', 'getMeeting', { params: { meeting } })).polls
    await village.must('oversightCommittee-1', 'handOutSlips', {
      params: { poll: poll?.id ?? '' },
      body: { personIds: [village.id('representative-2')] },
    })
    expect((await takeBack(village, meeting, 'representative-2')).body.code).toBe('entryIsHisOwn')
    expect((await figures(village, meeting)).presentInHall).toBe(12)
  })

  test('a leaving, an excuse and a recusal by mistake are taken back too; what somebody said of himself is not', async () => {
    const { village, proposal, meeting } = await sitting()
    await inHall(village, meeting, numbered('representative', 3))
    await village.must('accountant', 'leaveMeeting', {
      params: { meeting },
      body: { personId: village.id('representative-3') },
    })
    for (const [by, who] of [
      ['accountant', 'representative-4'],
      ['representative-5', 'representative-5'],
    ] as const)
      await village.must(by, 'excuse', {
        params: { meeting },
        body: { personId: village.id(who), reason: '住院' },
      })
    await village.must('accountant', 'recuse', {
      params: { meeting },
      body: {
        proposalId: proposal,
        personId: village.id('representative-1'),
        interest: 'relative',
        reason: '亲属',
      },
    })
    expect((await takeBack(village, meeting, 'representative-5', { entry: 'excuse' })).body.code).toBe(
      'entryNotThere',
    )
    for (const [who, more] of [
      ['representative-3', { entry: 'leave' }],
      ['representative-4', { entry: 'excuse' }],
      ['representative-1', { entry: 'recusal', proposalId: proposal }],
    ] as const) {
      const { body } = await takeBack(village, meeting, who, more)
      expect((await confirm(village, body.actId, 'oversightCommittee-1')).status).toBe(200)
      expect((await takeBack(village, meeting, who, more)).body.code).toBe('entryNotThere')
    }
    const after = await figures(village, meeting)
    expect([after.presentInHall, after.excused]).toEqual([3, 1])
    await openPolls(village, meeting)
    expect((await vote(village, meeting, 'representative-1')).status).toBe(200)
    // Recorded once more, it is a recusal again.
    const line = await village.must('representative-1', 'getAttendanceLine', { params: { meeting } })
    expect(line.points.at(-1)).toMatchObject({ inHall: 3, left: 0, recused: 0 })
  })
})

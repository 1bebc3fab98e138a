import { describe, expect, test } from 'vitest'
import type { Village } from '../village.ts'
import {
  begin,
  closePoll,
  convene,
  inHall,
  numbered,
  openPolls,
  pollRows,
  villageWith,
  vote,
} from './meeting.ts'

const forward = (village: Village, seconds: number) =>
  village.clock.set(new Date(village.clock.now().getTime() + seconds * 1000))

async function recorded(who = 'representative-1') {
  const { village, proposal } = await villageWith()
  const meeting = await convene(village, proposal, 'villagerResolution', { windowHours: 0 })
  await begin(village, meeting)
  await inHall(village, meeting, numbered('representative', 13))
  const recuse = (name: string, more: Record<string, unknown> = {}) =>
    village.ask('accountant', 'recuse', {
      params: { meeting },
      body: {
        proposalId: proposal,
        personId: village.id(name),
        interest: 'relative',
        reason: '施工队长的弟弟',
        ...more,
      },
    })
  expect((await recuse(who)).status).toBe(200)
  const contest = (name = who) =>
    village.ask(name, 'contestRecusal', {
      params: { meeting },
      body: { proposalId: proposal, reason: '不是亲属' },
    })
  const judge = async (agrees: boolean) => {
    for (const by of ['oversightChair', 'oversightCommittee-1']) {
      const { rows } = await village.must(by, 'listJudgements')
      await village.must(by, 'judge', {
        params: { judgement: rows[0]?.id ?? '' },
        body: { agrees, ground: '查过户口' },
      })
    }
  }
  const place = () => village.must(who, 'getMyPlace', { params: { meeting } })
  return { village, proposal, meeting, recuse, contest, judge, place }
}

describe('回避: an interest of the list, and the person may say no', () => {
  test('he is told and does not vote; contested, he votes until it is judged', async () => {
    const { village, contest, judge, place } = await recorded()
    const { rows } = await village.must(null, 'listOutbox')
    expect(rows.filter((row: { text: string }) => row.text.includes('须回避'))).toHaveLength(1)
    expect((await place()).polls[0]).toMatchObject({ recused: true })
    expect((await contest('representative-2')).body.code).toBe('notFound')
    expect((await contest()).status).toBe(200)
    expect((await contest()).body.code).toBe('alreadyDone')
    expect(await place()).toMatchObject({
      recusals: [{ interest: 'relative', own: false, contested: true, upheld: null }],
      polls: [{ recused: false }],
    })
    await judge(true)
    expect(await place()).toMatchObject({ recusals: [{ upheld: true }], polls: [{ recused: true }] })
  })

  test('judged not to be recused, his ballot is like any other', async () => {
    const { village, meeting, contest, judge, place } = await recorded()
    await contest()
    await judge(false)
    expect(await place()).toMatchObject({ recusals: [{ upheld: false }], polls: [{ recused: false }] })
    await openPolls(village, meeting)
    for (const name of numbered('representative', 7)) await vote(village, meeting, name)
    await closePoll(village, meeting)
    await forward(village, 5)
    expect((await pollRows(village, meeting))[0]).toMatchObject({ outcome: 'adopt' })
  })

  test('contested and undecided, what hangs on his ballot alone is no result; what stands without it stands', async () => {
    for (const [inFavour, outcome] of [
      [7, 'void'],
      [8, 'adopt'],
    ] as const) {
      const { village, meeting, contest } = await recorded()
      await contest()
      await openPolls(village, meeting)
      for (const name of numbered('representative', inFavour))
        expect((await vote(village, meeting, name)).status).toBe(200)
      await closePoll(village, meeting)
      await forward(village, 5)
      const [poll] = await pollRows(village, meeting)
      expect([poll?.outcome, poll?.voidReason]).toEqual([
        outcome,
        outcome === 'void' ? 'recusalUndecided' : null,
      ])
    }
  })

  test('of another it is recorded before the poll opens, with an interest, and never where all are alike', async () => {
    const { village, meeting, recuse } = await recorded()
    expect((await recuse('representative-2', { interest: 'friend' })).status).toBe(400)
    expect((await recuse('representative-2', { interest: 'other', reason: '亲' })).body.code).toBe(
      'recusalNeedsText',
    )
    await openPolls(village, meeting)
    expect((await recuse('representative-2')).body.code).toBe('recusalBeforePoll')
  })

  test('recorded when no time is left, it is contested while the poll runs, and he votes; after it no more', async () => {
    const { village, meeting, contest, place } = await recorded()
    await openPolls(village, meeting)
    expect((await vote(village, meeting, 'representative-1')).body.code).toBe('recused')
    expect((await place()).recusals[0]).toMatchObject({ mayContest: true })
    expect((await contest()).status).toBe(200)
    expect((await vote(village, meeting, 'representative-1')).status).toBe(200)
    await closePoll(village, meeting)
    await forward(village, 5)
    expect((await contest()).body.code).toBe('alreadyDone')
    const late = await recorded()
    await openPolls(late.village, late.meeting)
    await closePoll(late.village, late.meeting)
    await forward(late.village, 5)
    expect((await late.contest()).body.code).toBe('contestOver')
  })
})

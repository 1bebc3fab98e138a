import { buildApp } from '@cunyi/server/app/wiring/app.ts'
import { inVillage } from '@cunyi/server/base/database/connect.ts'
import { verifyChain } from '@cunyi/server/base/evidence/actions.ts'
import { api, type RequestName } from '@cunyi/shared/api/index.ts'
import { isRefusalRecorded } from '@cunyi/shared/api/refusal-recorded.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { names, sit } from './polls/sitting.ts'
import { buildVillage, OTHER_VILLAGE, VILLAGE, type Village } from './village.ts'

let village: Village
beforeAll(async () => {
  village = await buildVillage({ representatives: 12, villagers: 3 })
})
afterAll(() => village.close())

const MINUTE = 60_000
const members = names('representative', 10)
const meet = async () => {
  const sitting = await sit(village, { roll: members, inHall: members.slice(0, 8) })
  await sitting.open()
  return sitting
}
const aMinuteLater = () => village.clock.set(new Date(village.clock.now().getTime() + MINUTE))
/** What the office reads on the page of the records. */
async function onRecord({ meetingId }: { meetingId: string }) {
  const found = []
  for (let after: string | undefined; ; ) {
    const { rows, next } = await village.must('oversightChair', 'getEvidence', {
      query: { meetingId, after },
    })
    found.push(...rows.filter((row) => row.act === 'refused'))
    if (!next) return found
    after = next
  }
}
const verified = () => inVillage(village.db, VILLAGE, (tx) => verifyChain(tx, VILLAGE))

describe('拒绝留痕: what was refused is on record', () => {
  test('a second ballot: who, what and why, at the meeting and the matter it was for; no choice', async () => {
    const { cast, meetingId, proposalId, pollId } = await meet()
    await cast('representative-1', 'for')
    expect((await cast('representative-1', 'against')).body.code).toBe('alreadyVoted')
    const asked = village.clock.now().toISOString()
    await aMinuteLater()
    const [entry, ...more] = await onRecord({ meetingId })
    expect(more).toEqual([])
    expect(entry?.payload).toEqual({
      v: 2,
      act: 'refused',
      by: village.id('representative-1'),
      office: null,
      meetingId,
      proposalId,
      refusals: [{ what: 'castBallot', why: 'alreadyVoted', times: 1, first: asked, last: asked, pollId }],
    })
    expect(entry?.refusals).toMatchObject([{ whyZh: '您已投过票', code: 'alreadyVoted' }])
  })

  test('1,000 of one person in a minute leave one entry with their count, and the chain is whole', async () => {
    const { cast, meetingId } = await meet()
    await cast('representative-2', 'for')
    for (let turn = 0; turn < 20; turn += 1)
      await Promise.all(Array.from({ length: 50 }, () => cast('representative-2', 'for')))
    await aMinuteLater()
    expect(
      (await onRecord({ meetingId })).map(({ refusals }) => refusals?.map(({ times }) => times)),
    ).toEqual([[1000]])
    expect(await verified()).toMatchObject({ whole: true })
  })

  test('what an office may not do, of somebody who holds none; a sign-in too late; a slip for one who has voted', async () => {
    const { cast, meetingId, pollId, open } = await meet()
    await cast('representative-3', 'for')
    expect((await open(pollId, 'villager-1')).status).toBe(403)
    const hand = (by: string) =>
      village.ask(by, 'handOutSlips', {
        params: { poll: pollId },
        body: { personIds: [village.id('representative-3')] },
      })
    expect((await hand('accountant')).body.refused).toHaveLength(1)
    expect((await village.ask('representative-11', 'getTicket', { params: { poll: pollId } })).status).toBe(
      403,
    )
    await aMinuteLater()
    const rows = await onRecord({ meetingId })
    expect(
      rows.flatMap(({ refusals }) => refusals?.map(({ what, code }) => `${what} ${code}`)).sort(),
    ).toEqual(['getTicket notOnRoll', 'handOutSlips alreadyVoted', 'openPoll forbidden'])
  })

  test('nothing of whoever is of another village, nor of what is not there, nor of a torn request', async () => {
    const { meetingId, pollId, open } = await meet()
    const before = (await verified()).entries
    await open(pollId, 'other-1')
    await village.ask('representative-1', 'castBallot', {
      params: { poll: pollId },
      body: { ref: 'x', choice: 1 },
    })
    await village.ask('villageDirector', 'closePoll', { params: { meeting: meetingId }, body: {} })
    await aMinuteLater()
    expect((await verified()).entries).toBe(before)
    expect(await inVillage(village.db, OTHER_VILLAGE, (tx) => verifyChain(tx, OTHER_VILLAGE))).toMatchObject({
      entries: 0,
    })
  })

  test('a server that stops writes down first what waits for its minute', async () => {
    const { meetingId, pollId } = await meet()
    const other = await buildApp(village.parts)
    await other.ready()
    const url = `/api/villages/${VILLAGE}/meetings/${meetingId}/polls/${pollId}/open`
    const headers = { authorization: `Bearer ${await village.as('villager-2')}` }
    expect((await other.inject({ method: 'POST', url, headers, payload: {} })).statusCode).toBe(403)
    await other.close()
    expect(await onRecord({ meetingId })).toHaveLength(1)
  })

  test('every request that changes something in a village is on record when it is refused, or left out by name', () => {
    const changing = Object.entries(api)
      .filter(([, { method, path }]) => method !== 'GET' && path.includes('/:village/'))
      .map(([name]) => name as RequestName)
    expect(changing.filter((name) => !isRefusalRecorded(name)).sort()).toEqual([
      'askCorrection',
      'checkConvening',
      'checkRoute',
      'followProposal',
      'raiseObjection',
      'raisePetition',
      'readNotice',
      'sayOpinion',
      'signPetition',
      'uploadFile',
      'uploadPeople',
      'willCome',
    ])
  })
})

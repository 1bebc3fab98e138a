import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildVillage, type Village } from '../village.ts'
import { names, type Sitting, type SittingOptions, sit } from './sitting.ts'

let village: Village
beforeAll(async () => {
  village = await buildVillage({ representatives: 40 })
})
afterAll(() => village.close())

const members = names('representative', 30)
const [FIRST, SECOND] = ['villageCommittee-1', 'villageCommittee-2']
const inPoll = (sitting: Sitting) => ({ params: { poll: sitting.pollId } })
const refusal = (code: string, status = 409) => ({ status, body: { code } })
const call = (sitting: Sitting, who = 'villageDirector') =>
  village.ask(who, 'callHands', { ...inPoll(sitting), body: {} })
const hands = (sitting: Sitting, who: string, [f, against, abstain]: [number, number, number]) =>
  village.ask(who, 'enterHands', { ...inPoll(sitting), body: { for: f, against, abstain } })
const SHOW: Partial<SittingOptions> = { secret: false, rule: { votingMode: 'show_of_hands', secret: false } }
const open = async (options: Partial<SittingOptions> = {}) => {
  const sitting = await sit(village, {
    roll: members,
    inHall: members.slice(0, 20),
    online: members.slice(20, 26),
    ...SHOW,
    ...options,
  })
  expect((await sitting.open()).status).toBe(200)
  return sitting
}

describe('举手: counted together, nobody named', () => {
  test('those in the hall without a ballot are the group; phones of the others go on', async () => {
    const sitting = await open()
    await sitting.cast('representative-1', 'against')
    await sitting.recuse('representative-2')
    expect((await call(sitting)).body).toEqual({
      group: 18,
      places: [{ placeNo: 0, place: '村部', group: 18 }],
    })
    expect(await sitting.cast('representative-3', 'for')).toMatchObject(refusal('handsCalled'))
    expect((await sitting.cast('representative-21', 'for')).status).toBe(200)
    expect(await call(sitting)).toMatchObject(refusal('alreadyDone'))
  })

  test('two tellers’ equal counts and the phones make one result, with hands as their own channel', async () => {
    const sitting = await open()
    await sitting.castAll(members.slice(20, 26), 'for')
    await call(sitting)
    expect((await hands(sitting, FIRST, [12, 5, 2])).body).toEqual({
      agreed: false,
      status: 'open',
      waitingForSecond: true,
      unequalPairs: 0,
    })
    expect((await hands(sitting, SECOND, [12, 5, 2])).body).toMatchObject({ agreed: true, status: 'open' })
    expect(await sitting.result()).toMatchObject({ figures: null, byChannel: null })
    await sitting.close()
    await sitting.pass(3000)
    const result = await sitting.result()
    expect(result).toMatchObject({
      status: 'closed',
      outcome: 'adopt',
      figures: { present: 26, for: 18, against: 5, abstain: 2, invalid: 0, notCast: 1, hands: 19 },
    })
    expect(result.byChannel).toEqual(
      expect.arrayContaining([
        { channel: 'hands', for: 12, against: 5, abstain: 2, invalid: 0 },
        { channel: 'phone', for: 6, against: 0, abstain: 0, invalid: 0 },
      ]),
    )
    expect(result.sentenceZh).toContain('其中举手19人')
    const list = await village.must('oversightChair', 'getPollList', inPoll(sitting))
    const raised = list.rows.filter((row) => row.channel === 'hands')
    expect(raised).toHaveLength(20)
    for (const row of raised) expect(row).toMatchObject({ voted: true, choice: null })
    const phones = list.rows.filter((row) => row.channel === 'phone')
    expect(phones.map((row) => row.choice)).toEqual(Array(6).fill('for'))
  })

  test('the poll waits for the hands when the chair closes first', async () => {
    const sitting = await open()
    await call(sitting)
    await sitting.close()
    await sitting.pass(60_000)
    expect((await sitting.poll()).status).toBe('counting')
    await hands(sitting, FIRST, [15, 5, 0])
    expect((await hands(sitting, SECOND, [15, 5, 0])).body).toMatchObject({ agreed: true, status: 'closed' })
  })

  test('more hands than persons are refused; after three unequal pairs the chair with both tellers ends the count', async () => {
    const sitting = await open()
    await call(sitting)
    await sitting.close()
    expect(await hands(sitting, FIRST, [19, 2, 0])).toMatchObject({
      ...refusal('handsExceedGroup'),
      body: { params: { counted: 21, issued: 20 } },
    })
    await hands(sitting, SECOND, [19, 1, 0])
    for (const round of [2, 3, 4]) {
      await hands(sitting, FIRST, [18, 1, 0])
      expect((await hands(sitting, SECOND, [18, 2, 0])).body).toMatchObject({ unequalPairs: round })
    }
    expect((await sitting.declareInvalid([FIRST, SECOND], { reason: '三次不符' })).status).toBe(200)
    expect(await sitting.poll()).toMatchObject({ status: 'void', voidReason: 'countInvalid' })
  })

  test('hand and phone at the same instant: never both, and every person once', async () => {
    const sitting = await open()
    await Promise.all(members.slice(0, 20).map((name) => sitting.ticket(name)))
    const [called, ...phones] = await Promise.all([
      call(sitting),
      ...members.slice(0, 20).map((name) => sitting.cast(name, 'for')),
    ])
    const byPhone = phones.filter((one) => one.status === 200).length
    for (const lost of phones.filter((one) => one.status !== 200))
      expect(lost).toMatchObject(refusal('handsCalled'))
    expect((called.body.group ?? 0) + byPhone).toBe(20)
  })

  test('two chairs’ devices call at once: one group', async () => {
    const sitting = await open()
    const replies = await Promise.all([call(sitting), call(sitting), call(sitting)])
    expect(replies.map((one) => one.status).sort()).toEqual([200, 409, 409])
  })

  test('who is counted by hand is not recused, struck or represented any more, and not called as one who has not voted', async () => {
    const sitting = await open()
    await call(sitting)
    expect(
      await village.ask('representative-4', 'recuse', {
        params: { meeting: sitting.meetingId },
        body: {
          proposalId: sitting.proposalId,
          personId: village.id('representative-4'),
          interest: 'relative',
          reason: '亲属',
        },
      }),
    ).toMatchObject(refusal('ballotStands'))
    const { rows } = await village.must('villageDirector', 'getRoll', {
      params: { meeting: sitting.meetingId },
      query: { state: 'notVoted' },
    })
    expect(rows).toHaveLength(6)
    const now = await village.must('villageDirector', 'getMeetingNow', {
      params: { meeting: sitting.meetingId },
    })
    expect(now.polls[0]).toMatchObject({ handsCalled: 20, voted: 0 })
    const mine = await village.must('representative-4', 'getMyPlace', {
      params: { meeting: sitting.meetingId },
    })
    expect(mine.polls[0]).toMatchObject({ canVote: false, why: 'handsCalled', channel: 'hands' })
  })

  test('not where the rule asks for names or secrecy, not with a window, not before the opening, not by others', async () => {
    expect(await call(await open({ secret: false, rule: { votingMode: 'open_named' } }))).toMatchObject(
      refusal('handsNotHere'),
    )
    expect(
      await call(await open({ secret: true, rule: { votingMode: 'secret', secret: true } })),
    ).toMatchObject(refusal('handsNotHere'))
    expect(await call(await open({ windowHours: 24 }))).toMatchObject(refusal('showOfHandsLiveOnly'))
    expect(await call(await sit(village, { roll: members, inHall: members, ...SHOW }))).toMatchObject(
      refusal('pollNotOpen'),
    )
    const sitting = await open()
    expect((await call(sitting, FIRST)).status).toBe(403)
    expect(await hands(sitting, FIRST, [1, 0, 0])).toMatchObject(refusal('handsNotCalled'))
    expect((await hands(sitting, 'representative-1', [1, 0, 0])).status).toBe(403)
    await sitting.castAll(members.slice(0, 20), 'for')
    expect(await call(sitting)).toMatchObject(refusal('handsNobody'))
  })

  test('where the rule says nameless, nobody enters names', async () => {
    const sitting = await open()
    expect(
      await village.ask(FIRST, 'enterNamed', {
        ...inPoll(sitting),
        body: { channel: 'hands', entries: [{ personId: village.id('representative-1'), choice: 'for' }] },
      }),
    ).toMatchObject(refusal('handsNoNames'))
  })
})

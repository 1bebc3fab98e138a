import { inVillage } from '@cunyi/server/base/database/connect.ts'
import { evidence } from '@cunyi/server/base/database/schema/polls.ts'
import { CHOICES, type Choice } from '@cunyi/shared/words/vocabulary.ts'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { nameHelpers } from '../helpers.ts'
import { buildVillage, type Village } from '../village.ts'
import { names, type Sitting, type SittingOptions, sit } from './sitting.ts'

let village: Village
const HELPER = 'representative-38'
const WITNESS = 'representative-39'
beforeAll(async () => {
  village = await buildVillage({ representatives: 40 })
  await nameHelpers(village, [HELPER, WITNESS, 'representative-37', 'villageDirector'])
})
afterAll(() => village.close())

const members = names('representative', 30)
const OLD = 'representative-25'
const refusal = (code: string, status = 409) => ({ status, body: { code } })
const open = async (options: Partial<SittingOptions> = {}) => {
  await village.clock.set(new Date(village.clock.now().getTime() + 1000))
  const sitting = await sit(village, {
    roll: members,
    online: members.slice(0, 19),
    windowHours: 48,
    ...options,
  })
  expect((await sitting.open()).status).toBe(200)
  return sitting
}
type More = { by?: string; witness?: string; ref?: string; where?: string; readBack?: boolean }
const help = (sitting: Sitting, who: string, choice: Choice, more: More = {}) =>
  village.ask(more.by ?? HELPER, 'castAssisted', {
    params: { poll: sitting.pollId },
    body: {
      ref: more.ref ?? sitting.ref(),
      personId: village.id(who),
      choice: CHOICES[choice].code,
      where: more.where ?? 'atDoor',
      reason: '没有手机',
      readBack: more.readBack ?? true,
    },
  })
const witness = (act: string, who = WITNESS) => village.ask(who, 'confirmAct', { params: { act } })
/** Helped, witnessed, and asked once more what became of it; the first no is the answer. */
async function assist(sitting: Sitting, who: string, choice: Choice, more: More = {}) {
  const ref = more.ref ?? sitting.ref()
  const helped = await help(sitting, who, choice, { ...more, ref })
  if (helped.status !== 200 || helped.body.recorded) return helped
  const seen = await witness(helped.body.waits.actId, more.witness)
  return seen.status === 200 ? help(sitting, who, choice, { ...more, ref }) : seen
}
const object = (sitting: Sitting, who: string) =>
  village.ask(who, 'objectAssisted', { params: { poll: sitting.pollId }, body: { reason: '不是我的意思' } })
const listed = (sitting: Sitting, who = 'representative-1') =>
  village.must(who, 'listAssisted', { params: { poll: sitting.pollId } })

describe('代录: a person without a phone votes through a helper, before a witness', () => {
  test('at the door the helper signs him in, the ballot counts, and the result says that some were assisted', async () => {
    const sitting = await open()
    await sitting.castAll(members.slice(0, 18), 'for')
    for (const who of members.slice(20, 24))
      expect((await assist(sitting, who, 'against')).body).toMatchObject({ recorded: true })
    await sitting.pass(49 * 3_600_000)
    const { figures, sentenceZh } = await sitting.result()
    expect(figures).toMatchObject({
      present: 23,
      presentOnline: 23,
      for: 18,
      against: 4,
      notCast: 1,
      assisted: 4,
    })
    // Fewer than k are told in words only.
    expect(sentenceZh).toContain('其中有代录')
    expect(sentenceZh).not.toMatch(/代录\d/)
  })

  test('the roll sees who helped whom and why, never what was chosen; the count is hidden where few were helped', async () => {
    const sitting = await open()
    await sitting.castAll(members.slice(0, 18), 'for')
    await assist(sitting, OLD, 'against')
    expect(await listed(sitting)).toMatchObject({
      cap: 5,
      rows: [
        {
          person: { id: village.id(OLD) },
          helper: { id: village.id(HELPER) },
          witness: { id: village.id(WITNESS) },
          where: 'atDoor',
          reason: '没有手机',
          state: 'stands',
          overCap: false,
        },
      ],
    })
    expect(
      await village.ask('villager-5', 'listAssisted', { params: { poll: sitting.pollId } }),
    ).toMatchObject({
      status: 403,
    })
    await sitting.pass(49 * 3_600_000)
    expect(await sitting.result()).toMatchObject({ byChannel: null, figures: { assisted: 1 } })
  })

  test('sent again with the same ref it is the same ballot; another ballot by any helper is refused', async () => {
    const sitting = await open()
    const ref = sitting.ref()
    const first = await assist(sitting, OLD, 'for', { ref })
    expect((await assist(sitting, OLD, 'for', { ref })).body).toEqual(first.body)
    expect(await assist(sitting, OLD, 'against')).toMatchObject(refusal('alreadyVoted'))
    expect(await assist(sitting, 'representative-1', 'for')).toMatchObject({ status: 200 })
    expect(await assist(sitting, OLD, 'for', { by: 'representative-37' })).toMatchObject(
      refusal('alreadyVoted'),
    )
    expect(await sitting.envelopes()).toHaveLength(2)
  })

  test('the person may vote on his own phone until closing, and his own ballot is the one that counts', async () => {
    const sitting = await open()
    await sitting.castAll(members.slice(0, 18), 'for')
    await assist(sitting, OLD, 'against')
    expect((await sitting.cast(OLD, 'for')).status).toBe(200)
    expect(await sitting.cast(OLD, 'against')).toMatchObject(refusal('alreadyVoted'))
    expect((await listed(sitting)).rows[0]).toMatchObject({ state: 'replaced' })
    await sitting.pass(49 * 3_600_000)
    expect((await sitting.result()).figures).toMatchObject({ for: 19, against: 0, assisted: 0 })
  })

  test('an objection sets it aside unopened; without another ballot he has not voted', async () => {
    const sitting = await open()
    await sitting.castAll(members.slice(0, 18), 'for')
    await sitting.signIn(['representative-20'], 'online', 'self')
    await assist(sitting, OLD, 'against')
    expect(await object(sitting, OLD)).toMatchObject({ status: 200 })
    expect(await object(sitting, OLD)).toMatchObject(refusal('notAssisted'))
    expect((await listed(sitting)).rows[0]).toMatchObject({ state: 'setAside' })
    await sitting.pass(49 * 3_600_000)
    expect((await sitting.result()).figures).toMatchObject({ for: 18, against: 0, notCast: 3, assisted: 0 })
    expect(await object(sitting, OLD)).toMatchObject(refusal('objectTooLate'))
  })

  test('one helper enters five, one pair five, whoever of them enters; another helper still helps', async () => {
    const sitting = await open()
    const [first, ...more] = members.slice(20, 26) as [string, ...string[]]
    // The other way round it is the same pair.
    await assist(sitting, first, 'for', { by: WITNESS, witness: HELPER })
    for (const who of more.slice(0, 4))
      expect((await assist(sitting, who, 'for')).body).toMatchObject({ recorded: true, overCap: false })
    const last = more[4] as string
    expect(await assist(sitting, last, 'for')).toMatchObject(refusal('pairCapReached'))
    await sitting.pass(11 * 60_000)
    expect((await assist(sitting, last, 'for', { witness: 'representative-37' })).body).toMatchObject({
      recorded: true,
      helped: 5,
    })
    expect(await assist(sitting, 'representative-27', 'for', { witness: 'representative-37' })).toMatchObject(
      refusal('helperCapReached'),
    )
    const another = { by: 'representative-37', witness: WITNESS }
    expect((await assist(sitting, 'representative-27', 'for', another)).status).toBe(200)
    const entries = await inVillage(village.db, village.villageId, (tx) =>
      tx.select().from(evidence).where(eq(evidence.meetingId, sitting.meetingId)).orderBy(evidence.seq),
    )
    expect(JSON.stringify(entries)).not.toContain('"choice"')
  })
})

describe('见证: a ballot counts once the witness has said so from his own session', () => {
  test('until then nothing is recorded, nobody is signed in, and the person may vote himself', async () => {
    const sitting = await open()
    await sitting.castAll(members.slice(0, 18), 'for')
    const { body } = await help(sitting, OLD, 'against')
    expect(body).toMatchObject({ recorded: false, receipt: null })
    expect(await sitting.envelopes()).toHaveLength(18)
    await sitting.signIn([OLD], 'online', 'self')
    expect((await sitting.cast(OLD, 'for')).status).toBe(200)
    expect(await witness(body.waits.actId)).toMatchObject(refusal('alreadyVoted'))
    await sitting.pass(49 * 3_600_000)
    expect((await sitting.result()).figures).toMatchObject({ for: 19, against: 0, assisted: 0 })
  })

  test('no witness in ten minutes, a witness who says no, or the end of the poll: nothing is left of it', async () => {
    const sitting = await open()
    const late = (await help(sitting, OLD, 'for')).body.waits.actId
    await sitting.pass(10 * 60_000)
    expect(await witness(late)).toMatchObject(refusal('actNotWaiting'))
    const no = (await help(sitting, OLD, 'for')).body.waits.actId
    const refused = await village.ask(WITNESS, 'refuseAct', {
      params: { act: no },
      body: { ground: '没有复述' },
    })
    expect(refused.status).toBe(200)
    expect(await witness(no)).toMatchObject(refusal('actNotWaiting'))
    const open_ = (await help(sitting, OLD, 'for')).body.waits.actId
    await sitting.pass(49 * 3_600_000)
    expect(await witness(open_)).toMatchObject(refusal('actNotWaiting'))
    const { rows } = await village.must(HELPER, 'listActs')
    const states = new Map(rows.map((row) => [row.id, row.state]))
    expect([late, no, open_].map((act) => states.get(act))).toEqual(['lapsed', 'refused', 'lapsed'])
    expect(await sitting.envelopes()).toHaveLength(0)
    const { rows: kept } = await village.must(WITNESS, 'listActs')
    expect(kept.filter((row) => row.pollId === sitting.pollId).map((row) => row.id)).toEqual([no])
  })

  test('by telephone, where nobody sees who speaks, the witness is of the oversight committee', async () => {
    const sitting = await open()
    const more = { where: 'byTelephone' }
    expect(await assist(sitting, OLD, 'for', more)).toMatchObject(refusal('secondPersonNeeded'))
    await sitting.pass(11 * 60_000)
    expect((await assist(sitting, OLD, 'for', { ...more, witness: 'oversightChair' })).body).toMatchObject({
      recorded: true,
    })
  })

  test('a ballot of his own, cast while a set-aside waits, stays; nor does the one it replaced come back', async () => {
    const sitting = await open()
    await sitting.castAll(members.slice(0, 18), 'for')
    await sitting.signIn(['representative-20'], 'online', 'self')
    const setAside = () =>
      village.must('oversightChair', 'setAsideEnvelope', {
        params: { poll: sitting.pollId },
        body: { personId: village.id(OLD), reason: '代录有误' },
      })
    const confirm = (act: string) => village.ask('villageDirector', 'confirmAct', { params: { act } })
    await assist(sitting, OLD, 'against')
    const first = await setAside()
    expect((await sitting.cast(OLD, 'for')).status).toBe(200)
    expect(await confirm(first.actId)).toMatchObject(refusal('actNotWaiting'))
    await village.must('oversightChair', 'refuseAct', {
      params: { act: first.actId },
      body: { ground: '本人已投' },
    })
    expect((await confirm((await setAside()).actId)).status).toBe(200)
    await sitting.pass(49 * 3_600_000)
    expect((await sitting.result()).figures).toMatchObject({ for: 18, against: 0, notCast: 3 })
  })

  test('the same ref after a no proposes nothing anew', async () => {
    const sitting = await open()
    const ref = sitting.ref()
    const { actId } = (await help(sitting, OLD, 'for', { ref })).body.waits
    expect(await help(sitting, OLD, 'against', { ref })).toMatchObject(refusal('actWaitsAlready'))
    await village.must(WITNESS, 'refuseAct', { params: { act: actId }, body: { ground: '没有复述' } })
    expect((await help(sitting, OLD, 'for', { ref })).body).toMatchObject({ recorded: false, waits: null })
    expect((await assist(sitting, OLD, 'for')).body).toMatchObject({ recorded: true })
  })

  test('who came onto the list after the vote began, or chairs, neither sees what waits nor can stop it', async () => {
    const sitting = await open()
    await help(sitting, OLD, 'for')
    await village.clock.set(new Date(village.clock.now().getTime() + 1000))
    await nameHelpers(village, ['representative-34'])
    const { rows } = await village.must(HELPER, 'listActs')
    const act = rows.find((row) => row.pollId === sitting.pollId)?.id ?? ''
    for (const who of ['representative-34', 'villageDirector']) {
      expect((await village.must(who, 'listActs')).rows.filter((row) => row.id === act)).toEqual([])
      expect(
        await village.ask(who, 'refuseAct', { params: { act }, body: { ground: '不要' } }),
      ).toMatchObject(refusal('secondPersonNeeded'))
    }
  })

  test('two witnesses at one instant: it is recorded once', async () => {
    const sitting = await open()
    const { actId } = (await help(sitting, OLD, 'for')).body.waits
    const two = await Promise.all([witness(actId), witness(actId, 'representative-37')])
    expect(two.map((one) => one.status).sort()).toEqual([200, 409])
    expect(await sitting.envelopes()).toHaveLength(1)
  })

  test('another choice while the first still waits is refused until the helper has taken that down', async () => {
    const sitting = await open()
    const { actId } = (await help(sitting, OLD, 'for')).body.waits
    expect(await help(sitting, OLD, 'against')).toMatchObject(refusal('actWaitsAlready'))
    await village.must(HELPER, 'refuseAct', { params: { act: actId }, body: { ground: '按错了' } })
    expect((await assist(sitting, OLD, 'against')).body).toMatchObject({ recorded: true })
  })
})

describe('代录: what is refused', () => {
  test('a helper or witness beyond the list, or put on it while the poll runs', async () => {
    const sitting = await open()
    expect(await assist(sitting, OLD, 'for', { by: 'representative-5' })).toMatchObject(
      refusal('helperNotListed', 403),
    )
    expect(await assist(sitting, OLD, 'for', { witness: 'representative-5' })).toMatchObject(
      refusal('secondPersonNeeded'),
    )
    await sitting.pass(11 * 60_000)
    await village.clock.set(new Date(village.clock.now().getTime() + 1000))
    await nameHelpers(village, ['representative-36'])
    const { rows } = await village.must('villageCommittee-1', 'listHelpers')
    const id = rows.find((row) => row.person.id === village.id('representative-36'))?.id ?? ''
    expect(await assist(sitting, OLD, 'for', { by: 'representative-36' })).toMatchObject(
      refusal('helperNotListed', 403),
    )
    const next = await open()
    expect((await assist(next, OLD, 'for', { by: 'representative-36' })).status).toBe(200)
    await village.must('villageCommittee-1', 'endHelper', {
      params: { helper: id },
      body: { reason: '外出' },
    })
    expect(await assist(next, 'representative-21', 'for', { by: 'representative-36' })).toMatchObject(
      refusal('helperNotListed', 403),
    )
  })

  test('helper and witness in one person, the voter himself, the chair, or with an interest', async () => {
    const sitting = await open({ roll: [...members, HELPER, WITNESS] })
    expect(await assist(sitting, OLD, 'for', { witness: HELPER })).toMatchObject(refusal('samePersonTwice'))
    await sitting.pass(11 * 60_000)
    expect(await assist(sitting, HELPER, 'for')).toMatchObject(refusal('assistOwnBallot'))
    expect(await assist(sitting, WITNESS, 'for')).toMatchObject(refusal('secondPersonNeeded'))
    expect(await assist(sitting, OLD, 'for', { witness: 'villageDirector' })).toMatchObject(
      refusal('secondPersonNeeded'),
    )
    await sitting.pass(11 * 60_000)
    await sitting.recuse(WITNESS)
    expect(await assist(sitting, OLD, 'for')).toMatchObject(refusal('helperInterested'))
  })

  test('not read back, not on the roll, in the hall without sign-in, or after the end', async () => {
    const sitting = await open()
    expect((await assist(sitting, OLD, 'for', { readBack: false })).status).toBe(400)
    expect(await assist(sitting, 'representative-35', 'for')).toMatchObject(refusal('notOnRoll', 403))
    expect(await assist(sitting, OLD, 'for', { where: 'inHall' })).toMatchObject(refusal('assistSignInFirst'))
    await sitting.pass(49 * 3_600_000)
    expect(await assist(sitting, OLD, 'for')).toMatchObject(refusal('pollClosed'))
  })

  test('where online presence does not count, a voter at the door is a guest', async () => {
    const sitting = await open({ onlineCounts: false, inHall: members.slice(0, 20), online: [] })
    expect(await assist(sitting, OLD, 'for')).toMatchObject(refusal('onlineIsGuest'))
    expect(await sitting.envelopes()).toHaveLength(0)
  })
})

describe('代录 and every other way: one person, one ballot', () => {
  test('a slip, a called hand and a proxy stand in its way, and it in theirs', async () => {
    const live = await open({ windowHours: 0, inHall: members.slice(10, 20), online: members.slice(0, 10) })
    const hand = (who: string) =>
      village.ask('villageCommittee-1', 'handOutSlips', {
        params: { poll: live.pollId },
        body: { personIds: [village.id(who)] },
      })
    expect((await hand('representative-11')).body).toMatchObject({ handedOut: 1 })
    expect(await assist(live, 'representative-11', 'for', { where: 'inHall' })).toMatchObject(
      refusal('slipHandedOut'),
    )
    expect((await assist(live, 'representative-12', 'for', { where: 'inHall' })).status).toBe(200)
    expect((await hand('representative-12')).body).toMatchObject({
      handedOut: 0,
      refused: [{ code: 'alreadyVoted' }],
    })

    const show = await open({
      windowHours: 0,
      inHall: members.slice(10, 20),
      online: [],
      secret: false,
      rule: { votingMode: 'show_of_hands', secret: false },
    })
    await assist(show, 'representative-12', 'for', { where: 'inHall' })
    const called = await village.must('villageDirector', 'callHands', {
      params: { poll: show.pollId },
      body: {},
    })
    expect(called.group).toBe(9)
    expect(await assist(show, 'representative-13', 'for', { where: 'inHall' })).toMatchObject(
      refusal('handsCalled'),
    )
  })

  test('phone and helper at one instant, and two helpers at one instant: one ballot each time', async () => {
    const sitting = await open()
    const [own, helped] = await Promise.all([
      sitting.cast('representative-3', 'for'),
      assist(sitting, 'representative-3', 'against'),
    ])
    // The person's own ballot is always taken: before it, or in its place.
    expect(own.status).toBe(200)
    expect([200, 409]).toContain(helped.status)
    const two = await Promise.all([
      assist(sitting, OLD, 'for'),
      assist(sitting, OLD, 'against', { by: 'representative-37' }),
    ])
    expect(two.map((one) => one.status).sort()).toEqual([200, 409])
    await sitting.castAll(members.slice(3, 18), 'for')
    await sitting.pass(49 * 3_600_000)
    const { figures } = await sitting.result()
    expect(figures).toMatchObject({ present: 20, notCast: 3 })
    expect(Number(figures?.for) + Number(figures?.against)).toBe(17)
  })
})

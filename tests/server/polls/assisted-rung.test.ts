import { CHOICES, type Choice } from '@cunyi/shared/words/vocabulary.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { nameHelpers } from '../helpers.ts'
import { paper } from '../meetings/meeting.ts'
import { buildVillage, type Village } from '../village.ts'
import { names, type Sitting, sit } from './sitting.ts'

let village: Village
const HELPER = 'representative-38'
const WITNESS = 'representative-39'
const OLD = 'representative-25'
const members = names('representative', 30)
beforeAll(async () => {
  village = await buildVillage({ representatives: 40 })
  await nameHelpers(village, [HELPER, WITNESS])
})
afterAll(() => village.close())

const refusal = (code: string, status = 409) => ({ status, body: { code } })
async function open() {
  await village.clock.set(new Date(village.clock.now().getTime() + 1000))
  const sitting = await sit(village, { roll: members, online: members.slice(0, 19), windowHours: 48 })
  expect((await sitting.open()).status).toBe(200)
  return sitting
}
async function assist(
  sitting: Sitting,
  who: string,
  choice: Choice,
  { where = 'atDoor', witness = WITNESS } = {},
) {
  const { waits } = await village.must(HELPER, 'castAssisted', {
    params: { poll: sitting.pollId },
    body: {
      ref: sitting.ref(),
      personId: village.id(who),
      choice: CHOICES[choice].code,
      where,
      reason: '没有手机',
      readBack: true,
    },
  })
  await village.must(witness, 'confirmAct', { params: { act: waits?.actId ?? '' } })
}
const listed = (sitting: Sitting) =>
  village.must('representative-1', 'listAssisted', { params: { poll: sitting.pollId } })

describe('核对代录: many are assisted, and the oversight committee rings them all', () => {
  const ring = (sitting: Sitting, who: string, result: string, by = 'oversightChair') =>
    village.ask(by, 'recordAssistCall', {
      params: { poll: sitting.pollId },
      body: { personId: village.id(who), result },
    })
  const helped = members.slice(20, 25)
  /** 15 for by phone, 5 against through helpers: a fourth of the ballots. */
  async function many(choice: Choice = 'against') {
    const sitting = await open()
    await sitting.castAll(members.slice(0, 15), 'for')
    for (const who of helped) await assist(sitting, who, choice)
    return sitting
  }

  test('all reached: the result stands and says so in words', async () => {
    const sitting = await many()
    expect((await listed(sitting)).ringAll).toBe(true)
    for (const who of helped) expect((await ring(sitting, who, 'reached')).status).toBe(200)
    await sitting.pass(49 * 3_600_000)
    const { figures, sentenceZh } = await sitting.result()
    expect(figures).toMatchObject({ for: 15, against: 5, outcome: 'adopt' })
    expect(sentenceZh).toContain('已逐一电话核对')
  })

  test('nobody rang: without them there is no quorum, and the poll is void', async () => {
    const sitting = await many()
    await ring(sitting, helped[0] as string, 'notReached')
    await ring(sitting, helped[1] as string, 'notMine')
    await sitting.pass(49 * 3_600_000)
    const { polls } = await village.must('villageDirector', 'getMeetingNow', {
      params: { meeting: sitting.meetingId },
    })
    expect(polls[0]).toMatchObject({ status: 'void', voidReason: 'assistedUnreached', counts: null })
  })

  test('the newest word stands; some not reached, and the result stands without them', async () => {
    const sitting = await many('for')
    for (const who of helped.slice(0, 4)) await ring(sitting, who, 'reached')
    await ring(sitting, helped[4] as string, 'reached')
    await ring(sitting, helped[4] as string, 'notReached')
    const { rows } = await listed(sitting)
    expect(rows.find((row) => row.person.id === village.id(helped[4] as string))?.call).toBe('notReached')
    expect(rows.filter((row) => row.call === 'reached')).toHaveLength(4)
    await sitting.signIn(['representative-28'], 'online', 'self')
    await sitting.pass(49 * 3_600_000)
    expect((await sitting.result()).sentenceZh).toContain('全部去掉结果也不变')
  })

  test('not by a villager, not after the end, not of his own witness, nor of a ballot that is gone', async () => {
    const sitting = await open()
    expect((await ring(sitting, OLD, 'reached')).status).toBe(404)
    await assist(sitting, OLD, 'for', { where: 'byTelephone', witness: 'oversightChair' })
    expect(await ring(sitting, OLD, 'reached')).toMatchObject(refusal('callOwnWitness'))
    expect((await ring(sitting, OLD, 'reached', 'representative-1')).status).toBe(403)
    expect((await ring(sitting, OLD, 'reached', 'oversightCommittee-1')).status).toBe(200)
    await village.must(OLD, 'objectAssisted', { params: { poll: sitting.pollId }, body: { reason: '不是' } })
    expect((await ring(sitting, OLD, 'reached', 'oversightCommittee-1')).status).toBe(404)
    await sitting.pass(49 * 3_600_000)
    expect(await ring(sitting, OLD, 'reached', 'oversightCommittee-1')).toMatchObject(refusal('pollClosed'))
  })
})

test('a recording needs his consent, and stops before the choice', async () => {
  const sitting = await open()
  const body = {
    ref: sitting.ref(),
    personId: village.id(OLD),
    choice: CHOICES.for.code,
    where: 'byTelephone',
    reason: '没有手机',
    readBack: true,
    voiceId: await paper(village),
  }
  const send = (more = {}) =>
    village.ask(HELPER, 'castAssisted', { params: { poll: sitting.pollId }, body: { ...body, ...more } })
  expect(await send()).toMatchObject(refusal('voiceNeedsConsent'))
  expect((await send({ voiceConsent: true })).status).toBe(200)
})

/** After the vote: the result is told to all on the roll, what somebody said stands with its state, a matter can be followed. */
import { inVillage } from '@cunyi/server/base/database/connect.ts'
import { outbox } from '@cunyi/server/base/database/schema/people.ts'
import { inArray } from 'drizzle-orm'
import { beforeEach, expect, test } from 'vitest'
import { names, sit } from './polls/sitting.ts'
import { authorise, decide, propose } from './proposals/matter.ts'
import { buildVillage, COUNTY, type Village } from './village.ts'

const roll = names('representative', 5)
let village: Village
beforeEach(async () => {
  village = await buildVillage({ representatives: 5, villagers: 2 })
})

const messages = () =>
  inVillage(village.db, village.villageId, (tx) =>
    tx
      .select()
      .from(outbox)
      .where(inArray(outbox.kind, ['result', 'followed'])),
  )
const results = async (name: string) => (await village.must(name, 'listMyResults')).rows
const days = (n: number) => village.clock.set(new Date(village.clock.now().getTime() + n * 86_400_000))

async function decided(present = 4) {
  const sitting = await sit(village, { roll, inHall: roll.slice(0, present) })
  expect((await sitting.open()).status).toBe(200)
  await sitting.castAll(roll.slice(0, present), 'for')
  expect((await sitting.close()).status).toBe(200)
  await sitting.pass(120_000)
  return sitting
}

test('the result stands on the first page of each on the roll, in the sentence of the record, and of nobody else', async () => {
  const { proposalId } = await decided()
  const [mine, ...rest] = await results(roll[4] as string)
  expect(rest).toEqual([])
  expect(mine).toMatchObject({ proposalId, title: '修路', question: null, outcome: 'adopt' })
  expect(mine?.sentence.zh).toContain('通过')
  expect(mine?.sentence.en).not.toMatch(/\p{Script=Han}/u)
  expect(await results(roll[0] as string)).toHaveLength(1)
  expect(await results('villager-1')).toEqual([])
  // Who pays for short messages decides on them: by default none leaves.
  expect(await messages()).toEqual([])
  await days(16)
  expect(await results(roll[0] as string)).toEqual([])
})

test('without a quorum that is the result, and told too', async () => {
  await decided(1)
  expect(await results(roll[0] as string)).toMatchObject([{ outcome: 'noQuorum' }])
})

const countyHas = async (values: Record<string, unknown>) => {
  const params = { division: COUNTY }
  const { version } = await village.must('county-1', 'proposeProfile', {
    params,
    body: { values, basis: null },
  })
  await village.must('county-2', 'confirmProfile', {
    params: { ...params, version },
    body: { agree: true },
  })
}

test('where the county has it so, an SMS tells each on the roll, and the result stands longer', async () => {
  await countyHas({ 'remind.result_sms': true, 'remind.result_days': 20 })
  await decided()
  const sent = await messages()
  expect(sent.map((row) => row.personId).sort()).toEqual(roll.map(village.id).sort())
  expect(new Set(sent.map((row) => row.text)).size).toBe(1)
  expect(sent[0]?.text).toMatch(/^【村议】.+“修路”有结果了：.+通过.*。详情/)
  await days(19)
  expect(await results(roll[0] as string)).toHaveLength(1)
  await days(2)
  expect(await results(roll[0] as string)).toEqual([])
})

test('a matter is followed by whoever may see it, and stands with its step until he follows it no more', async () => {
  await authorise(village)
  const proposal = await propose(village)
  const follow = (on: boolean) =>
    village.ask('villager-1', 'followProposal', { params: { proposal }, body: { on } })
  expect((await follow(true)).status).toBe(200)
  expect((await follow(true)).status).toBe(200)
  const followed = async (name: string) => (await village.must(name, 'listFollowed')).rows
  expect(await followed('villager-1')).toMatchObject([{ proposalId: proposal, stage: 'branchProposal' }])
  expect(await followed('villager-2')).toEqual([])
  await decide(village, proposal, 'adopt')
  expect(await followed('villager-1')).toMatchObject([{ stage: 'committeeDeliberation' }])
  expect((await follow(false)).status).toBe(200)
  expect(await followed('villager-1')).toEqual([])
  const unknown = { params: { proposal: village.id('villager-1') }, body: { on: true } }
  expect((await village.ask('villager-1', 'followProposal', unknown)).status).toBe(404)
})

test('what I said stands with its state, the newest first, and what others said does not', async () => {
  await authorise(village)
  const proposal = await propose(village)
  const said = async (kind: 'opinion' | 'question', text: string) => {
    await village.clock.set(new Date(village.clock.now().getTime() + 1000))
    return (await village.must('villager-1', 'sayOpinion', { params: { proposal }, body: { kind, text } })).id
  }
  const opinion = await said('opinion', '路面应加厚')
  await said('question', '几时开工')
  await days(1)
  await village.must('villager-1', 'raisePetition', { body: { title: '修村东小桥', text: '小桥年久失修' } })
  await village.must('branchSecretary', 'answerOpinion', {
    params: { proposal, opinion },
    body: { answer: '预算不足', adopted: false },
  })
  const { rows } = await village.must('villager-1', 'listMySayings')
  expect(rows.map(({ kind, state, answer }) => [kind, state, answer])).toEqual([
    ['petition', 'signing', null],
    ['question', 'waiting', null],
    ['opinion', 'notAdopted', '预算不足'],
  ])
  expect((await village.must('villager-2', 'listMySayings')).rows).toEqual([])
})

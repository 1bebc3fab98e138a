import { describe, expect, test } from 'vitest'
import { buildVillage, type Village } from '../village.ts'
import { authorise, days, decide, draftOf, later, matterOf, stageOf } from './matter.ts'

const raise = async (village: Village, who = 'villager-1') =>
  (await village.must(who, 'raisePetition', { body: { title: '修村东小桥', text: '小桥年久失修' } }))
    .id as string
const sign = (village: Village, who: string, petition: string, demand?: 'villagers' | 'representatives') =>
  village.ask(who, 'signPetition', { params: { petition }, body: demand ? { demand } : {} })
const look = async (village: Village) => {
  const [first] = (await village.must('branchSecretary', 'listPetitions')).rows
  if (!first) throw new Error('Nothing was put forward.')
  return first
}
const villageOf = () => buildVillage({ representatives: 10, villagers: 20 })
/** From a demand by two of ten representatives to its proposal. */
async function demanded(village: Village) {
  await authorise(village)
  const petitionId = await raise(village)
  for (const n of [1, 2]) await sign(village, `representative-${n}`, petitionId, 'representatives')
  const { id } = await village.must('branchSecretary', 'draftProposal', {
    body: draftOf({ petitionId, initiator: 'representatives' }),
  })
  return { petitionId, proposal: id as string }
}

describe('putting a matter forward', () => {
  test('one fifth of the representatives or one tenth of the registered adults are enough, and the branch must answer in its days', async () => {
    const village = await villageOf()
    const petition = await raise(village)
    const { needed } = await look(village)
    expect(needed).toMatchObject({
      proposeRepresentatives: 2,
      demandRepresentatives: 2,
      demandRepresentativesAssembly: 4,
    })
    expect((await sign(village, 'representative-1', petition)).body.status).toBe('open')
    expect((await sign(village, 'representative-2', petition)).body).toMatchObject({
      status: 'threshold',
      representatives: 2,
    })
    expect(await look(village)).toMatchObject({
      status: 'threshold',
      answerDueAt: '2026-11-17T16:00:00.000Z',
    })
    await village.must('branchSecretary', 'answerPetition', {
      params: { petition },
      body: { answer: '已列入明年计划' },
    })
    expect((await sign(village, 'villager-3', petition)).body.code).toBe('petitionClosed')
  })

  test('each signs once, also when he taps many times at once', async () => {
    const village = await villageOf()
    const petition = await raise(village)
    const replies = await Promise.all(Array.from({ length: 5 }, () => sign(village, 'villager-2', petition)))
    expect(replies.map((reply) => reply.status).sort()).toEqual([200, 409, 409, 409, 409])
    expect((await look(village)).signatures.villagers).toBe(2)
  })

  test('somebody under eighteen or of another place cannot sign', async () => {
    const village = await buildVillage({ villagers: 2, people: [{ name: 'child', birthDate: '2010-05-01' }] })
    const petition = await raise(village)
    expect((await sign(village, 'child', petition)).body.code).toBe('mayNotCosign')
    expect((await sign(village, 'firstSecretary', petition)).status).toBe(403)
    expect((await sign(village, 'other-1', petition)).body.code).toBe('notFound')
  })

  test('an answer that is late is flagged once and stays on record', async () => {
    const village = await villageOf()
    const petition = await raise(village)
    for (const n of [1, 2]) await sign(village, `representative-${n}`, petition)
    await later(village, days(16))
    const { rows } = await village.must('oversightChair', 'getEvidence', { query: { limit: 100 } })
    expect(rows.filter((row) => row.act === 'flagPetition')).toHaveLength(1)
  })
})

describe('a demand under the law', () => {
  test('counts only those who demand, and the branch may not decline it', async () => {
    const village = await villageOf()
    const petition = await raise(village)
    await sign(village, 'representative-1', petition, 'representatives')
    await sign(village, 'representative-2', petition)
    expect((await look(village)).status).toBe('threshold')
    expect((await sign(village, 'representative-2', petition, 'representatives')).body.status).toBe('demand')
    const declined = await village.ask('branchSecretary', 'answerPetition', {
      params: { petition },
      body: { answer: '不列入' },
    })
    expect(declined.body.code).toBe('mayNotDecline')
  })

  test('goes before the body that was demanded, whatever the drafter chose', async () => {
    const village = await villageOf()
    await authorise(village)
    const petitionId = await raise(village)
    for (const n of [1, 2, 3, 4]) await sign(village, `representative-${n}`, petitionId, 'villagers')
    const { id } = await village.must('branchSecretary', 'draftProposal', {
      body: draftOf({ petitionId, assembly: 'representatives' }),
    })
    expect(await matterOf(village, id)).toMatchObject({ demanded: true, assembly: 'households' })
    expect(await look(village)).toMatchObject({ status: 'proposal', proposalId: id })
  })

  test('only the branch makes it a proposal, and once', async () => {
    const village = await villageOf()
    const { petitionId } = await demanded(village)
    expect(
      (await village.ask('villageDirector', 'draftProposal', { body: draftOf({ petitionId }) })).body.code,
    ).toBe('forbidden')
    expect(
      (await village.ask('branchSecretary', 'draftProposal', { body: draftOf({ petitionId }) })).body.code,
    ).toBe('petitionClosed')
  })

  test('steps 1 to 3 are held and recorded, and cannot stop it', async () => {
    const village = await villageOf()
    const { proposal } = await demanded(village)
    await village.must('branchSecretary', 'submitProposal', { params: { proposal }, body: {} })
    expect(await decide(village, proposal, 'oppose')).toBe('committeeDeliberation')
    expect(await decide(village, proposal, 'noQuorum')).toBe('committeeDeliberation')
    expect(await decide(village, proposal, 'oppose')).toBe('partyReview')
    const withdrawn = await village.ask('branchSecretary', 'withdrawProposal', {
      params: { proposal },
      body: { reason: '暂缓' },
    })
    expect(withdrawn.body.code).toBe('demandedCannotStop')
    expect(await decide(village, proposal, 'oppose')).toBe('villagerResolution')
    expect(await decide(village, proposal, 'reject')).toBe('committeeDeliberation')
    // The demand is met by the vote; from here on the matter is one like any other.
    await later(village, days(30))
    expect(await stageOf(village, proposal)).toBe('committeeDeliberation')
    expect(await decide(village, proposal, 'reject')).toBe('branchProposal')
  })

  test('steps not held in time count as held without opinion, with a note of each and one entry', async () => {
    const village = await villageOf()
    const { proposal } = await demanded(village)
    await village.must('branchSecretary', 'submitProposal', { params: { proposal }, body: {} })
    await decide(village, proposal, 'oppose')
    await village.clock.set(new Date('2026-11-17T15:59:59.000Z'))
    expect(await stageOf(village, proposal)).toBe('committeeDeliberation')
    await village.clock.set(new Date('2026-11-17T16:00:00.000Z'))
    const { stage, notes, moves } = await village.must('branchSecretary', 'getProposal', {
      params: { proposal },
    })
    expect(stage).toBe('villagerResolution')
    expect(notes.map((row) => [row.kind, row.text]).sort()).toEqual([
      ['overdueStep', 'committeeDeliberation'],
      ['overdueStep', 'partyReview'],
    ])
    expect(moves.slice(-2).map((row) => row.by)).toEqual(['clock', 'clock'])
  })

  test('a demanded matter that is late shows as overdue', async () => {
    const village = await villageOf()
    const { proposal } = await demanded(village)
    await later(village, days(16))
    expect(await village.must('branchSecretary', 'getProposal', { params: { proposal } })).toMatchObject({
      overdue: true,
      nextDate: { en: 'Hold the meeting demanded by law', at: '2026-11-17T16:00:00.000Z' },
    })
  })
})

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { convene } from '../meetings/meeting.ts'
import { authorise, draftOf } from '../proposals/matter.ts'
import { buildVillage, OTHER_VILLAGE, type Village } from '../village.ts'

const PDF = Buffer.from('%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n')
let village: Village
const keep = async (name: string, purpose: string, subjectId?: string) => {
  const { status, body } = await village.upload(
    name,
    'uploadFile',
    {
      name: 'a.pdf',
      type: 'application/pdf',
      content: Buffer.concat([PDF, Buffer.from(`%${purpose}${name}${Math.random()}`)]),
    },
    { query: { purpose, subjectId } },
  )
  expect(status, JSON.stringify(body)).toBe(200)
  return body.id as string
}
const see = async (name: string | null, id: string, params: Record<string, string> = {}) =>
  (await village.ask(name, 'getFile', { params: { id, ...params } })).status

/** Who asks, and what each kind of paper answers him. */
const WALK = [
  'villager-2',
  'representative-1',
  'oversightChair',
  'accountant',
  'township-1',
  'county-1',
] as const
const STRANGERS = ['other-1', 'otherDirector', 'otherTownship-1']
const walk = async (id: string) =>
  Object.fromEntries(await Promise.all(WALK.map(async (name) => [name, await see(name, id)])))

beforeAll(async () => {
  village = await buildVillage({ villagers: 3 })
  await authorise(village)
})
afterAll(() => village.close())

const draftWith = async (paperIds: string[], sensitive = false) => {
  const body = { ...draftOf(), paperIds, questions: [{ text: '是否同意', sensitive }] }
  return (await village.must('branchSecretary', 'draftProposal', { body })).id
}
const submit = (proposal: string) =>
  village.must('branchSecretary', 'submitProposal', { params: { proposal }, body: {} })

describe('附件: whoever may see the matter may see its papers', () => {
  test("a draft's papers are the committees'; when it is put forward, the village's", async () => {
    const file = await keep('branchSecretary', 'proposal')
    const proposal = await draftWith([file])
    expect(await walk(file)).toMatchObject({
      'villager-2': 404,
      'representative-1': 404,
      oversightChair: 200,
    })
    await submit(proposal)
    expect(await walk(file)).toEqual(Object.fromEntries(WALK.map((name) => [name, 200])))
    const { papers } = await village.must('villager-2', 'getProposal', { params: { proposal } })
    expect(papers.map((one) => one.id)).toEqual([file])
  })

  test('papers of a matter that names households are for those who work on it', async () => {
    const file = await keep('branchSecretary', 'proposal')
    await submit(await draftWith([file], true))
    expect(await walk(file)).toMatchObject({
      'villager-2': 404,
      oversightChair: 200,
      accountant: 200,
      'township-1': 200,
    })
  })

  test('what was shown in a meeting is for its roll', async () => {
    const proposal = await draftWith([])
    await submit(proposal)
    const meeting = await convene(village, proposal, 'branchProposal')
    const file = await keep('branchSecretary', 'meeting', meeting)
    expect(await walk(file)).toMatchObject({
      'villager-2': 403,
      'representative-1': 403,
      oversightChair: 200,
    })
    expect(await see('branchCommittee-1', file)).toBe(200)
  })

  test('an objection, and a paper that belongs to nothing yet, are for the offices and the bringer', async () => {
    for (const purpose of ['objection', 'opinion', 'proposal']) {
      const file = await keep('villager-1', purpose)
      expect(await see('villager-1', file)).toBe(200)
      expect(await walk(file), purpose).toMatchObject({
        'villager-2': 403,
        'representative-1': 403,
        oversightChair: 200,
        'township-1': 200,
      })
    }
    expect((await walk(await keep('villageDirector', 'paper')))['villager-2']).toBe(200)
  })

  test('no paper of this village is found by a neighbour, another township or without log-in', async () => {
    for (const purpose of ['paper', 'proposal', 'objection']) {
      const file = await keep('villageDirector', purpose)
      for (const name of STRANGERS) expect(await see(name, file)).toBe(404)
      expect(await see('otherDirector', file, { village: OTHER_VILLAGE })).toBe(404)
      expect(await see(null, file)).toBe(401)
    }
  })

  test("nobody takes another's paper for his own matter, nor lays one beside a matter he may not see", async () => {
    const foreign = await keep('villager-1', 'objection')
    const body = { ...draftOf(), paperIds: [foreign] }
    expect((await village.ask('branchSecretary', 'draftProposal', { body })).body.code).toBe('notFound')
    expect(await see('villager-2', foreign)).toBe(403)
    const hidden = await draftWith([])
    const laid = await village.upload(
      'villager-2',
      'uploadFile',
      { name: 'a.pdf', type: 'application/pdf', content: PDF },
      { query: { purpose: 'proposal', subjectId: hidden } },
    )
    expect(laid.status).toBe(404)
  })
})

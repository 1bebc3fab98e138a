import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildVillage, type Village } from '../village.ts'
import { authorise, draft, draftOf } from './matter.ts'

/** 写了一半的: two officers on one draft. */
describe('what is being written of a draft', () => {
  let village: Village
  beforeAll(async () => {
    village = await buildVillage()
    await authorise(village)
  })
  afterAll(() => village.close())
  const CLERK = 'branchSecretary'
  const OTHER = 'villageDirector'
  const keep = (who: string, proposal: string, revision: number, content: string) =>
    village.must(who, 'keepDraftWriting', { params: { proposal }, body: { revision, content } })
  const read = (who: string, proposal: string) =>
    village.must(who, 'getDraftWriting', { params: { proposal } })
  const edit = (who: string, proposal: string, more: Record<string, unknown>) =>
    village.ask(who, 'editDraft', { params: { proposal }, body: { ...draftOf(), ...more } })

  test('is kept as it is typed, and told to the second with who wrote it', async () => {
    const proposal = await draft(village)
    expect(await read(CLERK, proposal)).toEqual({
      revision: 0,
      content: null,
      by: null,
      at: null,
      secondsAgo: null,
    })
    expect(await keep(CLERK, proposal, 0, '甲一')).toMatchObject({ kept: true, revision: 1 })
    expect(await keep(CLERK, proposal, 1, '甲二')).toMatchObject({ kept: true, revision: 2 })
    expect(await read(OTHER, proposal)).toMatchObject({
      revision: 2,
      content: '甲二',
      by: { id: village.id(CLERK) },
      secondsAgo: 0,
    })
    await village.clock.set(new Date(village.clock.now().getTime() + 90_000))
    expect((await read(OTHER, proposal)).secondsAgo).toBe(90)
  })

  test('who holds an older one writes over nothing, and gets the other’s words', async () => {
    const proposal = await draft(village)
    await keep(CLERK, proposal, 0, '甲')
    for (const revision of [0, 7])
      expect(await keep(OTHER, proposal, revision, '乙')).toMatchObject({
        kept: false,
        revision: 1,
        content: '甲',
        by: { id: village.id(CLERK) },
      })
    expect((await read(CLERK, proposal)).content).toBe('甲')
    // Having seen it, he may.
    expect(await keep(OTHER, proposal, 1, '乙')).toMatchObject({ kept: true, revision: 2 })
  })

  test('of two at the same instant one is kept', async () => {
    const proposal = await draft(village)
    const replies = await Promise.all([CLERK, OTHER].map((who) => keep(who, proposal, 0, who)))
    expect(replies.map((reply) => reply.kept).sort()).toEqual([false, true])
    expect(new Set(replies.map((reply) => reply.content)).size).toBe(1)
  })

  test('saving from an older one is refused with the other’s name; saving settles what was written', async () => {
    const proposal = await draft(village)
    await keep(CLERK, proposal, 0, '甲')
    const refused = await edit(OTHER, proposal, { revision: 0, title: '乙的题目' })
    expect(refused).toMatchObject({ status: 409, body: { code: 'writtenMeanwhile' } })
    expect(refused.body.messageZh).toContain('也改了这份稿子')
    expect((await edit(CLERK, proposal, { revision: 1, title: '甲的题目' })).status).toBe(200)
    expect(await read(OTHER, proposal)).toMatchObject({ revision: 2, content: null })
    // The other, who wrote on the text before, is told so.
    expect(await keep(OTHER, proposal, 1, '乙')).toMatchObject({ kept: false, content: null })
    // A program that names no revision writes as ever.
    expect((await edit(OTHER, proposal, {})).status).toBe(200)
  })

  test('nobody writes on a matter that was submitted, and nobody reads what was written of it', async () => {
    const proposal = await draft(village)
    await keep(CLERK, proposal, 0, '甲')
    await village.must(CLERK, 'submitProposal', { params: { proposal }, body: {} })
    for (const asked of [
      village.ask(CLERK, 'keepDraftWriting', { params: { proposal }, body: { revision: 1, content: '乙' } }),
      village.ask(CLERK, 'getDraftWriting', { params: { proposal } }),
    ])
      expect(await asked).toMatchObject({ status: 409, body: { code: 'draftOnly' } })
    const { rows } = await village.parts.db.execute(`select 1 from writings where subject_id = '${proposal}'`)
    expect(rows).toEqual([])
  })

  test('what no database holds is refused, and changes nothing', async () => {
    const proposal = await draft(village)
    for (const content of ['甲\u0000乙', '\ud800'])
      expect(
        (
          await village.ask(CLERK, 'keepDraftWriting', {
            params: { proposal },
            body: { revision: 0, content },
          })
        ).status,
      ).toBe(400)
    expect((await read(CLERK, proposal)).revision).toBe(0)
  })

  test('a villager reads no draft', async () => {
    const proposal = await draft(village)
    expect((await village.ask('villager-1', 'getDraftWriting', { params: { proposal } })).status).toBe(403)
  })
})

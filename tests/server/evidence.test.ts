import { inVillage } from '@cunyi/server/base/database/connect.ts'
import { appendEvidence, digestOf, verifyChain } from '@cunyi/server/base/evidence/actions.ts'
import pg from 'pg'
import { describe, expect, test } from 'vitest'
import { buildVillage, OTHER_VILLAGE, type Village } from './village.ts'

const append = (
  village: Village,
  act: string,
  payload: Record<string, unknown> = {},
  villageId = village.villageId,
) =>
  inVillage(village.db, villageId, (tx) =>
    appendEvidence(tx, {
      villageId,
      at: village.clock.now(),
      act,
      by: village.id('villageDirector'),
      office: 'villageDirector',
      payload,
    }),
  )
const verify = (village: Village, villageId = village.villageId) =>
  inVillage(village.db, villageId, (tx) => verifyChain(tx, villageId))

/** Somebody with the keys to the database itself. */
async function tamper(village: Village, statement: string) {
  const client = new pg.Client({ connectionString: village.adminUrl })
  await client.connect()
  await client.query(statement)
  await client.end()
}

describe('留痕', () => {
  test('each entry follows the one before it, and each village has a chain of its own', async () => {
    const village = await buildVillage({ villagers: 1 })
    for (let i = 1; i <= 5; i++) expect((await append(village, 'draftProposal', { i })).seq).toBe(i)
    expect((await append(village, 'draftProposal', {}, OTHER_VILLAGE)).seq).toBe(1)
    expect(await verify(village)).toMatchObject({ entries: 5, whole: true, firstBad: null })
    expect(await verify(village, OTHER_VILLAGE)).toMatchObject({ entries: 1, whole: true })
  })

  test('twenty at once make one chain without a gap', async () => {
    const village = await buildVillage({ villagers: 1 })
    const seqs = await Promise.all(Array.from({ length: 20 }, (_, i) => append(village, 'signIn', { i })))
    expect(seqs.map((one) => one.seq).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 20 }, (_, i) => i + 1),
    )
    expect(await verify(village)).toMatchObject({ entries: 20, whole: true })
  })

  test('before and after are kept as digests, whatever the order of their keys', async () => {
    expect(digestOf({ a: 1, b: [2] })).toBe(digestOf({ b: [2], a: 1 }))
    expect(digestOf({ a: 1 })).not.toBe(digestOf({ a: 2 }))
    const village = await buildVillage({ villagers: 1 })
    await append(village, 'editDraft', { before: { phone: '10000000001' }, after: { phone: '10000000002' } })
    const { rows } = (await inVillage(village.db, village.villageId, (tx) =>
      tx.execute('select payload from evidence'),
    )) as { rows: { payload: Record<string, unknown> }[] }
    expect(rows[0]?.payload).toMatchObject({ act: 'editDraft', before: digestOf({ phone: '10000000001' }) })
    expect(JSON.stringify(rows)).not.toContain('10000000001')
  })

  test.each([
    ['a payload was changed', `update evidence set payload = payload || '{"i": 99}' where seq = 3`, 3],
    ['a time was changed', `update evidence set at = at + interval '1 second' where seq = 2`, 2],
    ['an act was changed', `update evidence set act = 'closePoll' where seq = 4`, 4],
    ['an entry was taken out', `delete from evidence where seq = 2`, 2],
    ['the last entry was taken out', `delete from evidence where seq = 5`, 5],
    [
      'an entry was moved to another matter',
      `update evidence set proposal_id = gen_random_uuid() where seq = 1`,
      1,
    ],
  ])('%s: the first bad entry is named', async (_, statement, firstBad) => {
    const village = await buildVillage({ villagers: 1 })
    for (let i = 1; i <= 5; i++) await append(village, 'draftProposal', { i })
    await tamper(village, statement)
    expect(await verify(village)).toMatchObject({ whole: false, firstBad })
  })

  test('a payload lawfully withheld with its salt leaves the chain whole', async () => {
    const village = await buildVillage({ villagers: 1 })
    for (let i = 1; i <= 3; i++) await append(village, 'draftProposal', { i })
    await tamper(village, 'update evidence set payload = null, salt = null where seq = 2')
    expect(await verify(village)).toMatchObject({ entries: 3, whole: true })
  })

  test('the serving role can neither change nor remove an entry', async () => {
    const village = await buildVillage({ villagers: 1 })
    await append(village, 'draftProposal')
    for (const statement of [`update evidence set act = 'x'`, 'delete from evidence', 'truncate evidence'])
      await expect(inVillage(village.db, village.villageId, (tx) => tx.execute(statement))).rejects.toThrow()
    expect(await verify(village)).toMatchObject({ entries: 1, whole: true })
  })
})

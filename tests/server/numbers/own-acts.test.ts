/** 新号码: what hands a vote on or counts as somebody's own word comes from it as little as a ballot does. */
import { inVillage } from '@cunyi/server/base/database/connect.ts'
import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { assembly } from '../meetings/family.ts'
import { begin, convene, inHall, signIn, villageWith } from '../meetings/meeting.ts'
import { put } from '../proposals/matter.ts'
import type { Village } from '../village.ts'

/** As a clerk or an import has entered it: nobody else has yet seen whose it is. */
const entered = (village: Village, name: string) =>
  inVillage(village.db, village.villageId, (tx) =>
    tx.execute(sql`update people set active_from = null, active_by = null where id = ${village.id(name)}`),
  )
const codeOf = ({ status, body }: { status: number; body: { code?: string } }) => body.code ?? status

test('a proxy is given and taken back from a number in use; on his paper it is taken down by an officer', async () => {
  const { village, meeting, give } = await assembly()
  await entered(village, 'villager-1')
  expect(codeOf(await give('villager-1', 'villager-2'))).toBe('numberNotActive')
  const { body } = await give('villager-1', 'villager-2', 'accountant')
  const revoke = { params: { meeting, proxy: body.id }, body: {} }
  expect(codeOf(await village.ask('villager-1', 'revokeProxy', revoke))).toBe('numberNotActive')
})

test('he signs in from a number in use; in the hall the recorder sees him', async () => {
  const { village, proposal } = await villageWith()
  const meeting = await convene(village, proposal)
  for (const name of ['representative-1', 'representative-2']) await entered(village, name)
  await begin(village, meeting)
  expect(codeOf(await signIn(village, meeting, 'representative-1'))).toBe('numberNotActive')
  expect(codeOf(await signIn(village, meeting, 'representative-3'))).toBe(200)
  expect(await inHall(village, meeting, ['representative-1'])).toMatchObject({ signedIn: 1 })
  // His ballot page finds him there.
  expect((await signIn(village, meeting, 'representative-1')).body).toMatchObject({ way: 'inHall' })
  const params = { meeting }
  const about = { proposalId: proposal, personId: village.id('representative-2') }
  const himself = { ...about, interest: 'relative', reason: '施工队长的弟弟' }
  expect(codeOf(await village.ask('representative-2', 'recuse', { params, body: himself }))).toBe(
    'numberNotActive',
  )
  const excuse = { personId: village.id('representative-2'), reason: '在外' }
  expect(codeOf(await village.ask('representative-2', 'excuse', { params, body: excuse }))).toBe(
    'numberNotActive',
  )
  await village.must('accountant', 'recuse', { params, body: himself })
  const contest = { proposalId: proposal, reason: '不是亲属' }
  expect(codeOf(await village.ask('representative-2', 'contestRecusal', { params, body: contest }))).toBe(
    'numberNotActive',
  )
})

test('a petition is raised and signed, the full way asked for, from a number in use', async () => {
  const { village, proposal } = await villageWith({}, 'branchProposal')
  await put(village, proposal, { track: 'committeeMatter' })
  await entered(village, 'villager-1')
  const petition = { body: { title: '修水渠', text: '村东的水渠漏水' } }
  expect(codeOf(await village.ask('villager-1', 'raisePetition', petition))).toBe('numberNotActive')
  const { id } = await village.must('villager-2', 'raisePetition', petition)
  const sign = { params: { petition: id }, body: {} }
  expect(codeOf(await village.ask('villager-1', 'signPetition', sign))).toBe('numberNotActive')
  expect(codeOf(await village.ask('villager-3', 'signPetition', sign))).toBe(200)
  const full = { params: { proposal }, body: { reason: '钱不少' } }
  expect(codeOf(await village.ask('villager-1', 'askFullWay', full))).toBe('numberNotActive')
  expect(codeOf(await village.ask('villager-2', 'askFullWay', full))).toBe(200)
})

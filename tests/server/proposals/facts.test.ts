import { inVillage } from '@cunyi/server/base/database/connect.ts'
import { moveIfAllowed } from '@cunyi/server/matters/proposals/moves.ts'
import { lockProposal } from '@cunyi/server/matters/proposals/queries/proposals.ts'
import type { Refusal } from '@cunyi/shared/words/refusal.ts'
import type { SittingStage } from '@cunyi/shared/words/vocabulary.ts'
import { expect, test } from 'vitest'
import { buildVillage, type Village } from '../village.ts'
import { propose, put, stageOf } from './matter.ts'

const supersede = (village: Village, old: string) =>
  inVillage(village.db, village.villageId, async (tx) =>
    moveIfAllowed(tx, village.parts, {
      proposal: await lockProposal(tx, village.villageId, old),
      move: 'supersede',
      by: 'newResolution',
      now: village.clock.now(),
    }),
  )

test('a resolution gives way to a new one only when the records hold one in force, whoever says so', async () => {
  const village = await buildVillage()
  const old = await propose(village)
  await put(village, old, { stage: 'implementation' })
  expect(await supersede(village, old)).toMatchObject({ code: 'notSupersededYet' })

  const change = await propose(village, { linkedTo: old, title: '村西道路硬化（变更）' })
  expect(await supersede(village, old)).toMatchObject({ code: 'notSupersededYet' })
  await put(village, change, { stage: 'awaitingApproval' })
  expect(await supersede(village, old)).toMatchObject({ code: 'notSupersededYet' })
  expect(await stageOf(village, old)).toBe('implementation')

  await put(village, change, { stage: 'resolutionDisclosure' })
  expect(await supersede(village, old)).toMatchObject({ to: 'superseded' })
})

test('a matter of which no sitting has failed is not shelved for want of a quorum', async () => {
  const village = await buildVillage()
  const proposal = await propose(village)
  const shelve = () =>
    inVillage(village.db, village.villageId, async (tx) =>
      moveIfAllowed(tx, village.parts, {
        proposal: await lockProposal(tx, village.villageId, proposal),
        move: 'shelve',
        by: 'meeting',
        now: village.clock.now(),
      }),
    )
  // By local rules that convene nobody again, the first failure is the last; but one there must be.
  await put(village, proposal, { profile: { values: { max_reconvene: 0 }, versions: {} } })
  expect(await shelve()).toMatchObject({ code: 'reconveningsLeft', params: { left: 1 } })
  await put(village, proposal, { reconvenings: 1 })
  expect(await shelve()).toMatchObject({ to: 'shelved' })
})

// biome-ignore format: one line, one error
/** Held by the compiler: a caller of moveProposal cannot leave out what only he can reckon, nor put a constant there. */
const doesNotCompile = ({ parts }: Village, why: Refusal | null, flips: boolean) => {
  const tx = {} as Parameters<typeof moveIfAllowed>[0]
  const proposal = {} as Awaited<ReturnType<typeof lockProposal>>
  const now = new Date(0)
  const order = { proposal, now }
  return Promise.all([
  // @ts-expect-error the clock must say why the disclosure is not over
  moveIfAllowed(tx, parts, { ...order, move: 'endDisclosure', by: 'clock' }),
  // @ts-expect-error a literal null is no answer
  moveIfAllowed(tx, parts, { ...order, move: 'endDisclosure', by: 'clock', facts: { disclosureRefusal: null } }),
  // @ts-expect-error a literal true is no recount
  moveIfAllowed(tx, parts, { ...order, move: 'withdrawResolution', by: 'recount', facts: { recountFlips: true, overturned: 'villagerResolution' as SittingStage, contractSigned: flips } }),
  // @ts-expect-error an order of correction has a document number and an article
  moveIfAllowed(tx, parts, { ...order, move: 'orderCorrection', by: 'townshipStaff' }),
  // @ts-expect-error what the records hold is read from them and cannot be passed
  moveIfAllowed(tx, parts, { ...order, move: 'supersede', by: 'newResolution', facts: { newResolutionAdopted: true } }),
  // What is reckoned is taken.
  moveIfAllowed(tx, parts, { ...order, move: 'endDisclosure', by: 'clock', facts: { disclosureRefusal: why } }),
  moveIfAllowed(tx, parts, { ...order, move: 'withdrawResolution', by: 'recount', reason: '复核', facts: { recountFlips: flips, overturned: 'villagerResolution' as SittingStage, contractSigned: flips } }),
  ])
}
test('what should not compile is never run', () => expect(typeof doesNotCompile).toBe('function'))

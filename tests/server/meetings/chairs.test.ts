import { inVillage } from '@cunyi/server/base/database/connect.ts'
import { voidPoll } from '@cunyi/server/matters/polls/void.ts'
import type { VoidReason } from '@cunyi/shared/poll/void-reasons.ts'
import { expect, test } from 'vitest'
import type { Village } from '../village.ts'
import {
  begin,
  check,
  convene,
  inHall,
  openPolls,
  pollRows,
  REPRESENTATIVES,
  tryConvene,
  villageWith,
} from './meeting.ts'

/** A sitting that comes to nothing for that reason: the poll is open, and its ballots are never opened. */
async function comesToNothing(
  village: Village,
  proposal: string,
  reason: VoidReason,
  chair = 'villageDirector',
) {
  const meeting = await convene(village, proposal, 'villagerResolution', { chair, windowHours: 0 })
  await begin(village, meeting)
  await inHall(village, meeting, REPRESENTATIVES.slice(0, 12))
  await openPolls(village, meeting)
  for (const poll of await pollRows(village, meeting))
    await inVillage(village.db, village.villageId, (tx) =>
      voidPoll(tx, { villageId: village.villageId, pollId: poll.id, reason, now: village.clock.now() }),
    )
}
const chairs = async (village: Village, proposal: string): Promise<string[]> =>
  (await check(village, [proposal], 'villagerResolution')).chairs.map((one: { name: string }) => one.name)

test('after three sittings that came to nothing by how they were held another member of the committee chairs', async () => {
  const { village, proposal } = await villageWith()
  expect(await chairs(village, proposal)).toContain('villageDirector')
  for (const reason of ['countInvalid', 'assistedUnreached'] as const)
    await comesToNothing(village, proposal, reason)
  // An outage and what became of the text are nobody's fault.
  await comesToNothing(village, proposal, 'keyLost')
  await comesToNothing(village, proposal, 'amended')
  expect(await chairs(village, proposal)).toContain('villageDirector')
  await comesToNothing(village, proposal, 'countInvalid')

  const left = await chairs(village, proposal)
  expect(left).not.toContain('villageDirector')
  expect(left).toContain('villageCommittee-1')
  expect((await tryConvene(village, proposal, 'villagerResolution')).body.code).toBe('anotherChairs')
  const another = await tryConvene(village, proposal, 'villagerResolution', { chair: 'villageCommittee-1' })
  expect(another.status).toBe(200)
})

test('where nobody else is left to chair the village goes on as it is', async () => {
  const { village, proposal } = await villageWith({ villageCommittee: 1 })
  for (let i = 0; i < 3; i += 1) await comesToNothing(village, proposal, 'countInvalid')
  expect(await chairs(village, proposal)).toEqual(['villageDirector'])
  expect((await tryConvene(village, proposal, 'villagerResolution')).status).toBe(200)
})

import { ruleFor } from '@cunyi/shared/law/meeting-rules.ts'
import { defaultProfile } from '@cunyi/shared/law/profile.ts'
import { expect, test } from 'vitest'
import { buildVillage, COUNTY, VILLAGE, type Village } from './village.ts'

const MEETING = '00000000-0000-4000-8000-0000000000b1'
const PROPOSAL = '00000000-0000-4000-8000-0000000000b3'
const kinds = async (village: Village, name: string) =>
  (await village.must(name, 'listWaiting')).rows.map((row) => row.kind)

test('待办: what waits follows the roll, the notice and the offices of today', async () => {
  const village = await buildVillage({ villagers: 2 })
  const id = (name: string) => `'${village.id(name)}'`
  const rule = JSON.stringify(ruleFor('representatives', defaultProfile()))
  const proposal = (which: string, number: string, stage: string, more = `'[]'`) =>
    `insert into proposals (village_id, id, number, title, stage, track, codes, route, assembly, initiative, initiator, version, line_id, drafted_by, drafted_at, stage_since, approval_needed)
     values ('${VILLAGE}', '${which}', '${number}', '修路', '${stage}', 'full', '["M03"]', 'A', 'representatives', 'cadres', 'branch', 1, gen_random_uuid(), ${id('branchSecretary')}, '2026-11-01', '2026-11-01', ${more})`
  await village.sql(
    proposal(PROPOSAL, '2026-001', 'villagerResolution'),
    proposal('00000000-0000-4000-8000-0000000000b4', '2026-002', 'branchProposal'),
    proposal('00000000-0000-4000-8000-0000000000b5', '2026-003', 'awaitingApproval', `'["county"]'`),
    proposal('00000000-0000-4000-8000-0000000000b6', '2026-004', 'drafting'),
    `insert into meetings (village_id, id, assembly, stage, title, place, status, notice_at, opens_at, window_hours, window_end, half_at, lapses_at, convened_by, chair_id, recorder_id, teller_ids, online_counts, hall_secret)
     values ('${VILLAGE}', '${MEETING}', 'representatives', 'villagerResolution', '代表会议', '村部', 'scheduled', '2026-11-01', '2026-11-03T00:00Z', 48, '2026-11-05T00:00Z', '2026-11-04T00:00Z', '2026-11-11T16:00Z', ${id('villageDirector')}, ${id('villageDirector')}, ${id('accountant')}, '[${JSON.stringify(village.id('villager-1'))}]', true, '\\x00')`,
    `insert into agenda_items (village_id, meeting_id, proposal_id, seq) values ('${VILLAGE}', '${MEETING}', '${PROPOSAL}', 1)`,
    `insert into polls (village_id, meeting_id, proposal_id, seq, status, secret, rule) values ('${VILLAGE}', '${MEETING}', '${PROPOSAL}', 1, 'open', true, '${rule}')`,
    `insert into meeting_roll (village_id, meeting_id, person_id, votes, capacities) values ('${VILLAGE}', '${MEETING}', ${id('representative-1')}, true, '[]')`,
    `insert into notices (village_id, meeting_id, person_id, channel, given_at) values ('${VILLAGE}', '${MEETING}', ${id('representative-1')}, 'app', '2026-11-01')`,
  )
  expect(await kinds(village, 'representative-1')).toEqual(['read'])
  expect(await kinds(village, 'villager-1')).toEqual([])
  expect(await kinds(village, 'accountant')).toEqual([])
  expect((await kinds(village, 'branchSecretary')).sort()).toEqual(['convene', 'prepare'])
  // Step 4 has its meeting; the matter of step 1 is the branch's to convene.
  expect(await kinds(village, 'villageDirector')).toEqual([])
  expect(await kinds(village, 'county-1')).toEqual(['approve'])
  expect(await kinds(village, 'township-1')).toEqual([])
  await village.clock.set(new Date('2026-11-03T00:00:00Z'))
  expect((await kinds(village, 'representative-1')).sort()).toEqual(['read', 'signIn'])
  // From the opening on, and not a minute before: who keeps the record, who counts.
  expect(await kinds(village, 'accountant')).toEqual(['record'])
  expect(await kinds(village, 'villager-1')).toEqual(['teller'])
  await village.sql(`update polls set status = 'counting' where village_id = '${VILLAGE}'`)
  expect(await kinds(village, 'villager-1')).toEqual(['count'])
  await village.sql(`update polls set status = 'open' where village_id = '${VILLAGE}'`)
  await village.sql(
    `insert into attendances (village_id, meeting_id, person_id, way, means, signed_in_at, by) values ('${VILLAGE}', '${MEETING}', ${id('representative-1')}, 'online', 'self', '2026-11-03', ${id('representative-1')})`,
  )
  expect((await kinds(village, 'representative-1')).sort()).toEqual(['read', 'vote'])
  const { rows } = await village.must('representative-1', 'getMyRecord')
  expect(rows).toMatchObject([{ meetingId: MEETING, way: 'online', voted: 0, receipts: [], ballots: [] }])
  await village.must('county-1', 'proposeProfile', {
    params: { division: COUNTY },
    body: { values: { cooling_days: 31 }, basis: null },
  })
  expect(await kinds(village, 'county-1')).toEqual(['approve'])
  expect((await kinds(village, 'county-2')).sort()).toEqual(['approve', 'confirm'])
})

/**
 * 所有视图放在一起: whoever has every office reads everything about one poll, the lists and the evidence with it, and looks
 * for any figures but the lawful total. What figures may be seen without naming anybody is tried in rules/small-group.
 */
import { inVillage } from '@cunyi/server/base/database/connect.ts'
import { recordsOf } from '@cunyi/server/views/archive/queries/packages.ts'
import { publicRecords, withoutSmallGroups } from '@cunyi/server/views/archive/records.ts'
import type { RequestName } from '@cunyi/shared/api/index.ts'
import { expect, test } from 'vitest'
import { buildVillage, type Village } from '../village.ts'
import { names, type Sitting, sit } from './sitting.ts'

const members = names('representative', 30)
const WHO = [
  'villageDirector',
  'branchSecretary',
  'oversightChair',
  'accountant',
  'villageCommittee-1',
  'township-1',
  'county-1',
  'representative-1',
  null,
]
const KINDS = ['for', 'against', 'abstain'] as const

/** Whatever has the form of figures, wherever it stands. */
function figuresIn(value: unknown): Record<string, unknown>[] {
  if (typeof value !== 'object' || value === null) return []
  const own = value as Record<string, unknown>
  const inside = Object.values(own).flatMap(figuresIn)
  return KINDS.every((kind) => typeof own[kind] === 'number') ? [own, ...inside] : inside
}

async function everything(village: Village, sitting: Sitting) {
  const { pollId: poll, meetingId: meeting, proposalId: proposal } = sitting
  const asked: [RequestName, object][] = [
    ['getPoll', { params: { poll } }],
    ['getPollList', { params: { poll }, query: { limit: 100 } }],
    ['getCount', { params: { poll } }],
    ['listReceipts', { params: { poll } }],
    ['getReceiptProof', { params: { poll } }],
    ['getMeeting', { params: { meeting } }],
    ['getMeetingNow', { params: { meeting } }],
    ['getMinutes', { params: { meeting } }],
    ['getRecord', { params: { proposal } }],
    ['getEvidence', { query: { limit: 100 } }],
    ['getEvidence', { query: { limit: 100, meetingId: meeting } }],
    ['getProposal', { params: { proposal } }],
    ['getPublicMatter', { params: { proposal } }],
    ['getPublicBoard', {}],
  ]
  const seen: { who: string; body: unknown }[] = []
  for (const who of WHO)
    for (const [request, options] of asked) {
      const { status, body } = await village.ask(who, request, options)
      if (status === 200) seen.push({ who: `${who} ${request}`, body })
    }
  await inVillage(village.db, village.villageId, async (tx) => {
    const office = withoutSmallGroups(await recordsOf(tx, village.villageId, proposal))
    const counted = Object.fromEntries(
      KINDS.map((kind) => [kind, office.ballots.filter((row) => row.choice === kind).length]),
    )
    seen.push({ who: 'office package', body: office }, { who: 'public package', body: publicRecords(office) })
    if (office.ballots.length > 0) seen.push({ who: 'ballots of a package', body: counted })
  })
  return seen
}

/** What is shown beside the total, and by what. */
async function beside(village: Village, sitting: Sitting) {
  const seen = await everything(village, sitting)
  const { figures } = await sitting.result()
  const isTotal = (one: Record<string, unknown>) =>
    KINDS.every((kind) => one[kind] === (figures as Record<string, unknown>)[kind])
  expect(seen.length).toBeGreaterThan(40)
  expect(seen.filter(({ body }) => figuresIn(body).some(isTotal)).length).toBeGreaterThan(8)
  return [
    ...new Set(seen.flatMap(({ who, body }) => (figuresIn(body).some((one) => !isTotal(one)) ? [who] : []))),
  ]
}

async function voted(
  village: Village,
  { phone, paper }: { phone: [number, number]; paper: [number, number, number, number] },
) {
  const sitting = await sit(village, { roll: members, inHall: members })
  await sitting.open()
  const phones = phone[0] + phone[1]
  const slips = paper.reduce((sum, one) => sum + one, 0)
  await sitting.castAll(members.slice(0, phone[0]), 'for')
  await sitting.castAll(members.slice(phone[0], phones), 'against')
  if (slips > 0)
    await village.must('villageCommittee-1', 'handOutSlips', {
      params: { poll: sitting.pollId },
      body: { personIds: members.slice(phones, phones + slips).map(village.id) },
    })
  await sitting.close()
  const [yes, against, abstain, invalid] = paper
  for (const teller of slips > 0 ? ['villageCommittee-1', 'villageCommittee-2'] : [])
    await village.must(teller, 'enterCountSheet', {
      params: { poll: sitting.pollId },
      body: { for: yes, against, abstain, invalid, issued: slips },
    })
  await sitting.pass(3000)
  return sitting
}

test('fourteen phones that all said yes, beside ten slips: no office, no record and no package tells the one from the other', async () => {
  const village = await buildVillage({ representatives: 30 })
  expect(await beside(village, await voted(village, { phone: [14, 0], paper: [3, 5, 1, 1] }))).toEqual([])
})

test('three slips beside phones: told to the oversight committee, which sees no heap that all chose alike, and to nobody else', async () => {
  const village = await buildVillage({ representatives: 30 })
  const seers = await beside(village, await voted(village, { phone: [12, 4], paper: [1, 2, 0, 0] }))
  expect(seers).toEqual(['oversightChair getPoll', 'oversightChair getCount'])
  const another = await buildVillage({ representatives: 30 })
  expect(await beside(another, await voted(another, { phone: [12, 4], paper: [0, 3, 0, 0] }))).toEqual([])
})

test('where nothing was counted by hand the ballots are the total, and a package keeps them', async () => {
  const village = await buildVillage({ representatives: 30 })
  const sitting = await voted(village, { phone: [20, 1], paper: [0, 0, 0, 0] })
  expect((await everything(village, sitting)).map(({ who }) => who)).toContain('ballots of a package')
})

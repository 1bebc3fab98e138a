import { inVillage } from '@cunyi/server/base/database/connect.ts'
import { sql } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { propose } from '../proposals/matter.ts'
import type { Village } from '../village.ts'
import { at, begin, convene, inHall, pollRows, rowOf, signIn, tryConvene, villageWith } from './meeting.ts'

const refusal = (code: string, status = 409) => ({ status, body: { code } })
const PLACES = [
  ['三组打谷场', 'villageCommittee-1', 'villageCommittee-2'],
  ['五组文化室', 'branchCommittee-1', 'branchCommittee-2'],
] as const
const placesOf = (village: Village, places: readonly (readonly string[])[] = PLACES) =>
  places.map(([name, ...tellers]) => ({ name: name as string, tellerIds: tellers.map(village.id) }))
const codeOf = async (village: Village, meeting: string, placeNo?: number) =>
  (await village.must('accountant', 'getHallCode', { params: { meeting }, query: { placeNo } }))
    .code as string

describe('分会场 in the notice', () => {
  const several = async () => {
    const { village, proposal } = await villageWith()
    const meeting = await convene(village, proposal, 'villagerResolution', {
      more: { places: placesOf(village) },
    })
    return { village, meeting }
  }

  test('each place has its name and its two tellers; all of them are tellers of the meeting', async () => {
    const { village, meeting } = await several()
    const { places, tellers } = await village.must('villageDirector', 'getMeeting', { params: { meeting } })
    expect(places.map((place) => [place.placeNo, place.name, place.tellers.length, place.present])).toEqual([
      [0, '村部', 2, 0],
      [1, '三组打谷场', 2, 0],
      [2, '五组文化室', 2, 0],
    ])
    expect(tellers).toHaveLength(6)
  })

  test('the notice names every place', async () => {
    const { village } = await several()
    const texts = await inVillage(village.db, village.villageId, async (tx) =>
      (await tx.execute<{ text: string }>(sql`select text from outbox where kind = 'notice'`)).rows.map(
        (row) => row.text,
      ),
    )
    expect(texts.length).toBeGreaterThan(0)
    for (const text of texts) expect(text).toContain('地点：村部（分会场：三组打谷场、五组文化室）')
  })

  test('two tellers a place, none of them twice, none the chair', async () => {
    const { village, proposal } = await villageWith()
    const trying = (places: readonly (readonly string[])[]) =>
      tryConvene(village, proposal, 'villagerResolution', { more: { places: placesOf(village, places) } })
    expect(await trying([['三组', 'villageCommittee-1']])).toMatchObject(refusal('tellersNeeded', 422))
    expect(await trying([['三组', 'villageCommittee-1', 'oversightCommittee-1']])).toMatchObject(
      refusal('tellerTwoPlaces'),
    )
    expect(await trying([['三组', 'villageCommittee-1', 'villageDirector']])).toMatchObject(
      refusal('tellerIsChair'),
    )
    const twelve = Array.from({ length: 12 }, (_, i) => [`${i}`, 'villageCommittee-1', 'villageCommittee-2'])
    const tooMany = await tryConvene(village, proposal, 'villagerResolution', {
      opensAt: '2026-12-20T01:00:00.000Z',
      more: { places: placesOf(village, twelve) },
    })
    expect(tooMany).toMatchObject(refusal('malformed', 400))
  })

  test('each place shows a code of its own; who scans it is signed in there, and another place’s moves him', async () => {
    const { village, meeting } = await several()
    await begin(village, meeting)
    const [here, there] = [await codeOf(village, meeting), await codeOf(village, meeting, 2)]
    expect(here).not.toBe(there)
    expect((await signIn(village, meeting, 'representative-1', there)).body).toMatchObject({ placeNo: 2 })
    expect((await signIn(village, meeting, 'representative-2', here)).body).toMatchObject({ placeNo: 0 })
    expect((await signIn(village, meeting, 'representative-2', there)).body).toMatchObject({ placeNo: 2 })
    const { places } = await village.must('villageDirector', 'getMeeting', { params: { meeting } })
    expect(places.map((place) => place.present)).toEqual([0, 0, 2])
    expect(
      await village.ask('accountant', 'getHallCode', { params: { meeting }, query: { placeNo: 3 } }),
    ).toMatchObject(refusal('notFound', 404))
  })

  test('a place’s teller signs in at his own place, the recorder wherever he says', async () => {
    const { village, meeting } = await several()
    await begin(village, meeting)
    await inHall(village, meeting, ['representative-1'], 'villageCommittee-1')
    await village.must('accountant', 'signInPeople', {
      params: { meeting },
      body: { personIds: [village.id('representative-2')], placeNo: 2 },
    })
    await inHall(village, meeting, ['representative-3'])
    const { rows } = await village.must('accountant', 'getRoll', {
      params: { meeting },
      query: { state: 'inHall' },
    })
    const placeOf = (name: string) => rows.find((row) => row.person.id === village.id(name))?.placeNo
    expect(['representative-1', 'representative-2', 'representative-3'].map(placeOf)).toEqual([1, 2, 0])
  })

  test('officers are replaced place by place; a place left out is refused', async () => {
    const { village, meeting } = await several()
    const replace = (placeTellers?: string[][]) =>
      village.ask('villageDirector', 'replaceOfficers', {
        params: { meeting },
        body: {
          chairId: village.id('villageDirector'),
          recorderId: village.id('accountant'),
          tellerIds: ['oversightCommittee-1', 'oversightCommittee-2'].map(village.id),
          reason: '外出',
          ...(placeTellers ? { placeTellers: placeTellers.map((two) => two.map(village.id)) } : {}),
        },
      })
    expect(await replace()).toMatchObject({ ...refusal('placesDiffer'), body: { params: { places: 2 } } })
    const two = [
      ['villageCommittee-1', 'representative-9'],
      ['branchCommittee-1', 'branchCommittee-2'],
    ]
    expect((await replace(two)).status).toBe(200)
    const { places } = await village.must('villageDirector', 'getMeeting', { params: { meeting } })
    expect(places[1]?.tellers.map((one) => one.id)).toEqual(two[0]?.map(village.id))
    expect((await rowOf(village, meeting)).tellerIds).toHaveLength(6)
  })
})

describe('无记名, chosen by the notice', () => {
  test('a poll that would be open becomes secret; the others of the meeting stay as they are', async () => {
    const { village, proposal } = await villageWith({}, 'committeeDeliberation')
    const second = await propose(village, { title: '安装路灯' })
    await at(village, second, 'committeeDeliberation')
    const meeting = await convene(village, [proposal, second], 'committeeDeliberation', {
      more: { secretFor: [second] },
    })
    const polls = await pollRows(village, meeting)
    expect(polls.map((poll) => [poll.proposalId === second, poll.secret, poll.rule.votingMode])).toEqual([
      [false, false, 'open_named'],
      [true, true, 'secret'],
    ])
  })

  test('there is no way back: what the rule has secret stays secret without being named', async () => {
    const { village, proposal } = await villageWith()
    const meeting = await convene(village, proposal, 'villagerResolution', { more: { secretFor: [] } })
    expect((await pollRows(village, meeting))[0]).toMatchObject({ secret: true })
  })

  test('a matter that is not on the agenda cannot be named', async () => {
    const { village, proposal } = await villageWith()
    const trying = (secretFor: string[]) =>
      tryConvene(village, proposal, 'villagerResolution', { more: { secretFor } })
    expect(await trying([village.id('representative-1')])).toMatchObject(refusal('notFound', 404))
  })

  test('a secret poll needs five on its roll, also where the notice chose it', async () => {
    const { village, proposal } = await villageWith(
      { branchCommittee: 3, villageCommittee: 1 },
      'branchProposal',
    )
    const trying = (secretFor: string[]) =>
      tryConvene(village, proposal, 'branchProposal', { more: { secretFor } })
    expect(await trying([proposal])).toMatchObject(refusal('secretNeedsMore'))
    expect((await trying([])).status).toBe(200)
  })
})

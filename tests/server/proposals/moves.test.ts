import { PROPOSAL_MOVES } from '@cunyi/shared/matter/moves.ts'
import { STAGE_KEYS, type Stage, type Track } from '@cunyi/shared/words/vocabulary.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildVillage, type Village } from '../village.ts'
import {
  authorise,
  close,
  decide,
  draftOf,
  matterOf,
  money,
  notice,
  propose,
  put,
  stageOf,
  toStep4,
  WAN,
} from './matter.ts'

/** Every request of this noun that may change a stage, with a whole body. */
const { title, summary, body, facts, budget } = draftOf()
const REQUESTS = [
  ['submitProposal', {}],
  ['withdrawProposal', { reason: '重新考虑' }],
  ['referProposal', { reason: '代表会议无法决定' }],
  ['shelveProposal', { reason: '多次不足法定人数' }],
  ['archiveProposal', {}],
  ['orderCorrection', { documentNumber: '演镇函〔2026〕1号', article: 'art 31', reason: '内容违法' }],
  ['approveProposal', { documentNumber: '演镇批〔2026〕1号' }],
  ['refuseApproval', { documentNumber: '演镇批〔2026〕2号', reason: '超出用途' }],
  ['giveOpinion', { text: '程序合规' }],
  ['fileProposal', { documentNumber: '演镇备〔2026〕1号' }],
  [
    'reviseProposal',
    { title, summary, body, facts: { ...facts, place: '村北' }, budget, reason: '改线', touchesRights: true },
  ],
  ['addNote', { kind: 'challenge', text: '程序有疑问' }],
] as const
const ROLES = [
  'branchSecretary',
  'villageDirector',
  'villageCommittee-1',
  'oversightChair',
  'boardChair',
  'groupHead',
  'accountant',
  'firstSecretary',
  'representative-1',
  'villager-1',
  'township-1',
  'county-1',
  'otherTownship-1',
  'otherDirector',
]

const SLOW = 400_000

/** Each role sends each request at each stage: what moved, and what moved that is no row of the table. */
async function walk(village: Village, proposal: string, track: Track, stages: readonly Stage[]) {
  const jumps: string[] = []
  const made = new Set<string>()
  const closedDoors = new Set<string>()
  const stand = (stage: Stage) =>
    put(village, proposal, {
      stage,
      track,
      approvalNeeded: stage === 'awaitingApproval' ? ['township'] : [],
      stageSince: village.clock.now(),
    })
  for (const from of stages) {
    await stand(from)
    for (const [request, asked] of REQUESTS) {
      for (const role of ROLES) {
        if (closedDoors.has(`${role} ${request}`)) continue
        const { status, body: told } = await village.ask(role, request, { params: { proposal }, body: asked })
        // 权限 at the door does not look at the stage: once refused there is refused everywhere.
        const isDoor =
          told.code === 'forbidden' || told.code === 'notForAdministrators' || role.startsWith('other')
        if (isDoor && status !== 200) closedDoors.add(`${role} ${request}`)
        if (status !== 200) continue
        const to = await stageOf(village, proposal)
        await stand(from)
        if (to === from) continue
        made.add(`${request} ${from} → ${to}`)
        if (!PROPOSAL_MOVES.some((one) => one.from === from && one.to === to && one.tracks.includes(track)))
          jumps.push(`${role} ${request} ${from} → ${to}`)
      }
    }
    // Nothing that was refused moved it either.
    if ((await stageOf(village, proposal)) !== from) jumps.push(`a refused request moved it from ${from}`)
  }
  return { jumps, made }
}

describe('no role and no request can jump over a row of the table', () => {
  let village: Village
  let proposal: string
  beforeAll(async () => {
    village = await buildVillage({ representatives: 1, villagers: 1, partyMembers: 3 })
    await authorise(village)
    proposal = await propose(village)
  })
  afterAll(() => village.close())

  test(
    'on the full way',
    async () => {
      const { jumps, made } = await walk(village, proposal, 'full', STAGE_KEYS)
      expect(jumps).toEqual([])
      // What persons can do at all; the rest of the table belongs to meetings, to the clock and to recounts.
      expect([...made].sort()).toEqual([
        'approveProposal awaitingApproval → resolutionDisclosure',
        'orderCorrection awaitingApproval → committeeDeliberation',
        'orderCorrection implementation → committeeDeliberation',
        'orderCorrection outcomeDisclosure → committeeDeliberation',
        'orderCorrection resolutionDisclosure → committeeDeliberation',
        'refuseApproval awaitingApproval → committeeDeliberation',
        'reviseProposal partyReview → committeeDeliberation',
        'reviseProposal villagerResolution → committeeDeliberation',
        'submitProposal drafting → branchProposal',
        'withdrawProposal branchProposal → withdrawn',
        'withdrawProposal committeeDeliberation → withdrawn',
        'withdrawProposal drafting → withdrawn',
        'withdrawProposal partyReview → withdrawn',
        'withdrawProposal villagerResolution → withdrawn',
      ])
    },
    SLOW,
  )

  test(
    'on the way of a committee matter there is no step 3 and no step 4',
    async () => {
      const { jumps, made } = await walk(village, proposal, 'committeeMatter', [
        'committeeDeliberation',
        'resolutionDisclosure',
        'implementation',
        'archived',
      ])
      expect(jumps).toEqual([])
      expect(
        [...made].some((move) => move.includes('villagerResolution') || move.includes('partyReview')),
      ).toBe(false)
    },
    SLOW,
  )

  test(
    'an opinion makes no resolution: nothing leads to disclosure, and the township cannot correct it',
    async () => {
      const { jumps, made } = await walk(village, proposal, 'opinion', [
        'villagerResolution',
        'opinionSent',
        'archived',
      ])
      expect(jumps).toEqual([])
      expect([...made]).toContain('archiveProposal opinionSent → archived')
      expect(
        [...made].some((move) => move.includes('Disclosure') || move.startsWith('orderCorrection')),
      ).toBe(false)
    },
    SLOW,
  )
})

describe('rejection', () => {
  test('leads back or to the shelf as the table and the frozen profile say', async () => {
    const village = await buildVillage()
    await authorise(village)
    const first = await propose(village)
    expect(await decide(village, first, 'reject')).toBe('shelved')
    // Each of another text and place: the same one would be the same matter.
    const second = await propose(village, {
      ...money(96 * WAN, { place: '东坑塘' }),
      title: '东坑塘清淤',
      summary: '清理东坑塘淤泥',
      body: '清理东坑塘的淤泥，加固塘埂。',
    })
    await decide(village, second, 'adopt')
    expect(await decide(village, second, 'reject')).toBe('branchProposal')
    const third = await propose(village, {
      ...money(96 * WAN, { place: '村小学' }),
      title: '小学围墙修缮',
      summary: '重砌小学围墙',
      body: '重砌小学北面围墙二百米。',
    })
    await decide(village, third, 'adopt')
    await decide(village, third, 'adopt')
    expect(await decide(village, third, 'reject')).toBe('committeeDeliberation')
    const { profile } = await matterOf(village, third)
    await put(village, third, {
      stage: 'partyReview',
      profile: { versions: {}, ...profile, values: { ...profile?.values, on_reject_3: 'shelve' } },
    })
    expect(await decide(village, third, 'reject')).toBe('shelved')
  })

  test('the same text cools for thirty days before the same assembly, editorial change or not; another text does not', async () => {
    const village = await buildVillage()
    await authorise(village)
    const proposal = await toStep4(village)
    expect(await decide(village, proposal, 'reject')).toBe('committeeDeliberation')
    const cooling = async () =>
      (await village.must('branchSecretary', 'getProposal', { params: { proposal } })).cooling
    expect(await cooling()).toEqual([{ assembly: 'representatives', until: '2026-12-02T16:00:00.000Z' }])
    await village.must('branchSecretary', 'reviseProposal', {
      params: { proposal },
      body: {
        title,
        summary,
        body: '硬化村西道路 3.2 公里，宽 4 米，含路肩。',
        facts,
        budget,
        reason: '文字',
      },
    })
    expect(await cooling()).toHaveLength(1)
    await village.must('branchSecretary', 'reviseProposal', {
      params: { proposal },
      body: { title, summary, body, ...money(80 * WAN, { place: '村西' }), reason: '压缩造价' },
    })
    expect(await cooling()).toEqual([])
  })

  test('no quorum cools nothing and keeps the stage; after the last reconvening the matter is shelved', async () => {
    const village = await buildVillage()
    await authorise(village)
    const proposal = await toStep4(village)
    for (const n of [1, 2]) {
      expect(await decide(village, proposal, 'noQuorum')).toBe('villagerResolution')
      expect((await matterOf(village, proposal)).reconvenings).toBe(n)
    }
    const early = await village.ask('villageDirector', 'shelveProposal', {
      params: { proposal },
      body: { reason: '人不齐' },
    })
    expect(early.body).toMatchObject({ code: 'reconveningsLeft', params: { left: 1 } })
    expect((await village.must('branchSecretary', 'getProposal', { params: { proposal } })).cooling).toEqual(
      [],
    )
    expect(await decide(village, proposal, 'noQuorum')).toBe('shelved')
  })

  test('a void poll counts neither as rejection nor as reconvening', async () => {
    const village = await buildVillage()
    await authorise(village)
    const proposal = await toStep4(village)
    expect(await decide(village, proposal, 'void')).toBe('villagerResolution')
    expect(await matterOf(village, proposal)).toMatchObject({ reconvenings: 0, rejectionsAtStep4: 0 })
    const offered = async () =>
      (await village.must('villageDirector', 'getProposal', { params: { proposal } })).mayNow
    expect(await offered()).not.toContain('shelveProposal')
    // Reconvened in vain as often as is allowed, the last time void: the matter stands, and a leader may shelve it.
    await village.sql(`update proposals set reconvenings = 3 where id = '${proposal}'`)
    expect(await offered()).toContain('shelveProposal')
    const reason = '三次都没有开成'
    await village.must('villageDirector', 'shelveProposal', { params: { proposal }, body: { reason } })
    expect(await matterOf(village, proposal)).toMatchObject({ stage: 'shelved' })
  })
})

describe('deadlock', () => {
  const deadlocked = async () => {
    const village = await buildVillage()
    await authorise(village)
    const proposal = await toStep4(village)
    await decide(village, proposal, 'reject')
    for (let step = 2; step <= 3; step++) await decide(village, proposal, 'adopt')
    expect(await decide(village, proposal, 'reject')).toBe('shelved')
    return { village, proposal }
  }
  const refer = (village: Village, proposal: string, who = 'villageDirector') =>
    village.ask(who, 'referProposal', { params: { proposal }, body: { reason: '代表会议两次未通过' } })

  test('is referred to the villagers’ assembly with the branch’s consent, once, without cooling', async () => {
    const { village, proposal } = await deadlocked()
    expect((await refer(village, proposal)).body.code).toBe('branchConsentNeeded')
    expect(
      (
        await village.ask('villageDirector', 'addNote', {
          params: { proposal },
          body: { kind: 'branchConsent', text: '同意' },
        })
      ).body.code,
    ).toBe('forbidden')
    await village.must('branchSecretary', 'addNote', {
      params: { proposal },
      body: { kind: 'branchConsent', text: '同意' },
    })
    expect((await refer(village, proposal)).body).toEqual({ stage: 'villagerResolution' })
    const after = await village.must('branchSecretary', 'getProposal', { params: { proposal } })
    expect(after.assembly).toBe('households')
    expect(after.cooling.map((row) => row.assembly)).toEqual(['representatives'])
    expect(await decide(village, proposal, 'reject')).toBe('shelved')
    await village.must('branchSecretary', 'addNote', {
      params: { proposal },
      body: { kind: 'branchConsent', text: '再次同意' },
    })
    expect((await refer(village, proposal)).body.code).toBe('notReferable')
  })

  test('is too late after thirty days', async () => {
    const { village, proposal } = await deadlocked()
    await village.must('branchSecretary', 'addNote', {
      params: { proposal },
      body: { kind: 'branchConsent', text: '同意' },
    })
    await put(village, proposal, { shelvedAt: new Date('2026-10-01T00:00:00Z') })
    expect((await refer(village, proposal)).body.code).toBe('referTooLate')
  })

  test('a matter shelved at step 1 cannot be referred', async () => {
    const village = await buildVillage()
    await authorise(village)
    const proposal = await propose(village)
    await decide(village, proposal, 'reject')
    await village.must('branchSecretary', 'addNote', {
      params: { proposal },
      body: { kind: 'branchConsent', text: '同意' },
    })
    expect((await refer(village, proposal)).body.code).toBe('notReferable')
  })
})

describe('several questions', () => {
  const two = { questions: [{ text: '道路' }, { text: '排水沟' }] }

  test('that stand together are adopted only if each is', async () => {
    const village = await buildVillage()
    await authorise(village)
    const proposal = await toStep4(village, two)
    const sat = await notice(village, proposal)
    expect(await close(village, proposal, sat, 0, 'adopt')).toEqual({
      stage: 'villagerResolution',
      moved: false,
    })
    expect(await close(village, proposal, sat, 1, 'reject')).toEqual({
      stage: 'committeeDeliberation',
      moved: true,
    })
  })

  test('severally the adopted ones go on and the rest are listed as not adopted', async () => {
    const village = await buildVillage()
    await authorise(village)
    const proposal = await toStep4(village, { ...two, together: false })
    expect(await decide(village, proposal, 'reject', 'adopt')).toBe('resolutionDisclosure')
    const { questions, resolutionNumber } = await village.must('villager-1', 'getProposal', {
      params: { proposal },
    })
    expect(questions.map((row) => row.outcome)).toEqual(['reject', 'adopt'])
    expect(resolutionNumber).toBe('R2026-001')
  })

  test('a question without quorum comes to a new sitting alone, and the matter waits for it', async () => {
    const village = await buildVillage()
    await authorise(village)
    const proposal = await toStep4(village, two)
    expect(await decide(village, proposal, 'adopt', 'noQuorum')).toBe('villagerResolution')
    const again = await notice(village, proposal, ['branchSecretary'], [1])
    expect((await close(village, proposal, again, 0, 'adopt')).stage).toBe('resolutionDisclosure')
  })

  test('an opinion is sent whatever it says, once every question has one', async () => {
    const village = await buildVillage()
    const proposal = await toStep4(village, {
      codes: ['M09'],
      facts: { stateDecides: true, stateSubject: 'relief' },
      budget: [],
      ...two,
    })
    const sat = await notice(village, proposal)
    expect((await close(village, proposal, sat, 0, 'oppose')).stage).toBe('villagerResolution')
    expect((await close(village, proposal, sat, 1, 'support')).stage).toBe('opinionSent')
    expect(await matterOf(village, proposal)).toMatchObject({ resolutionNumber: null })
    expect(
      (await village.must('villageDirector', 'archiveProposal', { params: { proposal }, body: {} })).stage,
    ).toBe('archived')
  })
})

import { describe, expect, test } from 'vitest'
import { buildVillage } from '../village.ts'
import {
  authorise,
  charter,
  days,
  decide,
  draft,
  draftOf,
  later,
  matterOf,
  money,
  propose,
  put,
  stageOf,
  WAN,
} from './matter.ts'

describe('drafting', () => {
  test('the drafter is told the way, why, and the earliest lawful sittings', async () => {
    const village = await buildVillage()
    await authorise(village)
    const { codes, facts } = draftOf()
    const told = await village.must('villageDirector', 'checkRoute', { body: { codes, facts } })
    expect(told).toMatchObject({
      track: 'full',
      route: 'A',
      assembly: 'representatives',
      refusal: null,
      totalDaysWarning: false,
    })
    expect(told.assemblies).toEqual(['representatives', 'households'])
    // Notice on the 2nd: step 1 on the 4th, step 2 on the 6th, step 3 on the 10th, step 4 on the 16th.
    expect(told.earliest.map((row) => row.from)).toEqual([
      '2026-11-03T16:00:00.000Z',
      '2026-11-05T16:00:00.000Z',
      '2026-11-09T16:00:00.000Z',
      '2026-11-15T16:00:00.000Z',
    ])
    const assembly = await village.must('villageDirector', 'checkRoute', {
      body: { codes: ['M01'], facts: {} },
    })
    expect(assembly).toMatchObject({ assembly: 'households', totalDaysWarning: true })
  })

  test('without an authorisation the representatives may not decide', async () => {
    const village = await buildVillage()
    const told = await village.must('villageDirector', 'checkRoute', {
      body: { codes: ['M03'], facts: {}, assembly: 'representatives' },
    })
    expect(told.refusal?.code).toBe('outsideAuthorisation')
  })

  test('a draft is seen by the committees and the oversight committee, by nobody else', async () => {
    const village = await buildVillage()
    const proposal = await draft(village)
    for (const name of ['villageDirector', 'oversightChair', 'branchCommittee-1'])
      expect((await village.ask(name, 'getProposal', { params: { proposal } })).status).toBe(200)
    for (const name of ['villager-1', 'representative-1', 'township-1', 'firstSecretary', 'other-1'])
      expect((await village.ask(name, 'getProposal', { params: { proposal } })).body.code).toBe('notFound')
    expect((await village.must('villager-1', 'listProposals')).rows).toEqual([])
    expect((await village.must('oversightChair', 'listProposals')).rows).toHaveLength(1)
  })

  test('sources, uses and the amount are one sum, and the refusal names all three', async () => {
    const village = await buildVillage()
    await authorise(village)
    const proposal = await draft(village, { facts: { amount: 95 * WAN } })
    const { status, body } = await village.ask('branchSecretary', 'submitProposal', {
      params: { proposal },
      body: {},
    })
    expect([status, body.code]).toEqual([422, 'budgetDiffers'])
    expect(body.messageEn).toBe(
      'Sources 960,000.00, uses 960,000.00 and the amount 950,000.00 (yuan) must be equal',
    )
  })

  test('what a vote may not decide is refused with the reason', async () => {
    const village = await buildVillage()
    const proposal = await draft(village, { facts: { touches: ['guarantee'] }, budget: [], codes: ['M10'] })
    const { body } = await village.ask('branchSecretary', 'submitProposal', {
      params: { proposal },
      body: {},
    })
    expect(body.code).toBe('notDecidable')
    expect(body.messageZh).toContain('不得提供担保')
  })

  test('what the State decides becomes an opinion, whose questions on households only insiders and the roll see', async () => {
    const village = await buildVillage()
    const proposal = await propose(village, {
      codes: ['M09'],
      facts: { stateDecides: true, stateSubject: 'relief' },
      budget: [],
      questions: [{ text: '第4户', sensitive: true }],
      together: false,
    })
    expect(await matterOf(village, proposal)).toMatchObject({ track: 'opinion', sensitive: true })
    expect((await village.ask('villager-1', 'getProposal', { params: { proposal } })).body.code).toBe(
      'notFound',
    )
    expect((await village.must('villager-1', 'listProposals')).rows).toEqual([])
    expect((await village.ask('township-1', 'getProposal', { params: { proposal } })).status).toBe(200)
  })

  test('distribution of land compensation goes to the full member assembly and nowhere else', async () => {
    const village = await buildVillage()
    await charter(village, 'memberRepresentatives')
    for (const assembly of ['representatives', 'memberRepresentatives'] as const) {
      const proposal = await draft(village, { codes: ['M08'], ...money(300 * WAN), assembly })
      const { body } = await village.ask('branchSecretary', 'submitProposal', {
        params: { proposal },
        body: {},
      })
      expect(body.code).toBe('fullMemberAssemblyOnly')
    }
  })

  test('agency over land may go to the member representatives by a charter clause', async () => {
    const village = await buildVillage()
    const land = {
      codes: ['M06' as const],
      facts: { agencyOnly: true, area: 42_000 },
      budget: [],
      assembly: 'memberRepresentatives' as const,
    }
    const before = await draft(village, land)
    expect(
      (await village.ask('branchSecretary', 'submitProposal', { params: { proposal: before }, body: {} }))
        .body.code,
    ).toBe('charterClauseNeeded')
    await charter(village, 'memberRepresentatives')
    const unproven = await draft(village, { ...land, facts: { ...land.facts, proofs: [] } })
    const { body: refused } = await village.ask('branchSecretary', 'submitProposal', {
      params: { proposal: unproven },
      body: {},
    })
    expect(refused).toMatchObject({
      code: 'wayPaperNeeded',
      messageZh: expect.stringContaining('委托流转书样本'),
    })
    expect(await matterOf(village, await propose(village, land))).toMatchObject({
      route: 'B',
      assembly: 'memberRepresentatives',
      track: 'full',
    })
  })
})

describe('submission', () => {
  test('submitted twice at once, the matter moves once and one line of history says so', async () => {
    const village = await buildVillage()
    await authorise(village)
    const proposal = await draft(village)
    const replies = await Promise.all(
      ['branchSecretary', 'branchCommittee-1', 'branchSecretary', 'branchCommittee-2'].map((name) =>
        village.ask(name, 'submitProposal', { params: { proposal }, body: {} }),
      ),
    )
    expect(replies.map((reply) => reply.status).sort()).toEqual([200, 409, 409, 409])
    const { moves, stage } = await village.must('villageDirector', 'getProposal', { params: { proposal } })
    expect([stage, moves.map((row) => row.move)]).toEqual(['branchProposal', ['submit']])
  })

  test('the branch submits; the village committee may only draft', async () => {
    const village = await buildVillage()
    const proposal = await draft(village, {}, 'villageDirector')
    expect(
      (await village.ask('villageDirector', 'submitProposal', { params: { proposal }, body: {} })).body.code,
    ).toBe('notYourMove')
  })

  test('the rule profile is frozen: a later change does not reach the matter', async () => {
    const village = await buildVillage()
    await authorise(village)
    const proposal = await propose(village)
    const { profile, profileVersions } = await village.must('villageDirector', 'getProposal', {
      params: { proposal },
    })
    expect(profile?.cooling_days).toBe(30)
    expect(profileVersions).toEqual({ county: 0, township: 0, village: 0 })
  })

  test('numbers run through the year without a gap, also when many draft at once', async () => {
    const village = await buildVillage()
    const ids = await Promise.all(Array.from({ length: 6 }, () => draft(village)))
    const numbers = await Promise.all(ids.map(async (id) => (await matterOf(village, id)).number))
    expect(numbers.sort()).toEqual(['2026-001', '2026-002', '2026-003', '2026-004', '2026-005', '2026-006'])
  })

  test('a submitted matter is not written over', async () => {
    const village = await buildVillage()
    await authorise(village)
    const proposal = await propose(village)
    const { body } = await village.ask('branchSecretary', 'editDraft', {
      params: { proposal },
      body: draftOf({ title: '另一条路' }),
    })
    expect(body.code).toBe('draftOnly')
    expect((await matterOf(village, proposal)).title).toBe('村西道路硬化')
  })
})

describe('below the threshold', () => {
  test('a small work is a committee matter and never a resolution of the villagers', async () => {
    const village = await buildVillage()
    const proposal = await propose(village, money(3_000_00, { place: '村东' }))
    expect(await matterOf(village, proposal)).toMatchObject({
      track: 'committeeMatter',
      assembly: 'committees',
      noteNeeded: false,
    })
    await decide(village, proposal, 'adopt')
    expect(await decide(village, proposal, 'adopt')).toBe('resolutionDisclosure')
    expect((await matterOf(village, proposal)).resolutionNumber).toBeNull()
  })

  test('matters of one place within twelve months are summed, and the sum takes the full way', async () => {
    const village = await buildVillage()
    await authorise(village)
    const first = await propose(village, money(15_000_00, { place: '村东 小桥' }))
    const body = { codes: ['M03'], facts: { amount: 6_000_00, place: '村东小桥' } }
    const told = await village.must('villageDirector', 'checkRoute', { body })
    expect(told).toMatchObject({ track: 'full', similar: [{ amount: 15_000_00 }] })
    const elsewhere = await village.must('villageDirector', 'checkRoute', {
      body: { ...body, facts: { amount: 6_000_00, place: '村南' } },
    })
    expect(elsewhere.track).toBe('committeeMatter')
    await put(village, first, { submittedAt: new Date('2025-11-01T15:59:59.000Z') })
    expect((await village.must('villageDirector', 'checkRoute', { body })).track).toBe('committeeMatter')
  })

  test('a revision that grows over the threshold takes the full way', async () => {
    const village = await buildVillage()
    await authorise(village)
    const proposal = await propose(village, money(4_000_00))
    const { title, summary, body } = draftOf()
    await village.must('branchSecretary', 'reviseProposal', {
      params: { proposal },
      body: { title, summary, body, ...money(40_000_00), reason: '造价核实' },
    })
    expect(await matterOf(village, proposal)).toMatchObject({ track: 'full', assembly: 'representatives' })
  })

  test('in the second band the oversight committee is asked; its silence is logged when its day has ended', async () => {
    const village = await buildVillage()
    const proposal = await propose(village, money(12_000_00))
    await decide(village, proposal, 'adopt')
    expect((await matterOf(village, proposal)).noteDueAt?.toISOString()).toBe('2026-11-03T16:00:00.000Z')
    await village.clock.set(new Date('2026-11-03T15:59:59.000Z'))
    expect((await village.must('oversightChair', 'getProposal', { params: { proposal } })).notes).toEqual([])
    await village.clock.set(new Date('2026-11-03T16:00:00.000Z'))
    expect(
      (await village.must('oversightChair', 'getProposal', { params: { proposal } })).notes,
    ).toMatchObject([{ kind: 'oversightNote', verdict: 'silent', by: null }])
  })

  test('a note that was given leaves nothing to log', async () => {
    const village = await buildVillage()
    const proposal = await propose(village, money(12_000_00))
    await decide(village, proposal, 'adopt')
    await village.must('oversightCommittee-1', 'addNote', {
      params: { proposal },
      body: { kind: 'oversightNote', text: '同意', agrees: true },
    })
    await later(village, days(3))
    const { notes } = await village.must('oversightChair', 'getProposal', { params: { proposal } })
    expect(notes).toMatchObject([
      { kind: 'oversightNote', verdict: 'agreed', text: '同意', byOffice: 'oversightCommittee' },
    ])
    expect(await stageOf(village, proposal)).toBe('committeeDeliberation')
  })
})

import { outcomeStandsWithout, recountedOutcome } from '@cunyi/shared/poll/stands.ts'
import { decide, type Figures, quorumLine } from '@cunyi/shared/poll/tally.ts'
import { describe, expect, test } from 'vitest'
import { rule } from './village.ts'

const figures = (
  entitled: number,
  inHall: number,
  online: number,
  ballots: readonly [number, number, number],
  more: Partial<Figures> = {},
): Figures => ({
  entitled,
  presentInHall: inHall,
  presentOnline: online,
  for: ballots[0],
  against: ballots[1],
  abstain: ballots[2],
  ...more,
})

describe('C1: a road is hardened', () => {
  test('① all five of the branch committee agree', () => {
    expect(decide(figures(5, 5, 0, [5, 0, 0]), rule('branch')).outcome).toBe('adopt')
  })
  test('② six of seven on both committees agree', () => {
    expect(decide(figures(7, 7, 0, [6, 0, 1]), rule('committees')).outcome).toBe('adopt')
  })
  test('③ 48 of 63 are there and 44 agree', () => {
    const tally = decide(figures(63, 21, 27, [44, 4, 0]), rule('partyMembers'))
    expect(tally).toMatchObject({
      present: 48,
      quorumNeeded: 42,
      quorumMet: true,
      majorityBase: 63,
      majorityNeeded: 32,
      outcome: 'adopt',
    })
  })
  test('④ 40 of 60 is exactly two thirds; 26 of the 40 present carry it, abstentions stay in the base', () => {
    const tally = decide(figures(60, 19, 21, [26, 9, 5]), rule('representatives'))
    expect(tally).toMatchObject({
      present: 40,
      quorumNeeded: 40,
      quorumMet: true,
      majorityBase: 40,
      majorityNeeded: 21,
      outcome: 'adopt',
    })
    expect(tally.bothBases).toEqual({
      present: { base: 40, needed: 21, met: true },
      entitled: { base: 60, needed: 31, met: false },
    })
  })
  test('④ the same ballots fail where the base is the whole composition', () => {
    const tally = decide(
      figures(60, 19, 21, [26, 9, 5]),
      rule('representatives', { 's4.vra.majority_base': 'composition' }),
    )
    expect(tally).toMatchObject({ majorityBase: 60, majorityNeeded: 31, outcome: 'reject' })
  })
  test('the result is told in both languages with figures, rule and outcome', () => {
    const { sentenceZh, sentenceEn } = decide(figures(60, 19, 21, [26, 9, 5]), rule('representatives'))
    expect(sentenceZh).toBe(
      '应到60人，到会40人（须三分之二以上，即40人）；赞成26票、反对9票、弃权5票、无效0票、未投0人；须到会40人的过半数，即21票；通过。',
    )
    expect(sentenceEn).toBe(
      '40 of 60 present (at least two thirds: 40); 26 for, 9 against, 5 abstained, 0 invalid, 0 not cast; more than half of 40 present: 21; adopted.',
    )
  })
})

test('C3: 22 of 44 present is exactly half and fails', () => {
  const tally = decide(figures(60, 30, 14, [22, 15, 7]), rule('representatives'))
  expect(tally).toMatchObject({ majorityNeeded: 23, outcome: 'reject' })
})

describe('C4: 39 of 60 is no quorum', () => {
  test('nothing is decided, whatever the ballots say, and one is missing', () => {
    const tally = decide(figures(60, 24, 15, [39, 0, 0]), rule('representatives'))
    expect(tally).toMatchObject({ quorumMet: false, quorumMissing: 1, outcome: 'noQuorum' })
    expect(tally.sentenceZh).not.toContain('赞成')
  })
  test('reconvened with 46, 33 carry it', () => {
    expect(decide(figures(60, 25, 21, [33, 8, 5]), rule('representatives')).outcome).toBe('adopt')
  })
})

describe('C5: an opinion is support or oppose, never a resolution', () => {
  const opinion = rule('representatives', {}, { opinionTrack: true })
  test('18 of 41 is no support', () =>
    expect(decide(figures(60, 41, 0, [18, 20, 3]), opinion).outcome).toBe('oppose'))
  test('21 of 41 is support', () =>
    expect(decide(figures(60, 41, 0, [21, 17, 3]), opinion).outcome).toBe('support'))
  test('39 present is no quorum for an opinion either', () =>
    expect(decide(figures(60, 39, 0, [39, 0, 0]), opinion).outcome).toBe('noQuorum'))
  test('steps 1 to 3 of an opinion are decided as any other', () =>
    expect(decide(figures(5, 5, 0, [5, 0, 0]), rule('branch', {}, { opinionTrack: true })).outcome).toBe(
      'adopt',
    ))
  test('a relief list of the village itself is a resolution: 30 of 44', () =>
    expect(decide(figures(60, 44, 0, [30, 10, 4]), rule('representatives')).outcome).toBe('adopt'))
})

test('a demanded matter gets support or oppose at steps 1 to 3 and a decision at step 4', () => {
  expect(decide(figures(5, 5, 0, [1, 4, 0]), rule('branch', {}, { demanded: true })).outcome).toBe('oppose')
  expect(
    decide(figures(60, 40, 0, [10, 30, 0]), rule('representatives', {}, { demanded: true })).outcome,
  ).toBe('reject')
})

test.each([
  [41, 'adopt'],
  [38, 'adopt'],
  [37, 'reject'],
] as const)('C7: %i of 57 member representatives: %s', (inFavour, outcome) => {
  expect(
    decide(figures(57, 45, 0, [inFavour, 45 - inFavour, 0]), rule('memberRepresentatives')).outcome,
  ).toBe(outcome)
})

describe('C8: two thirds of all 1,790 members, present or not', () => {
  const here = (inFavour: number) =>
    figures(1790, 411, 702, [inFavour, 1302 - inFavour, 0], { represented: 189 })
  test('1,302 are present, 189 of them by proxy; 1,194 in favour pass exactly', () => {
    const tally = decide(here(1194), rule('members'))
    expect(tally).toMatchObject({
      present: 1302,
      quorumNeeded: 1194,
      quorumMet: true,
      majorityBase: 1790,
      majorityNeeded: 1194,
      outcome: 'adopt',
    })
  })
  test('1,193 fail though they are 91.6 % of those present', () => {
    const tally = decide(here(1193), rule('members'))
    expect(tally.outcome).toBe('reject')
    expect(tally.bothBases.present.met).toBe(true)
  })
  test.each([
    [1343, 'adopt'],
    [1342, 'reject'],
  ] as const)('benefits for non-members: %i of 1,790, three quarters of all: %s', (inFavour, outcome) => {
    const special = rule('members', {}, { nonMemberBenefits: true })
    expect(decide(figures(1790, 1400, 0, [inFavour, 0, 0]), special).outcome).toBe(outcome)
  })
  test('a represented person counts only where the body allows proxies', () => {
    expect(
      quorumLine(figures(60, 39, 0, [0, 0, 0], { represented: 5 }), rule('representatives')).present,
    ).toBe(39)
  })
})

describe("C10: the villagers' assembly by households", () => {
  const ballots = figures(612, 188, 233, [236, 150, 35])
  test('with the charter clause 421 of 612 are there and 236 carry it', () => {
    const tally = decide(ballots, rule('households', { 'online.counts_as_present.assembly': true }))
    expect(tally).toMatchObject({ present: 421, quorumNeeded: 408, majorityNeeded: 211, outcome: 'adopt' })
  })
  test('without it only the 188 in the hall count: no quorum', () => {
    const tally = decide(ballots, rule('households'))
    expect(tally).toMatchObject({ present: 188, quorumMissing: 220, outcome: 'noQuorum' })
  })
  test('the profile alone is not enough: the basis must be on record', () => {
    expect(
      rule('households', { 'online.counts_as_present.assembly': true }, { onlineBasis: false }).onlineCounts,
    ).toBe(false)
  })
})

describe('C12: money from households, variant A', () => {
  const variantA = rule('representatives', { 'fundraising.variant': 'A' }, { fundraising: true })
  const sitting = (households: { present: number; for: number }) =>
    figures(60, 30, 17, [27, 12, 8], { households: { all: 612, ...households } })
  test('47 of 60 are there, 27 carry it; they stand for 466 of 612 households, those in favour for 251 of 466', () => {
    const tally = decide(sitting({ present: 466, for: 251 }), variantA)
    expect(tally.households).toEqual({
      quorum: { base: 612, needed: 408, met: true, present: 466 },
      majority: { base: 466, needed: 234, met: true, for: 251 },
    })
    expect(tally.outcome).toBe('adopt')
  })
  test('household figures decide too: 407 of 612 is no quorum, 233 of 466 no majority', () => {
    expect(decide(sitting({ present: 407, for: 251 }), variantA).outcome).toBe('noQuorum')
    expect(decide(sitting({ present: 466, for: 233 }), variantA).outcome).toBe('reject')
  })
  test('it is open by rule, because households are reckoned from who said yes', () => {
    expect(variantA).toMatchObject({ secret: false, votingMode: 'open_named' })
  })
  test('variant B: four fifths of the representatives there, two thirds of all agree', () => {
    const variantB = rule('representatives', { 'fundraising.variant': 'B' }, { fundraising: true })
    expect(decide(figures(60, 48, 0, [40, 8, 0]), variantB).outcome).toBe('adopt')
    expect(decide(figures(60, 48, 0, [39, 9, 0]), variantB).outcome).toBe('reject')
    expect(decide(figures(60, 47, 0, [45, 2, 0]), variantB).outcome).toBe('noQuorum')
  })
  test('variant C: two thirds of the households there, two thirds of those agree', () => {
    const variantC = rule('households', { 'fundraising.variant': 'C' }, { fundraising: true })
    expect(decide(figures(612, 408, 0, [272, 136, 0]), variantC).outcome).toBe('adopt')
    expect(decide(figures(612, 408, 0, [271, 137, 0]), variantC).outcome).toBe('reject')
  })
})

describe('edges', () => {
  test.each([
    [933, 'noQuorum'],
    [934, 'adopt'],
  ] as const)('adults mode: %i of 1,866 there: %s', (present, outcome) => {
    expect(decide(figures(1866, present, 0, [present, 0, 0]), rule('villagers')).outcome).toBe(outcome)
  })
  test.each([
    [2, 'noQuorum'],
    [3, 'adopt'],
  ] as const)('a branch committee of five with %i there: %s', (present, outcome) => {
    expect(decide(figures(5, present, 0, [present, 0, 0]), rule('branch')).outcome).toBe(outcome)
  })
  test('step 3 with 41 of 63 fails the profile though half is there', () => {
    expect(decide(figures(63, 41, 0, [41, 0, 0]), rule('partyMembers')).outcome).toBe('noQuorum')
    expect(
      decide(figures(63, 41, 0, [41, 0, 0]), rule('partyMembers', { 's3.quorum': '>=1/2' })).outcome,
    ).toBe('adopt')
  })
  test('step 3 over all Party members counts those without a vote on both sides: 44 of 66', () => {
    const all = rule('partyMembers', { 's3.quorum_base': 'all_members' })
    const sitting = (withoutVote: number) =>
      figures(63, 42, 0, [40, 2, 0], { allMembers: 66, presentWithoutVote: withoutVote })
    expect(quorumLine(sitting(1), all)).toMatchObject({
      quorumBase: 66,
      quorumPresent: 43,
      quorumNeeded: 44,
      quorumMet: false,
    })
    expect(decide(sitting(2), all)).toMatchObject({ quorumPresent: 44, majorityBase: 63, outcome: 'adopt' })
  })
  test('who signed in and casts nothing weighs like a vote against', () => {
    const tally = decide(figures(60, 44, 0, [22, 0, 0]), rule('representatives'))
    expect(tally).toMatchObject({ notCast: 22, outcome: 'reject' })
  })
  test('invalid slips stay in the base', () => {
    expect(decide(figures(60, 40, 0, [20, 5, 5], { invalid: 10 }), rule('representatives')).outcome).toBe(
      'reject',
    )
  })
  test('more ballots than persons is refused, not counted', () => {
    expect(() => decide(figures(60, 40, 0, [30, 11, 0]), rule('representatives'))).toThrow(
      'countInconsistent',
    )
  })
  test('a second quorum of the women representatives, where the county asks for it', () => {
    const withWomen = rule('representatives', { 's4.vra.women_quorum': '>=2/3' })
    const sitting = (present: number) => figures(60, 44, 0, [30, 14, 0], { women: { entitled: 21, present } })
    expect(decide(sitting(13), withWomen)).toMatchObject({
      outcome: 'noQuorum',
      women: { needed: 14, missing: 1 },
    })
    expect(decide(sitting(14), withWomen).outcome).toBe('adopt')
  })
})

describe('recusal never touches a base that the law fixes', () => {
  const sitting = figures(60, 40, 0, [18, 16, 0], { recusedPresent: 6 })
  test('60 on the roll, 6 recused and there, 34 others: the quorum of 40 is met, the majority is of 34', () => {
    expect(decide(sitting, rule('representatives'))).toMatchObject({
      quorumMet: true,
      majorityBase: 34,
      majorityNeeded: 18,
      notCast: 0,
      outcome: 'adopt',
    })
  })
  test('staying in the base, the same ballots fail', () => {
    expect(decide(sitting, rule('representatives', { recusal_mode: 'stay_no_vote' }))).toMatchObject({
      majorityBase: 40,
      outcome: 'reject',
    })
  })
  test('where the base is all entitled, nobody is taken from it', () => {
    expect(decide(sitting, rule('representatives', { 's4.vra.majority_base': 'composition' }))).toMatchObject(
      { majorityBase: 60, outcome: 'reject' },
    )
  })
  test('who only declared may vote', () => {
    const all = figures(60, 40, 0, [24, 16, 0], { recusedPresent: 6 })
    expect(decide(all, rule('representatives', { recusal_mode: 'disclose_only' }))).toMatchObject({
      majorityBase: 40,
      outcome: 'adopt',
    })
  })
})

describe('a recount with ballots that cannot be found: the worst way decides', () => {
  const adopted = figures(60, 44, 0, [25, 15, 4])
  test('25 of 44 stand without two ballots and fall without three', () => {
    expect(outcomeStandsWithout(2, adopted, rule('representatives'))).toBe(true)
    expect(outcomeStandsWithout(3, adopted, rule('representatives'))).toBe(false)
  })
  test('where those persons leave the base too, three may go: 22 of 41', () => {
    expect(outcomeStandsWithout(3, adopted, rule('representatives'), { presentInHall: 41 })).toBe(true)
    expect(outcomeStandsWithout(4, adopted, rule('representatives'), { presentInHall: 40 })).toBe(true)
    expect(outcomeStandsWithout(5, adopted, rule('representatives'), { presentInHall: 40 })).toBe(false)
  })
  test('a rejection can fall as well: 22 of 44 against 22 of 43', () => {
    const rejected = figures(60, 44, 0, [22, 22, 0])
    expect(outcomeStandsWithout(1, rejected, rule('representatives'))).toBe(true)
    expect(outcomeStandsWithout(1, rejected, rule('representatives'), { presentInHall: 43 })).toBe(false)
  })
  test('a quorum that falls away takes the outcome with it', () => {
    expect(
      outcomeStandsWithout(1, figures(60, 40, 0, [30, 10, 0]), rule('representatives'), {
        presentInHall: 39,
      }),
    ).toBe(false)
  })
  test('a rejection stands without any ballot at all, and no more can be taken than were cast', () => {
    const rejected = figures(60, 44, 0, [22, 20, 1], { invalid: 1 })
    expect(outcomeStandsWithout(44, rejected, rule('representatives'))).toBe(true)
    expect(outcomeStandsWithout(45, rejected, rule('representatives'))).toBe(false)
    expect(() => outcomeStandsWithout(-1, rejected, rule('representatives'))).toThrow(RangeError)
  })
  test('slips counted wrong and a ballot that cannot be found weigh together', () => {
    const recounted = { before: adopted, after: { ...adopted, for: 23, against: 17 } }
    expect(recountedOutcome('adopt', { ...recounted, t: 0 }, rule('representatives'))).toBe('adopt')
    expect(recountedOutcome('adopt', { ...recounted, t: 1 }, rule('representatives'))).toBe('void')
  })
  test('without wrongful ballots every outcome stands', () => {
    expect(outcomeStandsWithout(0, adopted, rule('representatives'))).toBe(true)
  })
})

describe('村民会议: both quorums of art 26, side by side', () => {
  const there = (heads: number, households: number) => ({
    headsAndHouseholds: {
      heads: { all: 1866, present: heads },
      households: { all: 612, present: households },
    },
  })

  test('by households, two thirds of 612 are there; by heads they would be far too few, and that decides nothing', () => {
    const tally = decide(figures(612, 408, 0, [205, 203, 0], there(408, 408)), rule('households'))
    expect(tally).toMatchObject({ quorumNeeded: 408, quorumMet: true, outcome: 'adopt' })
    expect(tally.bothQuorums).toEqual({
      heads: { base: 1866, present: 408, needed: 934, met: false },
      households: { base: 612, present: 408, needed: 408, met: true },
    })
    expect(tally.sentenceZh).toContain(
      '按人计1866人中到会408人（须934人），按户计612户中到会408户（须408户）',
    )
  })

  test('by heads, exactly half is no quorum, though nearly every household has somebody there', () => {
    const tally = decide(figures(1866, 933, 0, [0, 0, 0], there(933, 600)), rule('villagers'))
    expect(tally.outcome).toBe('noQuorum')
    expect(tally.bothQuorums).toMatchObject({
      heads: { needed: 934, met: false },
      households: { needed: 408, met: true },
    })
  })

  test('407 of 612 households are one too few', () => {
    const tally = decide(figures(612, 407, 0, [0, 0, 0], there(407, 407)), rule('households'))
    expect(tally).toMatchObject({ outcome: 'noQuorum', quorumMissing: 1 })
  })

  test('a body that sits in one way only has one quorum', () => {
    const tally = decide(figures(60, 40, 0, [30, 10, 0], there(40, 40)), rule('representatives'))
    expect(tally.bothQuorums).toBeNull()
  })
})

describe('a result of an earlier release', () => {
  test('says every number of assisted ballots, as it was told; one of today says few of them in words', () => {
    const told = (of: ReturnType<typeof rule>) =>
      decide(figures(60, 45, 0, [40, 5, 0], { assisted: 1 }), of).sentenceZh
    const { ringMin: _, ringPct: __, ...earlier } = rule('representatives')
    expect(told(rule('representatives'))).toContain('有代录')
    expect(told(earlier)).toContain('代录1份')
  })

  test('met its quorum by all members alone; today half of those with a vote must be there as well', () => {
    const today = rule('partyMembers', { 's3.quorum_base': 'all_members' })
    const { votersQuorum: _, ...earlier } = today
    const there = figures(20, 9, 0, [9, 0, 0], { allMembers: 60, presentWithoutVote: 31 })
    expect(decide(there, earlier).quorumMet).toBe(true)
    expect(decide(there, today).quorumMet).toBe(false)
  })
})

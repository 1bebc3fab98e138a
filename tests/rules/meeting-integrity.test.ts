import { ruleFor } from '@cunyi/shared/law/meeting-rules.ts'
import { defaultProfile } from '@cunyi/shared/law/profile.ts'
import { capOf, mustRing, whyOverCap, withRinging } from '@cunyi/shared/meeting/assist.ts'
import { CORRECTION_GROUND_KEYS, groundsFor, whyNotGround } from '@cunyi/shared/meeting/corrections.ts'
import { mayContest, whyNotRecuse, whyRecusedOut } from '@cunyi/shared/meeting/recusal.ts'
import { decide, figuresOf } from '@cunyi/shared/poll/tally.ts'
import { CORRECTION_KINDS } from '@cunyi/shared/words/kinds.ts'
import type { Assembly, PollStatus } from '@cunyi/shared/words/vocabulary.ts'
import { describe, expect, test } from 'vitest'

const rule = ruleFor('representatives', defaultProfile(), { onlineBasis: true })

const day = (n: number) => new Date(Date.UTC(2026, 2, n))

describe('名册更正的理由', () => {
  test('every kind of correction has a ground before the poll; once it is open only death and being left out are left', () => {
    for (const kind of CORRECTION_KINDS) expect(groundsFor(kind, false), kind).not.toEqual([])
    expect(Object.fromEntries(CORRECTION_KINDS.map((kind) => [kind, groundsFor(kind, true)]))).toEqual({
      add: ['leftOut'],
      strike: ['died'],
      vote: [],
      noVote: [],
      representative: [],
    })
  })

  test('that somebody could not be reached stands nowhere in the list', () => {
    expect(CORRECTION_GROUND_KEYS).toEqual(['died', 'leftVillage', 'officeEnded', 'wrongRecord', 'leftOut'])
    expect(whyNotGround('leftOut', 'strike', false)?.code).toBe('correctionGround')
    expect(whyNotGround('wrongRecord', 'vote', true)?.code).toBe('correctionPollOpen')
  })
})

describe('代录的上限与核对', () => {
  test('five or three in a hundred of the roll, the larger, for a helper and for a pair', () => {
    expect([60, 166, 200, 2400].map((roll) => capOf(rule, roll))).toEqual([5, 5, 6, 72])
    expect(whyOverCap({ byHelper: 4, byPair: 4 }, 5)).toBeNull()
    expect(whyOverCap({ byHelper: 5, byPair: 1 }, 5)?.code).toBe('helperCapReached')
    expect(whyOverCap({ byHelper: 3, byPair: 5 }, 5)?.code).toBe('pairCapReached')
  })

  test('all are rung from five on, where they are more than a fifth of the ballots', () => {
    const rings = (assisted: number, ballots: number) => mustRing(rule, { assisted, ballots })
    expect([rings(4, 4), rings(5, 25), rings(5, 24), rings(6, 29)]).toEqual([false, false, true, true])
    // A rule frozen by an older release names none of it.
    const { ringMin: _min, ringPct: _pct, helperCapPct: _cap, ...old } = rule
    expect([mustRing(old, { assisted: 5, ballots: 24 }), capOf(old, 2400)]).toEqual([true, 72])
  })

  test('the result says it in words; of fewer than k assisted ballots it names no number', () => {
    const figures = { entitled: 60, presentInHall: 45, presentOnline: 0, for: 40, against: 5, abstain: 0 }
    const few = decide({ ...figures, assisted: 4 }, rule)
    expect(few.sentenceZh).toContain('有代录')
    expect(few.sentenceZh).not.toMatch(/代录\d/)
    const many = withRinging(decide({ ...figures, assisted: 12 }, rule), 'some')
    expect(many.sentenceZh).toMatch(/代录12份.*没有联系上的，全部去掉结果也不变。$/)
    expect(withRinging(few, null)).toBe(few)
  })
})

describe('回避', () => {
  test('what is the same for everybody asks nobody to be recused; another interest is put in words', () => {
    const why = (codes: ('M01' | 'M03')[], interest: 'relative' | 'other', reason = '承包人的弟弟') =>
      whyNotRecuse({ codes, interest, reason })?.code ?? null
    expect([why(['M01'], 'relative'), why(['M03'], 'relative')]).toEqual(['recusalGeneral', null])
    expect([why(['M03'], 'other', '亲戚'), why(['M03'], 'other', '与施工队合伙买车')]).toEqual([
      'recusalNeedsText',
      null,
    ])
  })

  test('a third of the representatives may be recused, not more; of a committee two are left at least', () => {
    const why = (assembly: Assembly, roll: number, recused: number) =>
      whyRecusedOut(assembly, { roll, recused })?.code ?? null
    expect([why('representatives', 60, 20), why('representatives', 60, 21)]).toEqual([null, 'tooManyRecused'])
    for (const body of ['branch', 'committees'] as const)
      expect([why(body, 5, 3), why(body, 5, 4), why(body, 1, 0)]).toEqual([null, 'tooFewLeft', null])
    expect([why('partyMembers', 5, 5), why('villagers', 90, 80)]).toEqual([null, null])
  })

  test('a recusal is contested until the first poll of the matter opens', () => {
    const may = (...polls: PollStatus[]) =>
      mayContest(
        polls.map((status) => ({ status, openedAt: status === 'waiting' ? null : day(9) })),
        day(1),
      )
    expect([may('waiting', 'waiting'), may('void', 'waiting')]).toEqual([true, true])
    expect([may('open', 'waiting'), may('closed', 'waiting'), may('void')]).toEqual([false, false, false])
  })
  test('recorded in the last day before the opening, it is contested as long as the poll runs', () => {
    const may = (status: PollStatus, hours: number) =>
      mayContest([{ status, openedAt: day(9) }], new Date(+day(9) - hours * 3_600_000))
    expect([may('open', 0), may('open', 23), may('open', 24)]).toEqual([true, true, false])
    expect([may('counting', 0), may('closed', 0)]).toEqual([false, false])
  })

  test('steps 1 and 2: the rest vote, of whom more than half are asked; older rules keep their base', () => {
    const branch = ruleFor('branch', defaultProfile())
    const figures = { entitled: 5, presentInHall: 5, presentOnline: 0, recusedPresent: 3, recused: 3 }
    const two = { ...figures, for: 2, against: 0, abstain: 0 }
    expect(decide(two, branch)).toMatchObject({ majorityBase: 2, outcome: 'adopt', recused: 3 })
    expect(decide({ ...two, for: 1, against: 1 }, branch).outcome).toBe('reject')
    expect(decide({ ...two, presentInHall: 2, recusedPresent: 0 }, branch).outcome).toBe('noQuorum')
    const { restVotes: _rest, ...old } = branch
    expect(decide(two, old)).toMatchObject({ majorityBase: 5, outcome: 'reject' })
    const told = decide(two, branch)
    expect(decide(figuresOf(told), branch)).toEqual(told)
  })
})

import {
  boxOpensAt,
  type CountSheet,
  closesItself,
  endsByClock,
  isCountLate,
  isPresentFor,
  isTooLateToCommit,
  mayDeclareInvalid,
  type VoterFacts,
  whyNotClose,
  whyNotHandOut,
  whyNotOpen,
  whyNotProxy,
  whyNotRevokeProxy,
  whyNotSheet,
  whyNotSheets,
  whyNotVote,
} from '@cunyi/shared/poll/poll.ts'
import { maySplit } from '@cunyi/shared/poll/small-group.ts'
import { describe, expect, test } from 'vitest'
import { at, rule } from './village.ts'

const end = at('2026-12-07 18:00')
const voter: VoterFacts = {
  status: 'open',
  receivedAt: at('2026-12-06 10:00'),
  end,
  onRoll: true,
  votes: true,
  signedIn: true,
  way: 'online',
  onlineCounts: true,
  recused: false,
  recusalMode: 'remove_from_base',
  voted: null,
  slipOut: false,
  hasProxy: false,
}
const not = (more: Partial<VoterFacts>) => whyNotVote({ ...voter, ...more })?.code ?? null
const secondsAfter = (instant: Date, seconds: number) => new Date(instant.getTime() + seconds * 1000)

describe('an honest answer to every voter', () => {
  // biome-ignore format: one row, one answer
  test.each<[string, Partial<VoterFacts>, string | null]>([
    ['on the roll, signed in, in time', {}, null],
    ['the poll has not begun', { status: 'waiting' }, 'pollNotOpen'],
    ['the poll is void', { status: 'void' }, 'pollVoid'],
    ['the poll has closed', { status: 'closed' }, 'pollClosed'],
    ['one second after the window', { receivedAt: secondsAfter(end, 1) }, 'pollClosed'],
    ['at the very end of the window', { receivedAt: end }, 'pollClosed'],
    ['a millisecond before it', { receivedAt: new Date(end.getTime() - 1) }, null],
    ['read in time, while the poll is already counting', { status: 'counting' }, null],
    ['read too late, while the poll is counting', { status: 'counting', receivedAt: end }, 'pollClosed'],
    ['not on the roll', { onRoll: false }, 'notOnRoll'],
    ['a probationary member', { votes: false }, 'noVoteRight'],
    ['not signed in', { signedIn: false, way: null }, 'notSignedIn'],
    ['recused', { recused: true }, 'recused'],
    ['only declared an interest', { recused: true, recusalMode: 'disclose_only' }, null],
    ['recused, staying in the base', { recused: true, recusalMode: 'stay_no_vote' }, 'recused'],
    ['a slip is out', { slipOut: true }, 'slipHandedOut'],
    ['represented by a proxy', { hasProxy: true }, 'representedByProxy'],
    ['online where that does not count', { onlineCounts: false }, 'onlineIsGuest'],
    ['in the hall on his own phone', { way: 'inHall', onlineCounts: false }, null],
  ])('%s', (_, facts, code) => expect(not(facts)).toBe(code))

  test('already voted says how and when, even after the end', () => {
    const voted = { channel: 'phone' as const, at: at('2026-12-06 09:00') }
    expect(whyNotVote({ ...voter, status: 'closed', voted })).toEqual({
      code: 'alreadyVoted',
      params: { channel: 'phone', at: '2026-12-06T01:00:00.000Z' },
    })
  })
  test('an agent votes for his principal while the proxy is in force and he himself is signed in', () => {
    expect(not({ byAgent: true, hasProxy: true, agentSignedIn: true, signedIn: false })).toBeNull()
    expect(not({ byAgent: true, hasProxy: true, agentSignedIn: false })).toBe('agentNotSignedIn')
    expect(not({ byAgent: true, hasProxy: false, agentSignedIn: true })).toBe('proxyRevoked')
  })
  test('a proxy revoked before the ballot: the principal votes himself', () =>
    expect(not({ hasProxy: false })).toBeNull())
  test('a live poll takes ballots until the chair closes it', () => {
    expect(not({ end: null })).toBeNull()
    expect(not({ end: null, status: 'counting' })).toBe('pollClosed')
  })
})

describe('the last second', () => {
  test('nothing is committed later than eight seconds after the end, and the box opens after ten (live: two)', () => {
    expect(isTooLateToCommit(end, secondsAfter(end, 8))).toBe(false)
    expect(isTooLateToCommit(end, new Date(end.getTime() + 8001))).toBe(true)
    expect(boxOpensAt(end, false)).toEqual(secondsAfter(end, 10))
    expect(boxOpensAt(end, true)).toEqual(secondsAfter(end, 2))
  })
})

describe('opening and ending a poll', () => {
  const opensAt = at('2026-12-05 18:00')
  const opening = {
    isChair: true,
    status: 'waiting' as const,
    now: opensAt,
    opensAt,
    windowEnd: end,
    meetingEnded: false,
    keyStoreReady: true,
    tellersChosen: true,
    inHall: 40,
    rule: rule('representatives'),
    entitled: 60,
  }
  const cannotOpen = (more: Partial<typeof opening>) => whyNotOpen({ ...opening, ...more })?.code ?? null
  test('the chair opens it, never before the time in the notice; no quorum is asked', () => {
    expect(cannotOpen({})).toBeNull()
    expect(cannotOpen({ isChair: false })).toBe('notChair')
    expect(cannotOpen({ now: at('2026-12-05 17:59') })).toBe('notTime')
  })
  test('with somebody in the hall the tellers come first; online only it opens', () => {
    expect(cannotOpen({ tellersChosen: false })).toBe('tellersNotChosen')
    expect(cannotOpen({ tellersChosen: false, inHall: 0 })).toBeNull()
  })
  test('once half of the window has passed it is adjourned instead', () => {
    expect(cannotOpen({ now: at('2026-12-06 18:00') })).toBeNull()
    expect(cannotOpen({ now: at('2026-12-06 18:01') })).toBe('windowHalfOver')
    expect(cannotOpen({ now: at('2026-12-06 18:01'), windowEnd: opensAt })).toBeNull()
  })
  test('not when the meeting is over, the key cannot be kept, or the roll is too small for secrecy', () => {
    expect(cannotOpen({ meetingEnded: true })).toBe('meetingOver')
    expect(cannotOpen({ keyStoreReady: false })).toBe('keyStoreUnavailable')
    expect(cannotOpen({ entitled: 4 })).toBe('secretNeedsMore')
    expect(cannotOpen({ entitled: 5 })).toBeNull()
    expect(whyNotOpen({ ...opening, status: 'open' } as never)?.code).toBe('alreadyDone')
  })
  const openedAt = at('2026-12-07 09:00')
  const closing = {
    isChair: true,
    status: 'open' as const,
    windowHours: 0,
    windowEnd: null,
    openedAt,
    now: secondsAfter(openedAt, 3600),
    toVote: 0,
    rule: {},
  }
  test('what is lost is not ended before the others could vote: not in the first five minutes while somebody there has not', () => {
    const code = (seconds: number, toVote: number) =>
      whyNotClose({ ...closing, now: secondsAfter(openedAt, seconds), toVote })?.code ?? null
    expect([code(10, 4), code(299, 1)]).toEqual(['votingJustBegun', 'votingJustBegun'])
    expect([code(10, 0), code(300, 4)]).toEqual([null, null])
  })
  test('nor before the minutes that the county sets', () => {
    const code = (seconds: number) =>
      whyNotClose({
        ...closing,
        now: secondsAfter(openedAt, seconds),
        toVote: 1,
        rule: { votingMinutes: 10 },
      })?.code ?? null
    expect([code(599), code(600)]).toEqual(['votingJustBegun', null])
  })
  test('a live poll that names an end is still closed by the chair and not by the clock', () => {
    expect(whyNotClose({ ...closing, windowEnd: end })).toBeNull()
    expect(endsByClock({ status: 'open', now: end, windowHours: 0, windowEnd: end })).toBe(false)
  })
  test('live, the chair closes; with a window nobody can, the clock does', () => {
    expect(whyNotClose(closing)).toBeNull()
    expect(whyNotClose({ ...closing, isChair: false })?.code).toBe('notChair')
    expect(whyNotClose({ ...closing, windowHours: 48, windowEnd: end })?.code).toBe('windowRunning')
    expect(
      endsByClock({ status: 'open', now: new Date(end.getTime() - 1), windowHours: 48, windowEnd: end }),
    ).toBe(false)
    expect(endsByClock({ status: 'open', now: end, windowHours: 48, windowEnd: end })).toBe(true)
    expect(endsByClock({ status: 'waiting', now: end, windowHours: 48, windowEnd: end })).toBe(false)
  })
})

const sheet = (teller: string, more: Partial<CountSheet> = {}): CountSheet => ({
  teller,
  for: 10,
  against: 5,
  abstain: 2,
  invalid: 1,
  issued: 19,
  ...more,
})

describe('two tellers, equal sheets', () => {
  const cannot = (sheets: CountSheet[], issued = 19) => whyNotSheets(sheets, issued)?.code ?? null
  test('equal sheets of two persons close it', () => expect(cannot([sheet('a'), sheet('b')])).toBeNull())
  test('a slip kept back is no fault: 18 of 19', () => expect(whyNotSheet(sheet('a'), 19)).toBeNull())
  test('one sheet, or two by one person, do not', () => {
    expect(cannot([sheet('a')])).toBe('tellersNeeded')
    expect(cannot([sheet('a'), sheet('a')])).toBe('tellersNeeded')
  })
  test('any figure that differs does not', () => {
    for (const key of ['for', 'against', 'abstain', 'invalid'] as const)
      expect(cannot([sheet('a'), sheet('b', { [key]: 3 })])).toBe('sheetsDiffer')
  })
  test('more counted than handed out makes the count invalid', () => {
    const over = { for: 12, issued: 19 }
    expect(whyNotSheet(sheet('a', over), 19)).toEqual({
      code: 'countExceedsIssued',
      params: { counted: 20, issued: 19 },
    })
    expect(whyNotSheet(sheet('a', { issued: 18 }), 19)?.code).toBe('countInconsistent')
    expect(whyNotSheet(sheet('a', { for: -1 }), 19)?.code).toBe('countInconsistent')
  })
  const after = {
    now: secondsAfter(end, 10),
    end,
    live: false,
    quorumMet: true,
    heaps: [{ issued: 19, sheets: [sheet('a'), sheet('b')] }],
  }
  test('no quorum: neither box nor envelopes are opened', () =>
    expect(closesItself({ ...after, quorumMet: false })).toBe('noQuorum'))
  test('with slips out it waits for the count, then closes by itself', () => {
    expect(closesItself({ ...after, heaps: [{ issued: 19, sheets: [sheet('a')] }] })).toBe('count')
    expect(closesItself(after)).toBe('close')
    expect(closesItself({ ...after, heaps: [] })).toBe('close')
    expect(closesItself({ ...after, heaps: [], now: secondsAfter(end, 9) })).toBe('wait')
  })
  test('of several places each has to be counted', () => {
    const second = { issued: 19, sheets: [sheet('c'), sheet('d')] }
    expect(closesItself({ ...after, heaps: [...after.heaps, second] })).toBe('close')
    expect(closesItself({ ...after, heaps: [...after.heaps, { ...second, sheets: [] }] })).toBe('count')
  })
  test('the count is declared invalid only when it is: too many slips, or three unequal pairs', () => {
    const may = (sheets: CountSheet[], unequalPairs = 0, isLate = false) =>
      mayDeclareInvalid({ sheets, slipsIssued: 19, unequalPairs, isLate })
    expect(may([sheet('a'), sheet('b')])).toBe(false)
    expect(may([], 2)).toBe(false)
    expect(may([], 3)).toBe(true)
    expect(may([sheet('a', { for: 12 })])).toBe(true)
  })
  test('or a day after the voting, when nobody has agreed on it', () => {
    expect(mayDeclareInvalid({ sheets: [], slipsIssued: 19, unequalPairs: 0, isLate: true })).toBe(true)
    const late = (status: 'counting' | 'closed', hours: number) =>
      isCountLate({ status, endsAt: end, rule: {} }, secondsAfter(end, hours * 3600))
    expect([late('counting', 23), late('counting', 24), late('closed', 24)]).toEqual([false, true, false])
    const sooner = (hours: number) =>
      isCountLate(
        { status: 'counting', endsAt: end, rule: { countHours: 6 } },
        secondsAfter(end, hours * 3600),
      )
    expect([sooner(5), sooner(6)]).toEqual([false, true])
  })
})

describe('one person, one channel', () => {
  const hand = (more: Partial<VoterFacts & { secret: boolean }>) =>
    whyNotHandOut({ ...voter, way: 'inHall', secret: true, ...more })?.code ?? null
  test('a slip for who is in the hall and has not voted', () => expect(hand({})).toBeNull())
  test('a phone ballot refuses the slip, a slip refuses a second one', () => {
    expect(hand({ voted: { channel: 'phone', at: end } })).toBe('alreadyVoted')
    expect(hand({ slipOut: true })).toBe('slipAlreadyOut')
  })
  test('no nameless slip in an open poll, none for somebody online or recused', () => {
    expect(hand({ secret: false })).toBe('noPaperInOpenPoll')
    expect(hand({ way: 'online' })).toBe('notInHall')
    expect(hand({ recused: true })).toBe('recused')
  })
})

describe('proxies: written, same household, full capacity, member assembly', () => {
  const proxy = {
    rule: rule('members'),
    written: true,
    principal: { id: 'p', householdId: 'h1', onRoll: true, votes: true, voted: false, signedIn: false },
    agent: { id: 'a', householdId: 'h1', fullCapacity: true, adult: true },
  }
  const not = (more: Partial<typeof proxy>) => whyNotProxy({ ...proxy, ...more })?.code ?? null
  test('a member of the same household may stand in', () => expect(not({})).toBeNull())
  test('C8: a cousin in another household may not', () =>
    expect(not({ agent: { ...proxy.agent, householdId: 'h2' } })).toBe('proxyNotSameHousehold'))
  test('two people without a household are not of one household', () =>
    expect(
      not({
        principal: { ...proxy.principal, householdId: null as never },
        agent: { ...proxy.agent, householdId: null as never },
      }),
    ).toBe('proxyNotSameHousehold'))
  test('not without capacity, not unwritten, not after voting, not for oneself, nowhere else', () => {
    expect(not({ agent: { ...proxy.agent, fullCapacity: false } })).toBe('proxyNoCapacity')
    expect(not({ agent: { ...proxy.agent, adult: false } })).toBe('proxyNoCapacity')
    expect(not({ written: false })).toBe('proxyNotWritten')
    expect(not({ principal: { ...proxy.principal, voted: true } })).toBe('proxyUsed')
    expect(not({ agent: { ...proxy.agent, id: 'p' } })).toBe('samePersonTwice')
    expect(not({ principal: { ...proxy.principal, signedIn: true } })).toBe('principalPresent')
    for (const body of [
      'branch',
      'partyMembers',
      'representatives',
      'households',
      'memberRepresentatives',
    ] as const)
      expect(not({ rule: rule(body) })).toBe('proxyNotAllowed')
  })
  test('it can be revoked until it is used', () => {
    expect(whyNotRevokeProxy({ revoked: false, voted: false })).toBeNull()
    expect(whyNotRevokeProxy({ revoked: false, voted: true })?.code).toBe('proxyUsed')
    expect(whyNotRevokeProxy({ revoked: true, voted: false })?.code).toBe('proxyRevoked')
  })
})

test('a secret poll is not split where a channel has one to four ballots', () => {
  expect(maySplit(true, { paper: 19, phone: 21 }, 5)).toBe(true)
  expect(maySplit(true, { paper: 19, phone: 4 }, 5)).toBe(false)
  expect(maySplit(true, { paper: 40, phone: 0 }, 5)).toBe(true)
  expect(maySplit(false, { paper: 1, phone: 39 }, 5)).toBe(true)
})

test('present for a poll: signed in before it closed and not gone before it opened', () => {
  const poll = { openedAt: at('2026-12-05 18:30'), end }
  const here = (signedIn: string, left: string | null) =>
    isPresentFor({ signedInAt: at(signedIn), leftAt: left ? at(left) : null }, poll)
  expect(here('2026-12-05 18:00', null)).toBe(true)
  expect(here('2026-12-05 18:00', '2026-12-05 18:29')).toBe(false)
  expect(here('2026-12-05 18:00', '2026-12-05 18:31')).toBe(true)
  expect(here('2026-12-07 18:00', null)).toBe(false)
})

import {
  type ChannelCounts,
  type Counts,
  maySeeBallots,
  maySplit,
  mayStaySmall,
  publishedTotals,
  shownSheets,
  shownSplit,
  sizeOf,
} from '@cunyi/shared/poll/small-group.ts'
import type { Channel } from '@cunyi/shared/words/vocabulary.ts'
import { describe, expect, test } from 'vitest'

const K = 5
const RULE = { secret: true, smallGroupK: K }
const KINDS = ['for', 'against', 'abstain', 'invalid'] as const
type Figures = { byChannel: ChannelCounts[]; sheets: (Counts & { placeNo: number })[] }

/** A small generator that can be started again with the same number, so that a failure can be looked at. */
function random(seed: number) {
  let state = seed
  const next = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
  return (below: number) => Math.floor(next() * below)
}

const none = (): Counts => ({ for: 0, against: 0, abstain: 0, invalid: 0 })
const sum = (list: readonly Counts[]): Counts =>
  list.reduce<Counts>((total, one) => {
    for (const kind of KINDS) total[kind] += one[kind]
    return total
  }, none())

/** Phones and assisted ballots are never invalid; slips of up to four places may be. */
function figuresOf(pick: (below: number) => number): Figures {
  const ballots = (size: number, kinds: number) => {
    const counts = none()
    for (let n = 0; n < size; n += 1) counts[KINDS[pick(kinds)] as (typeof KINDS)[number]] += 1
    return counts
  }
  const size = () => (pick(2) ? pick(K + 1) : pick(60))
  const sheets = Array.from({ length: 1 + pick(4) }, (_, placeNo) => ({ placeNo, ...ballots(size(), 4) }))
  return {
    sheets,
    byChannel: [
      { channel: 'paper', ...sum(sheets) },
      { channel: 'phone', ...ballots(size(), 3) },
      { channel: 'assisted', ...ballots(pick(3) ? 0 : size(), 3) },
    ],
  }
}

/** Everything that anybody but the oversight committee is ever shown. */
const shown = ({ byChannel, sheets }: Figures) =>
  JSON.stringify({
    totals: publishedTotals(RULE, byChannel),
    split: shownSplit(RULE, byChannel, false),
    sheets: shownSheets(RULE, byChannel, sheets, false),
  })

/** Two channels exchange one ballot each: the sizes, which the list tells anyway, stay. */
function exchange(figures: Figures, a: number, b: number, give: keyof Counts, take: keyof Counts): Figures {
  const byChannel = figures.byChannel.map((one) => ({ ...one }))
  const [first, second] = [byChannel[a], byChannel[b]] as [ChannelCounts, ChannelCounts]
  first[give] -= 1
  first[take] += 1
  second[take] -= 1
  second[give] += 1
  return { ...figures, byChannel }
}

describe('小范围保密: what is shown does not tell of few', () => {
  test('whatever the figures: where a channel is small, any other way its ballots could lie is shown alike', () => {
    let looked = 0
    for (let seed = 1; seed <= 4000; seed += 1) {
      const figures = figuresOf(random(seed))
      const small = figures.byChannel.findIndex((one) => sizeOf(one) > 0 && sizeOf(one) < K)
      if (small < 0) continue
      const own = figures.byChannel[small] as ChannelCounts
      for (const [b, other] of figures.byChannel.entries()) {
        if (b === small) continue
        for (const give of ['for', 'against', 'abstain'] as const)
          for (const take of ['for', 'against', 'abstain'] as const) {
            if (give === take || own[give] === 0 || other[take] === 0) continue
            expect(shown(exchange(figures, small, b, give, take)), `seed ${seed}`).toBe(shown(figures))
            looked += 1
          }
      }
      // Of few slips nobody learns that one was spoilt.
      if (own.channel === 'paper' && own.invalid > 0) {
        const alike = figures.byChannel.map((one) =>
          one.channel === 'paper' ? { ...one, invalid: one.invalid - 1, abstain: one.abstain + 1 } : one,
        )
        expect(shown({ ...figures, byChannel: alike })).toBe(shown(figures))
        expect(publishedTotals(RULE, figures.byChannel).invalid).toBe(0)
      }
    }
    expect(looked).toBeGreaterThan(2000)
  })

  test('whatever the figures: no sheet of one to four slips is shown, nor one that could be had by subtraction', () => {
    for (let seed = 1; seed <= 4000; seed += 1) {
      const { byChannel, sheets } = figuresOf(random(seed))
      const seen = shownSheets(RULE, byChannel, sheets, false)
      const split = shownSplit(RULE, byChannel, false)
      for (const one of [...(seen ?? []), ...(split ?? [])])
        expect(sizeOf(one) === 0 || sizeOf(one) >= K).toBe(true)
      // All or none: what is left out would be the difference between the sum and what is shown.
      expect(seen?.length ?? sheets.length).toBe(sheets.length)
      expect(split?.length ?? byChannel.length).toBe(byChannel.length)
    }
  })

  test('totals always add up to what was counted, and what is in favour is never touched', () => {
    for (let seed = 1; seed <= 500; seed += 1) {
      const { byChannel } = figuresOf(random(seed))
      const totals = publishedTotals(RULE, byChannel)
      expect(sizeOf(totals)).toBe(sizeOf(sum(byChannel)))
      expect(totals.for).toBe(sum(byChannel).for)
      expect(totals.against).toBe(sum(byChannel).against)
    }
  })

  test('k ballots are enough, one less is not; an open poll has nothing to hide', () => {
    expect(maySplit(true, { paper: K, phone: 40 }, K)).toBe(true)
    expect(maySplit(true, { paper: K - 1, phone: 40 }, K)).toBe(false)
    expect(maySplit(true, { paper: 0, phone: 40 }, K)).toBe(true)
    expect(maySplit(false, { paper: 1, phone: 40 }, K)).toBe(true)
    expect(mayStaySmall(RULE, { inHall: 4, online: 40 })).toBe(true)
    expect(mayStaySmall(RULE, { inHall: 0, online: 40 })).toBe(false)
  })

  test('the oversight committee sees small channels too, and none in which all chose alike', () => {
    const few: ChannelCounts[] = [
      { channel: 'paper', for: 1, against: 2, abstain: 0, invalid: 0 },
      { channel: 'phone', for: 9, against: 1, abstain: 0, invalid: 0 },
    ]
    expect(shownSplit(RULE, few, true)).toEqual(few)
    expect(shownSheets(RULE, few, few.slice(0, 1), true)).toEqual(few.slice(0, 1))
    expect([shownSplit(RULE, few, false), shownSheets(RULE, few, few.slice(0, 1), false)]).toEqual([
      null,
      null,
    ])
    const alike: ChannelCounts[] = [
      { channel: 'phone', for: 14, against: 0, abstain: 0, invalid: 0 },
      { channel: 'paper', for: 3, against: 5, abstain: 1, invalid: 1 },
    ]
    expect([shownSplit(RULE, alike, true), shownSplit(RULE, alike, false)]).toEqual([null, null])
    expect(shownSplit({ ...RULE, secret: false }, alike, false)).toEqual(alike)
  })

  test('the list of ballots beside the total tells what was counted by hand: shown where nothing was, or the split is', () => {
    const phone = { channel: 'phone', for: 14, against: 0, abstain: 0, invalid: 0 } as const
    const helped = { channel: 'assisted', for: 1, against: 0, abstain: 0, invalid: 0 } as const
    const paper = { channel: 'paper', for: 3, against: 5, abstain: 1, invalid: 1 } as const
    expect(maySeeBallots(RULE, [phone, helped])).toBe(true)
    expect(maySeeBallots(RULE, [phone, paper])).toBe(false)
    expect(maySeeBallots(RULE, [{ ...phone, against: 2 }, paper])).toBe(true)
  })
})

/** Every way in which so many ballots can be cast. */
function* castings(size: number, kinds: number): Generator<Counts> {
  for (let yes = 0; yes <= size; yes += 1)
    for (let no = 0; yes + no <= size; no += 1)
      for (let idle = kinds > 3 ? 0 : size - yes - no; yes + no + idle <= size; idle += 1)
        yield { for: yes, against: no, abstain: idle, invalid: size - yes - no - idle }
}

/** Every poll with channels of these sizes, which lists tell anyway. */
function* allWith(sizes: Partial<Record<Channel, number>>): Generator<ChannelCounts[]> {
  const [[channel, size] = [], ...rest] = Object.entries(sizes) as [Channel, number][]
  if (!channel || size === undefined) return yield []
  for (const others of allWith(Object.fromEntries(rest)))
    for (const counts of castings(size, channel === 'paper' ? 4 : 3))
      yield [{ channel, ...counts }, ...others]
}

type Seen = (byChannel: ChannelCounts[]) => unknown

/** 逐一解开: channels in which all chose the same in each of the polls that look like this one. */
function solvedBy(sizes: Partial<Record<Channel, number>>, seen: Seen): Map<string, Set<string>> {
  const alike = new Map<string, { polls: ChannelCounts[][]; solved: Set<string> }>()
  for (const byChannel of allWith(sizes)) {
    const look = JSON.stringify(seen(byChannel))
    const known = alike.get(look) ?? { polls: [], solved: new Set() }
    known.polls.push(byChannel)
    alike.set(look, known)
  }
  const of = new Map<string, Set<string>>()
  for (const { polls, solved } of alike.values()) {
    for (const at of Object.keys(sizes).keys())
      for (const kind of KINDS)
        if (polls.every((poll) => poll[at] && sizeOf(poll[at]) > 0 && poll[at][kind] === sizeOf(poll[at])))
          solved.add(`${at} ${kind}`)
    for (const poll of polls) of.set(JSON.stringify(poll), solved)
  }
  return of
}

/** Whom everything together names and the lawful total, with the list of who used which channel, does not. */
function named(sizes: Partial<Record<Channel, number>>, oversees: boolean): string[] {
  const total: Seen = (byChannel) => publishedTotals(RULE, byChannel)
  const paper = (byChannel: ChannelCounts[]) => byChannel.filter((one) => one.channel === 'paper')
  const whole: Seen = (byChannel) => [
    total(byChannel),
    shownSplit(RULE, byChannel, oversees),
    shownSheets(RULE, byChannel, paper(byChannel), oversees),
    maySeeBallots(RULE, byChannel) ? sum(byChannel.filter((one) => one.channel !== 'paper')) : null,
  ]
  const lawful = solvedBy(sizes, total)
  return [...solvedBy(sizes, whole)]
    .filter(([poll, solved]) => [...solved].some((one) => !lawful.get(poll)?.has(one)))
    .map(([poll]) => poll)
}

describe('分渠道的数解不出谁投了什么', () => {
  const sizes: Partial<Record<Channel, number>>[] = [
    ...[1, 2, 5, 6, 7].flatMap((paper) => [1, 4, 5, 6, 8].map((phone) => ({ phone, paper }))),
    ...[1, 5, 6].flatMap((assisted) => [5, 6, 9].map((phone) => ({ phone, assisted }))),
    { phone: 5, assisted: 3, paper: 4 },
    { phone: 2, assisted: 1, paper: 3 },
    { phone: 6, hands: 5 },
  ]
  test.each(sizes)('%o: not by who sees everything, and not by the oversight committee', (one) => {
    expect(named(one, false)).toEqual([])
    expect(named(one, true)).toEqual([])
  })
})

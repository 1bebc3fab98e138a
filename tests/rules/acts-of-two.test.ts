import { readFileSync } from 'node:fs'
import {
  ACTS_OF_TWO,
  type ActOfTwo,
  confirmsAs,
  firstTurn,
  isOfOffice,
  lapsesAt,
  nextTurn,
  oneHandedRows,
  PARTIES,
  type Party,
  partiesOfOffices,
  proposesAs,
  secondsOf,
} from '@cunyi/shared/law/acts-of-two.ts'
import { OFFICE_ACT } from '@cunyi/shared/law/offices.ts'
import { keysOf, OFFICE_KEYS, type Office, ROUTES } from '@cunyi/shared/words/vocabulary.ts'
import { describe, expect, test } from 'vitest'

const acts = Object.keys(ACTS_OF_TWO) as ActOfTwo[]
const parties = Object.keys(PARTIES) as Party[]
const pairs = acts.flatMap((what) =>
  parties.filter((as) => proposesAs(what, [as]) !== null).map((as) => ({ what, as })),
)

describe('两人办理: the table', () => {
  test('no row lets one body do both halves', () => {
    expect(oneHandedRows()).toEqual([])
  })

  test('every act has somebody who proposes it, and each of those somebody else who may confirm', () => {
    expect(new Set(pairs.map(({ what }) => what))).toEqual(new Set(acts))
    for (const { what, as } of pairs) {
      expect(secondsOf({ what, as, turn: null }), `${what} by ${as}`).not.toHaveLength(0)
      expect(secondsOf({ what, as, turn: null }), `${what} by ${as}`).not.toContain('helper')
    }
  })

  const proposed = (what: ActOfTwo, as: Party) => ({
    what,
    by: 'a',
    as,
    parties: [as],
    account: 'phone-a',
    turn: null,
    about: null,
    asked: { of: ['b', 'c'], agreed: [] },
  })
  const second = (...parties: Party[]) => ({ personId: 'b', account: 'phone-b', parties })

  test('nobody is his own second, whatever he is, nor is who is logged in on his phone, nor whom it is about', () => {
    for (const { what, as } of pairs) {
      const act = proposed(what, as)
      const his = secondsOf(act)
      expect(confirmsAs(act, { ...second(...parties), personId: 'a' })).toMatchObject({
        code: 'samePersonTwice',
      })
      expect(confirmsAs(act, { ...second(...his), account: 'phone-a' })).toMatchObject({
        code: 'samePersonTwice',
      })
      expect(confirmsAs({ ...act, about: 'b' }, second(...his))).toMatchObject({ code: 'secondPersonNeeded' })
      expect(typeof confirmsAs(act, second(...his))).toBe('string')
    }
  })

  test('of an act that each of several confirms, nobody else does, and nobody twice', () => {
    const act = proposed('invalidCount', 'chair')
    const teller = (personId: string) => ({ ...second('teller'), personId })
    expect(confirmsAs(act, teller('c'))).toBe('teller')
    expect(confirmsAs(act, teller('d'))).toMatchObject({ code: 'secondPersonNeeded' })
    const half = { ...act, asked: { of: ['b', 'c'], agreed: ['c'] } }
    expect(confirmsAs(half, teller('c'))).toMatchObject({ code: 'secondPersonNeeded' })
    expect(confirmsAs(half, teller('b'))).toBe('teller')
    expect(confirmsAs({ ...act, asked: {} }, teller('b'))).toMatchObject({ code: 'secondPersonNeeded' })
  })

  test('whoever is not asked for does not confirm', () => {
    for (const { what, as } of pairs)
      for (const party of parties) {
        const asked = secondsOf({ what, as, turn: null }).some((one) => one === party)
        const said = confirmsAs(proposed(what, as), second(party))
        expect(said === party, `${what} by ${as}, then ${party}`).toBe(asked)
      }
  })

  test('whoever holds an office in both bodies is no second hand: not of the first’s body, not of what the first was too', () => {
    expect(confirmsAs(proposed('recountPoll', 'village'), second('village', 'oversight'))).toMatchObject({
      code: 'secondPersonNeeded',
    })
    const both = { ...proposed('setAsideEnvelope', 'chair'), parties: ['chair', 'oversight'] as const }
    expect(confirmsAs(both, second('oversight'))).toMatchObject({ code: 'secondPersonNeeded' })
    expect(confirmsAs(proposed('returnSlip', 'teller'), second('village', 'teller'))).toBe('teller')
    for (const route of keysOf(ROUTES))
      expect(partiesOfOffices(route, OFFICE_KEYS).filter((one) => one === 'oversight')).toEqual([])
  })

  test('a representative who stands in for the oversight committee is no hand apart from it, nor one who may not speak for it', () => {
    const said = (...offices: Office[]) => {
      const sides = partiesOfOffices('A', ['representative', ...offices])
      const first = { ...proposed('identityCall', 'representative'), parties: sides }
      const other = partiesOfOffices('A', ['oversightCommittee'])
      const ofHim = { personId: 'b', account: 'phone-b', parties: sides }
      return [
        confirmsAs(first, { ...ofHim, parties: other }),
        confirmsAs({ ...proposed('identityCall', 'oversight'), parties: other }, ofHim),
      ]
    }
    expect(said()).toEqual(['oversight', 'representative'])
    for (const office of ['oversightStandIn', 'oversightCommittee'] as const)
      for (const one of said(office)) expect(one).toMatchObject({ code: 'secondPersonNeeded' })
    for (const one of said('oversightCommittee', 'villageCommittee'))
      expect(one).toMatchObject({ code: 'secondPersonNeeded' })
  })

  test('once it is the township’s nobody of the village confirms', () => {
    expect(secondsOf({ what: 'recountPoll', as: 'village', turn: 'township' })).toEqual(['township'])
  })

  test('a term is an instant, or the end of the poll', () => {
    const from = new Date('2026-11-02T08:00:00+08:00')
    expect(lapsesAt('castAssisted', from)?.toISOString()).toBe('2026-11-02T00:10:00.000Z')
    expect(lapsesAt('recountPoll', from)?.toISOString()).toBe('2026-11-05T00:00:00.000Z')
    expect(lapsesAt('setAsideEnvelope', from)).toBeNull()
  })

  test('no office speaks for the village and for those who watch it', () => {
    const watches = ['oversight', 'supervisor', 'township', 'county']
    for (const route of keysOf(ROUTES))
      for (const office of OFFICE_KEYS) {
        const parties = partiesOfOffices(route, [office])
        const isOfVillage = parties.some((one) => one === 'village' || one === 'clerk')
        expect(isOfVillage && parties.some((one) => watches.includes(one)), office).toBe(false)
      }
  })

  test('every office has its row; nobody of the village confirms who watches over it, nor does the clerk confirm anything', () => {
    for (const office of keysOf(OFFICE_ACT)) expect(isOfOffice(OFFICE_ACT[office])).toBe(true)
    for (const office of ['oversightChair', 'oversightCommittee', 'oversightStandIn'] as const)
      for (const as of ['clerk', 'oversight'] as const)
        expect(secondsOf({ what: OFFICE_ACT[office], as, turn: null })).toEqual(['township'])
    for (const { what, as } of pairs) expect(secondsOf({ what, as, turn: null })).not.toContain('clerk')
    for (const route of keysOf(ROUTES)) expect(partiesOfOffices(route, ['clerk'])).toEqual(['clerk'])
  })

  test('silence about an office goes up, hand by hand, to the county', () => {
    const up = (what: ActOfTwo, as: Party) => {
      const hands: (Party | null)[] = []
      let turn = firstTurn(what, as)
      for (let next = nextTurn({ what, as, turn }); next; next = nextTurn({ what, as, turn })) {
        hands.push(next)
        turn = next
      }
      return hands
    }
    expect(up('officeOfVillage', 'clerk')).toEqual(['township', 'county'])
    expect(up('officeOfCollective', 'clerk')).toEqual(['oversight', 'township', 'county'])
    for (const { what, as } of pairs) if (isOfOffice(what)) expect(up(what, as).at(-1)).toBe('county')
    expect(up('recountPoll', 'oversight')).toEqual([])
  })

  test('paper that was counted again is said by both who were drawn; nobody else, and one is not enough', () => {
    const act = {
      ...proposed('recountPaper', 'village'),
      asked: { of: ['b', 'c'], agreed: ['c'] },
    }
    const drawn = { ...second('representative'), personId: 'b' }
    expect(confirmsAs(act, drawn)).toBe('teller')
    expect(confirmsAs(act, { ...drawn, personId: 'c' })).toMatchObject({ code: 'secondPersonNeeded' })
    expect(confirmsAs(act, { ...second('oversight', 'teller'), personId: 'd' })).toMatchObject({
      code: 'secondPersonNeeded',
    })
    expect(nextTurn(act)).toBe('township')
    expect(confirmsAs({ ...act, turn: 'township' }, drawn)).toMatchObject({ code: 'secondPersonNeeded' })
    expect(confirmsAs({ ...act, turn: 'township' }, second('township'))).toBe('township')
  })

  test('only where nobody else is left two of one body do both', () => {
    const act = { ...proposed('clerkByTownship', 'township'), turn: 'township' as const }
    expect(confirmsAs(act, second('township'))).toBe('township')
    expect(confirmsAs(act, { ...second('township'), personId: 'a' })).toMatchObject({
      code: 'samePersonTwice',
    })
  })
})

test('the README prints every row of the table', () => {
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8')
  const printed = readme.slice(readme.indexOf('## Acts of two persons')).split('\n## ')[0] ?? ''
  for (const what of acts) expect(printed).toContain(`| ${ACTS_OF_TWO[what].zh} `)
  expect(printed.match(/^\| [^-a]/gm)).toHaveLength(acts.length)
})

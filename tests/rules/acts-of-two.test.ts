import { readFileSync } from 'node:fs'
import {
  ACTS_OF_TWO,
  type ActOfTwo,
  confirmsAs,
  lapsesAt,
  oneHandedRows,
  PARTIES,
  type Party,
  partiesOfOffices,
  proposesAs,
  secondsOf,
} from '@cunyi/shared/law/acts-of-two.ts'
import { keysOf, OFFICE_KEYS, ROUTES } from '@cunyi/shared/words/vocabulary.ts'
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
      expect(secondsOf({ what, as, escalated: false }), `${what} by ${as}`).not.toHaveLength(0)
      expect(secondsOf({ what, as, escalated: false }), `${what} by ${as}`).not.toContain('helper')
    }
  })

  test('nobody is his own second, whatever he is', () => {
    for (const { what, as } of pairs) {
      const act = { what, by: 'a', as, escalated: false, about: null }
      expect(confirmsAs(act, { personId: 'a', parties })).toMatchObject({ code: 'samePersonTwice' })
      expect(confirmsAs({ ...act, about: 'b' }, { personId: 'b', parties })).toMatchObject({
        code: 'secondPersonNeeded',
      })
      expect(typeof confirmsAs(act, { personId: 'b', parties })).toBe('string')
    }
  })

  test('whoever is not asked for does not confirm', () => {
    for (const { what, as } of pairs)
      for (const party of parties) {
        const asked = secondsOf({ what, as, escalated: false }).some((one) => one === party)
        const said = confirmsAs(
          { what, by: 'a', as, escalated: false, about: null },
          { personId: 'b', parties: [party] },
        )
        expect(said === party, `${what} by ${as}, then ${party}`).toBe(asked)
      }
  })

  test('once it is the township’s nobody of the village confirms', () => {
    expect(secondsOf({ what: 'recountPoll', as: 'village', escalated: true })).toEqual(['township'])
  })

  test('a term is an instant, or the end of the poll', () => {
    const from = new Date('2026-11-02T08:00:00+08:00')
    expect(lapsesAt('castAssisted', from)?.toISOString()).toBe('2026-11-02T00:10:00.000Z')
    expect(lapsesAt('recountPoll', from)?.toISOString()).toBe('2026-11-05T00:00:00.000Z')
    expect(lapsesAt('setAsideEnvelope', from)).toBeNull()
  })

  test('no office speaks for the village and for those who watch it', () => {
    for (const route of keysOf(ROUTES))
      for (const office of OFFICE_KEYS)
        expect(partiesOfOffices(route, [office]).length, office).toBeLessThan(2)
  })
})

test('the README prints every row of the table', () => {
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8')
  const printed = readme.slice(readme.indexOf('## Acts of two persons')).split('\n## ')[0] ?? ''
  for (const what of acts) expect(printed).toContain(`| ${ACTS_OF_TWO[what].zh} `)
  expect(printed.match(/^\| [^-a]/gm)).toHaveLength(acts.length)
})

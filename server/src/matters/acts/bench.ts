/** 监委会与候补: who watches over a matter today, and who of the stand-ins takes the place of a member who does not. */

import { ACTS, mayAct } from '@cunyi/shared/law/acts.ts'
import { type ActOfTwo, type Party, secondsOf } from '@cunyi/shared/law/acts-of-two.ts'
import { standInsFor } from '@cunyi/shared/law/judged.ts'
import { areNearRelatives } from '@cunyi/shared/people/relatives.ts'
import { shanghaiDate } from '@cunyi/shared/words/days.ts'
import { keysOf, type Office, ROUTES, type Route } from '@cunyi/shared/words/vocabulary.ts'
import type { Tx } from '#base/database/connect.ts'
import { holdersOf, kinshipOf, officesOf } from '#village/people/queries/people.ts'
import { type ActRow, routeOf } from './queries.ts'

/** A stand-in, once he is asked, is as good as a member. */
export const watchesOrStandsIn = (route: Route, offices: readonly Office[]): boolean =>
  mayAct(
    'note',
    route,
    offices.map((office) => (office === 'oversightStandIn' ? 'oversightCommittee' : office)),
  )

export type Bench = { members: string[]; standIns: string[] }
const WATCHING: readonly Office[] = [
  ...keysOf(ROUTES).flatMap((route) => ACTS.note[route]),
  'oversightStandIn',
]
type Of = Pick<ActRow, 'villageId' | 'proposalId'>

/** Whoever watches on this route and is able to; a stand-in for each who is not. */
export async function benchFor(
  tx: Tx,
  of: Of,
  isAble: (person: string) => boolean,
  now: Date,
): Promise<Bench> {
  const { villageId } = of
  const today = shanghaiDate(now)
  const route = await routeOf(tx, of)
  const able = async (people: readonly string[]) => {
    const found: string[] = []
    for (const person of people.filter(isAble))
      if (watchesOrStandsIn(route, await officesOf(tx, villageId, person, today))) found.push(person)
    return found
  }
  const holders = await holdersOf(tx, villageId, ACTS.note[route], today)
  const members = await able(holders)
  const others = (await holdersOf(tx, villageId, ['oversightStandIn'], today)).filter(
    (person) => !holders.includes(person),
  )
  return { members, standIns: standInsFor(holders.length, members.length, await able(others.toSorted())) }
}

/** 事实: what the township's staff look at where the oversight committee has nobody left, and the act says by whom it was confirmed. */
const FACTS: readonly ActOfTwo[] = [
  'correctRoll',
  'recountPoll',
  'extraStep',
  'acceptanceSheet',
  'changeNumber',
  'mergePeople',
  'paperCode',
  'importList',
  'nameHelpers',
]

/** Whose turn it is where those first asked are the oversight committee, and nobody of it or for it is left. */
export async function turnWithout(
  tx: Tx,
  act: Of & Pick<ActRow, 'by' | 'personId' | 'what' | 'as' | 'turn'>,
  now: Date,
): Promise<Party | null> {
  if (!FACTS.includes(act.what) || !secondsOf(act).includes('oversight')) return act.turn
  const { members, standIns } = await benchOf(tx, act, now)
  return members.length + standIns.length > 0 ? act.turn : 'township'
}

/** Of one act: neither who brought it, nor whom it is about, nor a near relative of his as far as the roster says. */
export async function benchOf(tx: Tx, act: Of & Pick<ActRow, 'by' | 'personId'>, now: Date): Promise<Bench> {
  const { villageId, by, personId } = act
  const watching = await holdersOf(tx, villageId, WATCHING, shanghaiDate(now))
  const kin = await kinshipOf(tx, villageId, personId ? [...watching, personId] : watching)
  const about = kin.get(personId ?? '')
  const isFree = (person: string) =>
    person !== by &&
    person !== personId &&
    !(about && areNearRelatives(about, kin.get(person) ?? { householdId: null, relation: null }))
  const bench = await benchFor(tx, act, (person) => isFree(person) && kin.get(person)?.away !== true, now)
  // Who is away and is followed by nobody acts all the same.
  const { members } = await benchFor(tx, act, isFree, now)
  return { members, standIns: bench.standIns }
}

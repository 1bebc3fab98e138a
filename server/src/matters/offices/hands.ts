/** 第二人: whose turn it is to look at the paper, where nobody is left of those who should, or they said no before. */
import {
  type ActOfTwo,
  confirmsAs,
  nextTurn,
  type Party,
  partiesOfOffices,
  type Side,
} from '@cunyi/shared/law/acts-of-two.ts'
import { shanghaiDate } from '@cunyi/shared/words/days.ts'
import type { Office } from '@cunyi/shared/words/vocabulary.ts'
import type { Tx } from '#base/database/connect.ts'
import type { Caller } from '#door/session/caller.ts'
import { benchOf } from '#matters/acts/bench.ts'
import { lastOf, routeOf } from '#matters/acts/queries.ts'
import { loadRollOffices } from '#village/people/queries/people.ts'

type Asked = {
  what: ActOfTwo
  villageId: string
  personId: string | null
  key: string
  caller: Caller
  now: Date
}
type First = { as: Party; parties: Side[]; turn: Party | null }

/** Those above the village are always there. */
const ABOVE: readonly Party[] = ['township', 'county']

export async function turnFor(tx: Tx, asked: Asked, first: First): Promise<Party | null> {
  const { what, villageId, personId, key } = asked
  const before = await lastOf(tx, {
    villageId,
    what,
    personId,
    key,
  })
  // A no is not the last word: asked again it is the next one's to look at.
  let turn = before?.state === 'refused' ? (nextTurn(before) ?? before.turn) : first.turn
  const isThere = await handsOf(tx, asked, first)
  while (!isThere(turn)) {
    const next = nextTurn({ what, as: first.as, turn })
    if (!next) break
    turn = next
  }
  return turn
}

/** Whether anybody could be the second when it is that one's turn. */
async function handsOf(tx: Tx, { what, villageId, personId, caller, now }: Asked, first: First) {
  const route = await routeOf(tx, { villageId, proposalId: null })
  const held = new Map<string, Office[]>()
  for (const row of await loadRollOffices(tx, villageId, shanghaiDate(now)))
    held.set(row.personId, [...(held.get(row.personId) ?? []), row.office])
  const bench = { villageId, proposalId: null, by: caller.personId, personId }
  const { standIns } = await benchOf(tx, bench, now)
  const act = { what, by: caller.personId, account: caller.accountId, about: personId, ...first }
  return (turn: Party | null): boolean =>
    (turn !== null && ABOVE.includes(turn)) ||
    [...held].some(
      ([id, offices]) =>
        typeof confirmsAs(
          { ...act, turn },
          {
            personId: id,
            account: '',
            parties: [
              ...partiesOfOffices(route, offices),
              ...(standIns.includes(id) ? (['oversight'] as const) : []),
            ],
          },
        ) === 'string',
    )
}

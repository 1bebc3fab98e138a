/** 补选: after anything that changes who holds an office by election. A body that is whole again is done. */
import { BY_ELECTION_DAYS, compositionFaults, seatsToFill } from '@cunyi/shared/people/composition.ts'
import { addDays, endOfDays, shanghaiDate } from '@cunyi/shared/words/days.ts'
import type { Tx } from '#base/database/connect.ts'
import { owe } from '#village/duties/actions.ts'
import { closeDuties, openKeys } from '#village/duties/queries.ts'
import { loadRollOffices, loadRollPeople } from './queries/people.ts'

const kind = 'byElection'

export async function keepSeats(tx: Tx, villageId: string, now: Date): Promise<void> {
  const today = shanghaiDate(now)
  // Whoever ends today is in office until the day is over.
  const from = addDays(today, 1)
  const people = await loadRollPeople(tx, villageId, from)
  const wanted = seatsToFill(compositionFaults(people, await loadRollOffices(tx, villageId, from), from))
  const open = await openKeys(tx, villageId, kind)
  const isOf = (seats: string) => (key: string) => key.endsWith(` ${seats}`)
  const filled = open.filter((key) => !wanted.some((seats) => isOf(seats)(key)))
  await closeDuties(tx, { villageId, kind, keys: filled }, { doneAt: now })
  for (const seats of wanted)
    if (!open.some(isOf(seats)))
      await owe(
        tx,
        { villageId },
        { kind, key: `${today} ${seats}`, since: now, dueAt: endOfDays(now, BY_ELECTION_DAYS) },
      )
}

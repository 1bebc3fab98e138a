/** 逐人确认: of an act that each of those named confirms, one yes is noted and the last one takes it. */
import { lapsesAt, type OfEach, type Party } from '@cunyi/shared/law/acts-of-two.ts'
import { Refused } from '@cunyi/shared/words/refusal.ts'
import type { Tx } from '#base/database/connect.ts'
import type { Caller } from '#door/session/caller.ts'
import { sharesPhone } from '#village/people/queries/numbers.ts'
import { mustConfirm, takeAct } from './actions.ts'
import { type ActRow, lockAct, noteInAct, turnAct } from './queries.ts'

/** By the noun that carries it out, as `takeAct`. Whoever has said yes, he included; and whether all have. */
export async function takeOfEach(
  tx: Tx,
  read: ActRow,
  second: Caller,
  now: Date,
  /** Whose word it needs when all of them have said yes. */
  then: Party | null = null,
): Promise<{ agreed: string[]; isTaken: boolean }> {
  const act = await lockAct(tx, read)
  if (!act) throw new Refused('notFound')
  await mustConfirm(tx, act, second, now)
  const { of, agreed: before } = act.asked as OfEach
  // Those asked first did not come: whose turn it is now is one.
  if (act.turn !== null) {
    await takeAct(tx, act, second, now)
    return { agreed: [...before, second.personId], isTaken: true }
  }
  const { villageId } = act
  if (await sharesPhone(tx, { villageId, personId: second.personId }, before))
    throw new Refused('samePersonTwice')
  const agreed = [...before, second.personId]
  const isLast = agreed.length === of.length
  const isTaken = isLast && then === null
  if (isTaken) await takeAct(tx, act, second, now)
  else await noteInAct(tx, act, { ...act.asked, agreed })
  if (isLast && then) await turnAct(tx, act, { turn: then, dueAt: lapsesAt(act.what, now) }, now)
  return { agreed, isTaken }
}

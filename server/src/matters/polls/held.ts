/** 演练、归属: whose keys the polls' are. A copy holds the polls that were open when it was made. */
import { Refused } from '@cunyi/shared/words/refusal.ts'
import { across } from '#base/database/connect.ts'
import type { Parts } from '#base/parts/parts.ts'
import { namesInUse } from './queries/due.ts'
import type { PollRow } from './queries/polls.ts'

/** Runs on, and its key is not one this drill has made: it neither ends here nor is anything done in it. */
export async function refuseHeld(
  { instance, pollKeys }: Pick<Parts, 'instance' | 'pollKeys'>,
  poll: Pick<PollRow, 'status' | 'keyName'>,
): Promise<void> {
  if (!instance.drill || !poll.keyName || (poll.status !== 'open' && poll.status !== 'counting')) return
  if ((await pollKeys.ownerOf(poll.keyName)) !== instance.id) throw new Refused('heldInDrill')
}

/** At every start: key files of 0.1.0, which name no database, become those of the one whose polls name them. */
export async function adoptKeys({ db, pollKeys }: Pick<Parts, 'db' | 'pollKeys'>): Promise<number> {
  let adopted = 0
  for (const name of await across(db, namesInUse))
    if ((await pollKeys.ownerOf(name)) === null) {
      await pollKeys.claim(name)
      adopted += 1
    }
  return adopted
}

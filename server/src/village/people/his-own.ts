import { whyNotFromNumber } from '@cunyi/shared/law/numbers.ts'
import { must } from '@cunyi/shared/words/refusal.ts'
import type { Tx } from '#base/database/connect.ts'
import { numberOf } from './queries/people.ts'

/**
 * 本人办理: what hands a vote on, or counts as somebody's own word, comes from a number in use like a ballot. Whoever
 * entered the number could else speak for its owner.
 */
export async function mustBeHisOwn(
  tx: Tx,
  { villageId, personId }: { villageId: string; personId: string },
  now: Date,
): Promise<void> {
  must(whyNotFromNumber(await numberOf(tx, villageId, personId), now))
}

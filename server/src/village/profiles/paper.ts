/** What an authorisation and a basis have in common: a paper in the village's files, and an entry. */
import { Refused } from '@cunyi/shared/words/refusal.ts'
import type { Tx } from '#base/database/connect.ts'
import { findAttachment } from '#base/files/queries.ts'
import type { Caller } from '#door/session/caller.ts'

/** Without its paper in the village's files it is a claim, not a basis. */
export async function mustHavePaper(tx: Tx, village: string, paperId: string): Promise<void> {
  if (!(await findAttachment(tx, village, paperId))) throw new Refused('paperNeeded')
}

export const entryOf = (caller: Caller, act: string, payload: Record<string, unknown>, now: Date) => ({
  villageId: caller.village,
  at: now,
  act,
  by: caller.personId,
  office: caller.offices[0] ?? null,
  payload,
})

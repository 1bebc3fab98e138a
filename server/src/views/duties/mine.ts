/** 我的: what a person has a place in himself. */
import { inVillage } from '#base/database/connect.ts'
import type { Parts } from '#base/parts/parts.ts'
import type { Caller } from '#door/session/caller.ts'
import { findMyMeetings } from './queries.ts'

const iso = (at: Date | string | null) => (at === null ? null : new Date(at).toISOString())

/** Whoever is staff stands on no roll. */
export async function listMyMeetings(parts: Parts, caller: Caller, now: Date) {
  const { village, personId } = caller
  const rows = await inVillage(parts.db, village, (tx) => findMyMeetings(tx, village, personId))
  return {
    rows: rows.map(({ opensAt, windowEnd, ...row }) => ({
      ...row,
      village,
      opensAt: new Date(opensAt).toISOString(),
      began: now >= new Date(opensAt),
      windowEnd: iso(windowEnd),
    })),
  }
}

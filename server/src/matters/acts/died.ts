/** 登记去世: two persons have said that somebody died; what hangs on him elsewhere follows in the same transaction. */
import type { Tx } from '#base/database/connect.ts'
import type { Parts } from '#base/parts/parts.ts'

export type Died = {
  villageId: string
  people: readonly string[]
  /** Who brought it and when, and who confirmed it. */
  by: string
  since: Date
  second: string
  now: Date
}
/** What was done, for the entry of evidence of whoever told of it. */
export type PeopleDied = (
  tx: Tx,
  parts: Parts,
  died: Died,
) => Promise<{ meetingId: string; person: string; correction: string }[]>
declare module '#base/parts/parts.ts' {
  interface Reactions {
    peopleDied: readonly PeopleDied[]
  }
}

/** Told once; the answer goes into the entry. */
export async function tellOfDeath(tx: Tx, parts: Parts, died: Died) {
  if (died.people.length === 0) return {}
  const struck = []
  for (const react of parts.reactions.peopleDied) struck.push(...(await react(tx, parts, died)))
  return struck.length > 0 ? { struck } : {}
}

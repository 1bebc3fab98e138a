/** 分会场: which places a meeting has, who counts in which, and what each is called. */
import { Refused } from '@cunyi/shared/words/refusal.ts'
import type { Tx } from '#base/database/connect.ts'
import type { MeetingRow } from './queries/meetings.ts'
import { placesOf } from './queries/places.ts'

export type Place = { placeNo: number; name: string; tellerIds: string[]; hallSecret: Buffer }

/** All places, the notice's own first. A meeting's tellers are those of all its places together. */
export async function placesIn(tx: Tx, meeting: MeetingRow): Promise<Place[]> {
  const further = await placesOf(tx, meeting)
  const elsewhere = new Set(further.flatMap((place) => place.tellerIds))
  const own = {
    placeNo: 0,
    name: meeting.place,
    tellerIds: meeting.tellerIds.filter((id) => !elsewhere.has(id)),
    hallSecret: meeting.hallSecret,
  }
  return [own, ...further]
}

/** Where somebody counts; null: nowhere. */
export const placeOfTeller = (places: readonly Place[], personId: string): Place | null =>
  places.find((place) => place.tellerIds.includes(personId)) ?? null

/** 计票人 are in office once the meeting or the lot has chosen them; a notice of an older release named them. */
export const hasTellers = ({ firstOpensAt, tellersBy }: Pick<MeetingRow, 'firstOpensAt' | 'tellersBy'>) =>
  firstOpensAt === null || tellersBy !== null

export function mustHaveTellers(meeting: Pick<MeetingRow, 'firstOpensAt' | 'tellersBy'>): void {
  if (!hasTellers(meeting)) throw new Refused('tellersNotChosen')
}

/** 起止: from which day to which; without an end it runs until it is ended. Days are compared as text. */
export type Term = { from: string; to: string }

/** Dates that can be sent; `endless`: the last day may stay empty. */
export const isTerm = ({ from, to }: Term, endless: boolean): boolean => !!from && (to ? to >= from : endless)

export type Standing = 'over' | 'holds' | 'notNow'
/** What a village has on paper for a time. */
export type Kept = { id: string; from: string; to: string | null; endedAt: string | null }
/** It holds from its first day to its last, unless it was ended. */
export function standingOf(row: Omit<Kept, 'id'>, today: string): Standing {
  if (row.endedAt) return 'over'
  return row.from <= today && (!row.to || today <= row.to) ? 'holds' : 'notNow'
}

/** 已并入别村: why nothing new begins here. */
import { whyClosed } from '@cunyi/shared/people/village-move.ts'
import type { Refusal } from '@cunyi/shared/words/refusal.ts'
import type { Route } from '@cunyi/shared/words/vocabulary.ts'
import type { Tx } from '#base/database/connect.ts'
import { type DivisionRow, findDivision } from './queries/divisions.ts'

export async function whyClosedHere(
  tx: Tx,
  division: DivisionRow | undefined,
  route: Route,
): Promise<Refusal | null> {
  if (!division?.movedTo) return null
  const to = await findDivision(tx, division.movedTo)
  return whyClosed(division.movedTo, to?.name ?? division.movedTo, route)
}

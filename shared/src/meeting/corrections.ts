/**
 * 名册更正的理由: a closed list, each with its paper. That somebody could not be reached is none. While a poll is open
 * only who died leaves and only who was left out comes. (平台默认; integrity D24)
 */

import type { CORRECTION_KINDS } from '../words/kinds.ts'
import { type Refusal, refuse } from '../words/refusal.ts'

export type CorrectionKind = (typeof CORRECTION_KINDS)[number]
type Row = { zh: string; en: string; kinds: readonly CorrectionKind[]; whileOpen: boolean }

// biome-ignore format: one row, one ground
export const CORRECTION_GROUNDS = {
  died:          { zh: '去世',               en: 'Died',                                       kinds: ['strike', 'representative'],                     whileOpen: true },
  leftVillage:   { zh: '迁出本村',           en: 'Left the village for good',                  kinds: ['strike', 'representative'],                     whileOpen: false },
  officeEnded:   { zh: '任职结束',           en: 'His office ended',                           kinds: ['strike', 'noVote'],                             whileOpen: false },
  wrongRecord:   { zh: '任职、表决权记错了', en: 'His office or his vote was wrongly recorded', kinds: ['strike', 'vote', 'noVote', 'representative'],   whileOpen: false },
  leftOut:       { zh: '漏列',               en: 'Wrongly left out',                           kinds: ['add'],                                          whileOpen: true },
} as const satisfies Record<string, Row>
export type CorrectionGround = keyof typeof CORRECTION_GROUNDS
export const CORRECTION_GROUND_KEYS = Object.keys(CORRECTION_GROUNDS) as [
  CorrectionGround,
  ...CorrectionGround[],
]

const rowOf = (ground: CorrectionGround): Row => CORRECTION_GROUNDS[ground]

/** The grounds that carry this kind of correction now. */
export const groundsFor = (kind: CorrectionKind, pollOpen: boolean): CorrectionGround[] =>
  CORRECTION_GROUND_KEYS.filter((ground) => whyNotGround(ground, kind, pollOpen) === null)

export function whyNotGround(
  ground: CorrectionGround,
  kind: CorrectionKind,
  pollOpen: boolean,
): Refusal | null {
  const row = rowOf(ground)
  if (!row.kinds.includes(kind)) return refuse('correctionGround')
  // A household whose representative died while the poll is open has no other one any more: its seat is struck.
  return pollOpen && !(row.whileOpen && kind !== 'representative') ? refuse('correctionPollOpen') : null
}

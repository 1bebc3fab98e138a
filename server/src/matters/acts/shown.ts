/** What of an act was asked that the second must see: never a choice. */
import type { correctionShown } from '@cunyi/shared/api/acts.ts'
import type { Entry } from '@cunyi/shared/words/kinds.ts'
import type { z } from 'zod'
import type { ActRow } from './queries.ts'

type Correction = NonNullable<z.output<typeof correctionShown>>

export const correctionOf = ({ what, asked }: ActRow): Correction | null =>
  what === 'correctRoll' ? (asked as Correction) : null

export const entryOf = ({ what, asked }: ActRow): Entry | null =>
  what === 'withdrawEntry' ? (asked as { entry: Entry }).entry : null

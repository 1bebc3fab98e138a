/** What of an act was asked that the second must see: never a choice. */
import type { sheetShown } from '@cunyi/shared/api/acceptance.ts'
import type { correctionShown, officeShown, recountShown, textShown } from '@cunyi/shared/api/acts.ts'
import type { helpersShown } from '@cunyi/shared/api/assist.ts'
import type { dangerSaid } from '@cunyi/shared/api/dangers.ts'
import type { listShown, mergeShown, numberShown } from '@cunyi/shared/api/numbers.ts'
import type { collectiveShown } from '@cunyi/shared/api/standing.ts'
import type { moveShown, renameShown } from '@cunyi/shared/api/village-moves.ts'
import type { Entry } from '@cunyi/shared/words/kinds.ts'
import type { z } from 'zod'
import type { ActRow } from './queries.ts'

/** Each by the noun whose act it is. */
export type Shown = {
  recount?: z.input<typeof recountShown>
  office?: z.input<typeof officeShown>
  text?: z.input<typeof textShown>
  number?: z.input<typeof numberShown>
  merge?: z.input<typeof mergeShown>
  list?: z.input<typeof listShown>
  sheet?: z.input<typeof sheetShown>
  collective?: z.input<typeof collectiveShown>
  move?: z.input<typeof moveShown>
  rename?: z.input<typeof renameShown>
  danger?: z.input<typeof dangerSaid>
  helpers?: z.input<typeof helpersShown>
}

export const whole = (shown: Shown | undefined) => ({
  recount: shown?.recount ?? null,
  office: shown?.office ?? null,
  text: shown?.text ?? null,
  number: shown?.number ?? null,
  merge: shown?.merge ?? null,
  list: shown?.list ?? null,
  sheet: shown?.sheet ?? null,
  collective: shown?.collective ?? null,
  move: shown?.move ?? null,
  rename: shown?.rename ?? null,
  danger: shown?.danger ?? null,
  helpers: shown?.helpers ?? null,
})

type Correction = NonNullable<z.output<typeof correctionShown>>

export const correctionOf = ({ what, asked }: ActRow): Correction | null =>
  what === 'correctRoll' ? (asked as Correction) : null

export const entryOf = ({ what, asked }: ActRow): Entry | null =>
  what === 'withdrawEntry' ? (asked as { entry: Entry }).entry : null

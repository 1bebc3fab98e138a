import type { ReplyOf } from '@cunyi/shared/api/contract.ts'
import type { divisionApi } from '@cunyi/shared/api/divisions.ts'
import type { OverviewLine } from '@cunyi/shared/matter/overview.ts'

export { lineOf, STEPS, sumOf } from '@cunyi/shared/matter/overview.ts'
export type Overview = ReplyOf<typeof divisionApi.getOverview>
/** One line of the list: a village, its matters by step, and what is late. */
export type Line = OverviewLine<Overview['rows'][number]['overdue'][number]>

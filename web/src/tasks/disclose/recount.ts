import type { ReplyOf } from '@cunyi/shared/api/contract.ts'
import type { pollApi } from '@cunyi/shared/api/polls.ts'

export type Listed = ReplyOf<typeof pollApi.getPollList>['rows'][number]
/** What the frozen list had wrong about a person. */
export type CorrectionKind = 'notPresent' | 'present' | 'wrongful'
export type Correction = { row: Listed; kind: CorrectionKind }

const wasThere = (row: Listed) => row.way !== null || row.representedBy !== null

/** Who was there may not have been; who was not may have been; a ballot that should not have been cast. */
export function correctionKinds(row: Listed): CorrectionKind[] {
  const kinds: CorrectionKind[] = []
  if (row.entitled && wasThere(row)) kinds.push('notPresent')
  if (row.entitled && !wasThere(row)) kinds.push('present')
  if (row.voted) kinds.push('wrongful')
  return kinds
}

export function correctionsOf(corrections: Correction[]) {
  const ids = (kind: CorrectionKind) =>
    corrections.filter((one) => one.kind === kind).map((one) => one.row.personId)
  const part = (name: 'notPresent' | 'present' | 'wrongfulBallots', list: string[]) =>
    list.length > 0 ? { [name]: list } : {}
  return {
    ...part('notPresent', ids('notPresent')),
    ...part('present', ids('present')),
    ...part('wrongfulBallots', ids('wrongful')),
  }
}

export const emptyPaper = () => ({ for: '', against: '', abstain: '', invalid: '', issued: '' })
type Paper = ReturnType<typeof emptyPaper>

/** The slips counted again: all five numbers or none. */
export function paperOf(typed: Paper): Record<keyof Paper, number> | 'bad' | null {
  const cells = Object.entries(typed) as [keyof Paper, string][]
  if (cells.every(([, text]) => text.trim() === '')) return null
  if (cells.some(([, text]) => !/^\d{1,5}$/.test(text.trim()))) return 'bad'
  const counts = Object.fromEntries(cells.map(([key, text]) => [key, Number(text.trim())])) as Record<
    keyof Paper,
    number
  >
  return counts.for + counts.against + counts.abstain + counts.invalid > counts.issued ? 'bad' : counts
}

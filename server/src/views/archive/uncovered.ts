/** 未覆盖: records that are not what the chain last says of them. Such a package is not made. */
import { COVERED, type CoveredName, keyOf, rowsDigest } from '@cunyi/shared/papers/covered.ts'
import { sha256Text } from '#base/evidence/covers.ts'
import { recordNames } from '#base/evidence/queries/records.ts'
import type { Records } from './queries/packages.ts'
import type { Slice } from './slice.ts'

export function uncovered(found: Records, { lines }: Pick<Slice, 'lines'>): string[] {
  const last = new Map(lines.map((line) => [`${line.record} ${line.key}`, line.digest]))
  const wrong: string[] = []
  for (const record of recordNames) {
    const groups = Map.groupBy(found[record], (row) => keyOf(record, row))
    for (const [key, rows] of groups)
      if (last.get(`${record} ${key}`) !== rowsDigest(record, rows, sha256Text) && isDue(record, key, found))
        wrong.push(`${record} ${key}`)
  }
  return wrong
}

/** The lists of a poll are covered when it has ended. */
const isDue = (record: CoveredName, key: string, found: Records): boolean =>
  !('set' in COVERED[record]) ||
  found.polls.some((poll) => poll.id === key && ['closed', 'void'].includes(poll.status))

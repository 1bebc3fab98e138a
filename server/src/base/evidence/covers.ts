/**
 * 覆盖: what an entry says of the rows written with it. Which rows these are the database notes by itself (triggers of
 * 9002_covered.sql), so no act can forget one; they are read as a package would hold them, and one line a row is kept.
 */
import { createHash, randomBytes } from 'node:crypto'
import {
  COVERED,
  type CoveredName,
  coversRoot,
  GONE,
  groupDigest,
  groupSalt,
  groupsRoot,
  type Hash,
  type Line,
  nameDigest,
  rowsDigest,
  shownDigest,
} from '@cunyi/shared/papers/covered.ts'
import type { Tx } from '#base/database/connect.ts'
import { type CoverLine, namesOf, touchedRows } from './queries/covers.ts'
import { aboutOf, filesOf, type RecordName, type Row, recordOf, rowsByKey } from './queries/records.ts'
import { agreedSheets, shownOf } from './withheld.ts'

export const sha256Text: Hash = (text) => createHash('sha256').update(text).digest('hex')

/** What to cover: a row, by its record and key, with what it belongs to. */
export type Touched = { record: CoveredName; key: string; about: string }

/** Of this village, each once. */
async function touchedIn(tx: Tx, villageId: string): Promise<Touched[]> {
  const lines = new Set((await touchedRows(tx)).split('\n'))
  return [...lines].flatMap((line) => {
    const [table = '', village, about = '', key = ''] = line.split('\t')
    const record = recordOf.get(table)
    return record && village === villageId ? [{ record, about, key }] : []
  })
}

const lineOf = (record: CoveredName, about: string, key: string, rows: readonly Row[]): CoverLine => ({
  record,
  about,
  key,
  digest: rowsDigest(record, rows, sha256Text),
  shown: shownDigest(record, record === 'countSheets' ? agreedSheets(rows) : rows, sha256Text),
  salt: null,
})

/** The lines of everything written in this transaction, and of what else is given. */
export async function coverLines(tx: Tx, villageId: string, also: readonly Touched[]): Promise<CoverLine[]> {
  const touched = [...(await touchedIn(tx, villageId)), ...also]
  const lines: CoverLine[] = []
  for (const record of new Set(touched.map((one) => one.record))) {
    const mine = touched.filter((one) => one.record === record)
    lines.push(...(await linesOf(tx, villageId, record, mine)))
  }
  // Named twice: written, then given once more.
  return [...new Map(lines.map((line) => [`${line.record} ${line.key} ${line.about}`, line])).values()]
}

async function linesOf(
  tx: Tx,
  villageId: string,
  record: RecordName,
  touched: readonly Touched[],
): Promise<CoverLine[]> {
  const found = await rowsByKey(tx, villageId, record, [...new Set(touched.map((one) => one.key))])
  const lines = touched.map(({ key, about }): CoverLine => {
    const rows = found.get(key)
    if (!rows && !isSet(record)) return { record, key, about, digest: GONE, shown: GONE, salt: null }
    return lineOf(record, rows?.[0] ? aboutOf(record, rows[0]) : about, key, rows ?? [])
  })
  const rows = [...found.values()].flat()
  if (record === 'roll') lines.push(...(await nameLines(tx, villageId, rows)))
  lines.push(...(await fileLines(tx, villageId, filesOf(record, rows))))
  if (record === 'polls')
    for (const poll of rows)
      if (poll.status === 'closed' || poll.status === 'void')
        lines.push(...(await pollLines(tx, villageId, poll)))
  return lines
}
const isSet = (record: CoveredName) => 'set' in COVERED[record]
const SETS = ['ballots', 'envelopes', 'pollLists', 'countSheets'] as const satisfies readonly CoveredName[]

/** 附件: each that a row names, also one that belongs to nothing else. */
async function fileLines(tx: Tx, villageId: string, ids: readonly string[]): Promise<CoverLine[]> {
  if (ids.length === 0) return []
  const found = await rowsByKey(tx, villageId, 'attachments', ids)
  return [...found].map(([id, rows]) =>
    lineOf('attachments', rows[0] ? aboutOf('attachments', rows[0]) : '', id, rows),
  )
}

/** 表决之后: its lists, each in one line; the split by channels as packages hold it, and whether it is withheld. */
async function pollLines(tx: Tx, villageId: string, poll: Row): Promise<CoverLine[]> {
  const id = poll.id as string
  const lines: CoverLine[] = []
  let sheets: readonly Row[] = []
  for (const record of SETS) {
    const rows = (await rowsByKey(tx, villageId, record, [id])).get(id) ?? []
    if (record === 'countSheets') sheets = rows
    lines.push(lineOf(record, id, id, rows), ...(await fileLines(tx, villageId, filesOf(record, rows))))
  }
  const beside = (record: string, value: unknown): CoverLine => {
    const digest = rowsDigest(record, [{ pollId: id, [record]: value }], sha256Text)
    return { record, about: id, key: id, digest, shown: digest, salt: null }
  }
  const { byChannel, withheld } = shownOf(poll, sheets)
  return [...lines, beside('splits', byChannel), beside('withheld', withheld)]
}

/** 姓名: of everybody on the roll, salted. */
async function nameLines(tx: Tx, villageId: string, rows: readonly Row[]): Promise<CoverLine[]> {
  const names = new Map(
    (
      await namesOf(
        tx,
        villageId,
        rows.map((row) => row.personId),
      )
    ).map((one) => [one.id, one]),
  )
  return rows.flatMap((row) => {
    const person = names.get(row.personId)
    return person ? [nameLine(person, row.meetingId)] : []
  })
}
export function nameLine(person: { id: string; name: string }, about: string): CoverLine {
  const salt = randomBytes(16).toString('hex')
  return {
    record: 'people',
    key: person.id,
    about,
    digest: nameDigest(salt, person, sha256Text),
    shown: null,
    salt,
  }
}

type Kept = Pick<CoverLine, 'record' | 'key' | 'about' | 'digest' | 'shown' | 'salt'>
/** The groups of an entry's lines: what the offices see of them, or what everybody does. */
export function groupsOf(lines: readonly Kept[], salt: string, kind: 'office' | 'shown') {
  const byAbout = new Map<string, Line[]>()
  for (const { record, key, about, digest, shown, salt: own } of lines) {
    const said = kind === 'office' ? digest : shown
    if (said === null) continue
    const line: Line =
      kind === 'office' && record === 'people' ? [record, key, said, own] : [record, key, said]
    byAbout.set(about, [...(byAbout.get(about) ?? []), line])
  }
  return [...byAbout].map(([about, mine]) => ({
    about,
    salt: groupSalt(`${salt}|${kind}`, about, sha256Text),
    lines: mine.sort((a, b) => (`${a[0]} ${a[1]}` < `${b[0]} ${b[1]}` ? -1 : 1)),
  }))
}
export const rootOf = (lines: readonly Kept[], salt: string): string =>
  coversRoot(sideRoot(lines, salt, 'office'), sideRoot(lines, salt, 'shown'), sha256Text)
export const sideRoot = (lines: readonly Kept[], salt: string, kind: 'office' | 'shown'): string =>
  groupsRoot(
    groupsOf(lines, salt, kind).map((group) => groupDigest(group, sha256Text)),
    sha256Text,
  )

/** 覆盖: every record and file of the package is what the chain last says of it, and nothing that it knows is missing. */
import {
  COVERED,
  coveringOf,
  coversRoot,
  GONE,
  type Group,
  groupDigest,
  groupsRoot,
  keyOf,
  type Line,
  markOf,
  nameDigest,
  rowsDigest,
} from '../../shared/src/papers/covered.ts'
import {
  drawnText,
  EARLIER_FORMATS,
  FOUND,
  PACKING_ACTS,
  type SliceEntry,
} from '../../shared/src/papers/package-format.ts'
import type { Package, Row } from './files.ts'
import { type Report, sha256 } from './report.ts'

export const hash = (text: string) => sha256(text)
const RECORDS = Object.keys(COVERED)
/** Records to which others belong by their id. */
const OWNERS = [
  'polls',
  'disclosures',
  'rollCorrections',
  'objections',
  'opinions',
  'progress',
  'boardPhotos',
]

type Known = {
  line: Line
  seq: number
  /** Found on this day by the first release that covers records; null: covered when it was written. */
  since: string | null
}

/** Answers the number of the last entry that is about the matter. */
export function checkCovers(pack: Package, report: Report): number {
  if (EARLIER_FORMATS.includes(pack.manifest.format)) {
    report.check(
      pack.entries.every((entry) => entry.covers === undefined),
      'manifest.json',
      '清单说是旧格式，留痕却是新格式的',
      'the manifest says an earlier format than the evidence has',
    )
    report.remarks.push({
      zh: '第1版档案包：只有重算用到的内容与留痕对得上，其他记录和文件只由签名证明',
      en: 'a package of format 1: only what the recount reads is held to the chain, other records and files only to the signature',
    })
    return 0
  }
  const ids = idsOf(pack)
  const own = pack.entries.filter((entry) => isOwn(entry, ids))
  for (const entry of pack.entries) {
    const at = `evidence/slice.json #${entry.seq}`
    report.part(at, () => checkEntry(pack, entry, own.includes(entry), ids, at, report))
  }
  const { known, last } = linesOf(pack, own, ids)
  if (pack.manifest.kind === 'office') {
    checkOfficeRows(pack, known, report)
    checkNames(pack, report)
    checkBeginning(pack, own, known, report)
  } else checkPublicRows(pack, known, report)
  checkBeside(pack, known, report)
  checkDrawn(pack, known, report)
  sayFound(known, report)
  report.check(
    pack.manifest.kind === 'public'
      ? last <= pack.manifest.evidence.lastOwn
      : last === pack.manifest.evidence.lastOwn,
    'manifest.json',
    '清单所说的最后一条留痕与重算不符',
    'the last entry about the matter is not the one that the manifest names',
  )
  return last
}

/** The matter, and the meetings whose polls are about it. */
const idsOf = (pack: Package): Set<string> =>
  new Set([pack.manifest.proposalId, ...pack.rows('polls').map((poll) => poll.meetingId as string)])

function isOwn({ seq, covers, payload }: SliceEntry, ids: ReadonlySet<string>): boolean {
  if (covers) return [...ids].some((id) => markOf(seq, id, hash) === covers.mark)
  return payload !== null
}

/** What it covers stands in its link; what is about the matter is told in full. */
function checkEntry(
  pack: Package,
  { seq, payload, covers }: SliceEntry,
  own: boolean,
  ids: ReadonlySet<string>,
  at: string,
  report: Report,
): void {
  if (!covers) return
  const about = payload?.proposalId ?? payload?.meetingId ?? null
  if (payload)
    report.check(
      markOf(seq, about as string | null, hash) === covers.mark && (own || !ids.has(String(about))),
      at,
      '内容与它的标记不符',
      'its payload is not about what its mark says',
    )
  if (own && pack.manifest.kind === 'office')
    report.check(payload !== null, at, '关于本议题的留痕没有内容', 'an entry about the matter has no payload')
  if (!covers.groups) {
    report.check(
      !own,
      at,
      '关于本议题的留痕没有列出记录',
      'an entry about the matter does not tell what it covers',
    )
    return
  }
  if (own)
    report.check(
      covers.groups.every((group) => typeof group !== 'string'),
      at,
      '关于本议题的留痕隐去了记录',
      'an entry about the matter hides what it covers',
    )
  const side = pack.manifest.kind === 'office' ? covers.office : covers.shown
  const root = groupsRoot(
    covers.groups.map((group) => (typeof group === 'string' ? group : groupDigest(group, hash))),
    hash,
  )
  report.check(
    root === side && coversRoot(covers.office ?? '', covers.shown ?? '', hash) === covers.root,
    at,
    '所覆盖的记录被改动',
    'what it covers was changed',
  )
}

/** Of each record the last line about the matter; and the last entry that is about it. */
function linesOf(pack: Package, own: readonly SliceEntry[], ids: ReadonlySet<string>) {
  const mine = new Set(ids)
  const papers = new Set(pack.rows('attachments').map((row) => row.id as string))
  const known = new Map<string, Known>()
  let last = 0
  for (const entry of pack.entries) {
    const groups = (entry.covers?.groups ?? []).filter((group): group is Group => typeof group !== 'string')
    // A poll and what belongs to it may begin with the same entry, in any order of its groups.
    for (const group of [...groups, ...groups])
      if (mine.has(group.about))
        for (const [record, key] of group.lines) if (OWNERS.includes(record)) mine.add(key)
    let isAbout = own.includes(entry) && !PACKING_ACTS.includes(String(entry.payload?.act ?? 'makePackage'))
    for (const group of groups)
      for (const line of group.lines) {
        const [record, key] = line
        if (record === 'people' || !(mine.has(group.about) || (record === 'attachments' && papers.has(key))))
          continue
        if (record !== 'drawn') isAbout = true
        const name = `${record} ${key}`
        const found = group.lines.some(([one]) => one === FOUND) ? entry.at : null
        known.set(name, {
          line,
          seq: entry.seq,
          since: known.has(name) ? (known.get(name)?.since ?? null) : found,
        })
      }
    if (isAbout) last = entry.seq
  }
  return { known, last }
}

const isWithheld = (pack: Package, record: string, key: string): boolean =>
  ['ballots', 'countSheets'].includes(record) &&
  pack.rows('polls').some((poll) => poll.id === key && poll.withheld === 'smallGroup')

function checkOfficeRows(pack: Package, known: ReadonlyMap<string, Known>, report: Report): void {
  const digests = new Set(pack.rows('attachments').map((row) => row.digest as string))
  for (const [path, content] of pack.files)
    if (path.startsWith('attachments/'))
      report.check(
        digests.has(sha256(content)),
        path,
        '记录里没有这个附件',
        'no record names this attachment',
      )
  const seen = new Set<string>()
  for (const record of RECORDS) {
    const rows = Map.groupBy(pack.rows(record), (row) => keyOf(record, row))
    for (const [key, mine] of rows) {
      const name = `${record} ${key}`
      seen.add(name)
      report.counted.records += mine.length
      const line = known.get(name)?.line
      if (
        !report.check(line !== undefined, name, '留痕没有覆盖这条记录', 'no entry covers this record') ||
        !line
      )
        continue
      report.check(
        line[2] === rowsDigest(record, mine, hash) && !isWithheld(pack, record, key),
        name,
        '记录与留痕所记不符：被改动',
        'the record is not what the evidence says of it: it was changed',
      )
    }
  }
  const none = rowsDigest('ballots', [], hash)
  for (const [name, { line }] of known) {
    const [record, key, digest] = line
    if (seen.has(name) || !coveringOf(record) || digest === GONE || digest === none) continue
    report.check(
      isWithheld(pack, record, key),
      name,
      '留痕所记的记录不在包里',
      'the evidence knows this record; it is not here',
    )
  }
}

/** A public record has no key; each is one that the chain knows, and each that it knows is there. */
function checkPublicRows(pack: Package, known: ReadonlyMap<string, Known>, report: Report): void {
  for (const record of RECORDS) {
    const { shown, set } = coveringOf(record) ?? {}
    if (!shown) continue
    const rows = pack.rows(record)
    report.counted.records += rows.length
    const due = [...known.values()].filter(
      ({ line }) => line[0] === record && line[2] !== GONE && !isWithheld(pack, record, line[1]),
    )
    const lists = set
      ? due.map(({ line }) => rows.filter((row) => row.pollId === line[1]))
      : rows.map((row) => [row])
    // A column more than everybody may see is no part of what the chain knows.
    const have = lists.map((list) => rowsDigest(record, list, hash))
    report.check(
      JSON.stringify([...have].sort()) === JSON.stringify(due.map(({ line }) => line[2]).sort()) &&
        lists.flat().length === rows.length,
      `records/${record}.json`,
      '记录与留痕所记不符：被改动、增加或删去',
      'the records are not those that the evidence knows: changed, added or taken out',
    )
  }
}

/** 姓名: as they stood on the day of packing; a name that was another on the day of a roll is said. */
function checkNames(pack: Package, report: Report): void {
  const lines = pack.entries.flatMap((entry) =>
    (entry.covers?.groups ?? []).flatMap((group) =>
      typeof group === 'string'
        ? []
        : group.lines.filter(([record]) => record === 'people').map((line) => ({ line, seq: entry.seq })),
    ),
  )
  const packing = pack.entries.filter((entry) => entry.payload?.act === 'coverPackage').at(-1)?.seq
  const byPerson = Map.groupBy(lines, ({ line }) => line[1])
  const people = pack.rows('people') as (Row & { id: string; name: string })[]
  const fits = (line: Line, person: { id: string; name: string }) =>
    typeof line[3] === 'string' && line[2] === nameDigest(line[3], person, hash)
  let renamed = 0
  for (const person of people) {
    const mine = byPerson.get(person.id) ?? []
    const now = mine.find(({ seq }) => seq === packing)
    report.check(
      now !== undefined && fits(now.line, person),
      `people ${person.id}`,
      '姓名与留痕所记不符',
      'the name is not what the evidence says',
    )
    if (mine.some(({ line }) => typeof line[3] === 'string' && !fits(line, person))) renamed += 1
  }
  for (const { line, seq } of lines)
    if (seq === packing && !people.some((person) => person.id === line[1]))
      report.fault(
        `people ${line[1]}`,
        '留痕所记的姓名不在包里',
        'a name that the evidence knows is not here',
      )
  if (renamed > 0)
    report.remarks.push({
      zh: `${renamed} 人的姓名在列入名册之后改过`,
      en: `${renamed} names were changed after they stood on a roll`,
    })
}

/** 分渠道与保密: the split is the one that was frozen, and withheld only where the chain says so. */
function checkBeside(pack: Package, known: ReadonlyMap<string, Known>, report: Report): void {
  for (const poll of pack.rows('polls')) {
    if (poll.status !== 'closed' && poll.status !== 'void') continue
    const holds = (record: 'splits' | 'withheld', value: unknown) =>
      known.get(`${record} ${poll.id}`)?.line[2] ===
      rowsDigest(record, [{ pollId: poll.id, [record]: value }], hash)
    report.check(
      holds('withheld', poll.withheld) &&
        (poll.withheld === 'smallGroup' ? poll.byChannel === null : holds('splits', poll.byChannel)),
      `polls ${poll.id}`,
      '分渠道票数或其保密与留痕所记不符',
      'its split by channels, or that it is withheld, is not what the evidence says',
    )
  }
}

/** 成品: every other file of the package, and what its manifest says of it. */
function checkDrawn(pack: Package, known: ReadonlyMap<string, Known>, report: Report): void {
  const { manifest } = pack
  report.check(
    known.get(`drawn ${manifest.kind}`)?.line[2] === hash(drawnText(manifest.files, manifest)),
    'manifest.json',
    '材料、目录或清单的说明与制包那天的留痕不符',
    'papers, forms, index or what the manifest says are not those that the evidence knows from the day of packing',
  )
}

/** 开头: the slice begins where the matter began. */
function checkBeginning(
  pack: Package,
  own: readonly SliceEntry[],
  known: ReadonlyMap<string, Known>,
  report: Report,
): void {
  const [proposal] = pack.rows('proposal')
  if (known.get(`proposal ${proposal?.id}`)?.since) return
  report.check(
    own[0]?.at === proposal?.draftedAt,
    'evidence/slice.json',
    '留痕片段不是从议题起草开始的',
    'the slice does not begin where the matter was drafted',
  )
}

function sayFound(known: ReadonlyMap<string, Known>, report: Report): void {
  const found = [...known.values()].flatMap(({ since }) => (since ? [since] : []))
  for (const at of new Set(found)) {
    const n = found.filter((one) => one === at).length
    report.remarks.push({
      zh: `${n} 条记录只从 ${at.slice(0, 10)} 起由留痕证明（更早的版本没有覆盖它们）`,
      en: `${n} records are covered from ${at.slice(0, 10)} only: earlier releases covered none`,
    })
  }
}

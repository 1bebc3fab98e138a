/** 改动: what somebody might change in a package, by kind; each gives other files, or null where it has nothing to change. */

import { COVERED } from '@cunyi/shared/papers/covered.ts'
import { EVIDENCE, MANIFEST, type SliceEntry } from '@cunyi/shared/papers/package-format.ts'
import { canonicalJson, linkText } from '@cunyi/shared/poll/proof.ts'
import { sha256 } from '../../../server/verify/report.ts'
import { type Files, jsonOf, manifestIn, withJson } from './played.ts'

export type Row = Record<string, unknown>
export type Change = { kind: string; name: string; make: (files: Files) => Files | null }

const record = (name: string) => `records/${name}.json`
const rowsOf = (files: Files, name: string): Row[] => (files[record(name)] ? jsonOf(files, record(name)) : [])

/** One value becomes another: text, figures, money, persons, instants. */
const set = (
  kind: string,
  name: string,
  value: Row | ((row: Row) => Row),
  which = (_: Row) => true,
): Change => ({
  kind,
  name: `${name}: ${typeof value === 'function' ? 'other' : Object.keys(value).join(', ')}`,
  make: (files) => {
    const rows = rowsOf(files, name)
    const row = rows.find(which)
    if (!row) return null
    Object.assign(row, typeof value === 'function' ? value(row) : value)
    return withJson(files, record(name), rows)
  },
})

const NOBODY = '00000000-0000-4000-8000-000000000000'
const LATER = '2026-03-09T01:02:03.000Z'
const other = (value: unknown): unknown =>
  typeof value === 'number'
    ? value + 1
    : typeof value === 'boolean'
      ? !value
      : value === null
        ? 'x'
        : typeof value === 'string'
          ? `${value}x`
          : 'x'

/** The forty that findings B6 names. */
const named: Change[] = [
  set('text', 'versions', { body: '另一个决议' }),
  set('text', 'versions', { title: '另一个标题' }),
  set('text', 'versions', { summary: '另一个摘要' }),
  set('text', 'proposal', { title: '另一个标题' }),
  set('text', 'disclosures', { text: '另一份公示' }),
  set('text', 'minutes', { gist: '大家都同意' }),
  set('text', 'questions', { text: '另一个问题' }),
  set('text', 'notes', { text: '没有意见' }),
  set('text', 'objections', { text: '没有异议' }),
  set('text', 'objections', { answer: '另一个答复' }),
  set('money', 'expenses', { amount: 86_400_000 }),
  set('money', 'expenses', { payee: '另一家' }),
  set('money', 'expenses', { paidOn: '2026-01-01' }),
  set('money', 'budgetLines', { amount: 1 }),
  set('money', 'works', { contractor: '另一家建筑队' }),
  set('money', 'works', { completedOn: '2026-01-01' }),
  set('money', 'works', { executor: '某人' }),
  set('persons', 'people', { name: '王二' }),
  set('persons', 'roll', { capacities: ['x'] }),
  set('persons', 'roll', { isWoman: 'x' }),
  set('persons', 'pollLists', { recused: true }),
  set('persons', 'attendances', { way: 'online', signedInAt: LATER }),
  set('persons', 'attendances', { by: NOBODY }),
  set('persons', 'excuses', { reason: '没有理由' }),
  set('persons', 'meetings', { chairId: NOBODY }),
  set('persons', 'moves', { personId: NOBODY }, (row) => row.personId !== null),
  set('persons', 'ballots', (row) => ({ personId: row.personId ? null : NOBODY })),
  set('time', 'meetings', { noticeAt: '2026-03-01T00:00:00.000Z' }),
  set('time', 'boardPhotos', { at: LATER }),
  set('time', 'notices', { givenAt: LATER }),
  set('time', 'disclosures', { preparedAt: LATER }),
  set('time', 'proposal', { demandedAt: LATER }),
  set('rule', 'polls', (row) => ({ rule: { ...(row.rule as Row), noticeDays: 0 } })),
  set('rule', 'proposal', { profile: null }),
  set('rule', 'disclosures', { reviewVerdict: 'agree', reviewDueAt: LATER }),
  {
    kind: 'secrecy',
    name: 'ballots hidden as of a small group',
    make: (files) => {
      const polls = rowsOf(files, 'polls')
      const poll = polls.find((row) => row.status === 'closed' && row.withheld === null)
      if (!poll) return null
      Object.assign(poll, { withheld: 'smallGroup', byChannel: null })
      let next = withJson(files, record('polls'), polls)
      for (const name of ['ballots', 'countSheets'])
        next = withJson(
          next,
          record(name),
          rowsOf(files, name).filter((row) => row.pollId !== poll.id),
        )
      return next
    },
  },
]

const file = (
  kind: string,
  name: string,
  test: RegExp,
  change: (content: Buffer) => Buffer | null,
): Change => ({
  kind,
  name,
  make: (files) => {
    const path = Object.keys(files).find((one) => test.test(one))
    if (!path) return null
    const { [path]: content, ...rest } = files
    const next = change(content as Buffer)
    return next ? { ...rest, [path]: next } : rest
  },
})
const append = (text: string) => (content: Buffer) => Buffer.concat([content, Buffer.from(text)])
const files: Change[] = [
  file('files', 'a paper changed', /^papers\//, append('%')),
  file('files', 'a paper taken out', /^papers\//, () => null),
  file('files', 'the index changed', /^index\.html$/, append('<p>另一个结果</p>')),
  file('files', 'the index taken out', /^index\.html$/, () => null),
  file('files', 'a form changed', /^schemas\//, append(' ')),
  file('files', 'an attachment changed', /^attachments\//, append('x')),
  file('files', 'an attachment taken out', /^attachments\//, () => null),
  file('files', 'receipts changed', /^records\/receipts/, (content) =>
    Buffer.from(String(content).replace(/[A-Z2-7]{16}/, 'A'.repeat(16))),
  ),
  file('files', 'the public page changed', /^records\/matter/, (content) =>
    Buffer.from(String(content).replace('村口石桥', '村尾石桥')),
  ),
  {
    kind: 'files',
    name: 'a paper added',
    make: (all) => ({ ...all, 'papers/extra.pdf': Buffer.from('%PDF-1.7') }),
  },
  { kind: 'files', name: 'a record added', make: (all) => withJson(all, 'records/extra.json', [{ id: 1 }]) },
  {
    kind: 'files',
    name: 'an attachment added',
    make: (all) => ({ ...all, [`attachments/${sha256('x')}.bin`]: Buffer.from('x') }),
  },
]

const manifest = (name: string, change: (facts: Row) => Row): Change => ({
  kind: 'manifest',
  name,
  make: (all) =>
    withJson(all, MANIFEST, { ...manifestIn(all), ...change(manifestIn(all) as unknown as Row) }),
})
const slice = (facts: Row, more: Row) => ({ evidence: { ...(facts.evidence as Row), ...more } })
const manifests: Change[] = [
  manifest('another village name', () => ({ villageName: '另一个村' })),
  manifest('another village', () => ({ village: '411329990202' })),
  manifest('another number', () => ({ number: '2025-001' })),
  manifest('another title', () => ({ title: '另一件事' })),
  manifest('another day of packing', () => ({ madeAt: LATER })),
  manifest('another matter', () => ({ proposalId: NOBODY })),
  manifest('office said to be public', (facts) => ({ kind: facts.kind === 'office' ? 'public' : 'office' })),
  manifest('said to be of format 1', () => ({ format: 'cunyi-package/1' })),
  manifest('an earlier last entry', (facts) => slice(facts, { lastOwn: 2 })),
  manifest('a later first entry', (facts) => slice(facts, { from: 3 })),
]

const chain = (name: string, change: (entries: SliceEntry[]) => SliceEntry[]): Change => ({
  kind: 'chain',
  name,
  make: (all) => {
    const entries = change(jsonOf(all, EVIDENCE) as SliceEntry[])
    const [first, last] = [entries[0], entries.at(-1)]
    const told = withJson(all, EVIDENCE, entries)
    return withJson(told, MANIFEST, {
      ...manifestIn(all),
      ...slice(manifestIn(all) as unknown as Row, { from: first?.seq, to: last?.seq, head: last?.link }),
    })
  },
})
const isOwn = (entry: SliceEntry) => entry.payload !== null
const chains: Change[] = [
  chain('the first entries left out', (entries) =>
    entries.slice(entries.findIndex((one) => one.payload?.act !== entries[0]?.payload?.act)),
  ),
  chain('the last entries left out', (entries) => entries.slice(0, -3)),
  chain('an entry of the matter made a stranger', (entries) => {
    const mine = entries.filter(isOwn)[3] as SliceEntry
    Object.assign(mine, {
      payload: null,
      salt: null,
      covers: { ...mine.covers, groups: null, office: null, shown: null },
    })
    return entries
  }),
  chain('a group hidden behind a digest', (entries) => {
    const mine = entries.find((one) => isOwn(one) && (one.covers?.groups?.length ?? 0) > 0) as SliceEntry
    mine.covers?.groups?.splice(0, 1, 'f'.repeat(64))
    return entries
  }),
  chain('a line changed', (entries) => {
    for (const { covers } of entries)
      for (const group of covers?.groups ?? [])
        if (typeof group !== 'string' && group.lines[0]) {
          group.lines = [[group.lines[0][0], group.lines[0][1], 'f'.repeat(64)], ...group.lines.slice(1)]
          return entries
        }
    return entries
  }),
  chain('a mark changed', (entries) => {
    Object.assign(entries[2]?.covers ?? {}, { mark: 'f'.repeat(64) })
    return entries
  }),
  chain('an entry without what it covers', (entries) => {
    Object.assign(entries[2] as SliceEntry, { covers: null })
    return entries
  }),
]

/** Every record: a row changed in its last column, a row taken out, a row more. */
const everyRecord: Change[] = Object.keys(COVERED).flatMap((name) => {
  const change = (what: string, work: (rows: Row[]) => void): Change => ({
    kind: `row ${what}`,
    name,
    make: (all) => {
      const rows = rowsOf(all, name)
      if (rows.length === 0) return null
      work(rows)
      return withJson(all, record(name), rows)
    },
  })
  return [
    change('changed', (rows) => {
      const row = rows[Math.floor(rows.length / 2)] as Row
      const column = Object.keys(row).at(-1) as string
      row[column] = other(row[column])
    }),
    change('taken out', (rows) => rows.splice(Math.floor(rows.length / 2), 1)),
    change('added', (rows) => rows.push({ ...rows[0] })),
  ]
})

const everything: Change = {
  kind: 'all',
  name: 'polls, meetings, moves and rolls taken out together',
  make: (all) =>
    ['polls', 'meetings', 'moves', 'roll', 'pollLists', 'ballots', 'envelopes', 'attendances'].reduce(
      (next, name) => (next[record(name)] ? withJson(next, record(name), []) : next),
      all,
    ),
}

export const CHANGES: Change[] = [...named, ...files, ...manifests, ...chains, ...everyRecord, everything]

/** 改写历史: the chain reckoned anew over changed payloads; only a list kept from before can tell. */
export function rewritten(all: Files, change: (entries: SliceEntry[]) => void): Files {
  const entries = jsonOf(all, EVIDENCE) as SliceEntry[]
  change(entries)
  let link = entries[0]?.prevLink ?? ''
  for (const entry of entries) {
    if (entry.salt) entry.payloadDigest = sha256(Buffer.from(entry.salt, 'hex'), canonicalJson(entry.payload))
    entry.prevLink = link
    const covering = entry.covers ? { covers: entry.covers.root, mark: entry.covers.mark } : null
    link = sha256(linkText(link, entry.seq, new Date(entry.at), entry.payloadDigest, covering))
    entry.link = link
  }
  const manifest = manifestIn(all)
  return withJson(withJson(all, EVIDENCE, entries), MANIFEST, {
    ...manifest,
    evidence: { ...manifest.evidence, head: link },
  })
}

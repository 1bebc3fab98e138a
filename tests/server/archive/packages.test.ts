import { spawnSync } from 'node:child_process'
import { createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { publicKeyOf } from '@cunyi/server/views/archive/zip.ts'
import { EVIDENCE, type SliceEntry } from '@cunyi/shared/papers/package-format.ts'
import { canonicalJson, linkText } from '@cunyi/shared/poll/proof.ts'
import { OFFICE_KEYS } from '@cunyi/shared/words/vocabulary.ts'
import { afterAll, beforeAll, describe, expect, inject, onTestFinished, test } from 'vitest'
import { digestOf, sha256 } from '../../../server/verify/report.ts'
import { type Verdict, verifyPackage } from '../../../server/verify/verify.ts'
import {
  type Files,
  jsonOf,
  manifestIn,
  type Played,
  pack,
  playToArchive,
  relist,
  summed,
  unpack,
  withJson,
  withoutPapers,
} from './played.ts'

let played: Played
let office: Files
/** Without the drawings, which no recount reads. */
let bare: Files
beforeAll(async () => {
  played = await playToArchive(inject('cluster'))
  office = unpack(played.packages.office)
  bare = withoutPapers(office, played.signing)
})
afterAll(() => played?.stop())

const check = (files: Files, list = played.list): Verdict => verifyPackage(pack(files), list)
const alone = (files: Files): Verdict => verifyPackage(pack(files), null)
const stranger = (): KeyObject => generateKeyPairSync('ed25519').privateKey

describe('档案包', () => {
  test('both kinds are consistent, and anchored once the day has ended', () => {
    for (const kind of ['office', 'public'] as const) {
      const { faults, anchoredOn } = verifyPackage(played.packages[kind], played.list)
      expect(faults).toEqual([])
      expect(anchoredOn).toMatch(/^\d{4}-\d\d-\d\d$/)
    }
    const { faults, lines } = alone(office)
    expect(faults).toEqual([])
    expect(lines.join('\n')).toMatch(/是谁签的不知道[\s\S]*Consistent with itself; who signed is not known/)
  })

  test('it holds papers, attachments, every record with its form, and an index that opens by itself', () => {
    const paths = Object.keys(office)
    expect(paths.filter((path) => path.startsWith('papers/')).length).toBeGreaterThan(5)
    expect(paths.some((path) => path.startsWith('attachments/'))).toBe(true)
    for (const path of paths.filter((one) => one.startsWith('records/')))
      expect(paths).toContain(path.replace('records/', 'schemas/').replace('.json', '.schema.json'))
    const index = String(office['index.html'])
    expect(index).toContain('村口石桥维修')
    expect(index).not.toMatch(/<script|https?:\/\//)
    for (const [, href] of index.matchAll(/href="([^"]+)"/g))
      expect(paths).toContain(decodeURIComponent(href ?? ''))
  })

  test('a reader without our programs is told in both languages what lies in it, and coreutils finds its files whole', () => {
    for (const kind of ['office', 'public'] as const) {
      const files = unpack(played.packages[kind])
      const readMe = String(files['README.txt'])
      expect(readMe).toMatch(/村口石桥维修[\s\S]*怎么查验 {2}How to check it/)
      for (const path of Object.keys(files).filter((one) => /^(papers|attachments)\//.test(one)))
        expect(readMe).toContain(path)
      const index = String(files['index.html'])
      // Attachments by what they are, steps as they were taken.
      const attached = index.slice(index.indexOf('附件 Attachments'), index.indexOf('记录 Records'))
      expect(attached).toMatch(kind === 'office' ? /<li>.*方案附件1：/ : /<li>.*(公示照片|实施进展)1</)
      const times = [...index.matchAll(/<tr><td>(\d{4}[^<]*)<\/td><td>[^<]*<\/td><td>[^<（]*<\/td><\/tr>/g)]
      const told = times.map(([, time]) => time ?? '').slice(0, jsonOf(files, 'records/moves.json').length)
      expect(told.length).toBeGreaterThan(5)
      expect(told).toEqual([...told].sort())

      const good = summed(files)
      expect(good.stdout).not.toContain('FAILED')
      expect(good.status).toBe(0)
      // All but itself, the manifest with its signature, and the slice.
      expect(good.stdout.split(': OK').length - 1).toBe(Object.keys(files).length - 4)
      expect(summed({ ...files, 'index.html': Buffer.from('other') }).status).toBe(1)
    }
  })

  test('the public one names nobody who does not sign for an office, and nobody by his id', () => {
    const files = unpack(played.packages.public)
    const officers = jsonOf(files, 'records/matter.json').officers.map((one: { name: string }) => one.name)
    const text = Object.entries(files)
      .filter(([path]) => /\.(json|html)$/.test(path))
      .map(([, content]) => String(content))
      .join('\n')
    const voted = new Set(
      jsonOf(office, 'records/pollLists.json').map((row: { personId: string }) => row.personId),
    )
    const meetings = jsonOf(office, 'records/meetings.json') as { chairId: string; convenedBy: string }[]
    const acting = new Set(meetings.flatMap((one) => [one.chairId, one.convenedBy]))
    const people = jsonOf(office, 'records/people.json') as { id: string; name: string }[]
    expect(people.length).toBeGreaterThan(20)
    for (const { id, name } of people) {
      // Scenario persons may be called by their office.
      if (!officers.includes(name) && !(OFFICE_KEYS as readonly string[]).includes(name))
        expect(text).not.toContain(name)
      if (voted.has(id) && !acting.has(id)) expect(text).not.toContain(id)
    }
    expect(Object.keys(files)).not.toContain('records/roll.json')
    expect(Object.keys(files)).not.toContain('records/minutes.json')
  })

  test('everybody may have the public one; the office one is for those who may read the records', async () => {
    const { world, proposal } = played
    const seen = async (who: string | null) =>
      (await world.ask<{ rows: { kind: string }[] }>(who, 'listPackages', { proposal })).rows.map(
        (row) => row.kind,
      )
    expect(new Set(await seen(null))).toEqual(new Set(['public']))
    expect(new Set(await seen('villager-60'))).toEqual(new Set(['public']))
    for (const who of ['branchSecretary', 'oversightChair', 'township-1', 'county-1'])
      expect(new Set(await seen(who))).toEqual(new Set(['office', 'public']))
    const rows = (await world.ask('branchSecretary', 'listPackages', { proposal })).rows as {
      id: string
      kind: string
    }[]
    const id = rows.find((row) => row.kind === 'office')?.id ?? ''
    await expect(world.download('villager-60', 'getPackage', { proposal, package: id })).rejects.toThrow(
      '403',
    )
  })
})

describe('查验', () => {
  /** The same numbers at every run. */
  function numbers(seed: number) {
    let state = seed
    return (below: number) => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
      return Math.floor((state / 2 ** 32) * below)
    }
  }

  const changeByte = (content: Buffer, random: (below: number) => number): Buffer => {
    const changed = Buffer.from(content)
    const at = random(changed.length)
    changed[at] = ((changed[at] ?? 0) + 1 + random(255)) % 256
    return changed
  }
  const other = (value: unknown): unknown =>
    typeof value === 'number'
      ? value + 1
      : typeof value === 'boolean'
        ? !value
        : typeof value === 'string'
          ? `${value}x`
          : 'x'

  function changeField(files: Files, path: string, random: (below: number) => number): Files {
    const value = jsonOf(files, path)
    const rows = Array.isArray(value) ? value : [value]
    const row = rows[random(rows.length)]
    const keys = Object.keys(row)
    const key = keys[random(keys.length)] ?? ''
    row[key] = other(row[key])
    return withJson(files, path, value)
  }

  test('200 changes of one byte or one field, half of them with digests made anew: each is found and named', () => {
    const random = numbers(20_261_128)
    const paths = Object.keys(bare).filter((path) => /^(records|evidence|attachments)\//.test(path))
    const filled = paths.filter((path) => path.endsWith('.json') && jsonOf(bare, path).length > 0)
    const missed: string[] = []
    for (let i = 0; i < 200; i += 1) {
      const isField = i % 4 < 2
      const path = isField ? (filled[random(filled.length)] ?? '') : (paths[random(paths.length)] ?? '')
      const changed = isField
        ? changeField(bare, path, random)
        : { ...bare, [path]: changeByte(bare[path] as Buffer, random) }
      const repacked = i % 2 === 1
      const { whole, faults } = check(repacked ? relist(changed) : changed)
      const named = faults.some((one) => one.at === (repacked ? 'manifest.sig' : path))
      if (whole || !named) missed.push(`${i} ${path} ${repacked ? 'repacked' : ''}`)
    }
    expect(missed).toEqual([])
  })

  test('signed anew with another key: the county list knows no such key', () => {
    const forged = relist(office, stranger())
    const { faults, signer } = check(forged)
    expect(faults.map((one) => one.at)).toContain('manifest.sig')
    expect(signer.listed).toBe(false)
    expect(check(office).signer).toEqual({ print: alone(office).signer.print, listed: true })
    expect(alone(forged)).toMatchObject({ whole: true, signer: { listed: null } })
    expect(alone(forged).lines.join()).toContain('who signed is not known')
  })

  type Rows = Record<string, unknown>[]
  const edit = (name: string, change: (rows: Rows) => void) => (files: Files) => {
    const path = name === 'evidence' ? EVIDENCE : `records/${name}.json`
    const rows = jsonOf(files, path) as Rows
    change(rows)
    return withJson(files, path, rows)
  }
  const first = (rows: Rows, test: (row: Record<string, unknown>) => boolean) =>
    rows.find(test) as Record<string, unknown>

  // Even whoever holds the key cannot change these: the rest of the package contradicts him.
  test.each([
    [
      'a ballot turned round',
      edit('ballots', (rows) =>
        Object.assign(
          first(rows, (row) => row.choice === 'against'),
          { choice: 'for' },
        ),
      ),
      /ballots/,
    ],
    ['a ballot taken out', edit('ballots', (rows) => rows.splice(0, 1)), /ballots|receipts/],
    [
      'a receipt changed',
      edit('receipts', (rows) => ((rows[0] as { receipts: string[] }).receipts[0] = 'AAAAAAAAAAAAAAAA')),
      /receipts/,
    ],
    [
      'figures raised',
      edit('polls', (rows) => Object.assign((rows[3] as { figures: object }).figures, { for: 99 })),
      /polls/,
    ],
    [
      'an outcome turned round',
      edit('polls', (rows) => Object.assign(rows[3] as object, { outcome: 'reject' })),
      /polls/,
    ],
    [
      'somebody put on the list',
      edit('pollLists', (rows) =>
        rows.push({ ...rows[0], personId: '00000000-0000-4000-8000-000000000000' }),
      ),
      /pollLists/,
    ],
    [
      'a voter taken off the roll',
      edit('roll', (rows) =>
        rows.splice(
          rows.findIndex((row) => row.votes),
          1,
        ),
      ),
      /roll|pollLists/,
    ],
    [
      'a count sheet changed',
      edit('countSheets', (rows) => Object.assign(rows[0] as object, { for: 0 })),
      /countSheets|polls/,
    ],
    [
      'a move taken out',
      edit('moves', (rows) => {
        rows.splice(
          rows.findIndex((row) => row.move === 'submit'),
          1,
        )
      }),
      /moves/,
    ],
    [
      'a move to another stage',
      edit('moves', (rows) =>
        Object.assign(
          first(rows, (row) => row.move === 'submit'),
          { to: 'archived' },
        ),
      ),
      /moves/,
    ],
    [
      'days of disclosure cut',
      edit('disclosures', (rows) => Object.assign(rows[0] as object, { days: 5 })),
      /disclosures/,
    ],
    [
      'a disclosure posted earlier',
      edit('disclosures', (rows) =>
        Object.assign(rows[0] as object, { postedAt: '2026-03-01T00:00:00.000Z' }),
      ),
      /disclosures/,
    ],
    [
      'a notice given later',
      edit('meetings', (rows) => {
        for (const row of rows) row.noticeAt = row.opensAt
      }),
      /meetings/,
    ],
    [
      'an entry of the chain changed',
      edit('evidence', (rows) => Object.assign((rows[4] as { payload: object }).payload, { by: null })),
      /evidence/,
    ],
    ['an entry of the chain taken out', edit('evidence', (rows) => rows.splice(5, 1)), /evidence/],
    [
      'an entry of the chain moved in time',
      edit('evidence', (rows) => Object.assign(rows[5] as object, { at: '2026-03-02T00:00:00.000Z' })),
      /evidence/,
    ],
  ])('%s by somebody who has the key: the recount finds it', (_, change, where) => {
    const { whole, faults } = alone(relist(change(office), played.signing))
    expect(whole).toBe(false)
    expect(faults[0]?.at).toMatch(where)
  })

  test('a whole history written anew, and signed with the right key, is found by whoever kept the list', () => {
    const entries = jsonOf(office, EVIDENCE) as SliceEntry[]
    const opinion = entries.find((entry) => entry.payload?.act === 'raiseObjection') as SliceEntry
    Object.assign(opinion.payload ?? {}, { by: null })
    let link = entries[0]?.prevLink ?? ''
    for (const entry of entries) {
      if (entry.salt)
        entry.payloadDigest = sha256(Buffer.from(entry.salt, 'hex'), canonicalJson(entry.payload))
      entry.prevLink = link
      const covering = entry.covers ? { covers: entry.covers.root, mark: entry.covers.mark } : null
      link = sha256(linkText(link, entry.seq, new Date(entry.at), entry.payloadDigest, covering))
      entry.link = link
    }
    const rewritten = withJson(office, EVIDENCE, entries)
    const manifest = manifestIn(rewritten)
    const forged = relist(
      withJson(rewritten, 'manifest.json', { ...manifest, evidence: { ...manifest.evidence, head: link } }),
      played.signing,
    )
    expect(alone(forged)).toMatchObject({ whole: true, anchoredOn: null })
    const { whole, faults } = check(forged)
    expect(whole).toBe(false)
    expect(faults[0]?.en).toContain('history was rewritten')
  })

  test('a checkpoint list that was changed proves nothing and says so', () => {
    const [one, ...rest] = played.list.checkpoints
    const heads = one?.heads.map((head) => ({ ...head, link: 'f'.repeat(64) })) ?? []
    const list = { ...played.list, checkpoints: [{ ...(one as NonNullable<typeof one>), heads }, ...rest] }
    expect(check(office, list).faults.map((fault) => fault.at)).toContain('checkpoints #1')
  })
})

describe('校验点', () => {
  test('one for each day on which something happened, each following the one before, signed with the key that stands in it', () => {
    const { checkpoints } = played.list
    expect(checkpoints.length).toBeGreaterThan(3)
    checkpoints.forEach((one, i) => {
      expect(one.seq).toBe(i + 1)
      if (i > 0) expect(one.prev).toBe(checkpoints[i - 1]?.digest)
      expect(one.publicKey).toBe(publicKeyOf(createPublicKey(played.signing)))
      expect(one.heads.map((head) => head.division)).toContain('411329990201')
    })
    expect(digestOf(checkpoints)).toMatch(/^[0-9a-f]{64}$/)
  })
})

describe('查验程序', () => {
  test('runs from its own folder and the rules alone, and ends with 0, 1 or 2', () => {
    const folder = mkdtempSync(join(tmpdir(), 'cunyi-verify-'))
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
    const root = fileURLToPath(new URL('../../../', import.meta.url))
    cpSync(join(root, 'server/verify'), join(folder, 'server/verify'), { recursive: true })
    cpSync(join(root, 'shared/src'), join(folder, 'shared/src'), { recursive: true })
    writeFileSync(join(folder, 'package.json'), '{"type":"module"}')
    writeFileSync(join(folder, 'good.zip'), played.packages.office)
    writeFileSync(join(folder, 'list.json'), JSON.stringify(played.list))
    writeFileSync(join(folder, 'bad.zip'), pack(withJson(office, 'records/ballots.json', [])))
    writeFileSync(join(folder, 'text.zip'), 'no zip at all')
    const run = (...args: string[]) => {
      const { status, stdout, stderr } = spawnSync(process.execPath, ['server/verify/main.ts', ...args], {
        cwd: folder,
        encoding: 'utf8',
        env: { PATH: process.env.PATH ?? '' },
      })
      return { status, said: stdout + stderr }
    }
    const unknown = expect.stringContaining('who signed is not known')
    expect(run('good.zip')).toMatchObject({ status: 0, said: unknown })
    expect(run('good.zip', '--checkpoints', 'list.json')).toMatchObject({
      status: 0,
      said: expect.stringMatching(/anchored on 2026-\d\d-\d\d/),
    })
    expect(run('bad.zip')).toMatchObject({
      status: 1,
      said: expect.stringContaining('Broken at records/ballots.json'),
    })
    for (const args of [['text.zip'], ['none.zip'], [], ['good.zip', '--checkpoints', 'good.zip']])
      expect(run(...args)).toMatchObject({ status: 2, said: expect.stringContaining('cannot be read') })
  })
})

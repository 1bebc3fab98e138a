/**
 * 秘密: 300 voters with known choices, in batches of 1 to 20 and one by one. After closing, everything that is kept
 * anywhere is laid side by side: rows in physical order, transaction numbers, the write-ahead log byte by byte,
 * evidence, receipts, logs. No way of pairing persons with ballots may do better than chance.
 */
import { randomBytes, randomInt } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { createBatcher } from '@cunyi/server/matters/polls/batcher.ts'
import { openBallot } from '@cunyi/server/matters/polls/seal.ts'
import { CHOICE_KEYS, type Choice } from '@cunyi/shared/words/vocabulary.ts'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { buildVillage, type Village } from '../village.ts'
import { names, type Sitting, sit } from './sitting.ts'

const VOTERS = 300
const members = names('villager', VOTERS)
let village: Village
let admin: pg.Client
vi.setConfig({ testTimeout: 240_000 })
beforeAll(async () => {
  village = await buildVillage({ villagers: VOTERS })
  admin = new pg.Client({ connectionString: village.adminUrl })
  await admin.connect()
})
afterAll(async () => {
  await admin.end()
  await village.close()
})

type Voted = {
  sitting: Sitting
  choices: Map<string, Choice>
  key: Buffer
  keyName: string
  refs: Buffer[]
  walFrom: string
}

/** `most`: ballots in a batch at most; 1 = one by one. */
async function vote(most: number): Promise<Voted> {
  const sitting = await sit(village, { roll: members, inHall: members })
  await sitting.open()
  const { keyName } = await sitting.poll()
  const key = await village.parts.pollKeys.read(String(keyName))
  const walFrom = (await admin.query('select pg_walfile_name(pg_current_wal_lsn()) as file')).rows[0]
    .file as string
  const choices = new Map(members.map((name) => [village.id(name), CHOICE_KEYS[randomInt(3)] as Choice]))
  const refs: Buffer[] = []
  const batcher = createBatcher(village.parts, { most })
  const turns = [...choices].sort(() => randomInt(2) - 0.5)
  while (turns.length > 0) {
    const group = turns.splice(0, most === 1 ? 1 : randomInt(1, most + 1))
    await Promise.all(
      group.map(([personId, choice]) => {
        const ref = randomBytes(16)
        refs.push(ref)
        return batcher.cast({
          villageId: village.villageId,
          pollId: sitting.pollId,
          personId,
          castBy: null,
          ref,
          choice,
          arrivedAt: village.clock.now(),
        })
      }),
    )
  }
  return { sitting, choices, key: Buffer.from(key as Buffer), keyName: String(keyName), refs, walFrom }
}

async function close({ sitting }: Voted) {
  await sitting.close()
  await sitting.pass(2000)
  expect((await sitting.poll()).status).toBe('closed')
}

const rowsOf = async (text: string, poll: string) =>
  (await admin.query(text, [poll])).rows as Array<Record<string, string>>

/** The raw log from the poll's first segment on: what pg_waldump would print, and more. */
async function wal(from: string): Promise<Buffer> {
  const { rows } = await admin.query(
    "select pg_read_binary_file('pg_wal/' || name) as bytes from pg_ls_waldir() where name >= $1 and length(name) = 24 order by name",
    [from],
  )
  return Buffer.concat(rows.map((row) => row.bytes as Buffer))
}
const bytesOf = (uuid: string) => Buffer.from(uuid.replaceAll('-', ''), 'hex')

/** Orders in which persons, and ballots, can be put from what is kept. */
async function orders({ sitting, walFrom }: Voted) {
  const poll = sitting.pollId
  const log = await wal(walFrom)
  const inLog = (ids: string[], last = false) => {
    const at = new Map(ids.map((id) => [id, last ? log.lastIndexOf(bytesOf(id)) : log.indexOf(bytesOf(id))]))
    return [...ids].sort((a, b) => (at.get(a) ?? 0) - (at.get(b) ?? 0))
  }
  const column = async (text: string) => (await rowsOf(text, poll)).map((row) => String(row.id))
  const byTuple = '(ctid::text::point)[0], (ctid::text::point)[1]'
  const people = await column(`select person_id as id from envelopes where poll_id = $1 order by ${byTuple}`)
  const ballots = await column(`select id from ballots where poll_id = $1 order by ${byTuple}`)
  return {
    persons: {
      'ctid of envelopes': people,
      'xmin, ctid of envelopes': await column(
        `select person_id as id from envelopes where poll_id = $1 order by xmin::text::bigint, ${byTuple}`,
      ),
      'write-ahead log, first seen': inLog(people),
      ciphertext: await column('select person_id as id from envelopes where poll_id = $1 order by sealed'),
      nonce: await column(
        'select person_id as id from envelopes where poll_id = $1 order by substr(sealed, 1, 12)',
      ),
      receipt: await column('select person_id as id from envelopes where poll_id = $1 order by receipt'),
      'ref hash': await column('select person_id as id from envelopes where poll_id = $1 order by ref_hash'),
      'person id': [...people].sort(),
      evidence:
        await column(`select b->>'personId' as id from evidence e, jsonb_array_elements(e.payload->'ballots') with ordinality as t(b, n)
        where e.act = 'castBallots' and e.payload->>'pollId' = $1 order by e.seq, t.n`),
      'frozen list, ctid': await column(
        `select person_id as id from poll_list where poll_id = $1 and voted order by ${byTuple}`,
      ),
    },
    ballots: {
      'ctid of ballots': ballots,
      'xmin, ctid of ballots': await column(
        `select id from ballots where poll_id = $1 order by xmin::text::bigint, ${byTuple}`,
      ),
      'write-ahead log, first seen': inLog(ballots),
      'write-ahead log, last seen': inLog(ballots, true),
      'ballot id': [...ballots].sort(),
    },
  }
}

type Baseline = { mean: number; sd: number }

/** How often 2,000 shuffled pairings are right; the same for every rule of one poll. */
function shuffledBaseline(cast: readonly Choice[]): Baseline {
  const hits = Array.from({ length: 2000 }, () => {
    const mixed = [...cast]
    for (let i = mixed.length - 1; i > 0; i -= 1) {
      const j = Math.floor(Math.random() * (i + 1))
      ;[mixed[i], mixed[j]] = [mixed[j] as Choice, mixed[i] as Choice]
    }
    return cast.filter((choice, i) => choice === mixed[i]).length
  })
  const mean = hits.reduce((a, b) => a + b, 0) / hits.length
  return { mean, sd: Math.sqrt(hits.reduce((sum, n) => sum + (n - mean) ** 2, 0) / hits.length) }
}

/** How often a pairing is right, in standard deviations from the shuffled ones. */
function deviation(
  persons: string[],
  ballots: string[],
  truth: Map<string, Choice>,
  choiceOf: Map<string, Choice>,
  { mean, sd } = shuffledBaseline([...truth.values()]),
): number {
  const hits = persons.filter((person, i) => truth.get(person) === choiceOf.get(ballots[i] as string)).length
  return (hits - mean) / sd
}

async function deviations(voted: Voted): Promise<Map<string, number>> {
  const { persons, ballots } = await orders(voted)
  const choiceOf = new Map(
    (await rowsOf('select id, choice from ballots where poll_id = $1', voted.sitting.pollId)).map((row) => [
      String(row.id),
      row.choice as Choice,
    ]),
  )
  const found = new Map<string, number>()
  const baseline = shuffledBaseline([...voted.choices.values()])
  for (const [mine, list] of Object.entries(persons))
    for (const [theirs, other] of Object.entries(ballots)) {
      expect([mine, list.length, theirs, other.length]).toEqual([mine, VOTERS, theirs, VOTERS])
      found.set(`${mine} × ${theirs}`, deviation(list, other, voted.choices, choiceOf, baseline))
      found.set(
        `${mine} × ${theirs}, backwards`,
        deviation(list, [...other].reverse(), voted.choices, choiceOf, baseline),
      )
    }
  return found
}

/** Every file of this database and of the whole cluster: tables, log, write-ahead log. Other tests drop theirs meanwhile. */
async function onDisk(visit: (content: Buffer, name: string) => void): Promise<number> {
  await admin.query('checkpoint')
  const { rows } = await admin.query(
    `select current_setting('data_directory') as folder, oid::text as mine from pg_database where datname = current_database()`,
  )
  const { folder, mine } = rows[0] as { folder: string; mine: string }
  const databases = join(folder, 'base')
  let read = 0
  const walk = (at: string) => {
    for (const entry of readdirSync(at, { withFileTypes: true })) {
      const path = join(at, entry.name)
      if (at === databases && entry.name !== mine) continue
      if (entry.isDirectory()) walk(path)
      else if (entry.isFile() && statSync(path).size > 0) {
        visit(readFileSync(path), path)
        read += 1
      }
    }
  }
  walk(folder)
  const log = join(folder, '..', 'postgres.log')
  visit(readFileSync(log), log)
  return read
}

describe('秘密: no person can be joined to a ballot', () => {
  test.each([
    ['batches of 1 to 20', 20],
    ['one by one', 1],
  ])('%s: every pairing stays within three standard deviations of chance', async (_, most) => {
    const votes: Array<Map<string, number>> = []
    for (let i = 0; i < 2; i += 1) {
      const voted = await vote(most)
      await close(voted)
      votes.push(await deviations(voted))
    }
    const [first, second] = votes as [Map<string, number>, Map<string, number>]
    const worst = [...first].sort((a, b) => Math.abs(b[1]) - Math.abs(a[1]))[0]
    console.log(
      `${first.size} pairing rules tried by SQL over ctid and xmin and over the raw write-ahead log; the furthest from chance: ${worst?.[0]} ${worst?.[1].toFixed(2)} sd`,
    )
    // Of so many rules one or two lie outside by chance; a rule that works does so again.
    const working = [...first].filter(([rule, sd]) => Math.abs(sd) > 3 && Math.abs(second.get(rule) ?? 0) > 3)
    expect(working).toEqual([])
    expect([...first.values(), ...second.values()].filter((sd) => Math.abs(sd) > 5)).toEqual([])
  })

  test('the test itself can fail: with ballots written in the order of the envelopes it does', async () => {
    const voted = await vote(20)
    await close(voted)
    const { persons } = await orders(voted)
    const list = persons['ctid of envelopes']
    const leaked = new Map(list.map((person) => [`ballot of ${person}`, voted.choices.get(person) as Choice]))
    expect(deviation(list, [...leaked.keys()], voted.choices, leaked)).toBeGreaterThan(10)
  })

  test('while the poll is open, database, logs and backups hold nothing that opens an envelope', async () => {
    const voted = await vote(20)
    const needles = [
      voted.key,
      Buffer.from(voted.key.toString('hex')),
      Buffer.from(voted.key.toString('base64')),
    ]
    const found: string[] = []
    const files = await onDisk((content, name) => {
      for (const needle of needles) if (content.includes(needle)) found.push(name)
      for (const ref of voted.refs.slice(0, 30))
        if (content.includes(ref) || content.includes(ref.toString('hex'))) found.push(`${name}: ref`)
    })
    expect(files).toBeGreaterThan(100)
    expect(found).toEqual([])
    const [envelope] = await voted.sitting.envelopes()
    if (!envelope) throw new Error('No envelope.')
    const place = {
      villageId: village.villageId,
      pollId: voted.sitting.pollId,
      personId: envelope.personId,
      version: 1,
    }
    expect(openBallot(voted.key, place, envelope.sealed)).toBe(voted.choices.get(envelope.personId))
    expect((await rowsOf('select id from ballots where poll_id = $1', voted.sitting.pollId)).length).toBe(0)
  })

  test('after closing the key is on no disk, no ballot’s id stands anywhere but in the ballots, and no log names a person', async () => {
    const voted = await vote(20)
    await close(voted)
    const { pollId } = voted.sitting
    expect(await village.parts.pollKeys.read(voted.keyName)).toBeNull()
    const found: string[] = []
    await onDisk((content, name) => {
      if (content.includes(voted.key)) found.push(name)
      const isLog = name.endsWith('.log')
      if (isLog && [...voted.choices.keys()].some((person) => content.includes(person)))
        found.push(`${name}: person`)
    })
    expect(found).toEqual([])

    const ballots = (await rowsOf('select id from ballots where poll_id = $1', pollId)).map((row) =>
      String(row.id),
    )
    const tables = (
      await admin.query(
        "select tablename from pg_tables where schemaname = 'public' and tablename <> 'ballots'",
      )
    ).rows.map((row) => String(row.tablename))
    for (const table of tables) {
      const dump = (await admin.query(`select row_to_json(t)::text as line from "${table}" t`)).rows
        .map((row) => String(row.line))
        .join('\n')
      expect([table, ballots.filter((id) => dump.includes(id))]).toEqual([table, []])
    }
    const columns = (
      await admin.query(
        "select column_name from information_schema.columns where table_name = 'ballots' order by 1",
      )
    ).rows.map((row) => row.column_name)
    expect(columns).toEqual(['choice', 'id', 'person_id', 'poll_id', 'village_id'])
    expect(
      (await rowsOf('select 1 from ballots where poll_id = $1 and person_id is not null', pollId)).length,
    ).toBe(0)
  })
})

import { migrate } from '@cunyi/server/base/database/migrate.ts'
import type { FreshDatabase } from '@cunyi/server/base/database/test-cluster.ts'
import { validate } from '@cunyi/server/base/database/validate.ts'
import { addDays, dateToInstant, endOfDays } from '@cunyi/shared/words/days.ts'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { factsOf, keptDatabase, rowsOf } from './kept.ts'

const OLD_DUTIES =
  'postDisclosure,endPhoto,answerObjection,townshipAnswer,completeWork,reportOutcome,conveneDemanded'
const NOBODY = '00000000-0000-4000-8000-00000000dead'
const { village } = factsOf('0.1.0')

let database: FreshDatabase
beforeEach(async () => {
  database = await keptDatabase('0.1.0')
})
afterEach(() => database.drop())

const put = async (...statements: string[]) => {
  for (const one of statements) await rowsOf(database, one)
}
const columnsOf = (table: string) =>
  rowsOf<{ name: string }>(
    database,
    `select attname as name from pg_attribute where attrelid = '${table}'::regclass and attnum > 0 and not attisdropped`,
  )

describe('0.1.0 comes under keys and checks', () => {
  test('a row that belongs to nothing makes the migration refuse, with its key; nothing of it stays', async () => {
    const before = await columnsOf('meetings')
    await put(
      `insert into agenda_items (village_id, meeting_id, proposal_id, seq) select village_id, id, '${NOBODY}', 9 from meetings where village_id = '${village}' order by id limit 1`,
    )
    const [meeting] = await rowsOf<{ id: string }>(
      database,
      `select meeting_id as id from agenda_items where proposal_id = '${NOBODY}'`,
    )
    await expect(migrate(database.ownerUrl)).rejects.toThrow(
      new RegExp(
        `0001_tables_hold_themselves.* a row of agenda_items \\(.*meeting_id ${meeting?.id}.*proposal_id ${NOBODY}\\) does not keep agenda_items_proposal_id_fk`,
      ),
    )
    expect(await columnsOf('meetings')).toEqual(before)
    expect(
      await rowsOf(database, `select relforcerowsecurity as up from pg_class where relname = 'agenda_items'`),
    ).toEqual([{ up: true }])
    await put(`delete from agenda_items where proposal_id = '${NOBODY}'`)
    expect(await migrate(database.ownerUrl)).toContain('0001_tables_hold_themselves.sql')
  })

  test('a word that is none, too', async () => {
    const [poll] = await rowsOf<{ id: string }>(
      database,
      `update polls set outcome = 'maybe' where id = (select min(id::text)::uuid from polls) returning id`,
    )
    await expect(migrate(database.ownerUrl)).rejects.toThrow(
      new RegExp(`a row of polls \\(.*id ${poll?.id}.*\\) does not keep polls_outcome_word`),
    )
  })

  test('under FORCE a bad row would pass: PostgreSQL says so, and the frame will not look through a fence', async () => {
    await put(
      `insert into agenda_items (village_id, meeting_id, proposal_id, seq) select village_id, id, '${NOBODY}', 9 from meetings where village_id = '${village}' order by id limit 1`,
    )
    const client = new pg.Client(database.ownerUrl)
    await client.connect()
    const key = `alter table agenda_items add constraint trap foreign key (village_id, proposal_id) references proposals (village_id, id) not valid`
    try {
      await client.query(`begin; ${key}; alter table agenda_items validate constraint trap; rollback`)
      await client.query(`begin; ${key}`)
      await expect(validate(client)).rejects.toThrow(/the fence of agenda_items is up/)
      await client.query('rollback')
      await client.query(`begin; ${key}`)
      for (const table of ['agenda_items', 'proposals'])
        await client.query(`alter table ${table} no force row level security`)
      await expect(validate(client)).rejects.toThrow(new RegExp(`proposal_id ${NOBODY}.* does not keep trap`))
      await client.query('rollback')
    } finally {
      await client.end()
    }
  })

  test('what was due stays due at the same instant, row by row', async () => {
    // A demanded matter, a work begun and one completed: the played village has none of some.
    await put(
      `update proposals set demanded = true, demanded_at = '2026-11-03T03:00Z' where id = (select min(id::text)::uuid from proposals where stage in ('branchProposal', 'committeeDeliberation', 'partyReview', 'villagerResolution'))`,
      `update meetings set status = 'inSession', ended_at = null`,
      `update polls set status = 'waiting', closed_at = null where meeting_id in
        (select min(id::text)::uuid from meetings where id in (select meeting_id from polls) group by window_hours = 0)`,
      `update divisions set opened_at = coalesce(opened_at, '2026-01-01') where code in (select village_id from proposals)`,
    )
    const county = village.slice(0, 6)
    // What the clock looked for, by the names of that release and of this one.
    const lookUps = {
      meetings_half_over: 'adjournHalfOver',
      meetings_lapsing: 'lapseMeeting',
      meetings_over: 'endMeeting',
      remind_rounds_due: 'remindRound',
    }
    type Due = { id: string; due_at: Date }
    const dues = async (from: (name: string, work: string) => string) =>
      Promise.all(
        Object.entries(lookUps).map(([name, work]) =>
          rowsOf<Due>(database, `select id, due_at from ${from(name, work)} order by id`),
        ),
      )
    type Fact = {
      proposal_id: string
      kind: string
      due_at: Date | null
      base_at?: Date | null
      base_on?: string | null
      days?: number
    }
    const facts = () =>
      rowsOf<Fact>(
        database,
        `select f.*, to_jsonb(f) ->> 'base_on' as base_on from across_due_facts('${county}') f order by proposal_id, kind, to_jsonb(f)::text`,
      )
    const dueOf = ({ due_at, base_at, base_on, days = 0 }: Fact): Date =>
      due_at ?? (base_at ? endOfDays(base_at, days) : dateToInstant(addDays(base_on as string, days + 1)))
    const told = (rows: Fact[]) =>
      rows.map((row) => `${row.proposal_id} ${row.kind} ${dueOf(row).toISOString()}`).sort()

    const [duesBefore, factsBefore] = [await dues((name) => `across_${name}()`), told(await facts())]
    await migrate(database.ownerUrl)
    expect(await dues((_, work) => `across_due(array['${work}'], 'infinity')`)).toEqual(duesBefore)
    // What the look-up of that release said stands in the list of what is due; of what is archived nothing is late any
    // more, nor an end that was photographed on its last afternoon.
    const standing = await rowsOf<Fact>(
      database,
      `select * from across_duties('${county}', 'infinity', true, 0, null) where proposal_id is not null and kind = any('{${OLD_DUTIES}}')`,
    )
    const archived = await rowsOf<{ id: string }>(
      database,
      `select id from proposals where stage = 'archived'`,
    )
    const isArchived = (line: string) => archived.some(({ id }) => line.startsWith(id))
    const taken = await rowsOf<{ id: string }>(
      database,
      `select d.proposal_id as id from disclosures d join board_photos b on b.village_id = d.village_id and b.disclosure_id = d.id
        where b.moment = 'end' and b.at >= d.ends_at - interval '12 hours'`,
    )
    const isTaken = (line: string) =>
      line.includes(' endPhoto ') && taken.some(({ id }) => line.startsWith(id))
    expect(told(standing)).toEqual(factsBefore.filter((line) => !isArchived(line) && !isTaken(line)))
    expect(duesBefore.map((rows) => rows.length > 0)).toEqual([true, true, true, true])
    const kinds = new Set(factsBefore.map((line) => line.split(' ')[1]))
    for (const kind of ['endPhoto', 'conveneDemanded', 'reportOutcome']) expect(kinds).toContain(kind)
  })
})

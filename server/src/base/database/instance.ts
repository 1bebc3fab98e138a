/**
 * 本库: a database knows which one it is. A copy of it, by `npm run restore` or by any other way that puts it elsewhere,
 * is another and a drill: it touches none of the original's keys, sends nothing and lets the clock do nothing, until
 * an operator says that it takes over.
 */
import { randomUUID } from 'node:crypto'
import type pg from 'pg'
import { type Keys, keyMark, openField } from '#base/system/keys.ts'
import { StartRefused } from '#base/system/refused.ts'
import { asOwner, inOneGo } from './migrate.ts'

export interface Instance {
  id: string
  /** 演练; null: the village's own database. */
  drill: { since: Date } | null
  /** The one it was copied of, where that is known; still so when it has taken over. */
  copyOf: string | null
}

interface Row {
  id: string
  place: string | null
  mark: string
  since: Date | null
  copyOf: string | null
}

const instanceOf = ({ id, since, copyOf }: Row): Instance => ({
  id,
  drill: since ? { since } : null,
  copyOf,
})

/**
 * What it says of itself. Said by the first start; a database of 0.1.0 first shows that the key file opens what is in
 * it. Refused with a key file that is not its own.
 */
export async function knowInstance(
  ownerUrl: string,
  { keys, keyFile, now }: { keys: Keys; keyFile: string; now: Date },
): Promise<Instance> {
  return asOwner(ownerUrl, async (client) => {
    const place = await placeOf(client)
    return inOneGo(client, async () => {
      const known = await find(client)
      const mark = keyMark(keys)
      if (known ? known.mark !== mark : !(await opens(client, keys)))
        throw new StartRefused(
          `${keyFile} is not the key file this database is sealed with: put the right one in KEY_FILE, nothing in it can be read with another.`,
        )
      if (!known) return write(client, { id: randomUUID(), place, mark, since: null, copyOf: null })
      if (!known.place || !place || known.place === place)
        return place && !known.place ? write(client, { ...known, place }) : instanceOf(known)
      // Of a drill's copy the original is still the drill's.
      const copyOf = known.since ? known.copyOf : known.id
      return write(client, { id: randomUUID(), place, mark, since: now, copyOf })
    })
  })
}

/** Inside the transaction of a restore. */
export async function markDrill(
  client: pg.ClientBase,
  { mark, copyOf, now }: { mark: string; copyOf: string | null; now: Date },
): Promise<void> {
  await write(client, { id: randomUUID(), place: await placeOf(client), mark, since: now, copyOf })
}

/** 接管: from now on it is the village's own. Of which one it was a copy stays: what that one gave out is good here. */
export const endDrill = (ownerUrl: string): Promise<void> =>
  asOwner(ownerUrl, async (client) => {
    await client.query('update instance set drill_since = null')
  })

async function find(client: pg.ClientBase): Promise<Row | undefined> {
  const { rows } = await client.query<Row>(
    'select id, place, key_mark as mark, drill_since as since, copy_of as "copyOf" from instance',
  )
  return rows[0]
}

async function write(client: pg.ClientBase, row: Row): Promise<Instance> {
  await client.query(
    `insert into instance ("row", id, place, key_mark, drill_since, copy_of) values (1, $1, $2, $3, $4, $5)
     on conflict ("row") do update set id = excluded.id, place = excluded.place, key_mark = excluded.key_mark,
       drill_since = excluded.drill_since, copy_of = excluded.copy_of`,
    [row.id, row.place, row.mark, row.since, row.copyOf],
  )
  return instanceOf(row)
}

/** A standby that takes over keeps it; a dump brought back elsewhere does not. Null: this log-in may not ask. */
async function placeOf(client: pg.ClientBase): Promise<string | null> {
  const { rows: may } = await client.query<{ may: boolean }>(
    `select has_function_privilege('pg_control_system()', 'execute') as may`,
  )
  if (!may[0]?.may) return null
  const { rows } = await client.query<{ place: string }>(
    `select (select system_identifier from pg_control_system()) || '/' || oid as place
       from pg_database where datname = current_database()`,
  )
  return rows[0]?.place ?? null
}

/** Nothing sealed yet: every key file is right. A player of the demo or of a test has no phone, and nothing sealed for one. */
async function opens(client: pg.ClientBase, keys: Keys): Promise<boolean> {
  const { rows } = await client.query<{ place: string; sealed: Buffer }>(
    `(select 'accounts.phone' as place, phone as sealed from accounts where length(phone) > 0 limit 1)
      union all (select 'outbox.phone', phone from outbox where length(phone) > 0 limit 1)`,
  )
  try {
    for (const { place, sealed } of rows) openField(keys, place, sealed)
    return true
  } catch {
    return false
  }
}

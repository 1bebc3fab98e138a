/**
 * `npm run restore -- FOLDER`: puts a backup into an empty database, with the key file it was made with. A poll
 * that was open goes on where its key is still in KEYS_DIR; otherwise nobody can ever open its envelopes, and it
 * is void.
 */
import { cpSync, createReadStream, existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { createGunzip } from 'node:zlib'
import pg from 'pg'
import { type Database, inVillage } from '#base/database/connect.ts'
import { openBeside } from '#base/database/open.ts'
import { appendEvidence } from '#base/evidence/actions.ts'
import type { Config } from '#base/system/config.ts'
import { folderPollKeys } from '#base/system/poll-keys.ts'
import { StartRefused } from '#base/system/refused.ts'
import { voidPoll } from '#matters/polls/void.ts'
import { digestOf, enter, FORMAT, keyMark, type Manifest, migrationsOf, type Section } from './backing-up.ts'

const PIECE = 500

async function readManifest(config: Config, folder: string): Promise<Manifest> {
  const file = join(folder, 'manifest.json')
  if (!existsSync(file)) throw new StartRefused(`${folder} holds no backup: manifest.json is missing.`)
  const manifest = JSON.parse(readFileSync(file, 'utf8')) as Manifest
  if (manifest.format !== FORMAT)
    throw new StartRefused(`This backup has the form ${manifest.format}; ${FORMAT} is read here.`)
  if (manifest.sha256 !== (await digestOf(join(folder, 'database.jsonl.gz'))))
    throw new StartRefused('This backup is damaged: database.jsonl.gz is not what manifest.json says.')
  if (manifest.keyMark !== keyMark(config))
    throw new StartRefused(
      `${config.keyFile} is not the key file this backup was made with; without that one nothing sealed in it can be read.`,
    )
  return manifest
}

async function readDump(client: pg.ClientBase, file: string): Promise<number> {
  let section: Section | undefined
  let left = 0
  let total = 0
  let piece: string[] = []
  const flush = async () => {
    if (!section || piece.length === 0) return
    const table = pg.escapeIdentifier(section.table)
    await client.query(
      `insert into ${table} select * from json_populate_recordset(null::${table}, $1::json)`,
      [`[${piece.join(',')}]`],
    )
    total += piece.length
    piece = []
  }
  for await (const line of createInterface({
    input: createReadStream(file).pipe(createGunzip()),
    crlfDelay: Infinity,
  })) {
    if (left === 0) {
      await flush()
      section = JSON.parse(line) as Section
      left = section.rows
      await enter(client, section.village)
    } else {
      piece.push(line)
      left--
      if (piece.length === PIECE) await flush()
    }
  }
  await flush()
  return total
}

/** Only the owner sets a sequence. */
async function setSequences(ownerUrl: string, sequences: Record<string, string>) {
  const owner = new pg.Client({ connectionString: ownerUrl })
  await owner.connect()
  try {
    for (const [name, value] of Object.entries(sequences))
      await owner.query('select setval($1::regclass, $2)', [pg.escapeIdentifier(name), value])
  } finally {
    await owner.end()
  }
}

/** 密钥已失: polls whose key did not outlive what made the restore necessary. */
async function voidLostPolls(config: Config, db: Database): Promise<number> {
  const keys = new Set(await folderPollKeys(config.keysDir).list())
  const { rows: divisions } = await db.$client.query<{ code: string }>('select code from divisions')
  const now = new Date()
  let lost = 0
  for (const { code: villageId } of divisions)
    await inVillage(db, villageId, async (tx) => {
      const { rows } = await tx.execute<{
        id: string
        key: string | null
        meeting: string
        proposal: string
      }>(
        `select id, key_name as key, meeting_id as meeting, proposal_id as proposal from polls where status in ('open', 'counting')`,
      )
      const polls = rows.filter(({ key }) => !key || !keys.has(key))
      for (const poll of polls) await voidPoll(tx, { villageId, pollId: poll.id, reason: 'keyLost', now })
      if (polls.length === 0) return
      lost += polls.length
      const payload = { polls: polls.map(({ id }) => id), reason: 'keyLost' }
      await appendEvidence(tx, { villageId, at: now, act: 'restore', by: null, office: null, payload })
    })
  return lost
}

export async function restore(config: Config, target: string, say: (line: string) => void) {
  const folder = resolve(target)
  const manifest = await readManifest(config, folder)
  const { db, ownerUrl, close } = await openBeside(config, say)
  try {
    const client = await db.$client.connect()
    try {
      const here = await migrationsOf(client)
      const differing = Object.keys({ ...here, ...manifest.migrations }).filter(
        (name) => here[name] !== manifest.migrations[name],
      )
      if (differing.length > 0)
        throw new StartRefused(
          `This backup belongs to another release of the tables (${differing.join(', ')}); restore it with that one, then upgrade.`,
        )
      await client.query('begin; set local statement_timeout = 0')
      if ((await client.query('select from divisions limit 1')).rows.length > 0)
        throw new StartRefused('This database is not empty; a backup is put into an empty one only.')
      const rows = await readDump(client, join(folder, 'database.jsonl.gz'))
      if (rows !== manifest.rows)
        throw new StartRefused(`This backup is damaged: ${rows} rows instead of ${manifest.rows}.`)
      if (existsSync(join(folder, 'files'))) cpSync(join(folder, 'files'), config.files, { recursive: true })
      await client.query('commit')
      await setSequences(ownerUrl, manifest.sequences)
      say(`${rows} rows of ${manifest.madeAt} are back.`)
    } catch (error) {
      await client.query('rollback')
      throw error
    } finally {
      client.release()
    }
    const lost = await voidLostPolls(config, db)
    if (lost > 0)
      say(`${lost} open polls are void: their keys are gone. New meetings have to be called for them.`)
  } finally {
    await close()
  }
}

/** A sitting with any number of voters, put into the database as rows: the ballots are what is measured. */
import { randomBytes, randomUUID } from 'node:crypto'
import type { PollKeys } from '@cunyi/server/base/system/poll-keys.ts'
import { ruleFor } from '@cunyi/shared/law/meeting-rules.ts'
import { defaultProfile } from '@cunyi/shared/law/profile.ts'
import pg from 'pg'

export const VILLAGE = '411329990201'
export const OTHER_VILLAGE = '411329990202'

/** The server of the bench, whose database has been started by no other. */
export const BENCH_INSTANCE = '6a1d0a52-53d1-4a0e-9c0b-4d8b6f0d2f11'

export type BenchPoll = {
  villageId: string
  meetingId: string
  pollId: string
  voters: string[]
  /** Of the server that reads the tickets. */
  instance: { id: string }
}

export async function withClient<T>(url: string, fn: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return await fn(client)
  } finally {
    await client.end()
  }
}

/** An open poll of which everybody on the roll is there, online. The key is made first, as always. */
export async function openSitting(
  adminUrl: string,
  keys: PollKeys,
  count: number,
  { village = VILLAGE, present = true }: { village?: string; present?: boolean } = {},
): Promise<BenchPoll> {
  const [meetingId, proposalId, pollId, keyName] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()]
  const voters = Array.from({ length: count }, () => randomUUID())
  const rule = ruleFor('representatives', defaultProfile(), { onlineBasis: true })
  const now = new Date()
  await keys.create(keyName, { poll: pollId, village, secret: true, end: null })
  const id = await withClient(adminUrl, async (client) => {
    await client.query('begin')
    await client.query(
      `insert into divisions (code, name, level) values ($1, '村', 'village') on conflict do nothing`,
      [village],
    )
    await client.query(
      `insert into proposals (village_id, id, number, title, stage, track, codes, route, assembly, initiative, initiator, version, line_id,
         drafted_by, drafted_at, stage_since)
       values ($1, $2, $3, '修路', 'villagerResolution', 'full', '["M03"]', 'A', 'representatives', 'cadres', 'branch', 1, $2, $2, $4, $4)`,
      [village, proposalId, `2026-${proposalId.slice(0, 8)}`, now],
    )
    await client.query(
      `insert into meetings (village_id, id, assembly, stage, title, place, status, notice_at, opens_at, lapses_at, window_hours, convened_by, chair_id,
         recorder_id, teller_ids, online_counts, hall_secret)
       values ($1, $2, 'representatives', 'villagerResolution', '会议', '村部', 'inSession', $3, $3, $3::timestamptz + interval '7 days', 0, $2, $2, $2, '[]', true, $4)`,
      [village, meetingId, now, randomBytes(16)],
    )
    await client.query(
      `insert into meeting_roll (village_id, meeting_id, person_id, votes, capacities) select $1, $2, p, true, '[]' from unnest($3::uuid[]) p`,
      [village, meetingId, voters],
    )
    // Each with a number in use, as an import of its first day leaves it.
    await client.query(
      `insert into people (village_id, id, name, sex, birth_date, changed_at, active_from, active_by)
       select $1, p, '选民', 'male', '1970-01-01', $3, $3, 'opening' from unnest($2::uuid[]) p`,
      [village, voters, now],
    )
    if (present)
      await client.query(
        `insert into attendances (village_id, meeting_id, person_id, way, means, signed_in_at, by) select $1, $2, p, 'online', 'self', $4, p from unnest($3::uuid[]) p`,
        [village, meetingId, voters, now],
      )
    await client.query(
      `insert into polls (village_id, id, meeting_id, proposal_id, seq, status, secret, rule, version, key_name, opened_at)
       values ($1, $2, $3, $4, 1, 'open', true, $5, 1, $6, $7)`,
      [village, pollId, meetingId, proposalId, rule, keyName, now],
    )
    await client.query('commit')
    await client.query('analyze meeting_roll, attendances, people')
    return (await client.query<{ id: string }>('select id from instance')).rows[0]?.id
  })
  return { villageId: village, meetingId, pollId, voters, instance: { id: id ?? BENCH_INSTANCE } }
}

/** A log-in for each voter: an account, a session, and the person as whom he acts. */
export const signedInTo = (adminUrl: string, { villageId, voters }: BenchPoll) =>
  withClient(adminUrl, async (client) => {
    const [accounts, sessions] = [voters.map(() => randomUUID()), voters.map(() => randomUUID())]
    const now = new Date()
    await client.query(
      `insert into accounts (id, phone, phone_index, created_at)
       select a, '\\x00', a::text, $2 from unnest($1::uuid[]) a`,
      [accounts, now],
    )
    await client.query(
      `insert into sessions (id, account_id, acts_in, acts_as, token_hash, device, created_at, used_at, expires_at, proven_at)
       select s, a, $1, p, s::text, 'bench', $5, $5, $5::timestamptz + interval '1 day', $5
         from unnest($2::uuid[], $3::uuid[], $4::uuid[]) as u(s, a, p)`,
      [villageId, sessions, accounts, voters, now],
    )
    return voters.map((personId, i) => ({
      personId,
      sessionId: sessions[i] as string,
      accountId: accounts[i] as string,
    }))
  })

export const stored = (adminUrl: string, { villageId, pollId }: BenchPoll) =>
  withClient(adminUrl, async (client) => {
    const { rows } = await client.query<{ receipt: string; person: string }>(
      'select receipt, person_id as person from envelopes where village_id = $1 and poll_id = $2',
      [villageId, pollId],
    )
    return rows
  })

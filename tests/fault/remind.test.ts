/**
 * 断电 while reminders leave: the server is killed with -9 the moment the gateway has taken a message and before it
 * could say so, several times. Everybody gets the reminder, and nobody two: the same message is asked for with the
 * same key. A gateway that keeps no keys would have doubled one a kill, and the log names it.
 */
import { randomBytes, randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ADMIN, urlOf } from '@cunyi/server/base/database/cluster.ts'
import { sealIdentity } from '@cunyi/server/base/system/identity.ts'
import { databasePasswords, type Keys, readKeys } from '@cunyi/server/base/system/keys.ts'
import { ruleFor } from '@cunyi/shared/law/meeting-rules.ts'
import { defaultProfile } from '@cunyi/shared/law/profile.ts'
import { expect, onTestFinished, test } from 'vitest'
import { VILLAGE, withClient } from '../bench/sitting.ts'
import { fakeGateway } from '../server/gateway.ts'
import { newHome, startServer } from '../server/process.ts'

const PEOPLE = 60
/** At which requests the power goes. */
const KILLS = [1, 17, 18, 40]

function adminUrl(home: string): string {
  const port = Number(readFileSync(join(home, 'data', 'postmaster.pid'), 'utf8').split('\n')[3])
  return urlOf(ADMIN, databasePasswords(join(home, 'keys.json')).admin, port, 'cunyi')
}

/** A live meeting with an open poll to which nobody has come, and one round whose messages all wait. */
async function putRound(url: string, keys: Keys): Promise<string[]> {
  const [meetingId, proposalId] = [randomUUID(), randomUUID()]
  const rule = ruleFor('representatives', defaultProfile(), { onlineBasis: true })
  const now = new Date()
  const phones = Array.from({ length: PEOPLE }, (_, i) => `1001234${String(i).padStart(4, '0')}`)
  await withClient(url, async (client) => {
    await client.query('begin')
    await client.query(
      `insert into divisions (code, name, level) values ($1, '村', 'village') on conflict do nothing`,
      [VILLAGE],
    )
    await client.query(
      `insert into proposals (village_id, id, number, title, stage, track, codes, route, assembly, initiative, initiator, version, line_id,
         drafted_by, drafted_at, stage_since)
       values ($1, $2, $3, '修路', 'villagerResolution', 'full', '["M03"]', 'A', 'representatives', 'cadres', 'branch', 1, $2, $2, $4, $4)`,
      [VILLAGE, proposalId, `2026-${proposalId.slice(0, 8)}`, now],
    )
    await client.query(
      `insert into meetings (village_id, id, assembly, stage, title, place, status, notice_at, opens_at, lapses_at, window_hours, convened_by, chair_id,
         recorder_id, teller_ids, online_counts, hall_secret)
       values ($1, $2, 'representatives', 'villagerResolution', '修路', '村部', 'inSession', $3, $3, $3::timestamptz + interval '7 days', 0, $2, $2, $2, '[]', true, $4)`,
      [VILLAGE, meetingId, now, randomBytes(16)],
    )
    await client.query(
      `insert into polls (village_id, id, meeting_id, proposal_id, seq, status, secret, rule, version) values ($1, $2, $3, $4, 1, 'waiting', true, $5, 1)`,
      [VILLAGE, randomUUID(), meetingId, proposalId, rule],
    )
    await client.query(
      `insert into remind_rounds (village_id, meeting_id, round, by, at, told, no_phone) values ($1, $2, 1, $2, $3, $4, 0)`,
      [VILLAGE, meetingId, now, PEOPLE],
    )
    for (const phone of phones) {
      const [id, delivery] = [randomUUID(), randomUUID()]
      await client.query(
        `insert into people (village_id, id, name, sex, birth_date, phone, changed_at) values ($1, $2, '某人', 'female', '1980-01-01', $3, $4)`,
        [VILLAGE, id, sealIdentity(keys, { phone, idNumber: null }).phone, now],
      )
      await client.query(
        `insert into meeting_roll (village_id, meeting_id, person_id, votes, capacities) values ($1, $2, $3, true, '[]')`,
        [VILLAGE, meetingId, id],
      )
      await client.query(
        `insert into deliveries (village_id, id, meeting_id, round, person_id, channel, state, created_at, next_at)
         values ($1, $2, $3, 1, $4, 'sms', 'waiting', $5, $5)`,
        [VILLAGE, delivery, meetingId, id, now],
      )
      await client.query(
        `insert into outbox (id, kind, channel, text, division, person_id, meeting_id, created_at, next_at, until)
         values ($1, 'reminder', 'sms', '', $2, $3, $4, $5, $5, $5::timestamptz + interval '7 days')`,
        [delivery, VILLAGE, id, meetingId, now],
      )
    }
    await client.query('commit')
  })
  return phones
}

test(`kill -9 while ${PEOPLE} are reminded, ${KILLS.length} times: each gets one, nobody two`, async () => {
  const gateway = await fakeGateway()
  onTestFinished(() => gateway.close())
  const { home, remove } = newHome()
  onTestFinished(remove)
  const start = () => startServer({ CUNYI_HOME: home, SMS_URL: gateway.url, SMS_TOKEN: gateway.token })
  let server = start()
  onTestFinished(async () => void (await server.stop()))
  await server.address
  const kills = [...KILLS]
  const servers = [server]
  const said = () => servers.map((one) => one.said()).join('')
  gateway.onAsked((asked) => {
    if (asked !== kills[0]) return
    kills.shift()
    server.child.kill('SIGKILL')
  })
  const phones = await putRound(adminUrl(home), readKeys(join(home, 'keys.json')))
  for (const _ of KILLS) {
    await server.ended
    server = start()
    servers.push(server)
    await server.address
  }
  const states = () =>
    withClient(adminUrl(home), async (client) => {
      const { rows } = await client.query<{ state: string; n: number }>(
        'select state, count(*)::int as n from deliveries group by state',
      )
      return Object.fromEntries(rows.map((row) => [row.state, row.n]))
    })
  await expect.poll(states, { timeout: 300_000, interval: 200 }).toEqual({ sent: PEOPLE })
  expect(gateway.sent.map((one) => one.phone).sort()).toEqual(phones)
  // Each kill fell between the gateway's taking and the server's note of it: those were asked for twice.
  expect(gateway.asked()).toBe(PEOPLE + KILLS.length)
  // And whatever a hand of the server held besides, not yet asked for.
  expect(said().match(/asked for again with the same key/g)?.length).toBeGreaterThanOrEqual(KILLS.length)
})

/**
 * 断电: the real server with its embedded database is killed with -9 while everybody votes, and started again, ten
 * times. Whatever was answered "recorded" is there, once; the phones that had no answer send again.
 */

import { randomBytes, randomInt } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ADMIN, urlOf } from '@cunyi/server/base/database/cluster.ts'
import { databasePasswords, readKeys } from '@cunyi/server/base/system/keys.ts'
import { folderPollKeys } from '@cunyi/server/base/system/poll-keys.ts'
import { signTicket } from '@cunyi/server/door/session/tokens.ts'
import { openBallot } from '@cunyi/server/matters/polls/seal.ts'
import { CHOICE_KEYS, CHOICES } from '@cunyi/shared/words/vocabulary.ts'
import { expect, onTestFinished, test } from 'vitest'
import { fire, type Shot } from '../bench/burst.ts'
import { openSitting, withClient } from '../bench/sitting.ts'
import { newHome, startServer } from '../server/process.ts'

const ROUNDS = 10
const VOTERS = 600

/** Where the embedded database listens now; it stands in the first lines of its own process file. */
function adminUrl(home: string): string {
  const port = Number(readFileSync(join(home, 'data', 'postmaster.pid'), 'utf8').split('\n')[3])
  return urlOf(ADMIN, databasePasswords(join(home, 'keys.json')).admin, port, 'cunyi')
}

/** What the test put there itself. */
function of<T>(value: T | null | undefined): T {
  if (value === null || value === undefined) throw new Error('It is not there.')
  return value
}

const rest = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

test(`kill -9 while ${VOTERS} vote, ${ROUNDS} times: nothing acknowledged is lost or doubled`, async () => {
  const { home, remove } = newHome()
  onTestFinished(remove)
  let server = startServer({ CUNYI_HOME: home })
  onTestFinished(async () => void (await server.stop()))
  let port = Number(new URL(await server.address).port)
  const keys = readKeys(join(home, 'keys.json'))
  const id = await withClient(adminUrl(home), async (client) => {
    const { rows } = await client.query<{ id: string }>('select id from instance')
    return of(rows[0]).id
  })
  const pollKeys = folderPollKeys(join(home, 'poll-keys'), { id, isDrill: false })
  const table: Array<Record<string, number>> = []

  for (let round = 1; round <= ROUNDS; round += 1) {
    const poll = await openSitting(adminUrl(home), pollKeys, VOTERS)
    const now = new Date()
    const wanted = poll.voters.map(() => of(CHOICE_KEYS[randomInt(3)]))
    const shots: Shot[] = poll.voters.map((personId, i) => ({
      path: `/api/villages/${poll.villageId}/polls/${poll.pollId}/ballot`,
      token: signTicket(
        { keys, instance: { id } },
        { village: poll.villageId, pollId: poll.pollId, personId, castBy: null },
        now,
        new Date(now.getTime() + 3_600_000),
      ),
      body: JSON.stringify({ ref: randomBytes(16).toString('hex'), choice: CHOICES[of(wanted[i])].code }),
    }))
    // At another moment each round: after a share of the answers, somewhere in the middle of the next batches.
    const enough = Math.floor(((round - 1) * VOTERS) / ROUNDS) + 1
    let killing: Promise<unknown> | null = null
    const { hits } = await fire(port, shots, 60, (answered) => {
      if (answered < enough || killing) return
      killing = rest(randomInt(15)).then(() => server.stop('SIGKILL'))
    })
    await (killing ?? server.stop('SIGKILL'))
    const acknowledged = hits.flatMap((hit, i) =>
      hit.status === 200 ? [{ i, receipt: JSON.parse(hit.body).receipt as string }] : [],
    )

    server = startServer({ CUNYI_HOME: home })
    port = Number(new URL(await server.address).port)
    const read = () =>
      withClient(adminUrl(home), async (client) => {
        const { rows } = await client.query<{
          person: string
          receipt: string
          version: number
          sealed: Buffer
        }>('select person_id as person, receipt, version, sealed from envelopes where poll_id = $1', [
          poll.pollId,
        ])
        return rows
      })
    const after = await read()
    const there = new Map(after.map((row) => [row.person, row.receipt]))
    const lost = acknowledged.filter(({ i, receipt }) => there.get(of(poll.voters[i])) !== receipt).length

    // The phones that have no receipt send the same again; nobody is told that he voted before.
    const silent = shots.filter((_, i) => hits[i]?.status !== 200)
    const again = await fire(port, silent, Math.max(1, Math.min(60, silent.length)))
    const all = await read()
    const key = await withClient(adminUrl(home), async (client) => {
      const { rows } = await client.query<{ name: string }>(
        'select key_name as name from polls where id = $1',
        [poll.pollId],
      )
      return of(await pollKeys.read(of(rows[0]).name))
    })
    const wrong = all.filter(
      ({ person, version, sealed }) =>
        openBallot(
          key,
          { villageId: poll.villageId, pollId: poll.pollId, personId: person, version },
          sealed,
        ) !== wanted[poll.voters.indexOf(person)],
    ).length
    const doubled = all.length - new Set(all.map((row) => row.person)).size
    table.push({
      round,
      acknowledged: acknowledged.length,
      'in the database': after.length,
      'sent again': silent.length,
      'recorded then': again.hits.filter((hit) => hit.status === 200).length,
      lost,
      doubled,
      wrong,
    })
    expect({
      lost,
      doubled,
      wrong,
      all: all.length,
      again: again.hits.every((hit) => hit.status === 200),
    }).toEqual({ lost: 0, doubled: 0, wrong: 0, all: VOTERS, again: true })
  }
  console.table(table)
  // A test that never interrupted anything would prove nothing.
  expect(table.some((row) => of(row.acknowledged) < VOTERS)).toBe(true)
  expect(table.some((row) => of(row['in the database']) > 0)).toBe(true)
})

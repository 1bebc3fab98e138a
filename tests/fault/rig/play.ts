/** Voting while something befalls the database: what was asked, what was told, what is kept. */
import { randomBytes, randomInt } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { readKeys } from '@cunyi/server/base/system/keys.ts'
import { folderPollKeys } from '@cunyi/server/base/system/poll-keys.ts'
import { signTicket } from '@cunyi/server/door/session/tokens.ts'
import { openSitting, stored, VILLAGE } from '../../bench/sitting.ts'
import type { ServerProcess } from '../../server/process.ts'
import { asAdmin } from './database.ts'
import { type Answer, ask, type Phone, type Shot, vote } from './phones.ts'

export const PER_SECOND = 30

export interface Row {
  name: string
  ballots: number
  acknowledged: number
  lost: number
  doubled: number
  /** Server processes that ended. */
  ended: number
  /** From the moment the database takes connections again to the first ballot, page and readiness. */
  healSeconds: number
  /** Answers 503, each with Retry-After; and what was not answered as it should. */
  later: number
  wrong: string[]
  slowestMs: number
}

export interface Site {
  adminUrl: string
  address: string
  server: ServerProcess
  keyFile: string
  keysDir: string
  /** Resolves when the database takes connections. */
  answers(): Promise<void>
}

/**
 * What happens to the database, begun after a second of voting; resolves when it may be looked for again. `coming`
 * is not waited for before that: who starts it says so later than it is there.
 */
export type Trouble = () => Promise<{ coming?: Promise<unknown> } | undefined>

export async function play(name: string, site: Site, ballots: number, trouble: Trouble): Promise<Row> {
  const poll = await openSitting(site.adminUrl, folderPollKeys(site.keysDir, null), ballots)
  const shots = shotsOf(site, poll)
  const enough = new AbortController()
  const watching = watch(site.address, enough.signal)
  const voting = vote(site.address, shots, PER_SECOND, enough.signal)
  await sleep(1000)
  const begun = await trouble()
  await site.answers()
  const back = performance.now()
  await begun?.coming
  const patience = setTimeout(() => enough.abort(), (ballots / PER_SECOND) * 1000 + 60_000)
  const phones = await Promise.race([voting, site.server.ended.then(() => enough.abort()).then(() => voting)])
  clearTimeout(patience)
  enough.abort()
  const seen = await watching
  const kept = await stored(site.adminUrl, poll)
  return { name, ballots, ...sumUp(poll.voters, phones, kept), ...judge(site, phones, seen, back) }
}

export function shotsOf(
  { keyFile }: Pick<Site, 'keyFile'>,
  { instance, villageId, pollId, voters }: Awaited<ReturnType<typeof openSitting>>,
): Shot[] {
  const keys = readKeys(keyFile)
  const now = new Date()
  const until = new Date(now.getTime() + 3_600_000)
  return voters.map((personId) => ({
    path: `/api/villages/${villageId}/polls/${pollId}/ballot`,
    token: signTicket({ keys, instance }, { village: villageId, pollId, personId, castBy: null }, now, until),
    body: JSON.stringify({ ref: randomBytes(16).toString('hex'), choice: randomInt(1, 4) }),
  }))
}

function sumUp(
  voters: readonly string[],
  phones: readonly Phone[],
  kept: ReadonlyArray<{ person: string; receipt: string }>,
) {
  const there = new Map(kept.map((row) => [row.person, row.receipt]))
  const told = phones.flatMap(({ receipt }, at) =>
    receipt ? [{ person: voters[at] as string, receipt }] : [],
  )
  return {
    acknowledged: told.length,
    lost: told.filter(({ person, receipt }) => there.get(person) !== receipt).length,
    doubled: kept.length - there.size,
  }
}

type Seen = { path: string; answer: Answer }

/** A reader of the public page, of the board's request, and somebody who asks whether the server lives. */
async function watch(address: string, stop: AbortSignal): Promise<Seen[]> {
  const seen: Seen[] = []
  const paths = [`/v/${VILLAGE}`, `/api/public/villages/${VILLAGE}/board`, '/health/ready', '/health/live']
  await Promise.all(
    paths.map(async (path) => {
      while (!stop.aborted) {
        seen.push({ path, answer: await ask(`${address}${path}`) })
        await sleep(150)
      }
    }),
  )
  return seen
}

function judge({ server }: Site, phones: readonly Phone[], seen: readonly Seen[], back: number) {
  const wrong: string[] = []
  const all = [
    ...phones.flatMap((phone) => phone.answers.map((answer) => ({ path: 'ballot', answer }))),
    ...seen,
  ]
  for (const { path, answer } of all) {
    const { status, type, retryAfter, body } = answer
    const isPage = path.startsWith('/v/')
    if (status === 200 || (path === '/health/ready' && status === 503)) continue
    if (status !== 503) wrong.push(`${path}: ${status} ${body.slice(0, 120)}`)
    else if (!retryAfter) wrong.push(`${path}: 503 without Retry-After`)
    else if (isPage !== type.startsWith('text/html')) wrong.push(`${path}: 503 as ${type}`)
  }
  const firstAfter = (path: string) =>
    Math.min(
      ...all
        .filter((one) => one.path === path && one.answer.status === 200)
        .map(({ answer }) => answer.at + answer.ms)
        .filter((at) => at >= back),
    )
  const healed = Math.max(...['ballot', `/v/${VILLAGE}`, '/health/ready'].map(firstAfter))
  return {
    ended: server.child.exitCode === null && server.child.signalCode === null ? 0 : 1,
    healSeconds: Math.round((healed - back) / 100) / 10,
    later: all.filter(({ answer }) => answer.status === 503).length,
    wrong: [...new Set(wrong)],
    slowestMs: Math.round(Math.max(...all.map(({ answer }) => answer.ms))),
  }
}

/** The village that openSitting's rows are of, so that it has a public page. */
export const putVillage = (adminUrl: string) =>
  asAdmin(adminUrl, (client) =>
    client.query(
      `insert into divisions (code, name, level, parent_code, opened_at) values ('411329', '县', 'county', null, now()),
         ('411329990', '镇', 'township', '411329', now()), ($1, '演示村', 'village', '411329990', now()) on conflict do nothing`,
      [VILLAGE],
    ),
  )

/**
 * 演练: the demo acts through the same requests as everybody, with a clock of its own that begins in the past. Nothing
 * is written past the rules.
 */
import { randomUUID } from 'node:crypto'
import { api, type RequestName } from '@cunyi/shared/api/index.ts'
import { buildApp } from '#app/wiring/app.ts'
import { dueWorks } from '#app/wiring/due-works.ts'
import { across } from '#base/database/connect.ts'
import { runDue } from '#base/jobs/runner.ts'
import type { Parts } from '#base/parts/parts.ts'
import { settableClock } from '#base/system/clock.ts'
import { endSessions, startSession } from '#door/session/actions.ts'
import { signAccess } from '#door/session/tokens.ts'
import { playersAccount } from '#village/accounts/queries.ts'

export type Player = { village: string; personId: string }
export type Ask = { params?: Record<string, string>; query?: Record<string, string>; body?: unknown }
// biome-ignore lint/suspicious/noExplicitAny: replies are read by their fields, as the contracts name them
export type Reply = any

export type Driver = {
  now(): Date
  /** Puts the clock forward; everything due on the way is done at its own instant. */
  to(at: Date): Promise<void>
  must(who: Player, request: RequestName, ask?: Ask): Promise<Reply>
  /** The same; a refusal with that code means it was done before. */
  unless(code: string, who: Player, request: RequestName, ask?: Ask): Promise<Reply>
  upload(
    who: Player,
    request: RequestName,
    file: { name: string; type: string; content: Buffer },
    ask?: Ask,
  ): Promise<Reply>
  close(): Promise<void>
}

/** A log-in that nobody uses ends by itself; ours is renewed well before. */
const FORTNIGHT = 14 * 86_400_000

export class DriverFailed extends Error {
  readonly code: string
  constructor(request: string, status: number, body: string) {
    super(`${request}: ${status} ${body.slice(0, 600)}`)
    this.code = body.match(/"code":"(\w+)"/)?.[1] ?? ''
  }
}

export async function openDriver(real: Parts, start: Date): Promise<Driver> {
  const clock = settableClock(start)
  const parts: Parts = { ...real, clock, config: { ...real.config, mode: 'test', clock: start } }
  return driverOn(parts, async (at) => {
    for (;;) {
      real.stopping.throwIfAborted()
      const { next } = await runDue(parts, dueWorks, clock.now())
      if (!next || next > at) break
      await clock.set(new Date(Math.max(next.getTime(), clock.now().getTime() + 1)))
    }
    if (at > clock.now()) await clock.set(at)
  })
}

/** On a clock that somebody else keeps: `to` puts it forward. */
export async function driverOn(parts: Parts, to: Driver['to']): Promise<Driver> {
  const { clock } = parts
  const app = await buildApp(parts)
  await app.ready()
  const sessions = new Map<string, { accountId: string; sessionId: string; until: Date }>()

  const keyOf = (who: Player) => `${who.village}|${who.personId}`
  const tokenOf = async (who: Player) => {
    const key = keyOf(who)
    let session = sessions.get(key)
    if (!session || session.until < clock.now()) {
      const now = clock.now()
      const started = await across(parts.db, async (tx) =>
        startSession(tx, {
          accountId: await playersAccount(tx, who, now),
          acting: who,
          isProven: true,
          device: 'demo',
          now,
        }),
      )
      session = {
        accountId: started.session.accountId,
        sessionId: started.session.id,
        until: new Date(clock.now().getTime() + FORTNIGHT),
      }
      sessions.set(key, session)
    }
    const { accountId, sessionId } = session
    return signAccess(parts, { accountId, sessionId, ...who }, clock.now())
  }

  const send = async (
    who: Player,
    request: RequestName,
    { params = {}, query, body }: Ask,
    file?: { headers: Record<string, string>; payload: Buffer },
  ): Promise<Reply> => {
    // Asked to stop: the next start goes on from here.
    parts.stopping.throwIfAborted()
    const { method, path } = api[request]
    const all: Record<string, string> = { village: who.village, division: who.village, ...params }
    const reply = await app.inject({
      method,
      url: path.replace(/:(\w+)/g, (_, key: string) => encodeURIComponent(all[key] ?? '')),
      ...(query ? { query } : {}),
      headers: { authorization: `Bearer ${await tokenOf(who)}`, ...file?.headers },
      ...(file ? { payload: file.payload } : method === 'GET' ? {} : { payload: (body ?? {}) as object }),
    })
    // Another office: he logs in again, as anybody would.
    if (reply.statusCode === 401 && sessions.delete(keyOf(who)))
      return send(who, request, { params, query, body }, file)
    if (reply.statusCode !== 200) throw new DriverFailed(request, reply.statusCode, reply.body)
    return /json/.test(String(reply.headers['content-type'])) ? reply.json() : reply.rawPayload
  }

  return {
    now: () => clock.now(),
    to,
    must: (who, request, ask = {}) => send(who, request, ask),
    unless: async (code, who, request, ask = {}) => {
      try {
        return await send(who, request, ask)
      } catch (error) {
        if (error instanceof DriverFailed && error.code === code) return null
        throw error
      }
    },
    upload: (who, request, file, ask = {}) => {
      const mark = `demo${randomUUID()}`
      const head = `--${mark}\r\nContent-Disposition: form-data; name="file"; filename="${file.name}"\r\nContent-Type: ${file.type}\r\n\r\n`
      const payload = Buffer.concat([Buffer.from(head), file.content, Buffer.from(`\r\n--${mark}--\r\n`)])
      return send(who, request, ask, {
        headers: { 'content-type': `multipart/form-data; boundary=${mark}` },
        payload,
      })
    },
    close: async () => {
      await across(parts.db, async (tx) => {
        for (const { accountId } of sessions.values()) await endSessions(tx, { accountId }, clock.now())
      })
      await app.close()
    },
  }
}

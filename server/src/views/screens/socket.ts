/** 实时连接: one WebSocket a screen. It says who it is once; after that only the server speaks. */

import { Refused } from '@cunyi/shared/words/refusal.ts'
import type { WebSocket } from '@fastify/websocket'
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Parts } from '#base/parts/parts.ts'
import { admitClaims } from '#door/http/admit.ts'
import { problemOf, problemOfFault } from '#door/http/problem.ts'
import { readAccess } from '#door/session/tokens.ts'
import type { Hub, Screen } from './hub.ts'
import type { Lines } from './lines.ts'

const FIRST_WORD_MS = 10_000
/** Each screen is asked once in so many seconds whether it is there; a few of them every second. */
const HEARTBEAT_SECONDS = 25
/** A screen comes back with a fresh token after this, whatever happens. */
const LIFE_MS = 15 * 60_000
/** Close codes: the HTTP status behind 4000; 4408 = come again. */
const CODE = { malformed: 4400, again: 4408 }

const firstWord = z.object({
  token: z.string().min(1).max(3000),
  revision: z.number().int().nullable().optional(),
})

type Open = { socket: WebSocket; isAlive: boolean; until: number }

/** One timer for all screens: three of its own would be a third of what a screen costs. */
export function createHeartbeat() {
  const turns = Array.from({ length: HEARTBEAT_SECONDS }, () => new Set<Open>())
  let next = 0
  let added = 0
  const ask = (one: Open) => {
    if (performance.now() > one.until) return one.socket.close(CODE.again, 'again')
    if (!one.isAlive) return one.socket.terminate()
    one.isAlive = false
    one.socket.ping()
  }
  const timer = setInterval(() => {
    next = (next + 1) % HEARTBEAT_SECONDS
    for (const one of turns[next] ?? []) ask(one)
  }, 1000)
  timer.unref()
  return {
    add: (socket: WebSocket): { beats(): void; leave(): void } => {
      const one = { socket, isAlive: true, until: performance.now() + LIFE_MS * (0.8 + Math.random() * 0.2) }
      added += 1
      const turn = turns[added % HEARTBEAT_SECONDS]
      turn?.add(one)
      return {
        beats: () => {
          one.isAlive = true
        },
        leave: () => void turn?.delete(one),
      }
    },
    stop: () => clearInterval(timer),
  }
}

/**
 * The token comes as second sub-protocol (`cunyi`, token) or in the first message `{token, revision}`; revision is
 * the last one the screen had. `ping` is answered `pong`, for pages that cannot see the protocol's own pings.
 */
export function liveSocket(
  parts: Parts,
  hub: Hub,
  lines: Lines,
  heartbeat: ReturnType<typeof createHeartbeat>,
) {
  return (socket: WebSocket, request: FastifyRequest) => {
    const leaving: (() => void)[] = []
    let isAsking = false
    const { beats, leave: isGone } = heartbeat.add(socket)
    // Not the request: it would stay as long as the screen does.
    const { log } = request
    const { url } = request.routeOptions
    const { village, meeting } = request.params as { village: string; meeting: string }
    const offered = request.headers['sec-websocket-protocol']?.split(',')[1]?.trim()

    const enter = async (token: string, revision: number | null) => {
      if (isAsking) return
      isAsking = true
      clearTimeout(silence)
      const claims = readAccess(parts, token, parts.clock.now())
      if (!claims) return refuse(new Refused('sessionEnded'))
      const look = () => admitClaims(parts, 'getMeetingNow', claims, { village, meeting }, parts.clock.now())
      // Known before it is let in: what changes meanwhile is asked again, and nothing falls between.
      leaving.push(lines.add(claims, () => void look().catch(refuse)))
      try {
        await look()
        if (socket.readyState === socket.OPEN)
          leaving.push(hub.join(village, meeting, screenOf(socket), revision))
        else leave()
      } catch (error) {
        refuse(error)
      }
    }
    const refuse = (error: unknown) => {
      const { status, code } =
        error instanceof Refused ? problemOf(error.code) : problemOfFault(error, log, url)
      leave()
      socket.close(4000 + status, code)
    }
    const leave = () => {
      for (const one of leaving.splice(0)) one()
    }
    const silence = setTimeout(() => socket.close(CODE.malformed, 'malformed'), FIRST_WORD_MS)

    socket.on('pong', beats)
    socket.on('message', (data, isBinary) => {
      beats()
      const text = isBinary ? '' : String(data)
      if (text === 'ping') return socket.send('pong')
      if (isAsking) return
      const word = firstWord.safeParse(parseJson(text))
      if (word.success) void enter(word.data.token, word.data.revision ?? null)
      else socket.close(CODE.malformed, 'malformed')
    })
    socket.on('error', () => socket.terminate())
    socket.on('close', () => {
      clearTimeout(silence)
      isGone()
      leave()
    })
    const seen = Number((request.query as { revision?: string }).revision)
    if (offered) void enter(offered, Number.isSafeInteger(seen) ? seen : null)
  }
}

const screenOf = (socket: WebSocket): Screen => ({
  send: (message) => socket.send(message, { binary: false, compress: false }),
  waiting: () => socket.bufferedAmount,
})

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

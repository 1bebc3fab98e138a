/** 实时连接: one WebSocket a screen. It says who it is once; after that only the server speaks. */

import { Refused } from '@cunyi/shared/words/refusal.ts'
import type { WebSocket } from '@fastify/websocket'
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Parts } from '#base/parts/parts.ts'
import { admit } from '#door/http/admit.ts'
import { problemOf, problemOfFault } from '#door/http/problem.ts'
import type { Hub, Screen } from './hub.ts'

const FIRST_WORD_MS = 10_000
const HEARTBEAT_MS = 25_000
/** A screen comes back with a fresh token after this: rights are asked again, a log-out reaches it. */
const LIFE_MS = 15 * 60_000
/** Close codes: the HTTP status behind 4000; 4408 = come again. */
const CODE = { malformed: 4400, again: 4408 }

const firstWord = z.object({
  token: z.string().min(1).max(3000),
  revision: z.number().int().nullable().optional(),
})

/**
 * The token comes as second sub-protocol (`cunyi`, token) or in the first message `{token, revision}`; revision is
 * the last one the screen had. `ping` is answered `pong`, for pages that cannot see the protocol's own pings.
 */
export function liveSocket(parts: Parts, hub: Hub) {
  return (socket: WebSocket, request: FastifyRequest) => {
    let leave: (() => void) | null = null
    let isAsking = false
    let isAlive = true
    const offered = request.headers['sec-websocket-protocol']?.split(',')[1]?.trim()

    const enter = async (token: string, revision: number | null) => {
      if (isAsking) return
      isAsking = true
      clearTimeout(silence)
      try {
        const { village, meeting } = await mayLook(parts, request, token)
        if (socket.readyState !== socket.OPEN) return
        leave = hub.join(village, meeting, screenOf(socket), revision)
      } catch (error) {
        const { status, code } =
          error instanceof Refused
            ? problemOf(error.code)
            : problemOfFault(error, request.log, request.routeOptions.url)
        socket.close(4000 + status, code)
      }
    }
    const silence = setTimeout(() => socket.close(CODE.malformed, 'malformed'), FIRST_WORD_MS)
    const life = setTimeout(() => socket.close(CODE.again, 'again'), LIFE_MS * (0.8 + Math.random() * 0.2))
    const heartbeat = setInterval(() => {
      if (!isAlive) return socket.terminate()
      isAlive = false
      socket.ping()
    }, HEARTBEAT_MS)

    socket.on('pong', () => {
      isAlive = true
    })
    socket.on('message', (data, isBinary) => {
      isAlive = true
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
      clearTimeout(life)
      clearInterval(heartbeat)
      leave?.()
    })
    const seen = Number((request.query as { revision?: string }).revision)
    if (offered) void enter(offered, Number.isSafeInteger(seen) ? seen : null)
  }
}

/** The same right as the plain request for the live state. */
async function mayLook(parts: Parts, request: FastifyRequest, token: string) {
  const params = request.params as { village: string; meeting: string }
  const asked = { headers: { authorization: `Bearer ${token}` }, params } as unknown as FastifyRequest
  await admit(parts, 'getMeetingNow', asked, parts.clock.now())
  return params
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

import { demoApi } from '@cunyi/shared/api/demo.ts'
import { Refused } from '@cunyi/shared/words/refusal.ts'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { z } from 'zod'
import type { Parts } from '#base/parts/parts.ts'
import { setCookie } from '#door/session/cookie.ts'
import { enterAs, isHere, moveClock, mustBeHere, tellDemo } from './enter.ts'
import { tourOf } from './tour.ts'

type BodyOf<N extends 'enterAs' | 'moveClock' | 'playOthers'> = z.output<(typeof demoApi)[N]['body']>

/** 演示: entering as its people and moving its clock. Registered by a demo with a clock of its own, and by nothing else. */
export const demoRoutes = (parts: Parts, refresh?: () => void) => async (app: FastifyInstance) => {
  app.addHook('onRequest', async (request: FastifyRequest) => mustBeHere(parts, request.raw))
  const { getDemo, enterAs: enter, moveClock: move, getTour, playOthers, refreshDemo } = demoApi
  const tour = tourOf(parts)
  app.addHook('onClose', () => tour.close())
  app.get(getDemo.path, { schema: { hide: true } }, (request) =>
    tellDemo(parts, request.readAt, { canRefresh: refresh !== undefined && isHere(request.raw) }),
  )
  app.post(enter.path, { schema: { hide: true, body: enter.body } }, async (request, reply) => {
    const { phone } = request.body as BodyOf<'enterAs'>
    const device = request.headers['user-agent'] ?? ''
    const { refresh, ...signed } = await enterAs(parts, phone, device, request.readAt)
    setCookie(parts, reply, refresh)
    return signed
  })
  app.post(move.path, { schema: { hide: true, body: move.body } }, (request) =>
    moveClock(parts, new Date((request.body as BodyOf<'moveClock'>).to)),
  )
  app.post(refreshDemo.path, { schema: { hide: true, body: refreshDemo.body } }, (request, reply) => {
    // What others are at work with in the network is nobody's there to throw away.
    if (!isHere(request.raw)) throw new Refused('demoHereOnly')
    if (!refresh) throw new Refused('demoByCommand')
    // Whoever asked hears it first.
    reply.raw.once('finish', refresh)
    return { away: true }
  })
  app.get(getTour.path, { schema: { hide: true, querystring: getTour.query } }, (request) =>
    tour.look(new Date((request.query as { since: string }).since)),
  )
  app.post(playOthers.path, { schema: { hide: true, body: playOthers.body } }, (request) => {
    const { since, scene } = request.body as BodyOf<'playOthers'>
    return tour.play(new Date(since), scene)
  })
}

import { demoApi } from '@cunyi/shared/api/demo.ts'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { z } from 'zod'
import type { Parts } from '#base/parts/parts.ts'
import { setCookie } from '#door/session/cookie.ts'
import { enterAs, moveClock, mustBeHere, tellDemo } from './enter.ts'

type BodyOf<N extends 'enterAs' | 'moveClock'> = z.output<(typeof demoApi)[N]['body']>

/** 演示: entering as its people and moving its clock. Registered by a demo with a clock of its own, and by nothing else. */
export const demoRoutes = (parts: Parts) => async (app: FastifyInstance) => {
  app.addHook('onRequest', async (request: FastifyRequest) => mustBeHere(parts, request.raw))
  const { getDemo, enterAs: enter, moveClock: move } = demoApi
  app.get(getDemo.path, { schema: { hide: true } }, (request) => tellDemo(parts, request.readAt))
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
}

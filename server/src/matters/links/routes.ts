import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Parts } from '#base/parts/parts.ts'
import { answer } from '#door/http/answer.ts'
import { setCookie } from '#door/session/cookie.ts'
import { readDevice, setDevice } from '#door/session/device.ts'
import { askLinkCode, enterByLink, readMeetingLink } from './actions.ts'

/** 专属链接 */
export const linkRoutes = (parts: Parts) => async (app: FastifyInstance) => {
  const brought = (code: string, request: FastifyRequest, now: Date) => ({
    code,
    known: readDevice(request),
    address: request.ip,
    now,
  })
  // The address in a message is short; what it opens is the app.
  app.get<{ Params: { code: string } }>('/m/:code', { schema: { hide: true } }, (request, reply) =>
    reply
      .header('cache-control', 'no-store')
      .header('x-robots-tag', 'noindex')
      .redirect(`/app/m/${encodeURIComponent(request.params.code)}`),
  )
  answer(app, parts, 'readMeetingLink', ({ params, request, reply, now }) => {
    reply.header('cache-control', 'no-store')
    return readMeetingLink(parts, brought(params.code, request, now))
  })
  answer(app, parts, 'askLinkCode', ({ body, request, now }) =>
    askLinkCode(parts, brought(body.code, request, now), body.challenge),
  )
  answer(app, parts, 'enterByLink', async ({ body, request, reply, now }) => {
    const { refresh, secret, ...signed } = await enterByLink(parts, {
      ...brought(body.code, request, now),
      sms: body.sms,
      challenge: body.challenge,
      device: request.headers['user-agent'] ?? '',
    })
    setCookie(parts, reply, refresh)
    if (secret) setDevice(parts, reply, secret)
    return signed
  })
}

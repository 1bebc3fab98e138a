import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Parts } from '#base/parts/parts.ts'
import { answer } from '#door/http/answer.ts'
import { bearerOf, claimsOf } from '#door/session/caller.ts'
import { clearCookie, readCookie, setCookie } from '#door/session/cookie.ts'
import { readDevice, setDevice } from '#door/session/device.ts'
import * as actions from './actions.ts'
import { requestCode } from './codes.ts'
import * as entering from './login.ts'

const deviceOf = (request: FastifyRequest) => request.headers['user-agent'] ?? ''

/** 登录、身份、我的 */
export const accountRoutes = (parts: Parts) => async (app: FastifyInstance) => {
  answer(app, parts, 'requestCode', ({ body, request, now }) =>
    requestCode(parts, { phone: body.phone, challenge: body.challenge, address: request.ip, now }),
  )
  answer(app, parts, 'login', async ({ body, request, reply, now }) => {
    const device = deviceOf(request)
    const asked = { ...body, device, known: readDevice(request), address: request.ip, now }
    const { refresh, secret, ...signed } = await entering.login(parts, asked)
    setCookie(parts, reply, refresh)
    if (secret) setDevice(parts, reply, secret)
    return signed
  })
  answer(app, parts, 'chooseCapacity', ({ body, request, now }) =>
    entering.chooseCapacity(parts, claimsOf(parts, request, now), body, now),
  )
  answer(app, parts, 'refreshSession', async ({ request, reply, now }) => {
    const { refresh, ...signed } = await actions.refreshSession(parts, {
      token: readCookie(request),
      device: deviceOf(request),
      now,
    })
    setCookie(parts, reply, refresh)
    return signed
  })
  answer(app, parts, 'endSession', async ({ body, request, reply, now }) => {
    const everywhere = body.everywhere ?? false
    await actions.endMySession(parts, {
      cookie: readCookie(request),
      token: bearerOf(request),
      everywhere,
      now,
    })
    clearCookie(reply)
    return { ok: true as const }
  })
  answer(app, parts, 'getMe', ({ caller, now }) => actions.getMe(parts, caller, now))
  answer(app, parts, 'getMyRecord', ({ caller }) => actions.getMyRecord(parts, caller))
  answer(app, parts, 'changePin', ({ caller, body, now }) => actions.changePin(parts, caller, body, now))
  answer(app, parts, 'listOutbox', ({ query }) => actions.listOutbox(parts, query.q))
}

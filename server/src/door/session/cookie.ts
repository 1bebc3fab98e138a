import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Parts } from '#base/parts/parts.ts'

/** Sent to the requests that renew or end a session and to no other; no script can read it. */
const NAME = 'cunyi_session'
const PATH = '/api/session'
const DAYS_180 = 180 * 86_400

export const readCookie = (request: FastifyRequest): string | undefined => request.cookies[NAME]

export const setCookie = ({ config }: Parts, reply: FastifyReply, refresh: string) =>
  reply.setCookie(NAME, refresh, {
    path: PATH,
    httpOnly: true,
    sameSite: 'strict',
    secure: config.publicUrl.startsWith('https:'),
    maxAge: DAYS_180,
  })

export const clearCookie = (reply: FastifyReply) => reply.clearCookie(NAME, { path: PATH })

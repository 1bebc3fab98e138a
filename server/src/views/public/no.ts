/** 不能显示: what people read says in words that something cannot be shown; what programs read gets the problem itself. */
import type { Problem } from '@cunyi/shared/api/contract.ts'
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import type { Parts } from '#base/parts/parts.ts'
import { COME_BACK_SECONDS, refusalOf, sendProblem } from '#door/http/problem.ts'
import { sendPage } from './document.ts'
import { hasPages } from './renderer.ts'

/** An address that a person typed or tapped, as far as it can be told from the address alone. */
export const isForPeople = ({ method, url }: FastifyRequest): boolean =>
  method === 'GET' && !/^\/(api|health|assets)([/?]|$)/.test(url)

export function sendNo(
  parts: Parts,
  request: FastifyRequest,
  reply: FastifyReply,
  { status, messageZh, messageEn }: Pick<Problem, 'status' | 'messageZh' | 'messageEn'>,
) {
  // Where the router itself refused, nothing has been read of the request.
  const wishes = [(request.query as { lang?: unknown } | null)?.lang, request.cookies?.lang]
  const isEnglish = wishes.find((one) => one === 'en' || one === 'zh-CN') === 'en'
  if (status === 503) reply.header('retry-after', COME_BACK_SECONDS)
  const page = { kind: 'none' as const, message: isEnglish ? messageEn : messageZh }
  return sendPage(parts, request, reply, page, { now: parts.clock.now(), status })
}

/** What the router refuses before any route is found: an address that is none, a part of it without end. */
export const answerRouter =
  (parts: Parts) => (error: FastifyError, request: FastifyRequest, reply: FastifyReply) => {
    const problem = refusalOf(error, request)
    // No hook is asked here, and nobody else ends the line of an upgrade.
    if (request.headers.upgrade) reply.raw.once('finish', () => request.raw.socket.destroy())
    if (!isForPeople(request) || !hasPages()) void sendProblem(reply, problem)
    else sendNo(parts, request, reply, problem).catch(() => sendProblem(reply, problem))
  }

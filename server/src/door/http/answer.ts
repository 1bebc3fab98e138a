import { type Contract, problem } from '@cunyi/shared/api/contract.ts'
import { api, type RequestName } from '@cunyi/shared/api/index.ts'
import type { OpenRequest } from '@cunyi/shared/api/rights.ts'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { z } from 'zod'
import type { Parts } from '#base/parts/parts.ts'
import type { Caller } from '#door/session/caller.ts'
import { admit } from './admit.ts'

declare module 'fastify' {
  interface FastifyRequest {
    caller: Caller | null
    /** When its last byte had been read, by the clock object: what counts for a ballot. */
    readAt: Date
  }
}

type FieldOf<N extends RequestName, F extends string> =
  (typeof api)[N] extends Record<F, infer S> ? S : undefined
type Out<S> = S extends z.ZodType ? z.output<S> : undefined
type In<S> = S extends z.ZodType ? z.input<S> : undefined

export interface Asked<N extends RequestName> {
  /** Null only on requests open to everybody: nobody logged in. */
  caller: N extends OpenRequest ? Caller | null : Caller
  params: Out<FieldOf<N, 'params'>>
  query: Out<FieldOf<N, 'query'>>
  body: Out<FieldOf<N, 'body'>>
  /** When the request had been read to its last byte. */
  now: Date
  request: FastifyRequest
  reply: FastifyReply
}

/** A binary or multipart route may send by itself; every other returns what its contract promises. */
type Answered<N extends RequestName> = (typeof api)[N] extends { carries: 'binary' }
  ? unknown
  : In<FieldOf<N, 'reply'>>

/**
 * 办理: puts one request of shared/src/api on the air. The row of the rights table is asked before the body is read,
 * then the shape is checked; what the rules say of it is the action's.
 */
export function answer<const N extends RequestName>(
  app: FastifyInstance,
  parts: Parts,
  name: N,
  handler: (asked: Asked<N>) => Promise<Answered<N>> | Answered<N>,
) {
  const contract: Contract = api[name]
  const { method, path, summary, params, query, body, reply, carries } = contract
  app.route({
    method,
    url: path,
    schema: {
      summary,
      operationId: name,
      tags: [path.match(/^\/api\/(?:villages\/:village\/|public\/)?([\w-]+)/)?.[1] ?? 'api'],
      ...(params ? { params } : {}),
      ...(query ? { querystring: query } : {}),
      ...(body ? { body } : {}),
      ...(carries === 'multipart' ? { consumes: ['multipart/form-data'] } : {}),
      // 4XX and 5XX all have the one shape of a refusal.
      response: carries === 'binary' ? { '4xx': problem } : { 200: reply, '4xx': problem },
    },
    onRequest: async (request) => {
      request.caller = await admit(parts, name, request, parts.clock.now())
    },
    handler: async (request, response) => {
      const asked = {
        caller: request.caller,
        params: request.params,
        query: request.query,
        body: request.body,
        now: request.readAt,
        request,
        reply: response,
      } as unknown as Asked<N>
      const answered = await handler(asked)
      return response.sent ? response : answered
    },
  })
}

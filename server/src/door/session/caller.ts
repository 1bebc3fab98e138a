import { shanghaiDate } from '@cunyi/shared/words/days.ts'
import { Refused } from '@cunyi/shared/words/refusal.ts'
import type { Office } from '@cunyi/shared/words/vocabulary.ts'
import type { FastifyRequest } from 'fastify'
import { lanesPer } from '#base/parts/lanes.ts'
import type { Parts } from '#base/parts/parts.ts'
import { type CallerAsked, type CallerRow, findCallers } from './queries/sessions.ts'
import { type AccessClaims, readAccess, type TicketClaims } from './tokens.ts'

/** 经办人: who acts, in which division, and the offices he holds there today. */
export type Caller = {
  accountId: string
  sessionId: string
  /** The division of the capacity chosen: a village, a township or the county. */
  village: string
  personId: string
  name: string
  offices: Office[]
  /** Offices he held there once. */
  officesEnded: Office[]
  /** 户籍在本村 and not gone. */
  registered: boolean
  /** He comes with a ballot's ticket: whose ballot it is. */
  ticket?: TicketClaims
}

/** Whoever acts: the person and the offices he holds today in this village, or above it. */
export type Acting = Pick<Caller, 'personId' | 'offices'>

export const bearerOf = (request: FastifyRequest): string | null =>
  request.headers.authorization?.match(/^Bearer (\S+)$/i)?.[1] ?? null

/** What the access token says, before any capacity is chosen. */
export function claimsOf(
  parts: Pick<Parts, 'keys' | 'instance'>,
  request: FastifyRequest,
  now: Date,
): AccessClaims {
  const token = bearerOf(request)
  if (!token) throw new Refused('notSignedInToAccount')
  const claims = readAccess(parts, token, now)
  if (!claims) throw new Refused('sessionEnded')
  return claims
}

/** A hall asks in the same moment: who comes together is looked up together, each village in its own lane. */
const callersOver = lanesPer<CallerAsked, { row: CallerRow | undefined }>((db) => ({
  laneOf: ({ village }) => village,
  groupOf: () => '',
  doTogether: async (batch) => {
    const rows = await db.lookUp(batch[0]?.village ?? '', (line) => findCallers(line, batch))
    return rows.map((row) => ({ row }))
  },
}))

/** Whoever sent this token; offices are read from the rows of today, never from the token. */
export async function callerOfClaims(
  parts: Pick<Parts, 'db'>,
  claims: AccessClaims,
  now: Date,
): Promise<Caller> {
  const { accountId, sessionId, village, personId } = claims
  if (!village || !personId) throw new Refused('capacityNeeded')
  const asked = { sessionId, village, personId, day: shanghaiDate(now), now }
  const { row } = await callersOver(parts.db).ask(asked)
  if (!row?.alive) throw new Refused('sessionEnded')
  // He was given an office since he came: who holds the phone may not be who holds the office.
  if (row.offices.length > 0 && !row.proven) throw new Refused('factorNeeded')
  return {
    accountId,
    sessionId,
    village,
    personId,
    name: row.name,
    offices: row.offices,
    officesEnded: row.ended,
    registered: row.registered,
  }
}

/** For the live socket and other places that have the token itself. */
export async function callerOfToken(
  parts: Pick<Parts, 'db' | 'keys' | 'instance'>,
  token: string,
  now: Date,
): Promise<Caller> {
  const claims = readAccess(parts, token, now)
  if (!claims) throw new Refused('sessionEnded')
  return callerOfClaims(parts, claims, now)
}

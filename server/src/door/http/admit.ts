/** 权限 at the door: the row of the rights table is asked before the body of a request is read. */
import type { RequestName } from '@cunyi/shared/api/index.ts'
import { RIGHTS, type Who } from '@cunyi/shared/api/rights.ts'
import { Rejection } from '@cunyi/shared/words/rejection.ts'
import type { Office } from '@cunyi/shared/words/vocabulary.ts'
import type { FastifyRequest } from 'fastify'
import { inVillage, type Tx } from '#base/database/connect.ts'
import type { Parts } from '#base/parts/parts.ts'
import { bearerOf, type Caller, callerOfClaims, claimsOf } from '#door/session/caller.ts'
import { divisionLine } from '#door/session/queries/divisions.ts'
import {
  type Relation,
  relationToMeeting,
  relationToPoll,
  relationToProposal,
} from '#door/session/queries/sessions.ts'
import { readAccess, readTicket } from '#door/session/tokens.ts'

/** Open to somebody without log-in; its handler is told `null` then. */
export type OpenRequest =
  | 'listDivisions'
  | 'getDivision'
  | 'requestCode'
  | 'login'
  | 'refreshSession'
  | 'endSession'
  | 'chooseCapacity'
  | 'getFile'
  | 'listReceipts'
  | 'getPublicBoard'
  | 'getPublicMatter'
  | 'getPublicVillages'
  | 'listPackages'
  | 'getPackage'
  | 'listCheckpoints'
  | 'listOutbox'
  | 'setClock'
  | 'testSession'
  | 'testClock'

const STAFF = { township: 'townshipStaff', county: 'countyStaff' } as const
const MEETING_ROLES = ['roll', 'chair', 'recorder', 'teller'] as const
const UUID = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i
type Target = { village?: string; division?: string; meeting?: string; poll?: string; proposal?: string }

/** Lets the caller in, or says why not: 401 no log-in, 404 somebody else's village, 403 no such right. */
export async function admit(
  parts: Parts,
  name: RequestName,
  request: FastifyRequest,
  now: Date,
): Promise<Caller | null> {
  const who = RIGHTS[name]
  if (who.includes('demo') || who.includes('testing')) {
    mustBeForTrial(parts, who)
    return null
  }
  // Before a capacity is chosen there is nobody to ask about rights; the action reads the token itself.
  if (name === 'chooseCapacity') return null
  if (who.includes('anyone')) return callerOrNull(parts, request, now)
  const target = request.params as Target
  if (name === 'castBallot') return voterOf(parts, request, target, now)
  const caller = await callerOfClaims(parts, claimsOf(parts, request, now), now)
  const place = await placeOf(parts, caller, target)
  if (who.includes('account')) return caller
  await mustHold(parts, who, caller, place, target)
  return caller
}

function mustBeForTrial({ config }: Parts, who: readonly Who[]) {
  const testing = config.mode === 'test' && config.clock !== undefined
  if (who.includes('testing') ? !testing : config.mode === 'production') throw new Rejection('notInThisMode')
}

/** On an open request a bad token is as none at all. */
async function callerOrNull(parts: Parts, request: FastifyRequest, now: Date): Promise<Caller | null> {
  const token = bearerOf(request)
  const claims = token ? readAccess(parts.keys, token, now) : null
  if (!claims?.village) return null
  try {
    return await callerOfClaims(parts, claims, now)
  } catch (error) {
    if (error instanceof Rejection) return null
    throw error
  }
}

/**
 * A ballot comes with its ticket or with a log-in. Neither asks the database: whether this person may vote here is
 * the frozen roll's to say, in the one statement that takes the ballot.
 */
function voterOf(parts: Parts, request: FastifyRequest, target: Target, now: Date): Caller {
  const token = bearerOf(request)
  if (!token) throw new Rejection('notSignedInToAccount')
  const ticket = readTicket(parts.keys, token, now)
  const access = ticket ? null : readAccess(parts.keys, token, now)
  const village = ticket?.village ?? access?.village
  const personId = ticket ? (ticket.castBy ?? ticket.personId) : access?.personId
  if (!village || !personId) throw new Rejection('sessionEnded')
  if (village !== target.village || (ticket && ticket.pollId !== target.poll)) throw new Rejection('notFound')
  const { accountId = '', sessionId = '' } = access ?? {}
  return {
    accountId,
    sessionId,
    village,
    personId,
    name: '',
    offices: [],
    officesEnded: [],
    registered: true,
  }
}

/** inside: the caller's own division; below: one he oversees; above: one his own belongs to. */
type Place = { relation: 'own' | 'below' | 'above'; line: string[] } | null

/** Somebody else's village does not exist for him. */
async function placeOf(parts: Parts, caller: Caller, { village, division }: Target): Promise<Place> {
  const code = village ?? division
  if (code === undefined) return null
  if (code === caller.village) return { relation: 'own', line: [code] }
  const [line, own] = await inVillage(parts.db, caller.village, async (tx) => [
    (await divisionLine(tx, code)).map((row) => row.code),
    division ? (await divisionLine(tx, caller.village)).map((row) => row.code) : [],
  ])
  const oversees = caller.offices.some((office) => office === STAFF.township || office === STAFF.county)
  if (line?.includes(caller.village) && oversees) return { relation: 'below', line }
  if (own?.includes(code)) return { relation: 'above', line: [code] }
  throw new Rejection('notFound')
}

async function mustHold(parts: Parts, who: readonly Who[], caller: Caller, place: Place, target: Target) {
  const isStaff = caller.offices.some((office) => office === STAFF.township || office === STAFF.county)
  if (place === null || place.relation !== 'above') {
    if (who.includes('township') && caller.offices.includes(STAFF.township)) return
    if (who.includes('county') && caller.offices.includes(STAFF.county)) return
  }
  if (place === null || place.relation === 'own') {
    if (caller.offices.some((office) => (who as readonly string[]).includes(office))) return
    if (who.includes('villager') && caller.registered && !isStaff) return
    if (await isRelated(parts, who, caller, target)) return
  }
  if (isStaff) throw new Rejection('notForAdministrators')
  const held = caller.officesEnded.some((office: Office) => (who as readonly string[]).includes(office))
  throw new Rejection(held ? 'officeEnded' : 'forbidden')
}

async function isRelated(
  parts: Parts,
  who: readonly Who[],
  caller: Caller,
  target: Target,
): Promise<boolean> {
  const roles = MEETING_ROLES.filter((role) => who.includes(role))
  if (roles.length === 0 && !who.includes('initiator')) return false
  const relation = await inVillage(parts.db, caller.village, (tx) => relationOf(tx, caller, target))
  if (!relation) return false
  if (!relation.found) throw new Rejection('notFound')
  return roles.some((role) => relation[role]) || (who.includes('initiator') && relation.initiator)
}

async function relationOf(
  tx: Tx,
  caller: Caller,
  { meeting, poll, proposal }: Target,
): Promise<Relation | null> {
  const subject = meeting ?? poll ?? proposal
  if (subject === undefined) return null
  if (!UUID.test(subject)) throw new Rejection('notFound')
  if (meeting) return relationToMeeting(tx, caller.village, meeting, caller.personId)
  if (poll) return relationToPoll(tx, caller.village, poll, caller.personId)
  return relationToProposal(tx, caller.village, subject, caller.personId)
}

/** 权限 at the door: the row of the rights table is asked before the body of a request is read. */
import type { RequestName } from '@cunyi/shared/api/index.ts'
import { asksRole, type Role, type Standing, whyNot } from '@cunyi/shared/api/may.ts'
import { type Holder, RIGHTS } from '@cunyi/shared/api/rights.ts'
import { must, Refused } from '@cunyi/shared/words/refusal.ts'
import type { FastifyRequest } from 'fastify'
import { inVillage } from '#base/database/connect.ts'
import { lanesPer } from '#base/parts/lanes.ts'
import type { Parts } from '#base/parts/parts.ts'
import { bearerOf, type Caller, callerOfClaims, claimsOf } from '#door/session/caller.ts'
import {
  type Relation,
  relationsToMeeting,
  relationToPoll,
  relationToProposal,
  rolesOf,
} from '#door/session/queries/sessions.ts'
import { placeOf, standingOf } from '#door/session/standing.ts'
import { type AccessClaims, readAccess, readTicket } from '#door/session/tokens.ts'

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
  if (who.includes('login')) return null
  if (who.includes('anyone')) return callerOrNull(parts, request, now)
  const target = request.params as Target
  if (name === 'castBallot') return voterOf(parts, request, target, now)
  const claims = (name === 'signIn' && (await signInClaims(parts, request, target, now))) || null
  return admitClaims(parts, name, claims ?? claimsOf(parts, request, now), target, now, (caller) => {
    request.caller = caller
  })
}

/** The same of what a token said when it was read: a line that stays open is asked again by it. */
export async function admitClaims(
  parts: Parts,
  name: RequestName,
  claims: AccessClaims,
  target: Target,
  now: Date,
  /** Told whose request it is before his rights are asked, once it is his own place or one that he oversees. */
  known?: (caller: Caller) => void,
): Promise<Caller> {
  const caller = await callerOfClaims(parts, claims, now)
  const standing = standingOf(caller, await mustFindPlace(parts, caller, target))
  known?.(caller)
  const refusal = whyNot(name, standing)
  // What he is in the meeting or matter is looked up only where nothing else lets him in.
  if (refusal && standing.place === 'own' && asksRole(name)) {
    const roles = await findRoles(parts, caller, target)
    must(whyNot(name, { ...standing, roles }))
  } else must(refusal)
  return caller
}

function mustBeForTrial({ config }: Parts, who: readonly Holder[]) {
  const testing = config.mode === 'test' && config.clock !== undefined
  if (who.includes('testing') ? !testing : config.mode === 'production') throw new Refused('notInThisMode')
}

/** On an open request a bad token is as none at all. */
async function callerOrNull(parts: Parts, request: FastifyRequest, now: Date): Promise<Caller | null> {
  const token = bearerOf(request)
  const claims = token ? readAccess(parts, token, now) : null
  if (!claims?.village) return null
  try {
    return await callerOfClaims(parts, claims, now)
  } catch (error) {
    if (error instanceof Refused) return null
    throw error
  }
}

/**
 * A ballot comes with its ticket or with a log-in. Neither asks the database here: whether the log-in still stands and
 * this person may vote is said by the one statement that takes the ballot.
 */
function voterOf(parts: Parts, request: FastifyRequest, target: Target, now: Date): Caller {
  const token = bearerOf(request)
  if (!token) throw new Refused('notSignedInToAccount')
  const ticket = readTicket(parts, token, now)
  const access = ticket ? null : readAccess(parts, token, now)
  const village = ticket?.village ?? access?.village
  const personId = ticket ? (ticket.castBy ?? ticket.personId) : access?.personId
  if (!village || !personId) throw new Refused('sessionEnded')
  if (village !== target.village || (ticket && ticket.pollId !== target.poll)) throw new Refused('notFound')
  return {
    accountId: access?.accountId ?? '',
    sessionId: ticket?.sessionId ?? access?.sessionId ?? '',
    village,
    personId,
    name: '',
    offices: [],
    officesEnded: [],
    registered: true,
    ...(ticket ? { ticket } : {}),
  }
}

/**
 * 提交时一并签到: a ballot kept on a phone signs its voter in with the same ticket, in the meeting of its poll and in no
 * other; whether the log-in it was given to still stands is asked as ever. Null: no ticket was brought.
 */
async function signInClaims(
  parts: Parts,
  request: FastifyRequest,
  target: Target,
  now: Date,
): Promise<AccessClaims | null> {
  const token = bearerOf(request)
  const ticket = token ? readTicket(parts, token, now) : null
  if (!ticket?.sessionId) return null
  const { village, pollId, sessionId } = ticket
  const personId = ticket.castBy ?? ticket.personId
  const { found } =
    village === target.village && UUID.test(target.meeting ?? '')
      ? await parts.db.lookUp(village, (line) =>
          relationToPoll(line, { village, poll: pollId, person: personId, meeting: target.meeting ?? null }),
        )
      : { found: false }
  if (!found) throw new Refused('notFound')
  return { accountId: '', sessionId, village, personId }
}

/** Somebody else's village does not exist for him. */
async function mustFindPlace(parts: Parts, caller: Caller, target: Target): Promise<Standing['place']> {
  const code = target.village ?? target.division
  if (code === undefined || code === caller.village) return 'own'
  const place = await inVillage(parts.db, caller.village, (tx) => placeOf(tx, caller, target))
  if (!place) throw new Refused('notFound')
  return place
}

type InMeeting = { village: string; meeting: string; person: string }
/** Of one meeting's people all who come together are looked up together. */
const relationsOver = lanesPer<InMeeting, Relation>((db) => ({
  laneOf: ({ village }) => village,
  groupOf: ({ meeting }) => meeting,
  doTogether: (batch) => {
    const { village, meeting } = batch[0] as InMeeting
    const persons = batch.map((one) => one.person)
    return db.lookUp(village, (line) => relationsToMeeting(line, { village, meeting, persons }))
  },
}))

async function findRoles(parts: Parts, { village, personId }: Caller, target: Target): Promise<Role[]> {
  const subject = target.meeting ?? target.poll ?? target.proposal
  if (subject === undefined) return []
  if (!UUID.test(subject)) throw new Refused('notFound')
  const asked = { village, person: personId }
  if (target.meeting) {
    const relation = await relationsOver(parts.db).ask({ ...asked, meeting: target.meeting })
    if (!relation.found) throw new Refused('notFound')
    return rolesOf(relation)
  }
  const relation = await parts.db.lookUp(village, (line) => {
    if (target.poll) return relationToPoll(line, { ...asked, poll: target.poll, meeting: null })
    return relationToProposal(line, { ...asked, proposal: subject })
  })
  if (!relation.found) throw new Refused('notFound')
  return rolesOf(relation)
}

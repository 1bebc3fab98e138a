/** 两人办理: proposed by one, confirmed or refused by another, each from his own session; both stand in the evidence. */
import { randomUUID } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import {
  ACTS_OF_TWO,
  type ActOfTwo,
  confirmsAs,
  confirmsFrom,
  firstTurn,
  isAboutHimself,
  isOfOffice,
  lapsesAt,
  nextTurn,
  type OfficeGround,
  type Party,
  proposesAs,
  type Side,
  secondsOf,
} from '@cunyi/shared/law/acts-of-two.ts'
import { Refused } from '@cunyi/shared/words/refusal.ts'
import type { Route } from '@cunyi/shared/words/vocabulary.ts'
import { inVillage, type Tx } from '#base/database/connect.ts'
import { appendEvidence } from '#base/evidence/actions.ts'
import type { Parts } from '#base/parts/parts.ts'
import type { Caller } from '#door/session/caller.ts'
import { tellScreens } from '#matters/sittings/queries/tell.ts'
import { namesOf } from '#village/people/queries/people.ts'
import { turnWithout } from './bench.ts'
import { partiesOf, standingIn } from './parties.ts'
import {
  type ActRow,
  actsFor,
  decideAct,
  findAct,
  findWaiting,
  insertAct,
  lockAct,
  lockProposing,
  routeOf,
  waitingActs,
} from './queries.ts'
import { correctionOf, entryOf, type Shown, whole } from './shown.ts'

/** Carries one out: opens its own transaction, and in it first takes the act. */
export type Recounted = { id: string; outcome: string; stands: boolean }
export type CarryOut = (parts: Parts, act: ActRow, second: Caller, now: Date) => Promise<Recounted | null>
export type CarryOuts = Record<ActOfTwo, CarryOut>
/** What the second must see before he says yes. */
export type Show = (tx: Tx, act: ActRow, parts: Parts, viewer: Caller) => Promise<Shown>
export type Shows = Partial<Record<ActOfTwo, Show>>

export type Proposed = {
  what: ActOfTwo
  villageId: string
  /** What it is about: none of these unless it is named. */
  proposalId?: string | null
  meetingId?: string | null
  pollId?: string | null
  personId?: string | null
  reason?: string | null
  /** `key`: which of those about one person, where several may wait beside each other. */
  asked: Record<string, unknown> & { key?: string }
  sealed?: Buffer
  /** Not before, where the rules in force say so and not the table. */
  notBefore?: Date
  /** Whose turn it is, given those whose the table says it is; else theirs. */
  turnOf?: (first: { as: Party; parties: Side[]; turn: Party | null }) => Promise<Party | null>
  /** Told once it waits, before it is written down. */
  tell?: (act: { dueAt: Date | null; confirmsFrom: Date | null }) => Promise<void>
  /** The noun's own entry of evidence, in place of the usual one. */
  leaves?: (actId: string) => Promise<unknown>
  caller: Caller
  now: Date
}

const NOTHING = { proposalId: null, meetingId: null, pollId: null, personId: null, reason: null }

/** Puts it before the second person. Asked again by the same, it is the same act. */
export async function proposeAct(
  tx: Tx,
  proposed: Proposed,
): Promise<{ actId: string; dueAt: string | null }> {
  const { what, villageId, caller, now, asked, sealed, notBefore, turnOf, tell, leaves, ...named } = proposed
  const about = { ...NOTHING, ...named }
  const route = await routeOf(tx, { villageId, proposalId: about.proposalId })
  const parties = await partiesOf(tx, { villageId, meetingId: about.meetingId, route }, caller)
  const as = proposesAs(what, parties)
  if (!as) throw new Refused('forbidden')
  const id = randomUUID()
  // Nobody proposes for himself what somebody else is to know of him.
  if (isAboutHimself(what) && about.personId === caller.personId) throw new Refused('secondPersonNeeded')
  const from = notBefore ?? confirmsFrom(what, now)
  const dueAt = lapsesAt(what, from ?? now)
  const first = firstTurn(what, as)
  const turn = turnOf
    ? await turnOf({ as, parties, turn: first })
    : await turnWithout(tx, { villageId, what, as, by: caller.personId, ...about, turn: first }, now)
  const row = {
    villageId,
    id,
    what,
    ...about,
    asked,
    sealed: sealed ?? null,
    by: caller.personId,
    as,
    parties,
    account: caller.accountId,
    at: now,
    dueAt,
    confirmsFrom: from,
    turn,
  }
  await lockProposing(tx, villageId, about.pollId)
  const found = await findWaiting(tx, { villageId, what, ...about, key: asked.key })
  const same = found && !(await lapseIfOver(tx, found, now)) ? found : undefined
  // Another's, another choice, another figure: nobody must take the first for the second.
  const isHis =
    same?.by === caller.personId && isDeepStrictEqual(same.asked, JSON.parse(JSON.stringify(asked)))
  if (same && !isHis) throw new Refused('actWaitsAlready')
  if (same) return { actId: same.id, dueAt: same.dueAt?.toISOString() ?? null }
  await insertAct(tx, row)
  if (about.meetingId) await tellScreens(tx, villageId, about.meetingId)
  await tell?.(row)
  if (leaves) await leaves(id)
  else await leaveAct(tx, row, 'proposeAct', { by: caller.personId, as }, now)
  return { actId: id, dueAt: dueAt?.toISOString() ?? null }
}

/** Its time is over, and the clock has not come to it yet. */
async function lapseIfOver(tx: Tx, act: ActRow, now: Date): Promise<boolean> {
  if (!isOver(act, now) || isOfOffice(act.what) || nextTurn(act)) return false
  return decideAct(tx, act, lapsed(now))
}

/**
 * 办理: by the noun that carries it out, in its transaction and before anything else. Throws where he may not, or it
 * waits no longer. The noun's own entry of evidence names both.
 */
export async function takeAct(tx: Tx, read: ActRow, second: Caller, now: Date): Promise<Party> {
  const act = await lockAct(tx, read)
  if (!act) throw new Refused('notFound')
  const secondAs = await mustConfirm(tx, act, second, now)
  const taken = await decideAct(tx, act, {
    state: 'confirmed',
    second: second.personId,
    secondAs,
    ground: null,
    decidedAt: now,
  })
  if (!taken) throw new Refused('actNotWaiting')
  return secondAs
}

export async function confirmAct(
  parts: Parts,
  carryOuts: CarryOuts,
  { villageId, actId, caller, now }: { villageId: string; actId: string; caller: Caller; now: Date },
): Promise<{ ok: true; recount: Recounted | null }> {
  const act = await inVillage(parts.db, villageId, async (tx) => {
    const found = await mustFind(tx, villageId, actId)
    // Before the noun is asked, so that nobody learns from its refusals what is none of his business.
    await mustConfirm(tx, found, caller, now)
    return found
  })
  const recount = await carryOuts[act.what](parts, act, caller, now)
  return { ok: true, recount }
}

export const refuseAct = (
  parts: Parts,
  {
    villageId,
    actId,
    caller,
    ground,
    officeGround,
    now,
  }: {
    villageId: string
    actId: string
    caller: Caller
    ground: string
    officeGround?: OfficeGround | undefined
    now: Date
  },
): Promise<{ ok: true }> =>
  inVillage(parts.db, villageId, async (tx) => {
    const act = await mustFind(tx, villageId, actId)
    // Whoever proposed it may take it down again.
    const his = act.by === caller.personId && act.state === 'waiting'
    const isAbout = act.personId === caller.personId && isAboutHimself(act.what)
    const as = his ? act.as : isAbout ? mustWait(act, now) : await mustBeSecond(tx, act, caller, now)
    // Whoever confirms looks at the paper; he has no say in whom they elected.
    if (!his && isOfOffice(act.what) && !officeGround) throw new Refused('officeGroundNeeded')
    const decision = his
      ? { state: 'withdrawn' as const, second: null, secondAs: null, ground, decidedAt: now }
      : {
          state: 'refused' as const,
          second: caller.personId,
          secondAs: as,
          ground,
          officeGround: officeGround ?? null,
          decidedAt: now,
        }
    // The meeting's row before the act's, as whoever carries one out takes them.
    if (act.meetingId) await tellScreens(tx, villageId, act.meetingId)
    if (!(await decideAct(tx, act, decision))) throw new Refused('actNotWaiting')
    const after = officeGround ? `${officeGround}: ${ground}` : ground
    await leaveAct(tx, act, 'refuseAct', { by: caller.personId, as, after }, now)
    return { ok: true } as const
  })

/** For one person: what he may confirm, and what he had to do with. */
export const listActs = (
  parts: Parts,
  shows: Shows,
  { villageId, caller, now }: { villageId: string; caller: Caller; now: Date },
) =>
  inVillage(parts.db, villageId, async (tx) => {
    const found = await actsFor(tx, villageId, caller.personId)
    const isHisToConfirm = confirming(tx, caller, now)
    const rows = []
    for (const { act, title, route } of found) {
      const mayConfirm = await isHisToConfirm(act, route)
      const his = [
        act.by,
        act.second,
        act.what === 'endSeat' || isAboutHimself(act.what) ? act.personId : null,
      ].includes(caller.personId)
      if (mayConfirm || his)
        rows.push({ act, title, mayConfirm, shown: await shows[act.what]?.(tx, act, parts, caller) })
    }
    const name = await namesOf(
      tx,
      rows.flatMap(({ act }) => [act.by, act.personId ?? act.by]),
    )
    const person = (id: string) => ({ id, name: name(id) })
    return {
      rows: rows.map(({ act, title, mayConfirm, shown }) => ({
        id: act.id,
        what: act.what,
        state: act.state,
        title,
        meetingId: act.meetingId,
        pollId: act.pollId,
        person: act.personId ? person(act.personId) : null,
        reason: act.reason,
        by: person(act.by),
        as: act.as,
        at: act.at.toISOString(),
        dueAt: act.dueAt?.toISOString() ?? null,
        confirmsFrom: act.confirmsFrom?.toISOString() ?? null,
        seconds: [...secondsOf(act)],
        mayConfirm,
        mayContest: mayContest(act, caller),
        ground: act.ground,
        officeGround: act.officeGround,
        correction: correctionOf(act),
        entry: entryOf(act),
        ...whole(shown),
      })),
    }
  })

/** 待办: what waits for this person to be the second. */
export async function waitingForSecond(tx: Tx, caller: Caller, now: Date) {
  const found = await waitingActs(tx, caller.village)
  const isHisToConfirm = confirming(tx, caller, now)
  const his = []
  for (const one of found) if (await isHisToConfirm(one.act, one.route)) his.push(one)
  return his.map(({ act, title }) => ({
    kind: 'second',
    title: title ?? ACTS_OF_TWO[act.what].zh,
    meetingId: act.meetingId,
    proposalId: act.proposalId,
    subjectId: act.id,
    dueAt: act.dueAt?.toISOString() ?? null,
  }))
}

/** Whether an act is his to confirm. What he is to a meeting is looked up once, however many acts wait in it. */
function confirming(tx: Tx, caller: Caller, now: Date) {
  const known = new Map<string, Promise<Side[]>>()
  return async (act: ActRow, route: Route): Promise<boolean> => {
    if (act.state !== 'waiting' || isOver(act, now) || act.by === caller.personId) return false
    const place = `${act.villageId} ${act.meetingId} ${route}`
    const parties = known.get(place) ?? partiesOf(tx, { ...act, route }, caller)
    known.set(place, parties)
    const sides = [...(await parties), ...(await standingIn(tx, act, caller, now))]
    return typeof secondAsOf(act, caller, sides) === 'string'
  }
}

/** Whose seat it is says once that he does not agree. */
export const mayContest = (act: ActRow, { personId }: Pick<Caller, 'personId'>): boolean =>
  act.what === 'endSeat' && act.personId === personId && act.state === 'waiting' && act.contested === null

const isOver = ({ dueAt }: Pick<ActRow, 'dueAt'>, now: Date) => dueAt !== null && dueAt <= now
const secondAsOf = (act: ActRow, { personId, accountId }: Caller, parties: readonly Side[]) =>
  confirmsAs({ ...act, about: act.personId }, { personId, account: accountId, parties })
export const lapsed = (now: Date) => ({
  state: 'lapsed' as const,
  second: null,
  secondAs: null,
  ground: null,
  decidedAt: now,
})

export async function mustFind(tx: Tx, villageId: string, id: string): Promise<ActRow> {
  const act = await findAct(tx, { villageId, id })
  if (!act) throw new Refused('notFound')
  return act
}

function mustWait(act: ActRow, now: Date): 'self' {
  if (act.state !== 'waiting' || isOver(act, now)) throw new Refused('actNotWaiting')
  return 'self'
}

export async function mustConfirm(tx: Tx, act: ActRow, second: Caller, now: Date): Promise<Party> {
  const as = await mustBeSecond(tx, act, second, now)
  const { confirmsFrom: from } = act
  if (from && now < from) throw new Refused('actTooEarly', { from: from.toISOString() })
  return as
}

async function mustBeSecond(tx: Tx, act: ActRow, second: Caller, now: Date): Promise<Party> {
  if (act.state !== 'waiting' || isOver(act, now)) throw new Refused('actNotWaiting')
  const route = await routeOf(tx, act)
  const sides = await partiesOf(tx, { ...act, route }, second)
  const as = secondAsOf(act, second, [...sides, ...(await standingIn(tx, act, second, now))])
  if (typeof as === 'string') return as
  throw new Refused(as.code, as.params)
}

/** Never what was asked: a choice may stand in it. */
export const leaveAct = (
  tx: Tx,
  act: Pick<ActRow, 'villageId' | 'id' | 'what' | 'proposalId' | 'meetingId' | 'pollId' | 'personId'>,
  name: 'proposeAct' | 'refuseAct' | 'lapseAct' | 'escalateAct' | 'contestAct',
  { by, as, after }: { by: string | null; as: Party | null; after?: string },
  at: Date,
) =>
  appendEvidence(tx, {
    villageId: act.villageId,
    at,
    act: name,
    by,
    office: as,
    ...(act.proposalId ? { proposalId: act.proposalId } : {}),
    ...(act.meetingId ? { meetingId: act.meetingId } : {}),
    payload: {
      what: act.what,
      actId: act.id,
      pollId: act.pollId,
      person: act.personId,
      ...(after === undefined ? {} : { after }),
    },
  })

/**
 * 并村、分村: the township proposes, the county confirms. What goes over is written anew in the other village and names its
 * old row; both chains name each other. All of it in one transaction, or nothing.
 */
import { randomUUID } from 'node:crypto'
import { GOES_ALONG, type Moving, namesThere, whyNotMove } from '@cunyi/shared/people/village-move.ts'
import { GENESIS } from '@cunyi/shared/poll/proof.ts'
import { type Day, shanghaiDate } from '@cunyi/shared/words/days.ts'
import { must, Refused } from '@cunyi/shared/words/refusal.ts'
import { goOnIn, inVillage, type Tx } from '#base/database/connect.ts'
import { appendEvidence } from '#base/evidence/actions.ts'
import { type ChainHead, lockHead } from '#base/evidence/queries/chain.ts'
import { findAttachment } from '#base/files/queries.ts'
import type { Parts } from '#base/parts/parts.ts'
import { endSessions } from '#door/session/actions.ts'
import type { Caller } from '#door/session/caller.ts'
import { type CarryOut, proposeAct, type Show, takeAct } from '#matters/acts/actions.ts'
import type { ActRow } from '#matters/acts/queries.ts'
import { loadProposal } from '#matters/proposals/queries/proposals.ts'
import { findDivision, markMoved } from '#village/divisions/queries/divisions.ts'
import { keepTerms } from '#village/duties/actions.ts'
import { keepSeats } from '#village/people/by-elections.ts'
import { lockRoster } from '#village/people/queries/people.ts'
import { mustHavePaper } from '#village/profiles/paper.ts'
import * as queries from './queries.ts'

type Asked = Moving & { to: string; approvalNumber: string; resolutionId: string; paperId: string }
const askedOf = (act: ActRow) => act.asked as unknown as Asked

/** Both villages and the resolution, or why not. */
async function weigh(tx: Tx, villageId: string, asked: Asked, today: Day) {
  const [from, to] = [await findDivision(tx, villageId), await findDivision(tx, asked.to)]
  if (!from) throw new Refused('notFound')
  const resolution = await loadProposal(tx, villageId, asked.resolutionId)
  const place = <T extends { openedAt: Date | null }>(row: T) => ({ ...row, opened: row.openedAt !== null })
  must(
    whyNotMove(asked, {
      from: place(from),
      to: to?.level === 'village' ? place(to) : undefined,
      found: await queries.groupsOf(tx, villageId, today),
      consent: { ...resolution, flawed: resolution.flawedAt !== null },
      today,
    }),
  )
  if (!to) throw new Refused('moveUnfit')
  return { from, to, resolution }
}

export const moveVillage = (
  parts: Parts,
  { villageId, caller, now }: { villageId: string; caller: Caller; now: Date },
  given: Asked,
) =>
  inVillage(parts.db, villageId, async (tx) => {
    const asked = { ...given, groups: [...new Set(given.groups)].sort() }
    const { to } = await weigh(tx, villageId, asked, shanghaiDate(now))
    // Staff of one township speak for no other's villages.
    if (caller.village !== to.parentCode) throw new Refused('moveUnfit')
    await mustHavePaper(tx, villageId, asked.paperId)
    return proposeAct(tx, {
      what: 'moveVillage',
      villageId,
      proposalId: asked.resolutionId,
      asked,
      caller,
      now,
    })
  })

export const carryOutMove: CarryOut = (parts, act, second, now) =>
  inVillage(parts.db, act.villageId, async (tx) => {
    const asked = askedOf(act)
    // In one order, whichever way they go.
    for (const one of [act.villageId, asked.to].sort()) await lockRoster(tx, one)
    await takeAct(tx, act, second, now)
    const today = shanghaiDate(now)
    const { from, to, resolution } = await weigh(tx, act.villageId, asked, today)
    const paper = await findAttachment(tx, from.code, asked.paperId)
    const groups = [...asked.groups]
    const movers = await queries.loadMovers(tx, from.code, { groups, held: GOES_ALONG, day: today })
    const move = {
      id: act.id,
      isWhole: groups.length === 0,
      groups,
      approvalNumber: asked.approvalNumber,
      movedOn: asked.movedOn,
      resolution: resolution.resolutionNumber ?? resolution.number,
      paperDigest: paper?.digest ?? '',
      households: movers.households.length,
      people: movers.people.length,
      actId: act.id,
      at: now,
    }
    await queries.insertMove(tx, { ...move, villageId: from.code, way: 'out', other: to.code })
    if (move.isWhole) await close(tx, from.code, to.code, now)
    else await leave(tx, from.code, movers, { reason: `分村，转入${to.name}`, day: today, now })
    await goOnIn(tx, to.code)
    await queries.insertMove(tx, { ...move, villageId: to.code, way: 'in', other: from.code })
    await settle(tx, { from, to, moveId: move.id, now }, movers)
    await keepBodies(tx, to.code, now)
    await leaveInBoth(tx, move, {
      from: from.code,
      to: to.code,
      proposalId: resolution.id,
      act,
      second: second.personId,
    })
    return null
  })

/** 原村: its rows stay as they are, for what was begun; what comes round by the calendar is the new village's. */
async function close(tx: Tx, from: string, to: string, now: Date): Promise<void> {
  if (!(await markMoved(tx, from, to, now))) throw new Refused('alreadyDone')
  await queries.dropPeriods(tx, from, now)
}

async function leave(
  tx: Tx,
  from: string,
  movers: queries.Movers,
  { now, ...gone }: { reason: string; day: Day; now: Date },
): Promise<void> {
  await queries.markGone(tx, from, movers, { ...gone, now })
  await endSessions(tx, { villageId: from, personIds: movers.offices.map((one) => one.personId) }, now)
  await keepBodies(tx, from, now)
}

async function keepBodies(tx: Tx, villageId: string, now: Date): Promise<void> {
  await keepTerms(tx, villageId, now)
  await keepSeats(tx, villageId, now)
}

/** 互引: the old chain names the head of the new one, and that the entry just made. Both are locked, in one order. */
async function leaveInBoth(
  tx: Tx,
  { id, at, isWhole, groups, approvalNumber, movedOn, resolution, households, people, paperDigest }: Move,
  about: { from: string; to: string; proposalId: string; act: ActRow; second: string },
): Promise<void> {
  const { from, to, proposalId, act, second } = about
  const heads = new Map<string, ChainHead>()
  for (const one of [from, to].sort()) {
    await goOnIn(tx, one)
    heads.set(one, await lockHead(tx, one, GENESIS))
  }
  const told = {
    move: id,
    whole: isWhole,
    groups,
    approvalNumber,
    movedOn,
    resolution,
    households,
    people,
    second,
  }
  const entry = { at, by: act.by, office: act.as }
  await goOnIn(tx, from)
  const left = await appendEvidence(tx, {
    ...entry,
    villageId: from,
    act: 'moveVillage',
    proposalId,
    payload: { ...told, paper: paperDigest, actId: act.id, to, otherChain: heads.get(to) },
  })
  await goOnIn(tx, to)
  await appendEvidence(tx, {
    ...entry,
    villageId: to,
    act: 'receiveVillage',
    payload: { ...told, paper: paperDigest, from, otherChain: left },
  })
}
type Move = Omit<Parameters<typeof queries.insertMove>[1], 'villageId' | 'way' | 'other'> & { id: string }

/** The new rows. Membership of a collective is not the village's to move. */
async function settle(
  tx: Tx,
  { from, to, moveId, now }: { from: { name: string }; to: { code: string }; moveId: string; now: Date },
  { households, people, offices, pins }: queries.Movers,
): Promise<void> {
  const there = await queries.foundThere(tx, to.code)
  const numbers = namesThere(
    households.map((one) => one.number),
    there.numbers,
    from.name,
  )
  const groups = namesThere([...new Set(households.map((one) => one.villageGroup))], there.groups, from.name)
  const homes = new Map(households.map((one) => [one.id, randomUUID()]))
  const persons = new Map(
    people.map((one) => [one.id, (one.idIndex && there.byId.get(one.idIndex)) || randomUUID()]),
  )
  const anew = { villageId: to.code, moveId }
  await queries.saveMovers(tx, {
    households: households.map((one) => ({
      ...one,
      ...anew,
      id: homes.get(one.id) as string,
      number: numbers.get(one.number) as string,
      villageGroup: groups.get(one.villageGroup) as string,
      removedAt: null,
      movedFrom: one.id,
    })),
    people: people.map((one) => ({
      ...one,
      ...anew,
      id: persons.get(one.id) as string,
      householdId: (one.householdId && homes.get(one.householdId)) || null,
      collectiveMember: false,
      collectiveFrom: null,
      revision: 1,
      changedAt: now,
      movedFrom: one.id,
    })),
    offices: offices.map((one) => ({
      ...one,
      ...anew,
      id: randomUUID(),
      personId: persons.get(one.personId) as string,
      villageGroup: one.villageGroup && (groups.get(one.villageGroup) ?? one.villageGroup),
      households: one.households.flatMap((id) => homes.get(id) ?? []),
      movedFrom: one.id,
    })),
    // 本人密码 is the person's; a slip for logging in is of the place that printed it.
    pins: pins.map(({ personId, pinHash, pinSetAt, tries, lockedUntil }) => ({
      villageId: to.code,
      personId: persons.get(personId) as string,
      pinHash,
      pinSetAt,
      tries,
      lockedUntil,
    })),
  })
}

export const showMove: Show = async (tx, act) => {
  const { to, groups, approvalNumber, movedOn, resolutionId, paperId } = askedOf(act)
  const resolution = await loadProposal(tx, act.villageId, resolutionId)
  return {
    move: {
      to: { code: to, name: (await findDivision(tx, to))?.name ?? to },
      groups: [...groups],
      approvalNumber,
      movedOn,
      resolution: { id: resolutionId, number: resolution.resolutionNumber, title: resolution.title },
      ...(await queries.countMovers(tx, act.villageId, groups, shanghaiDate(act.at))),
      undecided: await queries.countUndecided(tx, act.villageId),
      paperId,
    },
  }
}

/** 委托: written, within one household, not passed on; it stands until it is revoked, and until the ballot is cast. */

import { randomUUID } from 'node:crypto'
import { whyNotMeetingAct } from '@cunyi/shared/law/acts.ts'
import { whyNotProxy, whyNotRevokeProxy } from '@cunyi/shared/poll/poll.ts'
import { ageOn, shanghaiDate } from '@cunyi/shared/words/days.ts'
import { must, Refused } from '@cunyi/shared/words/refusal.ts'
import { inVillage, type Tx } from '#base/database/connect.ts'
import { appendEvidence } from '#base/evidence/actions.ts'
import type { Parts } from '#base/parts/parts.ts'
import type { Acting } from '#door/session/caller.ts'
import { ruleOf } from '#matters/polls/verdict.ts'
import { attendancesOf, insertEvents, rollRow, rollRows } from '#matters/sittings/queries/attend.ts'
import { loadMeeting, type MeetingRow, type PollRow, pollsOf } from '#matters/sittings/queries/meetings.ts'
import { routeOfMeeting } from '#matters/sittings/queries/of-matter.ts'
import { tellScreens } from '#matters/sittings/queries/tell.ts'
import { mustBeHisOwn } from '#village/people/his-own.ts'
import { namesOf } from '#village/people/queries/people.ts'
import { findPeopleFacts, householdOf } from '../queries/people.ts'
import { endProxy, findProxy, insertProxy, paperExists, proxiesOf, putOnRoll } from '../queries/standing.ts'
import { isSelfOrOfficer, mustBeSelfOrOfficer } from './attend.ts'
import { hasBallot, lockMeetingAndPolls } from './standing.ts'

type At = { villageId: string; meetingId: string; who: Acting; now: Date }
type Asked = { principalId: string; agentId: string; relation: string; paperId: string }

/** His own, or an officer's of the meeting, or of whoever convenes it. */
async function isForHim(tx: Tx, meeting: MeetingRow, who: Acting, principalId: string): Promise<boolean> {
  const route = await routeOfMeeting(tx, meeting.villageId, meeting.id)
  const convenes = !whyNotMeetingAct('convene', meeting.assembly, who.offices, undefined, route)
  return convenes || isSelfOrOfficer(meeting, who, principalId)
}

/** What the rule of a proxy asks of him who gives it, and of him who takes it. */
async function factsOf(
  tx: Tx,
  meeting: MeetingRow,
  polls: readonly PollRow[],
  principalId: string,
  agents: readonly string[],
) {
  const { villageId, id: meetingId } = meeting
  const found = await findPeopleFacts(tx, villageId, [principalId, ...agents])
  const himself = found.get(principalId)
  if (!himself) throw new Refused('notFound')
  const onRoll = await rollRow(tx, villageId, meetingId, principalId)
  const [there] = await attendancesOf(tx, villageId, meetingId, [principalId])
  const principal = {
    id: principalId,
    householdId: himself.householdId,
    onRoll: onRoll !== undefined,
    votes: onRoll?.votes ?? false,
    voted: await hasBallot(tx, polls, principalId),
    signedIn: there !== undefined && there.leftAt === null,
  }
  const agentOf = (agentId: string) => {
    const one = found.get(agentId)
    if (!one) throw new Refused('notFound')
    const { householdId, fullCapacity, birthDate, sex } = one
    return {
      id: agentId,
      householdId,
      fullCapacity,
      sex,
      adult: ageOn(birthDate, shanghaiDate(meeting.opensAt)) >= 18,
    }
  }
  return { principal, agentOf }
}

/** 可以委托谁: the adults of his household, what stands against any proxy of his, and the one that stands. */
export const getProxy = (parts: Parts, { villageId, meetingId, who }: At, principalId: string) =>
  inVillage(parts.db, villageId, async (tx) => {
    const meeting = await loadMeeting(tx, villageId, meetingId)
    // Of somebody else's nothing is told, not even that it is there.
    if (!(await isForHim(tx, meeting, who, principalId))) throw new Refused('notFound')
    const polls = await pollsOf(tx, villageId, meetingId)
    const [first] = polls
    if (!first) throw new Refused('notFound')
    const family = (await householdOf(tx, villageId, principalId)).filter((one) => one.id !== principalId)
    const ids = family.map((one) => one.id)
    const { principal, agentOf } = await factsOf(tx, meeting, polls, principalId, ids)
    const against = (agent: Agent) => whyNotProxy({ rule: ruleOf(first), written: true, principal, agent })
    const anybody = { id: '', householdId: principal.householdId ?? '', fullCapacity: true, adult: true }
    const why = against({ ...anybody })?.code ?? null
    const mine = (await proxiesOf(tx, villageId, meetingId, [principalId])).find(
      (row) => row.principalId === principalId,
    )
    const name = await namesOf(tx, [principalId, ...(mine ? [mine.agentId] : [])])
    return {
      principal: { id: principalId, name: name(principalId) },
      why,
      family: why ? [] : family.filter((one) => against(agentOf(one.id)) === null),
      standing: mine
        ? { id: mine.id, agent: { id: mine.agentId, name: name(mine.agentId) }, relation: mine.relation }
        : null,
    }
  })
type Agent = Parameters<typeof whyNotProxy>[0]['agent']

/**
 * Given by the principal himself, or taken down from his paper by the meeting's officers or whoever convenes it. An agent who is not on the
 * roll by himself is put beside it: he may sign in and cast for his principal, and has no vote of his own.
 */
export async function addProxy(parts: Parts, { villageId, meetingId, who, now }: At, asked: Asked) {
  return inVillage(parts.db, villageId, async (tx) => {
    const { meeting, polls } = await lockMeetingAndPolls(tx, villageId, meetingId)
    const { principalId, agentId, relation, paperId } = asked
    if (!(await isForHim(tx, meeting, who, principalId))) throw new Refused('forbidden')
    const [first] = polls
    if (!first) throw new Refused('notFound')
    if (who.personId === principalId) await mustBeHisOwn(tx, { villageId, personId: principalId }, now)
    const { principal, agentOf } = await factsOf(tx, meeting, polls, principalId, [agentId])
    const agent = agentOf(agentId)
    const written = await paperExists(tx, villageId, paperId)
    must(whyNotProxy({ rule: ruleOf(first), written, principal, agent }))
    const standing = await proxiesOf(tx, villageId, meetingId, [principalId, agentId])
    if (standing.some((row) => row.principalId === principalId)) throw new Refused('alreadyDone')
    if (standing.some((row) => row.principalId === agentId || row.agentId === principalId))
      throw new Refused('proxyChain')
    if ((await rollRows(tx, villageId, meetingId, [agentId])).length === 0)
      await putOnRoll(tx, {
        villageId,
        meetingId,
        personId: agentId,
        votes: false,
        member: false,
        capacities: ['agent'],
        isWoman: agent.sex === 'female',
        households: 0,
        householdId: agent.householdId,
      })
    const id = randomUUID()
    await insertProxy(tx, {
      villageId,
      id,
      meetingId,
      principalId,
      agentId,
      relation,
      paperId,
      by: who.personId,
      at: now,
    })
    await insertEvents(tx, [
      {
        villageId,
        meetingId,
        personId: principalId,
        kind: 'represented',
        agentId,
        by: who.personId,
        at: now,
      },
    ])
    await tellScreens(tx, villageId, meetingId)
    await appendEvidence(tx, {
      villageId,
      at: now,
      act: 'addProxy',
      by: who.personId,
      office: null,
      meetingId,
      payload: { proxy: id, principal: principalId, agent: agentId, paper: paperId, after: relation },
    })
    return { id }
  })
}

/** 撤销委托: taken back by the principal, while no ballot stands that was cast under it. */
export async function revokeProxy(parts: Parts, { villageId, meetingId, who, now }: At, proxyId: string) {
  return inVillage(parts.db, villageId, async (tx) => {
    const { meeting, polls } = await lockMeetingAndPolls(tx, villageId, meetingId)
    const proxy = await findProxy(tx, villageId, meetingId, proxyId)
    if (!proxy) throw new Refused('notFound')
    mustBeSelfOrOfficer(meeting, who, proxy.principalId)
    if (who.personId === proxy.principalId)
      await mustBeHisOwn(tx, { villageId, personId: proxy.principalId }, now)
    must(
      whyNotRevokeProxy({
        revoked: proxy.revokedAt !== null,
        voted: await hasBallot(tx, polls, proxy.principalId),
      }),
    )
    await endProxy(tx, proxy, now)
    const personId = proxy.principalId
    await insertEvents(tx, [
      { villageId, meetingId, personId, kind: 'unrepresented', by: who.personId, at: now },
    ])
    await tellScreens(tx, villageId, meetingId)
    await appendEvidence(tx, {
      villageId,
      at: now,
      act: 'revokeProxy',
      by: who.personId,
      office: null,
      meetingId,
      payload: { proxy: proxyId, principal: proxy.principalId, agent: proxy.agentId },
    })
    return { ok: true as const }
  })
}

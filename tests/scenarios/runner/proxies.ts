/** 委托: who stays away and who comes for him. */

import { sittingOf } from './meeting.ts'
import type { ArgumentOf } from './verbs.ts'
import { Failed, type MatterState, type Sitting, type World } from './world.ts'

/** Pairs of one household: the principal stays away, the agent comes. */
export async function proxies(world: World, matter: MatterState, count: number) {
  const sitting = sittingOf(matter)
  const householdOf = new Map(world.population.people.map((one) => [one.name, one.household]))
  const byHousehold = new Map<number, Sitting['roll']>()
  for (const row of sitting.roll) {
    const household = householdOf.get(row.name) ?? 0
    if (row.votes) byHousehold.set(household, [...(byHousehold.get(household) ?? []), row])
  }
  const pairs = [...byHousehold.values()].filter((rows) => rows.length > 1).slice(0, count)
  if (pairs.length < count) throw new Failed(`only ${pairs.length} households have two members on the roll`)
  for (const [agent, principal] of pairs)
    if (agent && principal) await addProxy(world, sitting, principal, agent)
}

async function addProxy(
  world: World,
  sitting: Sitting,
  principal: { id: string },
  agent: { id: string },
  relation = '家庭成员',
  by?: string,
) {
  const { id } = await world.ask(
    by ?? sitting.recorder,
    'addProxy',
    { meeting: sitting.meetingId },
    { principalId: principal.id, agentId: agent.id, relation, paperId: world.paperId },
  )
  sitting.proxies.push({ principal: principal.id, agent: agent.id, proxyId: id })
}

export async function proxy(world: World, matter: MatterState, arg: ArgumentOf<'proxy'>, by?: string) {
  await addProxy(
    world,
    sittingOf(matter),
    { id: await world.idOf(arg.principal) },
    { id: await world.idOf(arg.agent) },
    arg.relation,
    by,
  )
}

export async function revoke(world: World, matter: MatterState, who: string, by?: string) {
  const sitting = sittingOf(matter)
  const id = await world.idOf(who)
  const found = sitting.proxies.find((one) => one.principal === id)
  if (!found) throw new Failed(`${who} has given no proxy`)
  await world.ask(by ?? who, 'revokeProxy', { meeting: sitting.meetingId, proxy: found.proxyId }, {})
  sitting.proxies = sitting.proxies.filter((one) => one !== found)
}

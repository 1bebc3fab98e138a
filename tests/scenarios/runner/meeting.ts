/** 会议 and 表决: convening, signing in, voting, closing. */
import { randomBytes } from 'node:crypto'
import { CHOICES } from '@cunyi/shared/words/vocabulary.ts'
import { helpedByName } from './assist.ts'
import { countSlips, inHall, isByHands, type Marked, placeNamed } from './counts.ts'
import type { ArgumentOf, Step } from './file.ts'
import { eachOf, pickBySum } from './pick.ts'
import { nextMorning, timeOf } from './time.ts'
import { Failed, type MatterState, type Sitting, type World } from './world.ts'

const AT_ONCE = 12
type Choice = 'for' | 'against' | 'abstain'
type Counts = {
  for?: number | undefined
  against?: number | undefined
  abstain?: number | undefined
  invalid?: number | undefined
}
const CHOICE_LIST: Choice[] = ['for', 'against', 'abstain']

const OFFICER: Record<string, string> = {
  branch: 'branchSecretary',
  committees: 'branchSecretary',
  partyMembers: 'branchSecretary',
  representatives: 'villageDirector',
  villagers: 'villageDirector',
  households: 'villageDirector',
  members: 'boardChair',
  memberRepresentatives: 'boardChair',
  groupVillagers: 'groupHead-1',
  groupHouseholds: 'groupHead-1',
}
/** Who records and counts where the file does not say: never the chair, always of the body. */
const STAFF: Record<string, string[]> = {
  branch: ['branchCommittee-3', 'branchCommittee-2', 'branchCommittee-3'],
  committees: ['branchCommittee-3', 'branchCommittee-2', 'branchCommittee-3'],
  partyMembers: ['branchCommittee-3', 'branchCommittee-2', 'branchCommittee-3'],
  representatives: ['villageCommittee-3', 'representative-3', 'representative-4'],
  villagers: ['villageCommittee-3', 'representative-3', 'representative-4'],
  households: ['villageCommittee-3', 'representative-3', 'representative-4'],
  members: ['boardMember-2', 'boardMember-3', 'boardMember-2'],
  memberRepresentatives: ['boardMember-2', 'memberRepresentative-3', 'memberRepresentative-4'],
  groupVillagers: ['villageCommittee-3', 'representative-3', 'representative-4'],
  groupHouseholds: ['villageCommittee-3', 'representative-3', 'representative-4'],
}
const REPRESENTATIVES = ['villageCommittee-3', 'representative-3', 'representative-4']
const HALL = '村部会议室'
const BODY: Record<string, string> = {
  branchProposal: 'branch',
  committeeDeliberation: 'committees',
  partyReview: 'partyMembers',
}

export async function convene(
  world: World,
  step: Step,
  arg: NonNullable<ArgumentOf<'convene'>>,
  matter: MatterState,
): Promise<Sitting> {
  const detail = await world.ask('branchSecretary', 'getProposal', { proposal: matter.id })
  const assembly = arg.assembly ?? BODY[detail.stage] ?? detail.assembly
  const by = step.by ?? OFFICER[assembly] ?? 'villageDirector'
  const staff = STAFF[assembly] ?? REPRESENTATIVES
  const chair = arg.chair ?? OFFICER[assembly] ?? 'villageDirector'
  const recorder = arg.recorder ?? (staff[0] as string)
  const tellers = arg.tellers ?? staff.slice(1)
  const proposalIds = (arg.matters ?? [matter.name]).map((name) => world.matter(name).id)
  const chosen = arg.assembly ? { assembly: arg.assembly } : {}
  const further = arg.places ?? []
  let opensAt: Date
  if (arg.opens === undefined || arg.opens === 'earliest') {
    const { earliest } = await world.ask(
      by,
      'checkConvening',
      {},
      { proposalIds, ...chosen, ...(arg.window === undefined ? {} : { windowHours: arg.window }) },
    )
    const soonest = new Date(Math.max(new Date(earliest).getTime(), world.now.getTime() + 60_000))
    opensAt = new Date(earliest) <= world.now ? soonest : nextMorning(soonest)
  } else opensAt = timeOf(arg.opens, world.now)
  const { id } = await world.ask(
    by,
    'conveneMeeting',
    {},
    {
      proposalIds,
      opensAt: opensAt.toISOString(),
      place: arg.place ?? HALL,
      chairId: await world.idOf(chair),
      recorderId: await world.idOf(recorder),
      tellerIds: await Promise.all([...new Set(tellers)].map((name) => world.idOf(name))),
      ...chosen,
      ...(arg.window === undefined ? {} : { windowHours: arg.window }),
      ...(arg.title ? { title: arg.title } : {}),
      ...(arg.secretFor ? { secretFor: arg.secretFor.map((name) => world.matter(name).id) } : {}),
      ...(further.length > 0
        ? {
            places: await Promise.all(
              further.map(async ({ name, tellers: two }) => ({
                name,
                tellerIds: await Promise.all(two.map((who) => world.idOf(who))),
              })),
            ),
          }
        : {}),
    },
  )
  const sitting = await look(world, {
    meetingId: id,
    chair,
    recorder,
    tellers: [...new Set(tellers)],
    assembly,
    places: [{ name: arg.place ?? HALL, tellers: [...new Set(tellers)] }, ...further].map(
      (place, placeNo) => ({
        placeNo,
        ...place,
      }),
    ),
  })
  for (const name of arg.matters ?? [matter.name]) world.matter(name).sittings.push(sitting)
  return sitting
}

async function look(
  world: World,
  known: Pick<Sitting, 'meetingId' | 'chair' | 'recorder' | 'tellers' | 'assembly' | 'places'>,
): Promise<Sitting> {
  const meeting = await world.ask(known.chair, 'getMeeting', { meeting: known.meetingId })
  const roll: Sitting['roll'] = []
  for (let after: string | undefined; ; ) {
    const page = await world.ask(known.recorder, 'getRoll', { meeting: known.meetingId, after, limit: 100 })
    for (const row of page.rows)
      roll.push({ id: row.person.id, name: row.person.name, votes: row.votes, households: row.households })
    if (!page.next) break
    after = page.next
  }
  return {
    ...known,
    polls: meeting.polls,
    live: meeting.windowEnd === null,
    opensAt: meeting.opensAt,
    windowEnd: meeting.windowEnd,
    roll,
    inHall: [],
    online: [],
    proxies: [],
    helped: [],
    placeOf: new Map(),
    slips: new Map(),
    voted: new Map(),
  }
}

export const sittingOf = (matter: MatterState): Sitting => {
  const sitting = matter.sittings.at(-1)
  if (!sitting) throw new Failed('no meeting has been convened')
  return sitting
}

export const begin = (world: World, matter: MatterState) =>
  world.moveClock(new Date(sittingOf(matter).opensAt))

const placed = (sitting: Sitting) =>
  new Set([...sitting.inHall, ...sitting.online, ...sitting.proxies.map((one) => one.principal)])

export async function attend(world: World, matter: MatterState, arg: ArgumentOf<'attend'>, by?: string) {
  const sitting = sittingOf(matter)
  const hall: string[] = []
  const online: { id: string; name: string }[] = []
  for (const [who, way] of Object.entries(arg.people ?? {})) {
    const id = await world.idOf(who)
    if (way === 'inHall') hall.push(id)
    else online.push({ id, name: world.nameOf(who) })
  }
  const taken = new Set([...placed(sitting), ...hall, ...online.map((one) => one.id)])
  const helped = await helpedByName(world)
  const here = sitting.roll.filter((row) => row.votes && !taken.has(row.id))
  const free = [...here.filter((row) => !helped.has(row.id)), ...here.filter((row) => helped.has(row.id))]
  const elsewhere = Object.entries(arg.places ?? {}).map(([name, n]) => ({ ...placeNamed(sitting, name), n }))
  const there = elsewhere.reduce((total, place) => total + place.n, 0)
  const [many, away] = [(arg.inHall ?? 0) + there, arg.online ?? 0]
  // Agents must be there for whom they represent.
  const agents = new Set(sitting.proxies.map((one) => one.agent))
  let chosen = [...free.filter((row) => agents.has(row.id)), ...free.filter((row) => !agents.has(row.id))]
  if (arg.households !== undefined) {
    const fit = pickBySum(chosen, many + away, arg.households)
    if (!fit) throw new Failed(`no ${many + away} persons stand for ${arg.households} households`)
    chosen = fit
  }
  if (chosen.length < many + away) throw new Failed(`only ${chosen.length} on the roll are not yet placed`)
  hall.push(...chosen.slice(0, many - there).map((row) => row.id))
  for (let at = many - there, i = 0; i < elsewhere.length; i += 1) {
    const { placeNo, n } = elsewhere[i] as (typeof elsewhere)[number]
    const ids = chosen.slice(at, at + n).map((row) => row.id)
    await signInAll(world, sitting, ids, placeNo, by)
    for (const id of ids) sitting.placeOf.set(id, placeNo)
    sitting.inHall.push(...ids)
    at += n
  }
  online.push(...chosen.slice(many, many + away))
  await signInAll(world, sitting, hall, 0, by)
  await eachOf(online, AT_ONCE, (one) => world.ask(one.name, 'signIn', { meeting: sitting.meetingId }, {}))
  // Those the file names come last, so that counts leave them to it.
  const named = new Set(await Promise.all(Object.keys(arg.people ?? {}).map((who) => world.idOf(who))))
  const last = (ids: string[]) => [
    ...ids.filter((id) => !named.has(id)),
    ...ids.filter((id) => named.has(id)),
  ]
  sitting.inHall.push(...last(hall))
  sitting.online.push(...last(online.map((one) => one.id)))
  for (let n = 0; n < (arg.excused ?? 0); n += 1) {
    const one = sitting.roll.find((row) => row.votes && !placed(sitting).has(row.id))
    if (one)
      await world.ask(
        sitting.recorder,
        'excuse',
        { meeting: sitting.meetingId },
        { personId: one.id, reason: '请假' },
      )
  }
}

async function signInAll(world: World, sitting: Sitting, ids: string[], placeNo: number, by?: string) {
  for (let at = 0; at < ids.length; at += 500) {
    const { refused } = await world.ask(
      by ?? sitting.recorder,
      'signInPeople',
      { meeting: sitting.meetingId },
      { personIds: ids.slice(at, at + 500), ...(sitting.places.length > 1 ? { placeNo } : {}) },
    )
    if (refused.length > 0)
      throw Object.assign(new Failed(`sign-in refused: ${JSON.stringify(refused.slice(0, 3))}`), {
        code: refused[0].code,
      })
  }
}

export async function open(world: World, matter: MatterState, question?: number, by?: string) {
  const sitting = sittingOf(matter)
  for (const poll of pollsOf(sitting, matter, question))
    await world.ask(by ?? sitting.chair, 'openPoll', { meeting: sitting.meetingId, poll: poll.id }, {})
}

export function pollsOf(sitting: Sitting, matter: MatterState, question?: number) {
  const mine = sitting.polls.filter((poll) => poll.proposalId === matter.id).sort((a, b) => a.seq - b.seq)
  if (question === undefined) return mine
  const one = mine[question - 1]
  if (!one) throw new Failed(`there is no question ${question}`)
  return [one]
}

export async function vote(world: World, matter: MatterState, arg: ArgumentOf<'vote'>, by?: string) {
  const sitting = sittingOf(matter)
  const [poll] = pollsOf(sitting, matter, arg.question ?? 1)
  if (!poll) throw new Failed('there is no poll')
  matter.lastPoll = poll.id
  const recused = new Set<string>()
  const rowOf = new Map(sitting.roll.map((row) => [row.id, row]))
  const can = (ids: string[]) => ids.filter((id) => rowOf.get(id)?.votes && !recused.has(id))
  const named = await Promise.all(
    Object.entries(arg.people ?? {}).map(async ([who, choice]) => ({
      id: await world.idOf(who),
      who,
      choice,
    })),
  )
  const namedIds = new Set(named.map((one) => one.id))
  const done = sitting.voted.get(poll.id) ?? new Set<string>()
  sitting.voted.set(poll.id, done)
  const place = arg.place === undefined ? null : placeNamed(sitting, arg.place).placeNo
  const free = (ids: string[]) => can(ids).filter((id) => !namedIds.has(id) && !done.has(id))
  const hall = free(sitting.inHall).filter((id) => place === null || (sitting.placeOf.get(id) ?? 0) === place)
  const online = place === null ? free(sitting.online).filter((id) => !sitting.helped.includes(id)) : []

  const spread = spreadOf(arg, hall, online, rowOf)
  // Hands are called once: who has a phone in the hall has voted by then.
  const handsLast = isByHands(poll)
  if (!handsLast) await inHall(world, sitting, poll, spread.hall, by)
  await eachOf(spread.online, AT_ONCE, ({ id, choice }) =>
    cast(world, poll.id, rowOf.get(id)?.name ?? '', choice),
  )
  if (handsLast) await inHall(world, sitting, poll, spread.hall, by)
  for (const { id } of [...spread.hall, ...spread.online]) done.add(id)
  const agents = sitting.proxies.slice(0, sum(arg.proxy))
  if (agents.length < sum(arg.proxy)) throw new Failed(`only ${agents.length} proxies are on record`)
  const byProxy = listOf(arg.proxy ?? {})
  await eachOf(
    agents.map((one, i) => ({ ...one, choice: byProxy[i] as Choice })),
    AT_ONCE,
    ({ agent, principal, choice }) => cast(world, poll.id, rowOf.get(agent)?.name ?? '', choice, principal),
  )
  for (const { id, who, choice } of named) {
    if (sitting.inHall.includes(id) && by === undefined && !handsLast)
      await inHall(world, sitting, poll, [{ id, choice }])
    else await cast(world, poll.id, who, choice)
  }
}

const sum = (counts?: Counts) =>
  (counts?.for ?? 0) + (counts?.against ?? 0) + (counts?.abstain ?? 0) + (counts?.invalid ?? 0)
const listOf = (counts: Counts): Choice[] =>
  CHOICE_LIST.flatMap((choice) => Array.from({ length: counts[choice] ?? 0 }, () => choice))

/** Totals fill the hall first, in the order for, against, abstain. */
function spreadOf(
  arg: ArgumentOf<'vote'>,
  hall: string[],
  online: string[],
  rowOf: Map<string, { households: number; id: string }>,
): { hall: Marked[]; online: { id: string; choice: Choice }[] } {
  const invalid = (n: number | undefined) => Array.from({ length: n ?? 0 }, () => 'invalid' as const)
  const separately = arg.paper ?? arg.hands ?? arg.phone
  if (separately) {
    const paper = [...listOf(arg.paper ?? arg.hands ?? {}), ...invalid(arg.paper?.invalid)]
    const phone = listOf(arg.phone ?? {})
    if (paper.length > hall.length)
      throw new Failed(`${paper.length} on paper but ${hall.length} in the hall`)
    if (phone.length > online.length + hall.length - paper.length)
      throw new Failed(`${phone.length} by phone but ${online.length} online`)
    const phones = [...online, ...hall.slice(paper.length)]
    return {
      hall: paper.map((choice, i) => ({ id: hall[i] as string, choice })),
      online: phone.map((choice, i) => ({ id: phones[i] as string, choice })),
    }
  }
  const all = listOf(arg)
  const spoilt = invalid(arg.invalid)
  let order = [...hall, ...online]
  if (arg.forHouseholds !== undefined) {
    const rows = order.map((id) => rowOf.get(id) as { households: number; id: string })
    const fit = pickBySum(rows, arg.for ?? 0, arg.forHouseholds)
    if (!fit) throw new Failed(`no ${arg.for} of those present stand for ${arg.forHouseholds} households`)
    const first = new Set(fit.map((row) => row.id))
    order = [...order.filter((id) => first.has(id)), ...order.filter((id) => !first.has(id))]
  }
  const isHall = new Set(hall)
  const needed = all.length + spoilt.length
  if (needed > order.length)
    throw new Failed(`${needed} ballots but only ${order.length} present who may vote`)
  const marked: Marked[] = order.slice(0, all.length).map((id, i) => ({ id, choice: all[i] as Choice }))
  const rest = order.slice(all.length).filter((id) => isHall.has(id))
  if (rest.length < spoilt.length) throw new Failed('invalid slips need somebody in the hall')
  marked.push(...spoilt.map((choice, i) => ({ id: rest[i] as string, choice })))
  return {
    hall: marked.filter((one) => isHall.has(one.id)),
    online: marked.filter(
      (one): one is { id: string; choice: Choice } => !isHall.has(one.id) && one.choice !== 'invalid',
    ),
  }
}

/** A phone: a ticket, then the sealed request; the receipt must be the phone's own. */
export async function cast(
  world: World,
  pollId: string,
  who: string,
  choice: Choice,
  principal?: string,
): Promise<string> {
  const { ticket } = await world.ask(who, 'getTicket', { poll: pollId, principal })
  const { receipt } = await world.send(
    null,
    'POST',
    `/api/villages/${world.village}/polls/${pollId}/ballot`,
    { ref: randomBytes(16).toString('hex'), choice: CHOICES[choice].code },
    ticket,
  )
  return receipt
}

export async function close(world: World, matter: MatterState, by?: string, counts = true) {
  const sitting = sittingOf(matter)
  const polls = sitting.polls.filter((poll) => poll.proposalId === matter.id)
  if (sitting.live) {
    for (const poll of polls)
      if ((await status(world, sitting, poll.id)) === 'open')
        await world.ask(by ?? sitting.chair, 'closePoll', { meeting: sitting.meetingId, poll: poll.id }, {})
    await world.moveClock(new Date(world.now.getTime() + 3000))
  } else {
    const { windowEnd } = await world.ask(sitting.chair, 'getMeeting', { meeting: sitting.meetingId })
    await world.moveClock(new Date(new Date(windowEnd).getTime() + 11_000))
  }
  for (const poll of polls) {
    matter.lastPoll ??= poll.id
    if (!counts) continue
    if ((await status(world, sitting, poll.id)) === 'counting') await countSlips(world, sitting, poll)
    if ((await status(world, sitting, poll.id)) === 'counting')
      await world.moveClock(new Date(world.now.getTime() + 15_000))
    const now = await status(world, sitting, poll.id)
    if (now !== 'closed' && now !== 'void' && now !== 'waiting')
      throw new Failed(`the poll did not close, it is ${now}`)
  }
}

const status = async (world: World, sitting: Sitting, poll: string): Promise<string> =>
  (await world.ask(sitting.chair, 'getPoll', { poll })).status

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

/** 表决: opening, voting by phone, on paper and by hands, closing. */
import { randomBytes } from 'node:crypto'
import { CHOICES } from '@cunyi/shared/words/vocabulary.ts'
import { countSlips, inHall, isByHands, type Marked, placeNamed } from './counts.ts'
import { sittingOf } from './meeting.ts'
import { eachOf, pickBySum } from './pick.ts'
import type { ArgumentOf } from './verbs.ts'
import { Failed, type MatterState, RefusedRequest, type Sitting, type World } from './world.ts'

const AT_ONCE = 12
type Choice = 'for' | 'against' | 'abstain'
type Counts = {
  for?: number | undefined
  against?: number | undefined
  abstain?: number | undefined
  invalid?: number | undefined
}
const CHOICE_LIST: Choice[] = ['for', 'against', 'abstain']

export async function open(world: World, matter: MatterState, question?: number, by?: string) {
  const sitting = sittingOf(matter)
  await chooseTellers(world, sitting)
  for (const poll of pollsOf(sitting, matter, question)) {
    await world.ask(by ?? sitting.chair, 'openPoll', { meeting: sitting.meetingId, poll: poll.id }, {})
    matter.lastPoll = poll.id
  }
}

/** 推选: the meeting takes those whom the notice proposed. Where it may not, what needs them is refused later. */
export async function chooseTellers(world: World, sitting: Sitting) {
  const meeting = { meeting: sitting.meetingId }
  const { now, tellersBy } = await world.ask(sitting.chair, 'getMeeting', meeting)
  if (tellersBy !== null) return
  const idsOf = (names: readonly string[]) => Promise.all(names.map((who) => world.idOf(who)))
  const [own, ...further] = sitting.places
  await world
    .ask(sitting.recorder, 'chooseTellers', meeting, {
      by: 'meeting',
      tellerIds: await idsOf(own?.tellers ?? []),
      ...(further.length > 0
        ? { placeTellers: await Promise.all(further.map((place) => idsOf(place.tellers))) }
        : {}),
      agreed: now.inHall || now.online,
    })
    .catch(() => {})
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
  const rowOf = new Map(sitting.roll.map((row) => [row.id, row]))
  const can = (ids: string[]) => ids.filter((id) => rowOf.get(id)?.votes && !sitting.recused.has(id))
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
      if ((await status(world, sitting, poll.id)) === 'open') {
        const end = () =>
          world.ask(by ?? sitting.chair, 'closePoll', { meeting: sitting.meetingId, poll: poll.id }, {})
        await end().catch(async (error: unknown) => {
          // Whoever casts nothing is waited for, as in a hall.
          if (!(error instanceof RefusedRequest) || error.body.code !== 'votingJustBegun') throw error
          await world.moveClock(new Date(world.now.getTime() + 5 * 60_000))
          await end()
        })
      }
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

/** 代录 and returning: a helper enters a ballot before a witness; the person has the last word. */
import { randomBytes } from 'node:crypto'
import { shanghaiDate } from '@cunyi/shared/words/days.ts'
import { CHOICE_KEYS, CHOICES, type Choice } from '@cunyi/shared/words/vocabulary.ts'
import { pollOf } from './counts.ts'
import type { Step } from './file.ts'
import type { ArgumentOf } from './verbs.ts'
import { Failed, type MatterState, type Sitting, type World } from './world.ts'

const KEEPER = 'villageDirector'
const WATCHES = 'oversightChair'

/** The list of those who may help: whom the representatives have named, with their minutes, before an oversight member. */
export async function helpers(world: World, step: Step, arg: ArgumentOf<'helpers'>) {
  const by = step.by ?? KEEPER
  if (arg.add) {
    const personIds = await Promise.all(arg.add.map((who) => world.idOf(who)))
    const asked = { personIds, heldOn: shanghaiDate(world.now), paperId: world.paperId }
    const { waits } = await world.ask(by, 'addHelper', {}, asked)
    world.lastAct = waits.actId
    if (arg.waits) return
    await world.ask(arg.second ?? WATCHES, 'confirmAct', { act: waits.actId })
    world.helpers.push(...arg.add)
  }
  for (const who of arg.end ?? []) {
    const id = await world.idOf(who)
    const { rows } = await world.ask(by, 'listHelpers')
    const row = rows.find((one: { person: { id: string } }) => one.person.id === id)
    if (!row) throw new Failed(`${who} is not on the list of helpers`)
    await world.ask(by, 'endHelper', { helper: row.id }, { reason: arg.reason ?? '不再代录' })
    world.helpers = world.helpers.filter((one) => one !== who)
  }
}

/** By name, or counts of persons on the roll who are nowhere yet. The first two of the list help and witness. */
export async function assist(world: World, state: MatterState, step: Step, arg: ArgumentOf<'assist'>) {
  const sitting = state.sittings.at(-1)
  if (!sitting) throw new Failed('no meeting has been convened')
  const poll = pollOf(state)
  state.lastPoll = poll
  const helper = step.by ?? arg.helper ?? world.helpers[0]
  const witness = arg.witness ?? world.helpers.find((one) => one !== helper)
  if (!helper || !witness) throw new Failed('a helper and a witness are needed')
  for (const { id, choice } of await markedOf(world, sitting, poll, arg)) {
    const { waits } = await world.ask(
      helper,
      'castAssisted',
      { poll },
      {
        ref: randomBytes(16).toString('hex'),
        personId: id,
        choice: CHOICES[choice].code,
        where: arg.where ?? (sitting.inHall.includes(id) ? 'inHall' : 'atDoor'),
        reason: arg.reason ?? '没有智能手机',
        readBack: arg.readBack ?? true,
      },
    )
    try {
      await world.ask(witness, 'confirmAct', { act: waits.actId })
    } catch (no) {
      await world.ask(helper, 'refuseAct', { act: waits.actId }, { ground: '见证未成' })
      throw no
    }
    if (!sitting.inHall.includes(id) && !sitting.online.includes(id)) {
      sitting.online.push(id)
      sitting.helped.push(id)
    }
    votedIn(sitting, poll).add(id)
  }
}

const votedIn = (sitting: Sitting, poll: string): Set<string> => {
  const done = sitting.voted.get(poll) ?? new Set<string>()
  sitting.voted.set(poll, done)
  return done
}

async function markedOf(
  world: World,
  sitting: Sitting,
  poll: string,
  arg: ArgumentOf<'assist'>,
): Promise<{ id: string; choice: Choice }[]> {
  const named = await Promise.all(
    Object.entries(arg.people ?? {}).map(async ([who, choice]) => ({ id: await world.idOf(who), choice })),
  )
  const choices = CHOICE_KEYS.flatMap((choice) => Array.from({ length: arg[choice] ?? 0 }, () => choice))
  const done = votedIn(sitting, poll)
  const again = sitting.helped.filter((id) => !done.has(id) && !named.some((one) => one.id === id))
  const taken = new Set([
    ...sitting.inHall,
    ...sitting.online,
    ...sitting.proxies.map((one) => one.principal),
    ...done,
    ...named.map((one) => one.id),
  ])
  const fresh = sitting.roll.filter((row) => row.votes && !taken.has(row.id)).map((row) => row.id)
  const free = [...again, ...fresh]
  if (free.length < choices.length) throw new Failed(`only ${free.length} on the roll are not yet placed`)
  return [...named, ...choices.map((choice, i) => ({ id: free[i] as string, choice }))]
}

/** Whom the file has helped by name: counts of those present take them last. */
export async function helpedByName(world: World): Promise<Set<string>> {
  const names = world.scenario.steps.flatMap((step) => Object.keys(step.assist?.people ?? {}))
  return new Set(await Promise.all([...new Set(names)].map((who) => world.idOf(who))))
}

export const objectAssisted = (world: World, state: MatterState, arg: ArgumentOf<'objectAssisted'>) =>
  world.ask(
    arg.person,
    'objectAssisted',
    { poll: pollOf(state) },
    { reason: arg.reason ?? '所录不是本人的意思' },
  )

/** 返回: who had left comes back, to the hall by the clerk's list or online by himself. */
export async function comeBack(world: World, state: MatterState, step: Step, arg: ArgumentOf<'return'>) {
  const sitting = state.sittings.at(-1)
  if (!sitting) throw new Failed('no meeting has been convened')
  const meeting = sitting.meetingId
  for (const who of arg.people) {
    const id = await world.idOf(who)
    const way = arg.way ?? 'inHall'
    if (way === 'online') await world.ask(who, 'signIn', { meeting }, {})
    else await world.ask(step.by ?? sitting.recorder, 'signInPeople', { meeting }, { personIds: [id] })
    sitting.inHall = sitting.inHall.filter((one) => one !== id)
    sitting.online = sitting.online.filter((one) => one !== id)
    sitting[way].push(id)
  }
}

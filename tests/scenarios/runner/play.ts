/** Plays one file, step by step; stops at the first expectation that does not hold. */

import { addHours } from '@cunyi/shared/words/days.ts'
import * as assisted from './assist.ts'
import * as voting from './ballots.ts'
import { check, see } from './expect.ts'
import type { Scenario, Step } from './file.ts'
import { settle } from './fill.ts'
import { fen } from './handlers.ts'
import { MATTER_VERBS } from './matter.ts'
import * as meeting from './meeting.ts'
import * as proxies from './proxies.ts'
import { timeOf } from './time.ts'
import { type ArgumentOf, VERB_NAMES, type Verb } from './verbs.ts'
import { Failed, type Filled, type MatterState, RefusedRequest, World } from './world.ts'

export type Say = (line: string) => void
export const DEFAULT_START = '2026-03-02 08:00'
export const startOf = (scenario: Scenario): Date => timeOf(scenario.start ?? DEFAULT_START, new Date(0))

export async function play(
  scenario: Scenario & { lines: number[] },
  baseUrl: string,
  village: string,
  say: Say,
  after?: (world: World) => Promise<void>,
  filled?: Filled,
): Promise<boolean> {
  say(`\n▶ ${scenario.scenario}${scenario.about ? `  (${scenario.about})` : ''}`)
  try {
    const world = new World(baseUrl, village, scenario, startOf(scenario))
    const { now } = await world.send(null, 'GET', '/api/testing/clock')
    world.now = new Date(now)
    await world.moveClock(startOf(scenario))
    const { people } = await settle(world, filled)
    say(`  ✓ the village: ${people} people imported${filled ? ' once for all' : ''}`)
    for (const [i, step] of scenario.steps.entries()) {
      try {
        const begun = performance.now()
        const words = await playStep(world, step)
        say(`  ✓ ${i + 1}. ${words}  (${Math.round(performance.now() - begun)} ms)`)
      } catch (error) {
        const why =
          error instanceof Failed || error instanceof RefusedRequest ? error.message : (error as Error).stack
        say(`  ✗ ${i + 1}. (line ${scenario.lines[i]}) ${verbOf(step) ?? 'expect'}: ${why}`)
        return false
      }
    }
    await after?.(world)
    return true
  } catch (error) {
    say(
      `  ✗ ${error instanceof Failed || error instanceof RefusedRequest ? error.message : (error as Error).stack}`,
    )
    return false
  }
}

const isWeighed = (scenario: Scenario) => scenario.steps.some((step) => 'weigh' in step)
const verbOf = (step: Step): Verb | undefined => VERB_NAMES.find((name) => name !== 'expect' && name in step)

export async function playStep(world: World, step: Step): Promise<string> {
  const verb = verbOf(step)
  const words = [
    verb ?? 'expect',
    ...(step.by ? [`by ${step.by}`] : []),
    ...(step.note ? [`— ${step.note}`] : []),
  ].join(' ')
  if (verb) {
    const refusal = await refusalOf(() => act(world, step, verb))
    if (isWeighed(world.scenario))
      await world.weight.look((who, name, params) => world.ask(who, name, params))
    if (step.refused) {
      if (refusal === null) throw new Failed(`should have been refused with ${step.refused}`)
      if (refusal.code !== step.refused)
        throw new Failed(`should have been refused with ${step.refused}, but: ${refusal.message}`)
    } else if (refusal) throw new Failed(refusal.message)
  }
  if (step.expect)
    await check(world, step.matter ? world.matters.get(step.matter) : world.current, step.expect)
  if (verb === 'weigh') return `${words}: ${await weighed(world, step)}`
  return step.refused ? `${words} [refused: ${step.refused}]` : words
}

async function weighed(world: World, step: Step): Promise<string> {
  const ask: typeof world.ask = (who, name, params) => world.ask(who, name, params)
  const { line, wrong } = await world.weight.tell(ask, world.matter(step.matter).id, step.weigh ?? {})
  if (wrong.length > 0) throw new Failed(`${wrong.join('; ')} (${line})`)
  return line
}

/** What was said no to, or null; anything else that goes wrong is thrown on. */
async function refusalOf(
  fn: () => Promise<unknown>,
): Promise<{ code: string | undefined; message: string } | null> {
  try {
    await fn()
    return null
  } catch (error) {
    if (error instanceof RefusedRequest) return { code: error.body.code, message: error.message }
    if (error instanceof Failed && 'code' in error)
      return { code: String(error.code), message: error.message }
    throw error
  }
}

async function act(world: World, step: Step, verb: Verb): Promise<unknown> {
  const matter = (): MatterState => world.matter(step.matter)
  const arg = step[verb] as never
  const handler = MATTER_VERBS[verb] as
    | ((world: World, step: Step, arg: unknown, matter: () => MatterState) => Promise<unknown>)
    | undefined
  if (handler) return handler(world, step, arg, matter)
  switch (verb) {
    case 'weigh':
      return
    case 'convene':
      return meeting.convene(world, step, (arg ?? {}) as NonNullable<ArgumentOf<'convene'>>, matter())
    case 'beside':
      return meeting.turnBeside(matter())
    case 'begin':
      return meeting.begin(world, matter())
    case 'attend':
      return meeting.attend(world, matter(), arg, step.by)
    case 'open':
      return voting.open(world, matter(), (arg as ArgumentOf<'open'>)?.question, step.by)
    case 'vote':
      return voting.vote(world, matter(), arg, step.by)
    case 'close':
      return voting.close(world, matter(), step.by, (arg as ArgumentOf<'close'>)?.count ?? true)
    case 'sitting':
      return sitting(world, step, arg, matter())
    case 'proxies':
      return proxies.proxies(world, matter(), (arg as ArgumentOf<'proxies'>).count)
    case 'proxy':
      return proxies.proxy(world, matter(), arg, step.by)
    case 'revoke':
      return proxies.revoke(world, matter(), (arg as ArgumentOf<'revoke'>).principal, step.by)
    case 'helpers':
      return assisted.helpers(world, step, arg)
    case 'danger':
      return reportDanger(world, step, arg)
    case 'assist':
      return assisted.assist(world, matter(), step, arg)
    case 'objectAssisted':
      return assisted.objectAssisted(world, matter(), arg)
    case 'remind':
      return world.ask(step.by ?? meeting.sittingOf(matter()).chair, 'remindNow', {
        meeting: meeting.sittingOf(matter()).meetingId,
      })
    case 'return':
      return assisted.comeBack(world, matter(), step, arg)
    case 'endHall':
      return world.ask(
        step.by ?? meeting.sittingOf(matter()).chair,
        'endHall',
        { meeting: meeting.sittingOf(matter()).meetingId },
        {},
      )
    case 'end':
      return world.ask(
        step.by ?? meeting.sittingOf(matter()).chair,
        'endMeeting',
        { meeting: meeting.sittingOf(matter()).meetingId },
        {},
      )
    case 'see':
      return see(world, matter, arg, step.by)
    case 'confirmAct':
      return world.ask(step.by ?? 'oversight-2', 'confirmAct', { act: world.lastAct })
    case 'refuseAct':
      return world.ask(
        step.by ?? 'oversight-2',
        'refuseAct',
        { act: world.lastAct },
        typeof arg === 'string' ? { ground: arg } : (arg as object),
      )
    case 'contestAct':
      return world.ask(step.by ?? 'oversight-2', 'contestAct', { act: world.lastAct }, { ground: arg })
    case 'request':
      return request(world, step, arg, matter)
    case 'sleep':
      return new Promise((resolve) => setTimeout(resolve, arg))
    default:
      throw new Failed(`${verb} cannot be played`)
  }
}

/** 险情先办: a matter that says `danger: yes` names the last one. */
async function reportDanger(world: World, step: Step, arg: ArgumentOf<'danger'>) {
  const said = {
    beganAt: addHours(world.now, -arg.hoursAgo).toISOString(),
    what: arg.what,
    why: arg.why ?? '等不及开会，人命关天',
    cost: fen(arg.cost),
  }
  const { actId } = await world.ask(step.by ?? 'villageDirector', 'recordDanger', {}, said)
  world.dangerId = actId
}

/** A whole meeting in one step. */
async function sitting(world: World, step: Step, arg: ArgumentOf<'sitting'>, matter: MatterState) {
  const {
    opens,
    window,
    assembly,
    chair,
    recorder,
    tellers,
    place,
    title,
    matters,
    secretFor,
    guests,
    places,
    inHall,
    online,
    excused,
    households,
    people,
    ...ballots
  } = arg
  const ways = Object.entries(people ?? {}).filter(
    (pair): pair is [string, 'inHall' | 'online'] => pair[1] === 'inHall' || pair[1] === 'online',
  )
  const choices = Object.entries(people ?? {}).filter(
    (pair): pair is [string, 'for' | 'against' | 'abstain'] => pair[1] !== 'inHall' && pair[1] !== 'online',
  )
  await meeting.convene(
    world,
    step,
    {
      opens,
      window,
      assembly,
      chair,
      recorder,
      tellers,
      place,
      title,
      matters,
      secretFor,
      guests,
      places,
    } as NonNullable<ArgumentOf<'convene'>>,
    matter,
  )
  await meeting.begin(world, matter)
  await meeting.attend(world, matter, {
    inHall,
    online,
    excused,
    households,
    people: Object.fromEntries(ways),
  } as ArgumentOf<'attend'>)
  await voting.open(world, matter)
  await voting.vote(world, matter, {
    ...ballots,
    ...(choices.length > 0 ? { people: Object.fromEntries(choices) } : {}),
  } as ArgumentOf<'vote'>)
  await voting.close(world, matter)
}

/** Any request; {matter}, {meeting}, {poll}, {disclosure}, {village}, {act} and {id:NAME} stand for ids. */
async function request(world: World, step: Step, arg: ArgumentOf<'request'>, matter: () => MatterState) {
  const people = new Map<string, string>()
  for (const [, name] of JSON.stringify(arg).matchAll(/\{id:([^}]+)\}/g))
    if (name) people.set(name, await world.idOf(name))
  const fill = (text: string) =>
    text
      .replaceAll('{village}', world.village)
      .replaceAll('{act}', world.lastAct)
      .replaceAll('{paper}', world.paperId)
      .replace(/\{id:([^}]+)\}/g, (_, name: string) => people.get(name) ?? '')
      .replace(/\{(matter|meeting|poll|disclosure|objection)\}/g, (_, word: string) => {
        const state = matter()
        const sitting = state.sittings.at(-1)
        const ids: Record<string, string | undefined> = {
          matter: state.id,
          meeting: sitting?.meetingId,
          poll: state.lastPoll ?? sitting?.polls[0]?.id,
          disclosure: state.disclosureId,
          objection: state.objectionId,
        }
        return ids[word] ?? ''
      })
  const who = arg.by ?? step.by ?? 'anyone'
  let [status, code, body] = [200, undefined as string | undefined, undefined as unknown]
  try {
    body = await world.send(
      who === 'anyone' ? null : who,
      arg.method,
      fill(arg.path),
      arg.body === undefined ? undefined : JSON.parse(fill(JSON.stringify(arg.body))),
    )
  } catch (error) {
    if (!(error instanceof RefusedRequest)) throw error
    if (arg.status === undefined && arg.code === undefined) throw error
    status = error.status
    code = error.body.code
  }
  if (arg.status !== undefined && status !== arg.status)
    throw new Failed(`status ${status}, expected ${arg.status} (${code ?? ''})`)
  if (arg.code !== undefined && code !== arg.code) throw new Failed(`code ${code}, expected ${arg.code}`)
  for (const word of arg.has ?? [])
    if (!JSON.stringify(body).includes(word)) throw new Failed(`the answer does not hold ${word}`)
}

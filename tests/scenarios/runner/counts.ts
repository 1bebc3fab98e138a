/** 现场: slips, hands and count sheets, place by place. */

import type { Step } from './file.ts'
import type { ArgumentOf } from './verbs.ts'
import { Failed, type Marks, type MatterState, refusedPerPerson, type Sitting, type World } from './world.ts'

export type Marked = { id: string; choice: keyof Marks }
type Poll = Sitting['polls'][number]
const MARKS = ['for', 'against', 'abstain', 'invalid'] as const
const none = (): Marks => ({ for: 0, against: 0, abstain: 0, invalid: 0 })
const sumOf = (marks: Marks) => MARKS.reduce((sum, kind) => sum + marks[kind], 0)

export const isByHands = (poll: Poll): boolean => poll.rule.votingMode === 'show_of_hands'

export function placeNamed(sitting: Sitting, name: string | undefined) {
  const place = name === undefined ? sitting.places[0] : sitting.places.find((one) => one.name === name)
  if (!place) throw new Failed(`the meeting has no place called ${name}`)
  return place
}

/** In the hall: nameless slips in a secret poll, hands together where the rule says so, else by name through two tellers. */
export async function inHall(
  world: World,
  sitting: Sitting,
  poll: Poll,
  marked: Marked[],
  by?: string,
): Promise<void> {
  if (marked.length === 0) return
  if (poll.secret) {
    await handOut(
      world,
      poll.id,
      marked.map((one) => one.id),
      by ?? sitting.recorder,
    )
    note(sitting, poll, marked)
  } else if (isByHands(poll)) await raise(world, sitting, poll, marked, by)
  else await enterNames(world, sitting, poll, marked)
}

async function handOut(world: World, poll: string, ids: string[], who: string) {
  for (let at = 0; at < ids.length; at += 500) {
    const { refused } = await world.ask(who, 'handOutSlips', { poll }, { personIds: ids.slice(at, at + 500) })
    if (refused.length > 0) throw refusedPerPerson('slips', refused)
  }
}

/** What lies in the boxes, place by place. */
function note(sitting: Sitting, poll: Poll, marked: readonly Marked[]): Map<number, Marks> {
  const heaps = sitting.slips.get(poll.id) ?? new Map<number, Marks>()
  sitting.slips.set(poll.id, heaps)
  for (const { id, choice } of marked) {
    const placeNo = sitting.placeOf.get(id) ?? 0
    const marks = heaps.get(placeNo) ?? none()
    marks[choice] += 1
    heaps.set(placeNo, marks)
  }
  return heaps
}

async function raise(world: World, sitting: Sitting, poll: Poll, marked: Marked[], by?: string) {
  await world.ask(by ?? sitting.chair, 'callHands', { poll: poll.id }, {})
  for (const [placeNo, marks] of note(sitting, poll, marked)) {
    const { invalid: _, ...hands } = marks
    for (const teller of sitting.places[placeNo]?.tellers ?? [])
      await world.ask(teller, 'enterHands', { poll: poll.id }, hands)
  }
}

async function enterNames(world: World, sitting: Sitting, poll: Poll, marked: Marked[]) {
  const entries = marked.map(({ id, choice }) => ({ personId: id, choice }))
  for (const teller of sitting.tellers)
    for (let at = 0; at < entries.length; at += 500) {
      const reply = await world.ask(
        teller,
        'enterNamed',
        { poll: poll.id },
        { channel: sitting.live ? 'hands' : 'paper', entries: entries.slice(at, at + 500) },
      )
      if (reply.refused.length > 0) throw refusedPerPerson('entries', reply.refused)
    }
}

/** After the end: both tellers of each place read its numbered slips, or count those without numbers. */
export async function countSlips(world: World, sitting: Sitting, poll: Poll) {
  for (const [placeNo, marks] of sitting.slips.get(poll.id) ?? []) {
    if (isByHands(poll)) continue
    const place = sitting.places[placeNo] as Sitting['places'][number]
    for (const teller of place.tellers)
      if (await isNumbered(world, sitting, poll.id, placeNo))
        await readHeap(world, sitting, poll.id, { placeNo, teller, marks })
      else await world.ask(teller, 'enterCountSheet', { poll: poll.id }, { ...marks, issued: sumOf(marks) })
  }
}

async function numbersOf(world: World, sitting: Sitting, poll: string, placeNo: number) {
  const { slips } = await world.ask(sitting.recorder, 'slipsToPrint', { poll, placeNo })
  return slips.sort((a: { number: number }, b: { number: number }) => a.number - b.number) as {
    number: number
    url: string
  }[]
}
const isNumbered = async (world: World, sitting: Sitting, poll: string, placeNo: number) =>
  (await numbersOf(world, sitting, poll, placeNo)).length > 0

/** Slip after slip by its QR code, in the order for, against, abstain, invalid; then the sheet. */
async function readHeap(
  world: World,
  sitting: Sitting,
  poll: string,
  { placeNo, teller, marks }: { placeNo: number; teller: string; marks: Marks },
) {
  const list = MARKS.flatMap((mark) => Array.from({ length: marks[mark] }, () => mark))
  const slips = await numbersOf(world, sitting, poll, placeNo)
  if (slips.length < list.length) throw new Failed(`only ${slips.length} numbered slips were printed`)
  for (const [i, mark] of list.entries())
    await world.ask(teller, 'readSlip', { poll }, { code: slips[i]?.url, mark })
  await world.ask(teller, 'finishReading', { poll }, {})
}

type Named = { world: World; step: Step; sitting: Sitting; poll: string }
const tellersOf = ({ sitting, step }: Named, place: string | undefined, teller: number | undefined) => {
  const two = placeNamed(sitting, place).tellers
  if (step.by) return [step.by]
  return teller === undefined ? two : two.slice(teller - 1, teller)
}

export const printSlips = ({ world, step, sitting, poll }: Named, arg: ArgumentOf<'slips'>) =>
  world.ask(
    step.by ?? sitting.recorder,
    'printSlips',
    { poll },
    { count: arg.print, placeNo: placeNamed(sitting, arg.place).placeNo },
  )

export async function read(asked: Named, arg: ArgumentOf<'read'>) {
  const { world, sitting, poll } = asked
  const { place, teller, number, mark, again, ...marks } = arg
  for (const who of tellersOf(asked, place, teller))
    if (number !== undefined)
      await world.ask(who, 'readSlip', { poll }, { number, mark: mark ?? 'for', again })
    else {
      const { placeNo } = placeNamed(sitting, place)
      await readHeap(world, sitting, poll, { placeNo, teller: who, marks: { ...none(), ...given(marks) } })
    }
}

export async function hands(asked: Named, arg: ArgumentOf<'hands'>) {
  const { place, teller, ...counted } = arg
  const { invalid: _, ...zero } = none()
  for (const who of tellersOf(asked, place, teller))
    await asked.world.ask(who, 'enterHands', { poll: asked.poll }, { ...zero, ...counted })
}

export async function countSheet(asked: Named, arg: ArgumentOf<'countSheet'>) {
  const { teller, place, ...sheet } = arg
  const [who] = tellersOf(asked, place, teller ?? 1)
  return asked.world.ask(who ?? '', 'enterCountSheet', { poll: asked.poll }, { ...none(), ...given(sheet) })
}

/** Each teller of the place says yes, unless it is left waiting. */
export async function declareInvalid(
  { world, step, sitting, poll }: Named,
  arg: ArgumentOf<'declareInvalid'>,
) {
  const { placeNo, tellers } = placeNamed(sitting, arg.place)
  const { actId } = await world.ask(
    step.by ?? sitting.chair,
    'declareCountInvalid',
    { poll },
    { reason: arg.reason ?? '清点不符', ...(arg.place === undefined ? {} : { placeNo }) },
  )
  if (!arg.waits) for (const who of tellers) await world.ask(who, 'confirmAct', { act: actId })
}

/** 换人清点: the meeting, or the lot among those named, gives the place two others. */
export async function newTellers({ world, step, sitting }: Named, arg: ArgumentOf<'newTellers'>) {
  const place = placeNamed(sitting, arg.place)
  const meeting = { meeting: sitting.meetingId }
  const people = await Promise.all(arg.people.map((who) => world.idOf(who)))
  const { now } = await world.ask(sitting.chair, 'getMeeting', meeting)
  const { tellers } = await world.ask(step.by ?? sitting.recorder, 'chooseTellers', meeting, {
    ...(arg.lot
      ? { by: 'lot', candidateIds: people }
      : { by: 'meeting', tellerIds: people, agreed: now.inHall || now.online }),
    placeNo: place.placeNo,
  })
  const ids: string[] = tellers.map((one: { id: string }) => one.id)
  place.tellers = arg.people.filter((_, i) => ids.includes(people[i] ?? ''))
}

/** Without the keys that the file leaves out. */
const given = <T extends object>(value: T) =>
  Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>
  }

export const named = (world: World, step: Step, state: MatterState): Named => {
  const sitting = state.sittings.at(-1)
  if (!sitting) throw new Failed('no meeting has been convened')
  return { world, step, sitting, poll: pollOf(state) }
}

/** The poll voted on last in the newest meeting, or that meeting's first. */
export function pollOf(state: MatterState): string {
  const mine = state.sittings.at(-1)?.polls.filter((one) => one.proposalId === state.id) ?? []
  const poll = mine.find((one) => one.id === state.lastPoll) ?? mine[0]
  if (!poll) throw new Failed('no meeting has been convened')
  return poll.id
}

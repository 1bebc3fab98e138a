/**
 * 分道: what many ask for at one instant waits a moment and is done together, one transaction for a batch. Each village
 * has a lane of its own and the lanes take turns, so that one hall does not stand in every other village's way.
 */
import { Refused } from '@cunyi/shared/words/refusal.ts'
import type { Database } from '#base/database/connect.ts'

export interface Lanes<Asked, Answer> {
  /** Answered when it is committed; throws the reason where it was refused. */
  ask(asked: Asked): Promise<Answer>
  /** Nothing more is taken; resolves when all that waited has been answered. */
  drain(): Promise<void>
  waiting(): number
}

/** What the batch needs is held by somebody else: it comes again soon, and keeps no connection and nobody's turn meanwhile. */
export class Held extends Error {}
const HELD_MS = 20
/** Held longer than this: everybody is told to come again. */
const HELD_MOST_MS = 30_000

export type LanesOptions = {
  /** In one batch. */
  most?: number
  /** Waiting in all; whoever comes then is told to come again. */
  limit?: number
  /** Batches with the database at one time, of all villages. */
  atOnce?: number
  /** A village's second batch is asked about while its first is written; it is worth its trips from so many on. */
  secondFrom?: number
}

type Kind<Asked, Answer> = {
  laneOf(asked: Asked): string
  /** What may go together: those of the same group, of each person one. */
  groupOf(asked: Asked): string
  oneOf?(asked: Asked): string
  /** An answer or a reason for each, in their order; throws: all of them are told, but of `Held` nobody. */
  doTogether(batch: Asked[]): Promise<(Answer | Refused)[]>
}

type Waiting<Asked, Answer> = {
  asked: Asked
  resolve: (answer: Answer) => void
  reject: (error: unknown) => void
}
/** `flying`: batches that are with the database; `heldSince`: the lane rests, and will look again. */
type Lane<Asked, Answer> = {
  waiting: Waiting<Asked, Answer>[]
  flying: number
  isResting: boolean
  heldSince: number | null
}

const emptyLane = <Asked, Answer>(): Lane<Asked, Answer> => ({
  waiting: [],
  flying: 0,
  isResting: false,
  heldSince: null,
})

export function createLanes<Asked, Answer>(
  { laneOf, groupOf, oneOf, doTogether }: Kind<Asked, Answer>,
  { most = 500, limit = 20_000, atOnce = 4, secondFrom = Number.POSITIVE_INFINITY }: LanesOptions = {},
): Lanes<Asked, Answer> {
  const lanes = new Map<string, Lane<Asked, Answer>>()
  let waiting = 0
  let running = 0
  let drained: (() => void) | null = null
  let closed = false

  const ask = (asked: Asked): Promise<Answer> => {
    if (closed || waiting >= limit) return Promise.reject(new Refused('notReady'))
    return new Promise((resolve, reject) => {
      const lane = lanes.get(laneOf(asked)) ?? emptyLane<Asked, Answer>()
      lanes.set(laneOf(asked), lane)
      lane.waiting.push({ asked, resolve, reject })
      waiting += 1
      // After this turn of the event loop, so that requests read together go in together.
      if (lane.flying < 2) setImmediate(start)
    })
  }

  const mayStart = ({ waiting, flying, isResting }: Lane<Asked, Answer>) => {
    if (isResting) return false
    return flying === 0 ? waiting.length > 0 : flying === 1 && waiting.length >= secondFrom
  }

  /** Villages take turns: a lane that has run goes to the end of the line. */
  const start = () => {
    for (const [name, lane] of lanes) {
      if (running >= atOnce) return
      if (!mayStart(lane)) continue
      lanes.delete(name)
      lanes.set(name, lane)
      void run(name, lane)
    }
  }

  const run = async (name: string, lane: Lane<Asked, Answer>) => {
    lane.flying += 1
    running += 1
    const batch = take(lane)
    let gone = batch.length
    try {
      const answers = await doTogether(batch.map((one) => one.asked))
      lane.heldSince = null
      batch.forEach(({ resolve, reject }, at) => {
        const answer = answers[at] ?? new Refused('notReady')
        if (answer instanceof Refused) reject(answer)
        else resolve(answer)
      })
    } catch (error) {
      if (error instanceof Held && mayRest(lane)) {
        lane.waiting = [...batch, ...lane.waiting]
        gone = 0
        rest(lane)
      } else {
        const reason = error instanceof Held ? new Refused('notReady') : error
        for (const { reject } of batch) reject(reason)
      }
    }
    lane.flying -= 1
    running -= 1
    waiting -= gone
    if (lane.waiting.length === 0 && lane.flying === 0) lanes.delete(name)
    if (waiting === 0) drained?.()
    start()
  }

  const mayRest = ({ heldSince }: Lane<Asked, Answer>) =>
    heldSince === null || performance.now() - heldSince < HELD_MOST_MS
  const rest = (lane: Lane<Asked, Answer>) => {
    lane.heldSince ??= performance.now()
    lane.isResting = true
    setTimeout(() => {
      lane.isResting = false
      start()
    }, HELD_MS)
  }

  /** The first one's group, in the order in which they came; all others keep their place. */
  const take = (lane: Lane<Asked, Answer>): Waiting<Asked, Answer>[] => {
    const group = lane.waiting[0] && groupOf(lane.waiting[0].asked)
    const persons = new Set<string>()
    const taken: Waiting<Asked, Answer>[] = []
    const left: Waiting<Asked, Answer>[] = []
    for (const one of lane.waiting) {
      const person = oneOf?.(one.asked)
      const fits = groupOf(one.asked) === group && taken.length < most && !(person && persons.has(person))
      if (fits && person) persons.add(person)
      ;(fits ? taken : left).push(one)
    }
    lane.waiting = left
    return taken
  }

  const drain = () => {
    closed = true
    return new Promise<void>((resolve) => {
      drained = resolve
      if (waiting === 0) resolve()
    })
  }

  return { ask, drain, waiting: () => waiting }
}

/** One set of lanes for each database, made when somebody first asks: of what only reads, and is nobody's to drain. */
export function lanesPer<Asked, Answer>(
  kindOf: (db: Database) => Kind<Asked, Answer>,
  options?: LanesOptions,
) {
  const known = new WeakMap<Database, Lanes<Asked, Answer>>()
  return (db: Database): Lanes<Asked, Answer> => {
    const lanes = known.get(db) ?? createLanes(kindOf(db), options)
    known.set(db, lanes)
    return lanes
  }
}

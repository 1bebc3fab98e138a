/**
 * 收票: ballots wait a moment and are recorded together. One transaction a batch, two batches in flight a village at most;
 * every caller is answered for himself, and only after the commit.
 */
import { Refused } from '@cunyi/shared/words/refusal.ts'
import { recordBatch } from './actions/record-batch.ts'
import type { Answer, Ballot, BatcherParts } from './ballot.ts'

export interface Batcher {
  /** Resolves with the receipt when the ballot is safe; throws the reason otherwise. */
  cast(ballot: Ballot): Promise<string>
  /** Nothing more is taken; resolves when all that waited has been answered. */
  drain(): Promise<void>
  waiting(): number
}

type Waiting = { ballot: Ballot; resolve: (receipt: string) => void; reject: (error: Error) => void }
/** `flying`: batches that are with the database. */
type Lane = { waiting: Waiting[]; flying: number }
export type BatcherOptions = { most?: number; limit?: number; atOnce?: number }

/** A village's second batch is asked about while its first is written; it is worth its trips from so many on. */
const SECOND_FROM = 32
const mayStart = ({ waiting, flying }: Lane) =>
  flying === 0 ? waiting.length > 0 : flying === 1 && waiting.length >= SECOND_FROM

export function createBatcher(
  parts: BatcherParts,
  { most = 500, limit = 20_000, atOnce = 4 }: BatcherOptions = {},
): Batcher {
  const lanes = new Map<string, Lane>()
  let waiting = 0
  let running = 0
  let drained: (() => void) | null = null
  let closed = false

  const cast = (ballot: Ballot): Promise<string> => {
    if (closed || waiting >= limit) return Promise.reject(new Refused('notReady'))
    return new Promise((resolve, reject) => {
      const lane = lanes.get(ballot.villageId) ?? { waiting: [], flying: 0 }
      lanes.set(ballot.villageId, lane)
      lane.waiting.push({ ballot, resolve, reject })
      waiting += 1
      // After this turn of the event loop, so that requests read together go in together.
      if (lane.flying < 2) setImmediate(start)
    })
  }

  /** Villages take turns: a lane that has run goes to the end of the line. */
  const start = () => {
    for (const [villageId, lane] of lanes) {
      if (running >= atOnce) return
      if (!mayStart(lane)) continue
      lanes.delete(villageId)
      lanes.set(villageId, lane)
      void run(villageId, lane)
    }
  }

  const run = async (villageId: string, lane: Lane) => {
    lane.flying += 1
    running += 1
    const batch = take(lane, most)
    const answers = await record(
      parts,
      villageId,
      batch.map((one) => one.ballot),
    )
    batch.forEach(({ resolve, reject }, at) => {
      const answer = answers[at] ?? new Refused('notReady')
      if (answer instanceof Refused) reject(answer)
      else resolve(answer.receipt)
    })
    lane.flying -= 1
    running -= 1
    waiting -= batch.length
    if (lane.waiting.length === 0 && lane.flying === 0) lanes.delete(villageId)
    if (waiting === 0) drained?.()
    start()
  }

  const drain = () => {
    closed = true
    return new Promise<void>((resolve) => {
      drained = resolve
      if (waiting === 0) resolve()
    })
  }

  return { cast, drain, waiting: () => waiting }
}

/** Ballots of one poll, in the order in which they came; those of other polls keep their place. */
function take(lane: Lane, most: number): Waiting[] {
  const pollId = lane.waiting[0]?.ballot.pollId
  const taken: Waiting[] = []
  const left: Waiting[] = []
  for (const one of lane.waiting)
    (one.ballot.pollId === pollId && taken.length < most ? taken : left).push(one)
  lane.waiting = left
  return taken
}

/**
 * A batch whose transaction failed is tried once more: a ref that is in already is answered with its receipt, so a
 * commit whose answer was lost is found again. After that everybody is told to try later.
 */
async function record(parts: BatcherParts, villageId: string, batch: Ballot[]): Promise<Answer[]> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await parts.db.inTrips(villageId, (line) => recordBatch(line, parts, batch))
    } catch (error) {
      if (error instanceof Refused) return batch.map(() => error)
      parts.log?.error({ err: error, ballots: batch.length, attempt }, 'a batch of ballots failed')
      if (attempt === 2) return batch.map(() => new Refused('notReady'))
    }
  }
}

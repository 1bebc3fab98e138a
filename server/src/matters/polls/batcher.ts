/** 收票: ballots wait a moment and are recorded together; every caller is answered for himself, after the commit. */
import { Refused } from '@cunyi/shared/words/refusal.ts'
import { createLanes, Held, type LanesOptions } from '#base/parts/lanes.ts'
import { recordBatch } from './actions/record-batch.ts'
import type { Answer, Ballot, BatcherParts } from './ballot.ts'

export interface Batcher {
  /** Resolves with the receipt when the ballot is safe; throws the reason otherwise. */
  cast(ballot: Ballot): Promise<string>
  /** Nothing more is taken; resolves when all that waited has been answered. */
  drain(): Promise<void>
  waiting(): number
}

/** Of one village's ballots so many go with the second batch while the first is written. */
const SECOND_FROM = 32

export function createBatcher(parts: BatcherParts, options: LanesOptions = {}): Batcher {
  const { ask, drain, waiting } = createLanes<Ballot, { receipt: string }>(
    {
      laneOf: (ballot) => ballot.villageId,
      groupOf: (ballot) => ballot.pollId,
      doTogether: (batch) => record(parts, batch),
    },
    { secondFrom: SECOND_FROM, ...options },
  )
  return { cast: async (ballot) => (await ask(ballot)).receipt, drain, waiting }
}

/**
 * A batch whose transaction failed is tried once more: a ref that is in already is answered with its receipt, so a
 * commit whose answer was lost is found again. After that everybody is told to try later.
 */
async function record(parts: BatcherParts, batch: Ballot[]): Promise<Answer[]> {
  const villageId = batch[0]?.villageId ?? ''
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await parts.db.inTrips(villageId, (line) => recordBatch(line, parts, batch))
    } catch (error) {
      if (error instanceof Held) throw error
      if (error instanceof Refused) return batch.map(() => error)
      parts.log?.error({ err: error, ballots: batch.length, attempt }, 'a batch of ballots failed')
      if (attempt === 2) return batch.map(() => new Refused('notReady'))
    }
  }
}

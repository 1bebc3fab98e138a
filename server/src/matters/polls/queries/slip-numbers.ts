import type { SlipMark } from '@cunyi/shared/words/vocabulary.ts'
import { and, asc, eq, sql } from 'drizzle-orm'
import type { Tx } from '#base/database/connect.ts'
import { piecesOf } from '#base/database/rows.ts'
import { slipNumbers, slipReadings } from '#base/database/schema/index.ts'
import type { PollRow } from './polls.ts'

type OfPoll = Pick<PollRow, 'villageId' | 'id'>
export type SlipNumber = typeof slipNumbers.$inferSelect

/** 已印: how many numbered slips each place has, and the highest number of all. */
export async function printedOf(
  tx: Tx,
  poll: OfPoll,
): Promise<{ total: number; byPlace: Map<number, number> }> {
  const { rows } = await tx.execute<{ placeNo: number; n: number }>(sql`
    select place_no as "placeNo", count(*)::int as n from slip_numbers
     where village_id = ${poll.villageId} and poll_id = ${poll.id} group by 1`)
  return {
    total: rows.reduce((sum, row) => sum + row.n, 0),
    byPlace: new Map(rows.map((row) => [row.placeNo, row.n])),
  }
}

export async function insertSlipNumbers(tx: Tx, rows: SlipNumber[]): Promise<void> {
  for (const piece of piecesOf(rows)) await tx.insert(slipNumbers).values(piece)
}

export const slipNumbersOf = (tx: Tx, poll: OfPoll, placeNo: number): Promise<SlipNumber[]> =>
  tx
    .select()
    .from(slipNumbers)
    .where(
      and(
        eq(slipNumbers.villageId, poll.villageId),
        eq(slipNumbers.pollId, poll.id),
        eq(slipNumbers.placeNo, placeNo),
      ),
    )

export async function findSlip(
  tx: Tx,
  poll: OfPoll,
  by: { code: string } | { number: number },
): Promise<SlipNumber | null> {
  const [row] = await tx
    .select()
    .from(slipNumbers)
    .where(
      and(
        eq(slipNumbers.villageId, poll.villageId),
        eq(slipNumbers.pollId, poll.id),
        'code' in by ? eq(slipNumbers.code, by.code) : eq(slipNumbers.number, by.number),
      ),
    )
  return row ?? null
}

type Count = OfPoll & { teller: string; round: number }
export type Reading = { number: number; seq: number; mark: SlipMark }

/** Of each slip this teller read in this count, the newest line. */
export const readingsOf = (tx: Tx, { villageId, id, teller, round }: Count): Promise<Reading[]> =>
  tx
    .selectDistinctOn([slipReadings.number], {
      number: slipReadings.number,
      seq: slipReadings.seq,
      mark: slipReadings.mark,
    })
    .from(slipReadings)
    .where(
      and(
        eq(slipReadings.villageId, villageId),
        eq(slipReadings.pollId, id),
        eq(slipReadings.teller, teller),
        eq(slipReadings.round, round),
      ),
    )
    .orderBy(asc(slipReadings.number), sql`${slipReadings.seq} desc`)

export async function insertReading(tx: Tx, row: typeof slipReadings.$inferInsert): Promise<void> {
  await tx.insert(slipReadings).values(row)
}

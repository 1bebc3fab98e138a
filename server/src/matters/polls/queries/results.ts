import { isNewNumber, type NumberWay } from '@cunyi/shared/law/numbers.ts'
import type { Channel, Choice } from '@cunyi/shared/words/vocabulary.ts'
import { and, asc, eq, gt, sql } from 'drizzle-orm'
import type { Tx } from '#base/database/connect.ts'
import { piecesOf } from '#base/database/rows.ts'
import { pollList, standingEnvelopes } from '#base/database/schema/index.ts'
import type { PollRow } from './polls.ts'

export type ListRow = typeof pollList.$inferInsert

export async function insertPollList(tx: Tx, rows: ListRow[]): Promise<void> {
  for (const piece of piecesOf(rows)) await tx.insert(pollList).values(piece)
}

/** Who has an envelope that was not set aside, and by which channel; says nothing of what is in it. */
export async function votedBy(
  tx: Tx,
  poll: Pick<PollRow, 'villageId' | 'id'>,
): Promise<Map<string, Channel>> {
  const { rows } = await tx.execute<{ personId: string; channel: Channel }>(sql`
    select person_id as "personId", channel from standing_envelopes
     where village_id = ${poll.villageId} and poll_id = ${poll.id}`)
  return new Map(rows.map((row) => [row.personId, row.channel]))
}

/** 新启用号码: how many of the phones' ballots came from one put into use singly since then. */
export async function ballotsFromNewNumbers(
  tx: Tx,
  poll: Pick<PollRow, 'villageId' | 'id'>,
  at: Date,
): Promise<number> {
  const { rows } = await tx.execute<{ activeFrom: Date | string; activeBy: NumberWay }>(sql`
    select p.active_from as "activeFrom", p.active_by as "activeBy"
      from standing_envelopes n
      join people p on p.village_id = n.village_id and p.id = coalesce(n.cast_by, n.person_id)
     where n.village_id = ${poll.villageId} and n.poll_id = ${poll.id} and n.channel = 'phone' and p.active_from is not null`)
  return rows.filter(({ activeFrom, activeBy }) =>
    isNewNumber({ activeFrom: new Date(activeFrom), activeBy }, at),
  ).length
}

export type ListLine = {
  personId: string
  entitled: boolean
  way: string | null
  representedBy: string | null
  recused: boolean
  voted: boolean
  channel: Channel | null
  choice: Choice | null
}

/** The frozen list, by person; a choice stands there in open polls only, because only there a ballot has a person. */
export async function pollListPage(
  tx: Tx,
  poll: PollRow,
  after: string | undefined,
  limit: number,
): Promise<ListLine[]> {
  const rows = await tx
    .select({
      personId: pollList.personId,
      entitled: pollList.entitled,
      way: pollList.way,
      representedBy: pollList.representedBy,
      recused: pollList.recused,
      voted: pollList.voted,
      channel: pollList.channel,
      choice: sql<Choice | null>`(select b.choice from ballots b where b.village_id = poll_list.village_id
        and b.poll_id = poll_list.poll_id and b.person_id = poll_list.person_id)`,
    })
    .from(pollList)
    .where(
      and(
        eq(pollList.villageId, poll.villageId),
        eq(pollList.pollId, poll.id),
        after ? gt(pollList.personId, after) : undefined,
      ),
    )
    .orderBy(asc(pollList.personId))
    .limit(limit)
  return rows.map((row) => ({ ...row, channel: row.channel as Channel | null }))
}

/** Sorted receipts of the envelopes that were opened: of each person the newest one not set aside. */
export async function receiptsOf(tx: Tx, poll: Pick<PollRow, 'villageId' | 'id'>): Promise<string[]> {
  const rows = await tx
    .select({ receipt: standingEnvelopes.receipt })
    .from(standingEnvelopes)
    .where(and(eq(standingEnvelopes.villageId, poll.villageId), eq(standingEnvelopes.pollId, poll.id)))
  return rows.map((row) => row.receipt).sort()
}

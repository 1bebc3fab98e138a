import { shanghaiDate } from '@cunyi/shared/words/days.ts'
import type { CallResult } from '@cunyi/shared/words/kinds.ts'
import { and, asc, eq, isNull, sql } from 'drizzle-orm'
import type { Tx } from '#base/database/connect.ts'
import { assistCalls, assists, helpers } from '#base/database/schema/index.ts'
import type { PollRow } from '#matters/polls/queries/polls.ts'
import { namedForTerm } from '#village/people/queries/helpers.ts'

export type HelperRow = typeof helpers.$inferSelect
export type AssistRow = typeof assists.$inferSelect

/** 现行名单, in the order in which they came onto it: taken off by nobody, and named for a term that runs. */
export const helpersOf = (tx: Tx, villageId: string, now: Date): Promise<HelperRow[]> =>
  tx
    .select()
    .from(helpers)
    .where(
      and(
        eq(helpers.villageId, villageId),
        isNull(helpers.endedAt),
        namedForTerm({ villageId, listedAt: sql`${helpers.listedAt}` }, sql`${shanghaiDate(now)}::date`),
      ),
    )
    .orderBy(asc(helpers.listedAt), asc(helpers.id))

/** The list is changed by one transaction at a time, so that nobody stands on it twice. */
export const lockHelpers = (tx: Tx, villageId: string) =>
  tx.execute(sql`select pg_advisory_xact_lock(hashtext('helpers'), hashtext(${villageId}))`)

export async function insertHelper(tx: Tx, row: typeof helpers.$inferInsert): Promise<void> {
  await tx.insert(helpers).values(row)
}

/** The row it ended, or undefined where there is none that still stands. */
export async function endHelperRow(
  tx: Tx,
  { villageId, id, by, at }: { villageId: string; id: string; by: string; at: Date },
): Promise<HelperRow | undefined> {
  const [row] = await tx
    .update(helpers)
    .set({ endedAt: at, endedBy: by })
    .where(and(eq(helpers.villageId, villageId), eq(helpers.id, id), isNull(helpers.endedAt)))
    .returning()
  return row
}

export async function insertAssist(tx: Tx, row: typeof assists.$inferInsert): Promise<void> {
  await tx.insert(assists).values(row)
}

/** 代录记录 of one poll, each with what became of its envelope. */
export async function assistsOf(
  tx: Tx,
  poll: Pick<PollRow, 'villageId' | 'id'>,
): Promise<(AssistRow & { replaced: boolean; setAside: boolean })[]> {
  return await tx
    .select({
      villageId: assists.villageId,
      pollId: assists.pollId,
      personId: assists.personId,
      version: assists.version,
      helperId: assists.helperId,
      witnessId: assists.witnessId,
      place: assists.place,
      reason: assists.reason,
      photoId: assists.photoId,
      voiceId: assists.voiceId,
      overCap: assists.overCap,
      at: assists.at,
      replaced: sql<boolean>`exists (select from envelopes e where e.village_id = assists.village_id and e.poll_id = assists.poll_id
        and e.person_id = assists.person_id and e.version > assists.version)`,
      setAside: sql<boolean>`exists (select from set_asides z where z.village_id = assists.village_id and z.poll_id = assists.poll_id
        and z.person_id = assists.person_id and z.version = assists.version)`,
    })
    .from(assists)
    .where(and(eq(assists.villageId, poll.villageId), eq(assists.pollId, poll.id)))
    .orderBy(asc(assists.at), asc(assists.personId))
}

export async function insertAssistCall(
  tx: Tx,
  row: Omit<typeof assistCalls.$inferInsert, 'seq'>,
): Promise<void> {
  await tx.insert(assistCalls).values(row)
}

/** The newest word on each ballot that was rung. */
export async function callsOf(
  tx: Tx,
  poll: Pick<PollRow, 'villageId' | 'id'>,
): Promise<Map<string, CallResult>> {
  const rows = await tx
    .select({ personId: assistCalls.personId, version: assistCalls.version, result: assistCalls.result })
    .from(assistCalls)
    .where(and(eq(assistCalls.villageId, poll.villageId), eq(assistCalls.pollId, poll.id)))
    .orderBy(asc(assistCalls.seq))
  return new Map(rows.map((row) => [callKey(row), row.result]))
}
export const callKey = ({ personId, version }: { personId: string; version: number }) =>
  `${personId} ${version}`

/** 回避、委托、名册更正: what changes a person's standing. Written under the exclusive locks of the meeting's polls. */

import { and, asc, eq, inArray, isNotNull, ne, or } from 'drizzle-orm'
import type { Tx } from '#base/database/connect.ts'
import { attachments } from '#base/database/schema/divisions.ts'
import {
  meetingRoll,
  meetings,
  proxies,
  recusals,
  rollConfirmations,
  rollCorrections,
} from '#base/database/schema/meetings.ts'
import { proxiesInForce, rollNow } from '#base/database/schema/views.ts'

export type ProxyRow = typeof proxies.$inferSelect

/** True: new, or new again after it was taken back. Declared twice is one recusal. */
export async function insertRecusal(tx: Tx, row: typeof recusals.$inferInsert): Promise<boolean> {
  const { mode, interest, reason, by, at } = row
  const rows = await tx
    .insert(recusals)
    .values(row)
    .onConflictDoUpdate({
      target: [recusals.villageId, recusals.meetingId, recusals.proposalId, recusals.personId],
      set: {
        mode,
        interest,
        reason,
        by,
        at,
        withdrawnAt: null,
        contestedAt: null,
        contest: null,
        upheld: null,
      },
      setWhere: isNotNull(recusals.withdrawnAt),
    })
    .returning({ personId: recusals.personId })
  return rows.length > 0
}

type OfRecusal = { villageId: string; meetingId: string; proposalId: string; personId: string }
const theRecusal = ({ villageId, meetingId, proposalId, personId }: OfRecusal) =>
  and(
    eq(recusals.villageId, villageId),
    eq(recusals.meetingId, meetingId),
    eq(recusals.proposalId, proposalId),
    eq(recusals.personId, personId),
  )
export const withdrawRecusal = (tx: Tx, one: OfRecusal, withdrawnAt: Date) =>
  tx.update(recusals).set({ withdrawnAt }).where(theRecusal(one))

export const contest = (tx: Tx, one: OfRecusal, text: string, contestedAt: Date) =>
  tx.update(recusals).set({ contestedAt, contest: text }).where(theRecusal(one))
export const judgeContest = (tx: Tx, one: OfRecusal, upheld: boolean) =>
  tx.update(recusals).set({ upheld }).where(theRecusal(one))

export const recusalsOf = (tx: Tx, villageId: string, meetingId: string) =>
  tx
    .select()
    .from(recusals)
    .where(and(eq(recusals.villageId, villageId), eq(recusals.meetingId, meetingId)))

export async function insertProxy(tx: Tx, row: typeof proxies.$inferInsert): Promise<void> {
  await tx.insert(proxies).values(row)
}

export async function findProxy(
  tx: Tx,
  villageId: string,
  meetingId: string,
  id: string,
): Promise<ProxyRow | undefined> {
  const [row] = await tx
    .select()
    .from(proxies)
    .where(and(eq(proxies.villageId, villageId), eq(proxies.meetingId, meetingId), eq(proxies.id, id)))
  return row
}

/** Proxies that stand and name one of these persons, as principal or as agent. */
export const proxiesOf = (
  tx: Tx,
  villageId: string,
  meetingId: string,
  personIds: readonly string[],
): Promise<ProxyRow[]> =>
  tx
    .select()
    .from(proxiesInForce)
    .where(
      and(
        eq(proxiesInForce.villageId, villageId),
        eq(proxiesInForce.meetingId, meetingId),
        or(
          inArray(proxiesInForce.principalId, [...personIds]),
          inArray(proxiesInForce.agentId, [...personIds]),
        ),
      ),
    )
    .orderBy(asc(proxiesInForce.at), asc(proxiesInForce.id))

/** Of these persons, those for whom somebody else stands. */
export async function representedAmong(
  tx: Tx,
  villageId: string,
  meetingId: string,
  personIds: readonly string[],
): Promise<Set<string>> {
  const rows = await proxiesOf(tx, villageId, meetingId, personIds)
  return new Set(rows.map((row) => row.principalId).filter((id) => personIds.includes(id)))
}

export const allProxies = (tx: Tx, villageId: string, meetingId: string): Promise<ProxyRow[]> =>
  tx
    .select()
    .from(proxies)
    .where(and(eq(proxies.villageId, villageId), eq(proxies.meetingId, meetingId)))
    .orderBy(asc(proxies.at), asc(proxies.id))

export const endProxy = (tx: Tx, proxy: ProxyRow, now: Date) =>
  tx
    .update(proxies)
    .set({ revokedAt: now })
    .where(and(eq(proxies.villageId, proxy.villageId), eq(proxies.id, proxy.id)))

export async function paperExists(tx: Tx, villageId: string, id: string): Promise<boolean> {
  const rows = await tx
    .select({ id: attachments.id })
    .from(attachments)
    .where(and(eq(attachments.villageId, villageId), eq(attachments.id, id)))
  return rows.length > 0
}

/** On the roll or put there anew; a person struck before stands again. */
export async function putOnRoll(tx: Tx, row: typeof meetingRoll.$inferInsert): Promise<void> {
  const { votes, member, capacities, isWoman, households, householdId } = row
  await tx
    .insert(meetingRoll)
    .values(row)
    .onConflictDoUpdate({
      target: [meetingRoll.villageId, meetingRoll.meetingId, meetingRoll.personId],
      set: { votes, member, capacities, isWoman, households, householdId, struckAt: null },
    })
}

export const updateRollRow = (
  tx: Tx,
  { villageId, meetingId, personId }: { villageId: string; meetingId: string; personId: string },
  changes: Partial<typeof meetingRoll.$inferInsert>,
) =>
  tx
    .update(meetingRoll)
    .set(changes)
    .where(
      and(
        eq(meetingRoll.villageId, villageId),
        eq(meetingRoll.meetingId, meetingId),
        eq(meetingRoll.personId, personId),
      ),
    )

/** Who stands for this household on the roll now. */
export async function voterOfHousehold(
  tx: Tx,
  villageId: string,
  meetingId: string,
  householdId: string,
): Promise<string | null> {
  const [row] = await tx
    .select({ personId: rollNow.personId })
    .from(rollNow)
    .where(
      and(
        eq(rollNow.villageId, villageId),
        eq(rollNow.meetingId, meetingId),
        eq(rollNow.householdId, householdId),
        eq(rollNow.votes, true),
      ),
    )
  return row?.personId ?? null
}

export async function insertCorrection(tx: Tx, row: typeof rollCorrections.$inferInsert): Promise<void> {
  await tx.insert(rollCorrections).values(row)
}

export async function insertConfirmation(tx: Tx, row: typeof rollConfirmations.$inferInsert): Promise<void> {
  await tx.insert(rollConfirmations).values(row)
}

export const correctionsOf = (tx: Tx, villageId: string, meetingId: string) =>
  tx
    .select({
      correction: rollCorrections,
      confirmedBy: rollConfirmations.confirmedBy,
      confirmedAt: rollConfirmations.confirmedAt,
    })
    .from(rollCorrections)
    .leftJoin(
      rollConfirmations,
      and(
        eq(rollConfirmations.villageId, rollCorrections.villageId),
        eq(rollConfirmations.correctionId, rollCorrections.id),
      ),
    )
    .where(and(eq(rollCorrections.villageId, villageId), eq(rollCorrections.meetingId, meetingId)))
    .orderBy(asc(rollCorrections.proposedAt), asc(rollCorrections.id))

/** On whose roll of a meeting that is not over these persons stand. */
export const meetingsWith = (tx: Tx, villageId: string, people: readonly string[]) =>
  tx
    .select({ meetingId: rollNow.meetingId, personId: rollNow.personId })
    .from(rollNow)
    .innerJoin(meetings, and(eq(meetings.villageId, rollNow.villageId), eq(meetings.id, rollNow.meetingId)))
    .where(
      and(
        eq(rollNow.villageId, villageId),
        inArray(rollNow.personId, [...people]),
        ne(meetings.status, 'ended'),
      ),
    )
    .orderBy(asc(rollNow.meetingId))

export const updateMeeting = (
  tx: Tx,
  { villageId, id }: { villageId: string; id: string },
  changes: Partial<typeof meetings.$inferInsert>,
) =>
  tx
    .update(meetings)
    .set(changes)
    .where(and(eq(meetings.villageId, villageId), eq(meetings.id, id)))

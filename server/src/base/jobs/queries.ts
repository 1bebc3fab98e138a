import { and, eq, sql } from 'drizzle-orm'
import type { Tx } from '#base/database/connect.ts'
import { dueFailures } from '#base/database/schema/jobs.ts'
import type { DueItem } from './due.ts'

export type Failure = { villageId: string; work: string; subject: string; nextAt: Date }

/** Of all divisions: few, and none where all is well. */
export async function failuresAcross(tx: Tx): Promise<Failure[]> {
  const { rows } = await tx.execute<{ village_id: string; work: string; subject: string; next_at: string }>(
    sql`select village_id, work, subject, next_at from across_due_failures()`,
  )
  return rows.map((row) => ({
    villageId: row.village_id,
    work: row.work,
    subject: row.subject,
    nextAt: new Date(row.next_at),
  }))
}

/** What of these works is due by then, and of each the one that comes next. */
export async function dueBy(tx: Tx, works: readonly string[], by: Date): Promise<Map<string, DueItem[]>> {
  if (works.length === 0) return new Map()
  const { rows } = await tx.execute<{ work: string; village_id: string; id: string; due_at: string }>(
    sql`select work, village_id, id, due_at from across_due(${sql.param(works)}::text[], ${by.toISOString()}::timestamptz)`,
  )
  return Map.groupBy(
    rows.map((row) => ({
      work: row.work,
      villageId: row.village_id,
      id: row.id,
      dueAt: new Date(row.due_at),
    })),
    ({ work }) => work,
  )
}

/** One more try that failed: it waits as long as its work says, twice as long each time, six hours at the most. */
export async function noteFailure(
  tx: Tx,
  failed: { villageId: string; work: string; subject: string; reason: string; now: Date },
  firstWaitSeconds: number,
): Promise<void> {
  const { now, ...key } = failed
  const wait = sql`least(interval '6 hours', ${firstWaitSeconds} * interval '1 second' * power(2, least(${dueFailures.tries}, 30)))`
  await tx
    .insert(dueFailures)
    .values({ ...key, tries: 1, lastAt: now, nextAt: new Date(now.getTime() + firstWaitSeconds * 1000) })
    .onConflictDoUpdate({
      target: [dueFailures.villageId, dueFailures.work, dueFailures.subject],
      set: {
        tries: sql`${dueFailures.tries} + 1`,
        lastAt: now,
        nextAt: sql`${now.toISOString()}::timestamptz + ${wait}`,
        reason: failed.reason,
      },
    })
}

export async function forgetFailure(
  tx: Tx,
  { villageId, work, subject }: { villageId: string; work: string; subject: string },
): Promise<void> {
  await tx
    .delete(dueFailures)
    .where(
      and(eq(dueFailures.villageId, villageId), eq(dueFailures.work, work), eq(dueFailures.subject, subject)),
    )
}

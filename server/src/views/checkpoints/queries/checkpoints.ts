import type { ChainHead, Checkpoint } from '@cunyi/shared/papers/package-format.ts'
import { endOfDay, shanghaiDate } from '@cunyi/shared/words/days.ts'
import { and, eq, sql } from 'drizzle-orm'
import type { Tx } from '#base/database/connect.ts'
import { checkpoints, evidence, type polls, proposals, questions } from '#base/database/schema/index.ts'
import type { EvidenceRow } from '#base/evidence/queries/chain.ts'
import type { DueItem } from '#base/jobs/due.ts'

/** 县下各级的链头, one a division, by code. */
export async function headsOf(tx: Tx, county: string): Promise<ChainHead[]> {
  const { rows } = await tx.execute<ChainHead>(sql`select division, seq, link from across_heads(${county})`)
  return rows.map(({ division, seq, link }) => ({ division, seq: Number(seq), link }))
}

export async function lastNumber(tx: Tx, county: string): Promise<number> {
  const { rows } = await tx.execute<{ seq: number }>(sql`select across_last_checkpoint(${county}) as seq`)
  return Number(rows[0]?.seq ?? 0)
}

export async function checkpointsBetween(
  tx: Tx,
  county: string,
  from: number,
  to: number,
): Promise<Checkpoint[]> {
  const { rows } = await tx.execute<Omit<Checkpoint, 'at'> & { at: Date | string }>(sql`
    select seq, to_char(day, 'YYYY-MM-DD') as day, at, prev, heads, public_key as "publicKey", digest, signature
      from across_checkpoints(${county}, ${from}, ${to})`)
  return rows.map((row) => ({ ...row, seq: Number(row.seq), at: new Date(row.at).toISOString() }))
}

export async function insertCheckpoint(tx: Tx, county: string, row: Checkpoint): Promise<boolean> {
  const rows = await tx
    .insert(checkpoints)
    .values({ ...row, villageId: county, at: new Date(row.at) })
    .onConflictDoNothing()
    .returning({ seq: checkpoints.seq })
  return rows.length > 0
}

/** At the end of the day on which a chain of the county first grew after its last list. */
export async function checkpointsDue(tx: Tx): Promise<DueItem[]> {
  const { rows } = await tx.execute<{ county: string; grew_at: Date | string }>(
    sql`select county, grew_at from across_chains_grown()`,
  )
  return rows.map(({ county, grew_at }) => ({
    villageId: county,
    id: county,
    dueAt: endOfDay(shanghaiDate(new Date(grew_at))),
  }))
}

type Poll = typeof polls.$inferSelect

/** The entry that holds what came of a poll. */
export async function closingOf(tx: Tx, poll: Poll): Promise<EvidenceRow | null> {
  const [row] = await tx
    .select()
    .from(evidence)
    .where(
      and(
        eq(evidence.villageId, poll.villageId),
        eq(evidence.proposalId, poll.proposalId),
        eq(evidence.act, 'closePoll'),
        sql`${evidence.payload} ->> 'pollId' = ${poll.id}`,
      ),
    )
  return row ?? null
}

/** What was asked; steps 1 to 3 ask whether the matter may go on. */
export async function questionOf(tx: Tx, { villageId, proposalId, questionId }: Poll): Promise<string> {
  const [row] = await tx
    .select({ title: proposals.title, text: questions.text })
    .from(proposals)
    .leftJoin(questions, and(eq(questions.villageId, villageId), sql`${questions.id} = ${questionId}`))
    .where(and(eq(proposals.villageId, villageId), eq(proposals.id, proposalId)))
  return row?.text ?? row?.title ?? ''
}

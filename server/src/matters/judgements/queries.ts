import type { JudgementState } from '@cunyi/shared/law/judged.ts'
import { and, desc, eq, or, sql } from 'drizzle-orm'
import type { Tx } from '#base/database/connect.ts'
import { judgements, judgementVotes, proposals } from '#base/database/schema/index.ts'
import { closeAbout, saveDuties } from '#village/duties/queries.ts'

export type JudgementRow = typeof judgements.$inferSelect
type Where = { villageId: string; id: string }
const dutyOf = (what: JudgementRow['what']) => (what === 'branchRound' ? what : 'judge')

export async function insertJudgement(tx: Tx, row: typeof judgements.$inferInsert): Promise<JudgementRow> {
  const [made] = (await tx.insert(judgements).values(row).returning()) as [JudgementRow]
  const { id, at: since, dueAt } = made
  await saveDuties(tx, made, [
    { kind: dutyOf(made.what), key: id, since, dueAt, doneAt: null, subjectId: id },
  ])
  return made
}

const one = (tx: Tx, { villageId, id }: Where) =>
  tx
    .select()
    .from(judgements)
    .where(and(eq(judgements.villageId, villageId), eq(judgements.id, id)))

export const findJudgement = async (tx: Tx, where: Where): Promise<JudgementRow | undefined> =>
  (await one(tx, where))[0]

export const lockJudgement = async (tx: Tx, where: Where): Promise<JudgementRow | undefined> =>
  (await one(tx, where).for('update'))[0]

/** What was asked about one subject, the newest first. */
export const judgementsOf = (tx: Tx, villageId: string, subjectId: string): Promise<JudgementRow[]> =>
  tx
    .select()
    .from(judgements)
    .where(and(eq(judgements.villageId, villageId), eq(judgements.subjectId, subjectId)))
    .orderBy(desc(judgements.at), desc(judgements.id))

export async function insertVote(tx: Tx, row: typeof judgementVotes.$inferInsert): Promise<boolean> {
  const { rowCount } = await tx.insert(judgementVotes).values(row).onConflictDoNothing()
  return rowCount === 1
}

export const votesOf = (tx: Tx, { villageId, id }: Where) =>
  tx
    .select()
    .from(judgementVotes)
    .where(and(eq(judgementVotes.villageId, villageId), eq(judgementVotes.judgementId, id)))

export async function settleRow(
  tx: Tx,
  { villageId, id, what }: Where & Pick<JudgementRow, 'what'>,
  state: JudgementState,
  settledAt: Date,
) {
  await tx
    .update(judgements)
    .set({ state, settledAt })
    .where(and(eq(judgements.villageId, villageId), eq(judgements.id, id)))
  const end = state === 'silent' ? { droppedAt: settledAt } : { doneAt: settledAt }
  await closeAbout(tx, { villageId, kind: dutyOf(what), subjectIds: [id] }, end)
}

const MOST = 100
const ITS_MATTER = and(eq(proposals.villageId, judgements.villageId), eq(proposals.id, judgements.proposalId))
const IS_SETTLED = sql`${judgements.state} <> 'open'`

/** All for whoever sees all; else what he asked, what is about him and what he may judge. */
export const listFor = (tx: Tx, villageId: string, personId: string, seesAll: boolean) =>
  tx
    .select({
      row: judgements,
      title: proposals.title,
      judged: sql<number>`(select count(*)::int from ${judgementVotes} v
        where v.village_id = ${judgements.villageId} and v.judgement_id = ${judgements.id})`,
      mine: sql<boolean | null>`(select v.agrees from ${judgementVotes} v
        where v.village_id = ${judgements.villageId} and v.judgement_id = ${judgements.id} and v.person_id = ${personId})`,
    })
    .from(judgements)
    .leftJoin(proposals, ITS_MATTER)
    .where(
      and(
        eq(judgements.villageId, villageId),
        seesAll
          ? undefined
          : or(
              eq(judgements.by, personId),
              eq(judgements.personId, personId),
              sql`${judgements.members} ? ${personId}`,
            ),
      ),
    )
    .orderBy(IS_SETTLED, desc(judgements.at))
    .limit(MOST)

/** Open, his to judge, and not yet judged by him. */
export const openFor = (tx: Tx, villageId: string, personId: string) =>
  tx
    .select({ row: judgements, title: proposals.title })
    .from(judgements)
    .leftJoin(proposals, ITS_MATTER)
    .where(
      and(
        eq(judgements.villageId, villageId),
        eq(judgements.state, 'open'),
        sql`${judgements.members} ? ${personId}`,
        sql`not exists (select from ${judgementVotes} v where v.village_id = ${judgements.villageId}
          and v.judgement_id = ${judgements.id} and v.person_id = ${personId})`,
      ),
    )
    .orderBy(judgements.dueAt)
    .limit(MOST)

/** Those whose days are over. */

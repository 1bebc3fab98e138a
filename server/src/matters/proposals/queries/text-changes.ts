/** 方案改动 in the database. */
import { Refused } from '@cunyi/shared/words/refusal.ts'
import { and, desc, eq, sql } from 'drizzle-orm'
import type { Tx } from '#base/database/connect.ts'
import { only } from '#base/database/rows.ts'
import { amendments, judgements, judgementVotes, textChanges } from '#base/database/schema/index.ts'
import { closeAbout } from '#village/duties/queries.ts'
import type { LoadedProposal } from './proposals.ts'

export type ChangeRow = typeof textChanges.$inferSelect
export type NewChange = typeof textChanges.$inferInsert
type Key = Pick<ChangeRow, 'villageId' | 'id'>

const here = ({ villageId, id }: Key) => and(eq(textChanges.villageId, villageId), eq(textChanges.id, id))

export const insertChange = async (tx: Tx, row: NewChange): Promise<ChangeRow> =>
  only(await tx.insert(textChanges).values(row).returning())

export const findChange = async (tx: Tx, key: Key): Promise<ChangeRow | undefined> =>
  (await tx.select().from(textChanges).where(here(key)))[0]

/** The matter is locked by the caller. */
export const updateChange = (tx: Tx, key: Key, set: Partial<NewChange>) =>
  tx.update(textChanges).set(set).where(here(key))

export const changesOf = (tx: Tx, villageId: string, proposalId: string): Promise<ChangeRow[]> =>
  tx
    .select()
    .from(textChanges)
    .where(and(eq(textChanges.villageId, villageId), eq(textChanges.proposalId, proposalId)))
    .orderBy(desc(textChanges.at), desc(textChanges.id))

/** One that waits, of the matter or of this amendment. */
export async function waitingChange(
  tx: Tx,
  villageId: string,
  by: { proposalId: string } | { amendmentId: string },
): Promise<ChangeRow | undefined> {
  const whose =
    'proposalId' in by
      ? eq(textChanges.proposalId, by.proposalId)
      : eq(textChanges.amendmentId, by.amendmentId)
  const rows = await tx
    .select()
    .from(textChanges)
    .where(and(eq(textChanges.villageId, villageId), eq(textChanges.state, 'waiting'), whose))
  return rows[0]
}

/** 书面确认 of the changes of a matter: how far each is, the newest first. */
export const roundsOf = (tx: Tx, villageId: string, proposalId: string) =>
  tx
    .select({
      id: judgements.id,
      changeId: judgements.subjectId,
      state: judgements.state,
      dueAt: judgements.dueAt,
      members: sql<number>`jsonb_array_length(${judgements.members})`,
      answered: sql<number>`(select count(*)::int from ${judgementVotes} v
        where v.village_id = ${judgements.villageId} and v.judgement_id = ${judgements.id})`,
    })
    .from(judgements)
    .where(
      and(
        eq(judgements.villageId, villageId),
        eq(judgements.proposalId, proposalId),
        eq(judgements.what, 'branchRound'),
      ),
    )
    .orderBy(desc(judgements.at), desc(judgements.id))

/** The change with which the matter stands where it stands: a round about another asks for nothing any more. */
export const isOfNow = (
  row: Pick<ChangeRow, 'version' | 'at' | 'settledAt'>,
  proposal: Pick<LoadedProposal, 'version' | 'stage' | 'stageSince'>,
): boolean =>
  proposal.stage === 'committeeDeliberation' &&
  row.version === proposal.version &&
  (row.settledAt ?? row.at) >= proposal.stageSince

/** What waits for the branch committee's word on the text as it stands; until then it is not voted on. */
async function openRounds(tx: Tx, proposal: LoadedProposal) {
  const { villageId, id, stage } = proposal
  const open: { id: string; dueAt: Date }[] = []
  if (stage !== 'committeeDeliberation') return open
  for (const round of await roundsOf(tx, villageId, id)) {
    const row = round.state === 'open' && (await findChange(tx, { villageId, id: round.changeId }))
    if (row && isOfNow(row, proposal)) open.push(round)
  }
  return open
}

export async function mustBeConfirmed(tx: Tx, proposal: LoadedProposal): Promise<void> {
  const [first] = await openRounds(tx, proposal)
  if (first) throw new Refused('branchRoundOpen', { until: first.dueAt.toISOString() })
}

/** 又改了: nobody is asked about that difference any more; whether there was one, whose place another takes. */
export async function overtakeRounds(tx: Tx, proposal: LoadedProposal, now: Date): Promise<boolean> {
  const { villageId } = proposal
  const open = await openRounds(tx, proposal)
  for (const { id } of open) {
    await tx
      .update(judgements)
      .set({ state: 'overtaken', settledAt: now })
      .where(and(eq(judgements.villageId, villageId), eq(judgements.id, id)))
    await closeAbout(tx, { villageId, kind: 'branchRound', subjectIds: [id] }, { droppedAt: now })
  }
  return open.length > 0
}

/** 修改动议: its class, once others than the rule have said so. */
export const setAmendmentKind = (tx: Tx, { villageId, id }: Key, kind: 'editorial' | 'substantive') =>
  tx
    .update(amendments)
    .set({ kind })
    .where(and(eq(amendments.villageId, villageId), eq(amendments.id, id), eq(amendments.status, 'moved')))

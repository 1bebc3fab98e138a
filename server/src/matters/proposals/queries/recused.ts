import { whyRecusedOut } from '@cunyi/shared/meeting/recusal.ts'
import type { Assembly } from '@cunyi/shared/words/vocabulary.ts'
import { and, eq, inArray, isNull, or, type SQL, sql } from 'drizzle-orm'
import type { Tx } from '#base/database/connect.ts'
import { recusals } from '#base/database/schema/index.ts'
import { type LoadedProposal, listMoves } from './proposals.ts'

/** 回避的人多: of the body that is convened on the matter now. */
export async function isRecusedOut(
  tx: Tx,
  { villageId, id }: Pick<LoadedProposal, 'villageId' | 'id'>,
): Promise<boolean> {
  const { rows } = await tx.execute<{ assembly: Assembly; roll: number; recused: number }>(sql`
    select m.assembly, count(*) filter (where r.votes)::int as roll,
           count(*) filter (where r.votes and exists (select from recusals_in_force c where c.village_id = r.village_id
             and c.meeting_id = r.meeting_id and c.person_id = r.person_id and c.proposal_id = ${id}
             and c.mode <> 'disclose_only'))::int as recused
      from meetings m
      join roll_now r on r.village_id = m.village_id and r.meeting_id = m.id
     where m.village_id = ${villageId} and exists (select from polls p where p.village_id = m.village_id
       and p.meeting_id = m.id and p.proposal_id = ${id} and p.status = 'waiting')
     group by m.id, m.assembly`)
  return rows.some(({ assembly, roll, recused }) => whyRecusedOut(assembly, { roll, recused }) !== null)
}

/** 由党员大会决定: steps 1 and 2, since the matter came to this step. */
export const isPartyMeetings = async (
  tx: Tx,
  { villageId, id, stage, stageSince }: LoadedProposal,
): Promise<boolean> =>
  stage !== 'villagerResolution' &&
  (await listMoves(tx, villageId, id)).some(
    (row) => row.move === 'refer' && row.from === stage && row.to === stage && row.at >= stageSince,
  )

/** Of these matters, at whatever meeting, as far as it was not withdrawn and `counts`. */
async function recusedIn(
  tx: Tx,
  villageId: string,
  proposalIds: readonly string[],
  counts: SQL | undefined,
): Promise<string[]> {
  const rows = await tx
    .selectDistinct({ personId: recusals.personId })
    .from(recusals)
    .where(
      and(
        eq(recusals.villageId, villageId),
        inArray(recusals.proposalId, [...proposalIds]),
        isNull(recusals.withdrawnAt),
        counts,
      ),
    )
  return rows.map((row) => row.personId)
}

/** Persons who declared an interest in one of these matters, at whatever meeting. */
export const interestedIn = (tx: Tx, villageId: string, proposalIds: readonly string[]): Promise<string[]> =>
  recusedIn(tx, villageId, proposalIds, or(isNull(recusals.upheld), eq(recusals.upheld, true)))

/** Who said so himself, or of whom it was judged. What another entered takes nobody's answer from him. */
export const surelyRecused = (tx: Tx, villageId: string, proposalId: string): Promise<string[]> =>
  recusedIn(tx, villageId, [proposalId], or(eq(recusals.by, recusals.personId), eq(recusals.upheld, true)))

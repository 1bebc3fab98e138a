import type { Tally } from '@cunyi/shared/poll/tally.ts'
import type { VoidReason } from '@cunyi/shared/poll/void-reasons.ts'
import type { SAYING_KINDS, SAYING_STATES } from '@cunyi/shared/words/kinds.ts'
import type { Outcome } from '@cunyi/shared/words/vocabulary.ts'
import { sql } from 'drizzle-orm'
import type { Tx } from '#base/database/connect.ts'

export type MyResult = {
  pollId: string
  proposalId: string
  title: string
  question: string | null
  at: string
  outcome: Outcome
  figures: Pick<Tally, 'sentenceZh' | 'sentenceEn'> | null
  voidReason: VoidReason | null
}
/** Of polls that have ended since, on the roll of whose meeting somebody stands; the newest first. */
export async function findMyResults(
  tx: Tx,
  village: string,
  personId: string,
  since: Date,
): Promise<MyResult[]> {
  const { rows } = await tx.execute<MyResult>(sql`
    select q.id as "pollId", q.proposal_id as "proposalId", p.title, q.closed_at as at, q.outcome, q.figures,
           case when q.status = 'void' then q.void_reason end as "voidReason",
           case when (select count(*) from questions o where o.village_id = q.village_id and o.proposal_id = q.proposal_id) > 1
                then t.text end as question
      from polls q
      join roll_now r on r.village_id = q.village_id and r.meeting_id = q.meeting_id and r.person_id = ${personId}::uuid
      join proposals p on p.village_id = q.village_id and p.id = q.proposal_id
      left join questions t on t.village_id = q.village_id and t.id = q.question_id
     where q.village_id = ${village} and q.status in ('closed', 'void') and q.outcome is not null
       and q.opened_at is not null and q.closed_at >= ${since.toISOString()}::timestamptz
     order by q.closed_at desc, q.id limit 10`)
  return rows
}

export type MySaying = {
  kind: (typeof SAYING_KINDS)[number]
  id: string
  title: string
  text: string
  at: string
  state: (typeof SAYING_STATES)[number]
  answer: string | null
  answeredAt: string | null
  dueAt: string | null
  proposalId: string | null
}
/** The last word counts: what the county said of an objection before what the township did, and that before the village. */
export async function findMySayings(tx: Tx, village: string, personId: string): Promise<MySaying[]> {
  const { rows } = await tx.execute<MySaying>(sql`
    select * from (
      select 'objection' as kind, o.id, p.title, o.text, o.at,
             coalesce(o.county_verdict, o.township_verdict,
                      case when o.moved_on_at is not null then 'movedOn' when o.escalated_at is not null then 'above' end,
                      o.verdict, 'waiting') as state,
             coalesce(o.county_answer, o.township_answer, o.answer) as answer,
             coalesce(o.county_answered_at, o.township_answered_at, o.answered_at) as "answeredAt",
             case when coalesce(o.county_verdict, o.township_verdict) is not null or o.moved_on_at is not null then null
                  when o.escalated_at is not null then coalesce(o.county_due_at, o.township_due_at)
                  when o.verdict is null then o.due_at end as "dueAt",
             o.proposal_id as "proposalId"
        from objections o join proposals p on p.village_id = o.village_id and p.id = o.proposal_id
       where o.village_id = ${village} and o.by = ${personId}::uuid
      union all
      select n.kind, n.id, p.title, n.text, n.at,
             case when n.hidden_at is not null then 'hidden' when n.answered_at is null then 'waiting'
                  when n.kind = 'question' then 'answered' when n.adopted then 'adopted' else 'notAdopted' end,
             n.answer, n.answered_at, null, n.proposal_id
        from opinions n join proposals p on p.village_id = n.village_id and p.id = n.proposal_id
       where n.village_id = ${village} and n.person_id = ${personId}::uuid
      union all
      select 'petition', t.id, t.title, t.text, t.at,
             case t.status when 'open' then 'signing' when 'answered' then 'answered' when 'proposal' then 'proposal'
                  else 'waiting' end,
             t.answer, t.answered_at, case when t.status in ('threshold', 'demand') then t.answer_due_at end, t.proposal_id
        from petitions t where t.village_id = ${village} and t.by = ${personId}::uuid) s
     order by s.at desc, s.id limit 100`)
  return rows
}

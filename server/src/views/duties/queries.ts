import type { Duty } from '@cunyi/shared/matter/duty-kinds.ts'
import { photographedBy } from '@cunyi/shared/matter/end-photo.ts'
import type { Tally } from '@cunyi/shared/poll/tally.ts'
import type { VoidReason } from '@cunyi/shared/poll/void-reasons.ts'
import type { Addressee, SAYING_KINDS, SAYING_STATES } from '@cunyi/shared/words/kinds.ts'
import {
  type Assembly,
  type Outcome,
  type PollStatus,
  type Route,
  SITTING_STAGES,
} from '@cunyi/shared/words/vocabulary.ts'
import { type SQL, sql } from 'drizzle-orm'
import type { Tx } from '#base/database/connect.ts'

export type WaitingRow = {
  kind: string
  title: string
  meetingId: string | null
  proposalId: string | null
  subjectId: string | null
  dueAt: string | null
}
export type Asker = { village: string; personId: string; now: Date }

async function rowsOf(tx: Tx, query: SQL): Promise<WaitingRow[]> {
  const { rows } = await tx.execute<WaitingRow>(query)
  return rows
}
const at = (now: Date) => sql`${now.toISOString()}::timestamptz`

/**
 * By when, as the list of what is due says (village/duties). Other dates here are no duties: until when one may still
 * sign in, vote, object or review, after which the matter goes on without him.
 */
const dueOf = (kind: Duty, village: string, about: SQL) => sql`
  (select min(u.due_at) from duties u where u.village_id = ${village} and u.kind = ${kind} and ${about}
      and u.done_at is null and u.dropped_at is null)`

/** What waits for somebody on a roll: to read the notice, to sign in, to vote. */
export const waitingOnRolls = (tx: Tx, { village, personId, now }: Asker) =>
  rowsOf(
    tx,
    sql`
    with mine as (
      select m.*, r.votes, a.person_id is not null and a.left_at is null as here
        from roll_now r
        join meetings m on m.village_id = r.village_id and m.id = r.meeting_id
        left join attendances a on a.village_id = r.village_id and a.meeting_id = r.meeting_id and a.person_id = r.person_id
       where r.village_id = ${village} and r.person_id = ${personId}::uuid and m.status <> 'ended'
    )
    select 'read' as kind, m.title, m.id as "meetingId", null::uuid as "proposalId", m.id as "subjectId", m.opens_at as "dueAt"
      from mine m join notices n on n.village_id = m.village_id and n.meeting_id = m.id and n.person_id = ${personId}::uuid
     where n.read_at is null and m.status in ('scheduled', 'adjourned')
    union all
    select 'signIn', m.title, m.id, null, m.id, coalesce(m.window_end, m.opens_at)
      from mine m where not m.here and m.opens_at <= ${at(now)} and (m.window_end is null or m.window_end > ${at(now)})
    union all
    select 'vote', m.title, m.id, p.proposal_id, p.id, m.window_end
      from mine m join polls p on p.village_id = m.village_id and p.meeting_id = m.id
     where m.here and m.votes and p.status = 'open'
       and not exists (select from standing_envelopes e where e.village_id = p.village_id and e.poll_id = p.id and e.person_id = ${personId}::uuid)
       and not exists (select from recusals_in_force c where c.village_id = p.village_id and c.meeting_id = m.id and c.proposal_id = p.proposal_id
             and c.person_id = ${personId}::uuid and c.mode <> 'disclose_only')
       and not exists (select from hands_group h where h.village_id = p.village_id and h.poll_id = p.id and h.person_id = ${personId}::uuid)
       and not exists (select from slips_out s where s.village_id = p.village_id and s.poll_id = p.id and s.person_id = ${personId}::uuid)`,
  )

export type MyMeeting = {
  meetingId: string
  title: string
  assembly: Assembly
  place: string
  status: string
  opensAt: string
  windowEnd: string | null
  votes: boolean
  signedIn: boolean
  excused: boolean
  coming: boolean
  noticeRead: boolean
  matters: { proposalId: string; title: string; summary: string }[]
  questions: { pollId: string; proposalId: string; question: string; status: PollStatus; voted: boolean }[]
}
/** 要开的会: those on whose roll somebody stands, until they are over, the next one first. */
export async function findMyMeetings(tx: Tx, village: string, personId: string): Promise<MyMeeting[]> {
  const of = (table: string) =>
    sql.raw(`${table} where village_id = m.village_id and meeting_id = m.id and person_id = r.person_id`)
  const { rows } = await tx.execute<MyMeeting>(sql`
    select m.id as "meetingId", m.title, m.assembly, m.place, m.status, m.opens_at as "opensAt", m.window_end as "windowEnd", r.votes,
           exists (select from ${of('attendances')} and left_at is null) as "signedIn",
           exists (select from ${of('excuses')}) as excused,
           exists (select from ${of('attendance_events')} and kind = 'coming') and not exists (select from ${of('excuses')}) as coming,
           exists (select from ${of('notices')} and read_at is not null) as "noticeRead",
           (select coalesce(jsonb_agg(jsonb_build_object('proposalId', p.id, 'title', p.title, 'summary', v.summary) order by a.seq), '[]')
              from agenda_items a
              join proposals p on p.village_id = a.village_id and p.id = a.proposal_id
              join proposal_versions v on v.village_id = p.village_id and v.proposal_id = p.id and v.version = p.version
             where a.village_id = m.village_id and a.meeting_id = m.id) as matters,
           (select coalesce(jsonb_agg(jsonb_build_object('pollId', q.id, 'proposalId', q.proposal_id, 'question', coalesce(t.text, p.title),
                     'status', q.status, 'voted', exists (select from standing_envelopes e where e.village_id = q.village_id
                       and e.poll_id = q.id and e.person_id = r.person_id)) order by q.seq), '[]')
              from polls q
              join proposals p on p.village_id = q.village_id and p.id = q.proposal_id
              left join questions t on t.village_id = q.village_id and t.id = q.question_id
             where q.village_id = m.village_id and q.meeting_id = m.id) as questions
      from roll_now r join meetings m on m.village_id = r.village_id and m.id = r.meeting_id
     where r.village_id = ${village} and r.person_id = ${personId}::uuid and m.status <> 'ended'
     order by m.opens_at, m.id limit 10`)
  return rows
}

/** 方案改动: of a text on which he decided; until when he may say that it is more than wording. */
export const waitingChanges = (tx: Tx, { village, personId, now }: Asker) =>
  rowsOf(
    tx,
    sql`
    select 'change' as kind, p.title, null::uuid as "meetingId", c.proposal_id as "proposalId", c.id as "subjectId", c.object_until as "dueAt"
      from text_changes c
      join proposals p on p.village_id = c.village_id and p.id = c.proposal_id
      join roll_now r on r.village_id = c.village_id and r.meeting_id = c.decided_in and r.person_id = ${personId}::uuid
     where c.village_id = ${village} and c.state = 'waiting' and c.object_until > ${at(now)}`,
  )

/** 数不出来: not agreed in its hours; some teller may never have handed in a sheet. */
const lateCounts = (village: string, now: Date, whose: SQL) => sql`
  select 'countLate', m.title, m.id, q.proposal_id, q.id, u.due_at
    from duties u
    join polls q on q.village_id = u.village_id and q.id = u.subject_id and q.status = 'counting'
    join meetings m on m.village_id = q.village_id and m.id = q.meeting_id
   where u.village_id = ${village} and u.kind = 'agreeCount' and u.done_at is null and u.dropped_at is null
     and u.due_at <= ${at(now)} ${whose}`

/**
 * What waits for those a meeting's notice names: the recorder's hands from the opening on, the tellers' until the last
 * poll has ended, then the count, the minutes.
 */
export const waitingOnMeetings = (tx: Tx, { village, personId, now }: Asker) => {
  const me = sql`${JSON.stringify([personId])}::jsonb`
  // Of all its places together.
  const counts = sql`m.teller_ids @> ${me}`
  const goesOn = sql`m.status <> 'ended' and coalesce(m.adjourned_to, m.opens_at) <= ${at(now)}
      and (m.status <> 'adjourned' or m.adjourned_to is not null)`
  return rowsOf(
    tx,
    sql`
    select 'record' as kind, m.title, m.id as "meetingId", null::uuid as "proposalId", m.id as "subjectId", null::timestamptz as "dueAt"
      from meetings m
     where m.village_id = ${village} and m.recorder_id = ${personId}::uuid and ${goesOn}
    union all
    select 'teller', m.title, m.id, null, m.id, null
      from meetings m
     where m.village_id = ${village} and m.recorder_id <> ${personId}::uuid and ${goesOn} and ${counts}
       and exists (select from polls p where p.village_id = m.village_id and p.meeting_id = m.id and p.status in ('waiting', 'open'))
    union all
    select 'count', m.title, m.id, p.proposal_id, p.id, null
      from polls p join meetings m on m.village_id = p.village_id and m.id = p.meeting_id
     where p.village_id = ${village} and p.status = 'counting' and ${counts}
    union all
    ${lateCounts(village, now, sql`and m.chair_id = ${personId}::uuid`)}
    union all
    select 'minutes', m.title, m.id, null, m.id, ${dueOf('signMinutes', village, sql`u.meeting_id = m.id`)}
      from meetings m
     where m.village_id = ${village} and m.status = 'ended' and m.recorder_id = ${personId}::uuid
       and not exists (select from minutes n where n.village_id = m.village_id and n.meeting_id = m.id)`,
  )
}

/** Disclosures to review, objections whose class was left open (oversight). */
export const waitingReviews = (tx: Tx, { village, now }: Asker) =>
  rowsOf(
    tx,
    sql`
    select 'review' as kind, d.title, null::uuid as "meetingId", d.proposal_id as "proposalId", d.id as "subjectId", d.review_due_at as "dueAt"
      from disclosures d where d.village_id = ${village} and d.review_verdict is null and d.ended_at is null
       and (d.status = 'prepared' or d.edited is not null)
    union all
    ${lateCounts(village, now, sql``)}
    union all
    select 'confirm', m.title, m.id, null, c.id, m.opens_at
      from roll_corrections c join meetings m on m.village_id = c.village_id and m.id = c.meeting_id
     where c.village_id = ${village} and m.status <> 'ended'
       and not exists (select from roll_confirmations k where k.village_id = c.village_id and k.correction_id = c.id)
    union all
    select 'classify', d.title, null, o.proposal_id, o.id, ${dueOf('answerObjection', village, sql`u.subject_id = o.id`)}
      from objections o join disclosures d on d.village_id = o.village_id and d.id = o.disclosure_id
     where o.village_id = ${village} and o.class is null and o.answered_at is null and o.moved_on_at is null`,
  )

/** What the village committee (or board) has to post, photograph and answer. */
export const waitingPosts = (tx: Tx, { village, now }: Asker) =>
  rowsOf(
    tx,
    sql`
    select 'post' as kind, d.title, null::uuid as "meetingId", d.proposal_id as "proposalId", d.id as "subjectId",
           ${dueOf('postDisclosure', village, sql`u.subject_id = d.id`)} as "dueAt"
      from disclosures d where d.village_id = ${village} and d.ended_at is null
       and (d.status in ('reviewed', 'interrupted') or d.edited is not null and d.review_verdict is not null)
    union all
    select 'photo', d.title, null, d.proposal_id, d.id, u.due_at
      from duties u join disclosures d on d.village_id = u.village_id and d.id = u.subject_id
     where u.village_id = ${village} and u.kind = 'endPhoto' and u.done_at is null
       and (u.dropped_at is null or u.dropped_at > ${at(now)}) and d.ends_at <= ${at(photographedBy(now))}
    union all
    select 'answer', d.title, null, o.proposal_id, o.id, ${dueOf('answerObjection', village, sql`u.subject_id = o.id`)}
      from objections o join disclosures d on d.village_id = o.village_id and d.id = o.disclosure_id
     where o.village_id = ${village} and o.class <> 'c' and o.answered_at is null and o.taken_at is null
       and o.township_answered_at is null and o.county_due_at is null`,
  )

/** 质询 that nobody has answered; whom each asks. */
export async function openChallenges(tx: Tx, { village }: Asker) {
  const { rows } = await tx.execute<WaitingRow & { addressee: Addressee; route: Route }>(sql`
    select 'challenge' as kind, p.title, null::uuid as "meetingId", p.id as "proposalId", n.id as "subjectId",
           n.answer_due_at as "dueAt", n.addressee, p.route
      from notes n join proposals p on p.village_id = n.village_id and p.id = n.proposal_id
     where n.village_id = ${village} and n.kind = 'challenge' and n.addressee is not null and n.answered_at is null
     order by n.answer_due_at limit 50`)
  return rows
}

/** 档案包 that could not be made in this many tries: somebody has to look. */
export const waitingPackages = (tx: Tx, { village }: Asker, tries: number) =>
  rowsOf(
    tx,
    sql`
    select 'packageFailed' as kind, p.title, null::uuid as "meetingId", p.id as "proposalId", p.id as "subjectId", f.next_at as "dueAt"
      from due_failures f join proposals p on p.village_id = f.village_id and p.id = f.subject::uuid
     where f.village_id = ${village} and f.work = 'makePackage' and f.tries >= ${tries}`,
  )

/** 未送达: persons whom a message that still makes sense did not reach. */
export const waitingUndelivered = async (
  tx: Tx,
  { village, now }: Asker,
  say: (n: number) => string,
): Promise<WaitingRow[]> => {
  const { rows } = await tx.execute<{ n: number; until: string | null }>(sql`
    select count(distinct person_id)::int as n, min(until) as until from undelivered
     where village_id = ${village} and told_at is null and until > ${at(now)}`)
  const found = rows[0]
  const of = { meetingId: null, proposalId: null, subjectId: null }
  return found?.n ? [{ kind: 'undelivered', title: say(found.n), ...of, dueAt: found.until }] : []
}

/** Opinions and questions that want an answer before the roll. */
export const waitingOpinions = (tx: Tx, { village }: Asker) =>
  rowsOf(
    tx,
    sql`
    select 'answer' as kind, p.title, o.meeting_id as "meetingId", o.proposal_id as "proposalId", o.id as "subjectId", null::timestamptz as "dueAt"
      from opinions o join proposals p on p.village_id = o.village_id and p.id = o.proposal_id
     where o.village_id = ${village} and o.answered_at is null and o.hidden_at is null
     order by o.at limit 50`,
  )

/**
 * Matters that stand at one of these stages with no meeting called; and those under local steps of their own, whose next
 * body is not known here (`own`: the step's own meeting would be his to call).
 */
export async function waitingConvenings(
  tx: Tx,
  { village }: Asker,
  stages: readonly string[],
  assemblies: readonly string[],
  /** 代行: he calls the members together where no collective is registered, and nowhere else. */
  inPlace: boolean,
) {
  const { rows } = await tx.execute<WaitingRow & { own: boolean; extra: boolean }>(sql`
    with open_ones as (select p.*, p.stage = any(${sql.param(stages)}::text[])
       and (p.stage <> 'villagerResolution'
            or case when p.route = 'A' and p.assembly = 'members' then ${inPlace}
                    else p.assembly = any(${sql.param(assemblies)}::text[]) end) as own,
       jsonb_array_length(coalesce(p.profile -> 'values' -> 'extra_steps', '[]')) > 0 as extra
      from proposals p where p.village_id = ${village} and p.stage = any(${sql.param(SITTING_STAGES)}::text[]))
    select 'convene' as kind, own, extra, p.title, null::uuid as "meetingId", p.id as "proposalId", p.id as "subjectId",
           ${dueOf('callMeeting', village, sql`u.proposal_id = p.id`)} as "dueAt"
      from open_ones p
     where (own or extra)
       and not exists (select from agenda_items a join meetings m on m.village_id = a.village_id and m.id = a.meeting_id
             where a.village_id = p.village_id and a.proposal_id = p.id and m.stage = p.stage and m.status <> 'ended'
               -- An added step that has voted holds up the step's own meeting no longer, closed or not.
               and (m.extra_step is null or exists (select from polls q where q.village_id = m.village_id
                     and q.meeting_id = m.id and q.proposal_id = p.id and q.status in ('waiting', 'open', 'counting'))))
     order by p.stage_since limit 50`)
  return rows
}

/** My own drafts. */
export const waitingDrafts = (tx: Tx, { village, personId }: Asker) =>
  rowsOf(
    tx,
    sql`
    select 'prepare' as kind, p.title, null::uuid as "meetingId", p.id as "proposalId", p.id as "subjectId",
           ${dueOf('takeUpDraft', village, sql`u.proposal_id = p.id`)} as "dueAt"
      from proposals p where p.village_id = ${village} and p.stage = 'drafting' and p.drafted_by = ${personId}::uuid
     order by p.drafted_at desc limit 20`,
  )

export type WaitingAbove = WaitingRow & { village: string }

/** What waits for a township or the county in the villages below it. */
export async function waitingAbove(
  tx: Tx,
  division: string,
  level: 'township' | 'county',
): Promise<WaitingAbove[]> {
  const { rows } = await tx.execute<WaitingAbove>(
    sql`select village, kind, title, proposal_id as "proposalId", subject_id as "subjectId", null as "meetingId", due_at as "dueAt"
          from across_waiting_above(${division}, ${level})`,
  )
  return rows
}

/** Proposed values of a rule profile that want a second person. */
export const waitingProfiles = (tx: Tx, { village, personId }: Asker, title: string) =>
  rowsOf(
    tx,
    sql`
    select 'confirm' as kind, ${title} as title, null::uuid as "meetingId", null::uuid as "proposalId", null::uuid as "subjectId", null::timestamptz as "dueAt"
      from rule_profiles r
     where r.village_id = ${village} and r.confirmed_at is null and r.refused_at is null and r.proposed_by <> ${personId}::uuid`,
  )

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

import type { Attendance } from '@cunyi/shared/poll/tally.ts'
import { Refused } from '@cunyi/shared/words/refusal.ts'
import type { Way } from '@cunyi/shared/words/vocabulary.ts'
import { and, asc, eq, sql } from 'drizzle-orm'
import type { Tx } from '#base/database/connect.ts'
import { agendaItems, meetings } from '#base/database/schema/meetings.ts'
import { polls } from '#base/database/schema/polls.ts'

export type MeetingRow = typeof meetings.$inferSelect
export type PollRow = typeof polls.$inferSelect

/** The times of a poll that decide who is present for it; without them: who is there now. */
export type PollTimes = { openedAt?: Date | null; endsAt?: Date | null }

/** One meeting; another village's is not found. */
export async function loadMeeting(tx: Tx, villageId: string, id: string): Promise<MeetingRow> {
  const [row] = await tx
    .select()
    .from(meetings)
    .where(and(eq(meetings.villageId, villageId), eq(meetings.id, id)))
  if (!row) throw new Refused('notFound')
  return row
}

/** The same, kept from changing until the transaction ends. Ballots do not take this lock. */
export async function lockMeeting(tx: Tx, villageId: string, id: string): Promise<MeetingRow> {
  const [row] = await tx
    .select()
    .from(meetings)
    .where(and(eq(meetings.villageId, villageId), eq(meetings.id, id)))
    .for('no key update')
  if (!row) throw new Refused('notFound')
  return row
}

/** 散会时刻 moves with each poll that ends. */
export const setOverAt = (tx: Tx, meeting: Pick<MeetingRow, 'villageId' | 'id'>, overAt: Date) =>
  tx
    .update(meetings)
    .set({ overAt })
    .where(and(eq(meetings.villageId, meeting.villageId), eq(meetings.id, meeting.id)))

export const agendaOf = (tx: Tx, villageId: string, meetingId: string) =>
  tx
    .select({ proposalId: agendaItems.proposalId, seq: agendaItems.seq })
    .from(agendaItems)
    .where(and(eq(agendaItems.villageId, villageId), eq(agendaItems.meetingId, meetingId)))
    .orderBy(asc(agendaItems.seq))

export const pollsOf = (tx: Tx, villageId: string, meetingId: string): Promise<PollRow[]> =>
  tx
    .select()
    .from(polls)
    .where(and(eq(polls.villageId, villageId), eq(polls.meetingId, meetingId)))
    .orderBy(asc(polls.seq))

/**
 * 到会: who is in the hall or online. Signed in before the poll ended and not marked left before it opened.
 * Where online presence does not count, a sign-in by one's own phone in the hall counts once the clerk has seen it.
 * Who has come again since the poll ended is looked up as he stood then.
 */
const presentRows = (meeting: MeetingRow, { openedAt = null, endsAt = null }: PollTimes) => sql`
  select person_id, way from attendances
   where village_id = ${meeting.villageId} and meeting_id = ${meeting.id}
     and (${endsAt}::timestamptz is null or signed_in_at <= ${endsAt}::timestamptz)
     and (left_at is null or left_at > ${openedAt}::timestamptz)
     and (${meeting.onlineCounts} or way = 'online' or means = 'clerk' or seen_by is not null)
  union all
  select t.person_id, e.way from attendances t
    cross join lateral (
      select kind, way, seen, at from attendance_events
       where village_id = t.village_id and meeting_id = t.meeting_id and person_id = t.person_id
         and kind in ('inHall', 'online', 'returned', 'seen', 'left', 'neverCame', 'stillHere') and at <= ${endsAt}::timestamptz
       order by at desc, seq desc limit 1) e
   where t.village_id = ${meeting.villageId} and t.meeting_id = ${meeting.id} and t.signed_in_at > ${endsAt}::timestamptz
     and e.kind <> 'neverCame' and (e.kind <> 'left' or e.at > ${openedAt}::timestamptz)
     and (${meeting.onlineCounts} or e.way = 'online' or e.seen)`

/**
 * 被代表: not there, with a proxy that stands and an agent who is there in a way that counts. Materialised where it is
 * used: on a fresh meeting PostgreSQL would reckon it anew for every person of the roll.
 */
const representedRows = (meeting: MeetingRow) => sql`
  select x.principal_id as person_id, min(x.agent_id::text)::uuid as agent_id
    from proxies_in_force x join present p on p.person_id = x.agent_id
   where x.village_id = ${meeting.villageId} and x.meeting_id = ${meeting.id}
     and (p.way = 'inHall' or ${meeting.onlineCounts})
     and not exists (select from present o where o.person_id = x.principal_id)
   group by x.principal_id`

export type Presence = {
  personId: string
  votes: boolean
  member: boolean
  isWoman: boolean
  householdId: string | null
  /** Households stood for. */
  households: number
  /** Where he is; null: not there. */
  way: Way | null
  /** In the base of those present: there in a way that counts, or represented. */
  present: boolean
  representedBy: string | null
  recused: boolean
  excused: boolean
}

/** Everyone on the roll who was not struck, with his presence for one matter's poll. */
export async function presenceFor(
  tx: Tx,
  meeting: MeetingRow,
  options: PollTimes & { proposalId?: string } = {},
): Promise<Presence[]> {
  const { rows } = await tx.execute<Omit<Presence, 'present'>>(sql`
    with present as (${presentRows(meeting, options)}), represented as materialized (${representedRows(meeting)})
    select r.person_id as "personId", r.votes, r.member, r.is_woman as "isWoman", r.household_id as "householdId",
           r.households, p.way, d.agent_id as "representedBy",
           exists (select from recusals_in_force c where c.village_id = r.village_id and c.meeting_id = r.meeting_id
             and c.person_id = r.person_id and c.proposal_id = ${options.proposalId ?? null}::uuid) as recused,
           exists (select from excuses e where e.village_id = r.village_id and e.meeting_id = r.meeting_id
             and e.person_id = r.person_id) as excused
      from roll_now r
      left join present p on p.person_id = r.person_id
      left join represented d on d.person_id = r.person_id
     where r.village_id = ${meeting.villageId} and r.meeting_id = ${meeting.id}
     order by r.person_id`)
  return rows.map((row) => ({
    ...row,
    present:
      row.way === 'inHall' || (row.way === 'online' && meeting.onlineCounts) || row.representedBy !== null,
  }))
}

export type MeetingFigures = Attendance & {
  /** On the roll with a vote, excused and not there. */
  excused: number
  /** Persons that no notice, reading or call has reached. */
  notReached: number
}

/** The same as sums: what shared's `quorumLine` and `decide` ask for, ballots apart. One query, whatever the roll. */
export async function figuresFor(
  tx: Tx,
  meeting: MeetingRow,
  proposalId: string | null,
  times: PollTimes = {},
): Promise<MeetingFigures> {
  const { rows } = await tx.execute<Record<string, number>>(sql`
    with present as (${presentRows(meeting, times)}), represented as materialized (${representedRows(meeting)}),
    line as (
      select r.votes, r.member, r.is_woman, r.households, r.household_id, p.way, d.agent_id is not null as represented,
             p.way = 'inHall' or (p.way = 'online' and ${meeting.onlineCounts}) or d.agent_id is not null as present,
             exists (select from recusals_in_force c where c.village_id = r.village_id and c.meeting_id = r.meeting_id
               and c.person_id = r.person_id and c.proposal_id = ${proposalId}::uuid) as recused,
             exists (select from excuses e where e.village_id = r.village_id and e.meeting_id = r.meeting_id
               and e.person_id = r.person_id) as excused,
             exists (select from notices n where n.village_id = r.village_id and n.meeting_id = r.meeting_id
               and n.person_id = r.person_id
               and (n.given_at is not null or n.read_at is not null or n.called_at is not null)) as reached
        from roll_now r
        left join present p on p.person_id = r.person_id
        left join represented d on d.person_id = r.person_id
       where r.village_id = ${meeting.villageId} and r.meeting_id = ${meeting.id})
    select count(*) filter (where votes)::int as "entitled",
           count(*) filter (where member)::int as "allMembers",
           count(*) filter (where votes and way = 'inHall')::int as "presentInHall",
           count(*) filter (where votes and way = 'online')::int as "presentOnline",
           count(*) filter (where votes and represented)::int as "represented",
           count(*) filter (where member and not votes and present)::int as "presentWithoutVote",
           count(*) filter (where votes and present and recused)::int as "recusedPresent",
           count(*) filter (where votes and recused)::int as "recused",
           count(*) filter (where votes and excused and present is not true)::int as "excused",
           count(*) filter (where way is null and not reached)::int as "notReached",
           count(*) filter (where votes and is_woman)::int as "womenEntitled",
           count(*) filter (where votes and is_woman and present)::int as "womenPresent",
           count(*) filter (where votes and present)::int as "presentForQuorum",
           count(distinct household_id) filter (where votes and present)::int as "householdsThere",
           coalesce(sum(households) filter (where votes and present), 0)::int as "householdsPresent"
      from line`)
  const [line] = rows
  if (!line) throw new Refused('notFound')
  const n = (name: string) => line[name] ?? 0
  return {
    entitled: n('entitled'),
    allMembers: n('allMembers'),
    presentInHall: n('presentInHall'),
    presentOnline: n('presentOnline'),
    represented: n('represented'),
    presentWithoutVote: n('presentWithoutVote'),
    recusedPresent: n('recusedPresent'),
    recused: n('recused'),
    women: { entitled: n('womenEntitled'), present: n('womenPresent') },
    households: { all: meeting.householdsAll, present: n('householdsPresent'), for: 0 },
    headsAndHouseholds: headsAndHouseholds(meeting, n),
    excused: n('excused'),
    notReached: n('notReached'),
  }
}

/** 人与户. The way in which it sits has the roll for its base; the other way has what was counted when the roll was frozen. */
function headsAndHouseholds(meeting: MeetingRow, n: (name: string) => number) {
  const [entitled, present] = [n('entitled'), n('presentForQuorum')]
  const byHouseholds = meeting.assembly.toLowerCase().includes('households')
  const adults = meeting.composition.adults ?? entitled
  return {
    heads: { all: byHouseholds ? adults : entitled, present },
    households: {
      all: byHouseholds ? entitled : meeting.householdsAll,
      present: n('householdsThere'),
    },
  }
}

/** What the pages read: the list, one meeting, its roll in pages. */
import type { TimeKey } from '@cunyi/shared/api/cursor.ts'
import type { Way } from '@cunyi/shared/words/vocabulary.ts'
import { and, asc, desc, eq, inArray, lt, ne, or, sql } from 'drizzle-orm'
import type { Tx } from '#base/database/connect.ts'
import { agendaItems, meetings } from '#base/database/schema/meetings.ts'
import { proposals } from '#base/database/schema/proposals.ts'
import type { MeetingRow } from '#matters/sittings/queries/meetings.ts'

export const listMeetingRows = (
  tx: Tx,
  villageId: string,
  { open, after, limit }: { open: boolean; after: TimeKey | null; limit: number },
): Promise<MeetingRow[]> =>
  tx
    .select()
    .from(meetings)
    .where(
      and(
        eq(meetings.villageId, villageId),
        open ? ne(meetings.status, 'ended') : undefined,
        after
          ? or(
              lt(meetings.noticeAt, after.at),
              and(eq(meetings.noticeAt, after.at), lt(meetings.id, after.id)),
            )
          : undefined,
      ),
    )
    .orderBy(desc(meetings.noticeAt), desc(meetings.id))
    .limit(limit)

/** The matters of several meetings, in the order of each agenda. */
export async function agendasOf(tx: Tx, villageId: string, meetingIds: readonly string[]) {
  if (meetingIds.length === 0) return []
  return tx
    .select({ meetingId: agendaItems.meetingId, id: proposals.id, title: proposals.title })
    .from(agendaItems)
    .innerJoin(
      proposals,
      and(eq(proposals.villageId, agendaItems.villageId), eq(proposals.id, agendaItems.proposalId)),
    )
    .where(and(eq(agendaItems.villageId, villageId), inArray(agendaItems.meetingId, [...meetingIds])))
    .orderBy(asc(agendaItems.seq))
}

export type RollLine = {
  personId: string
  name: string
  phone: Buffer | null
  votes: boolean
  capacities: string[]
  households: number
  villageGroup: string | null
  way: Way | null
  left: boolean
  represented: boolean
  excused: boolean
  recused: boolean
  voted: boolean
  slipOut: boolean
  handsCalled: boolean
  placeNo: number | null
  selfSignIn: boolean
  reached: boolean
  noticeRead: boolean
  coming: boolean
}
export type RollFilter = {
  state?: 'absent' | 'notVoted' | 'inHall' | 'online' | 'selfSignIn' | 'notReached' | undefined
  q?: string | undefined
  /** The last person of the page before, on the roll still or not. */
  after: string | null
  limit: number
}

const STATES = {
  absent: sql`way is null and not represented`,
  notVoted: sql`votes and not recused and (way is not null or represented) and not voted and not "slipOut" and not "handsCalled"`,
  inHall: sql`way = 'inHall'`,
  online: sql`way = 'online'`,
  selfSignIn: sql`"selfSignIn"`,
  notReached: sql`not reached`,
} as const

/** The order of the roll. */
const rollKey = sql`concat_ws('|', coalesce(h.village_group, ''), p.name, p.id)`

/** A page of the roll, by village group and name. `pollId`: whose ballots and slips are meant. */
export async function rollPage(
  tx: Tx,
  meeting: MeetingRow,
  pollId: string | null,
  filter: RollFilter,
): Promise<RollLine[]> {
  const { villageId, id } = meeting
  const like = filter.q ? `%${filter.q.replace(/[\\%_]/g, (c) => `\\${c}`)}%` : null
  const { rows } = await tx.execute<RollLine>(sql`
    with line as (
      select r.person_id as "personId", p.name, p.phone, r.votes, r.capacities, r.households, h.village_group as "villageGroup",
             ${rollKey} as key,
             case when a.left_at is null then a.way end as way, a.left_at is not null as "left",
             a.way = 'inHall' and a.means = 'hallCode' and a.seen_by is null and a.left_at is null as unseen,
             (a.person_id is null or a.left_at is not null) and exists (select from proxies_in_force x
               join attendances g on g.village_id = x.village_id and g.meeting_id = x.meeting_id and g.person_id = x.agent_id
                where x.village_id = r.village_id and x.meeting_id = r.meeting_id and x.principal_id = r.person_id
                  and g.left_at is null) as represented,
             exists (select from excuses e where e.village_id = r.village_id and e.meeting_id = r.meeting_id and e.person_id = r.person_id) as excused,
             exists (select from recusals_in_force c where c.village_id = r.village_id and c.meeting_id = r.meeting_id and c.person_id = r.person_id) as recused,
             exists (select from standing_envelopes v where v.village_id = r.village_id and v.poll_id = ${pollId}::uuid
               and v.person_id = r.person_id) as voted,
             exists (select from slips_out s where s.village_id = r.village_id and s.poll_id = ${pollId}::uuid
               and s.person_id = r.person_id) as "slipOut",
             exists (select from hands_group y where y.village_id = r.village_id and y.poll_id = ${pollId}::uuid
               and y.person_id = r.person_id) as "handsCalled",
             case when a.left_at is null and a.way = 'inHall' then a.place_no end as "placeNo",
             n.given_at is not null or n.read_at is not null or n.called_at is not null as reached, n.read_at is not null as "noticeRead",
             exists (select from attendance_events v where v.village_id = r.village_id and v.meeting_id = r.meeting_id and v.person_id = r.person_id
               and v.kind = 'coming') as coming
        from roll_now r
        join people p on p.village_id = r.village_id and p.id = r.person_id
        left join households h on h.village_id = p.village_id and h.id = p.household_id
        left join attendances a on a.village_id = r.village_id and a.meeting_id = r.meeting_id and a.person_id = r.person_id
        left join notices n on n.village_id = r.village_id and n.meeting_id = r.meeting_id and n.person_id = r.person_id
       where r.village_id = ${villageId} and r.meeting_id = ${id}
         and (${like}::text is null or p.name like ${like}::text)),
    seen as (select *, coalesce(unseen, false) as "selfSignIn" from line)
    select "personId", name, phone, votes, capacities, households, "villageGroup", way, "left", represented, excused, recused,
           voted, "slipOut", "handsCalled", "placeNo", "selfSignIn", coalesce(reached, false) as reached, coalesce("noticeRead", false) as "noticeRead",
           coming and not excused as coming
      from seen
     where (${filter.after}::uuid is null or key collate "C" > (select ${rollKey} from people p
              left join households h on h.village_id = p.village_id and h.id = p.household_id
             where p.village_id = ${villageId} and p.id = ${filter.after}::uuid) collate "C")
       ${filter.state ? sql`and ${STATES[filter.state]}` : sql``}
     order by key collate "C"
     limit ${filter.limit}`)
  return rows
}

-- Made from server/src/base/database/schema by `pnpm db:generate`.

CREATE TABLE "duties" (
	"village_id" text NOT NULL,
	"kind" text NOT NULL,
	"key" text NOT NULL,
	"owes" text NOT NULL,
	"proposal_id" uuid,
	"meeting_id" uuid,
	"subject_id" uuid,
	"since" timestamp (3) with time zone NOT NULL,
	"due_at" timestamp (3) with time zone NOT NULL,
	"done_at" timestamp (3) with time zone,
	"dropped_at" timestamp (3) with time zone,
	"rule" text NOT NULL,
	"source" text NOT NULL,
	CONSTRAINT "duties_village_id_kind_key_pk" PRIMARY KEY("village_id","kind","key"),
	CONSTRAINT "duties_kind_word" CHECK ("duties"."kind" in ('takeUpDraft', 'callMeeting', 'conveneDemanded', 'signMinutes', 'postDisclosure', 'endPhoto', 'answerObjection', 'townshipAnswer', 'countyAnswer', 'followAnswer', 'answerPetition', 'answerFullWay', 'approveTownship', 'approveCounty', 'fileResolution', 'startWork', 'reportProgress', 'completeWork', 'reportOutcome', 'settleFlaw', 'archiveMatter', 'secondPerson', 'judge', 'handOver', 'assemblyOfYear', 'representativesOfQuarter')),
	CONSTRAINT "duties_owes_word" CHECK ("duties"."owes" in ('village', 'township', 'county'))
);

ALTER TABLE "duties" ADD CONSTRAINT "duties_proposal_id_fk" FOREIGN KEY ("village_id","proposal_id") REFERENCES "public"."proposals"("village_id","id") ON DELETE restrict ON UPDATE no action NOT VALID;
ALTER TABLE "duties" ADD CONSTRAINT "duties_meeting_id_fk" FOREIGN KEY ("village_id","meeting_id") REFERENCES "public"."meetings"("village_id","id") ON DELETE restrict ON UPDATE no action NOT VALID;
CREATE INDEX "duties_village_id_proposal_id_index" ON "duties" USING btree ("village_id","proposal_id");
CREATE INDEX "duties_open" ON "duties" USING btree ("village_id","due_at") WHERE "duties"."done_at" is null;
-- 应办 of what was there before: as shared/src/matter/duties.ts says it, with the days that stood then.
create function duties_iso(at timestamptz) returns text language sql immutable
  as $$ select to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') $$;
create function duties_after_days(at timestamptz, days int) returns timestamptz language sql immutable
  as $$ select ((at at time zone 'Asia/Shanghai')::date + days + 1)::timestamp at time zone 'Asia/Shanghai' $$;
create function duties_after_quarter(at timestamptz) returns timestamptz language sql immutable
  as $$ select (((at at time zone 'Asia/Shanghai')::date + interval '3 months')::date + 1)::timestamp at time zone 'Asia/Shanghai' $$;
insert into duties (village_id, kind, key, owes, proposal_id, since, due_at, rule, source)
select village_id, 'takeUpDraft', id::text, 'village', id, drafted_at, duties_after_days(drafted_at, 30), '草案几天内提交', '平台默认'
  from proposals where stage = 'drafting';
with sittings as (
  select p.village_id, p.id, p.stage_since, m.notice_at, m.ended_at,
         lead(m.notice_at) over w as next_notice, row_number() over w as n
    from proposals p
    join agenda_items a on a.village_id = p.village_id and a.proposal_id = p.id
    join meetings m on m.village_id = a.village_id and m.id = a.meeting_id and m.stage = p.stage
                   and (m.ended_at is null or m.ended_at > p.stage_since)
   where p.stage in ('branchProposal', 'committeeDeliberation', 'partyReview', 'villagerResolution')
  window w as (partition by p.village_id, p.id order by m.notice_at, m.id)
), points as (
  select p.village_id, p.id, p.stage_since as since, s.notice_at as done_at
    from proposals p left join sittings s on s.village_id = p.village_id and s.id = p.id and s.n = 1
   where p.stage in ('branchProposal', 'committeeDeliberation', 'partyReview', 'villagerResolution')
  union all
  select village_id, id, ended_at, next_notice from sittings where ended_at is not null
)
insert into duties (village_id, kind, key, owes, proposal_id, since, due_at, done_at, rule, source)
select village_id, 'callMeeting', id || ' ' || duties_iso(since), 'village', id, since, duties_after_days(since, 30), done_at, '每一步几天内通知开会', '平台默认'
  from points on conflict do nothing;
insert into duties (village_id, kind, key, owes, proposal_id, since, due_at, rule, source)
select village_id, 'conveneDemanded', id || ' ' || coalesce(duties_iso(demanded_at), 'undefined'), 'village', id,
       coalesce(demanded_at, drafted_at), convene_due_at, '依法要求的会议召集期限', '重庆市实施村委会组织法办法'
  from proposals
 where demanded and convene_due_at is not null
   and stage in ('drafting', 'branchProposal', 'committeeDeliberation', 'partyReview', 'villagerResolution');
insert into duties (village_id, kind, key, owes, proposal_id, since, due_at, rule, source)
select village_id, 'archiveMatter', id || ' ' || duties_iso(stage_since), 'village', id, stage_since, duties_after_days(stage_since, 30), '报送后几天内归档', '平台默认'
  from proposals where stage = 'opinionSent';
insert into duties (village_id, kind, key, owes, proposal_id, subject_id, since, due_at, done_at, rule, source)
select d.village_id, 'postDisclosure', d.id || ' ' || duties_iso(w.since), 'village', d.proposal_id, d.id, w.since, w.due_at, w.done_at,
       '决议后几天内公示', '平台默认'
  from disclosures d
  join proposals p on p.village_id = d.village_id and p.id = d.proposal_id
  cross join lateral (
    select coalesce(d.taken_down_at, d.prepared_at) as since,
           case when d.taken_down_at is null then d.start_due_at
                else duties_after_days(d.taken_down_at, coalesce((p.profile -> 'values' ->> 'disclosure.start_within_days')::int, 2)) end as due_at,
           case when d.taken_down_at is null or d.posted_at > d.taken_down_at then d.posted_at end as done_at
  ) w
 where w.done_at is not null
    or (d.ended_at is null and p.stage = d.stage and p.stage in ('resolutionDisclosure', 'outcomeDisclosure'));
insert into duties (village_id, kind, key, owes, proposal_id, subject_id, since, due_at, done_at, dropped_at, rule, source)
select d.village_id, 'endPhoto', d.id || ' ' || duties_iso(d.posted_at), 'village', d.proposal_id, d.id, d.posted_at, d.end_photo_due_at, b.at,
       case when b.at is null and p.stage in ('archived', 'withdrawn', 'superseded', 'void') then d.end_photo_due_at end,
       '期满后几天内拍公开栏照片', '平台默认'
  from disclosures d
  join proposals p on p.village_id = d.village_id and p.id = d.proposal_id
  left join lateral (
    select min(b.at) as at from board_photos b
     where b.village_id = d.village_id and b.disclosure_id = d.id and b.moment = 'end' and b.at >= d.ends_at - interval '12 hours'
  ) b on true
 where d.posted_at is not null and d.ends_at is not null and d.end_photo_due_at is not null
   and d.status <> 'interrupted' and (d.ended_at is null or d.ended_at >= d.ends_at);
insert into duties (village_id, kind, key, owes, proposal_id, subject_id, since, due_at, done_at, dropped_at, rule, source)
select o.village_id, 'answerObjection', o.id::text, 'village', o.proposal_id, o.id, o.at, o.due_at, o.answered_at,
       case when o.answered_at is null then coalesce(o.escalated_at, o.moved_on_at) end, '村委会答复异议', '重庆市实施村委会组织法办法'
  from objections o join proposals p on p.village_id = o.village_id and p.id = o.proposal_id
 where (o.answered_at is not null or o.escalated_at is null or o.escalated_at > o.at)
   and (o.answered_at is not null or p.stage not in ('archived', 'withdrawn', 'superseded', 'void'));
insert into duties (village_id, kind, key, owes, proposal_id, subject_id, since, due_at, done_at, dropped_at, rule, source)
select o.village_id, 'townshipAnswer', o.id::text, 'township', o.proposal_id, o.id, coalesce(o.taken_at, o.escalated_at), o.township_due_at, o.township_answered_at,
       case when o.township_answered_at is null and o.county_due_at is not null then o.township_due_at end, '乡镇答复', '重庆市实施村委会组织法办法'
  from objections o join proposals p on p.village_id = o.village_id and p.id = o.proposal_id
 where o.escalated_at is not null and o.township_due_at is not null
   and (o.taken_at is not null or o.answered_at is null or o.township_answered_at is not null)
   and (o.township_answered_at is not null or p.stage not in ('archived', 'withdrawn', 'superseded', 'void'));
insert into duties (village_id, kind, key, owes, proposal_id, subject_id, since, due_at, done_at, dropped_at, rule, source)
select o.village_id, 'countyAnswer', o.id::text, 'county', o.proposal_id, o.id, coalesce(o.township_due_at, o.at), o.county_due_at, o.county_answered_at,
       case when o.county_answered_at is null then o.moved_on_at end, '乡镇逾期后县级答复', '平台默认'
  from objections o join proposals p on p.village_id = o.village_id and p.id = o.proposal_id
 where o.county_due_at is not null and (o.county_answered_at is not null or p.stage not in ('archived', 'withdrawn', 'superseded', 'void'));
insert into duties (village_id, kind, key, owes, proposal_id, subject_id, since, due_at, done_at, rule, source)
select o.village_id, 'followAnswer', o.id || ' ' || duties_iso(w.said), 'village', o.proposal_id, o.id, w.said, duties_after_days(w.said, 5), o.settled_at, '异议成立后几天内更正、复核', '平台默认'
  from objections o join proposals p on p.village_id = o.village_id and p.id = o.proposal_id
  cross join lateral (
    select coalesce(o.county_answered_at, o.township_answered_at, case when o.taken_at is null and o.county_due_at is null then o.answered_at end) as said
  ) w
 where w.said is not null and o.moved_on_at is null and (o.settled_at is null or o.settled_at > w.said)
   and (o.settled_at is not null or p.stage not in ('archived', 'withdrawn', 'superseded', 'void'));
insert into duties (village_id, kind, key, owes, proposal_id, since, due_at, done_at, rule, source)
select p.village_id, l.kind, p.id || ' ' || duties_iso(p.stage_since), l.level, p.id, p.stage_since, duties_after_days(p.stage_since, 20), n.at, '几天内作出批准决定', '平台默认'
  from proposals p
  join (values ('approveTownship', 'township', 'townshipStaff'), ('approveCounty', 'county', 'countyStaff')) l (kind, level, office)
    on p.approval_needed @> to_jsonb(array[l.level])
  left join lateral (
    select min(n.at) as at from notes n
     where n.village_id = p.village_id and n.proposal_id = p.id and n.kind = 'approval' and n.by_office = l.office and n.at >= p.stage_since
  ) n on true
 where p.stage = 'awaitingApproval';
insert into duties (village_id, kind, key, owes, proposal_id, since, due_at, done_at, rule, source)
select p.village_id, 'fileResolution', p.id || ' ' || coalesce(p.resolution_number, p.number), 'township', p.id, p.last_decided_at,
       duties_after_days(p.last_decided_at, coalesce((p.profile -> 'values' ->> 'filing_days')::int, 5)), n.at, '备案期限', '平台默认'
  from proposals p
  left join lateral (
    select min(n.at) as at from notes n
     where n.village_id = p.village_id and n.proposal_id = p.id and n.kind = 'filing' and n.text = coalesce(p.resolution_number, p.number)
  ) n on true
 where p.track = 'full' and p.last_decided_at is not null
   and (p.stage in ('awaitingApproval', 'resolutionDisclosure', 'implementation', 'outcomeDisclosure') or (p.stage = 'archived' and n.at is not null));
insert into duties (village_id, kind, key, owes, proposal_id, since, due_at, rule, source)
select village_id, 'settleFlaw', id || ' ' || duties_iso(flawed_at), 'village', id, flawed_at, duties_after_days(flawed_at, 30), '每一步几天内通知开会', '平台默认'
  from proposals
 where flawed_at is not null and stage in ('awaitingApproval', 'resolutionDisclosure', 'implementation', 'outcomeDisclosure');
insert into duties (village_id, kind, key, owes, proposal_id, since, due_at, done_at, rule, source)
select p.village_id, 'startWork', p.id || ' ' || duties_iso(p.stage_since), 'village', p.id, p.stage_since, duties_after_days(p.stage_since, 30), w.at, '公示期满后几天内登记开工', '平台默认'
  from proposals p left join works w on w.village_id = p.village_id and w.proposal_id = p.id
 where p.stage = 'implementation';
with points as (
  select p.village_id, p.id, p.stage_since as since from proposals p where p.stage = 'implementation'
  union
  select p.village_id, p.id, e.at from proposals p
    join progress_entries e on e.village_id = p.village_id and e.proposal_id = p.id and e.at >= p.stage_since
   where p.stage = 'implementation'
)
insert into duties (village_id, kind, key, owes, proposal_id, since, due_at, done_at, rule, source)
select t.village_id, 'reportProgress', t.id || ' ' || duties_iso(t.since), 'village', t.id, t.since, duties_after_quarter(t.since),
       coalesce(lead(t.since) over (partition by t.village_id, t.id order by t.since), case when w.completed_on is not null then w.at end),
       '实施情况至少每季度公布一次', '村委会组织法 art 35'
  from points t left join works w on w.village_id = t.village_id and w.proposal_id = t.id;
insert into duties (village_id, kind, key, owes, proposal_id, since, due_at, done_at, rule, source)
select p.village_id, 'completeWork', p.id || ' ' || duties_iso(p.stage_since), 'village', p.id, p.stage_since, w.completion_due_at,
       case when w.completed_on is not null then w.at end, '决议、合同所定工期', '本村决议'
  from proposals p join works w on w.village_id = p.village_id and w.proposal_id = p.id
 where p.stage = 'implementation' and w.completion_due_at is not null;
insert into duties (village_id, kind, key, owes, proposal_id, since, due_at, rule, source)
select p.village_id, 'reportOutcome', p.id || ' ' || duties_iso(p.stage_since), 'village', p.id, w.at, w.outcome_due_at, '完工后几天内公布结果', '重庆市实施村委会组织法办法：随时公布读作10天'
  from proposals p join works w on w.village_id = p.village_id and w.proposal_id = p.id
 where p.stage = 'implementation' and w.completed_on is not null and w.outcome_due_at is not null;
insert into duties (village_id, kind, key, owes, subject_id, since, due_at, done_at, rule, source)
select village_id, 'answerPetition', id::text, 'village', id, coalesce(demand_at, threshold_at, at), answer_due_at,
       case when status in ('answered', 'proposal') then coalesce(answered_at, answer_due_at) end, '联名建议答复', '重庆市实施村委会组织法办法'
  from petitions where answer_due_at is not null;
insert into duties (village_id, kind, key, owes, proposal_id, meeting_id, subject_id, since, due_at, rule, source)
select m.village_id, 'signMinutes', m.id::text, 'village', p.id, m.id, m.id, m.ended_at, duties_after_days(m.ended_at, 10), '会后几天内核定、签署会议记录', '平台默认'
  from meetings m
  join agenda_items a on a.village_id = m.village_id and a.meeting_id = m.id and a.seq = 1
  join proposals p on p.village_id = a.village_id and p.id = a.proposal_id
 where m.ended_at is not null and p.stage not in ('archived', 'withdrawn', 'superseded', 'void')
   and exists (select from polls q where q.village_id = m.village_id and q.meeting_id = m.id and q.status = 'closed' and q.outcome <> 'noQuorum')
   and not exists (select from minutes n where n.village_id = m.village_id and n.meeting_id = m.id and (n.approved_at is not null or n.scan_id is not null));
insert into duties (village_id, kind, key, owes, proposal_id, meeting_id, subject_id, since, due_at, rule, source)
select village_id, 'secondPerson', concat_ws(' ', id, turn), case when turn in ('township', 'county') then turn else 'village' end,
       proposal_id, meeting_id, id, at, due_at, '两人办理期限', '平台默认'
  from acts where state = 'waiting' and due_at >= at + interval '1 day';
insert into duties (village_id, kind, key, owes, proposal_id, meeting_id, subject_id, since, due_at, rule, source)
select village_id, 'judge', id::text, 'village', proposal_id, meeting_id, id, at, due_at, '监督委员会评议期限', '平台默认'
  from judgements where state = 'open';
insert into duties (village_id, kind, key, owes, proposal_id, since, due_at, rule, source)
select p.village_id, 'answerFullWay', p.id::text, 'village', p.id, a.at, duties_after_days(a.at, 15), '走全程的要求几天内答复', '平台默认'
  from proposals p
  join (select village_id, proposal_id, min(at) as at from full_way_asks group by 1, 2) a on a.village_id = p.village_id and a.proposal_id = p.id
 where p.full_way_answered_at is null and p.track <> 'full' and p.stage not in ('archived', 'withdrawn', 'superseded', 'void');
insert into duties (village_id, kind, key, owes, since, due_at, rule, source)
select o.village_id, 'handOver', b.body || ' ' || max(o."to"), 'village', (max(o."to") + 1)::timestamp at time zone 'Asia/Shanghai',
       (max(o."to") + 11)::timestamp at time zone 'Asia/Shanghai', '任期届满后十日内登记新一届', '平台默认'
  from offices o
  join (values ('branch', array['branchSecretary', 'branchCommittee']), ('villageCommittee', array['villageDirector', 'villageCommittee']),
               ('representatives', array['representative']), ('residents', array['residentDirector', 'residentCommittee']),
               ('residentRepresentatives', array['residentRepresentative'])) b (body, held) on o.office = any(b.held)
 where o.ended_at is null
 group by o.village_id, b.body having bool_and(o."to" is not null);
drop function duties_iso(timestamptz);
drop function duties_after_days(timestamptz, int);
drop function duties_after_quarter(timestamptz);

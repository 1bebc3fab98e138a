-- 跨村查询: the only ways to see rows of more than one division. Each is a named function that runs as
-- cunyi_across, with a fixed search_path. Due work is answered as ids only and is then done division by division.
-- Run again whenever it or a table changes.
-- To add one: grant the columns it reads (and no others) in part 1, write the function in part 2.

-- 1. What the look-ups may read.
grant select on divisions to cunyi_across;
grant select (village_id, version, "values", confirmed_at, refused_at) on rule_profiles to cunyi_across;
grant select (village_id) on chain_heads to cunyi_across;
grant select (id, ended_at, expires_at, proven_at) on sessions to cunyi_across;
grant select (village_id, id, name, id_index, phone_index, registered, left_on, left_reason, erased_at) on people to cunyi_across;
grant select (village_id, meeting_id, person_id, struck_at) on meeting_roll to cunyi_across;
grant select (village_id, person_id, office, "from", "to", held_until) on offices to cunyi_across;
-- Sealed: whom a level below has to tell.
grant select (phone) on people to cunyi_across;
grant select (village_id, person_id, pin_hash) on account_people to cunyi_across;
grant select (village_id, id, title, stage, track, demanded, convene_due_at, approval_needed, stage_since) on proposals to cunyi_across;
grant select (village_id, id, proposal_id, title, status, start_due_at, end_photo_due_at, ended_at) on disclosures to cunyi_across;
grant select (village_id, id, proposal_id, answered_at, due_at, escalated_at, township_due_at, township_answered_at, taken_at, county_due_at, county_answered_at, moved_on_at) on objections to cunyi_across;
grant select (village_id, proposal_id, kind) on notes to cunyi_across;
grant select (village_id, id, proposal_id, status, posted_at, ends_at, review_due_at, review_verdict, edited) on disclosures to cunyi_across;
grant select (village_id, id, disclosure_id, settled_at) on objections to cunyi_across;
grant select (village_id, id, status, ends_at, box_at, closed_at, key_name, key_destroyed_at) on polls to cunyi_across;
grant select (village_id, id, stage, demanded, demand_due_at, note_due_at, full_way_due_at, full_way_late_at) on proposals to cunyi_across;
grant select (village_id, id, status, answer_due_at, flagged_at) on petitions to cunyi_across;
grant select (village_id, id, state, judged, object_until) on text_changes to cunyi_across;
grant select (village_id, proposal_id, status) on polls to cunyi_across;
grant select (village_id, id, status, window_end, half_at, lapses_at, remind_at, over_at, adjourned_to) on meetings to cunyi_across;
grant select (meeting_id) on polls to cunyi_across;
grant select (village_id, seq, link) on chain_heads to cunyi_across;
grant select (village_id, seq, at) on evidence to cunyi_across;
grant select (village_id, seq, day, at, prev, heads, public_key, digest, signature) on checkpoints to cunyi_across;
grant select (village_id, id, public_key, proposed_at, confirmed_at, refused_at, refused_by, refused_from, refused_reason, ended_at) on office_keys to cunyi_across;
grant select (village_id, seq, key_id, signature) on checkpoint_signatures to cunyi_across;
grant select (village_id, proposal_id, kind, edition, last_own, checkpoint) on packages to cunyi_across;
grant select (village_id, id, stage, stage_since, submitted_at) on proposals to cunyi_across;
grant select (village_id, meeting_id, by) on remind_rounds to cunyi_across;
grant select (village_id, since) on undelivered to cunyi_across;
grant select (village_id, id, session_id, created_at) on push_subscriptions to cunyi_across;
grant select (village_id, work, subject, next_at) on due_failures to cunyi_across;
grant select (village_id, id, status, at, act_id, listed) on imports to cunyi_across;
grant select (village_id, id, state, due_at, decided_at, poll_id, meeting_id, at, proposal_id, what, turn) on acts to cunyi_across;
grant select (village_id, id, state, due_at) on judgements to cunyi_across;
grant select (village_id, kind, key, owes, proposal_id, since, due_at, done_at, dropped_at, rule, source) on duties to cunyi_across;
-- 指标: what was done in a period and by when; never a choice, never a name.
grant select (village_id, id, disclosure_id, moment) on board_photos to cunyi_across;
grant select (village_id, id, days, ends_at) on disclosures to cunyi_across;
grant select (village_id, id, title, reconvening, reconvene_of, first_opens_at, opens_at) on meetings to cunyi_across;
grant select (village_id, id, meeting_id, outcome) on polls to cunyi_across;
grant select (village_id, meeting_id, person_id) on attendances to cunyi_across;
grant select (village_id, id, away) on people to cunyi_across;
grant select (village_id, meeting_id, version, approved_at) on minutes to cunyi_across;
grant select (village_id, proposal_id, county_verdict, township_verdict, verdict) on objections to cunyi_across;
grant select (village_id, id) on households to cunyi_across;

-- 2. The look-ups. The owner becomes cunyi_across for this transaction only: a lasting member would read over
-- every fence (up to PostgreSQL 15 without even asking for the role).
do $$
declare
  is_new constant boolean := current_setting('server_version_num')::int >= 160000;
begin
  if not pg_has_role(current_user, 'cunyi_across', case when is_new then 'set' else 'member' end) then
    execute format('grant cunyi_across to %I%s', current_user,
      case when is_new then ' with inherit false, set true' else '' end);
    perform set_config('cunyi.lent', 'yes', true);
  end if;
exception
  when insufficient_privilege then
    raise exception 'the owner % may not act as cunyi_across; an administrator runs: grant cunyi_across to "%"%',
      current_user, current_user, case when is_new then ' with inherit false, set true' else '' end;
end
$$;
set local role cunyi_across;

do $$
declare
  old regprocedure;
begin
  for old in
    select p.oid from pg_proc p
     where p.pronamespace = 'public'::regnamespace and p.proowner = 'cunyi_across'::regrole
  loop
    execute format('drop function %s', old);
  end loop;
end
$$;

-- Opened divisions: log-in, the public list and every sweep begin with them.
create function across_divisions_open() returns table (code text)
  language sql stable security definer set search_path = pg_catalog, public
  as $$ select code from divisions where opened_at is not null order by code $$;

-- 任职 of a person, on a day: held, or ended before it.
create function across_offices(village text, person uuid, day date) returns table (held text[], ended text[])
  language sql stable security definer set search_path = pg_catalog, public
  as $$
    select coalesce(array_agg(distinct o.office) filter (where o."from" <= day and (o.held_until is null or o.held_until >= day)), '{}'),
           coalesce(array_agg(distinct o.office) filter (where o.held_until < day), '{}')
      from offices o where o.village_id = village and o.person_id = person
  $$;

-- 迁出的人: has left the village by that day, alive, and stands on the roll of a meeting that is not over.
create function across_still_on_roll(village text, person uuid, reason text, death text) returns boolean
  language sql stable security definer set search_path = pg_catalog, public
  as $$
    select coalesce(reason, '') !~ death
       and exists (select from meeting_roll r join meetings m on m.village_id = r.village_id and m.id = r.meeting_id
                    where r.village_id = village and r.person_id = person and r.struck_at is null and m.status <> 'ended')
  $$;

-- Who acts, asked once a request. Who has left or was erased acts no more, but at a meeting whose roll has him: there
-- he is neither registered nor in any office.
create function across_caller(session uuid, village text, person uuid, day date, at timestamptz, death text)
  returns table (alive boolean, proven boolean, name text, registered boolean, offices text[], ended text[])
  language sql stable security definer set search_path = pg_catalog, public
  as $$
    select exists (select from sessions s where s.id = session and s.ended_at is null and s.expires_at > at)
             and p.erased_at is null and (not gone or across_still_on_roll(village, person, p.left_reason, death)),
           exists (select from sessions s where s.id = session and s.proven_at is not null),
           p.name, p.registered and not gone, case when gone then '{}' else o.held end, o.ended
      from people p
      cross join lateral across_offices(village, person, day) o
      cross join lateral (select p.left_on is not null and p.left_on <= day as gone) g
     where p.village_id = village and p.id = person
  $$;

-- Whom a phone may act as: everybody of any division whose number it is.
create function across_capacities(phone_key text, day date, death text)
  returns table (village text, village_name text, community boolean, moved_to text, person_id uuid, name text, id_index text, registered boolean, has_pin boolean, offices text[])
  language sql stable security definer set search_path = pg_catalog, public
  as $$
    select p.village_id, d.name, d.is_community, (select m.name from divisions m where m.code = d.moved_to), p.id, p.name, p.id_index, p.registered and not gone,
           exists (select from account_people a where a.village_id = p.village_id and a.person_id = p.id and a.pin_hash is not null),
           case when gone then '{}' else o.held end
      from people p
      join divisions d on d.code = p.village_id
      cross join lateral across_offices(p.village_id, p.id, day) o
      cross join lateral (select p.left_on is not null and p.left_on <= day as gone) g
     where p.phone_index = phone_key and p.erased_at is null
       and (not gone or across_still_on_roll(p.village_id, p.id, p.left_reason, death))
     order by p.village_id, p.name, p.id
  $$;

-- 告知上级: who is in office at the level next above, with the number as it is sealed.
create function across_staff_above(division text, day date) returns table (village text, person_id uuid, phone bytea)
  language sql stable security definer set search_path = pg_catalog, public
  as $$
    select distinct p.village_id, p.id, p.phone
      from divisions d
      join offices o on o.village_id = d.parent_code and o.office in ('townshipStaff', 'countyStaff')
                    and o."from" <= day and (o.held_until is null or o.held_until >= day)
      join people p on p.village_id = o.village_id and p.id = o.person_id
     where d.code = division and p.phone is not null and p.erased_at is null and (p.left_on is null or p.left_on > day)
  $$;

-- The newest confirmed values of a division and of those above it.
create function across_profiles(division text) returns table (level text, version int, "values" jsonb)
  language sql stable security definer set search_path = pg_catalog, public
  as $$
    with recursive line as (
      select d.code, d.parent_code, d.level, 0 as step from divisions d where d.code = division
      union all
      select d.code, d.parent_code, d.level, line.step + 1 from divisions d join line on d.code = line.parent_code where line.step < 8
    )
    select line.level, r.version, r."values"
      from line
      cross join lateral (select r.version, r."values" from rule_profiles r
                           where r.village_id = line.code and r.confirmed_at is not null and r.refused_at is null
                           order by r.version desc limit 1) r
     where line.level in ('county', 'township', 'village')
     order by line.step
  $$;

-- 到期事项 that failed and when each is tried again.
create function across_due_failures() returns table (village_id text, work text, subject text, next_at timestamptz)
  language sql stable security definer set search_path = pg_catalog, public
  as $$ select f.village_id, f.work, f.subject, f.next_at from due_failures f $$;

-- 异议: before whom each stands that nobody has answered, and by when it is answered there.
create function across_objections() returns table (village_id text, id uuid, proposal_id uuid, stands text, due_at timestamptz)
  language sql stable security definer set search_path = pg_catalog, public
  as $$
    select village_id, id, proposal_id,
           case when county_due_at is not null then 'county' when escalated_at is not null then 'township' else 'village' end,
           coalesce(county_due_at, case when escalated_at is null then due_at else township_due_at end)
      from objections
     where moved_on_at is null and county_answered_at is null
       and (county_due_at is not null or township_answered_at is null and (taken_at is not null or answered_at is null)) $$;
create function across_disclosing(at timestamptz) returns table (village_id text, count bigint)
  language sql stable security definer set search_path = pg_catalog, public
  as $$ select village_id, count(*) from disclosures where status = 'posted' and ends_at > at group by village_id $$;

-- 换人清点: a count that not all its tellers called invalid, and since when two others are to count.
create function across_counts_anew() returns table (village_id text, id uuid, since timestamptz)
  language sql stable security definer set search_path = pg_catalog, public
  as $$
    select p.village_id, p.id, min(a.decided_at)
      from polls p join acts a on a.village_id = p.village_id and a.poll_id = p.id
     where p.status = 'counting' and a.what = 'invalidCount' and a.state in ('refused', 'lapsed')
     group by 1, 2 $$;
-- The names of keys that are still needed; every other key is an orphan.
create function across_poll_key_names() returns table (key_name text)
  language sql stable security definer set search_path = pg_catalog, public
  as $$ select p.key_name from polls p where p.key_name is not null and p.key_destroyed_at is null $$;

-- 未送达: the oldest line of each village, which goes when its days are over.
create function across_undelivered() returns table (village_id text, since timestamptz)
  language sql stable security definer set search_path = pg_catalog, public
  as $$ select u.village_id, min(u.since) from undelivered u group by u.village_id $$;
-- Browsers whose log-in has ended: they are forgotten.
create function across_push_ended() returns table (village_id text, id uuid, due_at timestamptz)
  language sql stable security definer set search_path = pg_catalog, public
  as $$
    select p.village_id, p.id, coalesce(s.ended_at, p.created_at)
      from push_subscriptions p left join sessions s on s.id = p.session_id
     where s.id is null or s.ended_at is not null $$;

-- Previews of a workbook that nobody has confirmed yet; lists of one whose second person said no.
create function across_previews_waiting() returns table (village_id text, id uuid, at timestamptz)
  language sql stable security definer set search_path = pg_catalog, public
  as $$
    select i.village_id, i.id, i.at from imports i
     where i.status = 'previewed'
        or i.listed is not null and exists (select from acts a where a.village_id = i.village_id and a.id = i.act_id and a.state <> 'waiting')
  $$;

-- Divisions that have an evidence chain.
create function across_chains() returns table (village text)
  language sql stable security definer set search_path = pg_catalog, public
  as $$ select h.village_id from chain_heads h order by h.village_id $$;

-- The villages of a division (itself, if it is one).
create function across_villages(division text) returns table (code text, name text, township text, opened boolean)
  language sql stable security definer set search_path = pg_catalog, public set jit = off
  as $$
    with recursive below as (
      select d.code, d.name, d.level, d.parent_code, d.opened_at from divisions d where d.code = division
      union all
      select d.code, d.name, d.level, d.parent_code, d.opened_at from divisions d join below on d.parent_code = below.code
    )
    select b.code, b.name, coalesce(t.name, ''), b.opened_at is not null
      from below b left join divisions t on t.code = b.parent_code
     where b.level = 'village'
     order by b.code
  $$;

-- 督导: how many matters stand at each stage, village by village.
create function across_stage_counts(division text) returns table (village text, stage text, n int)
  language sql stable security definer set search_path = pg_catalog, public set jit = off
  as $$
    select p.village_id, p.stage, count(*)::int
      from proposals p join across_villages(division) v on v.code = p.village_id
     group by p.village_id, p.stage
  $$;

-- 应办: a page of what stands open at this instant in the villages of a division: late, or still to come. One order of
-- what is due at one instant, so that no page leaves one out. many null: all of them.
create function across_duties(division text, at timestamptz, late boolean, skip int, many int)
  returns table (village text, village_name text, township text, kind text, key text, owes text, proposal_id uuid, title text, stage text, due_at timestamptz, rule text, source text)
  language sql stable security definer set search_path = pg_catalog, public set jit = off
  as $$
    select d.village_id, v.name, v.township, d.kind, d.key, d.owes, p.id, p.title, p.stage, d.due_at, d.rule, d.source
      from duties d join across_villages(division) v on v.code = d.village_id and v.opened
      left join proposals p on p.village_id = d.village_id and p.id = d.proposal_id
     where d.since <= at and d.done_at is null and (d.dropped_at is null or d.dropped_at > at)
       and (d.due_at <= at) = late
     order by d.due_at, d.village_id collate "C", d.kind collate "C", d.key collate "C"
     offset skip limit many
  $$;

-- How many there are of each.
create function across_duty_counts(division text, at timestamptz) returns table (late int, next int)
  language sql stable security definer set search_path = pg_catalog, public set jit = off
  as $$
    select count(*) filter (where d.due_at <= at)::int, count(*) filter (where d.due_at > at)::int
      from duties d join across_villages(division) v on v.code = d.village_id and v.opened
     where d.since <= at and d.done_at is null and (d.dropped_at is null or d.dropped_at > at)
  $$;

-- 指标: each thing that counts for one in a period, [begins, ends): where it counts, and for how much. The sums are the
-- figures, the rows the list behind them. What each code means: shared/src/oversight/indicators.ts.
create function across_figures(division text, begins timestamptz, ends timestamptz, scored text[])
  returns table (village text, code text, subject uuid, title text, proposal_id uuid, at timestamptz, num int, den int)
  language sql stable security definer set search_path = pg_catalog, public set jit = off
  as $$
    with mine as (select v.code from across_villages(division) v where v.opened),
    ended as (
      select p.village_id, p.id, p.title, p.stage_since
        from proposals p join mine on mine.code = p.village_id
       where p.stage = 'archived' and p.stage_since >= begins and p.stage_since < ends),
    -- 应办: of what the platform asks for by itself nothing is reckoned; what was dropped before its day was never due.
    due as (
      select d.village_id, d.kind, d.proposal_id, d.due_at, d.done_at, d.key
        from duties d join mine on mine.code = d.village_id
       where d.due_at >= begins and d.due_at < ends and d.owes = 'village' and d.kind = any(scored)
         and (d.dropped_at is null or d.dropped_at > d.due_at)),
    sat as (
      select m.village_id, m.id, m.title, coalesce(m.first_opens_at, m.opens_at) as at
        from meetings m join mine on mine.code = m.village_id
       where coalesce(m.first_opens_at, m.opens_at) >= begins and coalesce(m.first_opens_at, m.opens_at) < ends
         and m.status = 'ended'
         and exists (select from polls q where q.village_id = m.village_id and q.meeting_id = m.id))
    -- 程序完整: the township's and the village's own finding never counts; the county's does.
    select e.village_id, 'I1', e.id, e.title, e.id, e.stage_since,
           case when exists (select from objections o where o.village_id = e.village_id and o.proposal_id = e.id
                  and o.county_verdict = 'upheld' and o.township_verdict is distinct from 'upheld'
                  and o.verdict is distinct from 'upheld' and o.verdict is distinct from 'corrected') then 0 else 1 end, 1
      from ended e
    union all
    select d.village_id, 'I2', null, p.title, d.proposal_id, d.due_at, (d.done_at is not null and d.done_at <= d.due_at)::int, 1
      from due d left join proposals p on p.village_id = d.village_id and p.id = d.proposal_id
    union all
    -- 一次开成: what was called again counts under its first notice.
    select s.village_id, 'I3', s.id, s.title, null, s.at,
           (not exists (select from polls q where q.village_id = s.village_id and q.meeting_id = s.id
                         and (q.outcome is null or q.outcome = 'noQuorum')))::int, 1
      from sat s join meetings m on m.village_id = s.village_id and m.id = s.id
     where m.reconvene_of is null and m.reconvening = 0
    union all
    select s.village_id, 'I4', s.id, s.title, null, s.at, count(a.person_id)::int, count(*)::int
      from sat s
      join meeting_roll r on r.village_id = s.village_id and r.meeting_id = s.id and r.struck_at is null
      join people p on p.village_id = r.village_id and p.id = r.person_id and p.away
      left join attendances a on a.village_id = r.village_id and a.meeting_id = r.meeting_id and a.person_id = r.person_id
     group by s.village_id, s.id, s.title, s.at
    union all
    select c.village_id, 'I5', c.id, c.title, c.proposal_id, c.ended_at,
           (c.posted_at is not null and c.ended_at >= c.ends_at
            and (c.review_verdict in ('agreed', 'silent') or c.review_due_at <= c.posted_at)
            and exists (select from board_photos b where b.village_id = c.village_id and b.disclosure_id = c.id and b.moment = 'start')
            and exists (select from board_photos b where b.village_id = c.village_id and b.disclosure_id = c.id and b.moment = 'end'))::int, 1
      from disclosures c join mine on mine.code = c.village_id
     where c.status = 'ended' and c.ended_at >= begins and c.ended_at < ends
    union all
    select d.village_id, case d.kind when 'answerObjection' then 'I6' else 'I7' end, null, p.title, d.proposal_id, d.due_at,
           (d.done_at is not null and d.done_at <= d.due_at)::int, 1
      from due d left join proposals p on p.village_id = d.village_id and p.id = d.proposal_id
     where d.kind in ('answerObjection', 'reportOutcome')
    union all
    -- 档案完整: the package is made, and the minutes of each sitting that voted on the matter are approved.
    select e.village_id, 'I8', e.id, e.title, e.id, e.stage_since,
           (exists (select from packages k where k.village_id = e.village_id and k.proposal_id = e.id and k.kind = 'office')
            and not exists (select from polls q where q.village_id = e.village_id and q.proposal_id = e.id and q.status = 'closed'
                  and not exists (select from minutes n where n.village_id = q.village_id and n.meeting_id = q.meeting_id and n.approved_at is not null)))::int, 1
      from ended e
    union all
    -- 活动: for every 1,000 households; the households stand once for each village.
    select e.village_id, 'I10', e.id, e.title, e.id, e.stage_since, 1000, 0 from ended e
    union all
    select mine.code, 'I10', null, null, null, null, 0,
           (select count(*)::int from households h where h.village_id = mine.code)
      from mine
  $$;
-- Villages that were there when a period began and have nothing written down for it.
create function across_periods_missing(of_kind text, of_key text, began timestamptz) returns table (village text)
  language sql stable security definer set search_path = pg_catalog, public
  as $$
    select v.code from divisions v
     where v.level = 'village' and v.opened_at < began and v.moved_at is null
       -- Whose it is: a branch meets everywhere, the half year is the communities', the others are the villages'.
       and case of_kind when 'partyOfQuarter' then true when 'branchOfMonth' then v.branch_has_committee
                        when 'residentsOfHalf' then v.is_community when 'membersOfYear' then v.has_collective and not v.is_community
                        else not v.is_community end
       -- Where the villagers have chosen nobody to stand for them, the assembly itself decides.
       and (of_kind <> 'representativesOfQuarter' or exists (select from offices o where o.village_id = v.code
              and o.office = 'representative' and (o.held_until is null or o.held_until >= (began at time zone 'Asia/Shanghai')::date)))
       and not exists (select from duties d where d.village_id = v.code and d.kind = of_kind and d.key = of_key)
  $$;

-- What waits for a township or the county in the villages below it.
create function across_waiting_above(division text, level text)
  returns table (village text, kind text, title text, proposal_id uuid, subject_id uuid, due_at timestamptz)
  language sql stable security definer set search_path = pg_catalog, public set jit = off
  as $$
    with mine as (select v.code from across_villages(division) v where v.opened)
    select p.village_id, 'approve', p.title, p.id, p.id,
           (select min(u.due_at) from duties u where u.village_id = p.village_id and u.proposal_id = p.id and u.owes = level
               and u.kind in ('approveTownship', 'approveCounty') and u.done_at is null)
      from proposals p join mine on mine.code = p.village_id
     where p.stage = 'awaitingApproval' and p.approval_needed @> to_jsonb(array[level])
    union all
    select p.village_id, 'answer', p.title, p.id, o.id, o.due_at
      from across_objections() o join mine on mine.code = o.village_id
      join proposals p on p.village_id = o.village_id and p.id = o.proposal_id
     where o.stands = level
    union all
    select p.village_id, 'file', p.title, p.id, p.id,
           (select min(u.due_at) from duties u where u.village_id = p.village_id and u.proposal_id = p.id
               and u.kind = 'fileResolution' and u.done_at is null)
      from proposals p join mine on mine.code = p.village_id
     where level = 'township' and p.stage = 'resolutionDisclosure' and p.track = 'full'
       and not exists (select from notes n where n.village_id = p.village_id and n.proposal_id = p.id and n.kind = 'filing')
    union all
    select u.village_id, 'precheck', p.title, p.id, p.id, u.due_at
      from duties u join mine on mine.code = u.village_id
      join proposals p on p.village_id = u.village_id and p.id = u.proposal_id
     where level = 'township' and u.kind = 'precheckTownship' and u.done_at is null and u.dropped_at is null
    union all
    select a.village_id, 'second', coalesce(p.title, a.what), p.id, a.id, a.due_at
      from acts a join mine on mine.code = a.village_id
      left join proposals p on p.village_id = a.village_id and p.id = a.proposal_id
     where a.turn = level and a.state = 'waiting'
    union all
    -- 登记的公钥: a township's waits for its county, the county's for each of its townships.
    select k.village_id, 'officeKey', d.name, null, k.id, null
      from office_keys k join divisions d on d.code = k.village_id
     where left(k.village_id, 6) = left(division, 6) and k.confirmed_at is null and k.refused_at is null and k.ended_at is null
       and length(k.village_id) = case across_waiting_above.level when 'county' then 9 else 6 end
  $$;

-- 到期: of each work asked for what is due by this instant, and the one that comes next. A work, the instant from which it
-- is due, and what waits for it (x); each instant has its index, which answers by a plan made once a connection, so what
-- is due in a month costs nothing today. `offset 0` lets no other table be looked through first.
do $make$
declare
  look_ups constant text[] := array[
    -- 公示期满, unless an objection holds the matter; 未审核 in time; 异议 nobody has answered before whom it stands.
    ['endDisclosure', 'x.ends_at', $$from disclosures x where x.status = 'posted'
      and not exists (select from objections o where o.village_id = x.village_id and o.disclosure_id = x.id and o.settled_at is null offset 0)$$],
    ['silentReview', 'x.review_due_at', $$from disclosures x where x.review_verdict is null and x.ended_at is null
      and (x.status = 'prepared' and x.posted_at is null or x.edited is not null)$$],
    ['escalateObjection', 'coalesce(x.county_due_at, case when x.escalated_at is null then x.due_at else x.township_due_at end)',
      $$from objections x where x.moved_on_at is null and x.county_answered_at is null
      and (x.county_due_at is not null or x.township_answered_at is null and (x.taken_at is not null or x.answered_at is null))$$],
    -- What waits for its second person until a poll ends waits no longer once it has; what concerns a meeting and none of
    -- its polls (a correction of the roll), once none of them is to come.
    ['lapseAct', 'x.due_at', $$from acts x where x.state = 'waiting' and x.due_at is not null$$],
    ['lapseAct', 'coalesce(p.closed_at, x.at)', $$from acts x left join polls p on p.village_id = x.village_id and p.id = x.poll_id
      where x.state = 'waiting' and x.due_at is null
      and (p.status <> 'open' or x.poll_id is null and x.meeting_id is not null
        and not exists (select from polls o where o.village_id = x.village_id and o.meeting_id = x.meeting_id and o.status in ('waiting', 'open') offset 0))$$],
    ['settleJudgement', 'x.due_at', $$from judgements x where x.state = 'open'$$],
    -- 表决: a window ends (断网延长: not while it waits for its second person, who may still give those cut off their
    -- time), a box is opened, a key destroyed.
    ['endPoll', 'x.ends_at', $$from polls x where x.status = 'open'
      and not exists (select from acts a where a.village_id = x.village_id and a.meeting_id = x.meeting_id
        and a.what = 'extendWindow' and a.state = 'waiting' offset 0)$$],
    ['openBox', 'x.box_at', $$from polls x where x.status = 'counting'$$],
    ['destroyPollKey', 'x.closed_at', $$from polls x where x.key_name is not null and x.key_destroyed_at is null and x.status in ('closed', 'void')$$],
    -- Meetings: half of the window passed with a poll unopened, the whole where another is open; no time named after it;
    -- every poll has its end; 催会 that goes out by itself.
    ['adjournHalfOver', 'x.half_at', $$from meetings x where x.status <> 'ended' and not (x.status = 'adjourned' and x.adjourned_to is null)
      and exists (select from polls w where w.village_id = x.village_id and w.meeting_id = x.id and w.status = 'waiting' offset 0)
      and not exists (select from polls o where o.village_id = x.village_id and o.meeting_id = x.id and o.status in ('open', 'counting') offset 0)$$],
    ['adjournHalfOver', 'x.window_end', $$from meetings x where x.status <> 'ended' and not (x.status = 'adjourned' and x.adjourned_to is null)
      and x.half_at is not null
      and exists (select from polls w where w.village_id = x.village_id and w.meeting_id = x.id and w.status = 'waiting' offset 0)
      and exists (select from polls o where o.village_id = x.village_id and o.meeting_id = x.id and o.status in ('open', 'counting') offset 0)$$],
    ['lapseMeeting', 'x.lapses_at', $$from meetings x where x.status <> 'ended'
      and exists (select from polls w where w.village_id = x.village_id and w.meeting_id = x.id and w.status = 'waiting' offset 0)$$],
    ['endMeeting', 'x.over_at', $$from meetings x where x.status <> 'ended'
      and not exists (select from polls o where o.village_id = x.village_id and o.meeting_id = x.id and o.status not in ('closed', 'void') offset 0)$$],
    ['remindRound', 'x.remind_at', $$from meetings x where x.status not in ('ended', 'adjourned')
      and exists (select from polls o where o.village_id = x.village_id and o.meeting_id = x.id and o.status in ('waiting', 'open') offset 0)
      and not exists (select from remind_rounds r where r.village_id = x.village_id and r.meeting_id = x.id and r.by is null offset 0)$$],
    -- 依法要求的事项 whose steps 1 to 3 are late; not while a poll on them is open.
    ['skipOverdueSteps', 'x.demand_due_at', $$from proposals x where x.demanded and x.stage in ('branchProposal', 'committeeDeliberation', 'partyReview')
      and not exists (select from polls q where q.village_id = x.village_id and q.proposal_id = x.id and q.status in ('open', 'counting') offset 0)$$],
    ['makeChange', 'x.object_until', $$from text_changes x where x.state = 'waiting' and x.judged$$],
    ['silentNote', 'x.note_due_at', $$from proposals x where x.note_due_at is not null$$],
    ['lateFullWay', 'x.full_way_due_at', $$from proposals x where x.full_way_late_at is null$$],
    ['flagPetition', 'x.answer_due_at', $$from petitions x where x.status in ('threshold', 'demand') and x.flagged_at is null$$]
  ];
  look text[];
  body text := '';
begin
  foreach look slice 1 in array look_ups loop
    body := body || format(
      'if %1$L = any (works) then return query select %1$L, x.village_id, x.id, (%2$s)::timestamptz %3$s and %2$s <= upto union all '
      '(select %1$L, x.village_id, x.id, (%2$s)::timestamptz %3$s and %2$s > upto order by %2$s limit 1); end if; ',
      look[1], look[2], look[3]);
  end loop;
  execute format('create function across_due(works text[], upto timestamptz) '
    'returns table (work text, village_id text, id uuid, due_at timestamptz) '
    'language plpgsql stable security definer set search_path = pg_catalog, public '
    'set plan_cache_mode = force_generic_plan set enable_seqscan = off set jit = off '
    'as $body$ #variable_conflict use_column begin %s end $body$', body);
end
$make$;

-- 校验点: the heads of all chains of a county; its lists are public. A division's code begins with its county's.
create function across_heads(county text) returns table (division text, seq int, link text)
  language sql stable security definer set search_path = pg_catalog, public
  as $$ select h.village_id, h.seq, h.link from chain_heads h where left(h.village_id, 6) = county order by h.village_id $$;
create function across_checkpoints(county text, first int, last int)
  returns table (seq int, day date, at timestamptz, prev text, heads jsonb, public_key text, digest text, signature text)
  language sql stable security definer set search_path = pg_catalog, public
  as $$
    select c.seq, c.day, c.at, c.prev, c.heads, c.public_key, c.digest, c.signature from checkpoints c
     where c.village_id = county and c.seq between first and last order by c.seq
  $$;
-- 联署: the keys of all offices of a county, with what another office answered (who refused by name), and what they signed.
create function across_office_keys(county text)
  returns table (division text, id uuid, public_key text, proposed_at timestamptz, confirmed_at timestamptz, ended_at timestamptz,
    refused_at timestamptz, refused_by text, refused_from text, refused_reason text)
  language sql stable security definer set search_path = pg_catalog, public
  as $$
    select k.village_id, k.id, k.public_key, k.proposed_at, k.confirmed_at, k.ended_at,
           k.refused_at, p.name, k.refused_from, k.refused_reason
      from office_keys k left join people p on p.village_id = k.refused_from and p.id = k.refused_by
     where left(k.village_id, 6) = county order by k.village_id, k.proposed_at, k.id
  $$;
create function across_checkpoint_signatures(county text, first int, last int)
  returns table (seq int, division text, public_key text, signature text)
  language sql stable security definer set search_path = pg_catalog, public
  as $$
    select s.seq, s.village_id, k.public_key, s.signature
      from checkpoint_signatures s join office_keys k on k.village_id = s.village_id and k.id = s.key_id
     where left(s.village_id, 6) = county and s.seq between first and last order by s.seq, s.village_id, k.public_key
  $$;
create function across_last_checkpoint(county text) returns int
  language sql stable security definer set search_path = pg_catalog, public
  as $$ select coalesce(max(c.seq), 0) from checkpoints c where c.village_id = county $$;
create function across_checkpoint_after(village text, entry int) returns table (checkpoint int, head int)
  language sql stable security definer set search_path = pg_catalog, public
  as $$
    select c.seq, (h.value ->> 'seq')::int
      from checkpoints c cross join lateral jsonb_array_elements(c.heads) h
     where c.village_id = left(village, 6) and h.value ->> 'division' = village and (h.value ->> 'seq')::int >= entry
     order by c.seq limit 1
  $$;
-- When a chain of a county first grew after its last list; the county's own chain, which grows with every list, does
-- not count.
create function across_chains_grown() returns table (county text, grew_at timestamptz)
  language sql stable security definer set search_path = pg_catalog, public
  as $$
    with last as (
      select distinct on (c.village_id) c.village_id, c.heads from checkpoints c order by c.village_id, c.seq desc
    ), known as (
      select h.value ->> 'division' as division, (h.value ->> 'seq')::int as seq
        from last cross join lateral jsonb_array_elements(last.heads) h
    )
    select left(h.village_id, 6), min(e.at)
      from chain_heads h
      left join known k on k.division = h.village_id
      join evidence e on e.village_id = h.village_id and e.seq = coalesce(k.seq, 0) + 1
     where length(h.village_id) > 6 and h.seq > coalesce(k.seq, 0)
     group by 1
  $$;

-- 档案包: of every matter that has ended since then, and once more when a checkpoint has its last entry behind it.
create function across_packages_due(since timestamptz) returns table (village_id text, id uuid, due_at timestamptz)
  language sql stable security definer set search_path = pg_catalog, public
  as $$
    select p.village_id, p.id, p.stage_since from proposals p
     where p.stage in ('archived', 'withdrawn', 'superseded') and p.submitted_at is not null and p.stage_since >= since
       and not exists (select from packages k where k.village_id = p.village_id and k.proposal_id = p.id and k.kind = 'office')
    union all
    select k.village_id, k.proposal_id, min(c.at)
      from packages k
      -- The newest list holds the head of every chain, and heads only grow: no earlier one is unpacked.
      cross join lateral (select l.at, l.heads from checkpoints l
                           where l.village_id = left(k.village_id, 6) order by l.seq desc limit 1) c
      cross join lateral jsonb_array_elements(c.heads) h
     where k.kind = 'office' and k.checkpoint is null
       and h.value ->> 'division' = k.village_id and (h.value ->> 'seq')::int >= k.last_own
       and not exists (select from packages o where o.village_id = k.village_id and o.proposal_id = k.proposal_id
                          and o.kind = k.kind and o.edition > k.edition)
     group by 1, 2
  $$;

-- 3. Only the serving roles may ask.
do $$
declare
  made regprocedure;
begin
  for made in
    select p.oid from pg_proc p
     where p.pronamespace = 'public'::regnamespace and p.proowner = 'cunyi_across'::regrole
  loop
    execute format('revoke all on function %s from public', made);
    execute format('grant execute on function %s to cunyi_app, cunyi_keeper', made);
  end loop;
end
$$;

reset role;

do $$
begin
  if current_setting('cunyi.lent', true) = 'yes' then
    execute format('revoke cunyi_across from %I', current_user);
  end if;
end
$$;

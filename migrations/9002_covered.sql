-- 覆盖: whatever a transaction writes of the records of a matter is noted by the database itself, in the setting
-- app.touched of that transaction; the entry of evidence, which is its last statement, reads it and covers the rows.
-- A line: table, village, what the row belongs to, what tells it apart. What has one line a poll (ballots, envelopes,
-- lists, sheets) is not noted: a ballot leaves nothing here.

create or replace function note_touched() returns trigger language plpgsql set search_path = pg_catalog, public as $note$
declare
  noted text;
begin
  execute format(
    'select string_agg(%L || E''\t'' || village_id || E''\t'' || coalesce(%I::text, '''') || E''\t'' || %s, E''\n'') from changed',
    tg_table_name, tg_argv[0], tg_argv[1]) into noted;
  if noted is not null then
    perform set_config('app.touched', concat_ws(E'\n', nullif(current_setting('app.touched', true), ''), noted), true);
  end if;
  return null;
end
$note$;

-- Each batch of ballots moves its meeting's revision, which is no record: that must cost nothing.
create or replace function note_meeting() returns trigger language plpgsql set search_path = pg_catalog, public as $note$
begin
  perform set_config('app.touched', concat_ws(E'\n', nullif(current_setting('app.touched', true), ''),
    concat_ws(E'\t', tg_table_name, new.village_id, new.id, new.id)), true);
  return null;
end
$note$;

do $covered$
declare
  -- table:belongs to:what tells a row apart
  covered constant text[] := array[
    'proposals:id:id',
    'proposal_versions:proposal_id:proposal_id, version',
    'budget_lines:proposal_id:id',
    'questions:proposal_id:id',
    'proposal_moves:proposal_id:id',
    'notes:proposal_id:id',
    'opinions:proposal_id:id',
    'mandates:proposal_id:proposal_id, household_id',
    'meetings:id:id',
    'meeting_places:meeting_id:meeting_id, place_no',
    'agenda_items:meeting_id:meeting_id, proposal_id',
    'meeting_roll:meeting_id:meeting_id, person_id',
    'roll_corrections:meeting_id:id',
    'roll_confirmations:correction_id:correction_id',
    'notices:meeting_id:meeting_id, person_id',
    'attendances:meeting_id:meeting_id, person_id',
    'attendance_events:meeting_id:meeting_id, person_id, seq',
    'excuses:meeting_id:meeting_id, person_id',
    'proxies:meeting_id:id',
    'recusals:proposal_id:meeting_id, proposal_id, person_id',
    'amendments:proposal_id:id',
    'minutes:meeting_id:meeting_id, version',
    'polls:proposal_id:id',
    'slips:poll_id:poll_id, person_id, seq',
    'slip_numbers:poll_id:poll_id, number',
    'hands_group:poll_id:poll_id, person_id',
    'assists:poll_id:poll_id, person_id, version',
    'set_asides:poll_id:poll_id, person_id, version',
    'recounts:poll_id:id',
    'disclosures:proposal_id:id',
    'board_photos:disclosure_id:id',
    'objections:proposal_id:id',
    'works:proposal_id:proposal_id',
    'progress_entries:proposal_id:id',
    'expenses:proposal_id:id',
    'attachments:subject_id:id'
  ];
  one text;
  part text[];
  event text;
begin
  foreach one in array covered loop
    part := string_to_array(one, ':');
    continue when to_regclass('public.' || part[1]) is null;
    foreach event in array array['insert', 'update', 'delete'] loop
      execute format('drop trigger if exists %I on %I', 'touched_' || event, part[1]);
      if part[1] = 'meetings' and event = 'update' then
        execute format('create trigger touched_update after update of %s on meetings for each row execute function note_meeting()',
          (select string_agg(quote_ident(attname), ', ' order by attnum) from pg_attribute
            where attrelid = 'public.meetings'::regclass and attnum > 0 and not attisdropped and attname not in ('revision', 'remind_at')));
        continue;
      end if;
      execute format(
        'create trigger %I after %s on %I referencing %s table as changed for each statement execute function note_touched(%L, %L)',
        'touched_' || event, event, part[1], case event when 'delete' then 'old' else 'new' end, part[2],
        format('concat_ws('' '', %s)', part[3]));
    end loop;
  end loop;
end
$covered$;

-- 围栏: roles, grants and row policies. Run again after every change of tables; it may be run any number of times.
--   cunyi_app     serves: sees one division at a time, named by the setting app.village
--   cunyi_keeper  retention and erasure: the same fence, and may withhold an evidence entry's payload
--   cunyi_across  owns the look-ups of 9001_across.sql; nobody logs in as it
-- Roles belong to the whole cluster: they may be there already, made for another database or in this very moment.

do $fence$
declare
  -- What happened stays: the serving role may read and add, never change or remove.
  insert_only constant text[] := array[
    'assist_calls', 'assists', 'attendance_events', 'ballots', 'checkpoint_signatures', 'checkpoints', 'count_sheets', 'access_log', 'envelopes', 'evidence', 'evidence_covers',
    'frozen_papers', 'hands_group', 'judgement_votes', 'named_entries', 'packages', 'poll_list',
    'proposal_moves', 'recounts', 'remind_rounds', 'roll_confirmations', 'roll_corrections', 'set_asides', 'slip_numbers',
    'slip_readings', 'slips', 'village_moves'
  ];
  made constant text[] := array['cunyi_app', 'cunyi_keeper', 'cunyi_across'];
  set_true constant text := case when current_setting('server_version_num')::int >= 160000 then ' with inherit false, set true' else '' end;
  set_right constant text := case when set_true = '' then 'member' else 'set' end;
  name text;
  fenced boolean;
begin
  foreach name in array made loop
    if not exists (select from pg_roles where rolname = name) then
      begin
        execute format('create role %I nologin', name);
      exception
        when duplicate_object or unique_violation then null;
        when insufficient_privilege then
          raise exception 'the owner % may not make roles; an administrator runs: create role cunyi_app nologin; '
            'create role cunyi_keeper nologin; create role cunyi_across nologin; '
            'grant cunyi_app, cunyi_keeper, cunyi_across to "%"%', current_user, current_user, set_true;
      end;
    end if;
    -- Of cunyi_across it is a member only while 9001 makes the look-ups.
    if name <> 'cunyi_across' and not pg_has_role(current_user, name, set_right) then
      begin
        execute format('grant %I to %I%s', name, current_user, set_true);
      exception
        when unique_violation then null;
        when insufficient_privilege then
          raise exception 'the owner % may not act as %; an administrator runs: grant cunyi_app, cunyi_keeper, '
            'cunyi_across to "%"%', current_user, name, current_user, set_true;
      end;
    end if;
  end loop;

  revoke all on schema public from public;
  grant usage on schema public to cunyi_app, cunyi_keeper, cunyi_across;
  -- The look-ups are made by the role that owns them.
  grant create on schema public to cunyi_across;

  for name, fenced in
    select c.relname, exists (select from pg_attribute a
             where a.attrelid = c.oid and a.attname = 'village_id' and not a.attisdropped)
      from pg_class c
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
     order by c.relname
  loop
    execute format('revoke all on %I from public, cunyi_app, cunyi_keeper, cunyi_across', name);
    -- Which database this is, and how it came about, only the owner says.
    if name in ('migrations', 'instance') then
      execute format('grant select on %I to cunyi_app', name);
    elsif name = any (insert_only) then
      execute format('grant select, insert on %I to cunyi_app', name);
      execute format('grant select on %I to cunyi_keeper', name);
    else
      execute format('grant select, insert, update, delete on %I to cunyi_app', name);
      execute format('grant select, update, delete on %I to cunyi_keeper', name);
    end if;
    if fenced then
      execute format('alter table %I enable row level security', name);
      execute format('alter table %I force row level security', name);
      execute format('drop policy if exists village on %I', name);
      execute format('create policy village on %I to cunyi_app, cunyi_keeper '
        'using (village_id = current_setting(''app.village'', true)) '
        'with check (village_id = current_setting(''app.village'', true))', name);
      execute format('drop policy if exists across on %I', name);
      execute format('create policy across on %I for select to cunyi_across using (true)', name);
    end if;
  end loop;

  -- A view looks with the eyes of whoever asks; with its owner's it would see no village, or every one.
  for name, fenced in
    select c.relname, coalesce('security_invoker=true' = any (c.reloptions), false)
      from pg_class c
     where c.relnamespace = 'public'::regnamespace and c.relkind = 'v'
     order by c.relname
  loop
    if not fenced then
      raise exception 'the view % is not security_invoker', name;
    end if;
    execute format('revoke all on %I from public, cunyi_app, cunyi_keeper, cunyi_across', name);
    execute format('grant select on %I to cunyi_app, cunyi_keeper', name);
  end loop;

  -- The keeper takes objections away whose recounts stay: those forget which one they answered.
  if to_regclass('public.recounts') is not null then
    grant update (objection_id) on recounts to cunyi_keeper;
  end if;
  -- Lawful withholding: the payload and its salt go, the link stays.
  if to_regclass('public.evidence') is not null then
    grant insert, update (payload, salt) on evidence to cunyi_keeper;
    grant insert on chain_heads to cunyi_keeper;
  end if;
  -- What the keeper does is covered too; of a name that is to be forgotten its salt goes.
  if to_regclass('public.evidence_covers') is not null then
    grant insert, update (salt) on evidence_covers to cunyi_keeper;
  end if;
  grant usage on all sequences in schema public to cunyi_app, cunyi_keeper;

  -- A list that names a table nobody has would fence nothing.
  foreach name in array insert_only loop
    if to_regclass('public.' || name) is null and to_regclass('public.evidence') is not null then
      raise exception 'insert-only table % is not there', name;
    end if;
  end loop;
end
$fence$;

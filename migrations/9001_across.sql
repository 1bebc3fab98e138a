-- 跨村查询: the only ways to see rows of more than one division. Each is a named function that runs as
-- cunyi_across, with a fixed search_path. Due work is answered as ids only and is then done division by division.
-- Run again whenever it or a table changes.
-- To add one: grant the columns it reads (and no others) in part 1, write the function in part 2.

-- 1. What the look-ups may read.
grant select (code, opened_at) on divisions to cunyi_across;

-- 2. The look-ups.
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

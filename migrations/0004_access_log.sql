-- 查看记录 by the field's word: the table `data_views` of 0.1.0 is the access log, and so are its constraints, whose
-- number depends on the PostgreSQL (18 names NOT NULL too).
ALTER TABLE "data_views" RENAME TO "access_log";
DO $$
DECLARE
  constraint_name text;
BEGIN
  FOR constraint_name IN
    SELECT conname FROM pg_constraint WHERE conrelid = 'access_log'::regclass AND starts_with(conname, 'data_views_')
  LOOP
    EXECUTE format('ALTER TABLE access_log RENAME CONSTRAINT %I TO %I',
      constraint_name, 'access_log_' || substr(constraint_name, length('data_views_') + 1));
  END LOOP;
END $$;

-- Made from server/src/base/database/schema by `pnpm db:generate`.

ALTER TABLE "meetings" ADD COLUMN "structure" integer DEFAULT 0 NOT NULL;

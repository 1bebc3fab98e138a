-- Made from server/src/base/database/schema by `pnpm db:generate`.

ALTER TABLE "office_keys" ADD COLUMN "refused_by" uuid;
ALTER TABLE "office_keys" ADD COLUMN "refused_from" text;
ALTER TABLE "office_keys" ADD COLUMN "refused_reason" text;

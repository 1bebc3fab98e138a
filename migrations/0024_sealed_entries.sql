-- Made from server/src/base/database/schema by `pnpm db:generate`.

ALTER TABLE "evidence" ADD COLUMN "seal" "bytea";

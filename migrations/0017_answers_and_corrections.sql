-- Made from server/src/base/database/schema by `pnpm db:generate`.

ALTER TABLE "objections" ADD COLUMN "corrected_in" integer;
ALTER TABLE "proposals" ADD COLUMN "full_way_due_at" timestamp (3) with time zone;
ALTER TABLE "proposals" ADD COLUMN "full_way_late_at" timestamp (3) with time zone;
ALTER TABLE "objections" ADD CONSTRAINT "objections_corrected_in_not_negative" CHECK ("objections"."corrected_in" >= 0) NOT VALID;
--> statement-breakpoint
-- What a later version of its notice had corrected stays corrected.
UPDATE "objections" o SET "corrected_in" = d."version" FROM "disclosures" d
 WHERE d."village_id" = o."village_id" AND d."id" = o."disclosure_id" AND d."version" > o."notice_version";
--> statement-breakpoint
-- Whoever asked for the full way and waits is answered in fifteen days from the upgrade on.
UPDATE "proposals" p SET "full_way_due_at" = ((current_date + 16)::timestamp AT TIME ZONE 'Asia/Shanghai')
 WHERE p."track" = 'committeeMatter' AND p."full_way_answer" IS NULL
   AND p."stage" IN ('drafting', 'branchProposal', 'committeeDeliberation')
   AND EXISTS (SELECT FROM "full_way_asks" a WHERE a."village_id" = p."village_id" AND a."proposal_id" = p."id");

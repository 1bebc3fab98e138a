-- Made from server/src/base/database/schema by `pnpm db:generate`.

ALTER TABLE "meetings" ADD COLUMN "extra_step" jsonb;
ALTER TABLE "notes" ADD COLUMN "paper" text;
ALTER TABLE "notes" ADD CONSTRAINT "notes_paper_word" CHECK ("notes"."paper" in ('plan', 'budget', 'consultation', 'riskNote', 'legalReview', 'householdList', 'signatures', 'memberPapers', 'mandateForm', 'unitConsulted')) NOT VALID;

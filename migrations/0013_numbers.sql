-- Made from server/src/base/database/schema by `pnpm db:generate`.

ALTER TABLE "acts" DROP CONSTRAINT "acts_what_word";
ALTER TABLE "acts" DROP CONSTRAINT "acts_as_word";
ALTER TABLE "acts" DROP CONSTRAINT "acts_second_as_word";
ALTER TABLE "acts" DROP CONSTRAINT "acts_turn_word";
ALTER TABLE "account_people" ADD COLUMN "pin_open_until" timestamp (3) with time zone;
ALTER TABLE "imports" ADD COLUMN "act_id" uuid;
ALTER TABLE "imports" ADD COLUMN "listed" integer;
ALTER TABLE "imports" ADD COLUMN "read_to" jsonb;
ALTER TABLE "people" ADD COLUMN "number_since" timestamp (3) with time zone;
ALTER TABLE "people" ADD COLUMN "active_from" timestamp (3) with time zone;
ALTER TABLE "people" ADD COLUMN "active_by" text;
ALTER TABLE "acts" ADD CONSTRAINT "acts_what_word" CHECK ("acts"."what" in ('returnSlip', 'setAsideEnvelope', 'castAssisted', 'assistedByPhone', 'correctRoll', 'withdrawEntry', 'recountPoll', 'extraStep', 'contestClass', 'officeOfParty', 'officeOfVillage', 'officeOfOversight', 'officeOfCollective', 'endSeat', 'handOver', 'clerkByTownship', 'maskDisclosure', 'correctDisclosure', 'changeNumber', 'identityCall', 'paperCode', 'importList')) NOT VALID;
ALTER TABLE "acts" ADD CONSTRAINT "acts_as_word" CHECK ("acts"."as" in ('village', 'oversight', 'township', 'county', 'clerk', 'supervisor', 'chair', 'recorder', 'teller', 'helper', 'witness', 'representative', 'self')) NOT VALID;
ALTER TABLE "acts" ADD CONSTRAINT "acts_second_as_word" CHECK ("acts"."second_as" in ('village', 'oversight', 'township', 'county', 'clerk', 'supervisor', 'chair', 'recorder', 'teller', 'helper', 'witness', 'representative', 'self')) NOT VALID;
ALTER TABLE "acts" ADD CONSTRAINT "acts_turn_word" CHECK ("acts"."turn" in ('village', 'oversight', 'township', 'county', 'clerk', 'supervisor', 'chair', 'recorder', 'teller', 'helper', 'witness', 'representative', 'self')) NOT VALID;
ALTER TABLE "people" ADD CONSTRAINT "people_active_by_word" CHECK ("people"."active_by" in ('kept', 'opening', 'self', 'oldNumber', 'call', 'paper', 'waited')) NOT VALID;
ALTER TABLE "people" ADD CONSTRAINT "people_active_number" CHECK (("people"."active_from" is null) = ("people"."active_by" is null)) NOT VALID;
-- What is in use on the day of the upgrade stays in use.
UPDATE "people" SET "active_from" = "changed_at", "active_by" = 'kept' WHERE "phone_index" IS NOT NULL;

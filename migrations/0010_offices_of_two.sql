-- Made from server/src/base/database/schema by `pnpm db:generate`.

ALTER TABLE "access_log" DROP CONSTRAINT "access_log_viewer_office_word";
ALTER TABLE "acts" DROP CONSTRAINT "acts_what_word";
ALTER TABLE "acts" DROP CONSTRAINT "acts_as_word";
ALTER TABLE "acts" DROP CONSTRAINT "acts_second_as_word";
ALTER TABLE "attachments" DROP CONSTRAINT "attachments_purpose_word";
ALTER TABLE "offices" DROP CONSTRAINT "offices_office_word";
ALTER TABLE "acts" ADD COLUMN "turn" text;
ALTER TABLE "acts" ADD COLUMN "confirms_from" timestamp (3) with time zone;
ALTER TABLE "acts" ADD COLUMN "office_ground" text;
ALTER TABLE "acts" ADD COLUMN "contested" text;
ALTER TABLE "sessions" ADD COLUMN "proven_at" timestamp (3) with time zone;
ALTER TABLE "access_log" ADD CONSTRAINT "access_log_viewer_office_word" CHECK ("access_log"."viewer_office" in ('branchSecretary', 'branchCommittee', 'villageDirector', 'villageCommittee', 'representative', 'oversightChair', 'oversightCommittee', 'oversightStandIn', 'firstSecretary', 'boardChair', 'boardMember', 'supervisor', 'memberRepresentative', 'groupHead', 'accountant', 'clerk', 'residentDirector', 'residentCommittee', 'residentRepresentative', 'townshipStaff', 'countyStaff')) NOT VALID;
ALTER TABLE "acts" ADD CONSTRAINT "acts_turn_word" CHECK ("acts"."turn" in ('village', 'oversight', 'township', 'county', 'clerk', 'supervisor', 'chair', 'recorder', 'teller', 'helper', 'witness')) NOT VALID;
ALTER TABLE "acts" ADD CONSTRAINT "acts_office_ground_word" CHECK ("acts"."office_ground" in ('paperMissing', 'wrongPerson', 'legalBar')) NOT VALID;
ALTER TABLE "acts" ADD CONSTRAINT "acts_what_word" CHECK ("acts"."what" in ('returnSlip', 'setAsideEnvelope', 'castAssisted', 'assistedByPhone', 'recountPoll', 'extraStep', 'contestClass', 'officeOfParty', 'officeOfVillage', 'officeOfOversight', 'officeOfCollective', 'endSeat', 'handOver', 'clerkByTownship')) NOT VALID;
ALTER TABLE "acts" ADD CONSTRAINT "acts_as_word" CHECK ("acts"."as" in ('village', 'oversight', 'township', 'county', 'clerk', 'supervisor', 'chair', 'recorder', 'teller', 'helper', 'witness')) NOT VALID;
ALTER TABLE "acts" ADD CONSTRAINT "acts_second_as_word" CHECK ("acts"."second_as" in ('village', 'oversight', 'township', 'county', 'clerk', 'supervisor', 'chair', 'recorder', 'teller', 'helper', 'witness')) NOT VALID;
ALTER TABLE "attachments" ADD CONSTRAINT "attachments_purpose_word" CHECK ("attachments"."purpose" in ('proposal', 'disclosure', 'meeting', 'paper', 'objection', 'progress', 'opinion', 'office')) NOT VALID;
ALTER TABLE "offices" ADD CONSTRAINT "offices_office_word" CHECK ("offices"."office" in ('branchSecretary', 'branchCommittee', 'villageDirector', 'villageCommittee', 'representative', 'oversightChair', 'oversightCommittee', 'oversightStandIn', 'firstSecretary', 'boardChair', 'boardMember', 'supervisor', 'memberRepresentative', 'groupHead', 'accountant', 'clerk', 'residentDirector', 'residentCommittee', 'residentRepresentative', 'townshipStaff', 'countyStaff')) NOT VALID;
UPDATE "acts" SET "turn" = 'township' WHERE "escalated";
ALTER TABLE "acts" DROP COLUMN "escalated";

-- Made from server/src/base/database/schema by `pnpm db:generate`.

ALTER TABLE "acts" DROP CONSTRAINT "acts_what_word";
ALTER TABLE "works" ADD COLUMN "details" jsonb DEFAULT '{}'::jsonb NOT NULL;
ALTER TABLE "works" ADD COLUMN "paper_ids" jsonb DEFAULT '[]'::jsonb NOT NULL;
ALTER TABLE "works" ADD COLUMN "earlier" jsonb DEFAULT '[]'::jsonb NOT NULL;
ALTER TABLE "works" ADD COLUMN "acceptance_asked" jsonb;
ALTER TABLE "acts" ADD CONSTRAINT "acts_what_word" CHECK ("acts"."what" in ('returnSlip', 'setAsideEnvelope', 'castAssisted', 'assistedByPhone', 'correctRoll', 'withdrawEntry', 'recountPoll', 'extraStep', 'contestClass', 'officeOfParty', 'officeOfVillage', 'officeOfOversight', 'officeOfCollective', 'endSeat', 'handOver', 'clerkByTownship', 'acceptanceSheet', 'maskDisclosure', 'correctDisclosure', 'changeNumber', 'identityCall', 'paperCode', 'importList')) NOT VALID;

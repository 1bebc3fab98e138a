-- Made from server/src/base/database/schema by `pnpm db:generate`.

ALTER TABLE "acts" DROP CONSTRAINT "acts_what_word";
ALTER TABLE "acts" ADD CONSTRAINT "acts_what_word" CHECK ("acts"."what" in ('returnSlip', 'setAsideEnvelope', 'castAssisted', 'assistedByPhone', 'correctRoll', 'withdrawEntry', 'recountPoll', 'recountPaper', 'extraStep', 'contestClass', 'officeOfParty', 'officeOfVillage', 'officeOfOversight', 'officeOfCollective', 'endSeat', 'handOver', 'handOverOversight', 'clerkByTownship', 'acceptanceSheet', 'registerCollective', 'moveVillage', 'extendWindow', 'maskDisclosure', 'correctDisclosure', 'changeNumber', 'identityCall', 'paperCode', 'invalidCount', 'importList')) NOT VALID;

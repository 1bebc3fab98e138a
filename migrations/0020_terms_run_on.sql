-- Made from server/src/base/database/schema by `pnpm db:generate`.

ALTER TABLE "acts" DROP CONSTRAINT "acts_what_word";
ALTER TABLE "offices" ADD COLUMN "held_until" date;
ALTER TABLE "acts" ADD CONSTRAINT "acts_what_word" CHECK ("acts"."what" in ('returnSlip', 'setAsideEnvelope', 'castAssisted', 'assistedByPhone', 'correctRoll', 'withdrawEntry', 'recountPoll', 'extraStep', 'contestClass', 'officeOfParty', 'officeOfVillage', 'officeOfOversight', 'officeOfCollective', 'endSeat', 'handOver', 'handOverOversight', 'clerkByTownship', 'acceptanceSheet', 'registerCollective', 'extendWindow', 'maskDisclosure', 'correctDisclosure', 'changeNumber', 'identityCall', 'paperCode', 'importList')) NOT VALID;
-- 届满未换届: whoever was appointed, was ended or is followed already held his office to the end of his term; the elected
-- whom nobody has followed hold it still, and owe their successors.
UPDATE "offices" o SET "held_until" = o."to"
 WHERE o."to" IS NOT NULL
   AND (o."ended_at" IS NOT NULL
        OR o."office" NOT IN ('branchSecretary', 'branchCommittee', 'villageDirector', 'villageCommittee', 'residentDirector', 'residentCommittee', 'representative', 'residentRepresentative', 'memberRepresentative', 'oversightChair', 'oversightCommittee', 'oversightStandIn', 'boardChair', 'boardMember', 'supervisor', 'groupHead')
        OR EXISTS (SELECT FROM "offices" n WHERE n."village_id" = o."village_id" AND n."office" = o."office" AND n."from" > o."to"));
INSERT INTO "duties" ("village_id", "kind", "key", "owes", "since", "due_at", "rule", "source")
SELECT DISTINCT o."village_id", 'handOver', b."body" || ' ' || o."to", 'village', (o."to" + 1)::timestamp AT TIME ZONE 'Asia/Shanghai',
       (o."to" + 11)::timestamp AT TIME ZONE 'Asia/Shanghai', '任期届满后十日内登记新一届', '平台默认'
  FROM "offices" o
  JOIN (VALUES ('branch', ARRAY['branchSecretary', 'branchCommittee']), ('villageCommittee', ARRAY['villageDirector', 'villageCommittee']),
               ('representatives', ARRAY['representative']), ('residents', ARRAY['residentDirector', 'residentCommittee']),
               ('residentRepresentatives', ARRAY['residentRepresentative']), ('oversight', ARRAY['oversightChair', 'oversightCommittee', 'oversightStandIn']),
               ('board', ARRAY['boardChair', 'boardMember']), ('supervisors', ARRAY['supervisor']),
               ('memberRepresentatives', ARRAY['memberRepresentative'])) b ("body", "held") ON o."office" = ANY(b."held")
 WHERE o."to" IS NOT NULL AND o."held_until" IS NULL
ON CONFLICT DO NOTHING;

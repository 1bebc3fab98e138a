-- Made from server/src/base/database/schema by `pnpm db:generate`.

CREATE TABLE "village_moves" (
	"village_id" text NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"way" text NOT NULL,
	"other" text NOT NULL,
	"is_whole" boolean NOT NULL,
	"groups" jsonb NOT NULL,
	"approval_number" text NOT NULL,
	"moved_on" date NOT NULL,
	"resolution" text NOT NULL,
	"paper_digest" text NOT NULL,
	"households" integer NOT NULL,
	"people" integer NOT NULL,
	"act_id" uuid NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "village_moves_village_id_id_pk" PRIMARY KEY("village_id","id"),
	CONSTRAINT "village_moves_way_word" CHECK ("village_moves"."way" in ('out', 'in')),
	CONSTRAINT "village_moves_households_not_negative" CHECK ("village_moves"."households" >= 0),
	CONSTRAINT "village_moves_people_not_negative" CHECK ("village_moves"."people" >= 0)
);

ALTER TABLE "acts" DROP CONSTRAINT "acts_what_word";
ALTER TABLE "divisions" ADD COLUMN "moved_to" text;
ALTER TABLE "divisions" ADD COLUMN "moved_at" timestamp (3) with time zone;
ALTER TABLE "households" ADD COLUMN "moved_from" uuid;
ALTER TABLE "households" ADD COLUMN "move_id" uuid;
ALTER TABLE "offices" ADD COLUMN "moved_from" uuid;
ALTER TABLE "offices" ADD COLUMN "move_id" uuid;
ALTER TABLE "people" ADD COLUMN "moved_from" uuid;
ALTER TABLE "people" ADD COLUMN "move_id" uuid;
ALTER TABLE "village_moves" ADD CONSTRAINT "village_moves_village_id_fk" FOREIGN KEY ("village_id") REFERENCES "public"."divisions"("code") ON DELETE restrict ON UPDATE no action NOT VALID;
ALTER TABLE "village_moves" ADD CONSTRAINT "village_moves_other_fk" FOREIGN KEY ("other") REFERENCES "public"."divisions"("code") ON DELETE restrict ON UPDATE no action NOT VALID;
ALTER TABLE "divisions" ADD CONSTRAINT "divisions_moved_to_fk" FOREIGN KEY ("moved_to") REFERENCES "public"."divisions"("code") ON DELETE restrict ON UPDATE no action NOT VALID;
ALTER TABLE "households" ADD CONSTRAINT "households_move_id_fk" FOREIGN KEY ("village_id","move_id") REFERENCES "public"."village_moves"("village_id","id") ON DELETE restrict ON UPDATE no action NOT VALID;
ALTER TABLE "offices" ADD CONSTRAINT "offices_move_id_fk" FOREIGN KEY ("village_id","move_id") REFERENCES "public"."village_moves"("village_id","id") ON DELETE restrict ON UPDATE no action NOT VALID;
ALTER TABLE "people" ADD CONSTRAINT "people_move_id_fk" FOREIGN KEY ("village_id","move_id") REFERENCES "public"."village_moves"("village_id","id") ON DELETE restrict ON UPDATE no action NOT VALID;
ALTER TABLE "acts" ADD CONSTRAINT "acts_what_word" CHECK ("acts"."what" in ('returnSlip', 'setAsideEnvelope', 'castAssisted', 'assistedByPhone', 'correctRoll', 'withdrawEntry', 'recountPoll', 'extraStep', 'contestClass', 'officeOfParty', 'officeOfVillage', 'officeOfOversight', 'officeOfCollective', 'endSeat', 'handOver', 'handOverOversight', 'clerkByTownship', 'acceptanceSheet', 'registerCollective', 'moveVillage', 'extendWindow', 'maskDisclosure', 'correctDisclosure', 'changeNumber', 'identityCall', 'paperCode', 'invalidCount', 'importList')) NOT VALID;
ALTER TABLE "divisions" ADD CONSTRAINT "divisions_moved" CHECK (("divisions"."moved_to" is null) = ("divisions"."moved_at" is null)) NOT VALID;

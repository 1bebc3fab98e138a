-- Made from server/src/base/database/schema by `pnpm db:generate`.

CREATE TABLE "assist_calls" (
	"village_id" text NOT NULL,
	"poll_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"seq" bigserial NOT NULL,
	"result" text NOT NULL,
	"by" uuid NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "assist_calls_village_id_poll_id_person_id_seq_pk" PRIMARY KEY("village_id","poll_id","person_id","seq"),
	CONSTRAINT "assist_calls_result_word" CHECK ("assist_calls"."result" in ('reached', 'notReached', 'notMine'))
);

ALTER TABLE "acts" DROP CONSTRAINT "acts_what_word";
ALTER TABLE "attendance_events" DROP CONSTRAINT "attendance_events_kind_word";
ALTER TABLE "meetings" ADD COLUMN "first_opens_at" timestamp (3) with time zone;
ALTER TABLE "meetings" ADD COLUMN "lawful_from" timestamp (3) with time zone;
ALTER TABLE "meetings" ADD COLUMN "tellers_by" text;
ALTER TABLE "meetings" ADD COLUMN "tellers_at" timestamp (3) with time zone;
ALTER TABLE "meetings" ADD COLUMN "tellers_seed" text;
ALTER TABLE "meetings" ADD COLUMN "guest_ids" jsonb DEFAULT '[]'::jsonb NOT NULL;
ALTER TABLE "recusals" ADD COLUMN "interest" text;
ALTER TABLE "recusals" ADD COLUMN "contested_at" timestamp (3) with time zone;
ALTER TABLE "recusals" ADD COLUMN "contest" text;
ALTER TABLE "recusals" ADD COLUMN "upheld" boolean;
ALTER TABLE "recusals" ADD COLUMN "withdrawn_at" timestamp (3) with time zone;
ALTER TABLE "roll_corrections" ADD COLUMN "ground" text;
ALTER TABLE "roll_corrections" ADD COLUMN "paper_id" uuid;
ALTER TABLE "assist_calls" ADD CONSTRAINT "assist_calls_poll_id_fk" FOREIGN KEY ("village_id","poll_id") REFERENCES "public"."polls"("village_id","id") ON DELETE restrict ON UPDATE no action NOT VALID;
ALTER TABLE "acts" ADD CONSTRAINT "acts_what_word" CHECK ("acts"."what" in ('returnSlip', 'setAsideEnvelope', 'castAssisted', 'assistedByPhone', 'correctRoll', 'withdrawEntry', 'recountPoll', 'extraStep', 'contestClass', 'officeOfParty', 'officeOfVillage', 'officeOfOversight', 'officeOfCollective', 'endSeat', 'handOver', 'clerkByTownship')) NOT VALID;
ALTER TABLE "attendance_events" ADD CONSTRAINT "attendance_events_kind_word" CHECK ("attendance_events"."kind" in ('inHall', 'online', 'returned', 'seen', 'left', 'represented', 'unrepresented', 'recused', 'excused', 'neverCame', 'stillHere', 'notExcused', 'notRecused')) NOT VALID;
ALTER TABLE "meetings" ADD CONSTRAINT "meetings_tellers_by_word" CHECK ("meetings"."tellers_by" in ('meeting', 'lot')) NOT VALID;
ALTER TABLE "recusals" ADD CONSTRAINT "recusals_interest_word" CHECK ("recusals"."interest" in ('contractor', 'beneficiary', 'party', 'relative', 'other')) NOT VALID;
ALTER TABLE "recusals" ADD CONSTRAINT "recusals_decided_if_contested" CHECK ("recusals"."upheld" is null or "recusals"."contested_at" is not null) NOT VALID;
ALTER TABLE "roll_corrections" ADD CONSTRAINT "roll_corrections_ground_word" CHECK ("roll_corrections"."ground" in ('died', 'leftVillage', 'officeEnded', 'wrongRecord', 'leftOut')) NOT VALID;
CREATE VIEW "public"."recusals_in_force" WITH (security_invoker = true) AS (select "village_id", "meeting_id", "proposal_id", "person_id", "mode", "interest", "reason", "by", "at", "contested_at", "contest", "upheld", "withdrawn_at" from "recusals" where ("recusals"."withdrawn_at" is null and ("recusals"."contested_at" is null or "recusals"."upheld" = true)));

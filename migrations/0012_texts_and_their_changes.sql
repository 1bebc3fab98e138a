-- Made from server/src/base/database/schema by `pnpm db:generate`.

CREATE TABLE "text_changes" (
	"village_id" text NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"proposal_id" uuid NOT NULL,
	"stage" text NOT NULL,
	"from_version" integer NOT NULL,
	"decided_version" integer NOT NULL,
	"decided_in" uuid,
	"meeting_id" uuid,
	"amendment_id" uuid,
	"title" text NOT NULL,
	"summary" text NOT NULL,
	"body" text NOT NULL,
	"facts" jsonb NOT NULL,
	"budget" jsonb NOT NULL,
	"grounds" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"reason" text,
	"by" uuid NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"state" text NOT NULL,
	"object_until" timestamp (3) with time zone,
	"judged" boolean,
	"objected_by" uuid,
	"objection" text,
	"settled_at" timestamp (3) with time zone,
	"version" integer,
	CONSTRAINT "text_changes_village_id_id_pk" PRIMARY KEY("village_id","id"),
	CONSTRAINT "text_changes_stage_word" CHECK ("text_changes"."stage" in ('drafting', 'branchProposal', 'committeeDeliberation', 'partyReview', 'villagerResolution', 'awaitingApproval', 'resolutionDisclosure', 'implementation', 'outcomeDisclosure', 'archived', 'shelved', 'withdrawn', 'superseded', 'void', 'opinionSent')),
	CONSTRAINT "text_changes_state_word" CHECK ("text_changes"."state" in ('waiting', 'editorial', 'substantive', 'withdrawn', 'overtaken'))
);

ALTER TABLE "acts" DROP CONSTRAINT "acts_what_word";
ALTER TABLE "amendments" DROP CONSTRAINT "amendments_kind_word";
ALTER TABLE "disclosures" ADD COLUMN "drawn" text;
ALTER TABLE "disclosures" ADD COLUMN "added" text DEFAULT '' NOT NULL;
ALTER TABLE "disclosures" ADD COLUMN "edited_at" timestamp (3) with time zone;
ALTER TABLE "disclosures" ADD COLUMN "edited" jsonb;
ALTER TABLE "disclosures" ADD COLUMN "masks" jsonb DEFAULT '[]'::jsonb NOT NULL;
ALTER TABLE "disclosures" ADD COLUMN "corrections" jsonb DEFAULT '[]'::jsonb NOT NULL;
ALTER TABLE "text_changes" ADD CONSTRAINT "text_changes_proposal_id_fk" FOREIGN KEY ("village_id","proposal_id") REFERENCES "public"."proposals"("village_id","id") ON DELETE restrict ON UPDATE no action NOT VALID;
ALTER TABLE "text_changes" ADD CONSTRAINT "text_changes_decided_in_fk" FOREIGN KEY ("village_id","decided_in") REFERENCES "public"."meetings"("village_id","id") ON DELETE restrict ON UPDATE no action NOT VALID;
ALTER TABLE "text_changes" ADD CONSTRAINT "text_changes_meeting_id_fk" FOREIGN KEY ("village_id","meeting_id") REFERENCES "public"."meetings"("village_id","id") ON DELETE restrict ON UPDATE no action NOT VALID;
ALTER TABLE "text_changes" ADD CONSTRAINT "text_changes_amendment_id_fk" FOREIGN KEY ("village_id","amendment_id") REFERENCES "public"."amendments"("village_id","id") ON DELETE restrict ON UPDATE no action NOT VALID;
CREATE INDEX "text_changes_village_id_proposal_id_index" ON "text_changes" USING btree ("village_id","proposal_id");
ALTER TABLE "acts" ADD CONSTRAINT "acts_what_word" CHECK ("acts"."what" in ('returnSlip', 'setAsideEnvelope', 'castAssisted', 'assistedByPhone', 'correctRoll', 'withdrawEntry', 'recountPoll', 'extraStep', 'contestClass', 'officeOfParty', 'officeOfVillage', 'officeOfOversight', 'officeOfCollective', 'endSeat', 'handOver', 'clerkByTownship', 'maskDisclosure', 'correctDisclosure')) NOT VALID;
ALTER TABLE "amendments" ADD CONSTRAINT "amendments_kind_word" CHECK ("amendments"."kind" in ('editorial', 'toJudge', 'substantive')) NOT VALID;

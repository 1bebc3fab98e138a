-- Made from server/src/base/database/schema by `pnpm db:generate`.

CREATE TABLE "full_way_asks" (
	"village_id" text NOT NULL,
	"proposal_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"capacity" text NOT NULL,
	"reason" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "full_way_asks_village_id_proposal_id_person_id_pk" PRIMARY KEY("village_id","proposal_id","person_id"),
	CONSTRAINT "full_way_asks_capacity_word" CHECK ("full_way_asks"."capacity" in ('villager', 'representative', 'oversight'))
);

ALTER TABLE "acts" DROP CONSTRAINT "acts_what_word";
ALTER TABLE "notes" DROP CONSTRAINT "notes_kind_word";
ALTER TABLE "proposal_moves" DROP CONSTRAINT "proposal_moves_move_word";
ALTER TABLE "authorisations" ADD COLUMN "upto_fen" bigint;
ALTER TABLE "objections" ADD COLUMN "concerned" text;
ALTER TABLE "objections" ADD COLUMN "about_oversight" boolean DEFAULT false NOT NULL;
ALTER TABLE "objections" ADD COLUMN "notice_version" integer DEFAULT 1 NOT NULL;
ALTER TABLE "objections" ADD COLUMN "repeats" uuid;
ALTER TABLE "objections" ADD COLUMN "holds" boolean DEFAULT true NOT NULL;
ALTER TABLE "objections" ADD COLUMN "settled_at" timestamp (3) with time zone;
ALTER TABLE "objections" ADD COLUMN "contested_class" text;
ALTER TABLE "objections" ADD COLUMN "contested_by" uuid;
ALTER TABLE "objections" ADD COLUMN "contested_at" timestamp (3) with time zone;
ALTER TABLE "objections" ADD COLUMN "taken_at" timestamp (3) with time zone;
ALTER TABLE "objections" ADD COLUMN "taken_reason" text;
ALTER TABLE "objections" ADD COLUMN "township_verdict" text;
ALTER TABLE "objections" ADD COLUMN "county_due_at" timestamp (3) with time zone;
ALTER TABLE "objections" ADD COLUMN "county_verdict" text;
ALTER TABLE "objections" ADD COLUMN "county_answer" text;
ALTER TABLE "objections" ADD COLUMN "county_answered_by" uuid;
ALTER TABLE "objections" ADD COLUMN "county_answered_at" timestamp (3) with time zone;
ALTER TABLE "objections" ADD COLUMN "moved_on_at" timestamp (3) with time zone;
ALTER TABLE "proposals" ADD COLUMN "flawed_at" timestamp (3) with time zone;
ALTER TABLE "proposals" ADD COLUMN "way_reasons" jsonb DEFAULT '[]'::jsonb NOT NULL;
ALTER TABLE "proposals" ADD COLUMN "like_ids" jsonb DEFAULT '[]'::jsonb NOT NULL;
ALTER TABLE "proposals" ADD COLUMN "apart_ids" jsonb DEFAULT '[]'::jsonb NOT NULL;
ALTER TABLE "proposals" ADD COLUMN "full_way_answer" text;
ALTER TABLE "proposals" ADD COLUMN "full_way_answered_by" uuid;
ALTER TABLE "proposals" ADD COLUMN "full_way_answered_at" timestamp (3) with time zone;
ALTER TABLE "full_way_asks" ADD CONSTRAINT "full_way_asks_proposal_id_fk" FOREIGN KEY ("village_id","proposal_id") REFERENCES "public"."proposals"("village_id","id") ON DELETE restrict ON UPDATE no action NOT VALID;
ALTER TABLE "acts" ADD CONSTRAINT "acts_what_word" CHECK ("acts"."what" in ('returnSlip', 'setAsideEnvelope', 'castAssisted', 'assistedByPhone', 'recountPoll', 'extraStep', 'contestClass')) NOT VALID;
ALTER TABLE "notes" ADD CONSTRAINT "notes_kind_word" CHECK ("notes"."kind" in ('oversightNote', 'oversightReview', 'challenge', 'townshipOpinion', 'filing', 'approval', 'consultation', 'branchConsent', 'extraStep', 'overdueStep')) NOT VALID;
ALTER TABLE "objections" ADD CONSTRAINT "objections_contested_class_word" CHECK ("objections"."contested_class" in ('a', 'b', 'c', 'd')) NOT VALID;
ALTER TABLE "objections" ADD CONSTRAINT "objections_township_verdict_word" CHECK ("objections"."township_verdict" in ('upheld', 'dismissed', 'corrected', 'recorded')) NOT VALID;
ALTER TABLE "objections" ADD CONSTRAINT "objections_county_verdict_word" CHECK ("objections"."county_verdict" in ('upheld', 'dismissed', 'corrected', 'recorded')) NOT VALID;
ALTER TABLE "objections" ADD CONSTRAINT "objections_notice_version_not_negative" CHECK ("objections"."notice_version" >= 0) NOT VALID;
ALTER TABLE "proposal_moves" ADD CONSTRAINT "proposal_moves_move_word" CHECK ("proposal_moves"."move" in ('submit', 'withdraw', 'adopt', 'reject', 'return', 'amend', 'refer', 'shelve', 'orderCorrection', 'approve', 'refuseApproval', 'recountReturns', 'withdrawResolution', 'endDisclosure', 'reportOutcome', 'sendOpinion', 'archive', 'supersede')) NOT VALID;
--> statement-breakpoint
-- Those answered before, and those of class d, stand against no end any more.
update "objections" set "settled_at" = coalesce("answered_at", "at") where "answered_at" is not null or "class" = 'd';

-- Made from server/src/base/database/schema by `pnpm db:generate`.

CREATE TABLE "frozen_papers" (
	"village_id" text NOT NULL,
	"proposal_id" uuid NOT NULL,
	"paper" text NOT NULL,
	"state" text NOT NULL,
	"format" text NOT NULL,
	"digest" text NOT NULL,
	"size" integer NOT NULL,
	"title" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "frozen_papers_village_id_proposal_id_paper_state_format_pk" PRIMARY KEY("village_id","proposal_id","paper","state","format"),
	CONSTRAINT "frozen_papers_format_word" CHECK ("frozen_papers"."format" in ('pdf', 'docx')),
	CONSTRAINT "frozen_papers_size_not_negative" CHECK ("frozen_papers"."size" >= 0)
);

ALTER TABLE "acts" DROP CONSTRAINT "acts_what_word";
ALTER TABLE "attachments" DROP CONSTRAINT "attachments_purpose_word";
ALTER TABLE "attachments" ADD COLUMN "seconds" integer;
ALTER TABLE "attachments" ADD COLUMN "transcript" text;
ALTER TABLE "attachments" ADD COLUMN "taken_down_at" timestamp (3) with time zone;
ALTER TABLE "attachments" ADD COLUMN "taken_down_by" uuid;
ALTER TABLE "attachments" ADD COLUMN "taken_down_reason" text;
ALTER TABLE "divisions" ADD COLUMN "names" jsonb;
ALTER TABLE "opinions" ADD COLUMN "voice_id" uuid;
ALTER TABLE "opinions" ADD COLUMN "written_by" uuid;
ALTER TABLE "opinions" ADD COLUMN "written_at" timestamp (3) with time zone;
ALTER TABLE "frozen_papers" ADD CONSTRAINT "frozen_papers_proposal_id_fk" FOREIGN KEY ("village_id","proposal_id") REFERENCES "public"."proposals"("village_id","id") ON DELETE restrict ON UPDATE no action NOT VALID;
CREATE INDEX "acts_due" ON "acts" USING btree ("due_at") WHERE "acts"."state" = 'waiting';
CREATE INDEX "disclosures_ending" ON "disclosures" USING btree ("ends_at") WHERE "disclosures"."status" = 'posted';
CREATE INDEX "disclosures_review_due" ON "disclosures" USING btree ("review_due_at") WHERE "disclosures"."review_verdict" is null and "disclosures"."ended_at" is null;
CREATE INDEX "judgements_due" ON "judgements" USING btree ("due_at") WHERE "judgements"."state" = 'open';
CREATE INDEX "meetings_half_over" ON "meetings" USING btree ("half_at") WHERE "meetings"."status" <> 'ended';
CREATE INDEX "meetings_window_over" ON "meetings" USING btree ("window_end") WHERE "meetings"."status" <> 'ended';
CREATE INDEX "meetings_lapsing" ON "meetings" USING btree ("lapses_at") WHERE "meetings"."status" <> 'ended';
CREATE INDEX "meetings_over" ON "meetings" USING btree ("over_at") WHERE "meetings"."status" <> 'ended';
CREATE INDEX "meetings_to_remind" ON "meetings" USING btree ("remind_at") WHERE "meetings"."status" not in ('ended', 'adjourned');
CREATE INDEX "objections_due" ON "objections" USING btree (coalesce("county_due_at", case when "escalated_at" is null then "due_at" else "township_due_at" end)) WHERE "objections"."moved_on_at" is null and "objections"."county_answered_at" is null;
CREATE INDEX "packages_uncovered" ON "packages" USING btree ("village_id","proposal_id") WHERE "packages"."kind" = 'office' and "packages"."checkpoint" is null;
CREATE INDEX "petitions_answer_due" ON "petitions" USING btree ("answer_due_at") WHERE "petitions"."status" in ('threshold', 'demand') and "petitions"."flagged_at" is null;
CREATE INDEX "polls_ending" ON "polls" USING btree ("ends_at") WHERE "polls"."status" = 'open';
CREATE INDEX "polls_counting" ON "polls" USING btree ("box_at") WHERE "polls"."status" = 'counting';
CREATE INDEX "polls_keys_left" ON "polls" USING btree ("closed_at") WHERE "polls"."key_name" is not null and "polls"."key_destroyed_at" is null;
CREATE INDEX "proposals_demand_due" ON "proposals" USING btree ("demand_due_at") WHERE "proposals"."demanded" and "proposals"."stage" in ('branchProposal', 'committeeDeliberation', 'partyReview');
CREATE INDEX "proposals_note_due" ON "proposals" USING btree ("note_due_at") WHERE "proposals"."note_due_at" is not null;
CREATE INDEX "proposals_full_way_due" ON "proposals" USING btree ("full_way_due_at") WHERE "proposals"."full_way_late_at" is null;
CREATE INDEX "proposals_ended" ON "proposals" USING btree ("stage_since") WHERE "proposals"."stage" in ('archived', 'withdrawn', 'superseded') and "proposals"."submitted_at" is not null;
CREATE INDEX "text_changes_due" ON "text_changes" USING btree ("object_until") WHERE "text_changes"."state" = 'waiting' and "text_changes"."judged";
ALTER TABLE "acts" ADD CONSTRAINT "acts_what_word" CHECK ("acts"."what" in ('returnSlip', 'setAsideEnvelope', 'castAssisted', 'assistedByPhone', 'correctRoll', 'withdrawEntry', 'recountPoll', 'recountPaper', 'extraStep', 'contestClass', 'officeOfParty', 'officeOfVillage', 'officeOfOversight', 'officeOfCollective', 'endSeat', 'handOver', 'handOverOversight', 'clerkByTownship', 'acceptanceSheet', 'registerCollective', 'dangerToLife', 'nameHelpers', 'moveVillage', 'renameVillage', 'extendWindow', 'maskDisclosure', 'correctDisclosure', 'changeNumber', 'identityCall', 'paperCode', 'invalidCount', 'mergePeople', 'importList')) NOT VALID;
ALTER TABLE "attachments" ADD CONSTRAINT "attachments_purpose_word" CHECK ("attachments"."purpose" in ('proposal', 'disclosure', 'meeting', 'paper', 'objection', 'progress', 'opinion', 'office', 'voice')) NOT VALID;

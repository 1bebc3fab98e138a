-- Made from server/src/base/database/schema by `pnpm db:generate`.

CREATE TABLE "judgement_votes" (
	"village_id" text NOT NULL,
	"judgement_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"agrees" boolean NOT NULL,
	"ground" text,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "judgement_votes_village_id_judgement_id_person_id_pk" PRIMARY KEY("village_id","judgement_id","person_id"),
	CONSTRAINT "judgement_votes_no_has_its_ground" CHECK ("judgement_votes"."agrees" or "judgement_votes"."ground" is not null)
);

CREATE TABLE "judgements" (
	"village_id" text NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"what" text NOT NULL,
	"proposal_id" uuid,
	"meeting_id" uuid,
	"subject_id" uuid NOT NULL,
	"person_id" uuid,
	"question" jsonb NOT NULL,
	"by" uuid NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"due_at" timestamp (3) with time zone NOT NULL,
	"members" jsonb NOT NULL,
	"state" text DEFAULT 'open' NOT NULL,
	"settled_at" timestamp (3) with time zone,
	CONSTRAINT "judgements_village_id_id_pk" PRIMARY KEY("village_id","id"),
	CONSTRAINT "judgements_what_word" CHECK ("judgements"."what" in ('objectionClass', 'editorial', 'apart', 'another', 'recusal')),
	CONSTRAINT "judgements_state_word" CHECK ("judgements"."state" in ('open', 'yes', 'no', 'silent')),
	CONSTRAINT "judgements_settled_or_open" CHECK (("judgements"."state" = 'open') = ("judgements"."settled_at" is null))
);

ALTER TABLE "judgement_votes" ADD CONSTRAINT "judgement_votes_judgement_id_fk" FOREIGN KEY ("village_id","judgement_id") REFERENCES "public"."judgements"("village_id","id") ON DELETE restrict ON UPDATE no action NOT VALID;
ALTER TABLE "judgements" ADD CONSTRAINT "judgements_proposal_id_fk" FOREIGN KEY ("village_id","proposal_id") REFERENCES "public"."proposals"("village_id","id") ON DELETE restrict ON UPDATE no action NOT VALID;
CREATE INDEX "judgements_of_subject" ON "judgements" USING btree ("village_id","subject_id");
CREATE INDEX "judgements_open" ON "judgements" USING btree ("village_id","due_at") WHERE "judgements"."state" = 'open';

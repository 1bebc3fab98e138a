-- Made from server/src/base/database/schema by `pnpm db:generate`.

CREATE TABLE "acts" (
	"village_id" text NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"what" text NOT NULL,
	"proposal_id" uuid,
	"meeting_id" uuid,
	"poll_id" uuid,
	"person_id" uuid,
	"asked" jsonb NOT NULL,
	"sealed" "bytea",
	"reason" text,
	"by" uuid NOT NULL,
	"as" text NOT NULL,
	"parties" jsonb NOT NULL,
	"account" uuid NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"due_at" timestamp (3) with time zone,
	"escalated" boolean DEFAULT false NOT NULL,
	"state" text DEFAULT 'waiting' NOT NULL,
	"second" uuid,
	"second_as" text,
	"decided_at" timestamp (3) with time zone,
	"ground" text,
	CONSTRAINT "acts_village_id_id_pk" PRIMARY KEY("village_id","id"),
	CONSTRAINT "acts_what_word" CHECK ("acts"."what" in ('returnSlip', 'setAsideEnvelope', 'castAssisted', 'assistedByPhone', 'recountPoll')),
	CONSTRAINT "acts_state_word" CHECK ("acts"."state" in ('waiting', 'confirmed', 'refused', 'withdrawn', 'lapsed')),
	CONSTRAINT "acts_as_word" CHECK ("acts"."as" in ('village', 'oversight', 'township', 'chair', 'recorder', 'teller', 'helper', 'witness')),
	CONSTRAINT "acts_second_as_word" CHECK ("acts"."second_as" in ('village', 'oversight', 'township', 'chair', 'recorder', 'teller', 'helper', 'witness')),
	CONSTRAINT "acts_second_is_another" CHECK ("acts"."second" <> "acts"."by"),
	CONSTRAINT "acts_decided_or_waiting" CHECK (("acts"."state" = 'waiting') = ("acts"."decided_at" is null)),
	CONSTRAINT "acts_second_decides" CHECK (("acts"."state" in ('confirmed', 'refused')) = ("acts"."second" is not null and "acts"."second_as" is not null)),
	CONSTRAINT "acts_sealed_only_while_waiting" CHECK ("acts"."sealed" is null or "acts"."state" = 'waiting')
);

ALTER TABLE "acts" ADD CONSTRAINT "acts_proposal_id_fk" FOREIGN KEY ("village_id","proposal_id") REFERENCES "public"."proposals"("village_id","id") ON DELETE restrict ON UPDATE no action NOT VALID;
ALTER TABLE "acts" ADD CONSTRAINT "acts_poll_id_fk" FOREIGN KEY ("village_id","poll_id") REFERENCES "public"."polls"("village_id","id") ON DELETE restrict ON UPDATE no action NOT VALID;
CREATE UNIQUE INDEX "acts_waiting_once" ON "acts" USING btree ("village_id","what","poll_id","person_id") WHERE "acts"."state" = 'waiting';
CREATE INDEX "acts_waiting" ON "acts" USING btree ("village_id","due_at") WHERE "acts"."state" = 'waiting';

-- Made from server/src/base/database/schema by `pnpm db:generate`.

CREATE TABLE "evidence_covers" (
	"village_id" text NOT NULL,
	"seq" integer NOT NULL,
	"record" text NOT NULL,
	"key" text NOT NULL,
	"about" text NOT NULL,
	"digest" text NOT NULL,
	"shown" text,
	"salt" text,
	CONSTRAINT "evidence_covers_village_id_seq_record_key_about_pk" PRIMARY KEY("village_id","seq","record","key","about")
);

ALTER TABLE "evidence" ADD COLUMN "covers" text;
ALTER TABLE "evidence" ADD COLUMN "covers_salt" "bytea";
ALTER TABLE "polls" ADD COLUMN "voted_digest" text;
CREATE INDEX "evidence_covers_village_id_about_index" ON "evidence_covers" USING btree ("village_id","about");
CREATE INDEX "evidence_covers_village_id_record_key_index" ON "evidence_covers" USING btree ("village_id","record","key");

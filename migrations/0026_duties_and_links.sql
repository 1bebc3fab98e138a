-- Made from server/src/base/database/schema by `pnpm db:generate`.

CREATE TABLE "known_devices" (
	"account_id" uuid NOT NULL,
	"secret_hash" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "known_devices_account_id_secret_hash_pk" PRIMARY KEY("account_id","secret_hash")
);

CREATE TABLE "meeting_links" (
	"code_hash" text PRIMARY KEY NOT NULL,
	"division" text NOT NULL,
	"meeting_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"phone_index" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL
);

ALTER TABLE "duties" DROP CONSTRAINT "duties_kind_word";
ALTER TABLE "sessions" ADD COLUMN "device_hash" text;
ALTER TABLE "known_devices" ADD CONSTRAINT "known_devices_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE restrict ON UPDATE no action NOT VALID;
CREATE INDEX "known_devices_secret_hash_index" ON "known_devices" USING btree ("secret_hash");
CREATE INDEX "known_devices_expires_at_index" ON "known_devices" USING btree ("expires_at");
CREATE INDEX "meeting_links_expires_at_index" ON "meeting_links" USING btree ("expires_at");
ALTER TABLE "duties" ADD CONSTRAINT "duties_kind_word" CHECK ("duties"."kind" in ('takeUpDraft', 'callMeeting', 'conveneDemanded', 'signMinutes', 'postDisclosure', 'endPhoto', 'answerObjection', 'townshipAnswer', 'countyAnswer', 'followAnswer', 'answerPetition', 'answerFullWay', 'answerChallenge', 'conveneChallenged', 'approveTownship', 'approveCounty', 'fileResolution', 'startWork', 'reportProgress', 'completeWork', 'reportOutcome', 'settleFlaw', 'archiveMatter', 'secondPerson', 'judge', 'handOver', 'byElection', 'assemblyOfYear', 'representativesOfQuarter', 'reviewOfYear', 'accountsOfQuarter')) NOT VALID;

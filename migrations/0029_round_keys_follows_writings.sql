-- Made from server/src/base/database/schema by `pnpm db:generate`.

CREATE TABLE "checkpoint_signatures" (
	"village_id" text NOT NULL,
	"seq" integer NOT NULL,
	"key_id" uuid NOT NULL,
	"signature" text NOT NULL,
	"by" uuid NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "checkpoint_signatures_village_id_seq_key_id_pk" PRIMARY KEY("village_id","seq","key_id")
);

CREATE TABLE "follows" (
	"village_id" text NOT NULL,
	"proposal_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "follows_village_id_proposal_id_person_id_pk" PRIMARY KEY("village_id","proposal_id","person_id")
);

CREATE TABLE "office_keys" (
	"village_id" text NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"public_key" text NOT NULL,
	"proposed_by" uuid NOT NULL,
	"proposed_account" uuid NOT NULL,
	"proposed_at" timestamp (3) with time zone NOT NULL,
	"confirmed_by" uuid,
	"confirmed_at" timestamp (3) with time zone,
	"refused_at" timestamp (3) with time zone,
	"ended_by" uuid,
	"ended_at" timestamp (3) with time zone,
	CONSTRAINT "office_keys_village_id_id_pk" PRIMARY KEY("village_id","id"),
	CONSTRAINT "office_keys_villageId_publicKey_unique" UNIQUE("village_id","public_key")
);

CREATE TABLE "writings" (
	"village_id" text NOT NULL,
	"kind" text NOT NULL,
	"subject_id" uuid NOT NULL,
	"revision" integer NOT NULL,
	"content" text,
	"by" uuid NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "writings_village_id_kind_subject_id_pk" PRIMARY KEY("village_id","kind","subject_id"),
	CONSTRAINT "writings_kind_word" CHECK ("writings"."kind" in ('proposal', 'minutes'))
);

ALTER TABLE "acts" DROP CONSTRAINT "acts_what_word";
ALTER TABLE "duties" DROP CONSTRAINT "duties_kind_word";
ALTER TABLE "judgements" DROP CONSTRAINT "judgements_what_word";
ALTER TABLE "judgements" DROP CONSTRAINT "judgements_state_word";
ALTER TABLE "people" ADD COLUMN "merged_into" uuid;
ALTER TABLE "checkpoint_signatures" ADD CONSTRAINT "checkpoint_signatures_key_id_fk" FOREIGN KEY ("village_id","key_id") REFERENCES "public"."office_keys"("village_id","id") ON DELETE restrict ON UPDATE no action NOT VALID;
ALTER TABLE "follows" ADD CONSTRAINT "follows_proposal_id_fk" FOREIGN KEY ("village_id","proposal_id") REFERENCES "public"."proposals"("village_id","id") ON DELETE restrict ON UPDATE no action NOT VALID;
CREATE INDEX "follows_village_id_person_id_index" ON "follows" USING btree ("village_id","person_id");
ALTER TABLE "acts" ADD CONSTRAINT "acts_what_word" CHECK ("acts"."what" in ('returnSlip', 'setAsideEnvelope', 'castAssisted', 'assistedByPhone', 'correctRoll', 'withdrawEntry', 'recountPoll', 'recountPaper', 'extraStep', 'contestClass', 'officeOfParty', 'officeOfVillage', 'officeOfOversight', 'officeOfCollective', 'endSeat', 'handOver', 'handOverOversight', 'clerkByTownship', 'acceptanceSheet', 'registerCollective', 'dangerToLife', 'nameHelpers', 'moveVillage', 'extendWindow', 'maskDisclosure', 'correctDisclosure', 'changeNumber', 'identityCall', 'paperCode', 'invalidCount', 'mergePeople', 'importList')) NOT VALID;
ALTER TABLE "duties" ADD CONSTRAINT "duties_kind_word" CHECK ("duties"."kind" in ('takeUpDraft', 'callMeeting', 'conveneDemanded', 'signMinutes', 'agreeCount', 'postDisclosure', 'endPhoto', 'answerObjection', 'townshipAnswer', 'countyAnswer', 'followAnswer', 'answerPetition', 'answerFullWay', 'answerChallenge', 'conveneChallenged', 'precheckTownship', 'approveTownship', 'approveCounty', 'fileResolution', 'fileRules', 'fileCharter', 'fileMembers', 'startWork', 'reportProgress', 'completeWork', 'reportOutcome', 'settleFlaw', 'archiveMatter', 'reportDanger', 'costOfDanger', 'secondPerson', 'judge', 'branchRound', 'handOver', 'byElection', 'assemblyOfYear', 'representativesOfQuarter', 'membersOfYear', 'residentsOfHalf', 'partyOfQuarter', 'branchOfMonth', 'reviewOfYear', 'accountsOfQuarter', 'accountsOfMonth')) NOT VALID;
ALTER TABLE "judgements" ADD CONSTRAINT "judgements_what_word" CHECK ("judgements"."what" in ('objectionClass', 'editorial', 'apart', 'another', 'recusal', 'overLine', 'branchRound', 'otherPayee')) NOT VALID;
ALTER TABLE "judgements" ADD CONSTRAINT "judgements_state_word" CHECK ("judgements"."state" in ('open', 'yes', 'no', 'silent', 'overtaken')) NOT VALID;

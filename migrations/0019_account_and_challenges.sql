-- Made from server/src/base/database/schema by `pnpm db:generate`.

ALTER TABLE "duties" DROP CONSTRAINT "duties_kind_word";
ALTER TABLE "judgements" DROP CONSTRAINT "judgements_what_word";
ALTER TABLE "expenses" ADD COLUMN "paper_ids" jsonb DEFAULT '[]'::jsonb NOT NULL;
ALTER TABLE "expenses" ADD COLUMN "other_than" text;
ALTER TABLE "notes" ADD COLUMN "addressee" text;
ALTER TABLE "notes" ADD COLUMN "asks_meeting" boolean DEFAULT false NOT NULL;
ALTER TABLE "notes" ADD COLUMN "answer_due_at" timestamp (3) with time zone;
ALTER TABLE "notes" ADD COLUMN "answer" text;
ALTER TABLE "notes" ADD COLUMN "answered_by" uuid;
ALTER TABLE "notes" ADD COLUMN "answered_at" timestamp (3) with time zone;
ALTER TABLE "notes" ADD COLUMN "meeting_on" date;
ALTER TABLE "notes" ADD COLUMN "answer_paper_id" uuid;
ALTER TABLE "duties" ADD CONSTRAINT "duties_kind_word" CHECK ("duties"."kind" in ('takeUpDraft', 'callMeeting', 'conveneDemanded', 'signMinutes', 'postDisclosure', 'endPhoto', 'answerObjection', 'townshipAnswer', 'countyAnswer', 'followAnswer', 'answerPetition', 'answerFullWay', 'answerChallenge', 'conveneChallenged', 'approveTownship', 'approveCounty', 'fileResolution', 'startWork', 'reportProgress', 'completeWork', 'reportOutcome', 'settleFlaw', 'archiveMatter', 'secondPerson', 'judge', 'handOver', 'byElection', 'assemblyOfYear', 'representativesOfQuarter')) NOT VALID;
ALTER TABLE "judgements" ADD CONSTRAINT "judgements_what_word" CHECK ("judgements"."what" in ('objectionClass', 'editorial', 'apart', 'another', 'recusal', 'overLine', 'otherPayee')) NOT VALID;
ALTER TABLE "notes" ADD CONSTRAINT "notes_addressee_word" CHECK ("notes"."addressee" in ('village', 'branch')) NOT VALID;

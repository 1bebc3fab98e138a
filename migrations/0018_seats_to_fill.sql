-- Made from server/src/base/database/schema by `pnpm db:generate`.

ALTER TABLE "duties" DROP CONSTRAINT "duties_kind_word";
ALTER TABLE "duties" ADD CONSTRAINT "duties_kind_word" CHECK ("duties"."kind" in ('takeUpDraft', 'callMeeting', 'conveneDemanded', 'signMinutes', 'postDisclosure', 'endPhoto', 'answerObjection', 'townshipAnswer', 'countyAnswer', 'followAnswer', 'answerPetition', 'answerFullWay', 'approveTownship', 'approveCounty', 'fileResolution', 'startWork', 'reportProgress', 'completeWork', 'reportOutcome', 'settleFlaw', 'archiveMatter', 'secondPerson', 'judge', 'handOver', 'byElection', 'assemblyOfYear', 'representativesOfQuarter')) NOT VALID;

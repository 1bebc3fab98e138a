-- Made from server/src/database/schema by `pnpm db:generate`; not edited by hand.

CREATE TABLE "account_people" (
	"village_id" text NOT NULL,
	"person_id" uuid NOT NULL,
	"pin_hash" text,
	"pin_set_at" timestamp (3) with time zone,
	"paper_code_hash" text,
	"paper_code_by" uuid,
	"paper_code_expires_at" timestamp (3) with time zone,
	"tries" integer DEFAULT 0 NOT NULL,
	"locked_until" timestamp (3) with time zone,
	CONSTRAINT "account_people_village_id_person_id_pk" PRIMARY KEY("village_id","person_id")
);

CREATE TABLE "accounts" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"phone_index" text NOT NULL,
	"phone" "bytea" NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "accounts_phoneIndex_unique" UNIQUE("phone_index")
);

CREATE TABLE "agenda_items" (
	"village_id" text NOT NULL,
	"meeting_id" uuid NOT NULL,
	"proposal_id" uuid NOT NULL,
	"seq" integer NOT NULL,
	CONSTRAINT "agenda_items_village_id_meeting_id_proposal_id_pk" PRIMARY KEY("village_id","meeting_id","proposal_id")
);

CREATE TABLE "alive" (
	"id" integer PRIMARY KEY NOT NULL,
	"at" timestamp (3) with time zone NOT NULL
);

CREATE TABLE "amendments" (
	"village_id" text NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"meeting_id" uuid NOT NULL,
	"proposal_id" uuid NOT NULL,
	"moved_by" uuid NOT NULL,
	"old_text" text NOT NULL,
	"new_text" text NOT NULL,
	"facts" jsonb NOT NULL,
	"touches_rights" boolean DEFAULT false NOT NULL,
	"kind" text NOT NULL,
	"status" text NOT NULL,
	"supporters" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"recorded_by" uuid NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"decided_at" timestamp (3) with time zone,
	CONSTRAINT "amendments_village_id_id_pk" PRIMARY KEY("village_id","id")
);

CREATE TABLE "assists" (
	"village_id" text NOT NULL,
	"poll_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"helper_id" uuid NOT NULL,
	"witness_id" uuid NOT NULL,
	"place" text NOT NULL,
	"reason" text NOT NULL,
	"photo_id" uuid,
	"voice_id" uuid,
	"over_cap" boolean NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "assists_village_id_poll_id_person_id_version_pk" PRIMARY KEY("village_id","poll_id","person_id","version")
);

CREATE TABLE "attachments" (
	"village_id" text NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"digest" text NOT NULL,
	"mime" text NOT NULL,
	"size" integer NOT NULL,
	"name" text NOT NULL,
	"purpose" text NOT NULL,
	"subject_id" uuid,
	"is_public" boolean DEFAULT false NOT NULL,
	"uploaded_by" uuid NOT NULL,
	"uploaded_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "attachments_village_id_id_pk" PRIMARY KEY("village_id","id")
);

CREATE TABLE "attendance_events" (
	"village_id" text NOT NULL,
	"meeting_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"seq" bigserial NOT NULL,
	"kind" text NOT NULL,
	"way" text,
	"seen" boolean DEFAULT true NOT NULL,
	"agent_id" uuid,
	"proposal_id" uuid,
	"by" uuid,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "attendance_events_village_id_meeting_id_person_id_seq_pk" PRIMARY KEY("village_id","meeting_id","person_id","seq")
);

CREATE TABLE "attendances" (
	"village_id" text NOT NULL,
	"meeting_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"way" text NOT NULL,
	"means" text NOT NULL,
	"signed_in_at" timestamp (3) with time zone NOT NULL,
	"by" uuid NOT NULL,
	"seen_by" uuid,
	"hall_step" integer,
	"left_at" timestamp (3) with time zone,
	"place_no" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "attendances_village_id_meeting_id_person_id_pk" PRIMARY KEY("village_id","meeting_id","person_id")
);

CREATE TABLE "authorisations" (
	"village_id" text NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"codes" jsonb NOT NULL,
	"from" date NOT NULL,
	"to" date NOT NULL,
	"paper_id" uuid,
	"recorded_by" uuid NOT NULL,
	"recorded_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone,
	CONSTRAINT "authorisations_village_id_id_pk" PRIMARY KEY("village_id","id")
);

CREATE TABLE "ballots" (
	"village_id" text NOT NULL,
	"poll_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"choice" text NOT NULL,
	"person_id" uuid,
	CONSTRAINT "ballots_village_id_poll_id_id_pk" PRIMARY KEY("village_id","poll_id","id")
);

CREATE TABLE "board_photos" (
	"village_id" text NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"disclosure_id" uuid NOT NULL,
	"moment" text NOT NULL,
	"attachment_id" uuid NOT NULL,
	"place" text NOT NULL,
	"by" uuid NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "board_photos_village_id_id_pk" PRIMARY KEY("village_id","id")
);

CREATE TABLE "budget_lines" (
	"village_id" text NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"proposal_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"kind" text NOT NULL,
	"label" text NOT NULL,
	"amount" bigint NOT NULL,
	"seq" integer NOT NULL,
	CONSTRAINT "budget_lines_village_id_id_pk" PRIMARY KEY("village_id","id")
);

CREATE TABLE "chain_heads" (
	"village_id" text PRIMARY KEY NOT NULL,
	"seq" integer NOT NULL,
	"link" text NOT NULL
);

CREATE TABLE "checkpoints" (
	"village_id" text NOT NULL,
	"seq" integer NOT NULL,
	"day" date NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"prev" text NOT NULL,
	"heads" jsonb NOT NULL,
	"public_key" text NOT NULL,
	"digest" text NOT NULL,
	"signature" text NOT NULL,
	CONSTRAINT "checkpoints_village_id_seq_pk" PRIMARY KEY("village_id","seq"),
	CONSTRAINT "checkpoints_villageId_day_unique" UNIQUE("village_id","day")
);

CREATE TABLE "confirmations" (
	"village_id" text NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"proposal_id" uuid,
	"title" text NOT NULL,
	"rows" jsonb NOT NULL,
	"posted_by" uuid NOT NULL,
	"posted_at" timestamp (3) with time zone NOT NULL,
	"ends_at" timestamp (3) with time zone NOT NULL,
	"on" date,
	CONSTRAINT "confirmations_village_id_id_pk" PRIMARY KEY("village_id","id")
);

CREATE TABLE "count_sheets" (
	"village_id" text NOT NULL,
	"poll_id" uuid NOT NULL,
	"place_no" integer DEFAULT 0 NOT NULL,
	"channel" text DEFAULT 'paper' NOT NULL,
	"teller" uuid NOT NULL,
	"seq" integer NOT NULL,
	"for" integer NOT NULL,
	"against" integer NOT NULL,
	"abstain" integer NOT NULL,
	"invalid" integer NOT NULL,
	"issued" integer NOT NULL,
	"photo_id" uuid,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "count_sheets_village_id_poll_id_place_no_channel_teller_seq_pk" PRIMARY KEY("village_id","poll_id","place_no","channel","teller","seq")
);

CREATE TABLE "data_corrections" (
	"village_id" text NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"person_id" uuid NOT NULL,
	"text" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"due_at" timestamp (3) with time zone NOT NULL,
	"answer" text,
	"answered_by" uuid,
	"answered_at" timestamp (3) with time zone,
	CONSTRAINT "data_corrections_village_id_id_pk" PRIMARY KEY("village_id","id")
);

CREATE TABLE "data_views" (
	"village_id" text NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"subject_id" uuid,
	"what" text NOT NULL,
	"viewer_id" uuid NOT NULL,
	"viewer_division" text NOT NULL,
	"viewer_office" text,
	"on" date NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "data_views_village_id_id_pk" PRIMARY KEY("village_id","id"),
	CONSTRAINT "data_views_villageId_subjectId_viewerId_what_on_unique" UNIQUE NULLS NOT DISTINCT("village_id","subject_id","viewer_id","what","on")
);

CREATE TABLE "deliveries" (
	"village_id" text NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"meeting_id" uuid NOT NULL,
	"round" integer NOT NULL,
	"person_id" uuid NOT NULL,
	"channel" text NOT NULL,
	"state" text NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"next_at" timestamp (3) with time zone,
	"sent_at" timestamp (3) with time zone,
	"ended_at" timestamp (3) with time zone,
	"failure" text,
	CONSTRAINT "deliveries_village_id_id_pk" PRIMARY KEY("village_id","id"),
	CONSTRAINT "deliveries_villageId_meetingId_round_personId_channel_unique" UNIQUE("village_id","meeting_id","round","person_id","channel")
);

CREATE TABLE "disclosures" (
	"village_id" text NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"proposal_id" uuid NOT NULL,
	"stage" text NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"title" text NOT NULL,
	"text" text NOT NULL,
	"status" text NOT NULL,
	"days" integer NOT NULL,
	"prepared_by" uuid,
	"prepared_at" timestamp (3) with time zone NOT NULL,
	"start_due_at" timestamp (3) with time zone NOT NULL,
	"review_due_at" timestamp (3) with time zone,
	"review_verdict" text,
	"posted_at" timestamp (3) with time zone,
	"posted_by" uuid,
	"ends_at" timestamp (3) with time zone,
	"taken_down_at" timestamp (3) with time zone,
	"restarts" integer DEFAULT 0 NOT NULL,
	"ended_at" timestamp (3) with time zone,
	"masked_at" timestamp (3) with time zone,
	"masked_by" uuid,
	"named_list" jsonb,
	CONSTRAINT "disclosures_village_id_id_pk" PRIMARY KEY("village_id","id")
);

CREATE TABLE "divisions" (
	"code" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"level" text NOT NULL,
	"parent_code" text,
	"is_community" boolean DEFAULT false NOT NULL,
	"has_collective" boolean DEFAULT true NOT NULL,
	"branch_has_committee" boolean DEFAULT true NOT NULL,
	"opened_at" timestamp (3) with time zone
);

CREATE TABLE "envelopes" (
	"village_id" text NOT NULL,
	"poll_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"channel" text NOT NULL,
	"cast_by" uuid,
	"ref_hash" "bytea" NOT NULL,
	"receipt" text NOT NULL,
	"sealed" "bytea" NOT NULL,
	CONSTRAINT "envelopes_village_id_poll_id_person_id_version_pk" PRIMARY KEY("village_id","poll_id","person_id","version")
);

CREATE TABLE "evidence" (
	"village_id" text NOT NULL,
	"seq" integer NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"act" text NOT NULL,
	"proposal_id" uuid,
	"meeting_id" uuid,
	"prev_link" text NOT NULL,
	"link" text NOT NULL,
	"payload_digest" text NOT NULL,
	"salt" "bytea",
	"payload" jsonb,
	CONSTRAINT "evidence_village_id_seq_pk" PRIMARY KEY("village_id","seq"),
	CONSTRAINT "evidence_villageId_link_unique" UNIQUE("village_id","link")
);

CREATE TABLE "excuses" (
	"village_id" text NOT NULL,
	"meeting_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"reason" text NOT NULL,
	"by" uuid NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "excuses_village_id_meeting_id_person_id_pk" PRIMARY KEY("village_id","meeting_id","person_id")
);

CREATE TABLE "expenses" (
	"village_id" text NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"proposal_id" uuid NOT NULL,
	"budget_line_id" uuid NOT NULL,
	"amount" bigint NOT NULL,
	"payee" text NOT NULL,
	"invoice" text,
	"paid_on" date NOT NULL,
	"note" text,
	"struck" boolean DEFAULT false NOT NULL,
	"by" uuid NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "expenses_village_id_id_pk" PRIMARY KEY("village_id","id")
);

CREATE TABLE "hands_group" (
	"village_id" text NOT NULL,
	"poll_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"place_no" integer NOT NULL,
	"cast_by" uuid,
	CONSTRAINT "hands_group_village_id_poll_id_person_id_pk" PRIMARY KEY("village_id","poll_id","person_id")
);

CREATE TABLE "helpers" (
	"village_id" text NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"person_id" uuid NOT NULL,
	"listed_at" timestamp (3) with time zone NOT NULL,
	"listed_by" uuid NOT NULL,
	"ended_at" timestamp (3) with time zone,
	"ended_by" uuid,
	CONSTRAINT "helpers_village_id_id_pk" PRIMARY KEY("village_id","id")
);

CREATE TABLE "households" (
	"village_id" text NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"number" text NOT NULL,
	"village_group" text NOT NULL,
	"exemption" text,
	"removed_at" timestamp (3) with time zone,
	CONSTRAINT "households_village_id_id_pk" PRIMARY KEY("village_id","id"),
	CONSTRAINT "households_villageId_number_unique" UNIQUE("village_id","number")
);

CREATE TABLE "imports" (
	"village_id" text NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"file_digest" text NOT NULL,
	"file_name" text NOT NULL,
	"status" text NOT NULL,
	"progress" integer DEFAULT 0 NOT NULL,
	"counts" jsonb,
	"faults" jsonb,
	"changes" jsonb,
	"rows" "bytea",
	"based_on" jsonb,
	"by" uuid NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"confirmed_at" timestamp (3) with time zone,
	CONSTRAINT "imports_village_id_id_pk" PRIMARY KEY("village_id","id")
);

CREATE TABLE "legal_bases" (
	"village_id" text NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"kind" text NOT NULL,
	"assemblies" jsonb NOT NULL,
	"text" text NOT NULL,
	"from" date NOT NULL,
	"to" date,
	"paper_id" uuid,
	"recorded_by" uuid NOT NULL,
	"recorded_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone,
	CONSTRAINT "legal_bases_village_id_id_pk" PRIMARY KEY("village_id","id")
);

CREATE TABLE "legal_holds" (
	"village_id" text NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"proposal_id" uuid NOT NULL,
	"reason" text NOT NULL,
	"proposed_by" uuid NOT NULL,
	"proposed_at" timestamp (3) with time zone NOT NULL,
	"confirmed_by" uuid,
	"confirmed_at" timestamp (3) with time zone,
	"lift_reason" text,
	"lift_proposed_by" uuid,
	"lift_proposed_at" timestamp (3) with time zone,
	"lift_confirmed_by" uuid,
	"lifted_at" timestamp (3) with time zone,
	CONSTRAINT "legal_holds_village_id_id_pk" PRIMARY KEY("village_id","id")
);

CREATE TABLE "login_codes" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"phone_index" text NOT NULL,
	"code_hash" text NOT NULL,
	"sent_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"tries" integer DEFAULT 0 NOT NULL,
	"used_at" timestamp (3) with time zone
);

CREATE TABLE "mandates" (
	"village_id" text NOT NULL,
	"proposal_id" uuid NOT NULL,
	"household_id" uuid NOT NULL,
	"consents" boolean NOT NULL,
	"area" integer NOT NULL,
	"paper_id" uuid,
	"recorded_by" uuid NOT NULL,
	"recorded_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "mandates_village_id_proposal_id_household_id_pk" PRIMARY KEY("village_id","proposal_id","household_id")
);

CREATE TABLE "meeting_places" (
	"village_id" text NOT NULL,
	"meeting_id" uuid NOT NULL,
	"place_no" integer NOT NULL,
	"name" text NOT NULL,
	"teller_ids" jsonb NOT NULL,
	"hall_secret" "bytea" NOT NULL,
	CONSTRAINT "meeting_places_village_id_meeting_id_place_no_pk" PRIMARY KEY("village_id","meeting_id","place_no")
);

CREATE TABLE "meeting_roll" (
	"village_id" text NOT NULL,
	"meeting_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"votes" boolean NOT NULL,
	"member" boolean DEFAULT true NOT NULL,
	"capacities" jsonb NOT NULL,
	"is_woman" boolean DEFAULT false NOT NULL,
	"households" integer DEFAULT 0 NOT NULL,
	"household_id" uuid,
	"struck_at" timestamp (3) with time zone,
	CONSTRAINT "meeting_roll_village_id_meeting_id_person_id_pk" PRIMARY KEY("village_id","meeting_id","person_id")
);

CREATE TABLE "meetings" (
	"village_id" text NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"assembly" text NOT NULL,
	"stage" text NOT NULL,
	"village_group" text,
	"title" text NOT NULL,
	"place" text NOT NULL,
	"link" text,
	"status" text NOT NULL,
	"notice_at" timestamp (3) with time zone NOT NULL,
	"opens_at" timestamp (3) with time zone NOT NULL,
	"window_hours" integer NOT NULL,
	"window_end" timestamp (3) with time zone,
	"extended_by" integer DEFAULT 0 NOT NULL,
	"hall_ended_at" timestamp (3) with time zone,
	"ended_at" timestamp (3) with time zone,
	"convened_by" uuid NOT NULL,
	"chair_id" uuid NOT NULL,
	"recorder_id" uuid NOT NULL,
	"teller_ids" jsonb NOT NULL,
	"urgent" boolean DEFAULT false NOT NULL,
	"urgent_reason" text,
	"reconvening" integer DEFAULT 0 NOT NULL,
	"reconvene_of" uuid,
	"adjourned_to" timestamp (3) with time zone,
	"online_counts" boolean NOT NULL,
	"legal_basis_id" uuid,
	"households_all" integer DEFAULT 0 NOT NULL,
	"composition" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"hall_secret" "bytea" NOT NULL,
	"revision" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "meetings_village_id_id_pk" PRIMARY KEY("village_id","id")
);

CREATE TABLE "minutes" (
	"village_id" text NOT NULL,
	"meeting_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"gist" text NOT NULL,
	"final_opinion" text NOT NULL,
	"facts" jsonb NOT NULL,
	"signed_by" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"signed_on_paper" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"scan_id" uuid,
	"scan_digest" text,
	"approved_by" uuid,
	"approved_at" timestamp (3) with time zone,
	"by" uuid NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "minutes_village_id_meeting_id_version_pk" PRIMARY KEY("village_id","meeting_id","version")
);

CREATE TABLE "named_entries" (
	"village_id" text NOT NULL,
	"poll_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"teller" uuid NOT NULL,
	"seq" integer NOT NULL,
	"channel" text NOT NULL,
	"sealed" "bytea" NOT NULL,
	CONSTRAINT "named_entries_village_id_poll_id_person_id_teller_seq_pk" PRIMARY KEY("village_id","poll_id","person_id","teller","seq")
);

CREATE TABLE "notes" (
	"village_id" text NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"proposal_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"verdict" text,
	"text" text NOT NULL,
	"document_number" text,
	"subject_id" uuid,
	"by" uuid,
	"by_office" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "notes_village_id_id_pk" PRIMARY KEY("village_id","id")
);

CREATE TABLE "notices" (
	"village_id" text NOT NULL,
	"meeting_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"channel" text NOT NULL,
	"given_at" timestamp (3) with time zone,
	"read_at" timestamp (3) with time zone,
	"called_at" timestamp (3) with time zone,
	"called_by" uuid,
	CONSTRAINT "notices_village_id_meeting_id_person_id_pk" PRIMARY KEY("village_id","meeting_id","person_id")
);

CREATE TABLE "objections" (
	"village_id" text NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"disclosure_id" uuid NOT NULL,
	"proposal_id" uuid NOT NULL,
	"class" text,
	"text" text NOT NULL,
	"by" uuid NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"due_at" timestamp (3) with time zone NOT NULL,
	"classified_by" uuid,
	"answer" text,
	"verdict" text,
	"answered_by" uuid,
	"answered_at" timestamp (3) with time zone,
	"escalated_at" timestamp (3) with time zone,
	"township_due_at" timestamp (3) with time zone,
	"township_answer" text,
	"township_answered_by" uuid,
	"township_answered_at" timestamp (3) with time zone,
	"recount_id" uuid,
	CONSTRAINT "objections_village_id_id_pk" PRIMARY KEY("village_id","id")
);

CREATE TABLE "offices" (
	"village_id" text NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"person_id" uuid NOT NULL,
	"office" text NOT NULL,
	"from" date NOT NULL,
	"to" date,
	"village_group" text,
	"households" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"ended_at" timestamp (3) with time zone,
	"ended_reason" text,
	CONSTRAINT "offices_village_id_id_pk" PRIMARY KEY("village_id","id")
);

CREATE TABLE "opinions" (
	"village_id" text NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"proposal_id" uuid NOT NULL,
	"meeting_id" uuid,
	"person_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"text" text NOT NULL,
	"attachment_id" uuid,
	"at" timestamp (3) with time zone NOT NULL,
	"answer" text,
	"adopted" boolean,
	"answered_by" uuid,
	"answered_at" timestamp (3) with time zone,
	"hidden_at" timestamp (3) with time zone,
	"hidden_by" uuid,
	"hidden_reason" text,
	CONSTRAINT "opinions_village_id_id_pk" PRIMARY KEY("village_id","id")
);

CREATE TABLE "outages" (
	"village_id" text NOT NULL,
	"seq" bigserial NOT NULL,
	"from" timestamp (3) with time zone NOT NULL,
	"to" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "outages_village_id_seq_pk" PRIMARY KEY("village_id","seq")
);

CREATE TABLE "outbox" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"kind" text NOT NULL,
	"channel" text NOT NULL,
	"phone" "bytea",
	"text" text NOT NULL,
	"division" text,
	"person_id" uuid,
	"meeting_id" uuid,
	"created_at" timestamp (3) with time zone NOT NULL,
	"sent_at" timestamp (3) with time zone,
	"failed_at" timestamp (3) with time zone,
	"failure" text
);

CREATE TABLE "packages" (
	"village_id" text NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"proposal_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"edition" integer NOT NULL,
	"digest" text NOT NULL,
	"size" integer NOT NULL,
	"last_own" integer NOT NULL,
	"checkpoint" integer,
	"made_at" timestamp (3) with time zone NOT NULL,
	"made_by" uuid,
	CONSTRAINT "packages_village_id_id_pk" PRIMARY KEY("village_id","id"),
	CONSTRAINT "packages_villageId_proposalId_kind_edition_unique" UNIQUE("village_id","proposal_id","kind","edition")
);

CREATE TABLE "people" (
	"village_id" text NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"name" text NOT NULL,
	"sex" text NOT NULL,
	"birth_date" date NOT NULL,
	"id_number" "bytea",
	"id_index" text,
	"phone" "bytea",
	"phone_index" text,
	"household_id" uuid,
	"relation" text,
	"registered" boolean DEFAULT true NOT NULL,
	"away" boolean DEFAULT false NOT NULL,
	"away_place" text,
	"party_status" text DEFAULT 'none' NOT NULL,
	"party_joined_on" date,
	"party_full_on" date,
	"full_capacity" boolean DEFAULT true NOT NULL,
	"collective_member" boolean DEFAULT false NOT NULL,
	"collective_from" date,
	"left_on" date,
	"left_reason" text,
	"erased_at" timestamp (3) with time zone,
	"revision" integer DEFAULT 1 NOT NULL,
	"changed_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "people_village_id_id_pk" PRIMARY KEY("village_id","id")
);

CREATE TABLE "petition_signatures" (
	"village_id" text NOT NULL,
	"petition_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"capacities" jsonb NOT NULL,
	"demand" text,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "petition_signatures_village_id_petition_id_person_id_pk" PRIMARY KEY("village_id","petition_id","person_id")
);

CREATE TABLE "petitions" (
	"village_id" text NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"title" text NOT NULL,
	"text" text NOT NULL,
	"by" uuid NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"status" text NOT NULL,
	"threshold_at" timestamp (3) with time zone,
	"demand_at" timestamp (3) with time zone,
	"demanded_assembly" text,
	"answer" text,
	"answered_by" uuid,
	"answered_at" timestamp (3) with time zone,
	"proposal_id" uuid,
	"answer_due_at" timestamp (3) with time zone,
	"flagged_at" timestamp (3) with time zone,
	CONSTRAINT "petitions_village_id_id_pk" PRIMARY KEY("village_id","id")
);

CREATE TABLE "poll_list" (
	"village_id" text NOT NULL,
	"poll_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"entitled" boolean NOT NULL,
	"way" text,
	"represented_by" uuid,
	"recused" boolean NOT NULL,
	"excused" boolean NOT NULL,
	"voted" boolean NOT NULL,
	"channel" text,
	"households" integer NOT NULL,
	CONSTRAINT "poll_list_village_id_poll_id_person_id_pk" PRIMARY KEY("village_id","poll_id","person_id")
);

CREATE TABLE "polls" (
	"village_id" text NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"meeting_id" uuid NOT NULL,
	"proposal_id" uuid NOT NULL,
	"question_id" uuid,
	"seq" integer NOT NULL,
	"status" text NOT NULL,
	"secret" boolean NOT NULL,
	"rule" jsonb NOT NULL,
	"version" integer,
	"key_name" text,
	"key_destroyed_at" timestamp (3) with time zone,
	"opened_at" timestamp (3) with time zone,
	"ends_at" timestamp (3) with time zone,
	"box_at" timestamp (3) with time zone,
	"closed_at" timestamp (3) with time zone,
	"figures" jsonb,
	"by_channel" jsonb,
	"outcome" text,
	"void_reason" text,
	"receipts_digest" text,
	"ballots_digest" text,
	CONSTRAINT "polls_village_id_id_pk" PRIMARY KEY("village_id","id")
);

CREATE TABLE "progress_entries" (
	"village_id" text NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"proposal_id" uuid NOT NULL,
	"text" text NOT NULL,
	"percent" integer NOT NULL,
	"photo_ids" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"by" uuid NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "progress_entries_village_id_id_pk" PRIMARY KEY("village_id","id")
);

CREATE TABLE "proposal_moves" (
	"village_id" text NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"proposal_id" uuid NOT NULL,
	"seq" integer NOT NULL,
	"move" text NOT NULL,
	"from" text NOT NULL,
	"to" text NOT NULL,
	"version" integer NOT NULL,
	"by" text NOT NULL,
	"person_id" uuid,
	"meeting_id" uuid,
	"reason" text,
	"document_number" text,
	"article" text,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "proposal_moves_village_id_id_pk" PRIMARY KEY("village_id","id"),
	CONSTRAINT "proposal_moves_villageId_proposalId_seq_unique" UNIQUE("village_id","proposal_id","seq")
);

CREATE TABLE "proposal_versions" (
	"village_id" text NOT NULL,
	"proposal_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"title" text NOT NULL,
	"summary" text NOT NULL,
	"body" text NOT NULL,
	"facts" jsonb NOT NULL,
	"digest" text NOT NULL,
	"kind" text NOT NULL,
	"reason" text,
	"by" uuid NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "proposal_versions_village_id_proposal_id_version_pk" PRIMARY KEY("village_id","proposal_id","version")
);

CREATE TABLE "proposals" (
	"village_id" text NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"number" text NOT NULL,
	"title" text NOT NULL,
	"stage" text NOT NULL,
	"track" text NOT NULL,
	"codes" jsonb NOT NULL,
	"route" text NOT NULL,
	"assembly" text NOT NULL,
	"village_group" text,
	"initiative" text NOT NULL,
	"initiator" text NOT NULL,
	"version" integer NOT NULL,
	"line_id" uuid NOT NULL,
	"linked_to" uuid,
	"together" boolean DEFAULT true NOT NULL,
	"urgent_reason" text,
	"demanded" boolean DEFAULT false NOT NULL,
	"demanded_at" timestamp (3) with time zone,
	"demand_due_at" timestamp (3) with time zone,
	"note_needed" boolean DEFAULT false NOT NULL,
	"note_due_at" timestamp (3) with time zone,
	"profile" jsonb,
	"rejections_at_step4" integer DEFAULT 0 NOT NULL,
	"reconvenings" integer DEFAULT 0 NOT NULL,
	"referred_at" timestamp (3) with time zone,
	"shelved_at" timestamp (3) with time zone,
	"approval_needed" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"resolution_number" text,
	"drafted_by" uuid NOT NULL,
	"drafted_at" timestamp (3) with time zone NOT NULL,
	"submitted_at" timestamp (3) with time zone,
	"stage_since" timestamp (3) with time zone NOT NULL,
	"last_decided_at" timestamp (3) with time zone,
	"archived_at" timestamp (3) with time zone,
	"sensitive" boolean DEFAULT false NOT NULL,
	CONSTRAINT "proposals_village_id_id_pk" PRIMARY KEY("village_id","id"),
	CONSTRAINT "proposals_villageId_number_unique" UNIQUE("village_id","number")
);

CREATE TABLE "proxies" (
	"village_id" text NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"meeting_id" uuid NOT NULL,
	"principal_id" uuid NOT NULL,
	"agent_id" uuid NOT NULL,
	"relation" text NOT NULL,
	"paper_id" uuid,
	"by" uuid NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"revoked_at" timestamp (3) with time zone,
	CONSTRAINT "proxies_village_id_id_pk" PRIMARY KEY("village_id","id")
);

CREATE TABLE "push_subscriptions" (
	"village_id" text NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"person_id" uuid NOT NULL,
	"session_id" uuid NOT NULL,
	"sealed" "bytea" NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "push_subscriptions_village_id_id_pk" PRIMARY KEY("village_id","id"),
	CONSTRAINT "push_subscriptions_villageId_personId_sessionId_unique" UNIQUE("village_id","person_id","session_id")
);

CREATE TABLE "questions" (
	"village_id" text NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"proposal_id" uuid NOT NULL,
	"seq" integer NOT NULL,
	"text" text NOT NULL,
	"outcome" text,
	"sensitive" boolean DEFAULT false NOT NULL,
	CONSTRAINT "questions_village_id_id_pk" PRIMARY KEY("village_id","id")
);

CREATE TABLE "recounts" (
	"village_id" text NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"poll_id" uuid NOT NULL,
	"objection_id" uuid,
	"figures" jsonb NOT NULL,
	"outcome" text NOT NULL,
	"wrongful" integer DEFAULT 0 NOT NULL,
	"stands" boolean NOT NULL,
	"by" uuid NOT NULL,
	"by2" uuid NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "recounts_village_id_id_pk" PRIMARY KEY("village_id","id")
);

CREATE TABLE "recusals" (
	"village_id" text NOT NULL,
	"meeting_id" uuid NOT NULL,
	"proposal_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"mode" text NOT NULL,
	"reason" text NOT NULL,
	"by" uuid NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "recusals_village_id_meeting_id_proposal_id_person_id_pk" PRIMARY KEY("village_id","meeting_id","proposal_id","person_id")
);

CREATE TABLE "remind_rounds" (
	"village_id" text NOT NULL,
	"meeting_id" uuid NOT NULL,
	"round" integer NOT NULL,
	"by" uuid,
	"at" timestamp (3) with time zone NOT NULL,
	"told" integer NOT NULL,
	"no_phone" integer NOT NULL,
	CONSTRAINT "remind_rounds_village_id_meeting_id_round_pk" PRIMARY KEY("village_id","meeting_id","round")
);

CREATE TABLE "roll_confirmations" (
	"village_id" text NOT NULL,
	"correction_id" uuid NOT NULL,
	"confirmed_by" uuid NOT NULL,
	"confirmed_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "roll_confirmations_village_id_correction_id_pk" PRIMARY KEY("village_id","correction_id")
);

CREATE TABLE "roll_corrections" (
	"village_id" text NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"meeting_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"reason" text NOT NULL,
	"proposed_by" uuid NOT NULL,
	"proposed_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "roll_corrections_village_id_id_pk" PRIMARY KEY("village_id","id")
);

CREATE TABLE "rule_profiles" (
	"village_id" text NOT NULL,
	"version" integer NOT NULL,
	"values" jsonb NOT NULL,
	"basis" text,
	"proposed_by" uuid NOT NULL,
	"proposed_at" timestamp (3) with time zone NOT NULL,
	"confirmed_by" uuid,
	"confirmed_at" timestamp (3) with time zone,
	"refused_at" timestamp (3) with time zone,
	CONSTRAINT "rule_profiles_village_id_version_pk" PRIMARY KEY("village_id","version")
);

CREATE TABLE "sessions" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"account_id" uuid NOT NULL,
	"acts_in" text,
	"acts_as" uuid,
	"token_hash" text NOT NULL,
	"previous_hash" text,
	"device" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"used_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone,
	CONSTRAINT "sessions_tokenHash_unique" UNIQUE("token_hash")
);

CREATE TABLE "set_asides" (
	"village_id" text NOT NULL,
	"poll_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"by" uuid NOT NULL,
	"by2" uuid NOT NULL,
	"reason" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "set_asides_village_id_poll_id_person_id_version_pk" PRIMARY KEY("village_id","poll_id","person_id","version")
);

CREATE TABLE "slip_numbers" (
	"village_id" text NOT NULL,
	"poll_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"code" text NOT NULL,
	"place_no" integer NOT NULL,
	CONSTRAINT "slip_numbers_village_id_poll_id_number_pk" PRIMARY KEY("village_id","poll_id","number"),
	CONSTRAINT "slip_numbers_villageId_pollId_code_unique" UNIQUE("village_id","poll_id","code")
);

CREATE TABLE "slip_readings" (
	"village_id" text NOT NULL,
	"poll_id" uuid NOT NULL,
	"teller" uuid NOT NULL,
	"round" integer NOT NULL,
	"number" integer NOT NULL,
	"seq" integer NOT NULL,
	"mark" text NOT NULL,
	CONSTRAINT "slip_readings_village_id_poll_id_teller_round_number_seq_pk" PRIMARY KEY("village_id","poll_id","teller","round","number","seq")
);

CREATE TABLE "slips" (
	"village_id" text NOT NULL,
	"poll_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"seq" integer NOT NULL,
	"event" text NOT NULL,
	"place_no" integer DEFAULT 0 NOT NULL,
	"by" uuid NOT NULL,
	"by2" uuid,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "slips_village_id_poll_id_person_id_seq_pk" PRIMARY KEY("village_id","poll_id","person_id","seq")
);

CREATE TABLE "works" (
	"village_id" text NOT NULL,
	"proposal_id" uuid NOT NULL,
	"executor" text NOT NULL,
	"contractor" text,
	"tender" text DEFAULT 'none' NOT NULL,
	"contract_number" text,
	"contract_amount" bigint,
	"started_on" date,
	"due_on" date,
	"completed_on" date,
	"accepted_on" date,
	"acceptance" jsonb,
	"by" uuid NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "works_village_id_proposal_id_pk" PRIMARY KEY("village_id","proposal_id")
);

CREATE INDEX "agenda_items_village_id_proposal_id_index" ON "agenda_items" USING btree ("village_id","proposal_id");
CREATE INDEX "amendments_village_id_meeting_id_index" ON "amendments" USING btree ("village_id","meeting_id");
CREATE INDEX "attachments_village_id_subject_id_index" ON "attachments" USING btree ("village_id","subject_id");
CREATE INDEX "budget_lines_village_id_proposal_id_index" ON "budget_lines" USING btree ("village_id","proposal_id");
CREATE INDEX "deliveries_state_next_at_index" ON "deliveries" USING btree ("state","next_at");
CREATE INDEX "disclosures_village_id_proposal_id_index" ON "disclosures" USING btree ("village_id","proposal_id");
CREATE INDEX "disclosures_village_id_status_index" ON "disclosures" USING btree ("village_id","status");
CREATE INDEX "divisions_parent_code_index" ON "divisions" USING btree ("parent_code");
CREATE INDEX "evidence_village_id_proposal_id_index" ON "evidence" USING btree ("village_id","proposal_id");
CREATE INDEX "evidence_village_id_meeting_id_index" ON "evidence" USING btree ("village_id","meeting_id");
CREATE INDEX "expenses_village_id_proposal_id_index" ON "expenses" USING btree ("village_id","proposal_id");
CREATE INDEX "helpers_village_id_person_id_index" ON "helpers" USING btree ("village_id","person_id");
CREATE INDEX "legal_holds_village_id_proposal_id_index" ON "legal_holds" USING btree ("village_id","proposal_id");
CREATE INDEX "login_codes_phone_index_index" ON "login_codes" USING btree ("phone_index");
CREATE INDEX "login_codes_expires_at_index" ON "login_codes" USING btree ("expires_at");
CREATE INDEX "meetings_village_id_status_index" ON "meetings" USING btree ("village_id","status");
CREATE INDEX "meetings_village_id_notice_at_index" ON "meetings" USING btree ("village_id","notice_at");
CREATE INDEX "notes_village_id_proposal_id_index" ON "notes" USING btree ("village_id","proposal_id");
CREATE INDEX "objections_village_id_proposal_id_index" ON "objections" USING btree ("village_id","proposal_id");
CREATE INDEX "offices_village_id_person_id_index" ON "offices" USING btree ("village_id","person_id");
CREATE INDEX "opinions_village_id_proposal_id_index" ON "opinions" USING btree ("village_id","proposal_id");
CREATE INDEX "outbox_created_at_index" ON "outbox" USING btree ("created_at");
CREATE UNIQUE INDEX "people_village_id_id_index_index" ON "people" USING btree ("village_id","id_index");
CREATE INDEX "people_village_id_phone_index_index" ON "people" USING btree ("village_id","phone_index");
CREATE INDEX "people_phone_index_index" ON "people" USING btree ("phone_index");
CREATE INDEX "people_village_id_household_id_index" ON "people" USING btree ("village_id","household_id");
CREATE INDEX "polls_village_id_meeting_id_index" ON "polls" USING btree ("village_id","meeting_id");
CREATE INDEX "polls_village_id_proposal_id_index" ON "polls" USING btree ("village_id","proposal_id");
CREATE INDEX "polls_status_index" ON "polls" USING btree ("status");
CREATE INDEX "progress_entries_village_id_proposal_id_index" ON "progress_entries" USING btree ("village_id","proposal_id");
CREATE INDEX "proposals_village_id_stage_index" ON "proposals" USING btree ("village_id","stage");
CREATE INDEX "proposals_village_id_stage_since_index" ON "proposals" USING btree ("village_id","stage_since");
CREATE INDEX "proxies_village_id_meeting_id_principal_id_index" ON "proxies" USING btree ("village_id","meeting_id","principal_id");
CREATE INDEX "questions_village_id_proposal_id_index" ON "questions" USING btree ("village_id","proposal_id");
CREATE INDEX "roll_corrections_village_id_meeting_id_index" ON "roll_corrections" USING btree ("village_id","meeting_id");
CREATE INDEX "sessions_account_id_index" ON "sessions" USING btree ("account_id");
CREATE INDEX "sessions_expires_at_index" ON "sessions" USING btree ("expires_at");

-- 到期事项 that failed: how often, and when it is tried again. A row goes when the work is done.
create table "due_failures" (
	"village_id" text not null,
	"work" text not null,
	"subject" text not null,
	"tries" integer not null,
	"last_at" timestamp (3) with time zone not null,
	"next_at" timestamp (3) with time zone not null,
	"reason" text not null,
	constraint "due_failures_village_id_work_subject_pk" primary key("village_id","work","subject")
);

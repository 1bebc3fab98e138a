-- 发送: every message is a kept job of its own line in the outbox; whom it did not reach the office sees.

CREATE TABLE "undelivered" (
	"village_id" text NOT NULL,
	"message_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"meeting_id" uuid,
	"reason" text NOT NULL,
	"tries" integer NOT NULL,
	"since" timestamp (3) with time zone NOT NULL,
	"tried_at" timestamp (3) with time zone NOT NULL,
	"until" timestamp (3) with time zone NOT NULL,
	"given_up_at" timestamp (3) with time zone,
	"told_by" text,
	"told_at" timestamp (3) with time zone,
	CONSTRAINT "undelivered_village_id_message_id_person_id_pk" PRIMARY KEY("village_id","message_id","person_id"),
	CONSTRAINT "undelivered_kind_word" CHECK ("undelivered"."kind" in ('notice', 'reminder', 'alert', 'code')),
	CONSTRAINT "undelivered_reason_word" CHECK ("undelivered"."reason" in ('numberRefused', 'reportedFailed', 'gatewayRefused', 'gatewayAway', 'tooLate', 'ownFault', 'noBrowser')),
	CONSTRAINT "undelivered_told_by_word" CHECK ("undelivered"."told_by" in ('telephone', 'visit')),
	CONSTRAINT "undelivered_tries_not_negative" CHECK ("undelivered"."tries" >= 0)
);

ALTER TABLE "outbox" ADD COLUMN "is_spoken" boolean DEFAULT false NOT NULL;
ALTER TABLE "outbox" ADD COLUMN "sealed" "bytea";
ALTER TABLE "outbox" ADD COLUMN "reported_at" timestamp (3) with time zone;
ALTER TABLE "outbox" ADD COLUMN "rank" integer DEFAULT 1 NOT NULL;
ALTER TABLE "outbox" ADD COLUMN "tries" integer DEFAULT 0 NOT NULL;
ALTER TABLE "outbox" ADD COLUMN "next_at" timestamp (3) with time zone;
ALTER TABLE "outbox" ADD COLUMN "until" timestamp (3) with time zone;
ALTER TABLE "outbox" ADD COLUMN "tried_at" timestamp (3) with time zone;
ALTER TABLE "outbox" ADD COLUMN "is_held" boolean DEFAULT false NOT NULL;
ALTER TABLE "outbox" ADD COLUMN "key" uuid;
ALTER TABLE "undelivered" ADD CONSTRAINT "undelivered_person_id_fk" FOREIGN KEY ("village_id","person_id") REFERENCES "public"."people"("village_id","id") ON DELETE restrict ON UPDATE no action NOT VALID;
ALTER TABLE "undelivered" ADD CONSTRAINT "undelivered_meeting_id_fk" FOREIGN KEY ("village_id","meeting_id") REFERENCES "public"."meetings"("village_id","id") ON DELETE restrict ON UPDATE no action NOT VALID;
CREATE INDEX "undelivered_village_id_since_index" ON "undelivered" USING btree ("village_id","since");
CREATE INDEX "outbox_rank_next_at_index" ON "outbox" USING btree ("rank","next_at");
CREATE INDEX "outbox_channel_next_at_index" ON "outbox" USING btree ("channel","next_at");
CREATE INDEX "outbox_channel_tried_at_index" ON "outbox" USING btree ("channel","tried_at");
CREATE INDEX "outbox_key_index" ON "outbox" USING btree ("key");
ALTER TABLE "outbox" ADD CONSTRAINT "outbox_tries_not_negative" CHECK ("outbox"."tries" >= 0) NOT VALID;

-- What waited until now goes on waiting, in the outbox: notices where they are, reminders beside their delivery. The
-- gateway may still report on a reminder that left.
update outbox set next_at = created_at, until = created_at + interval '1 day'
 where channel = 'sms' and kind <> 'code' and sent_at is null and failed_at is null;
insert into outbox (id, kind, channel, text, division, person_id, meeting_id, created_at, sent_at, tries, next_at, until)
select d.id, 'reminder', d.channel, '', d.village_id, d.person_id, d.meeting_id, d.created_at, d.sent_at, d.attempts,
       case when d.state = 'waiting' then coalesce(d.next_at, d.created_at) end, coalesce(m.window_end, m.lapses_at)
  from deliveries d join meetings m on m.village_id = d.village_id and m.id = d.meeting_id
 where d.state in ('waiting', 'sent') and d.channel <> 'inApp'
on conflict (id) do nothing;
drop schema if exists pgboss cascade;

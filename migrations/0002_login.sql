-- 登录: a code belongs to the device that asked for it, a token whose answer was lost is answered once more.

ALTER TABLE "login_codes" ADD COLUMN "challenge" uuid DEFAULT gen_random_uuid() NOT NULL;
ALTER TABLE "login_codes" ADD COLUMN "voice" boolean DEFAULT false NOT NULL;
ALTER TABLE "login_codes" ADD COLUMN "tries_elsewhere" integer DEFAULT 0 NOT NULL;
ALTER TABLE "login_codes" ADD COLUMN "session_id" uuid;
ALTER TABLE "sessions" ADD COLUMN "rotated_at" timestamp (3) with time zone;
ALTER TABLE "sessions" ADD COLUMN "only_as" uuid;

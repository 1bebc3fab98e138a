-- 本库: which database this is. Its one row is made by the first start, never here: a copy is another database.

CREATE TABLE "instance" (
	"row" integer PRIMARY KEY NOT NULL,
	"id" uuid NOT NULL,
	"place" text,
	"key_mark" text NOT NULL,
	"drill_since" timestamp (3) with time zone,
	"copy_of" uuid
);


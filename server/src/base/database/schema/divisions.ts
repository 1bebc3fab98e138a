import type { ProfileChanges } from '@cunyi/shared/law/profile.ts'
import { MOVE_WAYS, type MoveWay } from '@cunyi/shared/people/village-move.ts'
import { ATTACHMENT_PURPOSES, BASIS_KINDS } from '@cunyi/shared/words/kinds.ts'
import type { NamePeriod } from '@cunyi/shared/words/village-names.ts'
import { DIVISION_LEVELS, type DivisionLevel, type MatterCode } from '@cunyi/shared/words/vocabulary.ts'
import { sql } from 'drizzle-orm'
import {
  bigint,
  boolean,
  date,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uuid,
} from 'drizzle-orm/pg-core'
import { holds, id, instant, notNegative, oneOf, refersTo, villageId } from './columns.ts'

/** 行政区划: the official tree; the code is the id. Public, so it has no village policy. */
export const divisions = pgTable(
  'divisions',
  {
    code: text().primaryKey(),
    name: text().notNull(),
    /** 改名: each name with its beginning; null: it bears that of the list. */
    names: jsonb().$type<NamePeriod[]>(),
    level: text().$type<DivisionLevel>().notNull(),
    parentCode: text(),
    /** 社区: route D applies. */
    isCommunity: boolean().notNull().default(false),
    /** A registered collective (农村集体经济组织) exists: route B is open. */
    hasCollective: boolean().notNull().default(true),
    branchHasCommittee: boolean().notNull().default(true),
    /** Null: listed and empty. */
    openedAt: instant(),
    /** 已并入: nothing new begins here; what was begun is finished. */
    movedTo: text(),
    movedAt: instant(),
  },
  (t) => [
    index().on(t.parentCode),
    refersTo(t.parentCode, t.code),
    refersTo(t.movedTo, t.code),
    oneOf(t.level, DIVISION_LEVELS),
    holds('divisions_moved', sql`(${t.movedTo} is null) = (${t.movedAt} is null)`),
  ],
)

/** 并村、分村: what went over, one row in either village under one id. Each chain names the other’s head. */
export const villageMoves = pgTable(
  'village_moves',
  {
    villageId: villageId(),
    id: id(),
    /** out: from here; in: to here. */
    way: text().$type<MoveWay>().notNull(),
    other: text().notNull(),
    isWhole: boolean().notNull(),
    /** Of the old village, under its names. */
    groups: jsonb().$type<string[]>().notNull(),
    /** 县级批准文号 and the day from which it holds. */
    approvalNumber: text().notNull(),
    movedOn: date({ mode: 'string' }).notNull(),
    /** 村民会议的决议: a matter of the old village, by its number. */
    resolution: text().notNull(),
    paperDigest: text().notNull(),
    households: integer().notNull(),
    people: integer().notNull(),
    actId: uuid().notNull(),
    at: instant().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.villageId, t.id] }),
    refersTo(t.villageId, divisions.code),
    refersTo(t.other, divisions.code),
    oneOf(t.way, MOVE_WAYS),
    ...notNegative(t.households, t.people),
  ],
)

/** 规则档: one version of one level's own values; the values in force are merged county → township → village. */
export const ruleProfiles = pgTable(
  'rule_profiles',
  {
    villageId: villageId(),
    version: integer().notNull(),
    values: jsonb().$type<ProfileChanges>().notNull(),
    /** At village level: the resolution or charter clause it rests on. */
    basis: text(),
    proposedBy: uuid().notNull(),
    proposedAt: instant().notNull(),
    confirmedBy: uuid(),
    confirmedAt: instant(),
    refusedAt: instant(),
  },
  (t) => [primaryKey({ columns: [t.villageId, t.version] }), refersTo(t.villageId, divisions.code)],
)

/** 授权: what the villagers' assembly has entrusted to the representatives, and for how long. */
export const authorisations = pgTable(
  'authorisations',
  {
    villageId: villageId(),
    id: id(),
    codes: jsonb().$type<MatterCode[]>().notNull(),
    from: date({ mode: 'string' }).notNull(),
    to: date({ mode: 'string' }).notNull(),
    /** 额度: up to which sum the light way may go where the county lets it begin higher (fen). */
    uptoFen: bigint({ mode: 'number' }),
    paperId: uuid(),
    recordedBy: uuid().notNull(),
    recordedAt: instant().notNull(),
    endedAt: instant(),
  },
  (t) => [primaryKey({ columns: [t.villageId, t.id] })],
)

/** 依据: the named local basis of a setting that national law leaves open. */
export const legalBases = pgTable(
  'legal_bases',
  {
    villageId: villageId(),
    id: id(),
    /** onlinePresence · memberRepresentatives · agency · recusal · excludeUnreachable · other. */
    kind: text().notNull(),
    /** The assemblies it speaks of; empty: all. */
    assemblies: jsonb().$type<string[]>().notNull(),
    text: text().notNull(),
    from: date({ mode: 'string' }).notNull(),
    to: date({ mode: 'string' }),
    paperId: uuid(),
    recordedBy: uuid().notNull(),
    recordedAt: instant().notNull(),
    endedAt: instant(),
  },
  (t) => [primaryKey({ columns: [t.villageId, t.id] }), oneOf(t.kind, BASIS_KINDS)],
)

/** 附件: kept by digest in the file store; this row says what it is. */
export const attachments = pgTable(
  'attachments',
  {
    villageId: villageId(),
    id: id(),
    digest: text().notNull(),
    mime: text().notNull(),
    size: integer().notNull(),
    name: text().notNull(),
    /** proposal · disclosure · meeting · paper · objection · progress · voice …: what right to see it follows. */
    purpose: text().notNull(),
    subjectId: uuid(),
    /** Shown to everyone without log-in (photos of the board, of the works). */
    isPublic: boolean().notNull().default(false),
    uploadedBy: uuid().notNull(),
    uploadedAt: instant().notNull(),
    /** 语音: how long it is. */
    seconds: integer(),
    /** What a voice note of the office says, in writing. */
    transcript: text(),
    takenDownAt: instant(),
    takenDownBy: uuid(),
    takenDownReason: text(),
  },
  (t) => [
    primaryKey({ columns: [t.villageId, t.id] }),
    index().on(t.villageId, t.subjectId),
    oneOf(t.purpose, ATTACHMENT_PURPOSES),
  ],
)

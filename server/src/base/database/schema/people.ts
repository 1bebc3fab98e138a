import { NUMBER_WAYS, type NumberWay } from '@cunyi/shared/law/numbers.ts'
import { IMPORT_STATUSES } from '@cunyi/shared/words/kinds.ts'
import type { SentKind } from '@cunyi/shared/words/undelivered.ts'
import {
  OFFICES,
  type Office,
  PARTY_STATUSES,
  type PartyStatus,
  SEXES,
  type SendingChannel,
  type Sex,
} from '@cunyi/shared/words/vocabulary.ts'
import { sql } from 'drizzle-orm'
import {
  boolean,
  date,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { belongsTo, bytes, holds, id, instant, notNegative, oneOf, refersTo, villageId } from './columns.ts'
import { divisions, villageMoves } from './divisions.ts'

/** 户 */
export const households = pgTable(
  'households',
  {
    villageId: villageId(),
    id: id(),
    /** 户号, as the village writes it; the workbook's key. */
    number: text().notNull(),
    /** 村民小组 */
    villageGroup: text().notNull(),
    /** 低保 or soldier's household: exempt from raising money. Sensitive, never public. */
    exemption: text(),
    removedAt: instant(),
    /** 并村、分村: its row in the old village, and by which move. */
    movedFrom: uuid(),
    moveId: uuid(),
  },
  (t) => [
    primaryKey({ columns: [t.villageId, t.id] }),
    unique().on(t.villageId, t.number),
    belongsTo(t, t.moveId, villageMoves),
  ],
)

/** 人员: one natural person. The only place for name, phone and ID number: erasing happens here, by a mark. */
export const people = pgTable(
  'people',
  {
    villageId: villageId(),
    id: id(),
    name: text().notNull(),
    sex: text().$type<Sex>().notNull(),
    birthDate: date({ mode: 'string' }).notNull(),
    idNumber: bytes(),
    idIndex: text(),
    phone: bytes(),
    phoneIndex: text(),
    /** Since when this number stands; null: since a release that did not note it. */
    numberSince: instant(),
    /** 启用: from when on a ballot may come from this number; null: not until somebody knows him by it. */
    activeFrom: instant(),
    activeBy: text().$type<NumberWay>(),
    householdId: uuid(),
    /** 与户主关系; '户主' marks the head. */
    relation: text(),
    /** 户籍在本村 */
    registered: boolean().notNull().default(true),
    away: boolean().notNull().default(false),
    awayPlace: text(),
    partyStatus: text().$type<PartyStatus>().notNull().default('none'),
    partyJoinedOn: date({ mode: 'string' }),
    partyFullOn: date({ mode: 'string' }),
    fullCapacity: boolean().notNull().default(true),
    /** 集体成员 */
    collectiveMember: boolean().notNull().default(false),
    collectiveFrom: date({ mode: 'string' }),
    /** Died or moved away: no longer on any new roll. */
    leftOn: date({ mode: 'string' }),
    leftReason: text(),
    /** 重复登记: the record of the same person that stayed. */
    mergedInto: uuid(),
    erasedAt: instant(),
    /** Counts up with every change: the workbook of an older state is flagged. */
    revision: integer().notNull().default(1),
    changedAt: instant().notNull(),
    /** 并村、分村: his row in the old village, and by which move. */
    movedFrom: uuid(),
    moveId: uuid(),
  },
  (t) => [
    primaryKey({ columns: [t.villageId, t.id] }),
    uniqueIndex().on(t.villageId, t.idIndex),
    index().on(t.villageId, t.phoneIndex),
    index().on(t.phoneIndex),
    index().on(t.villageId, t.householdId),
    refersTo(t.villageId, divisions.code),
    belongsTo(t, t.householdId, households),
    belongsTo(t, t.moveId, villageMoves),
    oneOf(t.sex, SEXES),
    oneOf(t.partyStatus, PARTY_STATUSES),
    oneOf(t.activeBy, NUMBER_WAYS),
    holds('people_active_number', sql`(${t.activeFrom} is null) = (${t.activeBy} is null)`),
  ],
)

/** 任职: who holds which office in which term. Rights follow from these rows, today. */
export const offices = pgTable(
  'offices',
  {
    villageId: villageId(),
    id: id(),
    personId: uuid().notNull(),
    office: text().$type<Office>().notNull(),
    from: date({ mode: 'string' }).notNull(),
    /** The last day of the term. */
    to: date({ mode: 'string' }),
    /** The last day in office; null: until he is followed (`heldUntil`). */
    heldUntil: date({ mode: 'string' }),
    /** groupHead: which group. */
    villageGroup: text(),
    /** representative, memberRepresentative: the households represented. */
    households: jsonb().$type<string[]>().notNull().default([]),
    endedAt: instant(),
    endedReason: text(),
    /** 并村、分村: the row in the old village, and by which move. */
    movedFrom: uuid(),
    moveId: uuid(),
  },
  (t) => [
    primaryKey({ columns: [t.villageId, t.id] }),
    index().on(t.villageId, t.personId),
    belongsTo(t, t.personId, people),
    belongsTo(t, t.moveId, villageMoves),
    oneOf(t.office, OFFICES),
  ],
)

/** 导入: one upload of a workbook, its preview and what became of it. */
export const imports = pgTable(
  'imports',
  {
    villageId: villageId(),
    id: id(),
    fileDigest: text().notNull(),
    fileName: text().notNull(),
    /** reading · previewed · confirming · done · failed · discarded */
    status: text().notNull(),
    progress: integer().notNull().default(0),
    counts: jsonb().$type<Record<string, number>>(),
    faults: jsonb().$type<unknown[]>(),
    /** What would change, by sheet, row and column; no ID number, no phone. */
    changes: jsonb().$type<unknown[]>(),
    /** The rows read, sealed with the field key: they hold ID numbers and phones. Emptied when confirmed or discarded. */
    rows: bytes(),
    /** What stood in the system when the preview was made: a row changed since then is not overwritten. */
    basedOn: jsonb().$type<Record<string, string>>(),
    by: uuid().notNull(),
    at: instant().notNull(),
    confirmedAt: instant(),
    /** 待核对: its list waits, or waited, as this act of two. */
    actId: uuid(),
    /** How long the list is that `rows` holds; null: none is kept. */
    listed: integer(),
    /** Who has read how far. */
    readTo: jsonb().$type<Record<string, number>>(),
  },
  (t) => [primaryKey({ columns: [t.villageId, t.id] }), oneOf(t.status, IMPORT_STATUSES)],
)

/** 账户: one phone number; may be several people in several divisions. No village policy: reached by definer functions and the session code only. */
export const accounts = pgTable('accounts', {
  id: uuid().primaryKey().defaultRandom(),
  phoneIndex: text().notNull().unique(),
  phone: bytes().notNull(),
  createdAt: instant().notNull(),
})

/** 本人密码: the personal factor of a person, whichever phone he comes with. */
export const accountPeople = pgTable(
  'account_people',
  {
    villageId: villageId(),
    personId: uuid().notNull(),
    pinHash: text(),
    pinSetAt: instant(),
    /** A printed one-time paper code from the village office. */
    paperCodeHash: text(),
    paperCodeBy: uuid(),
    paperCodeExpiresAt: instant(),
    /** After an identity call: until then a first PIN may be set. */
    pinOpenUntil: instant(),
    tries: integer().notNull().default(0),
    lockedUntil: instant(),
  },
  (t) => [primaryKey({ columns: [t.villageId, t.personId] }), belongsTo(t, t.personId, people)],
)

export const loginCodes = pgTable(
  'login_codes',
  {
    id: uuid().primaryKey().defaultRandom(),
    phoneIndex: text().notNull(),
    codeHash: text().notNull(),
    sentAt: instant().notNull(),
    expiresAt: instant().notNull(),
    /** Wrong codes of the device that asked. */
    tries: integer().notNull().default(0),
    usedAt: instant(),
    /** 设备: which device asked; known to it alone. */
    challenge: uuid().notNull().defaultRandom(),
    /** Spoken in a call, not written in a message. */
    voice: boolean().notNull().default(false),
    /** Wrong codes of whoever named no device. */
    triesElsewhere: integer().notNull().default(0),
    /** The log-in it was used for, until that answer is known to have arrived or was given a second time. */
    sessionId: uuid(),
  },
  (t) => [index().on(t.phoneIndex), index().on(t.expiresAt)],
)

/** 代录人名单: who may help others to vote or witness it, as the village disclosed it. */
export const helpers = pgTable(
  'helpers',
  {
    villageId: villageId(),
    id: id(),
    personId: uuid().notNull(),
    listedAt: instant().notNull(),
    listedBy: uuid().notNull(),
    endedAt: instant(),
    endedBy: uuid(),
  },
  (t) => [
    primaryKey({ columns: [t.villageId, t.id] }),
    index().on(t.villageId, t.personId),
    belongsTo(t, t.personId, people),
  ],
)

/** 会话: a chain of rotating refresh tokens; a token used twice ends the whole chain. */
export const sessions = pgTable(
  'sessions',
  {
    id: uuid().primaryKey().defaultRandom(),
    accountId: uuid().notNull(),
    /** The capacity one acts in now; null until chosen. */
    actsIn: text(),
    actsAs: uuid(),
    tokenHash: text().notNull().unique(),
    previousHash: text(),
    device: text().notNull(),
    createdAt: instant().notNull(),
    usedAt: instant().notNull(),
    expiresAt: instant().notNull(),
    endedAt: instant(),
    rotatedAt: instant(),
    /** 本人密码 or his slip was given for whom one acts as; an office acts only then. */
    provenAt: instant(),
    /** Entered with the paper code of this one person: nobody else of that phone can be chosen. */
    onlyAs: uuid(),
    /** 用过的设备 on which it was begun: 退出 here forgets it. */
    deviceHash: text(),
  },
  (t) => [index().on(t.accountId), index().on(t.expiresAt), refersTo(t.accountId, accounts.id)],
)

/**
 * 发件箱: every message that left or should leave: a kept job, whoever of the processes comes to it first. The demo shows
 * it on a page. It waits as long as it has a `nextAt`.
 */
export const outbox = pgTable(
  'outbox',
  {
    id: uuid().primaryKey().defaultRandom(),
    kind: text().$type<SentKind>().notNull(),
    channel: text().$type<SendingChannel>().notNull(),
    /** In a call. */
    isSpoken: boolean().notNull().default(false),
    /** Null: looked up when it leaves (a reminder). */
    phone: bytes(),
    text: text().notNull(),
    /** What is sent in place of `text`, sealed and only until it has left: a code. */
    sealed: bytes(),
    division: text(),
    personId: uuid(),
    meetingId: uuid(),
    createdAt: instant().notNull(),
    sentAt: instant(),
    /** Given up, or reported as not delivered. */
    failedAt: instant(),
    /** The gateway has said what became of it. */
    reportedAt: instant(),
    /** Of the last try that failed; a reason of the vocabulary, or a note of an earlier release. */
    failure: text(),
    /** 0: a code, somebody sits and waits for it; 1: all others. */
    rank: integer().notNull().default(1),
    tries: integer().notNull().default(0),
    nextAt: instant(),
    /** Later it makes no sense any more. */
    until: instant(),
    /** The last handing-over began; what paces a gateway for all processes. */
    triedAt: instant(),
    /** In the hands of a process; one that died is followed by another when `nextAt` comes. */
    isHeld: boolean().notNull().default(false),
    /** By which the gateway knows it: its id, or another once it is sent again on purpose. */
    key: uuid(),
  },
  (t) => [
    index().on(t.createdAt),
    index().on(t.rank, t.nextAt),
    index().on(t.channel, t.nextAt),
    index().on(t.channel, t.triedAt),
    index().on(t.key),
    ...notNegative(t.tries),
  ],
)

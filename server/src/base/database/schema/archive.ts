import { type ChainHead, PACKAGE_KINDS, type PackageKind } from '@cunyi/shared/papers/package-format.ts'
import { PAPER_FORMATS, type PaperFormat } from '@cunyi/shared/papers/paper-kinds.ts'
import { sql } from 'drizzle-orm'
import { date, index, integer, jsonb, pgTable, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core'
import { belongsTo, id, instant, notNegative, oneOf, villageId } from './columns.ts'
import { proposals } from './proposals.ts'

/** 档案包: one zip of a matter, in the file store under its digest. A later edition replaces none. Insert-only. */
export const packages = pgTable(
  'packages',
  {
    villageId: villageId(),
    id: id(),
    proposalId: uuid().notNull(),
    kind: text().$type<PackageKind>().notNull(),
    edition: integer().notNull(),
    digest: text().notNull(),
    size: integer().notNull(),
    /** The last entry of the chain about the matter when it was made. */
    lastOwn: integer().notNull(),
    /** The checkpoint in its slice; null: made before the day's checkpoint. */
    checkpoint: integer(),
    madeAt: instant().notNull(),
    /** Null: by the clock. */
    madeBy: uuid(),
  },
  (t) => [
    primaryKey({ columns: [t.villageId, t.id] }),
    unique().on(t.villageId, t.proposalId, t.kind, t.edition),
    index('packages_uncovered')
      .on(t.villageId, t.proposalId)
      .where(sql`${t.kind} = 'office' and ${t.checkpoint} is null`),
    belongsTo(t, t.proposalId, proposals),
    oneOf(t.kind, PACKAGE_KINDS),
    ...notNegative(t.size),
  ],
)

/**
 * 定稿: the file of a paper that was approved, posted or sent, in the file store under its digest. `state` tells what was
 * settled from what is settled later; a newer one replaces none. Insert-only.
 */
export const frozenPapers = pgTable(
  'frozen_papers',
  {
    villageId: villageId(),
    proposalId: uuid().notNull(),
    paper: text().notNull(),
    state: text().notNull(),
    format: text().$type<PaperFormat>().notNull(),
    digest: text().notNull(),
    size: integer().notNull(),
    title: text().notNull(),
    at: instant().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.villageId, t.proposalId, t.paper, t.state, t.format] }),
    belongsTo(t, t.proposalId, proposals),
    oneOf(t.format, PAPER_FORMATS),
    ...notNegative(t.size),
  ],
)

/** 校验点: a county's list of chain heads, one a day, each following the one before. Belongs to the county. Insert-only. */
export const checkpoints = pgTable(
  'checkpoints',
  {
    villageId: villageId(),
    seq: integer().notNull(),
    /** The day that ended, in Shanghai. */
    day: date({ mode: 'string' }).notNull(),
    at: instant().notNull(),
    prev: text().notNull(),
    heads: jsonb().$type<ChainHead[]>().notNull(),
    publicKey: text().notNull(),
    digest: text().notNull(),
    signature: text().notNull(),
  },
  (t) => [primaryKey({ columns: [t.villageId, t.seq] }), unique().on(t.villageId, t.day)],
)

/** 登记的公钥 of a township's or county's office, to sign the county's lists with; another office confirms it. */
export const officeKeys = pgTable(
  'office_keys',
  {
    villageId: villageId(),
    id: id(),
    /** Ed25519, SubjectPublicKeyInfo in base64. */
    publicKey: text().notNull(),
    proposedBy: uuid().notNull(),
    /** 同一个人: one account may hold offices of both. */
    proposedAccount: uuid().notNull(),
    proposedAt: instant().notNull(),
    confirmedBy: uuid(),
    confirmedAt: instant(),
    refusedAt: instant(),
    /** Who refused it, of which office, and on what ground: whose key it is has to know what to mend. */
    refusedBy: uuid(),
    refusedFrom: text(),
    refusedReason: text(),
    endedBy: uuid(),
    endedAt: instant(),
  },
  (t) => [primaryKey({ columns: [t.villageId, t.id] }), unique().on(t.villageId, t.publicKey)],
)

/** 联署: an office's own signature under a list of its county. Belongs to the office's division. Insert-only. */
export const checkpointSignatures = pgTable(
  'checkpoint_signatures',
  {
    villageId: villageId(),
    /** Number of the county's list. */
    seq: integer().notNull(),
    keyId: uuid().notNull(),
    signature: text().notNull(),
    by: uuid().notNull(),
    at: instant().notNull(),
  },
  (t) => [primaryKey({ columns: [t.villageId, t.seq, t.keyId] }), belongsTo(t, t.keyId, officeKeys)],
)

/** 封存: nothing of the matter is destroyed while it stands; set and lifted by two persons each. */
export const legalHolds = pgTable(
  'legal_holds',
  {
    villageId: villageId(),
    id: id(),
    proposalId: uuid().notNull(),
    reason: text().notNull(),
    proposedBy: uuid().notNull(),
    proposedAt: instant().notNull(),
    confirmedBy: uuid(),
    confirmedAt: instant(),
    liftReason: text(),
    liftProposedBy: uuid(),
    liftProposedAt: instant(),
    liftConfirmedBy: uuid(),
    liftedAt: instant(),
  },
  (t) => [
    primaryKey({ columns: [t.villageId, t.id] }),
    index().on(t.villageId, t.proposalId),
    belongsTo(t, t.proposalId, proposals),
  ],
)

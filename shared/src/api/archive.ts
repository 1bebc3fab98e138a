import { z } from 'zod'
import { RETENTION } from '../law/retention.ts'
import { PACKAGE_KINDS } from '../papers/package-format.ts'
import { keysOf } from '../words/vocabulary.ts'
import {
  contracts,
  day,
  divisionCode,
  done,
  id,
  instant,
  inVillage,
  ofProposal,
  text,
  whole,
  wholeText,
} from './contract.ts'
import { receipt } from './polls.ts'

export const packageLine = z.object({
  id,
  kind: z.enum(PACKAGE_KINDS),
  edition: z.int(),
  digest: z.string(),
  size: z.int(),
  madeAt: instant,
  /** The number of the county's checkpoint that it reaches; null: made before one covered it. */
  checkpoint: z.int().nullable(),
})
export type PackageLine = z.output<typeof packageLine>

const head = z.object({ division: divisionCode, seq: z.int(), link: z.string() })
export const checkpoint = z.object({
  seq: z.int(),
  day,
  at: instant,
  prev: z.string(),
  heads: z.array(head),
  publicKey: z.string(),
  digest: z.string(),
  signature: z.string(),
  /** 联署 by offices of township and county. */
  signatures: z
    .array(z.object({ division: divisionCode, publicKey: z.string(), signature: z.string() }))
    .optional(),
})
const keys = z
  .array(
    z.object({
      division: divisionCode,
      name: z.string(),
      publicKey: z.string(),
      from: instant,
      until: instant.nullable(),
    }),
  )
  .optional()
/** Ed25519, SubjectPublicKeyInfo and signature, in base64. */
const publicKey = z.string().regex(/^[A-Za-z0-9+/]{59}=$/)
const signature = z.string().regex(/^[A-Za-z0-9+/]{86}==$/)
const ofDivision = z.object({ division: divisionCode })
const ofKey = ofDivision.extend({ key: id })
const officeKeyLine = z.object({
  division: divisionCode,
  id,
  name: z.string(),
  publicKey: z.string(),
  /** As it is read aloud and compared. */
  print: z.string(),
  proposedAt: instant,
  confirmedAt: instant.nullable(),
  endedAt: instant.nullable(),
  /** By the other office: who, of which office, on what ground. */
  refused: z.object({ at: instant, by: z.string(), from: z.string(), reason: z.string() }).nullable(),
  mayAnswer: z.boolean(),
  mayEnd: z.boolean(),
})
export type OfficeKeyLine = z.output<typeof officeKeyLine>
const county = z.object({ county: z.string().regex(/^\d{6}$/) })
const step = z.object({
  seq: z.int(),
  at: instant,
  payloadDigest: z.string(),
  covers: z.object({ root: z.string(), mark: z.string() }).nullable(),
})

export const archiveApi = contracts({
  listPackages: {
    method: 'GET',
    path: '/api/villages/:village/proposals/:proposal/packages',
    summary:
      "A matter's packages, newest edition first; public ones for everybody, office ones for the offices",
    params: ofProposal,
    reply: z.object({ rows: z.array(packageLine), mayMake: z.boolean() }),
  },
  getPackage: {
    method: 'GET',
    path: '/api/villages/:village/proposals/:proposal/packages/:package',
    summary: 'One package as a zip',
    params: ofProposal.extend({ package: id }),
    reply: z.unknown(),
    carries: 'binary',
  },
  makePackage: {
    method: 'POST',
    path: '/api/villages/:village/proposals/:proposal/packages',
    summary: 'Make the next edition of a matter that has come to an end',
    params: ofProposal,
    body: z.object({}),
    reply: z.object({
      rows: z.array(packageLine.pick({ id: true, kind: true, edition: true, digest: true })),
    }),
  },
  getReceiptProof: {
    method: 'GET',
    path: '/api/villages/:village/polls/:poll/proof',
    summary:
      "What proves a poll's list of receipts: its entry in the chain, and the way from there to the county's list",
    params: inVillage.extend({ poll: id }),
    reply: z.object({
      county: divisionCode,
      countyName: z.string(),
      village: divisionCode,
      villageName: z.string(),
      poll: id,
      question: z.string(),
      closedAt: instant,
      receipts: z.array(receipt),
      entry: step.extend({
        prevLink: z.string(),
        link: z.string(),
        salt: z.string().nullable(),
        payload: z.record(z.string(), z.unknown()).nullable(),
      }),
      steps: z.array(step),
      checkpoints: z.array(checkpoint),
      keys,
    }),
  },
  listOfficeKeys: {
    method: 'GET',
    path: '/api/divisions/:division/keys',
    summary: 'Keys with which the offices of a county sign its daily lists',
    params: ofDivision,
    reply: z.object({ rows: z.array(officeKeyLine) }),
  },
  registerKey: {
    method: 'POST',
    path: '/api/divisions/:division/keys',
    summary: "Register the own office's public key: waits for another office",
    params: ofDivision,
    body: z.object({ publicKey }),
    reply: z.object({ id }),
  },
  answerKey: {
    method: 'POST',
    path: '/api/divisions/:division/keys/:key/answer',
    summary: "Confirm or refuse another office's key: the county a township's, a township the county's",
    params: ofKey,
    /** `of`: whose key it is; the division of the path is that of whoever answers; refused is with its ground only. */
    body: z.object({ of: divisionCode, agree: z.boolean(), reason: text(400).optional() }),
    reply: done,
  },
  endKey: {
    method: 'POST',
    path: '/api/divisions/:division/keys/:key/end',
    summary: 'End a key at once; what it signed stays',
    params: ofKey,
    body: z.object({ of: divisionCode }),
    reply: done,
  },
  signCheckpoint: {
    method: 'POST',
    path: '/api/divisions/:division/signatures',
    summary: "Lay the office's own signature beside the county's list of a day",
    params: ofDivision,
    body: z.object({ seq: whole, digest: z.string().regex(/^[0-9a-f]{64}$/), publicKey, signature }),
    reply: done,
  },
  listRetention: {
    method: 'GET',
    path: '/api/villages/:village/retention',
    summary: 'What is kept how long, what falls due, and what is held',
    params: inVillage,
    reply: z.object({
      rows: z.array(
        z.object({
          proposalId: id,
          number: z.string(),
          title: z.string(),
          kept: z.array(
            z.object({
              kind: z.enum(keysOf(RETENTION)),
              endedOn: day,
              /** Null: kept for ever. */
              dueOn: day.nullable(),
              due: z.boolean(),
            }),
          ),
          hold: z
            .object({
              reason: z.string(),
              confirmed: z.boolean(),
              liftProposed: z.boolean(),
              liftReason: z.string().nullable(),
              /** Whoever asks is the first of the two who stand for what waits. */
              mine: z.boolean(),
            })
            .nullable(),
        }),
      ),
    }),
  },
  setHold: {
    method: 'POST',
    path: '/api/villages/:village/proposals/:proposal/hold',
    summary: 'Legal hold: the first person proposes it, a second one confirms it',
    params: ofProposal,
    body: z.object({ reason: text(400) }),
    reply: z.object({ state: z.enum(['proposed', 'held', 'liftProposed', 'lifted']) }),
  },
  liftHold: {
    method: 'POST',
    path: '/api/villages/:village/proposals/:proposal/hold/lift',
    summary: 'Lift a legal hold: again by two persons',
    params: ofProposal,
    body: z.object({ reason: text(400) }),
    reply: z.object({ state: z.enum(['proposed', 'held', 'liftProposed', 'lifted']) }),
  },
  listCheckpoints: {
    method: 'GET',
    path: '/api/public/counties/:county/checkpoints',
    summary: "The county's daily list of chain heads, as the verifier takes it",
    params: county,
    query: z.object({
      /** Numbers of the first and last list wanted; default: the newest 31. */
      from: wholeText.min(1).optional(),
      to: wholeText.min(1).optional(),
    }),
    reply: z.object({
      format: z.string(),
      county: z.string(),
      countyName: z.string(),
      checkpoints: z.array(checkpoint),
      keys,
    }),
  },
})

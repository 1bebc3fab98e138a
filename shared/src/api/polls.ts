import { z } from 'zod'
import { CHANNELS, keysOf, OUTCOMES, POLL_STATUSES } from '../vocabulary.ts'
import { choice, contracts, done, id, instant, inVillage, page, paging, text } from './contract.ts'

const ofPoll = inVillage.extend({ poll: id })
/** 回执: 16 characters of base32. */
export const receipt = z.string().regex(/^[A-Z2-7]{16}$/)
const sheet = z.object({
  for: z.int().nonnegative(),
  against: z.int().nonnegative(),
  abstain: z.int().nonnegative(),
  invalid: z.int().nonnegative(),
  issued: z.int().nonnegative(),
})

export const pollResult = z.object({
  id,
  status: z.enum(keysOf(POLL_STATUSES)),
  secret: z.boolean(),
  outcome: z.enum(keysOf(OUTCOMES)).nullable(),
  voidReason: z.string().nullable(),
  /** Null until closed. Keys are the figure names of the vocabulary, exact integers. */
  figures: z.record(z.string(), z.unknown()).nullable(),
  sentenceZh: z.string().nullable(),
  sentenceEn: z.string().nullable(),
  byChannel: z
    .array(
      z.object({ channel: z.string(), for: z.int(), against: z.int(), abstain: z.int(), invalid: z.int() }),
    )
    .nullable(),
  closedAt: instant.nullable(),
  receiptsDigest: z.string().nullable(),
  ballotsDigest: z.string().nullable(),
})

export const pollApi = contracts({
  getTicket: {
    method: 'GET',
    path: '/api/villages/:village/polls/:poll/ticket',
    summary: 'A ballot ticket for this person and poll, good for that one request',
    params: ofPoll,
    query: z.object({ principal: id.optional() }),
    reply: z.object({ ticket: z.string(), expiresAt: instant }),
  },
  castBallot: {
    method: 'POST',
    path: '/api/villages/:village/polls/:poll/ballot',
    summary: 'Cast a ballot; answered only when it is safe',
    params: ofPoll,
    /** ref: 16 random bytes as 32 hex digits; choice as a digit, so that every body has one length. */
    body: z.object({
      ref: z.string().regex(/^[0-9a-f]{32}$/),
      choice: z.union([z.literal(1), z.literal(2), z.literal(3)]),
    }),
    reply: z.object({ recorded: z.literal(true), receipt }),
  },
  enterNamed: {
    method: 'POST',
    path: '/api/villages/:village/polls/:poll/named',
    summary:
      'A teller enters choices by name in an open poll; a second teller’s equal entry makes them count',
    params: ofPoll,
    body: z.object({
      channel: z.enum(['hands', 'paper']),
      entries: z
        .array(z.object({ personId: id, choice }))
        .min(1)
        .max(500),
    }),
    reply: z.object({
      entered: z.int(),
      counted: z.int(),
      unequal: z.array(id),
      refused: z.array(z.object({ personId: id, code: z.string() })),
    }),
  },
  handOutSlips: {
    method: 'POST',
    path: '/api/villages/:village/polls/:poll/slips',
    summary: 'Hand out slips against the roll',
    params: ofPoll,
    body: z.object({ personIds: z.array(id).min(1).max(500) }),
    reply: z.object({ handedOut: z.int(), refused: z.array(z.object({ personId: id, code: z.string() })) }),
  },
  returnSlip: {
    method: 'POST',
    path: '/api/villages/:village/polls/:poll/slips/return',
    summary: 'A slip given back unused, noted by two',
    params: ofPoll,
    body: z.object({ personId: id, secondId: id }),
    reply: done,
  },
  enterCountSheet: {
    method: 'POST',
    path: '/api/villages/:village/polls/:poll/count-sheets',
    summary: 'A teller enters the count of the slips',
    params: ofPoll,
    body: sheet,
    reply: z.object({
      agreed: z.boolean(),
      status: z.enum(keysOf(POLL_STATUSES)),
      waitingForSecond: z.boolean(),
      unequalPairs: z.int(),
    }),
  },
  declareCountInvalid: {
    method: 'POST',
    path: '/api/villages/:village/polls/:poll/invalid-count',
    summary: 'The chair with both tellers declares the count invalid',
    params: ofPoll,
    body: z.object({ reason: text(400), tellerIds: z.array(id).min(2).max(2) }),
    reply: done,
  },
  setAsideEnvelope: {
    method: 'POST',
    path: '/api/villages/:village/polls/:poll/set-asides',
    summary: 'Set a wrongful envelope aside unopened, by two',
    params: ofPoll,
    body: z.object({ personId: id, secondId: id, reason: text(400) }),
    reply: done,
  },
  getPoll: {
    method: 'GET',
    path: '/api/villages/:village/polls/:poll',
    summary: 'A poll and, once closed, its result',
    params: ofPoll,
    reply: pollResult,
  },
  listReceipts: {
    method: 'GET',
    path: '/api/villages/:village/polls/:poll/receipts',
    summary: 'The sorted receipts of the envelopes that were opened',
    params: ofPoll,
    query: z.object({ receipt: receipt.optional() }),
    reply: z.object({ digest: z.string(), count: z.int(), receipts: z.array(receipt) }),
  },
  getPollList: {
    method: 'GET',
    path: '/api/villages/:village/polls/:poll/list',
    summary: 'The frozen list: entitled, present and how, voted or not; choices only in open polls',
    params: ofPoll,
    query: paging,
    reply: page(
      z.object({
        personId: id,
        name: z.string(),
        entitled: z.boolean(),
        way: z.string().nullable(),
        representedBy: z.string().nullable(),
        recused: z.boolean(),
        voted: z.boolean(),
        channel: z.enum(keysOf(CHANNELS)).nullable(),
        choice: choice.nullable(),
      }),
    ),
  },
})

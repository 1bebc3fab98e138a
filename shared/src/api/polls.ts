import { z } from 'zod'
import { SHEET_LINES } from '../poll/poll.ts'
import { COUNTED_CHANNELS } from '../words/kinds.ts'
import { CHANNELS, keysOf, OUTCOMES, POLL_STATUSES, SLIP_MARKS } from '../words/vocabulary.ts'
import {
  choice,
  contracts,
  id,
  instant,
  inVillage,
  namedPerson,
  page,
  paging,
  text,
  waits,
  whole,
} from './contract.ts'
import { byId } from './cursor.ts'

const ofPoll = inVillage.extend({ poll: id })
/** 回执: 16 characters of base32. */
export const receipt = z.string().regex(/^[A-Z2-7]{16}$/)
/** Of persons or papers: any sum of them fits its column. */
const figure = z.int().nonnegative().max(1_000_000)
/** 会场: 0 is the place of the notice, 1 and up the further places. */
export const placeNo = z.int().min(0).max(11)
const hands = z.object({ for: figure, against: figure, abstain: figure })
const counted = hands.extend({ invalid: figure })
export const sheetFigures = counted.extend({ issued: figure })
const sheet = sheetFigures.extend({
  /** A photograph of the box's content. */
  photoId: id.optional(),
})
const sheetAnswer = z.object({
  agreed: z.boolean(),
  status: z.enum(keysOf(POLL_STATUSES)),
  waitingForSecond: z.boolean(),
  unequalPairs: z.int(),
})
const refusedPersons = z.array(z.object({ personId: id, code: z.string() }))
const countedChannel = z.enum(COUNTED_CHANNELS)

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
      refused: refusedPersons,
    }),
  },
  handOutSlips: {
    method: 'POST',
    path: '/api/villages/:village/polls/:poll/slips',
    summary: 'Hand out slips against the roll',
    params: ofPoll,
    body: z.object({ personIds: z.array(id).min(1).max(500) }),
    reply: z.object({ handedOut: z.int(), refused: refusedPersons }),
  },
  returnSlip: {
    method: 'POST',
    path: '/api/villages/:village/polls/:poll/slips/return',
    summary: 'A slip given back unused: waits for a second person',
    params: ofPoll,
    body: z.object({ personId: id }),
    reply: waits,
  },
  enterCountSheet: {
    method: 'POST',
    path: '/api/villages/:village/polls/:poll/count-sheets',
    summary: 'A teller enters the count of the slips',
    params: ofPoll,
    body: sheet,
    reply: sheetAnswer,
  },
  printSlips: {
    method: 'POST',
    path: '/api/villages/:village/polls/:poll/slip-numbers',
    summary: 'Make numbered slips for a secret poll; a number belongs to a place and to nobody',
    params: ofPoll,
    body: z.object({ count: z.int().min(1).max(2000), placeNo: placeNo.optional() }),
    reply: z.object({ from: z.int(), to: z.int(), printed: z.int() }),
  },
  slipsToPrint: {
    method: 'GET',
    path: '/api/villages/:village/polls/:poll/slip-numbers',
    summary: 'The numbered slips of a place for printing, in a new random order each time',
    params: ofPoll,
    query: z.object({ placeNo: z.coerce.number().int().min(0).max(11).optional() }),
    reply: z.object({
      title: z.string(),
      question: z.string(),
      assembly: z.string(),
      placeNo,
      place: z.string(),
      opensAt: instant,
      /** url: what the QR code holds, the poll and the slip's code, never a person. */
      slips: z.array(z.object({ number: z.int(), code: z.string(), url: z.string() })),
    }),
  },
  readSlip: {
    method: 'POST',
    path: '/api/villages/:village/polls/:poll/readings',
    summary: 'A teller reads one numbered slip, by its code or number; again: true mends an earlier reading',
    params: ofPoll,
    body: z
      .object({
        code: z.string().max(400).optional(),
        number: whole.min(1).optional(),
        mark: z.enum(keysOf(SLIP_MARKS)),
        again: z.boolean().optional(),
      })
      .refine((one) => (one.code === undefined) !== (one.number === undefined), 'code or number'),
    reply: z.object({ number: z.int(), round: z.int(), read: z.int(), issued: z.int() }),
  },
  getReadings: {
    method: 'GET',
    path: '/api/villages/:village/polls/:poll/readings',
    summary: 'How far this teller has read in his present count, and his own marks',
    params: ofPoll,
    reply: z.object({
      placeNo,
      place: z.string(),
      round: z.int(),
      read: z.int(),
      issued: z.int(),
      counts: counted,
    }),
  },
  finishReading: {
    method: 'POST',
    path: '/api/villages/:village/polls/:poll/readings/finish',
    summary: "Makes the teller's count sheet out of his readings",
    params: ofPoll,
    body: z.object({ photoId: id.optional() }),
    reply: sheetAnswer,
  },
  callHands: {
    method: 'POST',
    path: '/api/villages/:village/polls/:poll/hands-call',
    summary: 'The chair calls hands: who is in the hall without a ballot is counted by hand from now on',
    params: ofPoll,
    body: z.object({}),
    reply: z.object({
      group: z.int(),
      places: z.array(z.object({ placeNo, place: z.string(), group: z.int() })),
    }),
  },
  enterHands: {
    method: 'POST',
    path: '/api/villages/:village/polls/:poll/hands',
    summary: 'A teller enters the hands counted in his place; a second teller’s equal entry makes them count',
    params: ofPoll,
    body: hands,
    reply: sheetAnswer,
  },
  getCount: {
    method: 'GET',
    path: '/api/villages/:village/polls/:poll/count',
    summary:
      'How the counts of slips and hands stand, place by place; the sheets themselves only when closed',
    params: ofPoll,
    reply: z.object({
      /** 数不出来: its hours are over. */
      late: z.boolean(),
      heaps: z.array(
        z.object({
          placeNo,
          place: z.string(),
          channel: countedChannel,
          /** Slips handed out, or persons in the hands group. */
          issued: z.int(),
          /** Numbered slips printed for this place; null: without numbers. */
          printed: z.int().nullable(),
          tellers: z.array(z.object({ person: namedPerson, sheets: z.int() })),
          agreed: z.boolean(),
          unequalPairs: z.int(),
          /** Where the last two sheets differ: what each counted in all, the lesser first; where that agrees, in which lines. */
          difference: z
            .object({ totals: z.tuple([z.int(), z.int()]), lines: z.array(z.enum(SHEET_LINES)) })
            .nullable(),
          /** The count was not declared invalid by all: two new tellers count this heap until then, or the poll is void. */
          newCount: z.object({ until: instant, awaitsTellers: z.boolean() }).nullable(),
        }),
      ),
      sheets: z
        .array(counted.extend({ placeNo, channel: countedChannel, issued: z.int(), photoId: id.nullable() }))
        .nullable(),
    }),
  },
  declareCountInvalid: {
    method: 'POST',
    path: '/api/villages/:village/polls/:poll/invalid-count',
    summary:
      'The chair asks to declare a count invalid: each teller of that heap confirms, or two new ones count',
    params: ofPoll,
    body: z.object({ reason: text(400), placeNo: placeNo.optional() }),
    reply: waits,
  },
  setAsideEnvelope: {
    method: 'POST',
    path: '/api/villages/:village/polls/:poll/set-asides',
    summary: 'Set a wrongful envelope aside unopened: waits for a second person',
    params: ofPoll,
    body: z.object({ personId: id, reason: text(400) }),
    reply: waits,
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
    query: paging(byId),
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

import { z } from 'zod'
import { CALL_RESULTS } from '../words/kinds.ts'
import { ASSIST_PLACES, keysOf } from '../words/vocabulary.ts'
import { contracts, day, done, id, instant, inVillage, namedPerson, text, waits } from './contract.ts'
import { receipt } from './polls.ts'

const ofPoll = inVillage.extend({ poll: id })

/** Whom the representatives have named, before anybody says yes. */
export const helpersShown = z.object({ people: z.array(namedPerson), heldOn: day, paperId: id }).nullable()

export const assistApi = contracts({
  listHelpers: {
    method: 'GET',
    path: '/api/villages/:village/helpers',
    summary: 'The disclosed list of those who may help others to vote, or witness it',
    params: inVillage,
    reply: z.object({ rows: z.array(z.object({ id, person: namedPerson, listedAt: instant })) }),
  },
  addHelper: {
    method: 'POST',
    path: '/api/villages/:village/helpers',
    summary:
      'Propose whom the representatives have named as helpers for their term, with the minutes; once an oversight member has confirmed it, good for polls that open afterwards',
    params: inVillage,
    /** heldOn: the meeting of the representatives that named them. */
    body: z.object({ personIds: z.array(id).min(1).max(40), heldOn: day, paperId: id }),
    reply: z.object({ waits }),
  },
  endHelper: {
    method: 'POST',
    path: '/api/villages/:village/helpers/:helper/end',
    summary: 'Take somebody off the list of helpers',
    params: inVillage.extend({ helper: id }),
    body: z.object({ reason: text(400) }),
    reply: done,
  },
  castAssisted: {
    method: 'POST',
    path: '/api/villages/:village/polls/:poll/assisted',
    summary:
      'A helper enters a ballot for a person without a phone and reads it back; it counts once the witness has said so',
    params: ofPoll,
    /** ref: as in a phone's ballot, so that a repeated request is the same ballot. */
    body: z.object({
      ref: z.string().regex(/^[0-9a-f]{32}$/),
      personId: id,
      choice: z.union([z.literal(1), z.literal(2), z.literal(3)]),
      where: z.enum(keysOf(ASSIST_PLACES)),
      reason: text(200),
      /** What was entered has been read back to the person, who said yes. */
      readBack: z.literal(true),
      photoId: id.optional(),
      /** Identity and the wish for help, with consent; it stops before the choice. */
      voiceId: id.optional(),
      /** Needed with a recording: he consented, and it stops before the choice. */
      voiceConsent: z.literal(true).optional(),
    }),
    reply: z.object({
      /** Asked again with the same ref once the witness has said yes, it is recorded. */
      recorded: z.boolean(),
      receipt: receipt.nullable(),
      waits: waits.nullable(),
      /** How many this helper has entered in this poll. */
      helped: z.int(),
      overCap: z.boolean(),
    }),
  },
  findToAssist: {
    method: 'GET',
    path: '/api/villages/:village/polls/:poll/assisted/people',
    summary: 'Who of the roll a listed helper may help: by name, and whether a ballot is there already',
    params: ofPoll,
    query: z.object({ q: text(40) }),
    reply: z.object({
      rows: z.array(
        z.object({
          person: namedPerson,
          villageGroup: z.string().nullable(),
          voted: z.boolean(),
          there: z.boolean(),
        }),
      ),
    }),
  },
  objectAssisted: {
    method: 'POST',
    path: '/api/villages/:village/polls/:poll/assisted/object',
    summary:
      'The person objects to the ballot entered for him: it is set aside unopened, and he may vote anew',
    params: ofPoll,
    body: z.object({ reason: text(400) }),
    reply: done,
  },
  recordAssistCall: {
    method: 'POST',
    path: '/api/villages/:village/polls/:poll/assisted/calls',
    summary:
      'The oversight committee rang somebody who was helped: reached, not reached, or “that was not my choice”',
    params: ofPoll,
    body: z.object({ personId: id, result: z.enum(CALL_RESULTS) }),
    reply: done,
  },
  listAssisted: {
    method: 'GET',
    path: '/api/villages/:village/polls/:poll/assisted',
    summary: 'Who was helped by whom before which witness; never what was chosen',
    params: ofPoll,
    reply: z.object({
      /** Of a helper, and of a helper and a witness together. */
      cap: z.int(),
      /** So many are assisted that the oversight committee rings them all before the end. */
      ringAll: z.boolean(),
      rows: z.array(
        z.object({
          person: namedPerson,
          helper: namedPerson,
          witness: namedPerson,
          where: z.enum(keysOf(ASSIST_PLACES)),
          reason: z.string(),
          photoId: id.nullable(),
          voiceId: id.nullable(),
          overCap: z.boolean(),
          at: instant,
          /** stands · replaced by the person himself · objected or set aside */
          state: z.enum(['stands', 'replaced', 'setAside']),
          /** What the oversight committee's call came to; null: not rung. */
          call: z.enum(CALL_RESULTS).nullable(),
        }),
      ),
    }),
  },
})

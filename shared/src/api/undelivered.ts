import { z } from 'zod'
import { MESSAGE_KINDS, TOLD_BY, UNDELIVERED_REASONS } from '../words/undelivered.ts'
import { keysOf } from '../words/vocabulary.ts'
import { contracts, done, id, instant, inVillage, namedPerson, page, paging } from './contract.ts'
import { byMessage } from './cursor.ts'

const ofOne = inVillage.extend({ message: id, person: id })

/** 未送达 */
export const undeliveredApi = contracts({
  listUndelivered: {
    method: 'GET',
    path: '/api/villages/:village/undelivered',
    summary: 'Whom a message did not reach, why, since when; until the office has told him otherwise',
    params: inVillage,
    query: paging(byMessage),
    reply: page(
      z.object({
        message: id,
        person: namedPerson,
        kind: z.enum(keysOf(MESSAGE_KINDS)),
        meeting: z.object({ id, title: z.string(), opensAt: instant }).nullable(),
        reason: z.enum(keysOf(UNDELIVERED_REASONS)),
        tries: z.int(),
        /** The message was made. */
        since: instant,
        triedAt: instant,
        /** Null: it is still being tried. */
        givenUpAt: instant.nullable(),
        /** It makes no sense any more: the meeting is over, the code has expired. */
        isPast: z.boolean(),
        mayAgain: z.boolean(),
      }),
    ).extend({
      /** How many persons still have to be told something. */
      open: z.int(),
    }),
  },
  sendAgain: {
    method: 'POST',
    path: '/api/villages/:village/undelivered/:message/:person/again',
    summary: 'Send it again, to the number that stands in the roster now',
    params: ofOne,
    reply: done,
  },
  tellOtherwise: {
    method: 'POST',
    path: '/api/villages/:village/undelivered/:message/:person/told',
    summary: 'The office has told him by telephone or at the door',
    params: ofOne,
    body: z.object({ how: z.enum(keysOf(TOLD_BY)) }),
    reply: done,
  },
})

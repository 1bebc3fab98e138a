import { z } from 'zod'
import { DELIVERY_CHANNELS, DELIVERY_STATES, keysOf } from '../words/vocabulary.ts'
import { contracts, done, id, instant, inVillage, namedPerson, ofMeeting, page, paging } from './contract.ts'
import { byId } from './cursor.ts'

const state = z.enum(keysOf(DELIVERY_STATES))

export const reminderApi = contracts({
  listDeliveries: {
    method: 'GET',
    path: '/api/villages/:village/meetings/:meeting/deliveries',
    summary: 'Reminders of a meeting: rounds, what became of each message, when the next round may go out',
    params: ofMeeting,
    query: paging(byId).extend({ state: state.optional() }),
    reply: page(
      z.object({
        id,
        round: z.int(),
        person: namedPerson,
        channel: z.enum(keysOf(DELIVERY_CHANNELS)),
        state,
        attempts: z.int(),
        sentAt: instant.nullable(),
        /** Waiting: when it is tried next. */
        nextAt: instant.nullable(),
      }),
    ).extend({
      rounds: z.array(
        z.object({
          round: z.int(),
          at: instant,
          by: namedPerson.nullable(),
          told: z.int(),
          noPhone: z.int(),
        }),
      ),
      /** Messages by state, in-app ones apart. */
      counts: z.record(state, z.int()),
      /** Who would be reminded now. */
      toRemind: z.int(),
      /** Null: the rounds are used up, or the meeting is not under way. */
      nextRoundAt: instant.nullable(),
    }),
  },
  remindNow: {
    method: 'POST',
    path: '/api/villages/:village/meetings/:meeting/remind',
    summary: 'The chair reminds those who have neither signed in nor voted',
    params: ofMeeting,
    reply: z.object({ round: z.int(), told: z.int(), noPhone: z.int(), nextRoundAt: instant.nullable() }),
  },
  getCallTexts: {
    method: 'GET',
    path: '/api/villages/:village/meetings/:meeting/call-texts',
    summary: 'Texts for the loudspeaker, for a chat group and for the door',
    params: ofMeeting,
    reply: z.object({ loudspeaker: z.string(), chat: z.string(), door: z.string() }),
  },
  reportDelivery: {
    method: 'POST',
    path: '/api/villages/:village/deliveries/:delivery/report',
    summary: 'The SMS gateway reports what became of a message; signed in X-Cunyi-Signature',
    params: inVillage.extend({ delivery: id }),
    body: z.object({ state: z.enum(['delivered', 'failed']), at: instant }),
    reply: done,
  },
})

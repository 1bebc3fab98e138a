import { z } from 'zod'
import { EXTENSION_HOURS } from '../../meeting/extension.ts'
import { AMENDMENT_KINDS } from '../../words/kinds.ts'
import { keysOf, POLL_STATUSES } from '../../words/vocabulary.ts'
import { contracts, done, id, instant, namedPerson, ofMeeting, stage, text, waits } from '../contract.ts'
import { placeNo } from '../polls.ts'
import { matterFacts } from '../proposals.ts'
import { outcome } from './shapes.ts'

export const conductApi = contracts({
  openPoll: {
    method: 'POST',
    path: '/api/villages/:village/meetings/:meeting/polls/:poll/open',
    summary: 'Open a poll',
    params: ofMeeting.extend({ poll: id }),
    body: z.object({}).optional(),
    reply: z.object({ status: z.string(), endsAt: instant.nullable(), warnings: z.array(z.string()) }),
  },
  closePoll: {
    method: 'POST',
    path: '/api/villages/:village/meetings/:meeting/polls/:poll/close',
    summary: 'Close a live poll',
    params: ofMeeting.extend({ poll: id }),
    body: z.object({}).optional(),
    reply: z.object({ status: z.enum(keysOf(POLL_STATUSES)), outcome: outcome.nullable() }),
  },
  endHall: {
    method: 'POST',
    path: '/api/villages/:village/meetings/:meeting/end-hall',
    summary: "End the hall's part",
    params: ofMeeting,
    body: z.object({}).optional(),
    reply: done,
  },
  adjournMeeting: {
    method: 'POST',
    path: '/api/villages/:village/meetings/:meeting/adjourn',
    summary: 'Adjourn to a named time',
    params: ofMeeting,
    body: z.object({ to: instant, reason: text(400) }),
    reply: done,
  },
  extendWindow: {
    method: 'POST',
    path: '/api/villages/:village/meetings/:meeting/extension',
    summary: 'Ask for a longer window, as the network was down in the village on the last day',
    params: ofMeeting,
    body: z.object({ hours: z.int().min(1).max(EXTENSION_HOURS), reason: text(400) }),
    reply: waits,
  },
  replaceOfficers: {
    method: 'PUT',
    path: '/api/villages/:village/meetings/:meeting/officers',
    summary: 'Name another chair, recorder or tellers',
    params: ofMeeting,
    body: z.object({
      chairId: id,
      recorderId: id,
      tellerIds: z.array(id).max(6),
      /** Of the further places, in their order; needed where the meeting has any. */
      placeTellers: z.array(z.array(id).max(2)).max(11).optional(),
      reason: text(400),
    }),
    reply: done,
  },
  chooseTellers: {
    method: 'POST',
    path: '/api/villages/:village/meetings/:meeting/tellers',
    summary:
      'The tellers are chosen: by the meeting at its opening, recorded with the show of hands, or by lot from those who consented',
    params: ofMeeting,
    body: z.discriminatedUnion('by', [
      z.object({
        by: z.literal('meeting'),
        tellerIds: z.array(id).max(6),
        placeTellers: z.array(z.array(id).max(2)).max(11).optional(),
        /** Hands in favour of them. */
        agreed: z.int().min(0).max(100_000),
        /** Two new tellers of this place, whose heap is counted anew. */
        placeNo: placeNo.optional(),
      }),
      z.object({
        by: z.literal('lot'),
        candidateIds: z.array(id).min(2).max(200),
        placeNo: placeNo.optional(),
      }),
    ]),
    reply: z.object({ tellers: z.array(namedPerson), seed: z.string().nullable() }),
  },
  endMeeting: {
    method: 'POST',
    path: '/api/villages/:village/meetings/:meeting/end',
    summary: 'End the meeting',
    params: ofMeeting,
    body: z.object({}).optional(),
    reply: done,
  },
  moveAmendment: {
    method: 'POST',
    path: '/api/villages/:village/meetings/:meeting/amendments',
    summary: 'Record an amendment moved by one on the roll',
    params: ofMeeting,
    body: z.object({
      proposalId: id,
      movedBy: id,
      oldText: text(4000),
      newText: text(4000),
      facts: matterFacts.partial(),
      touchesRights: z.boolean(),
    }),
    reply: z.object({ id, kind: z.enum(AMENDMENT_KINDS) }),
  },
  decideAmendment: {
    method: 'POST',
    path: '/api/villages/:village/meetings/:meeting/amendments/:amendment/decide',
    summary: 'Adopt an editorial one, take up a substantive one, or decline',
    params: ofMeeting.extend({ amendment: id }),
    body: z.object({ takeUp: z.boolean(), supporters: z.array(id).max(500).optional() }),
    reply: z.object({ status: z.string(), version: z.int().nullable(), stage }),
  },
})

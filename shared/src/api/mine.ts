import { z } from 'zod'
import { keysOf, POLL_STATUSES } from '../words/vocabulary.ts'
import { assembly, contracts, divisionCode, id, instant } from './contract.ts'

/** 我的会: a meeting that is not over, with what it is about and how one stands in it. */
export const myMeeting = z.object({
  meetingId: id,
  village: divisionCode,
  title: z.string(),
  assembly,
  place: z.string(),
  status: z.string(),
  opensAt: instant,
  windowEnd: instant.nullable(),
  /** The hour of the notice has come. */
  began: z.boolean(),
  votes: z.boolean(),
  signedIn: z.boolean(),
  excused: z.boolean(),
  coming: z.boolean(),
  noticeRead: z.boolean(),
  matters: z.array(z.object({ proposalId: id, title: z.string(), summary: z.string() })),
  questions: z.array(
    z.object({
      pollId: id,
      proposalId: id,
      question: z.string(),
      status: z.enum(keysOf(POLL_STATUSES)),
      voted: z.boolean(),
    }),
  ),
})

export const mineApi = contracts({
  listMyMeetings: {
    method: 'GET',
    path: '/api/me/meetings',
    summary: 'Meetings on whose roll I am, until they are over',
    reply: z.object({ rows: z.array(myMeeting) }),
  },
})

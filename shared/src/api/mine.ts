import { z } from 'zod'
import { SAYING_KINDS, SAYING_STATES } from '../words/kinds.ts'
import { keysOf, OUTCOMES, POLL_STATUSES } from '../words/vocabulary.ts'
import { assembly, contracts, divisionCode, done, id, instant, ofProposal, stage } from './contract.ts'

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

/** 表决结果: of a poll on whose roll I stood, in the sentence of the record. */
export const myResult = z.object({
  village: divisionCode,
  pollId: id,
  proposalId: id,
  title: z.string(),
  /** Where the matter had several. */
  question: z.string().nullable(),
  at: instant,
  outcome: z.enum(keysOf(OUTCOMES)),
  sentence: z.object({ zh: z.string(), en: z.string() }),
})

/** 我说过的: what I objected, said, asked or put forward, and what became of it. */
export const mySaying = z.object({
  village: divisionCode,
  kind: z.enum(SAYING_KINDS),
  id,
  title: z.string(),
  text: z.string(),
  at: instant,
  state: z.enum(SAYING_STATES),
  answer: z.string().nullable(),
  answeredAt: instant.nullable(),
  /** By when it is to be answered, while it is not. */
  dueAt: instant.nullable(),
  proposalId: id.nullable(),
})

/** 关注: where a matter stands that I follow, and since when. */
export const myFollowed = z.object({
  village: divisionCode,
  proposalId: id,
  title: z.string(),
  stage,
  stageSince: instant,
})

export const mineApi = contracts({
  listMyMeetings: {
    method: 'GET',
    path: '/api/me/meetings',
    summary: 'Meetings on whose roll I am, until they are over',
    reply: z.object({ rows: z.array(myMeeting) }),
  },
  listMyResults: {
    method: 'GET',
    path: '/api/me/results',
    summary: 'Results of the last days, of polls on whose roll I stood',
    reply: z.object({ rows: z.array(myResult) }),
  },
  listMySayings: {
    method: 'GET',
    path: '/api/me/sayings',
    summary: 'My objections, opinions, questions and petitions, each with its state',
    reply: z.object({ rows: z.array(mySaying) }),
  },
  listFollowed: {
    method: 'GET',
    path: '/api/me/followed',
    summary: 'Matters I follow',
    reply: z.object({ rows: z.array(myFollowed) }),
  },
  followProposal: {
    method: 'POST',
    path: '/api/villages/:village/proposals/:proposal/follow',
    summary: 'Follow a matter, or no more',
    params: ofProposal,
    body: z.object({ on: z.boolean() }),
    reply: done,
  },
})

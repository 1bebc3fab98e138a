import { z } from 'zod'
import { CORRECTION_GROUND_KEYS } from '../../meeting/corrections.ts'
import { INTERESTS } from '../../meeting/recusal.ts'
import { CORRECTION_KINDS, ENTRIES } from '../../words/kinds.ts'
import { CHANNELS, keysOf, WAYS } from '../../words/vocabulary.ts'
import {
  contracts,
  done,
  id,
  instant,
  line,
  namedPerson,
  ofMeeting,
  page,
  paging,
  text,
  waits,
  wholeText,
} from '../contract.ts'
import { byId } from '../cursor.ts'
import { meetingNow } from './shapes.ts'

const way = z.enum(keysOf(WAYS))
/** A person's own place in a meeting. */
export const myPlace = z.object({
  onRoll: z.boolean(),
  votes: z.boolean(),
  signedIn: z.boolean(),
  way: way.nullable(),
  excused: z.boolean(),
  coming: z.boolean(),
  noticeRead: z.boolean(),
  polls: z.array(
    z.object({
      pollId: id,
      canVote: z.boolean(),
      why: z.string().nullable(),
      voted: z.boolean(),
      channel: z.enum(keysOf(CHANNELS)).nullable(),
      receipt: z.string().nullable(),
      recused: z.boolean(),
    }),
  ),
  principals: z.array(
    z.object({
      person: namedPerson,
      proxyId: id,
      polls: z.array(z.object({ pollId: id, voted: z.boolean(), receipt: z.string().nullable() })),
    }),
  ),
  representedBy: namedPerson.nullable(),
  /** What was recorded of an interest of his, matter by matter. */
  recusals: z.array(
    z.object({
      proposalId: id,
      interest: z.enum(keysOf(INTERESTS)).nullable(),
      reason: z.string(),
      /** Declared by himself. */
      own: z.boolean(),
      contested: z.boolean(),
      /** No poll of the matter has opened. */
      mayContest: z.boolean(),
      upheld: z.boolean().nullable(),
    }),
  ),
})
export const rollRow = z.object({
  person: namedPerson,
  votes: z.boolean(),
  capacities: z.array(z.string()),
  households: z.int(),
  villageGroup: z.string().nullable(),
  phoneMasked: z.string().nullable(),
  state: z.enum(['inHall', 'online', 'represented', 'excused', 'left', 'absent']),
  recused: z.boolean(),
  voted: z.boolean(),
  selfSignIn: z.boolean(),
  reached: z.boolean(),
  noticeRead: z.boolean(),
  /** He has said that he will come. */
  coming: z.boolean(),
  slipOut: z.boolean(),
  handsCalled: z.boolean(),
  placeNo: z.int().nullable(),
})
/** 到会曲线: counts over time, nobody's name. */
export const attendancePoint = z.object({
  at: instant,
  inHall: z.int(),
  online: z.int(),
  represented: z.int(),
  left: z.int(),
  recused: z.int(),
  excused: z.int(),
  present: z.int(),
  quorumMet: z.boolean(),
  quorumMissing: z.int(),
})

export const attendApi = contracts({
  getMeetingNow: {
    method: 'GET',
    path: '/api/villages/:village/meetings/:meeting/now',
    summary: 'The live state by plain HTTP; with since, as soon as it is newer (25 s at most)',
    params: ofMeeting,
    query: z.object({ since: wholeText.optional() }),
    reply: meetingNow,
  },
  getAttendanceLine: {
    method: 'GET',
    path: '/api/villages/:village/meetings/:meeting/attendance-line',
    summary: 'How many were there over time, the quorum as a line, and where it was tested',
    params: ofMeeting,
    reply: z.object({
      entitled: z.int(),
      quorumBase: z.int(),
      quorumNeeded: z.int(),
      /** The state after each minute in which something happened; of a long sitting, after each longer step. */
      points: z.array(attendancePoint),
      /** 法定人数在表决结束时检验一次: each poll's own test, as it was frozen. */
      tests: z.array(
        z.object({
          pollId: id,
          proposalId: id,
          at: instant,
          present: z.int(),
          quorumNeeded: z.int(),
          quorumMet: z.boolean(),
        }),
      ),
    }),
  },
  getMyPlace: {
    method: 'GET',
    path: '/api/villages/:village/meetings/:meeting/me',
    summary: 'My place: on the roll, signed in, voted',
    params: ofMeeting,
    reply: myPlace,
  },
  getRoll: {
    method: 'GET',
    path: '/api/villages/:village/meetings/:meeting/roll',
    summary: 'The frozen roll, for its officers',
    params: ofMeeting,
    query: paging(byId).extend({
      state: z.enum(['absent', 'notVoted', 'inHall', 'online', 'selfSignIn', 'notReached']).optional(),
      q: z.string().max(40).optional(),
      since: wholeText.optional(),
    }),
    reply: page(rollRow).extend({ revision: z.int() }),
  },
  readNotice: {
    method: 'POST',
    path: '/api/villages/:village/meetings/:meeting/read',
    summary: 'I have read the notice',
    params: ofMeeting,
    body: z.object({}).optional(),
    reply: done,
  },
  willCome: {
    method: 'POST',
    path: '/api/villages/:village/meetings/:meeting/coming',
    summary: 'I will come; takes back an excuse of mine',
    params: ofMeeting,
    body: z.object({}).optional(),
    reply: done,
  },
  recordCall: {
    method: 'POST',
    path: '/api/villages/:village/meetings/:meeting/calls',
    summary: 'The clerk called somebody who was not reached',
    params: ofMeeting,
    body: z.object({ personId: id }),
    reply: done,
  },
  getHallCode: {
    method: 'GET',
    path: '/api/villages/:village/meetings/:meeting/hall-code',
    summary: "The hall's changing sign-in code",
    params: ofMeeting,
    query: z.object({ placeNo: z.coerce.number().int().min(0).max(11).optional() }),
    reply: z.object({ code: z.string(), url: z.string(), svg: z.string(), changesAt: instant }),
  },
  signIn: {
    method: 'POST',
    path: '/api/villages/:village/meetings/:meeting/sign-in',
    summary: 'Sign in oneself: online, or in the hall with its code',
    params: ofMeeting,
    body: z.object({ hallCode: z.string().max(40).optional() }),
    reply: z.object({ way, counts: z.boolean(), placeNo: z.int() }),
  },
  signInPeople: {
    method: 'POST',
    path: '/api/villages/:village/meetings/:meeting/sign-in-people',
    summary: "Sign in by the clerk's list",
    params: ofMeeting,
    body: z.object({ personIds: z.array(id).min(1).max(500), placeNo: z.int().min(0).max(11).optional() }),
    reply: z.object({ signedIn: z.int(), refused: z.array(z.object({ personId: id, code: z.string() })) }),
  },
  confirmSignIns: {
    method: 'POST',
    path: '/api/villages/:village/meetings/:meeting/confirm-sign-ins',
    summary: 'The clerk has seen these self sign-ins',
    params: ofMeeting,
    body: z.object({ personIds: z.array(id).min(1).max(500) }),
    reply: done,
  },
  leaveMeeting: {
    method: 'POST',
    path: '/api/villages/:village/meetings/:meeting/leave',
    summary: 'Somebody left',
    params: ofMeeting,
    body: z.object({ personId: id }),
    reply: done,
  },
  excuse: {
    method: 'POST',
    path: '/api/villages/:village/meetings/:meeting/excuses',
    summary: 'Excused, with the reason',
    params: ofMeeting,
    body: z.object({ personId: id, reason: text(200) }),
    reply: done,
  },
  recuse: {
    method: 'POST',
    path: '/api/villages/:village/meetings/:meeting/recusals',
    summary: 'Declare an interest of oneself, or record it of another',
    params: ofMeeting,
    body: z.object({
      proposalId: id,
      personId: id,
      interest: z.enum(keysOf(INTERESTS)),
      reason: text(400),
    }),
    reply: done,
  },
  contestRecusal: {
    method: 'POST',
    path: '/api/villages/:village/meetings/:meeting/recusals/contest',
    summary: 'I do not agree that I am to be recused: the oversight committee judges, and until then I vote',
    params: ofMeeting,
    body: z.object({ proposalId: id, reason: text(400) }),
    reply: done,
  },
  withdrawEntry: {
    method: 'POST',
    path: '/api/villages/:village/meetings/:meeting/withdrawals',
    summary:
      'Take back what was entered by mistake: a sign-in, a leaving, an excuse, a recusal; it waits for its second person',
    params: ofMeeting,
    body: z.object({
      personId: id,
      entry: z.enum(ENTRIES),
      /** Of a recusal: in which matter. */
      proposalId: id.optional(),
      reason: text(200),
    }),
    reply: waits,
  },
  addProxy: {
    method: 'POST',
    path: '/api/villages/:village/meetings/:meeting/proxies',
    summary: 'A written proxy within the household',
    params: ofMeeting,
    body: z.object({ principalId: id, agentId: id, relation: line(40), paperId: id }),
    reply: z.object({ id }),
  },
  revokeProxy: {
    method: 'POST',
    path: '/api/villages/:village/meetings/:meeting/proxies/:proxy/revoke',
    summary: 'Take a proxy back before the ballot is cast',
    params: ofMeeting.extend({ proxy: id }),
    body: z.object({}).optional(),
    reply: done,
  },
  correctRoll: {
    method: 'POST',
    path: '/api/villages/:village/meetings/:meeting/corrections',
    summary: 'Correct the roll, on a ground of the list and its paper; it waits for its second person',
    params: ofMeeting,
    body: z.object({
      personId: id,
      kind: z.enum(CORRECTION_KINDS),
      ground: z.enum(CORRECTION_GROUND_KEYS),
      paperId: id,
      reason: text(400),
    }),
    /** `id` is the act's. */
    reply: waits.extend({ id }),
  },
  confirmCorrection: {
    method: 'POST',
    path: '/api/villages/:village/meetings/:meeting/corrections/:correction/confirm',
    summary: 'Confirm a correction of the roll: the same as confirmAct, and what came of it',
    params: ofMeeting.extend({ correction: id }),
    body: z.object({}).optional(),
    reply: z.object({ renotified: z.int(), earliest: instant.nullable() }),
  },
})

import { z } from 'zod'
import { CHANNELS, keysOf, OUTCOMES, POLL_STATUSES, WAYS } from '../words/vocabulary.ts'
import {
  assembly,
  contracts,
  done,
  id,
  instant,
  inVillage,
  namedPerson,
  page,
  paging,
  stage,
  text,
} from './contract.ts'
import { matterFacts } from './proposals.ts'

const ofMeeting = inVillage.extend({ meeting: id })
const outcome = z.enum(keysOf(OUTCOMES))
const way = z.enum(keysOf(WAYS))

export const convening = z.object({
  proposalIds: z.array(id).min(1).max(20),
  opensAt: instant,
  /** Hours of the online window; less than the profile's is allowed, 0 = live. */
  windowHours: z.int().min(0).max(168).optional(),
  title: text(120).optional(),
  place: text(200),
  link: z.string().max(400).optional(),
  chairId: id,
  recorderId: id,
  tellerIds: z.array(id).max(6),
  /** assembly of step 4 in the households mode may be held as adults where the profile says so. */
  assembly: assembly.optional(),
  /** Persons away left out of 应到; only where the profile and a recorded local basis allow it. */
  excluded: z.array(id).max(2000).optional(),
  /** Matters to be voted in secret though the rule would have it otherwise; never the reverse. */
  secretFor: z.array(id).max(20).optional(),
  /** 分会场: further places of the same meeting on the same roll, each with two tellers of its own. */
  places: z
    .array(z.object({ name: text(200), tellerIds: z.array(id).max(2) }))
    .max(11)
    .optional(),
})
const quorumOf = z.object({ base: z.int(), present: z.int(), needed: z.int(), met: z.boolean() })
/** One line of the quorum, for screens and minutes: integers only. */
export const figures = z.object({
  entitled: z.int(),
  present: z.int(),
  inHall: z.int(),
  online: z.int(),
  represented: z.int(),
  recused: z.int(),
  excused: z.int(),
  quorumNeeded: z.int(),
  quorumMissing: z.int(),
  quorumMet: z.boolean(),
  /** 村民会议按人、按户两条线 (村委会组织法 art 26); the way in which it sits decides. */
  bothQuorums: z.object({ heads: quorumOf, households: quorumOf }).nullish(),
})
/** The one live message: counts only, the same for every screen. */
export const meetingNow = z.object({
  meetingId: id,
  revision: z.int(),
  status: z.string(),
  asOf: instant,
  ...figures.shape,
  notReached: z.int(),
  hallEnded: z.boolean(),
  windowEnd: instant.nullable(),
  polls: z.array(
    z.object({
      id,
      proposalId: id,
      seq: z.int(),
      status: z.enum(keysOf(POLL_STATUSES)),
      voted: z.int(),
      slipsOut: z.int(),
      /** Persons whose hands the chair has called. */
      handsCalled: z.int(),
      endsAt: instant.nullable(),
      outcome: outcome.nullable(),
      /** Only when closed. */
      counts: z
        .object({
          for: z.int(),
          against: z.int(),
          abstain: z.int(),
          /** Null: few slips were counted, and the invalid ones are told with the abstentions. */
          invalid: z.int().nullable(),
          notCast: z.int(),
          base: z.int(),
          needed: z.int(),
        })
        .nullable(),
      voidReason: z.string().nullable(),
    }),
  ),
})
export type MeetingNow = z.infer<typeof meetingNow>
export const meetingRow = z.object({
  id,
  assembly,
  stage,
  title: z.string(),
  place: z.string(),
  status: z.string(),
  noticeAt: instant,
  opensAt: instant,
  windowEnd: instant.nullable(),
  reconvening: z.int(),
  proposals: z.array(z.object({ id, title: z.string() })),
})
export const meetingDetail = meetingRow.extend({
  link: z.string().nullable(),
  windowHours: z.int(),
  chair: namedPerson,
  recorder: namedPerson,
  tellers: z.array(namedPerson),
  /** 会场: only where there are several; 0 is the notice's own. */
  places: z.array(
    z.object({ placeNo: z.int(), name: z.string(), tellers: z.array(namedPerson), present: z.int() }),
  ),
  urgent: z.boolean(),
  onlineCounts: z.boolean(),
  legalBasis: z.string().nullable(),
  hallEndedAt: instant.nullable(),
  endedAt: instant.nullable(),
  adjournedTo: instant.nullable(),
  villageGroup: z.string().nullable(),
  polls: z.array(
    z.object({
      id,
      proposalId: id,
      questionId: id.nullable(),
      question: z.string(),
      seq: z.int(),
      status: z.enum(keysOf(POLL_STATUSES)),
      secret: z.boolean(),
      rule: z.record(z.string(), z.unknown()),
      ruleZh: z.string(),
      ruleEn: z.string(),
      version: z.int().nullable(),
      endsAt: instant.nullable(),
      closedAt: instant.nullable(),
      outcome: outcome.nullable(),
      figures: z.record(z.string(), z.unknown()).nullable(),
      /** A secret poll, waiting or open: a channel may stay so small that no split can be shown. */
      channelMayBeSmall: z.boolean(),
    }),
  ),
  amendments: z.array(
    z.object({
      id,
      proposalId: id,
      movedBy: namedPerson,
      oldText: z.string(),
      newText: z.string(),
      kind: z.enum(['editorial', 'substantive']),
      status: z.string(),
      supporters: z.int(),
    }),
  ),
  now: meetingNow,
  mayNow: z.array(z.string()),
})
/** A person's own place in a meeting. */
export const myPlace = z.object({
  onRoll: z.boolean(),
  votes: z.boolean(),
  signedIn: z.boolean(),
  way: way.nullable(),
  excused: z.boolean(),
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

export const meetingApi = contracts({
  checkConvening: {
    method: 'POST',
    path: '/api/villages/:village/meetings/check',
    summary: 'May this meeting be convened, and when at the earliest',
    params: inVillage,
    body: convening.partial().required({ proposalIds: true }),
    reply: z.object({
      assembly,
      stage,
      earliest: instant,
      windowHours: z.int(),
      onlineCounts: z.boolean(),
      entitled: z.int(),
      refusal: z
        .object({
          code: z.string(),
          messageZh: z.string(),
          messageEn: z.string(),
          rule: z.string().nullable(),
          source: z.string().nullable(),
          params: z.record(z.string(), z.unknown()),
        })
        .nullable(),
      chairs: z.array(namedPerson),
      officers: z.array(namedPerson),
    }),
  },
  conveneMeeting: {
    method: 'POST',
    path: '/api/villages/:village/meetings',
    summary: 'Convene: freezes the roll, gives notice',
    params: inVillage,
    body: convening,
    reply: z.object({ id, entitled: z.int() }),
  },
  listMeetings: {
    method: 'GET',
    path: '/api/villages/:village/meetings',
    summary: 'Meetings',
    params: inVillage,
    query: paging.extend({ open: z.enum(['yes']).optional() }),
    reply: page(meetingRow),
  },
  getMeeting: {
    method: 'GET',
    path: '/api/villages/:village/meetings/:meeting',
    summary: 'One meeting',
    params: ofMeeting,
    reply: meetingDetail,
  },
  getMeetingNow: {
    method: 'GET',
    path: '/api/villages/:village/meetings/:meeting/now',
    summary: 'The live state by plain HTTP; with since, as soon as it is newer (25 s at most)',
    params: ofMeeting,
    query: z.object({ since: z.coerce.number().int().nonnegative().optional() }),
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
    query: paging.extend({
      state: z.enum(['absent', 'notVoted', 'inHall', 'online', 'selfSignIn', 'notReached']).optional(),
      q: z.string().max(40).optional(),
      since: z.coerce.number().int().optional(),
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
    body: z.object({ proposalId: id, personId: id, reason: text(400) }),
    reply: done,
  },
  addProxy: {
    method: 'POST',
    path: '/api/villages/:village/meetings/:meeting/proxies',
    summary: 'A written proxy within the household',
    params: ofMeeting,
    body: z.object({ principalId: id, agentId: id, relation: text(40), paperId: id }),
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
    summary: 'Correct the roll; a second person confirms',
    params: ofMeeting,
    body: z.object({
      personId: id,
      kind: z.enum(['add', 'strike', 'vote', 'noVote', 'representative']),
      reason: text(400),
    }),
    reply: z.object({ id }),
  },
  confirmCorrection: {
    method: 'POST',
    path: '/api/villages/:village/meetings/:meeting/corrections/:correction/confirm',
    summary: 'Confirm a correction of the roll',
    params: ofMeeting.extend({ correction: id }),
    body: z.object({}).optional(),
    reply: z.object({ renotified: z.int(), earliest: instant.nullable() }),
  },
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
    reply: z.object({ id, kind: z.enum(['editorial', 'substantive']) }),
  },
  decideAmendment: {
    method: 'POST',
    path: '/api/villages/:village/meetings/:meeting/amendments/:amendment/decide',
    summary: 'Adopt an editorial one, take up a substantive one, or decline',
    params: ofMeeting.extend({ amendment: id }),
    body: z.object({ takeUp: z.boolean(), supporters: z.array(id).max(500).optional() }),
    reply: z.object({ status: z.string(), version: z.int().nullable(), stage }),
  },
  getMinutes: {
    method: 'GET',
    path: '/api/villages/:village/meetings/:meeting/minutes',
    summary: 'The minutes as drafted from the records',
    params: ofMeeting,
    reply: z.object({
      version: z.int(),
      facts: z.record(z.string(), z.unknown()),
      gist: z.string(),
      finalOpinion: z.string(),
      /** What was said beforehand and how it was answered: for the recorder to begin with; empty once saved. */
      draftGist: z.string(),
      signedBy: z.array(namedPerson),
      signedOnPaper: z.array(namedPerson),
      missing: z.array(namedPerson),
      approvedBy: namedPerson.nullable(),
      approvedAt: instant.nullable(),
      /** The signed paper, as it was scanned. */
      scan: z.object({ id, digest: z.string() }).nullable(),
    }),
  },
  listMinutes: {
    method: 'GET',
    path: '/api/villages/:village/meetings/:meeting/minutes/versions',
    summary: 'Every version of the minutes',
    params: ofMeeting,
    reply: z.object({
      rows: z.array(
        z.object({
          version: z.int(),
          by: namedPerson,
          at: instant,
          signatures: z.int(),
          approvedAt: instant.nullable(),
        }),
      ),
    }),
  },
  getMinutesDifference: {
    method: 'GET',
    path: '/api/villages/:village/meetings/:meeting/minutes/difference',
    summary: 'Two versions of what the recorder wrote, side by side',
    params: ofMeeting,
    query: z.object({ from: z.coerce.number().int(), to: z.coerce.number().int() }),
    reply: z.object({
      parts: z.array(z.object({ kind: z.enum(['same', 'added', 'removed']), text: z.string() })),
      /** Whether the facts from the records differ as well. */
      factsDiffer: z.boolean(),
    }),
  },
  approveMinutes: {
    method: 'POST',
    path: '/api/villages/:village/meetings/:meeting/minutes/approve',
    summary: 'The chair approves the newest version',
    params: ofMeeting,
    body: z.object({ version: z.int() }),
    reply: done,
  },
  attachSignedMinutes: {
    method: 'POST',
    path: '/api/villages/:village/meetings/:meeting/minutes/scan',
    summary: 'Attach the scan of the signed paper, with who signed on it',
    params: ofMeeting,
    body: z.object({ attachmentId: id, signedOnPaper: z.array(id).max(3000) }),
    reply: z.object({ digest: z.string(), missing: z.int() }),
  },
  saveMinutes: {
    method: 'POST',
    path: '/api/villages/:village/meetings/:meeting/minutes',
    summary: 'Add the gist of what was said',
    params: ofMeeting,
    body: z.object({ gist: z.string().max(20_000), finalOpinion: z.string().max(4000) }),
    reply: z.object({ version: z.int() }),
  },
  signMinutes: {
    method: 'POST',
    path: '/api/villages/:village/meetings/:meeting/minutes/sign',
    summary: 'Sign the minutes oneself',
    params: ofMeeting,
    body: z.object({}).optional(),
    reply: done,
  },
})

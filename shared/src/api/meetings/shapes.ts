import { z } from 'zod'
import { AMENDMENT_KINDS, TELLERS_BY } from '../../words/kinds.ts'
import { keysOf, OUTCOMES, POLL_STATUSES } from '../../words/vocabulary.ts'
import { assembly, extraName, id, instant, namedPerson, stage } from '../contract.ts'
import { voiceNote } from '../voice.ts'

export const outcome = z.enum(keysOf(OUTCOMES))
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
  /** Rises with what is not told here: then a screen reads again. */
  structure: z.int(),
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
      /** While a live poll is open: how many have to be in favour, of how many, as things stand. */
      ayes: z.object({ base: z.int(), needed: z.int() }).nullish(),
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
  /** 本地增加的步骤: which one it is, where it is none of the six. */
  extraStep: extraName.nullable(),
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
  /** How they were chosen; null: they are proposed by the notice only. */
  tellersBy: z.enum(TELLERS_BY).nullable(),
  tellersSeed: z.string().nullable(),
  /** 列席: invited by the notice. */
  guests: z.array(namedPerson),
  /** 会场: only where there are several; 0 is the notice's own. */
  /** 语音说明 of the matters on its agenda. */
  voices: z.array(voiceNote.extend({ proposalId: id })),
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
      kind: z.enum(AMENDMENT_KINDS),
      status: z.string(),
      supporters: z.int(),
    }),
  ),
  now: meetingNow,
  mayNow: z.array(z.string()),
})

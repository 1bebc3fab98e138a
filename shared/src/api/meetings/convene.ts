import { z } from 'zod'
import { keysOf, OFFICES } from '../../words/vocabulary.ts'
import {
  assembly,
  contracts,
  extraName,
  id,
  instant,
  inVillage,
  line,
  lineOrNone,
  namedPerson,
  ofMeeting,
  page,
  paging,
  stage,
} from '../contract.ts'
import { byTime } from '../cursor.ts'
import { meetingDetail, meetingRow } from './shapes.ts'

export const convening = z.object({
  proposalIds: z.array(id).min(1).max(20),
  opensAt: instant,
  /** Hours of the online window; less than the profile's is allowed, 0 = live. */
  windowHours: z.int().min(0).max(168).optional(),
  title: line(120).optional(),
  place: line(200),
  link: lineOrNone(400).optional(),
  chairId: id,
  recorderId: id,
  tellerIds: z.array(id).max(6),
  /** 列席: who is invited to sit in, without a vote. */
  guestIds: z.array(id).max(100).optional(),
  /** assembly of step 4 in the households mode may be held as adults where the profile says so. */
  assembly: assembly.optional(),
  /** Persons away left out of 应到; only where the profile and a recorded local basis allow it. */
  excluded: z.array(id).max(2000).optional(),
  /** Matters to be voted in secret though the rule would have it otherwise; never the reverse. */
  secretFor: z.array(id).max(20).optional(),
  /** 分会场: further places of the same meeting on the same roll, each with two tellers of its own. */
  places: z
    .array(z.object({ name: line(200), tellerIds: z.array(id).max(2) }))
    .max(11)
    .optional(),
})

/** With the offices he holds, so that a list of names says who is who. */
const officer = namedPerson.extend({ offices: z.array(z.enum(keysOf(OFFICES))) })

export const conveneApi = contracts({
  checkConvening: {
    method: 'POST',
    path: '/api/villages/:village/meetings/check',
    summary: 'May this meeting be convened, and when at the earliest',
    params: inVillage,
    body: convening.partial().required({ proposalIds: true }),
    reply: z.object({
      assembly,
      stage,
      /** 本地增加的步骤: the meeting would be this one, before the step's own. */
      extraStep: extraName.nullable(),
      /** 一肩挑: step 2 may be called for the same evening, once step 1 is. */
      merges: z.boolean(),
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
      chairs: z.array(officer),
      officers: z.array(officer),
      /** 列席: whom the notice may invite by his office. */
      guests: z.array(officer),
      /** 上次: where this body met last, who kept the record and who counted; null: never before. */
      last: z
        .object({ place: z.string(), link: z.string(), recorderId: id, tellerIds: z.array(id) })
        .nullable(),
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
    query: paging(byTime).extend({ open: z.enum(['yes']).optional() }),
    reply: page(meetingRow),
  },
  getMeeting: {
    method: 'GET',
    path: '/api/villages/:village/meetings/:meeting',
    summary: 'One meeting',
    params: ofMeeting,
    reply: meetingDetail,
  },
})

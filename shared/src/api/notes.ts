import { z } from 'zod'
import { PAPERS } from '../matter/matter-table.ts'
import { ADDRESSEES } from '../words/kinds.ts'
import { keysOf } from '../words/vocabulary.ts'
import { contracts, day, done, id, instant, line, ofProposal, text } from './contract.ts'

/** 质询: whom it asks, by when, what came back. */
export const challengeShown = z.object({
  addressee: z.enum(ADDRESSEES),
  /** It asks for a meeting, not only for words. */
  asksMeeting: z.boolean(),
  dueAt: instant,
  late: z.boolean(),
  answer: z.string().nullable(),
  answeredAt: instant.nullable(),
  meetingOn: day.nullable(),
  /** 不接受答复: when the oversight committee asked for a meeting instead; until when it may. */
  furtherAt: instant.nullable(),
  furtherUntil: instant.nullable(),
})

/** 监督意见、质询、党组织同意、征求意见: said of a matter without moving it. */
export const noteApi = contracts({
  addNote: {
    method: 'POST',
    path: '/api/villages/:village/proposals/:proposal/notes',
    summary: 'Oversight note or challenge, branch consent, consultation',
    params: ofProposal,
    body: z.object({
      kind: z.enum(['oversightNote', 'challenge', 'branchConsent', 'consultation']),
      text: text(4000),
      subjectId: id.optional(),
      /** Of a consultation: which paper the file of `subjectId` is, laid beside the matter with it. */
      paper: z.enum(keysOf(PAPERS)).optional(),
      /** Of an oversight note: agrees or objects. One that objects opens nothing. */
      agrees: z.boolean().optional(),
      /** Of a challenge: whom it asks, and whether it asks for a meeting. */
      addressee: z.enum(ADDRESSEES).optional(),
      asksMeeting: z.boolean().optional(),
      /** 不接受答复, of a challenge: the answered one; the same body is asked for a meeting. */
      notAccepted: id.optional(),
    }),
    reply: z.object({ id }),
  },
  standInNote: {
    method: 'POST',
    path: '/api/villages/:village/proposals/:proposal/urgent-note',
    summary: 'Of an urgent matter the township says what the oversight committee did not say in its hours',
    params: ofProposal,
    body: z.object({ agrees: z.boolean(), text: text(4000) }),
    reply: z.object({ id }),
  },
  reportExtraStep: {
    method: 'POST',
    path: '/api/villages/:village/proposals/:proposal/extra-steps',
    summary: 'A locally added step was done or was not; done, it waits for a second person',
    params: ofProposal,
    body: z.object({ step: line(40), done: z.boolean(), text: text(1000) }),
    reply: z.object({ actId: id.nullable(), dueAt: instant.nullable() }),
  },
  answerChallenge: {
    method: 'POST',
    path: '/api/villages/:village/proposals/:proposal/challenges/:note/answer',
    summary:
      'Answer a challenge of the oversight committee; one that asks for a meeting, with its day and minutes',
    params: ofProposal.extend({ note: id }),
    body: z.object({ text: text(4000), meetingOn: day.optional(), paperId: id.optional() }),
    reply: done,
  },
})

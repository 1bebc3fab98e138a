import { z } from 'zod'
import { OBJECTION_VERDICTS } from '../words/kinds.ts'
import { contracts, done, id, instant, inVillage, namedPerson, ofProposal, text } from './contract.ts'

const ofDisclosure = inVillage.extend({ disclosure: id })
const ofObjection = inVillage.extend({ objection: id })
const objectionRow = z.object({
  id,
  disclosureId: id,
  proposalId: id,
  class: z.enum(['a', 'b', 'c', 'd']).nullable(),
  text: z.string(),
  by: namedPerson.nullable(),
  at: instant,
  dueAt: instant,
  verdict: z.string().nullable(),
  answer: z.string().nullable(),
  answeredAt: instant.nullable(),
  escalatedAt: instant.nullable(),
  townshipDueAt: instant.nullable(),
  townshipAnswer: z.string().nullable(),
  townshipVerdict: z.string().nullable(),
  countyDueAt: instant.nullable(),
  countyAnswer: z.string().nullable(),
  /** How it concerns whoever is neither registered nor a member nor a representative. */
  concerned: z.string().nullable(),
  aboutOversight: z.boolean(),
  /** The class that whoever answers would have it be; judged by others. */
  contestedClass: z.enum(['a', 'b', 'c', 'd']).nullable(),
  takenAt: instant.nullable(),
  /** 上级逾期未答复 */
  movedOnAt: instant.nullable(),
  /** The same ground was raised before; it holds the matter once. */
  repeats: z.boolean(),
  standsBefore: z.enum(['village', 'township', 'county']).nullable(),
  /** What is still to be done before the disclosure can end. */
  needs: z.enum(['answer', 'correctedNotice', 'recount', 'order']).nullable(),
  holds: z.boolean(),
  /** How one of this class may be answered. */
  verdicts: z.array(z.enum(OBJECTION_VERDICTS)),
  onward: z.object({ to: z.enum(['township', 'court']), until: instant.nullable() }).nullable(),
  mine: z.boolean(),
  mayNow: z.array(z.string()),
})

/** 异议: raised, contested, answered, taken further. */
export const objectionsApi = contracts({
  raiseObjection: {
    method: 'POST',
    path: '/api/villages/:village/disclosures/:disclosure/objections',
    summary: 'Object',
    params: ofDisclosure,
    body: z.object({
      text: text(4000),
      class: z.enum(['a', 'b', 'c', 'd']).optional(),
      attachmentId: id.optional(),
      /** How it concerns him, of whoever is neither registered here nor a member nor a representative. */
      concerned: text(400).optional(),
      /** It is about the oversight committee: its class is not theirs to judge. */
      aboutOversight: z.boolean().optional(),
    }),
    reply: z.object({ id, dueAt: instant }),
  },
  listObjections: {
    method: 'GET',
    path: '/api/villages/:village/proposals/:proposal/objections',
    summary: 'Objections and replies',
    params: ofProposal,
    reply: z.object({
      rows: z.array(objectionRow),
      /** 司法救济 against what is decided here. */
      court: z.object({ zh: z.string(), en: z.string(), source: z.string() }),
    }),
  },
  classifyObjection: {
    method: 'POST',
    path: '/api/villages/:village/objections/:objection/classify',
    summary: 'The oversight committee names the class that whoever objected left open',
    params: ofObjection,
    body: z.object({ class: z.enum(['a', 'b', 'c', 'd']) }),
    reply: done,
  },
  contestObjection: {
    method: 'POST',
    path: '/api/villages/:village/objections/:objection/contest',
    summary: 'Whoever answers contests the class; the oversight committee judges it, or the township',
    params: ofObjection,
    body: z.object({ class: z.enum(['a', 'b', 'c', 'd']), reason: text(400) }),
    reply: z.object({
      ok: z.literal(true),
      judgedBy: z.enum(['oversight', 'township']),
      actId: id.nullable(),
      dueAt: instant.nullable(),
    }),
  },
  answerObjection: {
    method: 'POST',
    path: '/api/villages/:village/objections/:objection/answer',
    summary: 'Answer an objection',
    params: ofObjection,
    body: z.object({ verdict: z.enum(OBJECTION_VERDICTS), answer: text(4000) }),
    reply: done,
  },
  takeObjectionFurther: {
    method: 'POST',
    path: '/api/villages/:village/objections/:objection/further',
    summary: 'Whoever objected takes the village’s answer to the township',
    params: ofObjection,
    body: z.object({ reason: text(1000) }),
    reply: z.object({ dueAt: instant }),
  },
  townshipAnswer: {
    method: 'POST',
    path: '/api/villages/:village/objections/:objection/township-answer',
    summary: 'The township answers an objection that stands before it',
    params: ofObjection,
    body: z.object({ verdict: z.enum(OBJECTION_VERDICTS), answer: text(4000) }),
    reply: done,
  },
  countyAnswer: {
    method: 'POST',
    path: '/api/villages/:village/objections/:objection/county-answer',
    summary: 'The county answers an objection that the township left unanswered',
    params: ofObjection,
    body: z.object({ verdict: z.enum(OBJECTION_VERDICTS), answer: text(4000) }),
    reply: done,
  },
})

import { z } from 'zod'
import { PERSONAL_DATA } from '../disclosure/masking.ts'
import { JUDGEMENT_STATES } from '../law/judged.ts'
import { CHANGE_GROUNDS, CHANGE_STATES } from '../matter/text-change.ts'
import { keysOf } from '../words/vocabulary.ts'
import {
  assembly,
  contracts,
  differencePart,
  done,
  id,
  instant,
  inVillage,
  namedPerson,
  ofProposal,
  text,
  waits,
  wholeText,
} from './contract.ts'

const ofChange = ofProposal.extend({ change: id })

/** 方案改动: what a text that somebody decided on is to become, shown to them and classed by others than whoever wrote it. */
export const textChangeApi = contracts({
  getDifference: {
    method: 'GET',
    path: '/api/villages/:village/proposals/:proposal/difference',
    summary: 'Two versions of the text side by side',
    params: ofProposal,
    query: z.object({ from: wholeText, to: wholeText }),
    reply: z.object({
      parts: z.array(differencePart),
      facts: z.array(z.object({ key: z.string(), old: z.unknown(), new: z.unknown() })),
    }),
  },
  listTextChanges: {
    method: 'GET',
    path: '/api/villages/:village/proposals/:proposal/changes',
    summary: 'Changes of the text since it was decided on: the difference, its class and who may object',
    params: ofProposal,
    reply: z.object({
      rows: z.array(
        z.object({
          id,
          state: z.enum(keysOf(CHANGE_STATES)),
          grounds: z.array(z.enum(keysOf(CHANGE_GROUNDS))),
          /** The version last decided on, and by which body. */
          decidedVersion: z.int(),
          decidedBy: assembly.nullable(),
          parts: z.array(differencePart),
          facts: z.array(z.object({ key: z.string(), old: z.unknown(), new: z.unknown() })),
          reason: z.string().nullable(),
          by: namedPerson,
          at: instant,
          inSitting: z.boolean(),
          /** Until then one of that body makes it substantive. */
          objectUntil: instant.nullable(),
          /** What the judges said; null: nothing yet. */
          judged: z.boolean().nullable(),
          objection: z.string().nullable(),
          version: z.int().nullable(),
          /** 支委会书面确认: how many of its members have answered; null: not asked. */
          round: z
            .object({
              state: z.enum(keysOf(JUDGEMENT_STATES)),
              members: z.int(),
              answered: z.int(),
              dueAt: instant,
            })
            .nullable(),
          mayNow: z.array(z.string()),
        }),
      ),
    }),
  },
  objectToChange: {
    method: 'POST',
    path: '/api/villages/:village/proposals/:proposal/changes/:change/object',
    summary: 'One of the body that decided says that it is more than wording: now it is substantive',
    params: ofChange,
    body: z.object({ ground: text(400) }),
    reply: done,
  },
  withdrawChange: {
    method: 'POST',
    path: '/api/villages/:village/proposals/:proposal/changes/:change/withdraw',
    summary: 'Whoever proposed the change takes it back before it is made',
    params: ofChange,
    body: z.object({}).optional(),
    reply: done,
  },
  maskDisclosure: {
    method: 'POST',
    path: '/api/villages/:village/disclosures/:disclosure/mask',
    summary: 'Leave personal data out of what everybody reads; waits for a second person',
    params: inVillage.extend({ disclosure: id }),
    body: z.object({
      excerpts: z.array(text(200)).min(1).max(50),
      kind: z.enum(keysOf(PERSONAL_DATA)).default('other'),
      reason: text(400).optional(),
    }),
    reply: waits,
  },
  correctDisclosure: {
    method: 'POST',
    path: '/api/villages/:village/disclosures/:disclosure/corrections',
    summary: 'A typo in what hangs is put right beside it; waits for a second person',
    params: inVillage.extend({ disclosure: id }),
    body: z.object({ oldText: text(200), newText: text(200) }),
    reply: waits,
  },
})

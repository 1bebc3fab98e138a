import { z } from 'zod'
import { ACT_STATES, ACTS_OF_TWO, PARTIES } from '../law/acts-of-two.ts'
import { ASSEMBLY_KEYS, keysOf } from '../words/vocabulary.ts'
import { contracts, done, id, instant, inVillage, namedPerson, text } from './contract.ts'

const ofAct = inVillage.extend({ act: id })

/** What a recount corrects and what would come of it: seen before anybody confirms it, and after. */
export const recountShown = z
  .object({
    assembly: z.enum(ASSEMBLY_KEYS),
    notPresent: z.array(namedPerson),
    present: z.array(namedPerson),
    wrongfulBallots: z.array(namedPerson),
    paper: z.record(z.string(), z.int()).nullable(),
    before: z.object({ for: z.int(), against: z.int(), abstain: z.int(), outcome: z.string() }),
    after: z.object({ for: z.int(), against: z.int(), abstain: z.int(), outcome: z.string() }),
  })
  .nullable()

/** 两人办理 of one village: what waits and what became of it. */
export const actsApi = contracts({
  listActs: {
    method: 'GET',
    path: '/api/villages/:village/acts',
    summary: 'Acts of two persons: those I may confirm, and those I proposed or decided; never a choice',
    params: inVillage,
    reply: z.object({
      rows: z.array(
        z.object({
          id,
          what: z.enum(keysOf(ACTS_OF_TWO)),
          state: z.enum(keysOf(ACT_STATES)),
          /** The matter. */
          title: z.string().nullable(),
          meetingId: id.nullable(),
          pollId: id.nullable(),
          person: namedPerson.nullable(),
          reason: z.string().nullable(),
          by: namedPerson,
          as: z.enum(keysOf(PARTIES)),
          at: instant,
          dueAt: instant.nullable(),
          /** As what they may confirm. */
          seconds: z.array(z.enum(keysOf(PARTIES))),
          mayConfirm: z.boolean(),
          ground: z.string().nullable(),
          recount: recountShown,
        }),
      ),
    }),
  },
  confirmAct: {
    method: 'POST',
    path: '/api/villages/:village/acts/:act/confirm',
    summary: 'The second person says yes, from his own session: now it is done',
    params: ofAct,
    /** What a recount came to. */
    reply: done.extend({ recount: z.object({ id, outcome: z.string(), stands: z.boolean() }).nullable() }),
  },
  refuseAct: {
    method: 'POST',
    path: '/api/villages/:village/acts/:act/refuse',
    summary: 'The second person says no, with his ground, or the first takes it down: nothing changes',
    params: ofAct,
    body: z.object({ ground: text(400) }),
    reply: done,
  },
})

import { z } from 'zod'
import { PERSONAL_DATA } from '../disclosure/masking.ts'
import { ACT_STATES, ACTS_OF_TWO, OFFICE_GROUNDS, PARTIES } from '../law/acts-of-two.ts'
import { SEAT_GROUNDS, TERM_BODIES } from '../law/offices.ts'
import { CORRECTION_GROUND_KEYS } from '../meeting/corrections.ts'
import { CORRECTION_KINDS, ENTRIES, OFFICE_ACT_KINDS } from '../words/kinds.ts'
import { ASSEMBLY_KEYS, keysOf } from '../words/vocabulary.ts'
import { sheetShown } from './acceptance.ts'
import { helpersShown } from './assist.ts'
import {
  contracts,
  day,
  differencePart,
  done,
  id,
  instant,
  inVillage,
  namedPerson,
  office,
  text,
} from './contract.ts'
import { dangerSaid } from './dangers.ts'
import { listShown, mergeShown, numberShown } from './numbers.ts'
import { collectiveShown } from './standing.ts'
import { moveShown, renameShown } from './village-moves.ts'

const ofAct = inVillage.extend({ act: id })

/** What a recount corrects and what would come of it: seen before anybody confirms it, and after. */
export const recountShown = z
  .object({
    assembly: z.enum(ASSEMBLY_KEYS),
    notPresent: z.array(namedPerson),
    present: z.array(namedPerson),
    wrongfulBallots: z.array(namedPerson),
    paper: z.record(z.string(), z.int()).nullable(),
    /** Who are asked to count the paper again. */
    tellers: z.array(namedPerson),
    before: z.object({ for: z.int(), against: z.int(), abstain: z.int(), outcome: z.string() }),
    after: z.object({ for: z.int(), against: z.int(), abstain: z.int(), outcome: z.string() }),
  })
  .nullable()

/** Which office it is about, with the paper to look at before anybody says yes. */
export const officeShown = z
  .object({
    kind: z.enum(OFFICE_ACT_KINDS),
    /** Null: of a whole body. */
    office: office.nullable(),
    body: z.enum(keysOf(TERM_BODIES)).nullable(),
    /** 换届: who comes, and whose term ends. */
    comes: z.array(z.object({ person: namedPerson, office })),
    goes: z.array(z.object({ person: namedPerson, office })),
    from: day.nullable(),
    /** The last day. */
    to: day.nullable(),
    villageGroup: z.string().nullable(),
    households: z.int(),
    ground: z.enum(keysOf(SEAT_GROUNDS)).nullable(),
    paperId: id,
    /** What he says against it whose seat it is. */
    contested: z.string().nullable(),
    /** What the second should look at. */
    remarks: z.array(z.object({ zh: z.string(), en: z.string() })),
  })
  .nullable()

/** What of the roll is corrected, on which ground and which paper. */
export const correctionShown = z
  .object({ kind: z.enum(CORRECTION_KINDS), ground: z.enum(CORRECTION_GROUND_KEYS), paperId: id })
  .nullable()

/** Of a text: which sort of personal data goes (null: none), and what would stand there. */
export const textShown = z
  .object({ kind: z.enum(keysOf(PERSONAL_DATA)).nullable(), parts: z.array(differencePart) })
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
          /** Not before: it is posted, or whom it concerns may speak. */
          confirmsFrom: instant.nullable(),
          /** As what they may confirm. */
          seconds: z.array(z.enum(keysOf(PARTIES))),
          mayConfirm: z.boolean(),
          /** It is about me, and I may say that I do not agree. */
          mayContest: z.boolean(),
          ground: z.string().nullable(),
          officeGround: z.enum(keysOf(OFFICE_GROUNDS)).nullable(),
          recount: recountShown,
          office: officeShown,
          correction: correctionShown,
          /** What was entered by mistake. */
          entry: z.enum(ENTRIES).nullable(),
          text: textShown,
          number: numberShown,
          merge: mergeShown,
          list: listShown,
          sheet: sheetShown,
          collective: collectiveShown,
          move: moveShown,
          rename: renameShown,
          danger: dangerSaid.nullable(),
          helpers: helpersShown,
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
    summary:
      'The second person says no, with his ground, or whom it is about does, or the first takes it down: nothing changes',
    params: ofAct,
    body: z.object({
      ground: text(400),
      /** Asked where it is about an office. */
      officeGround: z.enum(keysOf(OFFICE_GROUNDS)).optional(),
    }),
    reply: done,
  },
  contestAct: {
    method: 'POST',
    path: '/api/villages/:village/acts/:act/contest',
    summary: 'Whose seat is to end says that he does not agree: the township decides',
    params: ofAct,
    body: z.object({ ground: text(400) }),
    reply: done,
  },
})

/** What a step may expect of the matter. */
import { PAPER_KIND_KEYS } from '@cunyi/shared/papers/paper-kinds.ts'
import {
  ASSEMBLY_KEYS,
  CHANNELS,
  keysOf,
  MOVES,
  OUTCOMES,
  POLL_STATUSES,
  ROUTES,
  STAGE_KEYS,
  TRACKS,
} from '@cunyi/shared/words/vocabulary.ts'
import { z } from 'zod'
import { count, money, words } from './shapes.ts'

const base = z.strictObject({ needed: count, met: z.boolean() }).partial()
const quorumBase = z.strictObject({ base: count, present: count, needed: count, met: z.boolean() }).partial()

export const expectation = z
  .strictObject({
    stage: z.enum(STAGE_KEYS),
    track: z.enum(keysOf(TRACKS)),
    route: z.enum(keysOf(ROUTES)),
    assembly: z.enum(ASSEMBLY_KEYS),
    version: count,
    rejections: count,
    reconvenings: count,
    outcome: z.enum(keysOf(OUTCOMES)),
    entitled: count,
    present: count,
    inHall: count,
    online: count,
    represented: count,
    recused: count,
    excused: count,
    quorumNeeded: count,
    quorumMissing: count,
    quorumMet: z.boolean(),
    for: count,
    against: count,
    abstain: count,
    invalid: count,
    notCast: count,
    hands: count,
    assisted: count,
    /** The roll's own list of assisted ballots: what became of each. */
    assistedList: z
      .strictObject({ stands: count, replaced: count, setAside: count, overCap: count })
      .partial(),
    handsCalled: count,
    /** 催会: rounds so far, whom they told, what became of the messages, and who would be told now. */
    reminders: z
      .strictObject({
        rounds: count,
        told: z.array(count),
        byItself: count,
        waiting: count,
        sent: count,
        failed: count,
        notNeeded: count,
        toRemind: count,
      })
      .partial(),
    /** 按人、按户: both quorums of an assembly that may sit either way. */
    heads: quorumBase,
    households: quorumBase,
    /** 到会曲线: every point, in its order; only the figures named are compared. */
    line: z.array(
      z
        .strictObject({
          inHall: count,
          online: count,
          represented: count,
          left: count,
          recused: count,
          excused: count,
          present: count,
          quorumMissing: count,
          quorumMet: z.boolean(),
        })
        .partial(),
    ),
    /** Where the quorum of this matter's poll was tested. */
    quorumTest: z.strictObject({ present: count, needed: count, met: z.boolean() }).partial(),
    /** Present at each place, by name; several places only. */
    places: z.record(words, count),
    byChannel: z.union([
      z.literal('hidden'),
      z.partialRecord(
        z.enum(keysOf(CHANNELS)),
        z.strictObject({ for: count, against: count, abstain: count, invalid: count }).partial(),
      ),
    ]),
    sheets: z.enum(['hidden', 'shown']),
    base: count,
    needed: count,
    householdsPresent: count,
    householdsNeeded: count,
    householdsFor: count,
    householdsForNeeded: count,
    presentBase: base,
    entitledBase: base,
    poll: z.enum(keysOf(POLL_STATUSES)),
    voted: count,
    daysLeft: count,
    endsAt: words,
    restarts: count,
    disclosure: words,
    lateDays: count,
    documents: z.array(z.enum(['minutes', 'resolution', 'disclosure', 'outcome', 'opinion'])),
    noDocuments: z.array(z.enum(['minutes', 'resolution', 'disclosure', 'outcome', 'opinion'])),
    papers: z.array(z.enum(PAPER_KIND_KEYS)),
    noPapers: z.array(z.enum(PAPER_KIND_KEYS)),
    earliest: words,
    clock: words,
    moves: z.array(z.enum(keysOf(MOVES))),
    warning: z.enum(['totalDays']),
    money: z.strictObject({ planned: money, spent: money, over: z.boolean() }).partial(),
    objections: count,
    objectionsOpen: count,
    /** Those that keep the disclosure from ending. */
    objectionsHold: count,
    escalated: z.boolean(),
    evidence: z.enum(['whole']),
    mandates: z.strictObject({ consenting: count, refusing: count, area: count }).partial(),
    stands: z.boolean(),
  })
  .partial()
export type Expectation = z.output<typeof expectation>

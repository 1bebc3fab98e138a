/** The format of a scenario file. `schema.json` is made from this (`npm run scenario -- --schema`). */

import { readFileSync } from 'node:fs'
import { PAPER_KIND_KEYS } from '@cunyi/shared/papers/paper-kinds.ts'
import {
  ASSEMBLY_KEYS,
  ASSIST_PLACES,
  CHANNELS,
  INITIATIVES,
  INITIATORS,
  keysOf,
  MATTER_CODES,
  MOVES,
  OUTCOMES,
  POLL_STATUSES,
  ROUTES,
  SLIP_MARKS,
  STAGE_KEYS,
  TRACKS,
} from '@cunyi/shared/words/vocabulary.ts'
import { LineCounter, parseDocument } from 'yaml'
import { z } from 'zod'

const words = z.string().min(1)
const count = z.int().nonnegative()
/** 96万, 5000元, or an integer of fen. */
const money = z.union([z.int().nonnegative(), z.string().regex(/^[\d.,]+\s*万?元?$/)])
const codes = z.array(z.enum(keysOf(MATTER_CODES)))
const nothing = z.strictObject({}).nullable()
const yes = z
  .union([z.boolean(), z.enum(['yes', 'no'])])
  .transform((value) => value === true || value === 'yes')
const people = z.array(words)
/** `+3d`, `+48h`, `+3d 09:00`, `2026-03-05 09:00`. */
const time = z.string().regex(/^(\+\d+[dhms]( \d{2}:\d{2})?|\d{4}-\d{2}-\d{2}( \d{2}:\d{2}(:\d{2})?)?)$/)

const namedPerson = z.strictObject({
  name: words,
  is: words.optional(),
  born: z.iso.date().optional(),
  sex: z.enum(['male', 'female']).optional(),
  household: count.optional(),
  group: words.optional(),
  relation: words.optional(),
  registered: yes.optional(),
  away: words.optional(),
  party: z.enum(['none', 'full', 'probationary', 'underProbation']).optional(),
  fullCapacity: yes.optional(),
  member: yes.optional(),
  offices: z.array(words).optional(),
  households: count.optional(),
})
export type NamedPerson = z.output<typeof namedPerson>
const villageBlock = z
  .strictObject({
    households: count,
    registered: count,
    adults: count,
    members: count,
    party: z.strictObject({ full: count, probationary: count, underProbation: count, away: count }).partial(),
    branchCommittee: count,
    villageCommittee: count,
    crossPosted: count,
    representatives: count,
    committeeRepresentatives: count,
    womenInAssembly: count,
    oversight: count,
    memberRepresentatives: count,
    board: count,
    supervisors: count,
    people: z.array(namedPerson),
  })
  .partial()
export type VillageBlock = z.output<typeof villageBlock>

const facts = z.record(z.string(), z.unknown())
const matter = z.strictObject({
  title: words,
  summary: words.optional(),
  body: words.optional(),
  codes: codes.min(1),
  amount: money.optional(),
  sources: z.record(z.string(), money).optional(),
  uses: z.record(z.string(), money).optional(),
  facts: facts.optional(),
  questions: z.array(words).optional(),
  sensitive: yes.optional(),
  together: yes.optional(),
  assembly: z.enum(ASSEMBLY_KEYS).optional(),
  group: words.optional(),
  urgent: words.optional(),
  initiative: z.enum(keysOf(INITIATIVES)).optional(),
  initiator: z.enum(keysOf(INITIATORS)).optional(),
  linkedTo: words.optional(),
  petition: yes.optional(),
})
export type Matter = z.output<typeof matter>

const counts = z.strictObject({ for: count, against: count, abstain: count, invalid: count }).partial()
const ballots = counts.extend({
  paper: counts.optional(),
  phone: counts.optional(),
  hands: counts.optional(),
  proxy: counts.optional(),
  people: z.record(words, z.enum(['for', 'against', 'abstain'])).optional(),
  /** Fund-raising: how many households those in favour stand for. */
  forHouseholds: count.optional(),
  question: count.optional(),
  /** Only those signed in at this place. */
  place: words.optional(),
})
const presence = z
  .strictObject({
    inHall: count,
    online: count,
    excused: count,
    people: z.record(words, z.enum(['inHall', 'online'])),
    households: count,
    /** Counts for the further places, by their names. */
    places: z.record(words, count),
  })
  .partial()
const convening = z
  .strictObject({
    opens: z.union([z.literal('earliest'), time]),
    window: count,
    assembly: z.enum(ASSEMBLY_KEYS),
    chair: words,
    recorder: words,
    tellers: people,
    place: words,
    title: words,
    matters: z.array(words),
    /** Matters to be voted in secret though the rule would have it otherwise. */
    secretFor: z.array(words),
    places: z.array(z.strictObject({ name: words, tellers: people })),
  })
  .partial()
const document = z.strictObject({ document: words, article: words.optional(), reason: words.optional() })
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
    escalated: z.boolean(),
    evidence: z.enum(['whole']),
    mandates: z.strictObject({ consenting: count, refusing: count, area: count }).partial(),
    stands: z.boolean(),
  })
  .partial()
export type Expectation = z.output<typeof expectation>

const VERBS = {
  draft: nothing,
  submit: nothing,
  sitting: convening
    .extend(presence.omit({ places: true }).shape)
    .extend(ballots.omit({ place: true }).shape)
    .extend({
      people: z.record(words, z.enum(['for', 'against', 'abstain', 'inHall', 'online'])).optional(),
    }),
  convene: convening.nullable(),
  begin: nothing,
  attend: presence,
  open: z.strictObject({ question: count.optional() }).nullable(),
  close: z.strictObject({ count: yes.optional() }).nullable(),
  vote: ballots,
  endHall: nothing,
  end: nothing,
  adjourn: z.strictObject({ to: time, reason: words.optional() }),
  recuse: z.strictObject({ people, reason: words.optional() }),
  excuse: z.strictObject({ people, reason: words.optional() }),
  leave: z.strictObject({ people }),
  return: z.strictObject({ people, way: z.enum(['inHall', 'online']).optional() }),
  helpers: z.strictObject({ add: people.optional(), end: people.optional(), reason: words.optional() }),
  assist: counts.omit({ invalid: true }).extend({
    people: z.record(words, z.enum(['for', 'against', 'abstain'])).optional(),
    helper: words.optional(),
    witness: words.optional(),
    where: z.enum(keysOf(ASSIST_PLACES)).optional(),
    reason: words.optional(),
    readBack: yes.optional(),
  }),
  objectAssisted: z.strictObject({ person: words, reason: words.optional() }),
  remind: nothing,
  proxies: z.strictObject({ count }),
  proxy: z.strictObject({ principal: words, agent: words, relation: words.optional() }),
  revoke: z.strictObject({ principal: words }),
  correctRoll: z.strictObject({
    person: words,
    kind: z.enum(['add', 'strike', 'vote', 'noVote', 'representative']),
    reason: words.optional(),
  }),
  handOut: z.strictObject({ people }),
  returnSlip: z.strictObject({ person: words }),
  slips: z.strictObject({ print: count, place: words.optional() }),
  read: counts.extend({
    place: words.optional(),
    teller: count.optional(),
    number: count.optional(),
    mark: z.enum(keysOf(SLIP_MARKS)).optional(),
    again: yes.optional(),
  }),
  callHands: nothing,
  hands: counts.omit({ invalid: true }).extend({ place: words.optional(), teller: count.optional() }),
  countSheet: counts.extend({ issued: count, teller: count.optional(), place: words.optional() }),
  declareInvalid: z.strictObject({ reason: words.optional(), place: words.optional() }),
  setAside: z.strictObject({ person: words, reason: words.optional() }),
  amend: z.strictObject({
    from: words,
    to: words,
    facts: facts.optional(),
    amount: money.optional(),
    touchesRights: yes.optional(),
    takeUp: yes.optional(),
    movedBy: words.optional(),
    supporters: count.optional(),
  }),
  revise: z.strictObject({
    reason: words,
    title: words.optional(),
    body: words.optional(),
    facts: facts.optional(),
    amount: money.optional(),
    uses: z.record(z.string(), money).optional(),
    sources: z.record(z.string(), money).optional(),
    touchesRights: yes.optional(),
  }),
  oversightNote: z.strictObject({ text: words.optional() }).nullable(),
  challenge: z.strictObject({ text: words.optional() }).nullable(),
  branchConsent: nothing,
  withdraw: z.strictObject({ reason: words }),
  refer: z.strictObject({ reason: words }),
  shelve: z.strictObject({ reason: words }),
  archive: nothing,
  township: z
    .strictObject({
      giveOpinion: words,
      file: words,
      orderCorrection: document,
      approve: words,
      refuseApproval: document,
    })
    .partial(),
  mandates: z.strictObject({ consent: count, refuse: count, refusedArea: count, area: count }),
  disclose: nothing,
  review: z.strictObject({ agree: yes, text: words.optional() }),
  post: nothing,
  photo: z.strictObject({ moment: z.enum(['start', 'end']) }),
  takeDown: z.strictObject({ reason: words }),
  edit: z.strictObject({
    text: words,
    title: words.optional(),
    list: z.array(z.strictObject({ name: words, group: words, standard: words, amount: money })).optional(),
  }),
  endDisclosure: nothing,
  object: z.strictObject({
    by: words.optional(),
    class: z.enum(['a', 'b', 'c', 'd']).optional(),
    text: words,
  }),
  classify: z.strictObject({ class: z.enum(['a', 'b', 'c', 'd']) }),
  answer: z.strictObject({
    verdict: z.enum(['upheld', 'dismissed', 'corrected', 'recorded']),
    text: words.optional(),
  }),
  townshipAnswer: z.strictObject({ text: words }),
  recount: z.strictObject({
    notPresent: people.optional(),
    present: people.optional(),
    wrongful: people.optional(),
    paper: counts.extend({ issued: count }).optional(),
    reason: words.optional(),
  }),
  work: z.strictObject({
    executor: words,
    contractor: words.optional(),
    tender: z.enum(['none', 'quotes', 'tender', 'exchange']).optional(),
    contract: words.optional(),
    amount: money.optional(),
  }),
  progress: z.strictObject({ text: words, percent: count }),
  expense: z.strictObject({ line: words, amount: money, payee: words.optional() }),
  accept: z
    .strictObject({ people: count.optional(), on: z.iso.date().optional(), opinion: words.optional() })
    .nullable(),
  outcome: z.strictObject({ reason: words.optional(), text: words.optional() }).nullable(),
  petition: z.strictObject({ by: words.optional(), title: words, text: words.optional() }),
  sign: z
    .strictObject({
      villagers: count,
      representatives: count,
      people,
      demand: z.enum(['villagers', 'representatives']),
    })
    .partial(),
  answerPetition: z.strictObject({ text: words }),
  opinion: z.strictObject({
    by: words.optional(),
    text: words,
    kind: z.enum(['opinion', 'question', 'households']).optional(),
  }),
  answerOpinion: z.strictObject({ text: words, adopted: yes }),
  confirmation: z.strictObject({
    title: words,
    rows: z.array(z.strictObject({ name: words, group: words, category: words, amount: money })),
  }),
  profile: z.record(z.string(), z.unknown()),
  endOffice: z.strictObject({ person: words, office: words, reason: words.optional() }),
  clock: time,
  expect: expectation,
  sleep: count,
  see: z.strictObject({
    by: words.optional(),
    what: words,
    has: z.array(words).optional(),
    hasNot: z.array(words).optional(),
    status: count.optional(),
  }),
  request: z.strictObject({
    by: words.optional(),
    method: z.enum(['GET', 'POST', 'PUT', 'DELETE']),
    path: words,
    body: z.unknown().optional(),
    status: count.optional(),
    code: words.optional(),
    has: z.array(words).optional(),
  }),
} as const
export const VERB_NAMES = Object.keys(VERBS) as (keyof typeof VERBS)[]
export type Verb = keyof typeof VERBS
export type ArgumentOf<V extends Verb> = z.output<(typeof VERBS)[V]>

const step = z
  .strictObject({ by: words, matter: words, refused: words, note: words, ...VERBS })
  .partial()
  .superRefine((value, context) => {
    const verbs = VERB_NAMES.filter((name) => name in value && !(name === 'expect'))
    if (verbs.length > 1)
      context.addIssue({ code: 'custom', message: `a step has one verb, this one has ${verbs.join(', ')}` })
    if (verbs.length === 0 && !('expect' in value))
      context.addIssue({ code: 'custom', message: 'a step needs a verb' })
  })
export type Step = z.output<typeof step>

export const scenario = z.strictObject({
  scenario: words,
  about: words.optional(),
  source: words.optional(),
  start: time.optional(),
  village: z.union([z.literal('small'), villageBlock]).optional(),
  /** Values that differ, at county level; `level: village` with a basis where a rule asks for one. */
  profile: z.record(z.string(), z.unknown()).optional(),
  basis: z.enum(['default', 'none']).optional(),
  authorisation: z.union([z.literal('default'), codes]).optional(),
  charter: z
    .array(z.enum(['memberRepresentatives', 'agency', 'onlineAssembly', 'recusal', 'excludeUnreachable']))
    .optional(),
  matter: matter.optional(),
  matters: z.record(words, matter).optional(),
  steps: z.array(step).min(1),
})
export type Scenario = z.output<typeof scenario>

export class FormatError extends Error {}

/** Reads a file; every unknown word or unfit value is named with its line. */
export function readScenario(path: string): Scenario & { lines: number[] } {
  const lines = new LineCounter()
  const document = parseDocument(readFileSync(path, 'utf8'), { lineCounter: lines })
  const problems = document.errors.map(
    (error) => `${path}:${lines.linePos(error.pos[0]).line}: ${error.message.split('\n')[0]}`,
  )
  if (problems.length > 0) throw new FormatError(problems.join('\n'))
  const lineOf = (at: readonly PropertyKey[]): number => {
    for (let n = at.length; n >= 0; n -= 1) {
      const node = document.getIn(at.slice(0, n) as (string | number)[], true) as
        | { range?: [number, number, number] }
        | undefined
      if (node?.range) return lines.linePos(node.range[0]).line
    }
    return 1
  }
  const result = scenario.safeParse(document.toJS())
  if (!result.success)
    throw new FormatError(
      result.error.issues
        .map((issue) => `${path}:${lineOf(issue.path)}: ${issue.path.join('.')}: ${issue.message}`)
        .join('\n'),
    )
  return { ...result.data, lines: result.data.steps.map((_, i) => lineOf(['steps', i])) }
}

export const jsonSchema = () => z.toJSONSchema(scenario, { io: 'input', unrepresentable: 'any' })

/** What can be done in a step, and what each verb takes. */
import { CORRECTION_GROUND_KEYS } from '@cunyi/shared/meeting/corrections.ts'
import { INTERESTS } from '@cunyi/shared/meeting/recusal.ts'
import { ENTRIES } from '@cunyi/shared/words/kinds.ts'
import { ASSEMBLY_KEYS, ASSIST_PLACES, keysOf, SLIP_MARKS } from '@cunyi/shared/words/vocabulary.ts'
import { z } from 'zod'
import { expectation } from './expectation.ts'
import { count, facts, money, nothing, people, time, words, yes } from './shapes.ts'

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
    papers: z.literal('none'),
    /** 列席: invited by the notice. */
    guests: people,
    places: z.array(z.strictObject({ name: words, tellers: people })),
    /** 一肩挑: called beside the meeting that comes first; `beside` turns to it. */
    beside: yes,
  })
  .partial()
const document = z.strictObject({ document: words, article: words.optional(), reason: words.optional() })
export const VERBS = {
  draft: nothing,
  submit: nothing,
  /** To the other of the two meetings called last. */
  beside: nothing,
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
  recuse: z.strictObject({
    people,
    interest: z.enum(keysOf(INTERESTS)).optional(),
    reason: words.optional(),
  }),
  contestRecusal: z.strictObject({ person: words, reason: words.optional() }),
  excuse: z.strictObject({ people, reason: words.optional() }),
  leave: z.strictObject({ people }),
  return: z.strictObject({ people, way: z.enum(['inHall', 'online']).optional() }),
  helpers: z.strictObject({
    add: people.optional(),
    end: people.optional(),
    reason: words.optional(),
    second: words.optional(),
    waits: yes.optional(),
  }),
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
    ground: z.enum(CORRECTION_GROUND_KEYS).optional(),
    second: words.optional(),
    reason: words.optional(),
  }),
  takeBack: z.strictObject({
    person: words,
    entry: z.enum(ENTRIES),
    second: words.optional(),
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
  declareInvalid: z.strictObject({
    reason: words.optional(),
    place: words.optional(),
    waits: yes.optional(),
  }),
  newTellers: z.strictObject({ people: z.array(words), place: words.optional(), lot: yes.optional() }),
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
  /** One of those who decided: more than wording. */
  objectToChange: words,
  oversightNote: z.strictObject({ text: words.optional(), agrees: yes.optional() }).nullable(),
  fullWay: z.strictObject({ people, reason: words.optional() }),
  apart: z.strictObject({ question: z.enum(['apart', 'another']), reason: words.optional() }),
  judge: z.strictObject({ yes, reason: words.optional(), people: z.array(words).optional() }),
  extraStep: z.strictObject({ step: words, done: yes, text: words.optional() }),
  challenge: z
    .strictObject({
      text: words.optional(),
      addressee: z.enum(['village', 'branch']).optional(),
      /** It asks for a meeting. */
      meeting: yes.optional(),
      /** The newest challenge is answered, and not to the committee's content. */
      notAccepted: yes.optional(),
    })
    .nullable(),
  /** Of the newest challenge of the matter; `on`: the day of the meeting, today unless said otherwise. */
  answerChallenge: z
    .strictObject({ text: words.optional(), on: z.iso.date().optional(), meeting: yes.optional() })
    .nullable(),
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
  /** `text`: the whole, which is drawn and stays as it is; `add`: words beside it; `corrects`: it names the newest objection. */
  edit: z.strictObject({
    text: words.optional(),
    add: words.optional(),
    title: words.optional(),
    corrects: yes.optional(),
    list: z.array(z.strictObject({ name: words, group: words, standard: words, amount: money })).optional(),
  }),
  endDisclosure: nothing,
  object: z.strictObject({
    by: words.optional(),
    class: z.enum(['a', 'b', 'c', 'd']).optional(),
    text: words,
    concerned: words.optional(),
    aboutOversight: yes.optional(),
  }),
  contest: z.strictObject({ class: z.enum(['a', 'b', 'c', 'd']), reason: words.optional() }),
  takeFurther: z.strictObject({ reason: words.optional() }),
  countyAnswer: z.strictObject({
    text: words,
    verdict: z.enum(['upheld', 'dismissed', 'corrected', 'recorded']).optional(),
  }),
  classify: z.strictObject({ class: z.enum(['a', 'b', 'c', 'd']) }),
  answer: z.strictObject({
    verdict: z.enum(['upheld', 'dismissed', 'corrected', 'recorded']),
    text: words.optional(),
  }),
  townshipAnswer: z.strictObject({
    text: words,
    verdict: z.enum(['upheld', 'dismissed', 'corrected', 'recorded']).optional(),
  }),
  recount: z.strictObject({
    notPresent: people.optional(),
    present: people.optional(),
    wrongful: people.optional(),
    paper: counts.extend({ issued: count }).optional(),
    reason: words.optional(),
    waits: yes.optional(),
  }),
  countAgain: z.strictObject({ teller: z.union([z.literal(1), z.literal(2)]), no: words.optional() }),
  work: z.strictObject({
    executor: words,
    contractor: words.optional(),
    tender: z.enum(['none', 'quotes', 'tender', 'exchange']).optional(),
    contract: words.optional(),
    amount: money.optional(),
    place: words.optional(),
    scope: words.optional(),
    beneficiaries: words.optional(),
    due: z.iso.date().optional(),
    /** How many papers of the choosing are laid beside it; one unless said otherwise. */
    papers: count.optional(),
  }),
  progress: z.strictObject({ text: words, percent: count }),
  /** To the contractor and with one receipt, unless said otherwise. */
  expense: z.strictObject({
    line: words,
    amount: money,
    payee: words.optional(),
    note: words.optional(),
    papers: count.optional(),
  }),
  /** What is beyond one line is to be paid from the saving of another: before the oversight committee. */
  overLine: z.strictObject({ line: words, from: words, reason: words.optional() }),
  accept: z
    .strictObject({
      /** How many sign, or who; the first is of the oversight committee unless they are named. */
      people: z.union([count, people]).optional(),
      on: z.iso.date().optional(),
      opinion: words.optional(),
      /** Of those, who signs the sheet instead of his phone. */
      sheet: people.optional(),
      /** Asked only; nobody signs. */
      sign: yes.optional(),
      /** Of a matter under rules of 0.1.0: so many names, and no signature. */
      names: count.optional(),
    })
    .nullable(),
  signAcceptance: z.strictObject({ person: words, agrees: yes.optional(), text: words.optional() }),
  outcome: z
    .strictObject({ reason: words.optional(), text: words.optional(), nothingSpent: yes.optional() })
    .nullable(),
  /** 险情先办: begun so many hours ago, and reported now. */
  danger: z.strictObject({ hoursAgo: count, what: words, why: words.optional(), cost: money }),
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
  /** Both wait for their second person. */
  appoint: z.strictObject({
    person: words,
    office: words,
    from: words.optional(),
    to: words.optional(),
    villageGroup: words.optional(),
  }),
  endOffice: z.strictObject({
    person: words,
    office: words,
    reason: words.optional(),
    ground: z.enum(['death', 'resignation', 'households']).optional(),
  }),
  /** Leaves the village for good by another import, which an oversight member reads and confirms. */
  gone: z.strictObject({ person: words, reason: words, second: words.optional() }),
  clock: time,
  /** How much the matter has asked of second persons, of the township, of time; printed, and held against figures. */
  weigh: z
    .strictObject({ seconds: count, oversight: count, township: count, step4: count, work: count })
    .partial()
    .nullable(),
  expect: expectation,
  sleep: count,
  see: z.strictObject({
    by: words.optional(),
    what: words,
    has: z.array(words).optional(),
    hasNot: z.array(words).optional(),
    status: count.optional(),
  }),
  /** The second person of the act that was proposed last says yes; or no, and why. */
  confirmAct: nothing,
  refuseAct: z.union([
    words,
    z.strictObject({ ground: words, officeGround: z.enum(['paperMissing', 'wrongPerson', 'legalBar']) }),
  ]),
  /** Whose seat is to end says why he does not agree. */
  contestAct: words,
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

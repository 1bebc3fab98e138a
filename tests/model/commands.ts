/** 乱来: somebody asks for something, of his own or of others, of today or of long ago; once, twice, or with a rival. */
import { api, type RequestName } from '@cunyi/shared/api/index.ts'
import type { AskOptions } from '../server/village.ts'
import { draftBody, revisionBody, sentence, versionOf } from './bodies.ts'
import { CHOICE_LIST as CHOICES, type Choice, codeOf } from './choices.ts'
import type { Row } from './feed.ts'
import type { Player } from './player.ts'
import type { Random } from './random.ts'
import { OUTSIDERS, VILLAGE_NAMES } from './world.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const STRANGE = '00000000-0000-4000-8000-000000000000'

type Wish = { by?: readonly (string | undefined)[]; options: AskOptions; meant?: string }
type Make = (play: Player, random: Random) => Wish | null

/** There is nothing of the kind yet: something else is asked for. */
class Nothing extends Error {}
/** Where something is going on: mostly these are meant. */
const LIVE: Record<string, readonly string[]> = {
  polls: ['open', 'counting'],
  acts: ['waiting'],
  judgements: ['open'],
  amendments: ['moved'],
  disclosures: ['prepared', 'reviewed', 'posted'],
  meetings: ['scheduled', 'open', 'adjourned'],
}
/** Mostly of what is going on, then of the newest, of any; once in a while of nowhere. */
function pick(play: Player, random: Random, table: string): Row | null {
  const rows = play.world.mirror.where(table, { village_id: play.world.village.villageId })
  if (rows.length === 0) throw new Nothing()
  if (random.chance(1, 40)) return null
  const live = rows.filter((row) => LIVE[table]?.includes(String(row.status ?? row.state)))
  if (live.length > 0 && random.chance(3, 4)) return random.of(live) ?? null
  return (random.chance(2, 3) ? random.of(rows.slice(-3)) : random.of(rows)) ?? null
}
const idOf = (row: Row | null): string => String(row?.id ?? STRANGE)
const anybody = (play: Player, random: Random): string => play.world.id(random.of(VILLAGE_NAMES) as string)
const day = (play: Player, days: number) =>
  play.world.today(new Date(play.world.now().getTime() + days * DAY))

const OF_BRANCH = ['branchSecretary', 'branchCommittee-1'] as const
const OF_VILLAGE = ['villageDirector', 'villageCommittee-1', 'villageCommittee-2'] as const
const OF_OVERSIGHT = ['oversightChair', 'oversightCommittee-1', 'oversightCommittee-2'] as const
const TOWNSHIP = ['township-1', 'township-2', 'county-1'] as const
const MEMBERS = VILLAGE_NAMES.filter((name) =>
  /representative|partyMember|Committee|Director|Secretary/.test(name),
)
const VILLAGERS = VILLAGE_NAMES.filter((name) => name.startsWith('villager'))

const ofMatter =
  (
    by: readonly string[],
    body: (play: Player, random: Random, matter: Row | null) => unknown = () => ({}),
  ): Make =>
  (play, random) => {
    const matter = pick(play, random, 'proposals')
    const made = body(play, random, matter)
    return made === null ? null : { by, options: { params: { proposal: idOf(matter) }, body: made } }
  }
const officersOf = (play: Player, meeting: Row | null): (string | undefined)[] =>
  meeting
    ? [meeting.chair_id, meeting.recorder_id, ...play.world.tellersOf(meeting)].map((id) =>
        play.world.nameOf(id),
      )
    : []
const ofMeeting =
  (
    body: (play: Player, random: Random, meeting: Row | null) => unknown = () => ({}),
    by: readonly string[] = [],
  ): Make =>
  (play, random) => {
    const meeting = pick(play, random, 'meetings')
    const made = body(play, random, meeting)
    return made === null
      ? null
      : {
          by: [...by, ...officersOf(play, meeting)],
          options: { params: { meeting: idOf(meeting) }, body: made },
        }
  }
const ofPoll =
  (
    body: (play: Player, random: Random, poll: Row | null) => unknown = () => ({}),
    by: readonly string[] = [],
  ): Make =>
  (play, random) => {
    const poll = pick(play, random, 'polls')
    const meeting = poll ? (play.world.mirror.one('meetings', { id: poll.meeting_id }) ?? null) : null
    const made = body(play, random, poll)
    const params = { poll: idOf(poll), meeting: idOf(meeting) }
    return made === null
      ? null
      : { by: [...by, ...officersOf(play, meeting)], options: { params, body: made }, meant: meantBy(made) }
  }
const meantBy = (body: unknown) => String((body as { choice?: unknown } | undefined)?.choice ?? '')
const ballot = (_play: Player, random: Random) => ({
  ref: random.hex(16),
  choice: codeOf(random.of(CHOICES) as Choice),
})
const ofPosting =
  (
    by: readonly string[],
    body: (play: Player, random: Random, posting: Row | null) => unknown = () => ({}),
  ): Make =>
  (play, random) => {
    const posting = pick(play, random, 'disclosures')
    const made = body(play, random, posting)
    return made === null ? null : { by, options: { params: { disclosure: idOf(posting) }, body: made } }
  }
const ofObjection =
  (by: readonly string[], body: (play: Player, random: Random) => unknown): Make =>
  (play, random) => ({
    by,
    options: { params: { objection: idOf(pick(play, random, 'objections')) }, body: body(play, random) },
  })
const reason = (_play: Player, random: Random) => ({ reason: sentence(random) })
const figures = (_play: Player, random: Random) => ({
  for: random.below(4),
  against: random.below(2),
  abstain: random.below(2),
  invalid: 0,
})
const CORRECTIONS = [
  ['strike', 'died'],
  ['strike', 'leftVillage'],
  ['noVote', 'officeEnded'],
  ['vote', 'wrongRecord'],
  ['add', 'leftOut'],
  ['strike', 'leftOut'],
] as const
function correction(play: Player, random: Random, meeting: Row | null) {
  const [kind, ground] = random.of(CORRECTIONS) ?? CORRECTIONS[0]
  const onRoll = random.of(play.world.mirror.where('meeting_roll', { meeting_id: meeting?.id }))?.person_id
  const personId = kind === 'add' || !onRoll || random.chance(1, 5) ? anybody(play, random) : String(onRoll)
  return { personId, kind, ground, reason: sentence(random), paperId: STRANGE }
}
const OFFICES = [
  'oversightChair',
  'oversightCommittee',
  'oversightStandIn',
  'representative',
  'villageCommittee',
  'branchCommittee',
  'supervisor',
  'clerk',
] as const
const paperOf = (play: Player, random: Random) => random.of(play.uploads) ?? STRANGE

/** Request → how often, and what it says. */
// biome-ignore format: one row, one request
const WISHES: Record<string, readonly [number, Make]> = {
  draftProposal:    [2, (play, random) => ({ by: [...OF_BRANCH, ...OF_VILLAGE], options: { body: draftBody(play, random) } })],
  editDraft:        [1, ofMatter(OF_BRANCH, (play, random) => draftBody(play, random))],
  submitProposal:   [2, ofMatter([...OF_BRANCH, ...OF_VILLAGE])],
  withdrawProposal: [1, ofMatter(OF_BRANCH, reason)],
  shelveProposal:   [1, ofMatter([...OF_BRANCH, ...OF_VILLAGE], reason)],
  referProposal:    [1, ofMatter(OF_VILLAGE, reason)],
  archiveProposal:  [1, ofMatter(OF_VILLAGE)],
  reviseProposal:   [4, ofMatter([...OF_BRANCH, ...OF_VILLAGE], (play, random, matter) => { const made = matter && revisionBody(play, random, matter); return made ? { ...made, reason: sentence(random), touchesRights: random.chance(1, 6) } : null })],
  addNote:          [2, ofMatter([...OF_OVERSIGHT, ...OF_BRANCH], (_play, random) => ({ kind: random.of(['oversightNote', 'challenge', 'branchConsent', 'consultation']), text: sentence(random), agrees: random.chance(2, 3) }))],
  giveOpinion:      [1, ofMatter(TOWNSHIP, (_play, random) => ({ text: sentence(random) }))],
  fileProposal:     [1, ofMatter(TOWNSHIP, () => ({ documentNumber: '镇备〔2026〕2号' }))],
  orderCorrection:  [1, ofMatter(TOWNSHIP, (_play, random) => (random.chance(1, 2) ? { documentNumber: '镇改〔2026〕3号', article: '村委会组织法第三十一条', reason: sentence(random) } : null))],
  approveProposal:  [1, ofMatter(TOWNSHIP, () => ({ documentNumber: '镇批〔2026〕4号' }))],
  refuseApproval:   [1, ofMatter(TOWNSHIP, (_play, random) => ({ documentNumber: '镇批〔2026〕5号', reason: sentence(random) }))],
  sayOpinion:       [1, ofMatter(MEMBERS, (_play, random) => ({ kind: random.of(['opinion', 'question']), text: sentence(random) }))],
  raisePetition:    [1, (_play, random) => ({ by: VILLAGERS, options: { body: { title: `建议${random.hex(3)}`, text: sentence(random) } } })],
  signPetition:     [1, (play, random) => ({ by: VILLAGERS, options: { params: { petition: idOf(pick(play, random, 'petitions')) }, body: random.chance(1, 2) ? {} : { demand: 'villagers' } } })],
  answerPetition:   [1, (play, random) => ({ by: OF_BRANCH, options: { params: { petition: idOf(pick(play, random, 'petitions')) }, body: { answer: sentence(random) } } })],

  conveneMeeting:   [3, (play, random) => {
    const matter = pick(play, random, 'proposals')
    const names = ['branchSecretary', 'villageDirector', ...MEMBERS]
    const who = () => play.world.id(random.of(names) as string)
    const opens = play.world.now().getTime() + random.below(15) * DAY + random.below(24) * HOUR
    return { by: [...OF_BRANCH, ...OF_VILLAGE], options: { body: { proposalIds: [idOf(matter)], opensAt: new Date(opens).toISOString(), place: '村部', chairId: random.chance(2, 3) ? play.world.id(matter?.stage === 'villagerResolution' ? 'villageDirector' : 'branchSecretary') : who(), recorderId: who(), tellerIds: [who(), who()] } } }
  }],
  signIn:           [4, ofMeeting(() => ({}), MEMBERS)],
  signInPeople:     [3, ofMeeting((play, random) => ({ personIds: [...new Set([anybody(play, random), anybody(play, random)])] }))],
  confirmSignIns:   [1, ofMeeting((play, random) => ({ personIds: [anybody(play, random)] }))],
  leaveMeeting:     [2, ofMeeting((play, random) => ({ personId: anybody(play, random) }))],
  willCome:         [1, ofMeeting(() => ({}), MEMBERS)],
  excuse:           [1, ofMeeting((play, random) => ({ personId: anybody(play, random), reason: '住院' }), MEMBERS)],
  recuse:           [2, ofMeeting((play, random, meeting) => ({ proposalId: String(play.world.mirror.one('agenda_items', { meeting_id: meeting?.id })?.proposal_id ?? STRANGE), personId: anybody(play, random), reason: '承包人的亲属', interest: random.of(['contractor', 'beneficiary', 'relative', 'other']) }), MEMBERS)],
  correctRoll:      [4, ofMeeting((play, random, meeting) => correction(play, random, meeting), [...OF_VILLAGE, ...OF_OVERSIGHT])],
  withdrawEntry:    [2, ofMeeting((play, random) => ({ personId: anybody(play, random), entry: random.of(['signIn', 'leave', 'excuse']), reason: sentence(random) }))],
  chooseTellers:    [2, ofMeeting((play, random) => ({ by: 'meeting', tellerIds: [anybody(play, random), anybody(play, random)], agreed: random.below(20), ...(random.chance(1, 3) ? { placeNo: 0 } : {}) }))],
  contestRecusal:   [2, (play, random) => { const recusal = pick(play, random, 'recusals'); return { by: [play.world.nameOf(recusal?.person_id)], options: { params: { meeting: String(recusal?.meeting_id ?? STRANGE) }, body: { proposalId: String(recusal?.proposal_id ?? STRANGE), reason: sentence(random) } } } }],
  recordAssistCall: [2, ofPoll((play, random, poll) => ({ personId: String(random.of(play.world.mirror.where('assists', { poll_id: poll?.id }))?.person_id ?? anybody(play, random)), result: random.of(['reached', 'notReached', 'notMine']) }), OF_OVERSIGHT)],
  askFullWay:       [1, ofMatter(MEMBERS, reason)],
  answerFullWay:    [1, ofMatter(OF_BRANCH, (_play, random) => ({ answer: sentence(random) }))],
  askApart:         [1, ofMatter([...OF_BRANCH, ...OF_VILLAGE], (_play, random) => ({ question: random.of(['apart', 'another']), reason: sentence(random) }))],
  contestObjection: [2, ofObjection(OF_VILLAGE, (_play, random) => ({ class: random.of(['a', 'b', 'c', 'd']), reason: sentence(random) }))],
  takeObjectionFurther: [2, ofObjection([...VILLAGERS, ...MEMBERS], reason)],
  countyAnswer:     [1, ofObjection(['county-1', 'township-1'], (_play, random) => ({ verdict: random.of(['upheld', 'dismissed', 'corrected', 'recorded']), answer: sentence(random) }))],
  correctDisclosure: [2, ofPosting([...OF_VILLAGE, ...OF_OVERSIGHT], () => ({ oldText: '同意', newText: '赞同' }))],
  proposeNumber:    [2, (play, random) => ({ by: [...OF_VILLAGE, 'branchSecretary'], options: { params: { person: anybody(play, random) }, body: { phone: `1010000${String(1000 + random.below(9000))}`, reason: sentence(random) } } })],
  confirmIdentity:  [1, (play, random) => ({ by: [...OF_OVERSIGHT, 'representative-4', 'representative-5'], options: { params: { person: anybody(play, random) }, body: {} } })],
  contestAct:       [1, (play, random) => { const act = pick(play, random, 'acts'); return { by: [play.world.nameOf(act?.person_id)], options: { params: { act: idOf(act) }, body: { reason: sentence(random) } } } }],
  openPoll:         [2, ofPoll()],
  closePoll:        [2, ofPoll()],
  endHall:          [1, ofMeeting()],
  endMeeting:       [1, ofMeeting()],
  adjournMeeting:   [1, ofMeeting((play, random) => ({ to: new Date(play.world.now().getTime() + (random.below(200) - 20) * HOUR).toISOString(), reason: '人数不够' }))],
  replaceOfficers:  [1, ofMeeting((play, random, meeting) => ({ chairId: random.chance(2, 3) ? String(meeting?.chair_id ?? STRANGE) : anybody(play, random), recorderId: anybody(play, random), tellerIds: [anybody(play, random), anybody(play, random)], reason: sentence(random) }), OF_VILLAGE)],
  moveAmendment:    [2, ofMeeting((play, random, meeting) => {
    const matter = play.world.mirror.one('proposals', { id: play.world.mirror.one('agenda_items', { meeting_id: meeting?.id })?.proposal_id })
    const text = matter ? versionOf(play, matter) : undefined
    return matter && text ? { proposalId: matter.id, movedBy: anybody(play, random), oldText: '先修主路', newText: random.of(['先修支路', '先修主路，', '不修主路', '先修主路并由各户出资']), facts: random.chance(1, 3) ? { contractor: '丁建筑队' } : {}, touchesRights: random.chance(1, 6) } : null
  })],
  decideAmendment:  [2, (play, random) => {
    const amendment = pick(play, random, 'amendments')
    const meeting = play.world.mirror.one('meetings', { id: amendment?.meeting_id }) ?? null
    return { by: officersOf(play, meeting), options: { params: { meeting: idOf(meeting), amendment: idOf(amendment) }, body: { takeUp: random.chance(3, 4), supporters: [anybody(play, random), anybody(play, random), anybody(play, random)] } } }
  }],
  saveMinutes:      [1, ofMeeting((_play, random) => ({ gist: sentence(random), finalOpinion: '' }))],
  signMinutes:      [1, ofMeeting(() => ({}), MEMBERS)],

  castBallot:       [8, ofPoll(ballot, MEMBERS)],
  handOutSlips:     [2, ofPoll((play, random) => ({ personIds: [anybody(play, random)] }))],
  returnSlip:       [2, ofPoll((play, random, poll) => ({ personId: String(random.of(play.world.mirror.where('slips', { poll_id: poll?.id }))?.person_id ?? anybody(play, random)) }))],
  enterCountSheet:  [2, ofPoll((play, random) => ({ ...figures(play, random), issued: random.below(4) }))],
  enterNamed:       [2, ofPoll((play, random) => ({ channel: 'paper', entries: [{ personId: anybody(play, random), choice: random.of(CHOICES) }] }))],
  callHands:        [1, ofPoll()],
  setAsideEnvelope: [3, ofPoll((play, random, poll) => ({ personId: String(random.of(play.world.mirror.where('envelopes', { poll_id: poll?.id }))?.person_id ?? anybody(play, random)), reason: sentence(random), ground: random.of(['wrongHand', 'coerced', 'ownRequest']) }), OF_OVERSIGHT)],
  declareCountInvalid: [1, ofPoll((_play, random) => ({ reason: sentence(random) }))],
  castAssisted:     [5, ofPoll((play, random) => ({ ...ballot(play, random), personId: anybody(play, random), where: random.of(['atDoor', 'inHall', 'byPhone']), reason: '没有手机', readBack: true }), ['representative-1', 'representative-2', 'villager-3', 'villager-4'])],
  objectAssisted:   [1, ofPoll(reason, MEMBERS)],
  addHelper:        [2, (play, random) => ({ by: OF_VILLAGE, options: { body: { personIds: [play.world.id(random.of(['representative-1', 'representative-2', 'villager-3', 'villager-4', ...MEMBERS]) as string)], heldOn: day(play, 0), paperId: STRANGE } } })],
  recordDanger:     [1, (play, random) => ({ by: OF_VILLAGE, options: { body: { beganAt: new Date(play.world.now().getTime() - random.below(48) * 3_600_000).toISOString(), what: sentence(random), why: sentence(random), cost: random.below(500_000) } } })],
  endHelper:        [1, (play, random) => ({ by: OF_VILLAGE, options: { params: { helper: idOf(pick(play, random, 'helpers')) }, body: reason(play, random) } })],
  getPoll:          [1, ofPoll(() => undefined, MEMBERS)],

  confirmAct:       [8, (play, random) => ({ by: [...OF_OVERSIGHT, ...OF_VILLAGE, ...TOWNSHIP], options: { params: { act: idOf(random.chance(2, 3) ? (random.of(play.world.mirror.where('acts', { state: 'waiting' })) ?? null) : pick(play, random, 'acts')) }, body: {} } })],
  refuseAct:        [2, (play, random) => ({ by: [...OF_OVERSIGHT, ...OF_VILLAGE, ...TOWNSHIP], options: { params: { act: idOf(random.of(play.world.mirror.where('acts', { state: 'waiting' })) ?? null) }, body: { ground: sentence(random), officeGround: 'paperMissing' } } })],

  judge: [
    4,
    (play, random) => ({
      by: OF_OVERSIGHT,
      options: {
        params: { judgement: idOf(pick(play, random, 'judgements')) },
        body: random.chance(1, 2) ? { agrees: true, ground: null } : { agrees: false, ground: sentence(random) },
      },
    }),
  ],
  reviewDisclosure: [2, ofPosting(OF_OVERSIGHT, (_play, random) => ({ agree: random.chance(2, 3), text: sentence(random) }))],
  postDisclosure:   [2, ofPosting(OF_VILLAGE)],
  editDisclosure:   [3, ofPosting(OF_VILLAGE, (_play, random, posting) => (posting ? { added: random.chance(1, 2) ? '请到村部查看图纸。' : '另付二万元。', title: String(posting.title), text: random.chance(1, 2) ? `${posting.text}\n另行通知。` : String(posting.text).replace('同意', '通过') } : null))],
  addBoardPhoto:    [1, ofPosting(OF_VILLAGE, (play, random) => ({ moment: random.of(['start', 'end']), attachmentId: paperOf(play, random), place: '村部公开栏' }))],
  reportTakenDown:  [1, ofPosting([...OF_VILLAGE, ...OF_OVERSIGHT], reason)],
  maskDisclosure:   [1, ofPosting([...OF_VILLAGE, ...OF_OVERSIGHT], (_play, random) => ({ excerpts: [random.of(['方案', '支路', '村里']) as string], kind: 'other', reason: sentence(random) }))],
  raiseObjection:   [3, ofPosting([...VILLAGERS, ...MEMBERS], (_play, random) => ({ text: sentence(random), ...(random.chance(1, 2) ? { class: random.of(['a', 'b', 'c', 'd']) } : {}) }))],
  classifyObjection: [2, ofObjection([...OF_VILLAGE, ...OF_OVERSIGHT], (_play, random) => ({ class: random.of(['a', 'b', 'c', 'd']), reason: sentence(random) }))],
  answerObjection:  [2, ofObjection(OF_VILLAGE, (_play, random) => ({ verdict: random.of(['upheld', 'dismissed', 'corrected', 'recorded']), answer: sentence(random) }))],
  townshipAnswer:   [1, ofObjection(TOWNSHIP, (_play, random) => ({ verdict: random.of(['upheld', 'dismissed', 'corrected', 'recorded']), answer: sentence(random) }))],
  recountPoll:      [3, ofPoll((play, random, poll) => ({ reason: sentence(random), ...(random.chance(1, 2) ? { objectionId: idOf(random.of(play.world.mirror.where('objections', { proposal_id: poll?.proposal_id })) ?? null) } : {}), ...(random.chance(1, 2) ? { notPresent: [anybody(play, random)] } : { wrongfulBallots: [anybody(play, random)] }) }), [...OF_VILLAGE, ...OF_OVERSIGHT])],

  startWork:        [1, ofMatter(OF_VILLAGE, () => ({ executor: '村民委员会', contractor: '戊建筑队', tender: 'none', contractNumber: null, contractAmount: null, startedOn: null, dueOn: null }))],
  signAcceptance:   [2, ofMatter(MEMBERS, (_play, random) => ({ agrees: random.chance(3, 4), text: random.chance(1, 2) ? sentence(random) : null }))],
  addProgress:      [1, ofMatter(OF_VILLAGE, (_play, random) => ({ text: sentence(random), percent: random.below(101), photoIds: [] }))],
  addExpense:       [1, ofMatter(['accountant', ...OF_VILLAGE], (play, random, matter) => ({ budgetLineId: String(random.of(play.world.mirror.where('budget_lines', { proposal_id: matter?.id }))?.id ?? STRANGE), amount: random.below(2_000_000), payee: '某商店', invoice: null, paidOn: day(play, random.below(3) - 1), note: random.chance(1, 2) ? sentence(random) : null, paperIds: [paperOf(play, random)] }))],
  askOverLine:      [1, (play, random) => { const line = pick(play, random, 'budget_lines'); return { by: OF_VILLAGE, options: { params: { proposal: String(line?.proposal_id ?? STRANGE), line: idOf(line) }, body: { fromLineId: idOf(pick(play, random, 'budget_lines')), reason: sentence(random) } } } }],
  answerChallenge:  [1, (play, random) => { const note = pick(play, random, 'notes'); return { by: [...OF_VILLAGE, ...OF_BRANCH], options: { params: { proposal: String(note?.proposal_id ?? STRANGE), note: idOf(note) }, body: { text: sentence(random) } } } }],
  acceptWork:       [1, ofMatter([...OF_VILLAGE, ...OF_OVERSIGHT], (play, random) => ({ completedOn: day(play, random.below(5) - 3), acceptedOn: day(play, random.below(5) - 3), ...(random.chance(1, 3) ? { people: ['甲', '乙', '丙'] } : { acceptorIds: [anybody(play, random), ...['oversightChair', 'representative-4', 'representative-5', 'villager-3', 'villager-4'].map((name) => play.world.id(name))] }), opinion: '合格', remaining: '' }))],
  reportOutcome:    [1, ofMatter(OF_VILLAGE)],

  appoint:          [4, (play, random) => ({ by: [...OF_VILLAGE, ...OF_BRANCH, 'oversightChair', 'township-1'], options: { body: { personId: anybody(play, random), office: random.of(OFFICES), from: day(play, -random.below(400)), to: day(play, random.below(900)), villageGroup: null, households: [], paperId: paperOf(play, random) } } })],
  endOffice:        [2, (play, random) => ({ by: [...OF_VILLAGE, ...OF_BRANCH, 'oversightChair'], options: { params: { id: idOf(pick(play, random, 'offices')) }, body: { on: day(play, 0), reason: '辞职', paperId: paperOf(play, random), ground: 'resignation' } } })],
}
const NAMES = Object.keys(WISHES).filter((name) => name in api)

function wishFor(play: Player, random: Random): { request: string; wish: Wish } | null {
  for (let tries = 0; tries < 20; tries++) {
    const request = random.weighted(NAMES.map((name) => [name, WISHES[name]?.[0] ?? 0] as const))
    try {
      const wish = WISHES[request]?.[1](play, random)
      if (wish) return { request, wish }
    } catch (nothing) {
      if (!(nothing instanceof Nothing)) throw nothing
    }
  }
  return null
}

/** Which paper somebody lays beside his request first. */
const PAPERS: Record<string, string> = {
  appoint: 'office',
  endOffice: 'office',
  correctRoll: 'paper',
  addHelper: 'paper',
}

export async function randomAct(play: Player, random: Random): Promise<void> {
  if (random.chance(1, 14)) return time(play, random)
  const found = wishFor(play, random)
  if (!found) return
  const { request, wish } = found
  const might = (wish.by ?? []).filter((name) => name && name !== 'nobody') as string[]
  const somebody = () =>
    (might.length > 0 && random.chance(4, 5)
      ? random.of(might)
      : random.of<string | null>([...VILLAGE_NAMES, ...OUTSIDERS, null])) ?? null
  const { options, meant } = wish
  const paper = PAPERS[request]
  if (paper && might[0]) {
    const paperId = await play.upload(might[0], paper)
    if (paperId) options.body = { ...(options.body as object), paperId }
  }
  const asks = (who: string | null) => play.ask(who, request, fitting(request, options), meant)
  const first = somebody()
  switch (
    random.weighted([
      ['once', 8],
      ['twice', 1],
      ['both', 1],
    ] as const)
  ) {
    case 'once':
      return void (await asks(first))
    case 'twice':
      return void (await Promise.all([asks(first), asks(first)]))
    case 'both':
      return void (await Promise.all([asks(first), asks(somebody())]))
  }
}

/** A read takes no body. */
const fitting = (request: string, { body, ...options }: AskOptions): AskOptions =>
  api[request as RequestName].method === 'GET' ? options : { ...options, body }

/** 时间: a minute, an hour, a day, ten days; or just past the next term of what waits. */
async function time(play: Player, random: Random): Promise<void> {
  const now = play.world.now().getTime()
  const terms = ['acts', 'judgements']
    .flatMap((table) => play.world.mirror.all(table))
    .filter((row) => row.state === 'waiting' || row.state === 'open')
    .map((row) => new Date(String(row.due_at)).getTime())
    .filter((at) => at > now)
  const next = random.of(terms)
  const far = random.weighted([
    [MINUTE, 4],
    [HOUR, 4],
    [DAY, 3],
    [10 * DAY, 1],
  ] as const)
  await play.clock(new Date(next && random.chance(1, 3) ? next + MINUTE : now + far))
}

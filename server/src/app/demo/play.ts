/**
 * 演练: how a matter is played through its steps, by requests of the people concerned. Each deed first looks whether it
 * was done already, so that a play that was killed goes on where it stopped. A generator yields the instants it waits for.
 */
import { randomBytes } from 'node:crypto'
import { PAPERS, type Paper } from '@cunyi/shared/matter/matter-table.ts'
import { CHOICES, type Choice, type Office } from '@cunyi/shared/words/vocabulary.ts'
import type { Driver, Player, Reply } from './driver.ts'
import { samplePaper } from './paper.ts'

export type Waiting = AsyncGenerator<Date, void>
export type Counts = { for: number; against?: number; abstain?: number }
export type SittingSpec = {
  hall: number
  online: number
  votes: Counts | Counts[]
  /** Else the first lawful nine o'clock. */
  opensAt?: Date
  /** Everybody votes on his phone, and the poll is still open when the demo is looked at. */
  leaveOpen?: boolean
  /** Comes and votes by himself. */
  besides?: string
  /** Only the notice goes out. */
  noticeOnly?: boolean
}
export type Cast = {
  chair: Player
  recorder: Player
  tellers: [Player, Player]
}
/** Who is who in the village, by office; `isAway` of a person. */
export type Company = {
  village: string
  holder(office: Office, nth?: number): Player
  castOf(assembly: string): Cast
  isAway(personId: string): boolean
}

const HOUR = 3_600_000
const ZONE = 8 * HOUR
const AT_ONCE = 8
const PLACE = '村部会议室'

/** The first nine o'clock in Shanghai that is not before this instant. */
export function nextMorning(at: Date): Date {
  const local = new Date(at.getTime() + ZONE)
  local.setUTCHours(9, 0, 0, 0)
  const nine = new Date(local.getTime() - ZONE)
  return nine >= at ? nine : new Date(nine.getTime() + 24 * HOUR)
}
export const later = (at: Date, hours: number): Date => new Date(at.getTime() + hours * HOUR)

export class Play {
  readonly driver: Driver
  readonly company: Company

  constructor(driver: Driver, company: Company) {
    this.driver = driver
    this.company = company
  }

  get secretary(): Player {
    return this.company.holder('branchSecretary')
  }
  get director(): Player {
    return this.company.holder('villageDirector')
  }

  async find(title: string): Promise<string | undefined> {
    const { rows } = await this.driver.must(this.secretary, 'listProposals', { query: { q: title } })
    return rows.find((row: { title: string }) => row.title === title)?.id
  }

  async draft(matter: { title: string } & Record<string, unknown>): Promise<string> {
    return (
      (await this.find(matter.title)) ??
      (await this.driver.must(this.secretary, 'draftProposal', { body: matter })).id
    )
  }

  detail = (proposal: string): Promise<Reply> =>
    this.driver.must(this.secretary, 'getProposal', { params: { proposal } })

  async submit(proposal: string) {
    if ((await this.detail(proposal)).stage === 'drafting')
      await this.driver.must(this.secretary, 'submitProposal', { params: { proposal } })
  }

  /** The nth sitting on the matter, whole: notice, sign-in, poll, closing. */
  async *sitting(proposal: string, nth: number, spec: SittingSpec): Waiting {
    const known = (await this.detail(proposal)).sittings[nth]
    if (known?.polls.every((poll: { status: string }) => poll.status === 'closed')) return
    const meetingId = known?.meetingId ?? (await this.convene(proposal, spec))
    if (spec.noticeOnly) return
    const look = (): Promise<Reply> =>
      this.driver.must(this.secretary, 'getMeeting', { params: { meeting: meetingId } })
    yield new Date((await look()).opensAt)
    // As it stands at that hour: an interrupted play may have opened or closed it already.
    const meeting = await look()
    const cast = this.company.castOf(meeting.assembly)
    const polls: PollSeen[] = meeting.polls.filter(
      (poll: { proposalId: string }) => poll.proposalId === proposal,
    )
    const live = meeting.windowEnd === null
    const votesOf = (i: number) =>
      (Array.isArray(spec.votes) ? (spec.votes[i] ?? spec.votes[0]) : spec.votes) as Counts
    const isRunning = ({ status }: PollSeen) => status === 'waiting' || status === 'open'
    if (polls.some(isRunning) && (live || this.driver.now() < new Date(meeting.windowEnd))) {
      const there = await this.attend(meetingId, cast, spec)
      await this.elect(meetingId, cast)
      for (const [i, poll] of polls.entries()) {
        if (!isRunning(poll)) continue
        const at = { params: { meeting: meetingId, poll: poll.id } }
        if (poll.status === 'waiting') await this.driver.must(cast.chair, 'openPoll', at)
        await this.vote(poll, cast, ballotsOf(votesOf(i), spec, there), live)
        if (!live) continue
        // Whoever there casts nothing is waited for.
        yield new Date(this.driver.now().getTime() + 5 * 60_000)
        await this.driver.must(cast.chair, 'closePoll', at)
      }
    }
    if (!live) yield new Date(new Date(meeting.windowEnd).getTime() + 11_000)
    for (const [i, poll] of polls.entries()) await this.count(poll, cast, ballotsOf(votesOf(i), spec).slips)
    yield new Date(this.driver.now().getTime() + 15_000)
    await this.minutes(meetingId, cast)
  }

  /** 会前材料: what is missing is laid, and then what the rules say of convening. */
  async ready(proposal: string): Promise<{ by: Player; check: Reply }> {
    const detail = await this.detail(proposal)
    const by = detail.stage === 'villagerResolution' ? this.director : this.secretary
    const ask = () => this.driver.must(by, 'checkConvening', { body: { proposalIds: [proposal] } })
    const check = await ask()
    if (check.refusal?.code !== 'papersMissing') return { by, check }
    for (const paper of String(check.refusal.params.keys).split(' ')) await this.lay(proposal, paper)
    return { by, check: await ask() }
  }

  private async convene(proposal: string, { opensAt }: SittingSpec): Promise<string> {
    const { by, check } = await this.ready(proposal)
    if (check.refusal && check.refusal.code !== 'noticeTooShort' && !check.earliest)
      throw new Error(`The demo cannot convene: ${check.refusal.messageEn}`)
    const cast = this.company.castOf(check.assembly)
    const soonest = new Date(
      Math.max(new Date(check.earliest).getTime(), this.driver.now().getTime() + 60_000),
    )
    const opens = opensAt && opensAt >= soonest ? opensAt : nextMorning(soonest)
    const { id } = await this.driver.must(by, 'conveneMeeting', {
      body: {
        proposalIds: [proposal],
        opensAt: opens.toISOString(),
        place: PLACE,
        chairId: cast.chair.personId,
        recorderId: cast.recorder.personId,
        tellerIds: cast.tellers.map((teller) => teller.personId),
      },
    })
    return id
  }

  /** The file, and the note that says which paper it is. */
  private async lay(proposal: string, paper: string) {
    const name = PAPERS[paper as Paper].zh
    const subjectId = await this.keep(this.secretary, 'proposal', name)
    await this.driver.must(this.secretary, 'addNote', {
      params: { proposal },
      body: { kind: 'consultation', text: `${name}已经交来，可以查看原件。`, paper, subjectId },
    })
  }

  /** Those at home come to the hall, those away sign in on their phones. */
  async attend(meeting: string, { recorder }: Cast, { hall, online, leaveOpen, besides }: SittingSpec) {
    const voters: string[] = []
    for (let after: string | undefined; ; ) {
      const page = await this.driver.must(recorder, 'getRoll', {
        params: { meeting },
        query: { limit: '100', ...(after ? { after } : {}) },
      })
      for (const row of page.rows) if (row.votes && row.person.id !== besides) voters.push(row.person.id)
      if (!page.next) break
      after = page.next
    }
    const order = [
      ...voters.filter((id) => !this.company.isAway(id)),
      ...voters.filter((id) => this.company.isAway(id)),
    ]
    const inHall = order.slice(0, hall)
    const onLine = order.slice(hall).reverse().slice(0, online)
    if (inHall.length > 0)
      await this.driver.must(recorder, 'signInPeople', { params: { meeting }, body: { personIds: inHall } })
    await inTurns(onLine, async (personId) => {
      const who = { village: this.company.village, personId }
      if (leaveOpen) await this.driver.must(who, 'readNotice', { params: { meeting } })
      await this.driver.unless('alreadySignedIn', who, 'signIn', { params: { meeting }, body: {} })
    })
    return { inHall, onLine }
  }

  /** 推选: the meeting takes the tellers whom the notice proposed. */
  async elect(meeting: string, { recorder, tellers }: Cast) {
    const { tellersBy, now } = await this.driver.must(recorder, 'getMeeting', { params: { meeting } })
    const agreed = now.inHall || now.online
    if (tellersBy !== null || agreed === 0) return
    await this.driver.must(recorder, 'chooseTellers', {
      params: { meeting },
      body: { by: 'meeting', tellerIds: tellers.map((one) => one.personId), agreed },
    })
  }

  /** Slips in a secret poll, by name through two tellers in an open one; whoever is online on his phone. */
  async vote(poll: PollSeen, cast: Cast, { phones, slips }: Ballots, live: boolean) {
    await inTurns(phones, ({ personId, choice }) => this.cast(poll.id, personId, choice))
    if (slips.length === 0) return
    if (poll.secret)
      await this.driver.must(cast.recorder, 'handOutSlips', {
        params: { poll: poll.id },
        body: { personIds: slips.map((one) => one.personId) },
      })
    else
      for (const teller of cast.tellers)
        await this.driver.must(teller, 'enterNamed', {
          params: { poll: poll.id },
          body: { channel: live ? 'hands' : 'paper', entries: slips },
        })
  }

  private async cast(poll: string, personId: string, choice: Choice) {
    const body = { ref: randomBytes(16).toString('hex'), choice: CHOICES[choice].code }
    await this.driver.unless('alreadyVoted', { village: this.company.village, personId }, 'castBallot', {
      params: { poll },
      body,
    })
  }

  /** Both tellers count the slips; an open poll has none. */
  async count(poll: PollSeen, cast: Cast, slips: Ballots['slips']) {
    if (!poll.secret || slips.length === 0) return
    if ((await this.driver.must(cast.chair, 'getPoll', { params: { poll: poll.id } })).status !== 'counting')
      return
    const sheet = { for: 0, against: 0, abstain: 0, invalid: 0, issued: slips.length }
    for (const { choice } of slips) sheet[choice] += 1
    for (const teller of cast.tellers)
      await this.driver.must(teller, 'enterCountSheet', { params: { poll: poll.id }, body: sheet })
  }

  async minutes(meeting: string, { recorder, chair }: Cast) {
    const body = {
      gist: '与会人员听取了说明，就方案、资金和质量要求发表了意见，主持人逐一作了回应。',
      finalOpinion: '按表决结果办理。',
    }
    await this.driver.must(recorder, 'saveMinutes', { params: { meeting }, body })
    for (const who of [recorder, chair])
      await this.driver.unless('alreadyDone', who, 'signMinutes', { params: { meeting } })
  }

  /** Review, photo of the board, posting; with `whole`, also the last photo and the end of the days. */
  async *disclose(proposal: string, nth: number, whole: boolean): Waiting {
    const { id } = (await this.detail(proposal)).disclosures[nth] ?? {}
    if (!id) throw new Error('The demo has nothing to disclose')
    const at = { params: { disclosure: id } }
    let state = await this.driver.must(this.director, 'getDisclosure', at)
    if (state.status === 'prepared')
      await this.driver.must(this.company.holder('oversightChair'), 'reviewDisclosure', {
        ...at,
        body: { agree: true, text: '内容属实，同意公示' },
      })
    if (!state.postedAt) {
      if (state.photos.length === 0) await this.photo(id, 'start')
      await this.driver.must(this.director, 'postDisclosure', at)
    }
    if (!whole) return
    state = await this.driver.must(this.director, 'getDisclosure', at)
    if (state.status === 'ended') return
    yield later(new Date(state.endsAt), -6)
    if (!state.photos.some((photo: { moment: string }) => photo.moment === 'end')) await this.photo(id, 'end')
    yield new Date(new Date(state.endsAt).getTime() + 11_000)
  }

  private async photo(disclosure: string, moment: 'start' | 'end') {
    const attachmentId = await this.keep(this.director, 'disclosure', `公示栏${moment}`)
    await this.driver.must(this.director, 'addBoardPhoto', {
      params: { disclosure },
      body: { moment, attachmentId, place: '村部公示栏' },
    })
  }

  async keep(who: Player, purpose: string, name: string): Promise<string> {
    const file = { name: `${name}.png`, type: 'image/png', content: await samplePaper(name) }
    return (await this.driver.upload(who, 'uploadFile', file, { query: { purpose } })).id
  }
}

export type PollSeen = { id: string; secret: boolean; status: string }
type Ballot = { personId: string; choice: Choice }
type Ballots = { phones: Ballot[]; slips: Ballot[] }
type There = { inHall: string[]; onLine: string[] }

/** Who votes how: those online first, in the order for, against, abstain; the same however often it is asked. */
export function ballotsOf(
  counts: Counts,
  { online, leaveOpen }: SittingSpec,
  there: There = { inHall: [], onLine: [] },
): Ballots {
  const choices: Choice[] = [
    ...Array<Choice>(counts.for).fill('for'),
    ...Array<Choice>(counts.against ?? 0).fill('against'),
    ...Array<Choice>(counts.abstain ?? 0).fill('abstain'),
  ]
  const everybody = [...there.onLine, ...there.inHall]
  const ballots = choices.map((choice, i) => ({ personId: everybody[i] ?? '', choice }))
  const phones = leaveOpen ? ballots.length : online
  return { phones: ballots.slice(0, phones), slips: ballots.slice(phones) }
}

async function inTurns<T>(list: readonly T[], one: (item: T) => Promise<unknown>) {
  for (let i = 0; i < list.length; i += AT_ONCE) await Promise.all(list.slice(i, i + AT_ONCE).map(one))
}

export type Act = { begins: Date; run: () => Waiting }

/** Plays all acts side by side on one clock, each deed at its own instant, up to `until`. */
export async function perform(
  driver: Driver,
  acts: readonly Act[],
  until: Date,
  told: { isStopping: () => boolean; say: (line: string) => void },
) {
  const running = acts.map(({ begins, run }) => ({ at: begins, play: run() }))
  const first = Math.min(...running.map(({ at }) => at.getTime()))
  let tenths = 0
  while (running.length > 0 && !told.isStopping()) {
    const next = running.reduce((a, b) => (b.at < a.at ? b : a))
    if (next.at > until) break
    await driver.to(next.at)
    const passed = Math.floor((10 * (next.at.getTime() - first)) / (until.getTime() - first))
    if (passed >= tenths + 2) {
      tenths = passed
      told.say(`  ${passed * 10} %`)
    }
    const { value, done } = await next.play.next()
    if (done) running.splice(running.indexOf(next), 1)
    else next.at = value
  }
  if (!told.isStopping()) await driver.to(until)
}

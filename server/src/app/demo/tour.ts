/**
 * 跟着走一遍: what a newcomer's own matter waits for, and what the others do about it meanwhile. They sign in and vote by
 * the product's own requests, on the demo's own clock; nothing is written past the rules.
 */
import type { TourScene, TourTold } from '@cunyi/shared/api/demo.ts'
import { addDays, dateToInstant, shanghaiDate } from '@cunyi/shared/words/days.ts'
import { inVillage } from '#base/database/connect.ts'
import type { Parts } from '#base/parts/parts.ts'
import { companyOf } from './company.ts'
import { driverOn, type Player, type Reply } from './driver.ts'
import { moveClock } from './enter.ts'
import { demoVillages } from './load.ts'
import { BRANCH, COMMITTEES, PARTY, work } from './matters.ts'
import { ballotsOf, type Cast, type Counts, Play, type SittingSpec, type Waiting } from './play.ts'
import { draftedSince } from './queries.ts'
import { BIG_VILLAGE } from './village.ts'

const SITTINGS: Record<string, SittingSpec> = {
  branchProposal: BRANCH,
  committeeDeliberation: COMMITTEES,
  partyReview: PARTY,
}
/** With the newcomer's own ballot 41 of 60, one above the quorum. */
const STEP4: SittingSpec = { hall: 30, online: 10, votes: { for: 34, against: 4, abstain: 2 } }
const MINUTE = 60_000
const WAN = 1_000_000

/** A newcomer's matter as it stands, with what its next deed is done to. */
type Seen = {
  scene: TourScene
  detail?: Reply
  meeting?: Reply
  poll?: Reply
  disclosure?: Reply
}

export interface Tour {
  look(since: Date): Promise<TourTold>
  /** 其他人: does what the scene waits for and is not the newcomer's own. */
  play(since: Date, scene: TourScene): Promise<TourTold>
  close(): Promise<void>
}

/** The others come when they are first asked for. */
export function tourOf(parts: Parts): Tour {
  let made: ReturnType<typeof openStage> | undefined
  const stage = () => {
    made ??= openStage(parts).catch((error: unknown) => {
      made = undefined
      throw error
    })
    return made
  }
  const see = async (since: Date) => {
    const { play, voter } = await stage()
    const id = await inVillage(parts.db, BIG_VILLAGE, (tx) => draftedSince(tx, BIG_VILLAGE, since))
    return id ? seen(play, id, voter) : ({ scene: 'draft' } satisfies Seen)
  }
  let turn: Promise<unknown> = Promise.resolve()
  return {
    look: async (since) => told(await see(since)),
    // Pressed twice: the second finds what the first has done, and does no more.
    play: (since, scene) => {
      const mine = turn
        .catch(() => {})
        .then(async () => {
          const { play, voter } = await stage()
          const now = await see(since)
          if (now.scene === scene) for await (const at of others(play, now, voter)) await play.driver.to(at)
          return told(await see(since))
        })
      turn = mine
      return mine
    },
    close: async () => {
      const { play } = (await made?.catch(() => undefined)) ?? {}
      await play?.driver.close()
    },
  }
}

async function openStage(parts: Parts) {
  const [big] = demoVillages()
  if (!big) throw new Error('The demo has no village')
  const company = await companyOf(parts, big)
  // 外出的村民代表, whom the newcomer is when he votes. Looked for first: a demo that is not filled has none.
  let nth = 0
  while (!company.isAway(company.holder('representative', nth).personId)) nth++
  const voter = company.holder('representative', nth)
  const driver = await driverOn({ ...parts, config: { ...parts.config, mode: 'test' } }, async (at) => {
    if (at > parts.clock.now()) await moveClock(parts, at)
  })
  return { play: new Play(driver, company), voter }
}

const told = ({ scene, detail, meeting, poll, disclosure }: Seen): TourTold => ({
  scene,
  village: BIG_VILLAGE,
  title: detail?.title ?? '',
  proposal: detail?.id ?? null,
  meeting: meeting?.id ?? null,
  poll: poll?.id ?? null,
  disclosure: disclosure?.id ?? null,
})

async function seen(play: Play, id: string, voter: Player): Promise<Seen> {
  const detail = await play.detail(id)
  const { stage, disclosures } = detail
  if (stage === 'drafting') return { scene: 'submit', detail }
  if (stage in SITTINGS) return { scene: 'sit', detail }
  if (stage === 'villagerResolution') return atMeeting(play, detail, voter)
  if (stage === 'resolutionDisclosure') {
    const disclosure = disclosures[0]
    if (disclosure?.status === 'prepared') return { scene: 'review', detail, disclosure }
    return { scene: disclosure?.postedAt ? 'hang' : 'post', detail, disclosure }
  }
  if (stage === 'implementation' || stage === 'outcomeDisclosure') return { scene: 'carryOut', detail }
  if (stage !== 'archived') return { scene: 'elsewhere', detail }
  const { rows } = await play.driver.must(play.director, 'listPackages', { params: { proposal: id } })
  return { scene: rows.length > 0 ? 'archived' : 'pack', detail }
}

async function atMeeting(play: Play, detail: Reply, voter: Player): Promise<Seen> {
  const last = detail.sittings.at(-1)
  if (last?.stage !== 'villagerResolution' || !last.polls.some(isRunning)) return { scene: 'convene', detail }
  const at = { params: { meeting: last.meetingId } }
  const meeting = await play.driver.must(play.director, 'getMeeting', at)
  if (meeting.assembly !== 'representatives') return { scene: 'elsewhere', detail, meeting }
  const poll = meeting.polls.find((one: Reply) => one.proposalId === detail.id && isRunning(one))
  const here = { detail, meeting, poll }
  if (play.driver.now() < new Date(meeting.opensAt)) return { scene: 'wait', ...here }
  if (poll.status === 'counting') return { scene: 'count', ...here }
  if (poll.status === 'waiting') return { scene: meeting.tellersBy === null ? 'come' : 'open', ...here }
  const mine = await play.driver.must(voter, 'getMyPlace', at)
  if (!mine.polls.some((one: Reply) => one.pollId === poll.id && one.voted)) return { scene: 'vote', ...here }
  const now = await play.driver.must(play.director, 'getMeetingNow', at)
  const state = now.polls.find((one: Reply) => one.id === poll.id)
  if (state.slipsOut === 0 && state.voted < 2) return { scene: 'ballots', ...here }
  return { scene: meeting.windowEnd === null ? 'close' : 'end', ...here }
}
const isRunning = ({ status }: { status: string }) => ['waiting', 'open', 'counting'].includes(status)

/** As the notice names them, and the meeting has chosen them. */
function castOf({ village }: Play['company'], { chair, recorder, tellers }: Reply): Cast {
  const who = ({ id }: { id: string }): Player => ({ village, personId: id })
  return { chair: who(chair), recorder: who(recorder), tellers: [who(tellers[0]), who(tellers[1])] }
}

/** What is the newcomer's own is left to him. */
async function* others(play: Play, seen: Seen, voter: Player): Waiting {
  const { scene, detail, meeting } = seen
  if (scene === 'sit') yield* upToStep4(play, detail.id)
  if (scene === 'wait') yield new Date(new Date(meeting.opensAt).getTime() + MINUTE)
  if (scene === 'come' || scene === 'ballots' || scene === 'count' || scene === 'end')
    yield* atWork(play, seen, { ...STEP4, besides: voter.personId })
  if (scene === 'post') await minutesOf(play, detail)
  if (scene === 'post' || scene === 'hang') yield* play.disclose(detail.id, 0, scene === 'hang')
  if (scene === 'carryOut') {
    yield* carryOut(play, detail.id)
    yield* play.disclose(detail.id, 1, true)
  }
  // Its package is made in the night.
  if (scene === 'carryOut' || scene === 'pack')
    yield dateToInstant(addDays(shanghaiDate(play.driver.now()), 1))
}

async function* atWork(play: Play, { scene, meeting, poll }: Seen, spec: SittingSpec): Waiting {
  const cast = castOf(play.company, meeting)
  const live = meeting.windowEnd === null
  const votes = spec.votes as Counts
  if (scene === 'come') {
    await play.attend(meeting.id, cast, spec)
    await play.elect(meeting.id, cast)
  }
  if (scene === 'ballots') {
    const there = await play.attend(meeting.id, cast, spec)
    await play.vote(poll, cast, ballotsOf(votes, spec, there), live)
    // Whoever there casts nothing is waited for.
    if (live) yield new Date(play.driver.now().getTime() + 5 * MINUTE)
  }
  if (scene === 'end') yield new Date(new Date(meeting.windowEnd).getTime() + 11_000)
  if (scene !== 'count' && scene !== 'end') return
  await play.count(poll, cast, ballotsOf(votes, spec, { inHall: [], onLine: [] }).slips)
  yield new Date(play.driver.now().getTime() + 15_000)
  await play.minutes(meeting.id, cast)
}

/** A poll by name is closed without a count: then the minutes are still to be written. */
async function minutesOf(play: Play, { sittings }: Reply) {
  const meeting = sittings.at(-1)?.meetingId
  const at = { params: { meeting } }
  const { missing } = await play.driver.must(play.director, 'getMinutes', at)
  if (missing.length === 0) return
  await play.minutes(meeting, castOf(play.company, await play.driver.must(play.director, 'getMeeting', at)))
}

/** 支委会、两委、党员大会; and the papers of the next meeting, so that it can be convened. */
async function* upToStep4(play: Play, id: string): Waiting {
  for (let detail = await play.detail(id); detail.stage in SITTINGS; detail = await play.detail(id)) {
    const nth = detail.sittings.findIndex(({ polls }: { polls: Reply[] }) => polls.some(isRunning))
    if (detail.stage === 'committeeDeliberation') await note(play, detail)
    yield* play.sitting(id, nth < 0 ? detail.sittings.length : nth, SITTINGS[detail.stage] as SittingSpec)
    // Sent back, or put off: then it is the newcomer's to see why.
    if ((await play.detail(id)).stage === detail.stage) return
  }
  if ((await play.detail(id)).stage === 'villagerResolution') await play.ready(id)
}

/** A matter below the line is looked at by the oversight committee before the two committees settle it. */
async function note(play: Play, { id, notes }: Reply) {
  if (notes.some(({ kind }: { kind: string }) => kind === 'oversightNote')) return
  await play.driver.must(play.company.holder('oversightChair'), 'addNote', {
    params: { proposal: id },
    body: { kind: 'oversightNote', text: '情况属实，同意提交商议。', agrees: true },
  })
}

/** A little below what was planned, all of it paid to one. */
async function* carryOut(play: Play, id: string): Waiting {
  const { budget } = await play.detail(id)
  const uses = (budget as { kind: string; label: string; amount: number }[]).filter(
    ({ kind }) => kind === 'use',
  )
  const spent = uses.map(({ label, amount }): [string, number] => [label, (amount * 0.96) / WAN])
  yield* work(play, id, '河湾建筑队', spent, true)
}

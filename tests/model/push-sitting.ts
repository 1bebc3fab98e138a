/** 开会: notice, clock, sign-in, poll, ballots, closing, counting. */
import { shanghaiDate } from '@cunyi/shared/words/days.ts'
import { type Choice, codeOf } from './choices.ts'
import type { Row } from './feed.ts'
import { ok, type Player } from './player.ts'
import type { Random } from './random.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

/** The meeting in which this matter is being decided at its stage, if there is one. */
export function meetingOf(play: Player, matter: Row): { meeting: Row; polls: Row[] } | null {
  const { mirror } = play.world
  const polls = mirror
    .where('polls', { proposal_id: matter.id })
    .filter((poll) => ['waiting', 'open', 'counting'].includes(String(poll.status)))
  for (const poll of polls.reverse()) {
    const meeting = mirror.one('meetings', { id: poll.meeting_id })
    if (meeting && meeting.status !== 'ended' && meeting.stage === matter.stage)
      return { meeting, polls: polls.filter((one) => one.meeting_id === meeting.id).reverse() }
  }
  return null
}

export const opensAt = (meeting: Row): Date => new Date(String(meeting.adjourned_to ?? meeting.opens_at))

export async function pushSitting(play: Player, random: Random, matter: Row): Promise<boolean> {
  const sitting = meetingOf(play, matter)
  if (!sitting) return convene(play, random, matter)
  const { meeting, polls } = sitting
  const params = { meeting: String(meeting.id) }
  const chair = play.world.nameOf(meeting.chair_id)
  const now = play.world.now()
  const running = polls.find((poll) => poll.status !== 'waiting')
  if (running?.status === 'open') return vote(play, random, meeting, running)
  if (running) return count(play, random, meeting, running)
  if (meeting.status === 'adjourned' && !meeting.adjourned_to)
    return ok(
      await play.ask(chair, 'adjournMeeting', {
        params,
        body: { to: new Date(now.getTime() + HOUR).toISOString(), reason: '人数不够' },
      }),
    )
  if (now < opensAt(meeting)) {
    await play.clock(opensAt(meeting))
    return true
  }
  if (await signInMore(play, random, meeting)) return true
  const poll = polls[0] as Row
  if (meeting.tellers_by === null) await chooseTellers(play, meeting)
  return ok(await play.ask(chair, 'openPoll', { params: { ...params, poll: String(poll.id) } }))
}

/** 推选: all in the hall agree, or, where nobody is, all online. Where the poll has nobody in the hall it opens without. */
async function chooseTellers(play: Player, meeting: Row): Promise<boolean> {
  const there = play.world.mirror
    .where('attendances', { meeting_id: meeting.id })
    .filter((row) => !row.left_at)
  const hall = there.filter((row) => row.way === 'inHall')
  return ok(
    await play.ask(play.world.nameOf(meeting.recorder_id), 'chooseTellers', {
      params: { meeting: String(meeting.id) },
      body: { by: 'meeting', tellerIds: meeting.teller_ids, agreed: (hall.length > 0 ? hall : there).length },
    }),
  )
}

const CONVENES: Record<string, { by: string; recorder: string; tellers: string[] }> = {
  villagerResolution: {
    by: 'villageDirector',
    recorder: 'villageCommittee-1',
    tellers: ['representative-1', 'representative-2'],
  },
}
const OF_BRANCH = {
  by: 'branchSecretary',
  recorder: 'branchCommittee-2',
  tellers: ['branchCommittee-1', 'branchCommittee-2'],
}

async function convene(play: Player, random: Random, matter: Row): Promise<boolean> {
  const { by, recorder, tellers } = CONVENES[String(matter.stage)] ?? OF_BRANCH
  const proposalIds = [String(matter.id)]
  const checked = await play.ask(by, 'checkConvening', { body: { proposalIds } })
  if (!ok(checked)) return false
  if (checked.body.refusal?.code === 'oversightNoteNeeded' || matter.note_needed)
    await play.ask('oversightChair', 'addNote', {
      params: { proposal: String(matter.id) },
      body: { kind: 'oversightNote', text: '同意', agrees: true },
    })
  if (checked.body.refusal?.code === 'papersMissing') {
    for (const paper of String(checked.body.refusal.params.keys).split(' ')) {
      const subjectId = await play.upload('branchSecretary', 'proposal')
      await play.ask('branchSecretary', 'addNote', {
        params: { proposal: String(matter.id) },
        body: { kind: 'consultation', text: '材料已经交来', paper, subjectId },
      })
    }
    return true
  }
  const soonest = Math.max(new Date(checked.body.earliest).getTime(), play.world.now().getTime() + MINUTE)
  const opens = new Date(soonest + random.below(3) * HOUR).toISOString()
  return ok(
    await play.ask(by, 'conveneMeeting', {
      body: {
        proposalIds,
        opensAt: opens,
        place: '村部',
        chairId: play.world.id(by),
        recorderId: play.world.id(recorder),
        tellerIds: tellers.map(play.world.id),
      },
    }),
  )
}

/** Who has a vote and is not there. */
function absent(play: Player, meeting: Row): { all: string[]; away: string[] } {
  const { mirror, nameOf } = play.world
  const roll = mirror.where('meeting_roll', { meeting_id: meeting.id, votes: true, struck_at: null })
  const there = (id: unknown) =>
    mirror.where('attendances', { meeting_id: meeting.id, person_id: id }).some((row) => !row.left_at)
  return {
    all: roll.map((row) => nameOf(row.person_id)),
    away: roll.filter((row) => !there(row.person_id)).map((row) => nameOf(row.person_id)),
  }
}

async function signInMore(play: Player, random: Random, meeting: Row): Promise<boolean> {
  const { all, away } = absent(play, meeting)
  const there = all.length - away.length
  // Mostly as many as are asked for, and once in a while too few.
  if (4 * there >= 3 * all.length || (there > 0 && random.chance(1, 40))) return false
  const params = { meeting: String(meeting.id) }
  const recorder = play.world.nameOf(meeting.recorder_id)
  if (random.chance(1, 2))
    return ok(
      await play.ask(recorder, 'signInPeople', {
        params,
        body: { personIds: random.some(away, 6).map(play.world.id) },
      }),
    )
  const some = random.some(away, 4)
  const replies = await Promise.all(some.map((name) => play.ask(name, 'signIn', { params })))
  return replies.some(ok)
}

/** Who is there and has no ballot yet. */
function voters(play: Player, meeting: Row, poll: Row): string[] {
  const { mirror, nameOf } = play.world
  return mirror
    .where('meeting_roll', { meeting_id: meeting.id, votes: true, struck_at: null })
    .map((row) => row.person_id)
    .filter((id) =>
      mirror.where('attendances', { meeting_id: meeting.id, person_id: id }).some((row) => !row.left_at),
    )
    .filter((id) => mirror.where('envelopes', { poll_id: poll.id, person_id: id }).length === 0)
    .filter((id) => mirror.where('slips', { poll_id: poll.id, person_id: id }).length === 0)
    .filter((id) => mirror.where('recusals', { proposal_id: poll.proposal_id, person_id: id }).length === 0)
    .map(nameOf)
}

async function vote(play: Player, random: Random, meeting: Row, poll: Row): Promise<boolean> {
  const left = voters(play, meeting, poll)
  const params = { poll: String(poll.id) }
  const wish = (): Choice =>
    random.weighted([
      ['for', 17],
      ['against', 2],
      ['abstain', 1],
    ] as const)
  if (left.length > 1 || (left.length === 1 && random.chance(2, 3))) {
    if (poll.secret && random.chance(1, 12)) {
      if (meeting.tellers_by === null) return chooseTellers(play, meeting)
      return ok(
        await play.ask(play.world.nameOf(meeting.recorder_id), 'handOutSlips', {
          params,
          body: { personIds: [play.world.id(left[0] as string)] },
        }),
      )
    }
    if (random.chance(1, 6) && (await assist(play, random, meeting, poll))) return true
    const some = random.some(left, 4).map((name) => ({ name, choice: wish(), ref: random.hex(16) }))
    const replies = await Promise.all(
      some.map(({ name, choice, ref }) =>
        play.ask(name, 'castBallot', { params, body: { ref, choice: codeOf(choice) } }, choice),
      ),
    )
    return replies.some(ok)
  }
  if (meeting.window_end) {
    await play.clock(new Date(new Date(String(poll.ends_at)).getTime() + 11_000))
    return true
  }
  const chair = play.world.nameOf(meeting.chair_id)
  const closed = await play.ask(chair, 'closePoll', { params: { ...params, meeting: String(meeting.id) } })
  if (ok(closed)) await play.clock(new Date(play.world.now().getTime() + 3000))
  return ok(closed)
}

/** 代录: two of the disclosed list, for somebody who has not come. The witness says yes as the second of the act. */
const HELPERS = ['villager-3', 'villager-4'] as const
async function assist(play: Player, random: Random, meeting: Row, poll: Row): Promise<boolean> {
  const { mirror, id } = play.world
  const missing = HELPERS.find((name) => !mirror.one('helpers', { person_id: id(name), ended_at: null }))
  if (missing) {
    const paperId = await play.upload('villageDirector', 'paper')
    const body = {
      personIds: HELPERS.map((name) => id(name)),
      heldOn: shanghaiDate(play.world.now()),
      paperId,
    }
    return ok(await play.ask('villageDirector', 'addHelper', { body }))
  }
  const { away } = absent(play, meeting)
  const who = random.of(away)
  if (!who) return false
  const choice = random.of(['for', 'against'] as const) as Choice
  return ok(
    await play.ask(
      HELPERS[0],
      'castAssisted',
      {
        params: { poll: String(poll.id) },
        body: {
          ref: random.hex(16),
          personId: id(who),
          choice: codeOf(choice),
          where: 'atDoor',
          reason: '没有手机',
          readBack: true,
        },
      },
      `for ${who}`,
    ),
  )
}

/** 计票: the tellers' sheets of the slips that are out; then the box is due. */
async function count(play: Player, random: Random, meeting: Row, poll: Row): Promise<boolean> {
  const { mirror } = play.world
  const sheets = mirror.where('count_sheets', { poll_id: poll.id })
  const out = slipsOut(play, poll)
  const tellers = play.world.tellersOf(meeting)
  const next = tellers.find((id) => !sheets.some((row) => row.teller === id))
  if (out > 0 && next)
    return ok(
      await play.ask(play.world.nameOf(next), 'enterCountSheet', {
        params: { poll: String(poll.id) },
        body: { issued: out, for: out, against: 0, abstain: 0, invalid: 0 },
      }),
    )
  await play.clock(new Date(play.world.now().getTime() + 15_000))
  return random.chance(3, 4)
}

export function slipsOut(play: Pick<Player, 'world'>, poll: Row): number {
  const last = new Map<unknown, unknown>()
  for (const row of play.world.mirror.where('slips', { poll_id: poll.id })) last.set(row.person_id, row.event)
  return [...last.values()].filter((event) => event === 'handedOut').length
}

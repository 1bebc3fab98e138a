/** 所见: one meeting, the list, one's own place, the roll for its officers. Reads only. */
import { type TimeKey, timeCursor } from '@cunyi/shared/api/cursor.ts'
import { mayNow, ROLES, type Role } from '@cunyi/shared/api/may.ts'
import { routeOf } from '@cunyi/shared/law/meeting-rules.ts'
import { mayContest } from '@cunyi/shared/meeting/recusal.ts'
import { mayStaySmall } from '@cunyi/shared/poll/small-group.ts'
import { maskIfAny } from '@cunyi/shared/words/masking.ts'
import type { Channel } from '@cunyi/shared/words/vocabulary.ts'
import { inVillage, type Tx } from '#base/database/connect.ts'
import type { Parts } from '#base/parts/parts.ts'
import { openPhone } from '#base/system/identity.ts'
import type { Caller } from '#door/session/caller.ts'
import { standingAt } from '#door/session/standing.ts'
import { ballotFacts } from '#matters/polls/queries/ballots.ts'
import { openVersion, ruleOf, whyNotTaken } from '#matters/polls/verdict.ts'
import { placesIn } from '#matters/sittings/places.ts'
import { attendancesOf, excusesOf, hasSaidComing, rollRow } from '#matters/sittings/queries/attend.ts'
import { loadMeeting, type MeetingRow, type PollRow, pollsOf } from '#matters/sittings/queries/meetings.ts'
import { hasReadNotice } from '#matters/sittings/queries/notices.ts'
import { routeOfMeeting } from '#matters/sittings/queries/of-matter.ts'
import { presentByPlace } from '#matters/sittings/queries/places.ts'
import { questionTexts } from '#matters/sittings/queries/questions.ts'
import { ruleWords } from '#matters/sittings/rule-words.ts'
import { EVERYBODY, noteLook, type Viewer } from '#village/people/access-log.ts'
import { namesOf } from '#village/people/queries/people.ts'
import { officersOf } from './actions/attend.ts'
import { isOver, isRunning } from './actions/standing.ts'
import { meetingNowOf } from './now.ts'
import { amendmentsOf } from './queries/amendments.ts'
import { proxiesOf, recusalsOf } from './queries/standing.ts'
import { agendasOf, listMeetingRows, type RollFilter, rollPage } from './queries/views.ts'
import { meetingState, SENSE } from './sense.ts'

const PAGE = 20
const iso = (at: Date | null) => at?.toISOString() ?? null

const rowOf = (meeting: MeetingRow, agenda: readonly { meetingId: string; id: string; title: string }[]) => ({
  id: meeting.id,
  assembly: meeting.assembly,
  stage: meeting.stage,
  extraStep: meeting.extraStep,
  title: meeting.title,
  place: meeting.place,
  status: meeting.status,
  noticeAt: meeting.noticeAt.toISOString(),
  opensAt: meeting.opensAt.toISOString(),
  windowEnd: iso(meeting.windowEnd),
  reconvening: meeting.reconvening,
  proposals: agenda.filter((one) => one.meetingId === meeting.id).map(({ id, title }) => ({ id, title })),
})

export async function listMeetings(
  parts: Parts,
  villageId: string,
  query: { after?: TimeKey | undefined; limit?: number | undefined; open?: 'yes' | undefined },
) {
  const limit = query.limit ?? PAGE
  return inVillage(parts.db, villageId, async (tx) => {
    const found = await listMeetingRows(tx, villageId, {
      open: query.open === 'yes',
      after: query.after ?? null,
      limit: limit + 1,
    })
    const rows = found.slice(0, limit)
    const agenda = await agendasOf(
      tx,
      villageId,
      rows.map((row) => row.id),
    )
    const last = found.length > limit ? rows.at(-1) : undefined
    return {
      rows: rows.map((row) => rowOf(row, agenda)),
      next: last ? timeCursor({ at: last.noticeAt, id: last.id }) : null,
    }
  })
}

export async function getMeeting(
  parts: Parts,
  villageId: string,
  meetingId: string,
  caller: Caller,
  now: Date,
) {
  return inVillage(parts.db, villageId, async (tx) => {
    const meeting = await loadMeeting(tx, villageId, meetingId)
    const agenda = await agendasOf(tx, villageId, [meetingId])
    const polls = await pollsOf(tx, villageId, meetingId)
    const moved = await amendmentsOf(tx, villageId, meetingId)
    const texts = await questionTexts(
      tx,
      villageId,
      polls.flatMap((poll) => poll.questionId ?? []),
    )
    const state = await meetingNowOf(tx, villageId, meetingId, now)
    const present = { inHall: state.inHall, online: state.online }
    const places = await placesIn(tx, meeting)
    const there = await presentByPlace(tx, meeting)
    const seen = [...officersOf(meeting), ...meeting.guestIds, ...moved.map((one) => one.movedBy)]
    const name = await namesOf(tx, seen)
    const person = (id: string) => ({ id, name: name(id) })
    const onRoll = (await rollRow(tx, villageId, meetingId, caller.personId)) !== undefined
    return {
      ...rowOf(meeting, agenda),
      link: meeting.link,
      windowHours: meeting.windowHours,
      chair: person(meeting.chairId),
      recorder: person(meeting.recorderId),
      tellers: meeting.tellerIds.map(person),
      tellersBy: meeting.tellersBy,
      tellersSeed: meeting.tellersSeed,
      guests: meeting.guestIds.map(person),
      places:
        places.length === 1
          ? []
          : places.map((place) => ({
              placeNo: place.placeNo,
              name: place.name,
              tellers: place.tellerIds.map(person),
              present: there.get(place.placeNo) ?? 0,
            })),
      urgent: meeting.urgent,
      onlineCounts: meeting.onlineCounts,
      legalBasis: meeting.composition.legalBasis ?? null,
      hallEndedAt: iso(meeting.hallEndedAt),
      endedAt: iso(meeting.endedAt),
      adjournedTo: iso(meeting.adjournedTo),
      villageGroup: meeting.villageGroup,
      polls: polls.map((poll) => ({
        id: poll.id,
        proposalId: poll.proposalId,
        questionId: poll.questionId,
        question:
          (poll.questionId && texts.get(poll.questionId)) ||
          (agenda.find((one) => one.id === poll.proposalId)?.title ?? ''),
        seq: poll.seq,
        status: poll.status,
        secret: poll.secret,
        rule: poll.rule,
        ruleZh: ruleWords(ruleOf(poll)).zh,
        ruleEn: ruleWords(ruleOf(poll)).en,
        version: poll.version,
        endsAt: iso(poll.endsAt),
        closedAt: iso(poll.closedAt),
        outcome: poll.outcome,
        // Until it is closed no count of choices leaves the server.
        figures: poll.status === 'closed' ? poll.figures : null,
        channelMayBeSmall: !isOver(poll) && mayStaySmall(ruleOf(poll), present),
      })),
      amendments: moved.map((one) => ({
        id: one.id,
        proposalId: one.proposalId,
        movedBy: person(one.movedBy),
        oldText: one.oldText,
        newText: one.newText,
        kind: one.kind as 'editorial' | 'toJudge' | 'substantive',
        status: one.status,
        supporters: one.supporters.length,
      })),
      now: state,
      mayNow: mayNow(
        SENSE,
        meetingState(meeting, polls, caller.personId, now),
        standingAt(villageId, caller, rolesIn(meeting, caller.personId, onRoll)),
        {
          route: (await routeOfMeeting(tx, villageId, meetingId)) ?? routeOf(meeting.assembly),
          assembly: meeting.assembly,
        },
      ),
    }
  })
}

function rolesIn(meeting: MeetingRow, personId: string, onRoll: boolean): Role[] {
  const is: Partial<Record<Role, boolean>> = {
    roll: onRoll,
    chair: meeting.chairId === personId,
    recorder: meeting.recorderId === personId,
    teller: meeting.tellerIds.includes(personId),
  }
  return ROLES.filter((role) => is[role])
}

/** 我的位置: what stands between this person and each ballot, and those he may cast for others. */
export async function getMyPlace(
  parts: Parts,
  villageId: string,
  meetingId: string,
  personId: string,
  now: Date,
) {
  return inVillage(parts.db, villageId, async (tx) => {
    await loadMeeting(tx, villageId, meetingId)
    const row = await rollRow(tx, villageId, meetingId, personId)
    const [attendance] = await attendancesOf(tx, villageId, meetingId, [personId])
    const there = attendance !== undefined && attendance.leftAt === null
    const all = await pollsOf(tx, villageId, meetingId)
    const polls = row ? all : []
    const proxies = await proxiesOf(tx, villageId, meetingId, [personId])
    const own = []
    for (const poll of polls) own.push(await standingIn(tx, poll, personId, null, now))
    const mine = proxies.filter((one) => one.agentId === personId)
    const behind = proxies.find((one) => one.principalId === personId)
    const name = await namesOf(tx, [
      ...mine.map((one) => one.principalId),
      ...(behind ? [behind.agentId] : []),
    ])
    const principals = []
    for (const proxy of mine) {
      const cast = []
      for (const poll of polls) {
        const { pollId, voted, receipt } = await standingIn(tx, poll, proxy.principalId, personId, now)
        cast.push({ pollId, voted, receipt })
      }
      principals.push({
        person: { id: proxy.principalId, name: name(proxy.principalId) },
        proxyId: proxy.id,
        polls: cast,
      })
    }
    return {
      onRoll: row !== undefined,
      votes: row?.votes ?? false,
      signedIn: there,
      way: there ? attendance.way : null,
      excused: (await excusesOf(tx, villageId, meetingId)).some((one) => one.personId === personId),
      coming: await hasSaidComing(tx, villageId, meetingId, personId),
      noticeRead: await hasReadNotice(tx, villageId, meetingId, personId),
      polls: own,
      principals,
      recusals: (await recusalsOf(tx, villageId, meetingId))
        .filter((one) => one.personId === personId && one.withdrawnAt === null)
        .map((one) => ({
          proposalId: one.proposalId,
          interest: one.interest,
          reason: one.reason,
          own: one.by === personId,
          contested: one.contestedAt !== null,
          mayContest:
            one.by !== personId &&
            one.contestedAt === null &&
            mayContest(
              all.filter((poll) => poll.proposalId === one.proposalId),
              one.at,
            ),
          upheld: one.upheld,
        })),
      representedBy: behind ? { id: behind.agentId, name: name(behind.agentId) } : null,
    }
  })
}

async function standingIn(tx: Tx, poll: PollRow, personId: string, castBy: string | null, now: Date) {
  const [facts] = await ballotFacts(tx, poll, [{ personId, castBy }])
  if (!facts) throw new Error('a person without facts')
  const why = whyNotTaken(poll, facts, { castBy, arrivedAt: now }, now)
  const stands = openVersion(facts) === null ? facts.envelope : null
  const channel: Channel | null =
    stands?.channel ?? (facts.slip === 'handedOut' ? 'paper' : facts.handsCalled ? 'hands' : null)
  return {
    pollId: poll.id,
    canVote: why === null,
    why: why?.code ?? null,
    voted: stands !== null,
    channel,
    receipt: stands?.receipt ?? null,
    recused: facts.recusal !== null,
  }
}

const ROLL_PAGE = 100

export async function getRoll(
  parts: Parts,
  villageId: string,
  meetingId: string,
  query: {
    after?: string | undefined
    limit?: number | undefined
    state?: RollFilter['state']
    q?: string | undefined
    since?: number | undefined
  },
  viewer: Viewer,
  now: Date,
) {
  const limit = query.limit ?? ROLL_PAGE
  return inVillage(parts.db, villageId, async (tx) => {
    const meeting = await loadMeeting(tx, villageId, meetingId)
    const { revision } = meeting
    // Nothing on any screen has changed since: nothing to send.
    if (query.since !== undefined && query.since >= revision) return { rows: [], next: null, revision }
    await noteLook(tx, villageId, { what: 'getRoll', subjects: EVERYBODY }, viewer, now)
    const polls = await pollsOf(tx, villageId, meetingId)
    const current = polls.find(isRunning) ?? polls.findLast((poll) => poll.status === 'closed') ?? null
    const { state, q } = query
    const found = await rollPage(tx, meeting, current?.id ?? null, {
      state,
      q,
      after: query.after ?? null,
      limit: limit + 1,
    })
    const lines = found.slice(0, limit)
    const last = found.length > limit ? lines.at(-1) : undefined
    return {
      rows: lines.map((line) => ({
        person: { id: line.personId, name: line.name },
        votes: line.votes,
        capacities: line.capacities,
        households: line.households,
        villageGroup: line.villageGroup,
        phoneMasked: maskIfAny('phone', openPhone(parts.keys, line.phone)),
        state: stateOf(line),
        recused: line.recused,
        voted: line.voted,
        selfSignIn: line.selfSignIn,
        reached: line.reached,
        noticeRead: line.noticeRead,
        coming: line.coming,
        slipOut: line.slipOut,
        handsCalled: line.handsCalled,
        placeNo: line.placeNo,
      })),
      next: last?.personId ?? null,
      revision,
    }
  })
}

type Placed = { way: 'inHall' | 'online' | null; represented: boolean; excused: boolean; left: boolean }
const stateOf = (one: Placed): 'inHall' | 'online' | 'represented' | 'left' | 'excused' | 'absent' =>
  one.way ?? (one.represented ? 'represented' : one.left ? 'left' : one.excused ? 'excused' : 'absent')

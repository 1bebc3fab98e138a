/**
 * 一起看: a change makes every screen of a meeting read again in the same seconds. Who comes together is read for
 * together: the meeting once for all of them, their own places in one trip. It is read after they asked, so that nobody
 * is told less than had happened when he asked.
 */
import { mayNow, ROLES, type Role } from '@cunyi/shared/api/may.ts'
import { routeOf } from '@cunyi/shared/law/meeting-rules.ts'
import { mayContest } from '@cunyi/shared/meeting/recusal.ts'
import { mayStaySmall } from '@cunyi/shared/poll/small-group.ts'
import type { Channel } from '@cunyi/shared/words/vocabulary.ts'
import { inVillage, type Tx } from '#base/database/connect.ts'
import { voiceShown, voicesOf } from '#base/files/queries.ts'
import { createLanes } from '#base/parts/lanes.ts'
import type { Parts } from '#base/parts/parts.ts'
import type { Caller } from '#door/session/caller.ts'
import { standingAt } from '#door/session/standing.ts'
import { ballotFacts, type Facts } from '#matters/polls/queries/ballots.ts'
import { openVersion, ruleOf, whyNotTaken } from '#matters/polls/verdict.ts'
import { placesIn } from '#matters/sittings/places.ts'
import { attendancesOf, excusesOf, haveSaidComing, rollRows } from '#matters/sittings/queries/attend.ts'
import { loadMeeting, type MeetingRow, type PollRow, pollsOf } from '#matters/sittings/queries/meetings.ts'
import { haveReadNotice } from '#matters/sittings/queries/notices.ts'
import { routeOfMeeting } from '#matters/sittings/queries/of-matter.ts'
import { presentByPlace } from '#matters/sittings/queries/places.ts'
import { questionTexts } from '#matters/sittings/queries/questions.ts'
import { ruleWords } from '#matters/sittings/rule-words.ts'
import { namesOf } from '#village/people/queries/people.ts'
import { officersOf } from './actions/attend.ts'
import { isOver } from './actions/standing.ts'
import { meetingNowOf } from './now.ts'
import { amendmentsOf } from './queries/amendments.ts'
import { proxiesOf, recusalsOf } from './queries/standing.ts'
import { agendasOf } from './queries/views.ts'
import { meetingState, SENSE } from './sense.ts'
import { iso, rowOf } from './view.ts'

type Looking = { villageId: string; meetingId: string; caller: Caller; now: Date }
type MeetingSeen = Awaited<ReturnType<typeof meetingTogether>>[number]
type PlaceSeen = Awaited<ReturnType<typeof placesTogether>>[number]

/** A village's screens are with the database twice at most, once for each. */
export function watchLanes(parts: Pick<Parts, 'db'>) {
  const kind = {
    laneOf: ({ villageId }: Looking) => villageId,
    groupOf: ({ meetingId }: Looking) => meetingId,
  }
  const meetings = createLanes<Looking, MeetingSeen>({
    ...kind,
    doTogether: (batch) => meetingTogether(parts, batch),
  })
  const places = createLanes<Looking, PlaceSeen>({
    ...kind,
    doTogether: (batch) => placesTogether(parts, batch),
  })
  return { getMeeting: meetings.ask, getMyPlace: places.ask }
}

const latestOf = (batch: readonly Looking[]) => new Date(Math.max(...batch.map(({ now }) => now.getTime())))
const idsOf = (batch: readonly Looking[]) => [...new Set(batch.map(({ caller }) => caller.personId))]

async function onRollAmong(tx: Tx, batch: readonly Looking[]): Promise<ReadonlySet<string>> {
  const { villageId, meetingId } = batch[0] as Looking
  const rows = await rollRows(tx, villageId, meetingId, idsOf(batch))
  return new Set(rows.map((row) => row.personId))
}

async function meetingTogether({ db }: Pick<Parts, 'db'>, batch: readonly Looking[]) {
  const { villageId, meetingId } = batch[0] as Looking
  return inVillage(db, villageId, async (tx) => {
    const meeting = await loadMeeting(tx, villageId, meetingId)
    const agenda = await agendasOf(tx, villageId, [meetingId])
    const polls = await pollsOf(tx, villageId, meetingId)
    const moved = await amendmentsOf(tx, villageId, meetingId)
    const texts = await questionTexts(
      tx,
      villageId,
      polls.flatMap((poll) => poll.questionId ?? []),
    )
    const state = await meetingNowOf(tx, villageId, meetingId, latestOf(batch))
    const present = { inHall: state.inHall, online: state.online }
    const places = await placesIn(tx, meeting)
    const there = await presentByPlace(tx, meeting)
    const voices = await voicesOf(
      tx,
      villageId,
      agenda.map((one) => one.id),
    )
    const seen = [
      ...officersOf(meeting),
      ...meeting.guestIds,
      ...moved.map((one) => one.movedBy),
      ...voices.map((one) => one.uploadedBy),
    ]
    const name = await namesOf(tx, seen)
    const person = (id: string) => ({ id, name: name(id) })
    const route = (await routeOfMeeting(tx, villageId, meetingId)) ?? routeOf(meeting.assembly)
    const onRoll = await onRollAmong(tx, batch)
    const shared = {
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
      voices: voices.map((one) => ({ ...voiceShown(one, name), proposalId: one.subjectId ?? '' })),
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
    }
    return batch.map(({ caller, now }) => ({
      ...shared,
      mayNow: mayNow(
        SENSE,
        meetingState(meeting, polls, caller.personId, now),
        standingAt(villageId, caller, rolesIn(meeting, caller.personId, onRoll.has(caller.personId))),
        { route, assembly: meeting.assembly },
      ),
    }))
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

/** 我的位置: what stands between each of these persons and each ballot, and those he may cast for others. */
async function placesTogether({ db }: Pick<Parts, 'db'>, batch: readonly Looking[]) {
  const { villageId, meetingId } = batch[0] as Looking
  const ids = idsOf(batch)
  return inVillage(db, villageId, async (tx) => {
    await loadMeeting(tx, villageId, meetingId)
    const rolls = new Map((await rollRows(tx, villageId, meetingId, ids)).map((row) => [row.personId, row]))
    const attendances = new Map(
      (await attendancesOf(tx, villageId, meetingId, ids)).map((row) => [row.personId, row]),
    )
    const all = await pollsOf(tx, villageId, meetingId)
    const proxies = await proxiesOf(tx, villageId, meetingId, ids)
    const factsOf = await factsFor(tx, all, [
      ...ids.filter((id) => rolls.has(id)).map((personId) => ({ personId, castBy: null })),
      ...proxies
        .filter((one) => rolls.has(one.agentId))
        .map((one) => ({ personId: one.principalId, castBy: one.agentId })),
    ])
    const name = await namesOf(
      tx,
      proxies.flatMap((one) => [one.principalId, one.agentId]),
    )
    const excused = new Set((await excusesOf(tx, villageId, meetingId)).map((one) => one.personId))
    const coming = await haveSaidComing(tx, villageId, meetingId, ids)
    const read = await haveReadNotice(tx, villageId, meetingId, ids)
    const recusals = await recusalsOf(tx, villageId, meetingId)
    return batch.map(({ caller: { personId }, now }) => {
      const row = rolls.get(personId)
      const attendance = attendances.get(personId)
      const there = attendance !== undefined && attendance.leftAt === null
      const polls = row ? all : []
      const behind = proxies.find((one) => one.principalId === personId)
      return {
        onRoll: row !== undefined,
        votes: row?.votes ?? false,
        signedIn: there,
        way: there ? attendance.way : null,
        excused: excused.has(personId),
        coming: coming.has(personId),
        noticeRead: read.has(personId),
        polls: polls.map((poll) => standingIn(poll, factsOf(poll, personId, null), null, now)),
        principals: proxies
          .filter((one) => one.agentId === personId)
          .map((proxy) => ({
            person: { id: proxy.principalId, name: name(proxy.principalId) },
            proxyId: proxy.id,
            polls: polls.map((poll) => {
              const facts = factsOf(poll, proxy.principalId, personId)
              const { pollId, voted, receipt } = standingIn(poll, facts, personId, now)
              return { pollId, voted, receipt }
            }),
          })),
        recusals: recusals
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
  })
}

type Asked = { personId: string; castBy: string | null }
/** What stands against each of these ballots, poll by poll: one statement a poll. */
async function factsFor(tx: Tx, polls: readonly PollRow[], asked: readonly Asked[]) {
  const keyOf = ({ personId, castBy }: Asked) => `${personId}/${castBy ?? ''}`
  const known = new Map<string, Map<string, Facts>>()
  if (asked.length > 0)
    for (const poll of polls) {
      const facts = await ballotFacts(tx, poll, asked)
      known.set(poll.id, new Map(facts.map((one, at) => [keyOf(asked[at] as Asked), one])))
    }
  return (poll: PollRow, personId: string, castBy: string | null): Facts => {
    const facts = known.get(poll.id)?.get(keyOf({ personId, castBy }))
    if (!facts) throw new Error('a person without facts')
    return facts
  }
}

function standingIn(poll: PollRow, facts: Facts, castBy: string | null, now: Date) {
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

/**
 * 会议记录 as the records have it: every field of the register form, people by their ids only. Nothing of what was
 * chosen stands here before its poll is closed.
 */
import { STAGES } from '@cunyi/shared/words/vocabulary.ts'
import type { Tx } from '#base/database/connect.ts'
import { splitOf } from '#matters/polls/actions/results.ts'
import { ruleOf } from '#matters/polls/verdict.ts'
import { loadProposal } from '#matters/proposals/queries/proposals.ts'
import { excusesOf } from '#matters/sittings/queries/attend.ts'
import {
  agendaOf,
  figuresFor,
  type MeetingRow,
  type PollRow,
  pollsOf,
} from '#matters/sittings/queries/meetings.ts'
import { placesOf } from '#matters/sittings/queries/places.ts'
import { questionTexts } from '#matters/sittings/queries/questions.ts'
import { ruleWords } from '#matters/sittings/rule-words.ts'
import { amendmentsOf } from './queries/amendments.ts'
import { namedChoices, papersOf, wholeRoll } from './queries/minutes.ts'
import { allProxies, correctionsOf, recusalsOf } from './queries/standing.ts'

const VERSION = 1
const iso = (at: Date | null) => at?.toISOString() ?? null

export type MinutesFacts = Awaited<ReturnType<typeof minutesFacts>>

export async function minutesFacts(tx: Tx, meeting: MeetingRow) {
  const { villageId, id } = meeting
  const polls = await pollsOf(tx, villageId, id)
  const proxies = await allProxies(tx, villageId, id)
  const further = await placesOf(tx, meeting)
  const corrections = await correctionsOf(tx, villageId, id)
  const { noticeAt, opensAt, windowEnd, hallEndedAt, endedAt, adjournedTo, chairId, recorderId, tellerIds } =
    meeting
  return {
    v: VERSION,
    meeting: {
      id,
      title: meeting.title,
      assembly: meeting.assembly,
      stage: meeting.stage,
      step: STAGES[meeting.stage].step,
      ...(meeting.extraStep ? { extraStep: meeting.extraStep } : {}),
      villageGroup: meeting.villageGroup,
      place: meeting.place,
      /** 分会场 with their tellers; empty where there is one place only. */
      places: further.map(({ placeNo, name, tellerIds: who }) => ({ placeNo, name, tellers: who })),
      link: meeting.link,
      noticeAt: iso(noticeAt),
      opensAt: iso(opensAt),
      windowHours: meeting.windowHours,
      windowEnd: iso(windowEnd),
      extendedBySeconds: meeting.extendedBy,
      hallEndedAt: iso(hallEndedAt),
      endedAt: iso(endedAt),
      adjournedTo: iso(adjournedTo),
      urgent: meeting.urgent,
      urgentReason: meeting.urgentReason,
      reconvening: meeting.reconvening,
      reconveneOf: meeting.reconveneOf,
    },
    chair: chairId,
    recorder: recorderId,
    tellers: tellerIds,
    tellersBy: meeting.tellersBy,
    tellersSeed: meeting.tellersSeed,
    online: {
      counts: meeting.onlineCounts,
      legalBasis: meeting.composition.legalBasis ?? null,
    },
    composition: meeting.composition,
    attendance: await attendanceFacts(tx, meeting, proxies),
    proxies: proxies.map((one) => ({
      principal: one.principalId,
      agent: one.agentId,
      relation: one.relation,
      paper: one.paperId,
      at: iso(one.at),
      revokedAt: iso(one.revokedAt),
    })),
    corrections: corrections.map(({ correction, confirmedBy, confirmedAt }) => ({
      person: correction.personId,
      kind: correction.kind,
      ground: correction.ground,
      reason: correction.reason,
      proposedBy: correction.proposedBy,
      proposedAt: iso(correction.proposedAt),
      confirmedBy,
      confirmedAt: iso(confirmedAt),
    })),
    matters: await matterFacts(tx, meeting, polls),
    papers: await papersOf(tx, villageId, id),
  }
}

type Proxies = Awaited<ReturnType<typeof allProxies>>

/** 应到、实到（现场、线上、委托）、列席、缺席及原因、未联系上. */
async function attendanceFacts(tx: Tx, meeting: MeetingRow, proxies: Proxies) {
  const { villageId, id } = meeting
  const rows = (await wholeRoll(tx, villageId, id)).filter((row) => row.roll.struckAt === null)
  const reasons = new Map((await excusesOf(tx, villageId, id)).map((one) => [one.personId, one.reason]))
  const agents = new Map(
    proxies.filter((one) => one.revokedAt === null).map((one) => [one.principalId, one.agentId]),
  )
  const came = new Set(rows.filter((row) => row.attendance).map((row) => row.roll.personId))
  const voters = rows.filter((row) => row.roll.votes)
  const by = (way: string) =>
    voters.filter((row) => row.attendance?.way === way).map((row) => row.roll.personId)
  const represented = voters.flatMap(({ roll: { personId } }) => {
    const agent = agents.get(personId)
    return !came.has(personId) && agent !== undefined && came.has(agent)
      ? [{ principal: personId, agent }]
      : []
  })
  const stoodFor = new Set(represented.map((one) => one.principal))
  return {
    due: voters.map(({ roll }) => ({
      person: roll.personId,
      capacities: roll.capacities,
      households: roll.households,
    })),
    entitled: voters.length,
    allMembers: rows.filter((row) => row.roll.member).length,
    inHall: by('inHall'),
    online: by('online'),
    represented,
    left: voters
      .filter((row) => row.attendance?.leftAt)
      .map((row) => ({ person: row.roll.personId, at: iso(row.attendance?.leftAt ?? null) })),
    withoutVote: rows
      .filter((row) => !row.roll.votes && row.attendance)
      .map(({ roll, attendance }) => ({
        person: roll.personId,
        capacities: roll.capacities,
        way: attendance?.way ?? null,
      })),
    absent: voters
      .filter((row) => !row.attendance && !stoodFor.has(row.roll.personId))
      .map((row) => ({ person: row.roll.personId, reason: reasons.get(row.roll.personId) ?? null })),
    notReached: rows
      .filter(
        ({ notice, attendance }) => !attendance && !notice?.givenAt && !notice?.readAt && !notice?.calledAt,
      )
      .map((row) => row.roll.personId),
  }
}

/** Each matter: text and rule applied, every question with both bases, amendments, recusals. */
async function matterFacts(tx: Tx, meeting: MeetingRow, polls: readonly PollRow[]) {
  const { villageId, id } = meeting
  const texts = await questionTexts(
    tx,
    villageId,
    polls.flatMap((poll) => poll.questionId ?? []),
  )
  const moved = await amendmentsOf(tx, villageId, id)
  const recused = await recusalsOf(tx, villageId, id)
  const matters = []
  for (const { proposalId } of await agendaOf(tx, villageId, id)) {
    const proposal = await loadProposal(tx, villageId, proposalId)
    const questions = []
    for (const poll of polls.filter((one) => one.proposalId === proposalId))
      questions.push(
        await questionFacts(tx, meeting, poll, (poll.questionId && texts.get(poll.questionId)) || null),
      )
    matters.push({
      proposal: proposalId,
      number: proposal.number,
      title: proposal.title,
      codes: proposal.codes,
      track: proposal.track,
      initiative: proposal.initiative,
      profileVersions: proposal.profile?.versions ?? null,
      together: proposal.together,
      questions,
      amendments: moved
        .filter((one) => one.proposalId === proposalId)
        .map((one) => ({
          movedBy: one.movedBy,
          oldText: one.oldText,
          newText: one.newText,
          facts: one.facts,
          touchesRights: one.touchesRights,
          kind: one.kind,
          status: one.status,
          supporters: one.supporters,
          at: iso(one.at),
          decidedAt: iso(one.decidedAt),
        })),
      recusals: recused
        .filter((one) => one.proposalId === proposalId && one.withdrawnAt === null)
        .map((one) => ({
          person: one.personId,
          mode: one.mode,
          interest: one.interest,
          reason: one.reason,
          at: iso(one.at),
          contested: one.contest,
          upheld: one.upheld,
        })),
    })
  }
  return matters
}

async function questionFacts(tx: Tx, meeting: MeetingRow, poll: PollRow, text: string | null) {
  const rule = ruleOf(poll)
  const words = ruleWords(rule)
  const isClosed = poll.status === 'closed'
  const times = { openedAt: poll.openedAt, endsAt: poll.endsAt }
  return {
    poll: poll.id,
    question: text,
    status: poll.status,
    secret: poll.secret,
    votingMode: rule.votingMode,
    version: poll.version,
    rule,
    ruleZh: words.zh,
    ruleEn: words.en,
    openedAt: iso(poll.openedAt),
    endsAt: iso(poll.endsAt),
    closedAt: iso(poll.closedAt),
    /** Quorum line, choices, both bases and the sentence, as they were frozen at closing. */
    figures: isClosed ? poll.figures : null,
    /** Without a result: who was there, so that the minutes show it all the same. */
    presence: isClosed ? null : await figuresFor(tx, meeting, poll.proposalId, times),
    byChannel: isClosed ? splitOf(poll, false) : null,
    choices: isClosed && !poll.secret ? await namedChoices(tx, poll.villageId, poll.id) : null,
    outcome: poll.outcome,
    voidReason: poll.voidReason,
    receiptsDigest: poll.receiptsDigest,
    ballotsDigest: poll.ballotsDigest,
  }
}

/**
 * 签字: who is to sign, each for himself. A small body in full; a large one by those who led, counted and recorded.
 * Township staff who were there sign at steps 3 and 4.
 */
export function signersOf(facts: MinutesFacts): string[] {
  const { inHall, online, withoutVote } = facts.attendance
  const whole = [
    'branch',
    'committees',
    'partyMembers',
    'representatives',
    'memberRepresentatives',
    'residentRepresentatives',
  ]
  const body = whole.includes(facts.meeting.assembly) ? [...inHall, ...online] : []
  const township =
    facts.meeting.step >= 3 ? withoutVote.filter((one) => one.capacities.includes('townshipStaff')) : []
  return [
    ...new Set([
      facts.chair,
      facts.recorder,
      ...facts.tellers,
      ...body,
      ...township.map((one) => one.person),
    ]),
  ]
}

/** Every person the facts speak of. */
export function peopleIn(facts: MinutesFacts): string[] {
  const { attendance: a } = facts
  return [
    ...new Set([
      ...signersOf(facts),
      ...a.due.map((one) => one.person),
      ...a.withoutVote.map((one) => one.person),
      ...facts.proxies.flatMap((one) => [one.principal, one.agent]),
      ...facts.corrections.flatMap((one) => [
        one.person,
        one.proposedBy,
        ...(one.confirmedBy ? [one.confirmedBy] : []),
      ]),
      ...facts.matters.flatMap((one) => [
        ...one.amendments.flatMap((amendment) => [amendment.movedBy, ...amendment.supporters]),
        ...one.recusals.map((recusal) => recusal.person),
      ]),
    ]),
  ]
}

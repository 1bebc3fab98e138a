/** 名册更正: on a ground of the list, proposed by one, confirmed by another body's, told to everybody. */

import { randomUUID } from 'node:crypto'
import { whyNotCorrect } from '@cunyi/shared/meeting/convening.ts'
import {
  type CorrectionGround,
  type CorrectionKind,
  whyNotGround,
} from '@cunyi/shared/meeting/corrections.ts'
import { meetingTimes } from '@cunyi/shared/meeting/times.ts'
import { rollFor, rollOptionsOf } from '@cunyi/shared/people/rolls.ts'
import { addDays, dateToInstant, endOfDays, shanghaiDate } from '@cunyi/shared/words/days.ts'
import { must, Refused, refuse } from '@cunyi/shared/words/refusal.ts'
import { inVillage, type Tx } from '#base/database/connect.ts'
import { appendEvidence } from '#base/evidence/actions.ts'
import type { Parts } from '#base/parts/parts.ts'
import { askLinesAgain } from '#door/session/actions.ts'
import type { Caller } from '#door/session/caller.ts'
import { type CarryOut, proposeAct, takeAct } from '#matters/acts/actions.ts'
import { type ActRow, findAct, hasOfficeSince } from '#matters/acts/queries.ts'
import { ruleOf } from '#matters/polls/verdict.ts'
import { loadProposal, profileOf } from '#matters/proposals/queries/proposals.ts'
import { rulesOf } from '#matters/proposals/rules-of.ts'
import { giveNotice, tellOf } from '#matters/sittings/notice.ts'
import { insertEvents, type RollRow, rollRow } from '#matters/sittings/queries/attend.ts'
import { agendaOf, type MeetingRow, type PollRow } from '#matters/sittings/queries/meetings.ts'
import { rollIds } from '#matters/sittings/queries/notices.ts'
import { tellScreens } from '#matters/sittings/queries/tell.ts'
import { findDivision } from '#village/divisions/queries/divisions.ts'
import { loadRollOffices, loadRollPeople } from '#village/people/queries/people.ts'
import { findPeopleFacts } from '../queries/people.ts'
import {
  endProxy,
  insertConfirmation,
  insertCorrection,
  paperExists,
  proxiesOf,
  putOnRoll,
  updateMeeting,
  updateRollRow,
  voterOfHousehold,
} from '../queries/standing.ts'
import { isOver, isRunning, lockMeetingAndPolls, mustHaveNoBallot } from './standing.ts'

type At = { villageId: string; meetingId: string; who: Caller; now: Date }
type Asked = {
  personId: string
  kind: CorrectionKind
  ground: CorrectionGround
  paperId: string
  reason: string
}

export const correctRoll = (parts: Parts, { villageId, meetingId, who, now }: At, asked: Asked) =>
  inVillage(parts.db, villageId, async (tx) => {
    const { personId, reason, ...rest } = asked
    const { meeting, polls } = await lockMeetingAndPolls(tx, villageId, meetingId)
    await mustBeCorrectable(tx, meeting, polls, asked)
    if (!(await findPeopleFacts(tx, villageId, [personId])).has(personId)) throw new Refused('notFound')
    if (!(await paperExists(tx, villageId, asked.paperId))) throw new Refused('notFound')
    // Left out was only he who belongs to the body: a friend is given no vote by two signatures.
    if (asked.kind === 'add' && !(await drawnFor(tx, meeting)).voter(personId))
      throw new Refused('notOfThisBody')
    const [first] = await agendaOf(tx, villageId, meetingId)
    const waits = await proposeAct(tx, {
      what: 'correctRoll',
      villageId,
      proposalId: first?.proposalId ?? null,
      meetingId,
      personId,
      reason,
      asked: rest,
      caller: who,
      now,
    })
    return { id: waits.actId, ...waits }
  })

async function mustBeCorrectable(
  tx: Tx,
  meeting: MeetingRow,
  polls: readonly PollRow[],
  { personId, kind, ground }: Pick<Asked, 'personId' | 'kind' | 'ground'>,
): Promise<void> {
  if (polls.every(isOver)) throw new Refused('pollClosed')
  must(whyNotGround(ground, kind, polls.some(isRunning)))
  mustFit(kind, await rollRow(tx, meeting.villageId, meeting.id, personId))
  if (polls.some((poll) => poll.status === 'counting')) throw new Refused('pollRunning')
  // Without another notice nobody comes onto a roll by an office that was recorded after it was drawn.
  const { villageId, noticeAt: since } = meeting
  if (kind === 'add' && polls.some(isRunning) && (await hasOfficeSince(tx, { villageId, personId, since })))
    throw new Refused('officeAfterNotice')
}

/** The roll as it is drawn for the day of this meeting: what it says of somebody, with a vote. */
async function drawnFor(tx: Tx, meeting: MeetingRow) {
  const { villageId, assembly, villageGroup } = meeting
  const day = shanghaiDate(meeting.opensAt)
  const people = await loadRollPeople(tx, villageId, day)
  const offices = await loadRollOffices(tx, villageId, day)
  const [first] = await agendaOf(tx, villageId, meeting.id)
  const matter = await loadProposal(tx, villageId, first?.proposalId as string)
  const division = await findDivision(tx, villageId)
  const options = rollOptionsOf(profileOf(matter), matter.route, { people, division, villageGroup })
  return {
    people,
    voter: (personId: string, householdRepresentatives: Record<string, string> = {}) =>
      rollFor(assembly, people, offices, day, { ...options, householdRepresentatives }).find(
        (one) => one.personId === personId && one.votes,
      ),
  }
}

/** Somebody to be added is not there in any way; anybody else is. */
function mustFit(kind: CorrectionKind, row: RollRow | undefined): void {
  if (kind === 'representative') return
  if (kind === 'add' ? row : kind === 'vote' && row?.votes) throw new Refused('alreadyOnRoll')
  if (kind !== 'add' && !row) throw new Refused('notOnMeetingRoll')
}

type Corrected = { renotified: number; earliest: string | null }

/** The act's own request, and what came of it. */
export async function confirmCorrection(
  parts: Parts,
  { villageId, meetingId, who, now }: At,
  actId: string,
): Promise<Corrected> {
  const act = await inVillage(parts.db, villageId, (tx) => findAct(tx, { villageId, id: actId }))
  if (act?.what !== 'correctRoll' || act.meetingId !== meetingId) throw new Refused('notFound')
  return carryOut(parts, act, who, now)
}

export const carryOutCorrection: CarryOut = async (parts, act, second, now) => {
  await carryOut(parts, act, second, now)
  return null
}

/**
 * The second person has said yes. Who is added gets the full notice from now on, else the meeting moves to the first
 * lawful day at the same hour; who is struck needs no new period, nor who was left out of a poll that is open. All who
 * are on the roll are told.
 */
async function carryOut(parts: Parts, act: ActRow, second: Caller, now: Date): Promise<Corrected> {
  const { villageId, meetingId, personId, reason, by } = act
  if (!meetingId || !personId || reason === null) throw new Refused('notFound')
  const { kind, ground, paperId } = act.asked as Omit<Asked, 'personId' | 'reason'>
  return inVillage(parts.db, villageId, async (tx) => {
    const { meeting, polls } = await lockMeetingAndPolls(tx, villageId, meetingId)
    await takeAct(tx, act, second, now)
    await mustBeCorrectable(tx, meeting, polls, { personId, kind, ground })
    const noticeDays = Math.max(...polls.map((poll) => ruleOf(poll).noticeDays))
    const needsNotice = kind === 'add' && !polls.some(isRunning)
    const late = whyNotCorrect({
      change: needsNotice ? 'add' : 'strike',
      now,
      opensAt: meeting.opensAt,
      noticeDays,
      reason,
      by,
      confirmedBy: second.personId,
    })
    if (late && late.code !== 'correctionNeedsNotice') must(late)
    const correctionId = randomUUID()
    await insertCorrection(tx, {
      villageId,
      id: correctionId,
      meetingId,
      personId,
      kind,
      ground,
      paperId,
      reason,
      proposedBy: by,
      proposedAt: act.at,
    })
    const two = { confirmedBy: second.personId, confirmedAt: now }
    await insertConfirmation(tx, { villageId, correctionId, ...two })
    if (kind === 'strike' || kind === 'noVote') await mustHaveNoBallot(tx, polls, personId)

    const { added, struck } = await apply(tx, meeting, { personId, kind }, now)
    if (kind === 'strike') await endProxiesOf(tx, meeting, personId, second.personId, now)
    const moved = late ? movedTo(meeting, endOfDays(now, noticeDays), await rulesOf(tx, meeting)) : null
    if (moved) await updateMeeting(tx, meeting, moved)
    const current = { ...meeting, ...moved }
    const everyone = await rollIds(tx, villageId, meetingId)
    const others = everyone.filter((id) => !added.includes(id))
    if (added.length > 0) await giveNotice(tx, parts, current, added, now, 'added')
    await tellOf(tx, parts, current, others, now, moved ? 'moved' : 'corrected')
    await tellScreens(tx, villageId, meetingId)
    await askLinesAgain(tx, villageId, struck)
    await appendEvidence(tx, {
      villageId,
      at: now,
      act: 'confirmCorrection',
      by: second.personId,
      office: null,
      meetingId,
      payload: {
        correction: correctionId,
        actId: act.id,
        person: personId,
        kind,
        ground,
        paper: paperId,
        proposedBy: by,
        proposedAs: act.as,
        told: everyone.length,
        after: reason,
        ...(moved ? { opensAt: moved.opensAt } : {}),
      },
    })
    return { renotified: everyone.length, earliest: late ? endOfDays(now, noticeDays).toISOString() : null }
  })
}

/** Who stands on the roll no more represents nobody, and nobody represents him. */
export async function endProxiesOf(tx: Tx, meeting: MeetingRow, personId: string, by: string, now: Date) {
  const { villageId, id: meetingId } = meeting
  for (const proxy of await proxiesOf(tx, villageId, meetingId, [personId])) {
    await endProxy(tx, proxy, now)
    const { principalId, agentId } = proxy
    await insertEvents(tx, [
      { villageId, meetingId, personId: principalId, kind: 'unrepresented', agentId, by, at: now },
    ])
  }
}

/** The same hour of the first lawful day, or the lawful instant itself where that hour lies before it. */
function movedTo(meeting: MeetingRow, earliest: Date, rules: Awaited<ReturnType<typeof rulesOf>>) {
  const hour = meeting.opensAt.getTime() - dateToInstant(shanghaiDate(meeting.opensAt)).getTime()
  const day = shanghaiDate(earliest)
  const sameDay = new Date(dateToInstant(day).getTime() + hour)
  const opensAt = sameDay >= earliest ? sameDay : new Date(dateToInstant(addDays(day, 1)).getTime() + hour)
  return {
    ...meetingTimes(opensAt, meeting.windowHours, rules),
    firstOpensAt: opensAt,
    lawfulFrom: earliest,
    adjournedTo: meeting.adjournedTo === null ? null : opensAt,
  }
}

/** Writes it into the roll; answers who came onto it, and who went. */
async function apply(
  tx: Tx,
  meeting: MeetingRow,
  { personId, kind }: Pick<Asked, 'personId' | 'kind'>,
  now: Date,
): Promise<{ added: string[]; struck: string[] }> {
  const { villageId, id: meetingId } = meeting
  const at = { villageId, meetingId, personId }
  if (kind === 'strike') {
    await updateRollRow(tx, at, { struckAt: now })
    return { added: [], struck: [personId] }
  }
  if (kind === 'vote' || kind === 'noVote') {
    await updateRollRow(tx, at, kind === 'vote' ? { votes: true, member: true } : { votes: false })
    return { added: [], struck: [] }
  }
  const { people, voter } = await drawnFor(tx, meeting)
  const person = people.find((one) => one.id === personId)
  if (!person) throw new Refused('notFound')
  const struck: string[] = []
  if (kind === 'representative') {
    if (!meeting.assembly.toLowerCase().includes('households') || person.householdId === null)
      must(refuse('assemblyNotForMatter', { assembly: meeting.assembly, allowed: 'households' }))
    const before = await voterOfHousehold(tx, villageId, meetingId, person.householdId as string)
    if (before === personId) throw new Refused('alreadyOnRoll')
    if (before) {
      const { polls } = await lockMeetingAndPolls(tx, villageId, meetingId)
      await mustHaveNoBallot(tx, polls, before)
      await updateRollRow(tx, { villageId, meetingId, personId: before }, { struckAt: now })
      struck.push(before)
    }
  }
  const chosen = kind === 'representative' && person.householdId ? { [person.householdId]: personId } : {}
  const entry = voter(personId, chosen)
  if (!entry) throw new Refused(kind === 'representative' ? 'notOnRoll' : 'notOfThisBody')
  await putOnRoll(tx, {
    ...at,
    votes: true,
    member: true,
    capacities: entry.capacity,
    isWoman: entry.woman,
    households: entry.households.length,
    householdId: person.householdId,
  })
  return { added: [personId], struck }
}

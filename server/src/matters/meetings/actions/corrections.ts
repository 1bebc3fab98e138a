/** 名册更正: proposed by one, confirmed by an oversight committee member, told to everybody. */

import { randomUUID } from 'node:crypto'
import { mayAct } from '@cunyi/shared/law/acts.ts'
import { routeOf } from '@cunyi/shared/law/meeting-rules.ts'
import type { ProfileValues } from '@cunyi/shared/law/profile.ts'
import { whyNotCorrect } from '@cunyi/shared/meeting/convening.ts'
import { meetingTimes } from '@cunyi/shared/meeting/times.ts'
import { rollFor } from '@cunyi/shared/people/rolls.ts'
import { addDays, dateToInstant, endOfDays, shanghaiDate } from '@cunyi/shared/words/days.ts'
import { must, Refused, refuse } from '@cunyi/shared/words/refusal.ts'
import { inVillage, type Tx } from '#base/database/connect.ts'
import { appendEvidence } from '#base/evidence/actions.ts'
import type { Parts } from '#base/parts/parts.ts'
import { askLinesAgain } from '#door/session/actions.ts'
import type { Acting } from '#door/session/caller.ts'
import { ruleOf } from '#matters/polls/verdict.ts'
import { rulesOf } from '#matters/proposals/rules-of.ts'
import { giveNotice, tellOf } from '#matters/sittings/notice.ts'
import { type RollRow, rollRow } from '#matters/sittings/queries/attend.ts'
import { loadMeeting, type MeetingRow } from '#matters/sittings/queries/meetings.ts'
import { rollIds } from '#matters/sittings/queries/notices.ts'
import { tellScreens } from '#matters/sittings/queries/tell.ts'
import { loadRollOffices, loadRollPeople } from '#village/people/queries/people.ts'
import { findPeopleFacts } from '../queries/people.ts'
import {
  type CorrectionRow,
  findCorrection,
  insertConfirmation,
  insertCorrection,
  putOnRoll,
  updateMeeting,
  updateRollRow,
  voterOfHousehold,
} from '../queries/standing.ts'
import { isOver, lockMeetingAndPolls, mustHaveNoBallot } from './standing.ts'

type At = { villageId: string; meetingId: string; who: Acting; now: Date }
type Kind = 'add' | 'strike' | 'vote' | 'noVote' | 'representative'

export async function correctRoll(
  parts: Parts,
  { villageId, meetingId, who, now }: At,
  asked: { personId: string; kind: Kind; reason: string },
) {
  return inVillage(parts.db, villageId, async (tx) => {
    const meeting = await loadMeeting(tx, villageId, meetingId)
    if (meeting.status === 'ended') throw new Refused('meetingOver')
    mustFit(asked.kind, await rollRow(tx, villageId, meetingId, asked.personId))
    if (!(await findPeopleFacts(tx, villageId, [asked.personId])).has(asked.personId))
      throw new Refused('notFound')
    const id = randomUUID()
    await insertCorrection(tx, {
      villageId,
      id,
      meetingId,
      ...asked,
      proposedBy: who.personId,
      proposedAt: now,
    })
    await appendEvidence(tx, {
      villageId,
      at: now,
      act: 'correctRoll',
      by: who.personId,
      office: null,
      meetingId,
      payload: { correction: id, person: asked.personId, kind: asked.kind, after: asked.reason },
    })
    return { id }
  })
}

/** Somebody to be added is not there yet; anybody else is. */
function mustFit(kind: Kind, row: RollRow | undefined): void {
  if (kind === 'representative') return
  if (kind === 'add' ? row?.votes : kind === 'vote' && row?.votes) throw new Refused('alreadyOnRoll')
  if (kind !== 'add' && !row) throw new Refused('notOnMeetingRoll')
}

/**
 * The second person. Who is added gets the full notice from now on, else the meeting moves to the first lawful day
 * at the same hour; who is struck needs no new period. All who are on the roll are told.
 */
export async function confirmCorrection(
  parts: Parts,
  { villageId, meetingId, who, now }: At,
  correctionId: string,
) {
  return inVillage(parts.db, villageId, async (tx) => {
    const { meeting, polls } = await lockMeetingAndPolls(tx, villageId, meetingId)
    const correction = await findCorrection(tx, villageId, meetingId, correctionId)
    if (!correction) throw new Refused('notFound')
    const { personId, proposedBy, reason } = correction
    const kind = correction.kind as Kind
    if (!mayAct('correct', routeOf(meeting.assembly), who.offices)) throw new Refused('forbidden')
    const noticeDays = Math.max(...polls.map((poll) => ruleOf(poll).noticeDays))
    const change = kind === 'add' ? ('add' as const) : ('strike' as const)
    const late = whyNotCorrect({
      change,
      now,
      opensAt: meeting.opensAt,
      noticeDays,
      reason,
      by: proposedBy,
      confirmedBy: who.personId,
    })
    if (late && late.code !== 'correctionNeedsNotice') must(late)
    // An opened poll stands on the roll it was opened on, as far as new persons go.
    if (kind === 'add' && polls.some((poll) => poll.status !== 'waiting' && !isOver(poll)))
      throw new Refused('pollRunning')
    if (polls.every(isOver)) throw new Refused('pollClosed')
    mustFit(kind, await rollRow(tx, villageId, meetingId, personId))
    if (
      !(await insertConfirmation(tx, {
        villageId,
        correctionId,
        confirmedBy: who.personId,
        confirmedAt: now,
      }))
    )
      throw new Refused('alreadyDone')
    if (kind === 'strike' || kind === 'noVote') await mustHaveNoBallot(tx, polls, personId)

    const { added, struck } = await apply(tx, meeting, correction, now)
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
      by: who.personId,
      office: 'oversightCommittee',
      meetingId,
      payload: {
        correction: correctionId,
        person: personId,
        kind,
        proposedBy,
        told: everyone.length,
        ...(moved ? { opensAt: moved.opensAt } : {}),
      },
    })
    return { renotified: everyone.length, earliest: late ? endOfDays(now, noticeDays).toISOString() : null }
  })
}

/** The same hour of the first lawful day, or the lawful instant itself where that hour lies before it. */
function movedTo(meeting: MeetingRow, earliest: Date, rules: ProfileValues) {
  const hour = meeting.opensAt.getTime() - dateToInstant(shanghaiDate(meeting.opensAt)).getTime()
  const day = shanghaiDate(earliest)
  const sameDay = new Date(dateToInstant(day).getTime() + hour)
  const opensAt = sameDay >= earliest ? sameDay : new Date(dateToInstant(addDays(day, 1)).getTime() + hour)
  return {
    ...meetingTimes(opensAt, meeting.windowHours, rules),
    adjournedTo: meeting.adjournedTo === null ? null : opensAt,
  }
}

/** Writes it into the roll; answers who came onto it, and who went. */
async function apply(
  tx: Tx,
  meeting: MeetingRow,
  { personId, kind }: CorrectionRow,
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
  const day = shanghaiDate(meeting.opensAt)
  const people = await loadRollPeople(tx, villageId, day)
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
  const offices = await loadRollOffices(tx, villageId, day)
  const chosen = kind === 'representative' && person.householdId ? { [person.householdId]: personId } : {}
  const entry = rollFor(meeting.assembly, people, offices, day, {
    ...(meeting.villageGroup === null ? {} : { villageGroup: meeting.villageGroup }),
    householdRepresentatives: chosen,
  }).find((one) => one.personId === personId)
  if (kind === 'representative' && !entry?.votes) throw new Refused('notOnRoll')
  await putOnRoll(tx, {
    ...at,
    votes: true,
    member: true,
    capacities: entry?.votes ? entry.capacity : ['correction'],
    isWoman: person.sex === 'female',
    households: entry?.votes ? entry.households.length : 0,
    householdId: person.householdId,
  })
  return { added: [personId], struck }
}

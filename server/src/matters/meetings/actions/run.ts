/** 主持: ending the hall's part, adjourning, ending, naming other officers. */

import { whyNotMeetingAct } from '@cunyi/shared/law/acts.ts'
import { whyNotAdjourn } from '@cunyi/shared/meeting/convening.ts'
import { meetingTimes } from '@cunyi/shared/meeting/times.ts'
import { shanghaiDate } from '@cunyi/shared/words/days.ts'
import { must, Refused } from '@cunyi/shared/words/refusal.ts'
import { inVillage } from '#base/database/connect.ts'
import { appendEvidence } from '#base/evidence/actions.ts'
import type { Parts } from '#base/parts/parts.ts'
import { askLinesAgain } from '#door/session/actions.ts'
import type { Acting } from '#door/session/caller.ts'
import { loadProposal, profileOf } from '#matters/proposals/queries/proposals.ts'
import { interestedIn } from '#matters/proposals/queries/recused.ts'
import { rulesOf } from '#matters/proposals/rules-of.ts'
import { tellOf } from '#matters/sittings/notice.ts'
import { leaveAll } from '#matters/sittings/queries/attend.ts'
import { agendaOf, lockMeeting, pollsOf } from '#matters/sittings/queries/meetings.ts'
import { rollIds } from '#matters/sittings/queries/notices.ts'
import { placesOf, updatePlaceTellers } from '#matters/sittings/queries/places.ts'
import { tellScreens } from '#matters/sittings/queries/tell.ts'
import { findPeople, loadRollOffices } from '#village/people/queries/people.ts'
import { updateMeeting } from '../queries/standing.ts'
import { afterOpenPolls } from './attend.ts'
import { barredFromChair } from './chairs.ts'
import { markEnded } from './ended.ts'
import { isOver, isRunning, lockMeetingAndPolls } from './standing.ts'
import { whyNotNamed } from './weigh.ts'

type At = { villageId: string; meetingId: string; who: Acting; now: Date }

/** 现场结束: the hall's part only; what runs online runs to the end of its window. */
export async function endHall(parts: Parts, { villageId, meetingId, who, now }: At) {
  return inVillage(parts.db, villageId, async (tx) => {
    const meeting = await lockMeeting(tx, villageId, meetingId)
    if (meeting.status === 'ended') throw new Refused('meetingOver')
    if (now < meeting.opensAt) throw new Refused('meetingNotOpen')
    if (meeting.hallEndedAt) return { ok: true as const }
    await updateMeeting(tx, meeting, { hallEndedAt: now })
    await tellScreens(tx, villageId, meetingId)
    await appendEvidence(tx, {
      villageId,
      at: now,
      act: 'endHall',
      by: who.personId,
      office: 'chair',
      meetingId,
    })
    return { ok: true as const }
  })
}

/** 休会: what was not opened goes on at a named time, on the same roll; what runs is closed first. */
export async function adjournMeeting(
  parts: Parts,
  { villageId, meetingId, who, now }: At,
  asked: { to: string; reason: string },
) {
  return inVillage(parts.db, villageId, async (tx) => {
    const { meeting, polls } = await lockMeetingAndPolls(tx, villageId, meetingId)
    if (polls.some(isRunning)) throw new Refused('pollRunning')
    if (polls.every(isOver)) throw new Refused('meetingOver')
    const to = new Date(asked.to)
    const rules = await rulesOf(tx, meeting)
    const { opensAt, firstOpensAt, lawfulFrom } = meeting
    const first = firstOpensAt ?? opensAt
    must(
      whyNotAdjourn({
        now,
        to,
        opensAt,
        lawfulFrom: lawfulFrom ?? opensAt,
        firstOpensAt: first,
        days: rules.adjourn_days,
      }),
    )
    const changes = {
      status: 'adjourned' as const,
      ...meetingTimes(to, meeting.windowHours, rules, first),
      adjournedTo: to,
      hallEndedAt: null,
    }
    await updateMeeting(tx, meeting, changes)
    const leftAt = await afterOpenPolls(tx, meeting, now)
    await leaveAll(tx, { villageId, meetingId, by: who.personId, leftAt })
    const everyone = await rollIds(tx, villageId, meetingId)
    await tellOf(tx, parts, { ...meeting, ...changes }, everyone, now, 'adjourned')
    await tellScreens(tx, villageId, meetingId)
    await appendEvidence(tx, {
      villageId,
      at: now,
      act: 'adjournMeeting',
      by: who.personId,
      office: 'chair',
      meetingId,
      payload: {
        to: to.toISOString(),
        from: opensAt.toISOString(),
        told: everyone.length,
        after: asked.reason,
      },
    })
    return { ok: true as const }
  })
}

/** 散会: once every poll has its end. Twice is once. */
export async function endMeeting(parts: Parts, { villageId, meetingId, who, now }: At) {
  return inVillage(parts.db, villageId, async (tx) => {
    const meeting = await lockMeeting(tx, villageId, meetingId)
    if (meeting.status === 'ended') return { ok: true as const }
    if (!(await pollsOf(tx, villageId, meetingId)).every(isOver)) throw new Refused('pollsOutstanding')
    await markEnded(tx, meeting, now)
    await tellScreens(tx, villageId, meetingId)
    await appendEvidence(tx, {
      villageId,
      at: now,
      act: 'endMeeting',
      by: who.personId,
      office: 'chair',
      meetingId,
    })
    return { ok: true as const }
  })
}

export type NewOfficers = {
  chairId: string
  recorderId: string
  tellerIds: string[]
  placeTellers?: string[][] | undefined
  reason: string
}

/** 更换主持人、记录人、计票人: by whoever may convene, or the chair; under the rules of the notice. */
export async function replaceOfficers(
  parts: Parts,
  { villageId, meetingId, who, now }: At,
  asked: NewOfficers,
) {
  return inVillage(parts.db, villageId, async (tx) => {
    const meeting = await lockMeeting(tx, villageId, meetingId)
    if (meeting.status === 'ended') throw new Refused('meetingOver')
    // Two tellers' sheets belong together: nobody is replaced in the middle of a count.
    if ((await pollsOf(tx, villageId, meetingId)).some((poll) => poll.status === 'counting'))
      throw new Refused('pollRunning')
    const ids = (await agendaOf(tx, villageId, meetingId)).map((row) => row.proposalId)
    const first = await loadProposal(tx, villageId, ids[0] as string)
    if (meeting.chairId !== who.personId)
      must(whyNotMeetingAct('convene', meeting.assembly, who.offices, undefined, first.route))
    const { chairId, recorderId, placeTellers: elsewhere = [], reason } = asked
    const places = await placesOf(tx, meeting)
    if (places.length !== elsewhere.length) throw new Refused('placesDiffer', { places: places.length })
    const tellerIds = [asked.tellerIds, ...elsewhere].flat()
    const named = [chairId, recorderId, ...tellerIds]
    if ((await findPeople(tx, named)).length < new Set(named).size) throw new Refused('notFound')
    const today = await loadRollOffices(tx, villageId, shanghaiDate(now))
    must(
      whyNotNamed(
        { ...asked, elsewhere },
        {
          assembly: meeting.assembly,
          today,
          barred: await barredFromChair(tx, [first], today, meeting.assembly, meeting.extraStep),
          first,
          deputies: profileOf(first).deputies,
          interested: await interestedIn(tx, villageId, ids),
        },
      ),
    )
    // Other tellers are again proposed only: never named by the chair alone.
    const same = [...tellerIds].sort().join() === [...meeting.tellerIds].sort().join()
    const proposed = same ? {} : { tellersBy: null, tellersAt: null, tellersSeed: null }
    await updateMeeting(tx, meeting, { chairId, recorderId, tellerIds, ...proposed })
    for (const [i, place] of places.entries()) await updatePlaceTellers(tx, place, elsewhere[i] as string[])
    await tellScreens(tx, villageId, meetingId)
    await askLinesAgain(tx, villageId, [meeting.chairId, meeting.recorderId, ...meeting.tellerIds])
    await appendEvidence(tx, {
      villageId,
      at: now,
      act: 'replaceOfficers',
      by: who.personId,
      office: null,
      meetingId,
      payload: {
        from: { chair: meeting.chairId, recorder: meeting.recorderId, tellers: meeting.tellerIds },
        to: { chair: chairId, recorder: recorderId, tellers: tellerIds },
        after: reason,
      },
    })
    return { ok: true as const }
  })
}

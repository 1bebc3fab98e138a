/** 回避: declared by oneself, or recorded by the meeting's officers or the oversight committee. */

import { mayAct } from '@cunyi/shared/law/acts.ts'
import { routeOf } from '@cunyi/shared/law/meeting-rules.ts'
import { Refused } from '@cunyi/shared/words/refusal.ts'
import { inVillage } from '#base/database/connect.ts'
import { appendEvidence } from '#base/evidence/actions.ts'
import type { Parts } from '#base/parts/parts.ts'
import type { Acting } from '#door/session/caller.ts'
import { ruleOf } from '#matters/polls/verdict.ts'
import { insertEvents, rollRow } from '#matters/sittings/queries/attend.ts'
import { tellScreens } from '#matters/sittings/queries/tell.ts'
import { insertRecusal } from '../queries/standing.ts'
import { mustBeSelfOrOfficer, officersOf } from './attend.ts'
import { isOver, lockMeetingAndPolls, mustHaveNoBallot } from './standing.ts'

type Asked = { proposalId: string; personId: string; reason: string }

/**
 * For one matter of one meeting. How it weighs is the frozen rule's; the bases that the law fixes stay whole
 * whatever the mode. Who leads, records or counts hands that over first.
 */
export async function recuse(
  parts: Parts,
  { villageId, meetingId, who, now }: { villageId: string; meetingId: string; who: Acting; now: Date },
  { proposalId, personId, reason }: Asked,
) {
  return inVillage(parts.db, villageId, async (tx) => {
    const { meeting, polls } = await lockMeetingAndPolls(tx, villageId, meetingId)
    const mine = polls.filter((poll) => poll.proposalId === proposalId)
    const [first] = mine
    if (!first) throw new Refused('notFound')
    const notes = mayAct('note', routeOf(meeting.assembly), who.offices)
    if (!notes) mustBeSelfOrOfficer(meeting, who, personId)
    if (!(await rollRow(tx, villageId, meetingId, personId))) throw new Refused('notOnMeetingRoll')
    if (officersOf(meeting).includes(personId)) throw new Refused('replaceOfficerFirst')
    if (mine.every(isOver)) throw new Refused('pollClosed')
    const mode = ruleOf(first).recusalMode
    if (mode !== 'disclose_only') await mustHaveNoBallot(tx, mine, personId)
    const isNew = await insertRecusal(tx, {
      villageId,
      meetingId,
      proposalId,
      personId,
      mode,
      reason,
      by: who.personId,
      at: now,
    })
    if (!isNew) return { ok: true as const }
    await insertEvents(tx, [
      { villageId, meetingId, personId, kind: 'recused', proposalId, by: who.personId, at: now },
    ])
    await tellScreens(tx, villageId, meetingId)
    await appendEvidence(tx, {
      villageId,
      at: now,
      act: 'recuse',
      by: who.personId,
      office: null,
      meetingId,
      proposalId,
      payload: { person: personId, mode, after: reason },
    })
    return { ok: true as const }
  })
}

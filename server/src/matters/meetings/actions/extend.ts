/** 断网延长: asked for by the chair on the last day; while it waits nothing is counted, and no ballot is taken past the end. */
import { extendedTo, whyNotExtend } from '@cunyi/shared/meeting/extension.ts'
import { must, Refused } from '@cunyi/shared/words/refusal.ts'
import { inVillage } from '#base/database/connect.ts'
import type { Parts } from '#base/parts/parts.ts'
import type { Caller } from '#door/session/caller.ts'
import { type CarryOut, proposeAct, takeAct } from '#matters/acts/actions.ts'
import { lengthen } from '#matters/polls/outage.ts'
import { agendaOf, type MeetingRow, type PollRow } from '#matters/sittings/queries/meetings.ts'
import { isRunning, lockMeetingAndPolls } from './standing.ts'

type At = { villageId: string; meetingId: string; who: Caller; now: Date }

const mustBeExtendable = (meeting: MeetingRow, polls: readonly PollRow[], now: Date) =>
  must(
    whyNotExtend({
      now,
      windowEnd: meeting.windowEnd,
      isOpen: polls.some(isRunning),
      extendedBefore: meeting.extendedBy > 0,
    }),
  )

export const askExtension = (
  parts: Parts,
  { villageId, meetingId, who, now }: At,
  { hours, reason }: { hours: number; reason: string },
) =>
  inVillage(parts.db, villageId, async (tx) => {
    const { meeting, polls } = await lockMeetingAndPolls(tx, villageId, meetingId)
    mustBeExtendable(meeting, polls, now)
    const [first] = await agendaOf(tx, villageId, meetingId)
    return proposeAct(tx, {
      what: 'extendWindow',
      villageId,
      proposalId: first?.proposalId ?? null,
      meetingId,
      reason,
      asked: { hours },
      caller: who,
      now,
    })
  })

export const carryOutExtension: CarryOut = (parts, act, second, now) =>
  inVillage(parts.db, act.villageId, async (tx) => {
    const { villageId, meetingId, by, as, reason } = act
    const { hours } = act.asked as { hours?: number }
    if (!meetingId || !hours) throw new Refused('notFound')
    const { meeting, polls } = await lockMeetingAndPolls(tx, villageId, meetingId)
    await takeAct(tx, act, second, now)
    mustBeExtendable(meeting, polls, now)
    const before = meeting.windowEnd as Date
    const end = extendedTo(before, hours, now)
    const seconds = Math.round((end.getTime() - before.getTime()) / 1000)
    const payload = { second: second.personId, actId: act.id, asked: hours, after: reason }
    await lengthen(tx, parts, { meeting, end, seconds, by, office: as, payload, now })
    return null
  })

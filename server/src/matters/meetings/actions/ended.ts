/** 散会以后: what a meeting that has ended leaves to be done, and what the law asks once a year or quarter is done by it. */
import { isAssemblyHeld, periodsOf } from '@cunyi/shared/matter/periods.ts'
import { endOfDays } from '@cunyi/shared/words/days.ts'
import type { Tx } from '#base/database/connect.ts'
import { rulesOf } from '#matters/proposals/rules-of.ts'
import { agendaOf, type MeetingRow, pollsOf } from '#matters/sittings/queries/meetings.ts'
import { keepDuties, owe, settle } from '#village/duties/actions.ts'
import { updateMeeting } from '../queries/standing.ts'

export async function markEnded(tx: Tx, meeting: MeetingRow, now: Date): Promise<void> {
  const { villageId, id, assembly, opensAt } = meeting
  await updateMeeting(tx, meeting, { status: 'ended', endedAt: now })
  const agenda = await agendaOf(tx, villageId, id)
  for (const { proposalId } of agenda) await keepDuties(tx, villageId, proposalId, now)
  const polls = await pollsOf(tx, villageId, id)
  if (!isAssemblyHeld(polls)) return
  const days = (await rulesOf(tx, meeting))['duty.minutes_days']
  await owe(
    tx,
    { villageId, meetingId: id, proposalId: agenda[0]?.proposalId ?? null },
    { kind: 'signMinutes', key: id, since: now, dueAt: endOfDays(now, days), subjectId: id },
  )
  for (const { kind, key } of periodsOf(assembly, opensAt)) await settle(tx, villageId, kind, key, now)
}

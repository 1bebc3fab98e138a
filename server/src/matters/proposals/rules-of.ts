import type { ProfileValues } from '@cunyi/shared/law/profile.ts'
import type { Tx } from '#base/database/connect.ts'
import { agendaOf, type MeetingRow } from '#matters/sittings/queries/meetings.ts'
import { loadProposal, profileOf } from './queries/proposals.ts'

/** The values frozen on the first matter of the agenda: one meeting, one set. */
export async function rulesOf(tx: Tx, meeting: Pick<MeetingRow, 'villageId' | 'id'>): Promise<ProfileValues> {
  const [first] = await agendaOf(tx, meeting.villageId, meeting.id)
  return profileOf(first ? await loadProposal(tx, meeting.villageId, first.proposalId) : { profile: null })
}

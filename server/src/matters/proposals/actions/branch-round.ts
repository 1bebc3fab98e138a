/** 支委会书面确认: a change of substance made after step 1, before each of the branch committee (domain 1.2.9). */
import { isRefusal } from '@cunyi/shared/matter/moves.ts'
import { asksBranch } from '@cunyi/shared/matter/text-change.ts'
import { COMMITTEE_OF_BRANCH } from '@cunyi/shared/people/rolls.ts'
import { shanghaiDate } from '@cunyi/shared/words/days.ts'
import type { Tx } from '#base/database/connect.ts'
import type { Parts } from '#base/parts/parts.ts'
import { loadMeeting } from '#matters/sittings/queries/meetings.ts'
import { findDivision } from '#village/divisions/queries/divisions.ts'
import { holdersOf } from '#village/people/queries/people.ts'
import { moveIfAllowed } from '../moves.ts'
import { loadProposal, lockProposal, profileOf } from '../queries/proposals.ts'
import { surelyRecused } from '../queries/recused.ts'
import { type ChangeRow, findChange, isOfNow } from '../queries/text-changes.ts'
import { tellDeciders } from './tell-deciders.ts'

/**
 * Asked once the new version stands at step 2; the caller's own entry of evidence tells of the change. Where nobody is
 * asked, those of the branch who decided are told of it, unless they were before.
 */
export async function askBranch(
  tx: Tx,
  parts: Parts,
  row: ChangeRow,
  now: Date,
  told?: 'told',
): Promise<void> {
  const { villageId, proposalId } = row
  const proposal = await loadProposal(tx, villageId, proposalId)
  const division = await findDivision(tx, villageId)
  const recused = await surelyRecused(tx, villageId, proposalId)
  const members = (await holdersOf(tx, villageId, COMMITTEE_OF_BRANCH, shanghaiDate(now)))
    .filter((person) => !recused.includes(person))
    .toSorted()
  const sitting = row.meetingId ? await loadMeeting(tx, villageId, row.meetingId) : null
  const asks = asksBranch({
    stage: proposal.stage,
    demanded: proposal.demanded,
    changedAt: sitting?.stage ?? null,
    hasCommittee: profileOf(proposal).branch_has_committee && (division?.branchHasCommittee ?? true),
    members: members.length,
  })
  if (asks)
    for (const react of parts.reactions.branchAsked) await react(tx, parts, { row, proposal, members, now })
  else if (!told && row.decidedIn) {
    const { assembly } = await loadMeeting(tx, villageId, row.decidedIn)
    if (assembly === 'branch') await tellDeciders(tx, parts, row, proposal.title, now)
  }
}

/** Not confirmed, or not in its days: back to the branch, which meets on the text as it is now. */
export async function branchAnswered(
  tx: Tx,
  parts: Parts,
  { villageId, subjectId, state }: { villageId: string; subjectId: string; state: string },
  now: Date,
): Promise<{ row: ChangeRow; stage: string } | null> {
  const row = await findChange(tx, { villageId, id: subjectId })
  if (!row || state === 'yes') return null
  const proposal = await lockProposal(tx, villageId, row.proposalId)
  if (!isOfNow(row, proposal)) return null
  const reason = state === 'silent' ? '改动逾期没有得到支委会书面确认' : '支委会没有书面确认改动'
  const answer = await moveIfAllowed(tx, parts, { proposal, move: 'return', by: 'branch', reason, now })
  return isRefusal(answer) ? null : { row, stage: answer.to }
}

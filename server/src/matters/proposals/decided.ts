/** 会后: what the end of a meeting's polls means for the matter. */
import { moveAfterExtra, moveAfterMeeting } from '@cunyi/shared/matter/moves.ts'
import type { ExtraName } from '@cunyi/shared/meeting/extra-step.ts'
import { lastOnEach } from '@cunyi/shared/poll/poll.ts'
import type { Outcome, SittingStage, Stage } from '@cunyi/shared/words/vocabulary.ts'
import type { Tx } from '#base/database/connect.ts'
import type { Parts } from '#base/parts/parts.ts'
import { moveProposal } from './moves.ts'
import { setOutcome, updateProposal } from './queries/changes.ts'
import { listPolls, lockProposal, profileOf } from './queries/proposals.ts'

export type PollClosed = {
  poll: { id: string; villageId: string }
  meeting: { id: string; stage: SittingStage; extraStep: ExtraName | null }
  proposal: { id: string }
  now: Date
}

const ENDED: readonly string[] = ['closed', 'void']

/**
 * Called in the closing's own transaction, after the poll's row is frozen. The matter moves once, when the last of
 * its polls in that meeting has ended; otherwise it waits. The proposal is locked before the poll everywhere.
 */
export async function pollClosed(
  tx: Tx,
  parts: Parts,
  closed: PollClosed,
): Promise<{ stage: Stage; moved: boolean }> {
  const { poll, meeting, now } = closed
  const proposal = await lockProposal(tx, poll.villageId, closed.proposal.id)
  const { villageId, id, stage } = proposal
  const mine = lastOnEach(
    (await listPolls(tx, villageId, id))
      .filter((row) => row.meeting.id === meeting.id)
      .map((row) => row.poll),
  )
  const own = mine.find((row) => row.id === poll.id)
  if (own?.questionId && own.outcome) await setOutcome(tx, villageId, own.questionId, own.outcome)
  // A sitting of a stage the matter has left decides nothing any more.
  if (stage !== meeting.stage || mine.some((row) => !ENDED.includes(row.status)))
    return { stage, moved: false }

  const outcomes =
    meeting.stage === 'villagerResolution' && !meeting.extraStep
      ? ofQuestions(proposal.questions, mine)
      : mine.map(ofPoll)
  const failed = mine.some((row) => row.outcome === 'noQuorum')
  const after = (meeting.extraStep ? moveAfterExtra : moveAfterMeeting)({
    track: proposal.track,
    stage: meeting.stage,
    demanded: proposal.demanded,
    together: proposal.together,
    outcomes,
    reconvened: proposal.reconvenings,
    maxReconvene: profileOf(proposal).max_reconvene,
  })
  const counted = failed ? { ...proposal, reconvenings: proposal.reconvenings + 1 } : proposal
  if (failed) await updateProposal(tx, proposal, { reconvenings: counted.reconvenings })
  // The step added before it is taken: the sittings of the step itself are counted anew.
  if (meeting.extraStep && after.adopted.length > 0) await updateProposal(tx, proposal, { reconvenings: 0 })
  if (!after.move) return { stage, moved: false }
  const to = await moveProposal(tx, parts, {
    proposal: counted,
    move: after.move,
    by: 'meeting',
    meetingId: meeting.id,
    now,
  })
  return { stage: to, moved: true }
}

type PollFacts = { questionId: string | null; outcome: Outcome | null }
const ofPoll = (poll: PollFacts): Outcome => poll.outcome ?? 'void'

/** Step 4: every question of the matter, as this sitting or an earlier one of the same round decided it. */
const ofQuestions = (questions: { id: string; outcome: Outcome | null }[], mine: PollFacts[]): Outcome[] =>
  questions.map((one) => {
    const here = mine.find((poll) => poll.questionId === one.id)
    return here ? ofPoll(here) : (one.outcome ?? 'void')
  })

/** 连带: what follows from what, in the same transaction and in this order. Read it from the top. */
import type { VoidReason } from '@cunyi/shared/poll/void-reasons.ts'
import { DISCLOSURE_STAGES, isOneOf, SITTING_STAGES } from '@cunyi/shared/words/vocabulary.ts'
import type { Reactions } from '#base/parts/parts.ts'
import { prepareDisclosure } from '#matters/disclosures/prepare.ts'
import { endOpenDisclosures } from '#matters/disclosures/queries/disclosures.ts'
import { strikeTheDead } from '#matters/meetings/actions/died.ts'
import { voidPollsOf } from '#matters/polls/void.ts'
import type { TextChanged } from '#matters/proposals/actions/change.ts'
import { tellFollowers } from '#matters/proposals/actions/follow.ts'
import type { React } from '#matters/proposals/moves.ts'
import { leavingNotice, markToldOnRoll, tellOf } from '#matters/sittings/notice.ts'
import { loadMeeting } from '#matters/sittings/queries/meetings.ts'
import { rollIds } from '#matters/sittings/queries/notices.ts'
import { leavingReminder, noteDelivery } from '#views/reminders/send.ts'
import { keepDuties } from '#village/duties/actions.ts'
import { leavingNews } from '#village/messages/news.ts'
import { askEachOfBranch, askWhetherWording } from './branch-round.ts'

const VOID_REASONS: Partial<Record<string, VoidReason>> = {
  withdraw: 'withdrawn',
  amend: 'amended',
  recountReturns: 'recounted',
  refer: 'recusedOut',
}

/** 作废: a poll on the old stage or text, or of a body that cannot decide, cannot go on. */
const voidPollsOnTheOldStage: React = async (
  tx,
  _parts,
  { proposal: { villageId, id }, move, from, to, now },
) => {
  if (isOneOf(SITTING_STAGES, from) && (to !== from || move === 'refer'))
    await voidPollsOf(tx, {
      villageId,
      proposalId: id,
      reason: VOID_REASONS[move] ?? move,
      now,
      // 一肩挑: the meeting of step 2 that was called with step 1 is what comes next.
      ...(move === 'adopt' && from === 'branchProposal' ? { exceptAt: to } : {}),
    })
}

/** A posting ends with the decision it shows, whatever ends that. */
const endPostingsOfTheOldStage: React = async (
  tx,
  _parts,
  { proposal: { villageId, id }, move, from, now },
) => {
  if (isOneOf(DISCLOSURE_STAGES, from) && move !== 'endDisclosure' && move !== 'archive')
    await endOpenDisclosures(tx, villageId, id, now)
}

/** 公开: a stage of disclosure begins with its paper. */
const prepareTheDisclosure: React = async (tx, parts, { proposal, to, now }) => {
  if (isOneOf(DISCLOSURE_STAGES, to)) await prepareDisclosure(tx, parts, proposal, to, now)
}

/** 通知作废: it was given for another text. Whoever was told of the sitting is told of that. */
const withdrawNotices: TextChanged = async (tx, parts, { proposal: { villageId, id }, now }) => {
  const ended = await voidPollsOf(tx, { villageId, proposalId: id, reason: 'amended', now })
  for (const meetingId of new Set(ended.map((poll) => poll.meetingId)))
    await tellOf(
      tx,
      parts,
      await loadMeeting(tx, villageId, meetingId),
      await rollIds(tx, villageId, meetingId),
      now,
      'textChanged',
    )
}

/** 应办: what the new stage asks for, once all that belongs to it is there. */
const writeWhatIsDue: React = (tx, _parts, { proposal: { villageId, id }, now }) =>
  keepDuties(tx, villageId, id, now)

export const reactions: Reactions = {
  stageLeaving: [voidPollsOnTheOldStage],
  stageLeft: [endPostingsOfTheOldStage],
  stageEntered: [prepareTheDisclosure, writeWhatIsDue, tellFollowers],
  textChanged: [withdrawNotices],
  changeWaits: [askWhetherWording],
  branchAsked: [askEachOfBranch],
  peopleDied: [strikeTheDead],
  messageLeaving: {
    notice: leavingNotice,
    reminder: leavingReminder,
    result: leavingNews,
    followed: leavingNews,
  },
  messageTried: [noteDelivery],
  toldOtherwise: [markToldOnRoll],
}

/** 连带: what follows from what, in the same transaction and in this order. Read it from the top. */

import type { VoidReason } from '@cunyi/shared/poll/void-reasons.ts'
import { DISCLOSURE_STAGES, isOneOf, SITTING_STAGES } from '@cunyi/shared/words/vocabulary.ts'
import type { Reactions } from '#base/parts/parts.ts'
import { prepareDisclosure } from '#matters/disclosures/prepare.ts'
import { endOpenDisclosures } from '#matters/disclosures/queries/disclosures.ts'
import { voidPollsOf } from '#matters/polls/void.ts'
import type { React } from '#matters/proposals/moves.ts'
import { leavingNotice, markToldOnRoll } from '#matters/sittings/notice.ts'
import { leavingReminder, noteDelivery } from '#views/reminders/send.ts'

const VOID_REASONS: Partial<Record<string, VoidReason>> = {
  withdraw: 'withdrawn',
  amend: 'amended',
  recountReturns: 'recounted',
}

/** 作废: a poll on the old stage or text cannot go on. */
const voidPollsOnTheOldStage: React = async (
  tx,
  _parts,
  { proposal: { villageId, id }, move, from, to, now },
) => {
  if (isOneOf(SITTING_STAGES, from) && to !== from)
    await voidPollsOf(tx, { villageId, proposalId: id, reason: VOID_REASONS[move] ?? move, now })
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

export const reactions: Reactions = {
  stageLeaving: [voidPollsOnTheOldStage],
  stageLeft: [endPostingsOfTheOldStage],
  stageEntered: [prepareTheDisclosure],
  messageLeaving: { notice: leavingNotice, reminder: leavingReminder },
  messageTried: [noteDelivery],
  toldOtherwise: [markToldOnRoll],
}

/** 结果告知: all on the roll hear what came of a vote that was counted, in the sentence of the record. */
import { VOID_REASONS, type VoidReason } from '@cunyi/shared/poll/void-reasons.ts'
import { messageText } from '@cunyi/shared/words/messages.ts'
import { cut } from '@cunyi/shared/words/texts.ts'
import type { Tx } from '#base/database/connect.ts'
import type { Parts } from '#base/parts/parts.ts'
import type { LoadedProposal } from '#matters/proposals/queries/proposals.ts'
import { phonesOf, rollIds } from '#matters/sittings/queries/notices.ts'
import { findDivision } from '#village/divisions/queries/divisions.ts'
import { tellNews } from '#village/messages/news.ts'
import { effectiveProfile } from '#village/profiles/profile.ts'
import type { PollRow } from './queries/polls.ts'

const LONGEST_TITLE = 30
const LONGEST_SENTENCE = 160

/** Of a matter that names persons a message gives neither name nor figures. */
export async function tellResult(
  tx: Tx,
  parts: Parts,
  { poll, proposal }: { poll: PollRow; proposal: LoadedProposal },
  now: Date,
): Promise<void> {
  const { villageId, meetingId } = poll
  if (proposal.sensitive) return
  const personIds = await rollIds(tx, villageId, meetingId)
  const bySms = (await effectiveProfile(tx, villageId)).values['remind.result_sms']
  const phones = bySms ? await phonesOf(tx, villageId, personIds) : []
  const village = (await findDivision(tx, villageId))?.name ?? ''
  const question = proposal.questions.find((one) => one.id === poll.questionId)
  const title = cut(
    proposal.questions.length > 1 && question ? `${proposal.title}：${question.text}` : proposal.title,
    LONGEST_TITLE,
  )
  const text =
    poll.outcome === 'void'
      ? messageText('pollVoid', { village, title, reason: VOID_REASONS[poll.voidReason as VoidReason].zh })
      : messageText('pollResult', {
          village,
          title,
          sentence: cut((poll.figures?.sentenceZh ?? '').replace(/。$/, ''), LONGEST_SENTENCE),
        })
  await tellNews(tx, parts, { kind: 'result', villageId, personIds, phones, text }, now)
}

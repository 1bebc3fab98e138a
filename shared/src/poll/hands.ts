/** 举手表决: nameless where the profile says so; the chair calls, two tellers count, in live meetings only. */
import type { MeetingRule } from '../law/meeting-rules.ts'
import { type Refusal, refuse } from '../words/refusal.ts'
import type { PollStatus } from '../words/vocabulary.ts'

export function whyNotCallHands(facts: {
  votingMode: MeetingRule['votingMode']
  status: PollStatus
  live: boolean
  called: boolean
}): Refusal | null {
  if (facts.votingMode !== 'show_of_hands') return refuse('handsNotHere')
  if (!facts.live) return refuse('showOfHandsLiveOnly')
  if (facts.status === 'void') return refuse('pollVoid')
  if (facts.status === 'waiting') return refuse('pollNotOpen')
  if (facts.status !== 'open') return refuse('pollClosed')
  return facts.called ? refuse('alreadyDone') : null
}

export function whyNotHands(
  counted: { for: number; against: number; abstain: number },
  group: number,
): Refusal | null {
  if (group === 0) return refuse('handsNotCalled')
  const sum = counted.for + counted.against + counted.abstain
  return sum > group ? refuse('handsExceedGroup', { counted: sum, issued: group }) : null
}

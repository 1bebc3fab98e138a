/**
 * 提前: the key's file says when a poll ends, whatever the database says. A poll that is to end, or to be opened, before
 * that is put back as it was; nothing is opened, and the office is told.
 */
import type { KeyObject } from 'node:crypto'
import { shanghaiDate } from '@cunyi/shared/words/days.ts'
import type { Tx } from '#base/database/connect.ts'
import { appendEvidence } from '#base/evidence/actions.ts'
import type { Parts } from '#base/parts/parts.ts'
import type { KeyFacts } from '#base/system/key-lines.ts'
import { tellOf } from '#matters/sittings/notice.ts'
import type { MeetingRow } from '#matters/sittings/queries/meetings.ts'
import { tellScreens } from '#matters/sittings/queries/tell.ts'
import { holdersOf } from '#village/people/queries/people.ts'
import type { Envelope } from './queries/ballots.ts'
import { type PollRow, updatePoll } from './queries/polls.ts'
import { sha256Hex } from './seal.ts'
import { chainOf, linesOf } from './unbroken.ts'

/** A window ends by the clock and not before its last end; where there is none, the chair ends it. */
export const mayEnd = (facts: KeyFacts, by: string | null, now: Date): boolean =>
  facts.end === null ? by !== null : now >= facts.end

/**
 * Whether these envelopes, and no others, may be opened now. `running`: nobody has ended the poll; `wait`: its end has
 * not come by this clock; `broken`: something was taken away, added or changed.
 */
export async function whetherOpens(
  tx: Tx,
  { pollKeys }: Pick<Parts, 'pollKeys'>,
  box: { poll: PollRow; key: KeyObject; facts: KeyFacts; envelopes: readonly Envelope[]; now: Date },
): Promise<'opens' | 'running' | 'wait' | 'broken'> {
  const { poll, key, facts, envelopes, now } = box
  const isItsOwn = facts.poll === poll.id && facts.village === poll.villageId && facts.secret === poll.secret
  const chain = isItsOwn ? await chainOf(tx, poll, key) : null
  if (!chain) return 'broken'
  const { endsAt, standing } = chain
  if (!endsAt) return 'running'
  if (facts.end && now < facts.end) return 'wait'
  const isSame = (at: Date | null) => at?.getTime() === endsAt.getTime()
  if (!isSame(poll.endsAt) || (facts.end === null && !isSame(facts.ended))) return 'broken'
  const found = linesOf(envelopes)
  if (found.length !== standing.length || found.some((line, i) => line !== standing[i])) return 'broken'
  // Once opened, these and no others: whoever lets the commit fail does not see one part after the other.
  const digest = sha256Hex(standing.join('\n'))
  if (facts.opens === null) await pollKeys.swear(poll.keyName as string, { line: 'opens', digest })
  return facts.opens === null || facts.opens === digest ? 'opens' : 'broken'
}

/** As it was: open, until the end that the key's file says. */
export async function putBack(
  tx: Tx,
  parts: Parts,
  { poll, meeting, facts, now }: { poll: PollRow; meeting: MeetingRow; facts: KeyFacts; now: Date },
): Promise<PollRow> {
  const { villageId, id: pollId, status, endsAt } = poll
  const back = { status: 'open', endsAt: facts.end, boxAt: null } as const
  // An extension whose commit was lost: the file has it, and nobody has done any wrong.
  const isLost = facts.ends.slice(0, -1).some((end) => end.getTime() === endsAt?.getTime())
  if (isLost)
    parts.log.warn({ village: villageId, poll: pollId }, 'a poll goes on until the end in its key file')
  else parts.log.error({ village: villageId, poll: pollId }, 'a poll was to be opened before its end')
  await updatePoll(tx, poll, back)
  if (!isLost) {
    const watching = ['oversightChair', 'oversightCommittee'] as const
    const oversight = await holdersOf(tx, villageId, watching, shanghaiDate(now))
    await tellOf(tx, parts, meeting, [...new Set([meeting.chairId, ...oversight])], now, 'endedEarly')
  }
  await tellScreens(tx, villageId, meeting.id)
  await appendEvidence(tx, {
    villageId,
    at: now,
    act: 'refuseEarlyEnd',
    by: null,
    office: null,
    proposalId: poll.proposalId,
    meetingId: meeting.id,
    payload: { pollId, found: { status, endsAt }, goesOnUntil: facts.end },
  })
  return { ...poll, ...back }
}

import { shownSplit } from '@cunyi/shared/poll/small-group.ts'
import { Refused } from '@cunyi/shared/words/refusal.ts'
import type { Channel, Choice, Outcome, PollStatus } from '@cunyi/shared/words/vocabulary.ts'
import { inVillage } from '#base/database/connect.ts'
import type { Parts } from '#base/parts/parts.ts'
import type { Caller } from '#door/session/caller.ts'
import { namesOf } from '#village/people/queries/people.ts'
import { digestOfReceipts } from '../count.ts'
import { type ChannelCounts, findPoll, type PollRow } from '../queries/polls.ts'
import { pollListPage, receiptsOf } from '../queries/results.ts'
import { ruleOf } from '../verdict.ts'

type Asked = { villageId: string; pollId: string }

export type Result = {
  id: string
  status: PollStatus
  secret: boolean
  outcome: Outcome | null
  voidReason: string | null
  figures: Record<string, unknown> | null
  sentenceZh: string | null
  sentenceEn: string | null
  byChannel: ChannelCounts[] | null
  closedAt: string | null
  receiptsDigest: string | null
  ballotsDigest: string | null
}

/** 结果: nothing of what was chosen until the poll has closed; afterwards the frozen figures in words and numbers. */
export async function getPoll(
  parts: Parts,
  { villageId, pollId, caller }: Asked & { caller: Caller },
): Promise<Result> {
  const poll = await inVillage(parts.db, villageId, (tx) => findPoll(tx, villageId, pollId))
  if (!poll) throw new Refused('notFound')
  const figures = poll.status === 'closed' ? poll.figures : null
  const oversees = caller.offices.includes('oversightCommittee') || caller.offices.includes('oversightChair')
  return {
    id: poll.id,
    status: poll.status,
    secret: poll.secret,
    outcome: poll.outcome,
    voidReason: poll.voidReason,
    figures,
    sentenceZh: textOf(figures?.sentenceZh),
    sentenceEn: textOf(figures?.sentenceEn),
    byChannel: figures ? splitOf(poll, oversees) : null,
    closedAt: poll.closedAt?.toISOString() ?? null,
    receiptsDigest: poll.receiptsDigest,
    ballotsDigest: poll.ballotsDigest,
  }
}

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null)

/** 分渠道, as shared's one rule of small groups shows it. */
export const splitOf = (poll: PollRow, oversees: boolean): ChannelCounts[] | null =>
  shownSplit(ruleOf(poll), poll.byChannel, oversees)

export async function closedPoll(parts: Parts, { villageId, pollId }: Asked): Promise<PollRow> {
  const poll = await inVillage(parts.db, villageId, (tx) => findPoll(tx, villageId, pollId))
  if (!poll) throw new Refused('notFound')
  if (poll.status === 'void') throw new Refused('pollVoid')
  if (poll.status !== 'closed') throw new Refused('resultNotYet')
  return poll
}

/** 回执: sorted, of the envelopes that were opened. Anybody can look his own up, and reckon the digest again. */
export async function listReceipts(
  parts: Parts,
  { receipt, ...asked }: Asked & { receipt: string | undefined },
): Promise<{ digest: string; count: number; receipts: string[] }> {
  const poll = await closedPoll(parts, asked)
  // Without a quorum no envelope was opened, and the list is empty.
  const receipts = poll.receiptsDigest
    ? await inVillage(parts.db, asked.villageId, (tx) => receiptsOf(tx, poll))
    : []
  return {
    digest: poll.receiptsDigest ?? digestOfReceipts([]),
    count: receipts.length,
    receipts: receipt ? receipts.filter((one) => one === receipt) : receipts,
  }
}

export type ListPage = {
  rows: Array<{
    personId: string
    name: string
    entitled: boolean
    way: string | null
    representedBy: string | null
    recused: boolean
    voted: boolean
    channel: Channel | null
    choice: Choice | null
  }>
  next: string | null
}

/** 应到清单 as it was frozen: no later edit changes it. */
export async function getPollList(
  parts: Parts,
  { after, limit = 100, ...asked }: Asked & { after: string | undefined; limit: number | undefined },
): Promise<ListPage> {
  const poll = await closedPoll(parts, asked)
  return inVillage(parts.db, asked.villageId, async (tx) => {
    const rows = await pollListPage(tx, poll, after, limit + 1)
    const shown = rows.slice(0, limit)
    const name = await namesOf(
      tx,
      shown.map((row) => row.personId),
    )
    return {
      rows: shown.map((row) => ({ ...row, name: name(row.personId) })),
      next: rows.length > limit ? (shown.at(-1)?.personId ?? null) : null,
    }
  })
}

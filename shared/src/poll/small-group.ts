/**
 * 小范围保密: what of a secret poll's figures may be seen. A channel with one to k−1 ballots hides every split and
 * every single sheet from all but the oversight committee. Every route that shows figures asks here.
 */
import type { Channel } from '../words/vocabulary.ts'

export type Counts = { for: number; against: number; abstain: number; invalid: number }
export type ChannelCounts = Counts & { channel: Channel }
export type SecretRule = { secret: boolean; smallGroupK: number }

export const sizeOf = (counts: Counts): number =>
  counts.for + counts.against + counts.abstain + counts.invalid

/** A proxy's ballot counts in the agent's channel. */
export const maySplit = (secret: boolean, byChannel: Readonly<Record<string, number>>, k: number): boolean =>
  !secret || Object.values(byChannel).every((count) => count === 0 || count >= k)

/** 分渠道, as somebody may see it: all channels or none. One left out could be had by subtraction. */
export function shownSplit<T extends ChannelCounts>(
  rule: SecretRule,
  byChannel: readonly T[] | null,
  oversees: boolean,
): T[] | null {
  if (!byChannel) return null
  const sizes = Object.fromEntries(byChannel.map((one) => [one.channel, sizeOf(one)]))
  return oversees || maySplit(rule.secret, sizes, rule.smallGroupK) ? [...byChannel] : null
}

/** 新启用号码的选票: how many is a small group of its own; a few are told as a few. */
export const toldNewNumbers = (rule: SecretRule, count: number): number | null =>
  rule.secret && count > 0 && count < rule.smallGroupK ? null : count

/** 各会场计票单: all of them or none; a small heap of one place hides those of every place, and so does a small channel. */
export function shownSheets<T extends Counts>(
  rule: SecretRule,
  byChannel: readonly ChannelCounts[] | null,
  sheets: readonly T[],
  oversees: boolean,
): T[] | null {
  if (oversees) return [...sheets]
  if (!byChannel || !shownSplit(rule, byChannel, false)) return null
  const sizes = Object.fromEntries(sheets.map((sheet, at) => [at, sizeOf(sheet)]))
  return maySplit(rule.secret, sizes, rule.smallGroupK) ? [...sheets] : null
}

/** Before a poll opens the chair is told: who is in the hall may all take slips, who is online will all use phones. */
export const mayStaySmall = (rule: SecretRule, present: { inHall: number; online: number }): boolean =>
  !maySplit(rule.secret, present, rule.smallGroupK)

/**
 * 公布的总数: only a slip can be invalid, so the number of invalid ones would be a figure of that channel alone.
 * Where few slips were counted they are published together with the abstentions, which weigh the same, whether there
 * are any or not: that they were joined must not tell that one was spoilt.
 */
export function publishedTotals(
  rule: SecretRule,
  byChannel: readonly ChannelCounts[],
): Counts & { invalidJoined: boolean } {
  const totals = { for: 0, against: 0, abstain: 0, invalid: 0 }
  for (const one of byChannel)
    for (const kind of ['for', 'against', 'abstain', 'invalid'] as const) totals[kind] += one[kind]
  const slips = byChannel.filter((one) => one.channel === 'paper').map(sizeOf)
  const invalidJoined = rule.secret && slips.some((size) => size > 0 && size < rule.smallGroupK)
  if (!invalidJoined) return { ...totals, invalidJoined }
  return { ...totals, abstain: totals.abstain + totals.invalid, invalid: 0, invalidJoined }
}

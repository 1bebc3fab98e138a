/**
 * 小范围保密: what of a secret poll's figures may be seen. A channel with one to k−1 ballots hides every split and
 * every single sheet from all but the oversight committee; one in which all chose alike hides them from everybody, for
 * lists tell who used it. What the lawful total alone tells stays, and is said before voting. Every route that shows
 * figures asks here.
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

const CHOSEN = ['for', 'against', 'abstain'] as const
const chosen = (counts: Counts) => CHOSEN.reduce((sum, choice) => sum + counts[choice], 0)

/** 投得一样: whoever is known to have cast one of these is known to have chosen that, or to have spoilt it. */
const isAlike = (counts: Counts): boolean =>
  sizeOf(counts) > 0 && CHOSEN.filter((choice) => counts[choice] > 0).length <= 1

/**
 * 不列也是一句话: that nothing is shown says that some group chose alike. Where the total and the sizes leave only ways in
 * which one group chose the same in each, hiding would name it, and nothing is shown whatever lies in it.
 */
function tellsByHiding(groups: readonly Counts[]): boolean {
  const sizes = groups.map(chosen)
  const total = (choice: (typeof CHOSEN)[number]) => groups.reduce((sum, one) => sum + one[choice], 0)
  const ways = sizes.flatMap((size, at) =>
    CHOSEN.filter((choice) => size > 0 && total(choice) >= size).map((choice) => ({ at, size, choice })),
  )
  /** In this way of lying somebody of the group may have chosen other than that. */
  const leaves = (way: (typeof ways)[number], at: number, choice: (typeof CHOSEN)[number]) =>
    way.at === at
      ? way.choice !== choice
      : CHOSEN.some((other) => other !== choice && total(other) > (other === way.choice ? way.size : 0))
  return (
    ways.length > 0 &&
    sizes.some(
      (size, at) => size > 0 && CHOSEN.some((choice) => ways.every((way) => !leaves(way, at, choice))),
    )
  )
}

function mayShow(rule: SecretRule, groups: readonly Counts[], oversees: boolean): boolean {
  if (!rule.secret) return true
  const sizes = Object.fromEntries(groups.map((one, at) => [at, sizeOf(one)]))
  if (!oversees && !maySplit(true, sizes, rule.smallGroupK)) return false
  return !groups.some(isAlike) && !tellsByHiding(groups)
}

/** 分渠道, as somebody may see it: all channels or none. One left out could be had by subtraction. */
export const shownSplit = <T extends ChannelCounts>(
  rule: SecretRule,
  byChannel: readonly T[] | null,
  oversees: boolean,
): T[] | null => (byChannel && mayShow(rule, byChannel, oversees) ? [...byChannel] : null)

/** 票的清单: those that were sealed. Beside the total it tells what was counted by hand, unless there is nothing of that. */
export const maySeeBallots = (rule: SecretRule, byChannel: readonly ChannelCounts[]): boolean =>
  shownSplit(rule, byChannel, false) !== null ||
  byChannel.every((one) => sizeOf(one) === 0 || (one.channel !== 'paper' && one.channel !== 'hands'))

/** 新启用号码的选票: how many is a small group of its own; a few are told as a few. */
export const toldNewNumbers = (rule: SecretRule, count: number): number | null =>
  rule.secret && count > 0 && count < rule.smallGroupK ? null : count

/** 各会场计票单: all of them or none; one heap that may not be shown hides those of every place, and so does a channel. */
export function shownSheets<T extends Counts & { channel?: string }>(
  rule: SecretRule,
  byChannel: readonly ChannelCounts[] | null,
  sheets: readonly T[],
  oversees: boolean,
): T[] | null {
  if (!shownSplit(rule, byChannel, oversees)) return null
  const channels = new Set(sheets.map((sheet) => sheet.channel))
  const isShown = [...channels].every((channel) =>
    mayShow(
      rule,
      sheets.filter((sheet) => sheet.channel === channel),
      oversees,
    ),
  )
  return isShown ? [...sheets] : null
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

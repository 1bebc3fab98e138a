/** 开箱计票: opens the envelopes in memory, mixes them, and adds up. Nothing here touches the database. */
import type { KeyObject } from 'node:crypto'
import { ballotsText, receiptsText } from '@cunyi/shared/poll/proof.ts'
import type { ChannelCounts } from '@cunyi/shared/poll/small-group.ts'
import type { Channel, Choice } from '@cunyi/shared/words/vocabulary.ts'
import type { BallotRow, Envelope } from './queries/ballots.ts'
import { asBallots, openBallot, sha256Hex, shuffled } from './seal.ts'
import type { Counted as Heap } from './sheets.ts'

export class SealBroken extends Error {}

export type Counted = {
  ballots: BallotRow[]
  byChannel: ChannelCounts[]
  receiptsDigest: string
  ballotsDigest: string
  /** Who was in favour: open polls only, where households are added up. */
  inFavour: string[]
}
type Poll = { villageId: string; id: string; secret: boolean }

const none = () => ({ for: 0, against: 0, abstain: 0, invalid: 0 })

export function countBox(
  poll: Poll,
  key: KeyObject,
  envelopes: readonly Envelope[],
  heaps: readonly Heap[],
): Counted {
  const opened = envelopes.map((envelope) => ({ ...envelope, choice: opens(poll, key, envelope) }))
  const channels = new Map<Channel, ReturnType<typeof none>>()
  const channel = (name: Channel) => {
    const counts = channels.get(name) ?? none()
    channels.set(name, counts)
    return counts
  }
  for (const { channel: name, choice } of opened) channel(name)[choice] += 1
  for (const heap of heaps)
    for (const kind of ['for', 'against', 'abstain', 'invalid'] as const)
      channel(heap.channel)[kind] += heap[kind]

  const mixed = asBallots(
    shuffled(opened.map(({ choice, personId }) => ({ choice, personId: poll.secret ? null : personId }))),
  )
  const ballots = mixed.map((row) => ({ villageId: poll.villageId, pollId: poll.id, ...row }))
  return {
    ballots,
    byChannel: [...channels].map(([name, counts]) => ({ channel: name, ...counts })),
    receiptsDigest: digestOfReceipts(opened.map((one) => one.receipt)),
    ballotsDigest: sha256Hex(ballotsText(mixed)),
    inFavour: poll.secret ? [] : opened.filter((one) => one.choice === 'for').map((one) => one.personId),
  }
}

function opens(poll: Poll, key: KeyObject, { personId, version, sealed }: Envelope): Choice {
  try {
    return openBallot(key, { villageId: poll.villageId, pollId: poll.id, personId, version }, sealed)
  } catch {
    throw new SealBroken(`An envelope of poll ${poll.id} does not open.`)
  }
}

/** Anybody with the published list can reckon it: the sorted receipts, one a line. */
export const digestOfReceipts = (receipts: readonly string[]): string => sha256Hex(receiptsText(receipts))

/**
 * 发送: the one way in which a message leaves, on the real clock and on one that is set. One is taken at a time, in
 * its turn (`nextAt`) and at the gateway's pace, which all processes share through the database; its number is asked for,
 * the gateway is told, and what became of it is noted. No transaction waits for a gateway.
 *
 * A process that ends between the gateway's taking and the note of it leaves the message held. After `HELD` it is asked
 * for again with the same key: a gateway that keeps the contract sends it once; that it was asked for twice is in the log.
 */
import { setTimeout as wait } from 'node:timers/promises'
import { isForGood, nextTryAt } from '@cunyi/shared/words/sending.ts'
import { UNDELIVERED_REASONS, type UndeliveredReason } from '@cunyi/shared/words/undelivered.ts'
import type { SendingChannel } from '@cunyi/shared/words/vocabulary.ts'
import { across, inVillage, type Tx } from '#base/database/connect.ts'
import type { Parts } from '#base/parts/parts.ts'
import { messageOf } from '#base/system/log.ts'
import { phoneOfMessage, sealPhone, textOfMessage } from './actions.ts'
import { channelOf } from './channels/channel.ts'
import { NotTaken } from './channels/protocol.ts'
import type { Leaving, Outcome, Readiness } from './outcome.ts'
import {
  firstWaiting,
  lockById,
  lockChannel,
  type OutboxRow,
  updateMessage,
  waitingByChannel,
} from './queries/messages.ts'
import { pushTo } from './subscriptions.ts'
import { keepUndelivered, peopleOf, tellOf } from './undelivered.ts'

/** Longer than any channel's own patience. */
const HELD = 60_000
const CLOCKS_DIFFER = 2000

const channelsOf = (parts: Parts): readonly SendingChannel[] =>
  parts.config.sms ? ['sms', 'outbox', 'push'] : ['outbox', 'push']
const spacingOf = (parts: Parts, channel: SendingChannel) => (channel === 'sms' ? parts.config.smsSpacing : 0)
/** The last try is believed as far as the clocks of two hosts may differ: one that was hours ahead stops nobody. */
const askedOf = (parts: Parts, channel: SendingChannel, now: Date) => ({
  channel,
  notAfter: new Date(now.getTime() + Math.max(CLOCKS_DIFFER, spacingOf(parts, channel))),
})
const notBefore = (at: Date, last: Date | null, spacing: number): Date =>
  last === null ? at : new Date(Math.max(at.getTime(), last.getTime() + spacing))

/** When the next message of each channel may leave. */
export async function nextLeaving(tx: Tx, parts: Parts): Promise<{ channel: SendingChannel; at: Date }[]> {
  const now = parts.clock.now()
  const asked = channelsOf(parts).map((channel) => askedOf(parts, channel, now))
  return (await waitingByChannel(tx, asked)).map(({ channel, nextAt, lastAt }) => ({
    channel,
    at: notBefore(nextAt, lastAt, spacingOf(parts, channel)),
  }))
}

/** Everything of one channel that is due and has its turn, one after the other; of a clock that goes on, also what comes due meanwhile. */
export async function sendDue(parts: Parts, channel: SendingChannel): Promise<void> {
  let inVain = 0
  while (!parts.stopping.aborted) {
    const now = parts.clock.now()
    const message = await take(parts, channel, now)
    if (message === 'busy') {
      await pause(inVain++, parts.stopping)
      continue
    }
    if (!message) return
    inVain = 0
    await sendOne(parts, message, now)
  }
}

/** Each later than the one before, and no two together. */
const pause = (inVain: number, signal: AbortSignal) =>
  wait(Math.min(1000, 10 * 2 ** inVain) * (0.5 + Math.random()), undefined, { signal }).catch(() => {})

/**
 * 轮到: taken by one process, with the moment from which the next one keeps its distance. Busy: another hand asks just
 * now; nobody waits for it with a connection in his hand.
 */
const take = (parts: Parts, channel: SendingChannel, now: Date): Promise<OutboxRow | 'busy' | null> =>
  across(parts.db, async (tx) => {
    if (!(await lockChannel(tx, channel))) return 'busy'
    const [waiting] = await waitingByChannel(tx, [askedOf(parts, channel, now)])
    if (!waiting || notBefore(waiting.nextAt, waiting.lastAt, spacingOf(parts, channel)) > now) return null
    const row = await firstWaiting(tx, channel, now)
    if (!row) return null
    if (row.isHeld)
      parts.log.warn(
        { message: row.id, village: row.division },
        'a process ended with this message in its hands; it may have left, and is asked for again with the same key',
      )
    const taken = { isHeld: true, triedAt: now, tries: row.tries + 1, nextAt: new Date(now.getTime() + HELD) }
    await updateMessage(tx, row.id, taken)
    return { ...row, ...taken }
  })

async function sendOne(parts: Parts, message: OutboxRow, now: Date): Promise<void> {
  try {
    const { outcome, left } = await tryNow(parts, message, now)
    await note(parts, message, outcome, left)
  } catch (err) {
    // Held until its time, then asked for again: nothing of it is lost.
    parts.log.error(
      { err, message: message.id, village: message.division },
      'what became of a message was not noted',
    )
  }
}

type Tried = { outcome: Outcome; left: Leaving | null }
async function tryNow(parts: Parts, message: OutboxRow, now: Date): Promise<Tried> {
  let leaving: Readiness
  try {
    leaving = await leavingOf(parts, message, now)
  } catch (err) {
    parts.log.error(
      { err, message: message.id, village: message.division },
      'a message could not be made ready',
    )
    return { outcome: failedFor('ownFault', parts, message), left: null }
  }
  if (leaving === null) return { outcome: { is: 'notNeeded' }, left: null }
  if (leaving === 'over' || (message.until !== null && message.until <= now)) {
    const reason = isReason(message.failure) ? message.failure : 'tooLate'
    return { outcome: { is: 'failed', reason, nextAt: null, isOver: true }, left: null }
  }
  return { outcome: await handOver(parts, message, leaving, now), left: leaving }
}

const failedFor = (reason: UndeliveredReason, parts: Parts, { until, tries }: OutboxRow): Outcome => {
  const now = parts.clock.now()
  return { is: 'failed', reason, nextAt: isForGood(reason) ? null : nextTryAt(until ?? now, tries, now) }
}

const isReason = (text: string | null): text is UndeliveredReason =>
  text !== null && text in UNDELIVERED_REASONS

async function leavingOf(parts: Parts, message: OutboxRow, now: Date): Promise<Readiness> {
  const { division, kind } = message
  const ask = parts.reactions.messageLeaving[kind]
  if (division !== null && ask) return inVillage(parts.db, division, (tx) => ask(tx, parts, message, now))
  return ownWords(parts, message)
}
const ownWords = (parts: Parts, message: OutboxRow): Leaving => ({
  phone: phoneOfMessage(parts, message.phone),
  text: textOfMessage(parts, message),
})

async function handOver(
  parts: Parts,
  message: OutboxRow,
  { phone, text, note: shown }: Leaving,
  now: Date,
): Promise<Outcome> {
  const { id, division, personId, channel } = message
  const key = message.key ?? id
  try {
    if (channel === 'push') {
      const of = division && personId ? { villageId: division, personId, key, now } : null
      if (!of || !shown || !(await pushTo(parts, of, shown)))
        throw new NotTaken('noBrowser', 'no browser is left')
    } else if (channel === 'sms') {
      const reportTo = reportAddress(parts, division, key)
      await channelOf(parts.config).send({
        phone: phone ?? '',
        text,
        key,
        ...(reportTo ? { reportTo } : {}),
        ...(message.isSpoken ? { voice: true } : {}),
      })
    }
    // The demo's outbox sends nothing.
    return { is: 'sent' }
  } catch (error) {
    const reason = error instanceof NotTaken ? error.reason : 'gatewayAway'
    // Neither number nor text stands in it.
    parts.log.warn({ message: id, village: division, tries: message.tries, reason }, messageOf(error))
    return failedFor(reason, parts, message)
  }
}

const reportAddress = ({ config }: Parts, division: string | null, key: string): string | null =>
  division !== null && config.sms?.reportSecret
    ? `${config.publicUrl}/api/villages/${division}/deliveries/${key}/report`
    : null

/** What became of it, if it is still in this hand: told to the office where it did not arrive, to whoever asked for it, and in its own line. */
async function note(parts: Parts, message: OutboxRow, outcome: Outcome, left: Leaving | null): Promise<void> {
  const now = parts.clock.now()
  const isMine = async (tx: Tx) => {
    const row = await lockById(tx, message.id)
    return row?.isHeld === true && row.triedAt?.getTime() === message.triedAt?.getTime()
  }
  const write = (tx: Tx) => updateMessage(tx, message.id, changesOf(parts, message, outcome, left, now))
  if (message.division !== null) {
    await inVillage(parts.db, message.division, async (tx) => {
      if (!(await isMine(tx))) return
      await tellOf(tx, parts, message, outcome, now)
      await write(tx)
    })
    return
  }
  // A code belongs to a phone: to each village in which somebody has it. Of one that another hand has, nothing is said.
  const whose = await across(parts.db, async (tx) => {
    if (!(await isMine(tx))) return []
    await write(tx)
    return peopleOf(tx, parts, message, now)
  })
  for (const whom of whose)
    await inVillage(parts.db, whom.villageId, (tx) => keepUndelivered(tx, whom, message, outcome, now))
}

function changesOf(
  parts: Parts,
  message: OutboxRow,
  outcome: Outcome,
  left: Leaving | null,
  now: Date,
): Partial<OutboxRow> {
  const settled = { isHeld: false, nextAt: null, sealed: null }
  // A gateway was not asked, so nobody need keep his distance from it.
  if (outcome.is === 'notNeeded') return { ...settled, triedAt: null, tries: message.tries - 1 }
  if (outcome.is === 'failed') {
    const failure = outcome.reason
    return outcome.nextAt === null
      ? { ...settled, failure, failedAt: now }
      : { isHeld: false, nextAt: outcome.nextAt, failure }
  }
  // The demo shows what it would have sent.
  const kept =
    message.channel === 'outbox' && left?.phone
      ? { text: left.text, phone: sealPhone(parts, left.phone) }
      : {}
  return { ...settled, ...kept, sentAt: now, failure: null }
}

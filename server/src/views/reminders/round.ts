/** 一轮: put down in one transaction with its messages; each leaves later, in its turn. */
import { randomUUID } from 'node:crypto'
import { isRemindable, nextRoundAt, remindUntil } from '@cunyi/shared/meeting/remind.ts'
import { Refused } from '@cunyi/shared/words/refusal.ts'
import type { SendingChannel } from '@cunyi/shared/words/vocabulary.ts'
import { inVillage, type Tx } from '#base/database/connect.ts'
import { appendEvidence } from '#base/evidence/actions.ts'
import type { Parts } from '#base/parts/parts.ts'
import { openPhone } from '#base/system/identity.ts'
import { rulesOf } from '#matters/proposals/rules-of.ts'
import { lockMeeting, type MeetingRow } from '#matters/sittings/queries/meetings.ts'
import { enqueueMessages } from '#village/messages/actions.ts'
import { channelOf } from '#village/messages/channels/channel.ts'
import { subscribers } from '#village/messages/subscriptions.ts'
import { awaitedOf, roundFacts, timesOf } from './facts.ts'
import { type Awaited, insertRound } from './queries.ts'

type Round = { round: number; by: string | null; now: Date }

async function putRound(
  tx: Tx,
  parts: Parts,
  meeting: MeetingRow,
  awaited: readonly Awaited[],
  { round, by, now }: Round,
) {
  const { villageId, id: meetingId } = meeting
  const channel = channelOf(parts.config).name
  const row = { villageId, meetingId, round, createdAt: now }
  const reachable = awaited.filter((one) => openPhone(parts.keys, one.phone) !== null)
  const wanted = await subscribers(tx, parts, villageId, now)
  const pushed = awaited.filter((one) => wanted.has(one.personId))
  const noPhone = awaited.length - reachable.length
  const toSend = (channel: SendingChannel, people: readonly Awaited[]) =>
    people.map(({ personId }) => ({
      ...row,
      id: randomUUID(),
      personId,
      channel,
      state: 'waiting' as const,
      nextAt: now,
    }))
  const waiting = [...toSend(channel, reachable), ...toSend('push', pushed)]
  await insertRound(tx, { villageId, meetingId, round, by, at: now, told: awaited.length, noPhone }, [
    ...awaited.map(({ personId }) => ({
      ...row,
      id: randomUUID(),
      personId,
      channel: 'inApp' as const,
      state: 'sent' as const,
      sentAt: now,
    })),
    ...waiting,
  ])
  const job = { kind: 'reminder' as const, phone: null, text: '', division: villageId, meetingId }
  const until = remindUntil(meeting)
  await enqueueMessages(
    tx,
    parts,
    waiting.map(({ id, personId, channel }) => ({ ...job, id, personId, channel, until })),
    now,
  )
  await appendEvidence(tx, {
    villageId,
    at: now,
    act: 'remind',
    by,
    office: null,
    meetingId,
    payload: { round, told: awaited.length, noPhone },
  })
  return { round, told: awaited.length, noPhone }
}

/** The chair's. Two at once: the lock lets one pass, the other is told when the next may go out. */
export async function remindNow(
  parts: Parts,
  {
    villageId,
    meetingId,
    who,
    now,
  }: { villageId: string; meetingId: string; who: { personId: string }; now: Date },
) {
  return inVillage(parts.db, villageId, async (tx) => {
    const meeting = await lockMeeting(tx, villageId, meetingId)
    if (!isRemindable(await timesOf(tx, meeting), now)) throw new Refused('remindNotNow')
    const rules = await rulesOf(tx, meeting)
    const { rounded } = await roundFacts(tx, meeting)
    const next = nextRoundAt(rounded, rules)
    if (next === null) throw new Refused('remindUsedUp', { rounds: rounded.rounds })
    if (now < next) throw new Refused('remindTooSoon', { next: next.toISOString() })
    const awaited = await awaitedOf(tx, meeting)
    if (awaited.length === 0) throw new Refused('nobodyToRemind')
    const made = await putRound(tx, parts, meeting, awaited, {
      round: rounded.rounds + 1,
      by: who.personId,
      now,
    })
    const after = nextRoundAt({ rounds: made.round, lastAt: now }, rules)
    return { ...made, nextRoundAt: after?.toISOString() ?? null }
  })
}

/** The one that goes out by itself, once a meeting, whatever the chair has sent; it is kept even where nobody is left. */
export async function ownRound(parts: Parts, villageId: string, id: string, now: Date): Promise<void> {
  await inVillage(parts.db, villageId, async (tx) => {
    const meeting = await lockMeeting(tx, villageId, id)
    const { rounds, rounded } = await roundFacts(tx, meeting)
    if (meeting.remindAt === null || now < meeting.remindAt || rounds.some((one) => one.by === null)) return
    if (!isRemindable(await timesOf(tx, meeting), now)) return
    await putRound(tx, parts, meeting, await awaitedOf(tx, meeting), {
      round: rounded.rounds + 1,
      by: null,
      now,
    })
  })
}

import { callTexts, isRemindable, nextRoundAt } from '@cunyi/shared/meeting/remind.ts'
import { DELIVERY_STATES, type DeliveryState, keysOf } from '@cunyi/shared/words/vocabulary.ts'
import { inVillage } from '#base/database/connect.ts'
import type { Parts } from '#base/parts/parts.ts'
import { rulesOf } from '#matters/proposals/rules-of.ts'
import { loadMeeting } from '#matters/sittings/queries/meetings.ts'
import { namesOf } from '#village/people/queries/people.ts'
import { awaitedOf, meetingLink, roundFacts, timesOf } from './facts.ts'
import { deliveryPage, stateCounts } from './queries.ts'

const PAGE = 50
const iso = (at: Date | null) => at?.toISOString() ?? null
type Of = { villageId: string; meetingId: string }

export async function listDeliveries(
  parts: Parts,
  of: Of,
  query: { state?: DeliveryState | undefined; after?: string | undefined; limit?: number | undefined },
  now: Date,
) {
  const limit = query.limit ?? PAGE
  return inVillage(parts.db, of.villageId, async (tx) => {
    const meeting = await loadMeeting(tx, of.villageId, of.meetingId)
    const { rounds, rounded } = await roundFacts(tx, meeting)
    const found = await deliveryPage(tx, of, { state: query.state, after: query.after, limit: limit + 1 })
    const rows = found.slice(0, limit)
    const counts = await stateCounts(tx, of)
    const name = await namesOf(tx, [
      ...rows.map((row) => row.personId),
      ...rounds.flatMap((one) => one.by ?? []),
    ])
    const person = (id: string) => ({ id, name: name(id) })
    const may = isRemindable(await timesOf(tx, meeting), now)
    const next = may ? nextRoundAt(rounded, await rulesOf(tx, meeting)) : null
    return {
      rows: rows.map((row) => ({
        id: row.id,
        round: row.round,
        person: person(row.personId),
        channel: row.channel,
        state: row.state,
        attempts: row.attempts,
        sentAt: iso(row.sentAt),
        nextAt: iso(row.nextAt),
      })),
      next: found.length > limit ? (rows.at(-1)?.id ?? null) : null,
      rounds: rounds.map(({ round, at, by, told, noPhone }) => ({
        round,
        at: at.toISOString(),
        by: by === null ? null : person(by),
        told,
        noPhone,
      })),
      counts: Object.fromEntries(keysOf(DELIVERY_STATES).map((key) => [key, counts.get(key) ?? 0])) as Record<
        DeliveryState,
        number
      >,
      toRemind: (await awaitedOf(tx, meeting)).length,
      nextRoundAt: iso(next && (next > now ? next : now)),
    }
  })
}

export async function getCallTexts(parts: Parts, { villageId, meetingId }: Of) {
  return inVillage(parts.db, villageId, async (tx) => {
    const meeting = await loadMeeting(tx, villageId, meetingId)
    return callTexts({ ...meeting, link: meetingLink(parts, villageId, meetingId) })
  })
}

import { type KeyObject, randomBytes } from 'node:crypto'
import { Refused } from '@cunyi/shared/words/refusal.ts'
import type { Channel, Choice } from '@cunyi/shared/words/vocabulary.ts'
import { inVillage, type Tx } from '#base/database/connect.ts'
import { appendEvidence } from '#base/evidence/actions.ts'
import type { Parts } from '#base/parts/parts.ts'
import type { Caller } from '#door/session/caller.ts'
import { mustHaveTellers } from '#matters/sittings/places.ts'
import { tellScreens } from '#matters/sittings/queries/tell.ts'
import { pollKey, sealWith } from '../key-cache.ts'
import { ballotFacts, type Facts, insertEnvelopes, type NewEnvelope } from '../queries/ballots.ts'
import { lockPoll } from '../queries/lock.ts'
import { type EntryRow, entriesOf, insertEntries } from '../queries/named.ts'
import { findMeetingOf, findPoll, hasInterest, type PollRow } from '../queries/polls.ts'
import { openEntry, receiptOf, refHashOf, sealBallot, sealEntry, sha256Hex } from '../seal.ts'
import { openVersion, ruleOf, whyNotTaken } from '../verdict.ts'

export type Entry = { personId: string; choice: Choice }
export type Named = {
  entered: number
  counted: number
  unequal: string[]
  refused: Array<{ personId: string; code: string }>
}
type Asked = {
  villageId: string
  pollId: string
  channel: 'hands' | 'paper'
  entries: Entry[]
  caller: Caller
  now: Date
}

/**
 * 记名录入: two tellers enter a choice under a person's name, each alone; when both say the same it becomes that
 * person's envelope, sealed like any other. Hands only in live meetings, signed slips where there is a window.
 */
export async function enterNamed(parts: Parts, asked: Asked): Promise<Named> {
  const { villageId, pollId, channel, caller, now } = asked
  return inVillage(parts.db, villageId, async (tx) => {
    await lockPoll(tx, pollId)
    const poll = await mustTakeNames(tx, asked)
    if (await hasInterest(tx, poll, caller.personId)) throw new Refused('tellerInterested')
    mustHaveTellers(await findMeetingOf(tx, poll))
    const key = await pollKey(parts.pollKeys, poll)
    if (!key) throw new Refused('keyStoreUnavailable')
    // Twice in one list: the last line is what the teller meant.
    const entries = [...new Map(asked.entries.map((one) => [one.personId, one])).values()]
    const facts = await castFacts(tx, poll, entries)
    const before = await entriesOf(
      tx,
      poll,
      entries.map((one) => one.personId),
    )

    const answer: Named = { entered: 0, counted: 0, unequal: [], refused: [] }
    const rows: EntryRow[] = []
    const envelopes: NewEnvelope[] = []
    for (const [i, { personId, choice }] of entries.entries()) {
      const { line, castBy } = facts[i] as { line: Facts; castBy: string | null }
      const refusal = whyNotTaken(poll, line, { castBy, arrivedAt: now }, now)
      const code = refusal?.code ?? (line.way === 'inHall' ? null : 'notInHall')
      if (code) {
        answer.refused.push({ personId, code })
        continue
      }
      const mine = before.filter((row) => row.personId === personId && row.teller === caller.personId)
      const seq = mine.length + 1
      const place = { villageId, pollId, personId, teller: caller.personId, seq }
      rows.push({ ...place, channel, sealed: sealEntry(key, place, choice) })
      const other = lastOfOthers(before, personId, caller.personId)
      if (!other) continue
      if (openEntry(key, other, other.sealed) !== choice) answer.unequal.push(personId)
      else
        envelopes.push(
          envelopeOf(key, poll, { personId, choice, channel, castBy, version: openVersion(line) ?? 1 }),
        )
    }
    await insertEntries(tx, rows)
    const written = await insertEnvelopes(tx, poll, envelopes)
    answer.entered = rows.length
    answer.counted = written.size
    const recorded = envelopes.filter((one) => written.has(one.personId))
    if (rows.length > 0) await tellAndProve(tx, asked, poll, key, rows, recorded)
    return answer
  })
}

async function mustTakeNames(tx: Tx, { villageId, pollId, channel, now }: Asked): Promise<PollRow> {
  const poll = await findPoll(tx, villageId, pollId)
  if (!poll) throw new Refused('notFound')
  if (poll.secret) throw new Refused('secretNoNames')
  if (ruleOf(poll).votingMode === 'show_of_hands') throw new Refused('handsNoNames')
  if (poll.status === 'void') throw new Refused('pollVoid')
  if (poll.status === 'waiting') throw new Refused('pollNotOpen')
  if (poll.status !== 'open' || (poll.endsAt && now >= poll.endsAt)) throw new Refused('pollClosed')
  const { windowHours } = await findMeetingOf(tx, poll)
  if (channel === 'hands' && windowHours > 0) throw new Refused('showOfHandsLiveOnly')
  if (channel === 'paper' && windowHours === 0) throw new Refused('signedSlipsWindowOnly')
  return poll
}

/** Somebody represented raises his agent's hand: the agent's presence counts, the person stays the principal. */
export async function castFacts(tx: Tx, poll: PollRow, entries: readonly { personId: string }[]) {
  const own = await ballotFacts(
    tx,
    poll,
    entries.map(({ personId }) => ({ personId, castBy: null })),
  )
  const asked = entries.map(({ personId }, i) => ({ personId, castBy: own[i]?.agentId ?? null }))
  const lines = await ballotFacts(tx, poll, asked)
  return lines.map((line, i) => ({ line, castBy: asked[i]?.castBy ?? null }))
}

/** The newest entry of any other teller for this person. */
const lastOfOthers = (rows: readonly EntryRow[], personId: string, teller: string): EntryRow | undefined =>
  rows.filter((row) => row.personId === personId && row.teller !== teller).at(-1)

function envelopeOf(
  key: KeyObject,
  poll: PollRow,
  {
    personId,
    choice,
    channel,
    castBy,
    version,
  }: Entry & { channel: Channel; castBy: string | null; version: number },
): NewEnvelope {
  const ref = randomBytes(16)
  const place = { villageId: poll.villageId, pollId: poll.id, personId, version }
  return {
    personId,
    version,
    channel,
    castBy,
    refHash: refHashOf(ref),
    receipt: receiptOf(poll.id, ref),
    sealed: sealBallot(key, place, choice),
  }
}

async function tellAndProve(
  tx: Tx,
  asked: Asked,
  poll: PollRow,
  key: KeyObject,
  rows: readonly EntryRow[],
  envelopes: readonly NewEnvelope[],
) {
  await tellScreens(tx, poll.villageId, poll.meetingId)
  const byPerson = <T extends { personId: string }>(a: T, b: T) => (a.personId < b.personId ? -1 : 1)
  await appendEvidence(tx, {
    villageId: poll.villageId,
    at: asked.now,
    act: 'enterNamed',
    by: asked.caller.personId,
    office: 'teller',
    proposalId: poll.proposalId,
    meetingId: poll.meetingId,
    payload: {
      pollId: poll.id,
      channel: asked.channel,
      entries: rows
        .map(({ personId, seq, sealed }) => ({ personId, seq, sha256: sha256Hex(sealed) }))
        .sort(byPerson),
      ballots: envelopes
        .map(({ personId, channel, castBy, version, sealed }) => ({
          personId,
          channel,
          castBy,
          version,
          sha256: sha256Hex(sealed),
        }))
        .sort(byPerson),
    },
    seal: sealWith(key),
  })
}

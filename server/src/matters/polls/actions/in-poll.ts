/** What the tellers' and the chair's acts in a poll have in common: its exclusive lock, who counts where, and the evidence. */
import { Refused } from '@cunyi/shared/words/refusal.ts'
import type { Tx } from '#base/database/connect.ts'
import { appendEvidence } from '#base/evidence/actions.ts'
import type { Parts } from '#base/parts/parts.ts'
import type { Caller } from '#door/session/caller.ts'
import { mustHaveTellers, type Place, placeOfTeller, placesIn } from '#matters/sittings/places.ts'
import { tellScreens } from '#matters/sittings/queries/tell.ts'
import { hasInterest } from '../queries/polls.ts'
import type { Ending } from '../settle.ts'
import { ending } from './close.ts'

export type Asked = { villageId: string; pollId: string; caller: Caller; now: Date }
export type RefusedPerson = { personId: string; code: string }

export async function inPoll<T>(
  parts: Parts,
  asked: Asked,
  fn: (tx: Tx, facts: Ending) => Promise<T>,
): Promise<T> {
  const done = await ending(parts, asked.villageId, asked.pollId, async (tx, facts) => ({
    value: await fn(tx, facts),
  }))
  if (!done) throw new Refused('notFound')
  return done.value
}

/** The place of a teller without an interest; whoever is not one (any more) is refused. */
export async function placeOf(
  tx: Tx,
  { poll, meeting }: Pick<Ending, 'poll' | 'meeting'>,
  personId: string,
): Promise<Place> {
  const place = placeOfTeller(await placesIn(tx, meeting), personId)
  if (!place) throw new Refused('notTeller')
  mustHaveTellers(meeting)
  if (await hasInterest(tx, poll, personId)) throw new Refused('tellerInterested')
  return place
}

/** No person's choice and no figure stands here: a poll may still be running. */
export async function leaveEvidence(
  tx: Tx,
  { caller, now }: { caller: Pick<Caller, 'personId'>; now: Date },
  { poll, meeting }: Ending,
  act: string,
  payload: Record<string, unknown>,
): Promise<void> {
  await tellScreens(tx, poll.villageId, meeting.id)
  await appendEvidence(tx, {
    villageId: poll.villageId,
    at: now,
    act,
    by: caller.personId,
    office: meeting.chairId === caller.personId ? 'chair' : 'teller',
    proposalId: poll.proposalId,
    meetingId: meeting.id,
    payload: { pollId: poll.id, ...payload },
  })
}

/** 表决之后: the quorum once, at the end; then the box; then the result, the list and the matter's next step. */
import { createSecretKey } from 'node:crypto'
import { mustRing, type Rung, withRinging } from '@cunyi/shared/meeting/assist.ts'
import { meetingOverAt } from '@cunyi/shared/meeting/times.ts'
import { boxOpensAt, countDueAt } from '@cunyi/shared/poll/poll.ts'
import { publishedTotals, sizeOf, toldNewNumbers } from '@cunyi/shared/poll/small-group.ts'
import { outcomeStandsWithout } from '@cunyi/shared/poll/stands.ts'
import { decide, type Figures, quorumLine, type Tally } from '@cunyi/shared/poll/tally.ts'
import type { VoidReason } from '@cunyi/shared/poll/void-reasons.ts'
import type { Channel, Outcome } from '@cunyi/shared/words/vocabulary.ts'
import type { Tx } from '#base/database/connect.ts'
import { appendEvidence } from '#base/evidence/actions.ts'
import type { Parts } from '#base/parts/parts.ts'
import { pollClosed } from '#matters/proposals/decided.ts'
import type { LoadedProposal } from '#matters/proposals/queries/proposals.ts'
import { figuresFor, type MeetingRow, presenceFor, setOverAt } from '#matters/sittings/queries/meetings.ts'
import { tellScreens } from '#matters/sittings/queries/tell.ts'
import { owe, settle } from '#village/duties/actions.ts'
import { type Counted, countBox, SealBroken } from './count.ts'
import { mayEnd, putBack, whetherOpens } from './early.ts'
import { sealOf } from './key-cache.ts'
import { contestedIn, helpedIn } from './queries/assisted.ts'
import { envelopesToOpen, insertBallots } from './queries/ballots.ts'
import { handsOf } from './queries/hands.ts'
import { type PollRow, updatePoll } from './queries/polls.ts'
import { ballotsFromNewNumbers, insertPollList, votedBy } from './queries/results.ts'
import { type SlipOut, slipsOut } from './queries/slips.ts'
import { agreedOf, type Counted as CountedHeap, heapsOf } from './sheets.ts'
import { tellResult } from './tell.ts'
import { ruleOf } from './verdict.ts'

export type Ending = { poll: PollRow; meeting: MeetingRow; proposal: LoadedProposal }

/** When the box may be opened: after the wait, or at once where the tellers took longer. */
export const boxTime = (end: Date, meeting: MeetingRow, now: Date): Date => {
  const at = boxOpensAt(end, meeting.windowHours === 0)
  return at > now ? at : now
}

/**
 * Ends the voting at `at`. Without a quorum the poll is closed at once and nothing is ever opened; with one it is
 * counting, and the box is due when no slips are out or, later, when the tellers agree.
 */
export async function endVoting(
  tx: Tx,
  parts: Parts,
  ended: Ending & { at: Date; by: string | null; now: Date },
): Promise<PollRow> {
  const { meeting, at, by, now } = ended
  const { keyName } = ended.poll
  const facts = keyName ? await parts.pollKeys.factsOf(keyName) : null
  if (facts && !mayEnd(facts, by, now)) return putBack(tx, parts, { poll: ended.poll, meeting, facts, now })
  const poll: PollRow = { ...ended.poll, endsAt: at, status: 'counting' }
  const figures = await figuresFor(tx, meeting, poll.proposalId, { openedAt: poll.openedAt, endsAt: at })
  const heaps = await heapsOf(tx, poll)
  if (!quorumLine(figures, ruleOf(poll)).quorumMet) {
    const tally = decide({ ...figures, for: 0, against: 0, abstain: 0, invalid: 0 }, ruleOf(poll))
    return freeze(tx, parts, { ...ended, poll, tally, counted: null })
  }
  // Before the commit: lost, the line alone opens nothing, and closing again says it again.
  if (keyName && facts && facts.end === null)
    await parts.pollKeys.swear(keyName, { line: 'ended', at: at.toISOString() })
  const boxAt = agreedOf(heaps) ? boxTime(at, meeting, at) : null
  await updatePoll(tx, poll, { status: 'counting', endsAt: at, boxAt })
  if (!boxAt)
    await owe(
      tx,
      { villageId: poll.villageId, meetingId: meeting.id, proposalId: poll.proposalId },
      {
        kind: 'agreeCount',
        key: poll.id,
        since: at,
        dueAt: countDueAt(at, ruleOf(poll)),
        subjectId: poll.id,
      },
    )
  await tellScreens(tx, poll.villageId, meeting.id)
  await appendEvidence(tx, {
    villageId: poll.villageId,
    at: now,
    act: 'endPoll',
    by,
    office: by ? 'chair' : null,
    proposalId: poll.proposalId,
    meetingId: meeting.id,
    payload: {
      pollId: poll.id,
      endsAt: at,
      heaps: heaps.map(({ placeNo, channel, issued }) => ({ placeNo, channel, issued })),
    },
    seal: await sealOf(parts.pollKeys, poll),
  })
  return { ...poll, boxAt }
}

/**
 * Opens the newest envelopes that were not set aside, in memory, and freezes the result. A key file of an earlier
 * release says nothing of its poll, and the envelopes are opened as they are found.
 */
export async function openBox(
  tx: Tx,
  parts: Parts,
  box: Ending & { heaps: readonly CountedHeap[]; now: Date },
): Promise<PollRow> {
  const { poll, meeting, heaps } = box
  const key = poll.keyName ? await parts.pollKeys.read(poll.keyName) : null
  if (!key) return voidNow(tx, parts, box, 'keyLost')
  const times = { openedAt: poll.openedAt, endsAt: poll.endsAt }
  try {
    const opener = createSecretKey(key)
    const envelopes = await envelopesToOpen(tx, poll)
    const facts = poll.keyName ? await parts.pollKeys.factsOf(poll.keyName) : null
    if (facts) {
      const { now } = box
      const opens = await whetherOpens(tx, parts, { poll, key: opener, facts, envelopes, now })
      if (opens === 'wait') return poll
      if (opens === 'running') return await putBack(tx, parts, { poll, meeting, facts, now })
      if (opens === 'broken') {
        parts.log.error({ village: poll.villageId, poll: poll.id }, 'a poll is not as its key says: void')
        return await voidNow(tx, parts, box, 'sealBroken')
      }
    }
    const figures = await figuresFor(tx, meeting, poll.proposalId, times)
    const counted = countBox(poll, opener, envelopes, heaps)
    const presence = await presenceFor(tx, meeting, { ...times, proposalId: poll.proposalId })
    const inFavour = new Set(counted.inFavour)
    const households = presence.reduce(
      (sum, one) => sum + (inFavour.has(one.personId) ? one.households : 0),
      0,
    )
    const all: Figures = {
      ...figures,
      ...publishedTotals(ruleOf(poll), counted.byChannel),
      assisted: counted.byChannel.reduce(
        (sum, one) => sum + (one.channel === 'assisted' ? sizeOf(one) : 0),
        0,
      ),
      newNumbers: toldNewNumbers(ruleOf(poll), await ballotsFromNewNumbers(tx, poll, poll.endsAt ?? box.now)),
      hands: heaps.reduce((sum, heap) => sum + (heap.channel === 'hands' ? sizeOf(heap) : 0), 0),
      ...(figures.households ? { households: { ...figures.households, for: households } } : {}),
    }
    const { rung, falls } = await whetherStands(tx, poll, all, counted)
    if (falls) return await voidNow(tx, parts, box, falls)
    const tally = withRinging(decide(all, ruleOf(poll)), rung)
    await insertBallots(tx, counted.ballots)
    return await freeze(tx, parts, { ...box, tally, counted, by: null })
  } catch (error) {
    // Envelopes that were changed from outside, or more ballots than persons: no result can rest on them.
    if (error instanceof SealBroken) return voidNow(tx, parts, box, 'sealBroken')
    if (error instanceof RangeError) return voidNow(tx, parts, box, 'countInvalid')
    throw error
  } finally {
    key.fill(0)
  }
}

/**
 * 去掉也成立: helpers entered so many ballots that the oversight committee was to ring them all before the end; and some
 * voted whose recusal is contested and not judged. As many ballots as were not reached, and as are contested, are taken
 * away in the worst way, and with them whom only a helper signed in; what does not stand so is no result.
 */
async function whetherStands(tx: Tx, poll: PollRow, all: Figures, { byChannel }: Counted) {
  const helped = await helpedIn(tx, poll)
  const contested = await contestedIn(tx, poll)
  const ballots = byChannel.reduce((sum, one) => sum + sizeOf(one), 0)
  const rings = mustRing(ruleOf(poll), { assisted: helped.assisted, ballots })
  const unreached = rings ? helped.unreached : 0
  const rung: Rung = rings ? (unreached === 0 ? 'all' : 'some') : null
  const there = { presentOnline: all.presentOnline - (rings ? helped.unreachedSignedIn : 0) }
  const stands = (t: number, presence = {}) => outcomeStandsWithout(t, all, ruleOf(poll), presence)
  if (unreached > 0 && !stands(unreached, there)) return { rung, falls: 'assistedUnreached' as const }
  if (contested > 0 && !stands(contested + unreached, there))
    return { rung, falls: 'recusalUndecided' as const }
  return { rung, falls: null }
}

/** No result can rest on what was counted. */
export async function voidNow(
  tx: Tx,
  parts: Parts,
  box: Ending & { now: Date },
  voidReason: VoidReason,
): Promise<PollRow> {
  const changes = { status: 'void', outcome: 'void', voidReason, closedAt: box.now } as const
  const poll = { ...box.poll, ...changes }
  await updatePoll(tx, poll, changes)
  await conclude(tx, parts, { ...box, poll, act: 'voidPoll', by: null, payload: { reason: voidReason } })
  return poll
}

/** 定案: figures, list, digests and outcome are written once; the matter moves in the same transaction. */
async function freeze(
  tx: Tx,
  parts: Parts,
  frozen: Ending & {
    tally: Tally
    counted: Counted | null
    by: string | null
    now: Date
  },
): Promise<PollRow> {
  const { meeting, tally, counted, now } = frozen
  const changes = {
    status: 'closed',
    endsAt: frozen.poll.endsAt,
    closedAt: now,
    outcome: tally.outcome as Outcome,
    figures: tally,
    byChannel: counted?.byChannel ?? null,
    receiptsDigest: counted?.receiptsDigest ?? null,
    ballotsDigest: counted?.ballotsDigest ?? null,
  } as const
  const poll: PollRow = { ...frozen.poll, ...changes }
  await updatePoll(tx, poll, changes)
  const out = await slipsOut(tx, poll)
  const listed = await freezeList(tx, poll, meeting, out)
  await conclude(tx, parts, {
    ...frozen,
    poll,
    act: 'closePoll',
    payload: {
      outcome: tally.outcome,
      figures: tally,
      receiptsDigest: poll.receiptsDigest,
      ballotsDigest: poll.ballotsDigest,
      opened: counted?.ballots.length ?? 0,
      slips: out.length,
      after: listed,
    },
  })
  return poll
}

/** 应到清单: entitled, present and how, voted or not, represented by. A slip out, or a hand called, was his ballot. */
async function freezeList(tx: Tx, poll: PollRow, meeting: MeetingRow, out: readonly SlipOut[]) {
  const presence = await presenceFor(tx, meeting, {
    openedAt: poll.openedAt,
    endsAt: poll.endsAt,
    proposalId: poll.proposalId,
  })
  const envelopes = await votedBy(tx, poll)
  const together = new Map<string, Channel>(out.map((one) => [one.personId, 'paper']))
  for (const hand of await handsOf(tx, poll)) together.set(hand.personId, 'hands')
  const rows = presence.map((one) => {
    const channel = envelopes.get(one.personId) ?? together.get(one.personId) ?? null
    const { personId, votes: entitled, way, representedBy, recused, excused, households } = one
    return {
      villageId: poll.villageId,
      pollId: poll.id,
      personId,
      entitled,
      way,
      representedBy,
      recused,
      excused,
      voted: channel !== null,
      channel,
      households,
    }
  })
  await insertPollList(tx, rows)
  return rows
}

/** Moves the matter, tells the screens, and leaves the evidence last. */
async function conclude(
  tx: Tx,
  parts: Parts,
  done: Ending & { act: string; by: string | null; now: Date; payload: Record<string, unknown> },
): Promise<void> {
  const { poll, meeting, proposal, now } = done
  const { stage, moved } = await pollClosed(tx, parts, { poll, meeting, proposal, now })
  await settle(tx, poll.villageId, 'agreeCount', poll.id, now)
  await setOverAt(tx, meeting, meetingOverAt(now, meeting.windowHours))
  await tellScreens(tx, poll.villageId, meeting.id)
  await tellResult(tx, parts, done, now)
  await appendEvidence(tx, {
    villageId: poll.villageId,
    at: now,
    act: done.act,
    by: done.by,
    office: done.by ? 'chair' : null,
    proposalId: poll.proposalId,
    meetingId: meeting.id,
    payload: { pollId: poll.id, endsAt: poll.endsAt, ...done.payload, stage, moved },
  })
}

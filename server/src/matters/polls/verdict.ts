import { isTooLateToCommit, type VoterFacts, whyNotVote } from '@cunyi/shared/poll/poll.ts'
import { type Refusal, refuse } from '@cunyi/shared/words/refusal.ts'
import type { Facts } from './queries/ballots.ts'
import type { PollRow } from './queries/polls.ts'

export const ruleOf = (poll: PollRow) => poll.rule

/** The version that is open, or null: his ballot stands. An assisted ballot only the person himself may replace. */
export function openVersion({ envelope }: Facts, self = false): number | null {
  if (envelope === null) return 1
  return envelope.setAside || (self && envelope.channel === 'assisted') ? envelope.version + 1 : null
}

/** As shared's rules ask. `castBy` is the agent; the time of a ballot that stands is looked up only when it is told. */
export function voterFacts(
  poll: PollRow,
  facts: Facts,
  castBy: string | null,
  receivedAt: Date,
  self = false,
): VoterFacts {
  const { onlineCounts } = ruleOf(poll)
  const left = facts.leftAt !== null && poll.openedAt !== null && facts.leftAt < poll.openedAt
  const there = facts.way !== null && !left
  return {
    status: poll.status,
    receivedAt,
    end: poll.endsAt,
    onRoll: facts.onRoll,
    votes: facts.votes,
    signedIn: there,
    way: there ? facts.way : null,
    onlineCounts,
    recused: facts.recusal !== null,
    recusalMode: facts.recusal ?? 'disclose_only',
    voted:
      openVersion(facts, self) === null
        ? { channel: facts.envelope?.channel ?? 'phone', at: receivedAt }
        : null,
    slipOut: facts.slip === 'handedOut',
    handsCalled: facts.handsCalled,
    hasProxy: castBy === null ? facts.agentId !== null : facts.agentId === castBy,
    byAgent: castBy !== null,
    agentSignedIn: there && (facts.way === 'inHall' || onlineCounts),
  }
}

/** Why a ballot read at `arrivedAt` and to be committed at `now` is not taken, or null. `self`: cast by the person himself. */
export function whyNotTaken(
  poll: PollRow,
  facts: Facts,
  ballot: { castBy: string | null; arrivedAt: Date; self?: boolean },
  now: Date,
): Refusal | null {
  if (poll.status === 'void') return refuse('pollVoid')
  if (ballot.castBy !== null && ruleOf(poll).proxy === 'none') return refuse('proxyNotAllowed')
  const inTime = poll.endsAt !== null && ballot.arrivedAt < poll.endsAt
  const settled = poll.endsAt !== null && isTooLateToCommit(poll.endsAt, now)
  // Read in time, but the box has been opened without it, or may be by the commit: said as it is.
  if (
    inTime &&
    openVersion(facts, ballot.self) !== null &&
    facts.onRoll &&
    (poll.status === 'closed' || settled)
  )
    return refuse('tooLateToCommit')
  const refusal = whyNotVote(voterFacts(poll, facts, ballot.castBy, ballot.arrivedAt, ballot.self))
  if (refusal) return refusal
  return unconfirmed(poll, facts) ? refuse('clerkMustConfirm') : null
}

/** Where online presence does not count, a sign-in by one's own phone counts once the clerk has seen it. */
export const unconfirmed = (poll: PollRow, facts: Facts): boolean =>
  !ruleOf(poll).onlineCounts && facts.means === 'hallCode' && !facts.seen

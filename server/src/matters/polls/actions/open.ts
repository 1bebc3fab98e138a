import { randomUUID } from 'node:crypto'
import { whyRecusedOut } from '@cunyi/shared/meeting/recusal.ts'
import { whyNotOpen } from '@cunyi/shared/poll/poll.ts'
import { mayStaySmall } from '@cunyi/shared/poll/small-group.ts'
import { must, Refused } from '@cunyi/shared/words/refusal.ts'
import { inVillage, type Tx } from '#base/database/connect.ts'
import { appendEvidence } from '#base/evidence/actions.ts'
import type { Parts } from '#base/parts/parts.ts'
import type { Caller } from '#door/session/caller.ts'
import { lapseCorrections } from '#matters/acts/queries.ts'
import { lockProposal } from '#matters/proposals/queries/proposals.ts'
import { mustBeConfirmed } from '#matters/proposals/queries/text-changes.ts'
import { hasTellers } from '#matters/sittings/places.ts'
import { figuresFor, lockMeeting, type MeetingRow } from '#matters/sittings/queries/meetings.ts'
import { tellScreens } from '#matters/sittings/queries/tell.ts'
import { forgetKey, sealOf } from '../key-cache.ts'
import { lockPoll } from '../queries/lock.ts'
import { entitledOf, findPoll, type PollRow, startSession, updatePoll } from '../queries/polls.ts'
import { votedDigestOf } from '../seal.ts'
import { ruleOf } from '../verdict.ts'

export type Opened = { status: string; endsAt: string | null; warnings: string[] }
type Asked = { villageId: string; meetingId: string; pollId: string; caller: Caller; now: Date }

/**
 * 开始表决: by the chair, not before the time in the notice. The poll's key is on disk before the opening commits,
 * and the version of the text is frozen. Opening what is open changes nothing.
 */
export async function openPoll(parts: Parts, asked: Asked): Promise<Opened> {
  const { villageId, pollId } = asked
  const keyName = randomUUID()
  let keyMade = false
  try {
    return await inVillage(parts.db, villageId, async (tx) => {
      const first = await mustFind(tx, asked)
      const proposal = await lockProposal(tx, villageId, first.proposalId)
      await lockPoll(tx, pollId)
      const poll = await mustFind(tx, asked)
      const meeting = await lockMeeting(tx, villageId, poll.meetingId)
      if (poll.status === 'open') return opened(tx, poll, meeting)
      const figures = await figuresFor(tx, meeting, poll.proposalId)
      must(
        whyNotOpen({
          isChair: meeting.chairId === asked.caller.personId,
          status: poll.status,
          now: asked.now,
          opensAt: meeting.adjournedTo ?? meeting.opensAt,
          windowEnd: meeting.windowEnd,
          meetingEnded: meeting.status === 'ended',
          keyStoreReady: true,
          tellersChosen: hasTellers(meeting),
          inHall: figures.presentInHall,
          rule: ruleOf(poll),
          entitled: await entitledOf(tx, poll),
        }),
      )
      const { assembly, recusalMode } = ruleOf(poll)
      const recused = recusalMode === 'disclose_only' ? 0 : (figures.recused ?? 0)
      must(whyRecusedOut(assembly, { recused, roll: figures.entitled }))
      if (proposal.stage !== meeting.stage) throw new Refused('wrongStage', { stage: proposal.stage })
      await mustBeConfirmed(tx, proposal)
      const { secret } = poll
      const { windowEnd: end } = meeting
      await parts.pollKeys.create(keyName, { poll: pollId, village: villageId, secret, end })
      keyMade = true
      const changes = {
        status: 'open',
        keyName,
        openedAt: asked.now,
        endsAt: end,
        version: proposal.version,
        votedDigest: votedDigestOf(proposal),
      } as const
      await updatePoll(tx, poll, changes)
      await startSession(tx, poll)
      const lapsed = await lapseCorrections(tx, villageId, meeting.id, asked.now)
      const answer = await opened(tx, { ...poll, ...changes }, meeting)
      await tellScreens(tx, villageId, meeting.id)
      await appendEvidence(tx, {
        villageId,
        at: asked.now,
        act: 'openPoll',
        by: asked.caller.personId,
        office: 'chair',
        proposalId: poll.proposalId,
        meetingId: meeting.id,
        payload: {
          pollId,
          version: proposal.version,
          digest: proposal.digest,
          voted: changes.votedDigest,
          endsAt: answer.endsAt,
          keyName,
          ...(lapsed.length > 0 ? { lapsedCorrections: lapsed } : {}),
        },
        seal: await sealOf(parts.pollKeys, { keyName }),
      })
      return answer
    })
  } catch (error) {
    // Made for an opening that did not come about. If the commit's answer was lost, the poll is open and has it.
    if (keyMade) await destroyUnlessNamed(parts, asked, keyName)
    throw error
  }
}

async function mustFind(tx: Tx, { villageId, meetingId, pollId }: Asked): Promise<PollRow> {
  const poll = await findPoll(tx, villageId, pollId)
  if (!poll || poll.meetingId !== meetingId) throw new Refused('notFound')
  return poll
}

/** The chair is told when a channel of a secret poll may stay so small that its split cannot be shown. */
async function opened(tx: Tx, poll: PollRow, meeting: MeetingRow): Promise<Opened> {
  const { presentInHall, presentOnline } = await figuresFor(tx, meeting, poll.proposalId)
  const isSmall = mayStaySmall(ruleOf(poll), { inHall: presentInHall, online: presentOnline })
  return {
    status: poll.status,
    endsAt: poll.endsAt?.toISOString() ?? null,
    warnings: isSmall ? ['channelMayBeSmall'] : [],
  }
}

async function destroyUnlessNamed(parts: Parts, { villageId, pollId }: Asked, keyName: string) {
  try {
    const poll = await inVillage(parts.db, villageId, (tx) => findPoll(tx, villageId, pollId))
    if (poll?.keyName === keyName) return
    forgetKey(parts.pollKeys, keyName)
    await parts.pollKeys.destroy(keyName)
  } catch (err) {
    // The sweep of orphan keys finds it.
    parts.log.warn({ err }, 'a poll key made in vain is still there')
  }
}

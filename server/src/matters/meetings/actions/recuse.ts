/** 回避: an interest of the list, declared by oneself, or recorded by the meeting's officers or the oversight committee. */
import { mayAct } from '@cunyi/shared/law/acts.ts'
import { routeOf } from '@cunyi/shared/law/meeting-rules.ts'
import { INTERESTS, type Interest, mayContest, whyNotRecuse } from '@cunyi/shared/meeting/recusal.ts'
import { must, Refused } from '@cunyi/shared/words/refusal.ts'
import { inVillage } from '#base/database/connect.ts'
import { appendEvidence } from '#base/evidence/actions.ts'
import type { Parts } from '#base/parts/parts.ts'
import type { Acting } from '#door/session/caller.ts'
import { askJudgement, type OnJudged } from '#matters/judgements/actions.ts'
import { subjectOf } from '#matters/judgements/subject.ts'
import { lockPolls } from '#matters/polls/queries/lock.ts'
import { ruleOf } from '#matters/polls/verdict.ts'
import { loadProposal } from '#matters/proposals/queries/proposals.ts'
import { tellOf } from '#matters/sittings/notice.ts'
import { insertEvents, rollRow } from '#matters/sittings/queries/attend.ts'
import { lockMeeting, pollsOf } from '#matters/sittings/queries/meetings.ts'
import { tellScreens } from '#matters/sittings/queries/tell.ts'
import { mustBeHisOwn } from '#village/people/his-own.ts'
import { contest, insertRecusal, judgeContest, recusalsOf } from '../queries/standing.ts'
import { mustBeSelfOrOfficer, officersOf } from './attend.ts'
import { hasBallot, isOver, isRunning, lockMeetingAndPolls, mustHaveNoBallot } from './standing.ts'

type At<W = Acting> = { villageId: string; meetingId: string; who: W; now: Date }
type Asked = { proposalId: string; personId: string; interest: Interest; reason: string }

/**
 * For one matter of one meeting. How it weighs is the frozen rule's; the bases that the law fixes stay whole
 * whatever the mode. Who leads, records or counts hands that over first. Of somebody else it is recorded before the
 * poll opens, and he is told: he may contest it.
 */
export async function recuse(
  parts: Parts,
  { villageId, meetingId, who, now }: At,
  { proposalId, personId, interest, reason }: Asked,
) {
  return inVillage(parts.db, villageId, async (tx) => {
    const { meeting, polls } = await lockMeetingAndPolls(tx, villageId, meetingId)
    const mine = polls.filter((poll) => poll.proposalId === proposalId)
    const [first] = mine
    if (!first) throw new Refused('notFound')
    const notes = mayAct('note', routeOf(meeting.assembly), who.offices)
    if (!notes) mustBeSelfOrOfficer(meeting, who, personId)
    if (!(await rollRow(tx, villageId, meetingId, personId))) throw new Refused('notOnMeetingRoll')
    if (officersOf(meeting).includes(personId)) throw new Refused('replaceOfficerFirst')
    const { codes } = await loadProposal(tx, villageId, proposalId)
    must(whyNotRecuse({ codes, interest, reason }))
    if (mine.every(isOver)) throw new Refused('pollClosed')
    const himself = who.personId === personId
    if (himself) await mustBeHisOwn(tx, { villageId, personId }, now)
    const mode = ruleOf(first).recusalMode
    if (mode !== 'disclose_only') {
      if (!himself && mine.some(isRunning)) throw new Refused('recusalBeforePoll')
      await mustHaveNoBallot(tx, mine, personId)
    }
    const isNew = await insertRecusal(tx, {
      villageId,
      meetingId,
      proposalId,
      personId,
      mode,
      interest,
      reason,
      by: who.personId,
      at: now,
    })
    if (!isNew) return { ok: true as const }
    await insertEvents(tx, [
      { villageId, meetingId, personId, kind: 'recused', proposalId, by: who.personId, at: now },
    ])
    if (!himself) await tellOf(tx, parts, meeting, [personId], now, 'recused')
    await tellScreens(tx, villageId, meetingId)
    await appendEvidence(tx, {
      villageId,
      at: now,
      act: 'recuse',
      by: who.personId,
      office: null,
      meetingId,
      proposalId,
      payload: { person: personId, mode, interest, after: reason },
    })
    return { ok: true as const }
  })
}

/** 不同意回避: he votes until it is judged otherwise, and what hangs on his ballot alone is no result. */
export const contestRecusal = (
  parts: Parts,
  { villageId, meetingId, who, now }: At<Pick<Acting, 'personId'>>,
  { proposalId, reason }: { proposalId: string; reason: string },
) =>
  inVillage(parts.db, villageId, async (tx) => {
    const { polls } = await lockMeetingAndPolls(tx, villageId, meetingId)
    const { personId } = who
    const mine = polls.filter((poll) => poll.proposalId === proposalId)
    const found = (await recusalsOf(tx, villageId, meetingId)).find(
      (one) => one.personId === personId && one.proposalId === proposalId && one.withdrawnAt === null,
    )
    if (!found || found.by === personId) throw new Refused('notFound')
    if (found.contestedAt) throw new Refused('alreadyDone')
    await mustBeHisOwn(tx, { villageId, personId }, now)
    if (!mayContest(mine, found.at)) throw new Refused('contestOver')
    await contest(tx, found, reason, now)
    await insertEvents(tx, [
      { villageId, meetingId, personId, kind: 'notRecused', proposalId, by: personId, at: now },
    ])
    await askJudgement(tx, {
      what: 'recusal',
      villageId,
      proposalId,
      meetingId,
      subjectId: subjectOf('recusal', meetingId, proposalId, personId),
      about: personId,
      interested: [found.by],
      question: {
        from: found.interest ? `${INTERESTS[found.interest].zh}：${found.reason}` : found.reason,
        to: null,
        why: reason,
      },
      askedBy: personId,
      now,
    })
    await tellScreens(tx, villageId, meetingId)
    await appendEvidence(tx, {
      villageId,
      at: now,
      act: 'contestRecusal',
      by: personId,
      office: null,
      meetingId,
      proposalId,
      payload: { person: personId, after: reason },
    })
    return { ok: true as const }
  })

/**
 * What the oversight committee said of it. Silence decides nothing: he votes, and the result must stand without him. A
 * yes that comes after his ballot leaves it as it is for the same reason; after the poll nothing is changed any more.
 */
export const judgeRecusal: OnJudged = async (tx, _parts, judgement, yes, now) => {
  const { villageId, meetingId, proposalId, personId, state } = judgement
  if (!meetingId || !proposalId || !personId || state === 'silent') return {}
  const open = (await pollsOf(tx, villageId, meetingId)).filter((poll) => !isOver(poll))
  await lockPolls(
    tx,
    open.map((poll) => poll.id),
  )
  const meeting = await lockMeeting(tx, villageId, meetingId)
  const mine = (await pollsOf(tx, villageId, meetingId)).filter((poll) => poll.proposalId === proposalId)
  const found = (await recusalsOf(tx, villageId, meetingId)).find(
    (one) => one.personId === personId && one.proposalId === proposalId && one.withdrawnAt === null,
  )
  const isLate =
    meeting.status === 'ended' || mine.every((poll) => isOver(poll) || poll.status === 'counting')
  if (!found?.contestedAt || isLate) return { late: true }
  if (yes && (await hasBallot(tx, mine, personId))) return { ballotStands: true }
  await judgeContest(tx, found, yes)
  if (yes)
    await insertEvents(tx, [
      { villageId, meetingId, personId, kind: 'recused', proposalId, by: null, at: now },
    ])
  await tellScreens(tx, villageId, meetingId)
  return { upheld: yes }
}

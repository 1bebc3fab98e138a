/** 修改动议: recorded with the old and the new text; the facts say whether it is editorial or substantive. */

import { randomUUID } from 'node:crypto'
import type { MatterFacts } from '@cunyi/shared/api/proposals.ts'
import { isTakenUp } from '@cunyi/shared/matter/amendment.ts'
import type { TextChange } from '@cunyi/shared/matter/text-change.ts'
import { lastOnEach } from '@cunyi/shared/poll/poll.ts'
import { quorumLine } from '@cunyi/shared/poll/tally.ts'
import { must, Refused, refuse } from '@cunyi/shared/words/refusal.ts'
import { isOneOf, SHAPING_STAGES } from '@cunyi/shared/words/vocabulary.ts'
import { inVillage, type Tx } from '#base/database/connect.ts'
import { appendEvidence, digestOf } from '#base/evidence/actions.ts'
import type { Parts } from '#base/parts/parts.ts'
import type { Acting } from '#door/session/caller.ts'
import { ruleOf } from '#matters/polls/verdict.ts'
import { voidPollsOf } from '#matters/polls/void.ts'
import { askBranch } from '#matters/proposals/actions/branch-round.ts'
import { dropChange, recordChange } from '#matters/proposals/actions/change.ts'
import { linesOf } from '#matters/proposals/actions/draft.ts'
import { moveProposal } from '#matters/proposals/moves.ts'
import { type LoadedProposal, lockProposal, profileOf } from '#matters/proposals/queries/proposals.ts'
import { mustBeConfirmed } from '#matters/proposals/queries/text-changes.ts'
import { addVersion, changeSinceDecided, lintMatter, substantiveChange } from '#matters/proposals/versions.ts'
import { rollRow } from '#matters/sittings/queries/attend.ts'
import { insertPolls } from '#matters/sittings/queries/convene.ts'
import { figuresFor, type MeetingRow, type PollRow, presenceFor } from '#matters/sittings/queries/meetings.ts'
import { tellScreens } from '#matters/sittings/queries/tell.ts'
import { type AmendmentRow, findAmendment, insertAmendment, updateAmendment } from '../queries/amendments.ts'
import { isOver, isRunning, lockMeetingAndPolls } from './standing.ts'

type At = { villageId: string; meetingId: string; who: Acting; now: Date }
type Moved = {
  proposalId: string
  movedBy: string
  oldText: string
  newText: string
  facts: Partial<MatterFacts>
  touchesRights: boolean
}

/** The text with the passage replaced wherever it stands, or null: it stands nowhere. */
function replaced(proposal: LoadedProposal, { oldText, newText }: { oldText: string; newText: string }) {
  const fields = { title: proposal.title, summary: proposal.summary, body: proposal.body }
  if (!Object.values(fields).some((text) => text.includes(oldText))) return null
  const entries = Object.entries(fields).map(([name, text]) => [name, text.replaceAll(oldText, newText)])
  return Object.fromEntries(entries) as typeof fields
}

/** While the text can still change here: before the polls open, or while a live poll is open. */
function mustBeAmendable(meeting: MeetingRow, mine: readonly PollRow[], proposal: LoadedProposal): void {
  if (mine.length === 0) throw new Refused('notFound')
  if (mine.some(isOver)) throw new Refused('pollClosed')
  if (mine.some((poll) => poll.status === 'counting')) throw new Refused('pollRunning')
  if (meeting.windowHours > 0 && mine.some(isRunning)) throw new Refused('pollRunning')
  if (proposal.stage !== meeting.stage) throw new Refused('wrongStage', { stage: proposal.stage })
}

/** While the text is being shaped only the facts decide: the body that sits is the one whose text it is. */
async function changeOfAmendment(
  tx: Tx,
  proposal: LoadedProposal,
  text: { title: string; summary: string; body: string },
  { facts, touchesRights }: Pick<Moved, 'facts' | 'touchesRights'>,
  asWhole = false,
) {
  const whole = { ...text, facts: { ...proposal.facts, ...facts }, budget: linesOf(proposal) }
  const { change, decided } = await changeSinceDecided(tx, proposal, whole, touchesRights)
  if (asWhole || !isOneOf(SHAPING_STAGES, proposal.stage)) return { whole, decided, change }
  const isSubstantive = substantiveChange(proposal.facts, whole.facts, {
    pct: profileOf(proposal).amendment_pct,
    touchesRights,
  })
  const byFacts: TextChange = isSubstantive
    ? { kind: 'substantive', grounds: change.grounds }
    : { kind: 'marks', grounds: [] }
  return { whole, decided, change: byFacts }
}
const KIND_OF = { marks: 'editorial', toJudge: 'toJudge', substantive: 'substantive' } as const

export async function moveAmendment(parts: Parts, { villageId, meetingId, who, now }: At, asked: Moved) {
  return inVillage(parts.db, villageId, async (tx) => {
    const proposal = await lockProposal(tx, villageId, asked.proposalId)
    const { meeting, polls } = await lockMeetingAndPolls(tx, villageId, meetingId)
    mustBeAmendable(meeting, lastOnEach(polls.filter((poll) => poll.proposalId === proposal.id)), proposal)
    if (!(await rollRow(tx, villageId, meetingId, asked.movedBy))) throw new Refused('notOnMeetingRoll')
    const text = replaced(proposal, asked)
    if (!text) throw new Refused('amendmentTextMissing')
    lintMatter({ ...text, facts: { ...proposal.facts, ...asked.facts }, budget: proposal.budget })
    const { whole, decided, change } = await changeOfAmendment(tx, proposal, text, asked)
    const kind = KIND_OF[change.kind]
    const id = randomUUID()
    await insertAmendment(tx, {
      villageId,
      id,
      meetingId,
      ...asked,
      kind,
      status: 'moved',
      recordedBy: who.personId,
      at: now,
    })
    if (kind === 'toJudge')
      await recordChange(tx, parts, {
        proposal,
        decided,
        change,
        text: whole,
        reason: null,
        by: asked.movedBy,
        floor: { meetingId, amendmentId: id },
        version: null,
        now,
      })
    await tellScreens(tx, villageId, meetingId)
    await appendEvidence(tx, {
      villageId,
      at: now,
      act: 'moveAmendment',
      by: who.personId,
      office: null,
      meetingId,
      proposalId: proposal.id,
      payload: {
        amendment: id,
        movedBy: asked.movedBy,
        kind,
        facts: asked.facts,
        touchesRights: asked.touchesRights,
        before: asked.oldText,
        after: asked.newText,
      },
    })
    return { id, kind }
  })
}

/**
 * 采纳或不采纳: by the chair, or because one fifth of those present support it. Editorial: the poll opens on the new
 * version, anew where it was open. Substantive: no vote on the old text any more, the matter goes back with the new version.
 */
export async function decideAmendment(
  parts: Parts,
  { villageId, meetingId, who, now }: At,
  amendmentId: string,
  asked: { takeUp: boolean; supporters?: string[] | undefined },
) {
  return inVillage(parts.db, villageId, async (tx) => {
    const found = await findAmendment(tx, villageId, meetingId, amendmentId)
    if (!found) throw new Refused('notFound')
    const proposal = await lockProposal(tx, villageId, found.proposalId)
    const { meeting, polls } = await lockMeetingAndPolls(tx, villageId, meetingId)
    const amendment = (await findAmendment(tx, villageId, meetingId, amendmentId)) as AmendmentRow
    if (amendment.status !== 'moved') throw new Refused('alreadyDone')
    const mine = lastOnEach(polls.filter((poll) => poll.proposalId === proposal.id))
    const supporters = await supportersAmong(tx, meeting, proposal.id, asked.supporters ?? [])
    const decided = { supporters, decidedAt: now }
    let answer = { status: 'declined', version: null as number | null, stage: proposal.stage }
    let again: string[] = []
    if (asked.takeUp) {
      if (amendment.kind === 'toJudge') throw new Refused('changeNotJudged')
      mustBeAmendable(meeting, mine, proposal)
      await mustBeConfirmed(tx, proposal)
      const [first] = mine as [PollRow]
      const { present } = quorumLine(await figuresFor(tx, meeting, proposal.id), ruleOf(first))
      const isUp = isTakenUp({
        byChair: meeting.chairId === who.personId,
        seconders: supporters.length,
        present,
      })
      if (!isUp) must(refuse('amendmentNotTakenUp'))
      answer = await takeUp(tx, parts, { amendment, proposal, meeting, mine, takenUp: isUp, who, now })
      if (answer.status === 'adopted') again = await askAgain(tx, mine.filter(isRunning), polls.length)
    }
    await updateAmendment(tx, amendment, { ...decided, status: answer.status })
    await dropChange(tx, amendment, now)
    await tellScreens(tx, villageId, meetingId)
    await appendEvidence(tx, {
      villageId,
      at: now,
      act: 'decideAmendment',
      by: who.personId,
      office: null,
      meetingId,
      proposalId: proposal.id,
      payload: {
        amendment: amendmentId,
        kind: amendment.kind,
        ...answer,
        ...(again.length > 0 ? { again } : {}),
        supporters: digestOf(supporters),
        supporterCount: supporters.length,
      },
    })
    return answer
  })
}

/** 重新表决: on the new wording, in the same sitting; the chair opens it as he opened the one before. */
async function askAgain(tx: Tx, ended: readonly PollRow[], held: number): Promise<string[]> {
  const polls = ended.map(({ villageId, meetingId, proposalId, questionId, secret, rule }, i) => ({
    ...{ villageId, meetingId, proposalId, questionId, secret, rule },
    id: randomUUID(),
    seq: held + i + 1,
    status: 'waiting' as const,
  }))
  if (polls.length > 0) await insertPolls(tx, polls)
  return polls.map((poll) => poll.id)
}

/** Only who is there and may vote supports an amendment, each once. */
async function supportersAmong(
  tx: Tx,
  meeting: MeetingRow,
  proposalId: string,
  asked: readonly string[],
): Promise<string[]> {
  if (asked.length === 0) return []
  const presence = await presenceFor(tx, meeting, { proposalId })
  const there = new Set(
    presence.filter((row) => row.votes && row.present && row.way !== null).map((row) => row.personId),
  )
  return [...new Set(asked)].filter((id) => there.has(id))
}

type Taken = {
  amendment: AmendmentRow
  proposal: LoadedProposal
  meeting: MeetingRow
  mine: PollRow[]
  takenUp: boolean
  who: Acting
  now: Date
}

async function takeUp(
  tx: Tx,
  parts: Parts,
  { amendment, proposal, meeting, mine, takenUp, who, now }: Taken,
) {
  const { villageId, oldText, newText } = amendment
  const text = replaced(proposal, { oldText, newText })
  if (!text) throw new Refused('amendmentTextMissing')
  const kind = amendment.kind as 'editorial' | 'substantive'
  // The version is frozen with the opening: a poll that was opened on the old text ends without a result.
  if (kind === 'substantive' || mine.some(isRunning))
    await voidPollsOf(tx, { villageId, proposalId: proposal.id, reason: 'amended', now })
  const next = await addVersion(tx, {
    proposal,
    changes: { ...text, facts: { ...proposal.facts, ...amendment.facts } },
    kind,
    reason: `${oldText} → ${newText}`,
    by: amendment.movedBy,
    now,
  })
  let row: Awaited<ReturnType<typeof recordChange>> | null = null
  // 两委: what the branch put forward is compared as a whole, also where no fact moved.
  const atCommittees = proposal.stage === 'committeeDeliberation'
  if (kind === 'substantive' || atCommittees) {
    const { whole, decided, change } = await changeOfAmendment(tx, proposal, text, amendment, atCommittees)
    if (change.kind === 'substantive')
      row = await recordChange(tx, parts, {
        proposal,
        decided,
        change,
        text: whole,
        reason: `${oldText} → ${newText}`,
        by: amendment.movedBy,
        floor: { meetingId: meeting.id, amendmentId: amendment.id },
        version: next.version,
        now,
      })
  }
  if (kind === 'editorial') {
    if (row) await askBranch(tx, parts, row, now)
    return { status: 'adopted', version: next.version, stage: proposal.stage }
  }
  const stage = await moveProposal(tx, parts, {
    proposal: next,
    move: 'amend',
    by: proposal.stage === 'branchProposal' ? 'drafter' : 'chair',
    personId: who.personId,
    meetingId: meeting.id,
    reason: `${oldText} → ${newText}`,
    facts: { substantive: kind === 'substantive', takenUp },
    now,
  })
  if (row) await askBranch(tx, parts, row, now)
  return { status: 'takenUp', version: next.version, stage }
}

/** 一件事项, whole, for whoever may see it. */
import { type TimeKey, timeCursor } from '@cunyi/shared/api/cursor.ts'
import { type Role, sees } from '@cunyi/shared/api/may.ts'
import { isOnTheWay } from '@cunyi/shared/matter/duties.ts'
import { DUTIES } from '@cunyi/shared/matter/duty-kinds.ts'
import { referUntil } from '@cunyi/shared/matter/guards.ts'
import { factsAsked } from '@cunyi/shared/matter/moves.ts'
import { NEXT_DATES, nextDateOf } from '@cunyi/shared/matter/next-date.ts'
import { lengthOfWay } from '@cunyi/shared/meeting/convening.ts'
import { sitsAt } from '@cunyi/shared/meeting/extra-step.ts'
import { differenceOf } from '@cunyi/shared/words/difference.ts'
import { Refused } from '@cunyi/shared/words/refusal.ts'
import {
  type Assembly,
  isOneOf,
  type Outcome,
  SITTING_STAGES,
  type Stage,
} from '@cunyi/shared/words/vocabulary.ts'
import { inVillage, type Tx } from '#base/database/connect.ts'
import { attachmentsOf, voiceShown, voicesOf } from '#base/files/queries.ts'
import type { Parts } from '#base/parts/parts.ts'
import { type Person, standingAt } from '#door/session/standing.ts'
import { type DutyRow, lateOf } from '#village/duties/queries.ts'
import { namesOf } from '#village/people/queries/people.ts'
import { challengeShown, mayAnswer } from './actions/challenge.ts'
import { assembliesOf, earliestSittings } from './calendar.ts'
import { coolings } from './cooling.ts'
import { readFacts } from './facts.ts'
import { mayNow } from './offered.ts'
import { extraNow } from './queries/extra.ts'
import { isFollowing } from './queries/follows.ts'
import { disclosuresOf, isOnRoll, listRows, nextSittings, sittingsOf, titlesOf } from './queries/lists.ts'
import {
  type LoadedProposal,
  listMoves,
  listNotes,
  listPolls,
  listVersions,
  loadProposal,
  loadVersion,
  type MoveLine,
  type ProposalRow,
  profileOf,
} from './queries/proposals.ts'
import { actorsOn } from './who.ts'

export type Viewer = Person & { personId: string }
type Query = {
  stage?: Stage | undefined
  q?: string | undefined
  open?: 'yes' | undefined
  after?: TimeKey | undefined
  limit?: number | undefined
}

const iso = (at: Date | null | undefined) => at?.toISOString() ?? null
const SITS: Partial<Record<Stage, Assembly>> = {
  branchProposal: 'branch',
  committeeDeliberation: 'committees',
  partyReview: 'partyMembers',
}
/** The body whose turn it is. */
export const sitsNow = (proposal: Pick<ProposalRow, 'stage' | 'assembly'>): Assembly | null =>
  proposal.stage === 'villagerResolution' ? proposal.assembly : (SITS[proposal.stage] ?? null)

/** A draft is nobody else's business; what names households or persons is for insiders and the roll. */
export async function mustSee(tx: Tx, proposal: ProposalRow, who: Viewer): Promise<Role[]> {
  const { villageId, id, submittedAt, draftedBy, sensitive } = proposal
  const roles: Role[] = draftedBy === who.personId ? ['initiator'] : []
  if (submittedAt === null && !sees('drafts', standingAt(villageId, who, roles)))
    throw new Refused('notFound')
  if (await isOnRoll(tx, villageId, id, who.personId)) roles.push('roll')
  if (sensitive && !sees('namedMatters', standingAt(villageId, who, roles))) throw new Refused('notFound')
  return roles
}

type NextSitting = Awaited<ReturnType<typeof nextSittings>>[number]
type Disclosure = Awaited<ReturnType<typeof disclosuresOf>>[number]
/** What stands around matters: their sittings to come, their papers, what of them is late. */
type Around = { sittings: NextSitting[]; disclosures: Disclosure[]; late: DutyRow[] }

function rowOf(
  proposal: ProposalRow,
  amount: number | null,
  { sittings, disclosures, late, now }: Around & { now: Date },
) {
  const { id, stage } = proposal
  const its = late.filter((one) => one.proposalId === id)
  const due = its
    .filter((one) => isOnTheWay(one.kind))
    .toSorted((a, b) => a.dueAt.getTime() - b.dueAt.getTime())[0]
  const next = nextDateOf({
    stage,
    now,
    demandDueAt: proposal.demandDueAt,
    noteDueAt: proposal.noteDueAt,
    referUntil: proposal.shelvedAt && referUntil(proposal.shelvedAt),
    sittings: sittings
      .filter((row) => row.proposalId === id && row.meeting.stage === stage)
      .map((row) => row.meeting),
    disclosure: disclosures.findLast((row) => row.proposalId === id && row.stage === stage) ?? null,
  })
  return {
    id,
    number: proposal.number,
    title: proposal.title,
    stage,
    track: proposal.track,
    route: proposal.route,
    assembly: proposal.assembly,
    codes: proposal.codes,
    urgent: proposal.urgentReason !== null,
    amount,
    stageSince: proposal.stageSince.toISOString(),
    nextDate: due
      ? { zh: DUTIES[due.kind].zh, en: DUTIES[due.kind].en, at: due.dueAt.toISOString() }
      : next && { ...NEXT_DATES[next.kind], at: next.at.toISOString() },
    overdue: its.some((one) => one.owes === 'village' || isOnTheWay(one.kind)),
  }
}

const PAGE = 20

export const listProposals = (parts: Parts, villageId: string, query: Query, who: Viewer, now: Date) =>
  inVillage(parts.db, villageId, async (tx) => {
    const standing = standingAt(villageId, who)
    const limit = query.limit ?? PAGE
    const found = await listRows(tx, villageId, {
      stage: query.stage,
      q: query.q?.trim() || undefined,
      open: query.open === 'yes',
      after: query.after ?? null,
      limit,
      seesDrafts: sees('drafts', standing),
      seesSensitive: sees('namedMatters', standing),
      personId: who.personId,
    })
    const page = found.slice(0, limit)
    const ids = page.map((row) => row.id)
    const sittings = await nextSittings(tx, villageId, ids)
    const disclosures = await disclosuresOf(tx, villageId, ids)
    const late = await lateOf(tx, villageId, ids, now)
    const last = page.at(-1)
    return {
      rows: page.map((row) => rowOf(row, row.amount, { sittings, disclosures, late, now })),
      next: found.length > limit && last ? timeCursor({ at: last.stageSince, id: last.id }) : null,
    }
  })

export const getProposal = (parts: Parts, villageId: string, id: string, who: Viewer, now: Date) =>
  inVillage(parts.db, villageId, async (tx) => {
    const proposal = await loadProposal(tx, villageId, id)
    const roles = await mustSee(tx, proposal, who)
    const [moves, notes, versions, meetings, disclosures, polls] = [
      await listMoves(tx, villageId, id),
      await listNotes(tx, villageId, id),
      await listVersions(tx, villageId, id),
      await sittingsOf(tx, villageId, id),
      await disclosuresOf(tx, villageId, [id]),
      await listPolls(tx, villageId, id),
    ]
    const late = await lateOf(tx, villageId, [id], now)
    const [voice] = await voicesOf(tx, villageId, [id])
    const ids = [
      ...(voice ? [voice.uploadedBy] : []),
      proposal.draftedBy,
      ...moves.map((row) => row.personId),
      ...notes.map((row) => row.by),
      ...versions.map((row) => row.by),
    ]
    const nameOf = await namesOf(
      tx,
      ids.filter((one) => one !== null),
    )
    const person = (one: string | null) => (one === null ? null : { id: one, name: nameOf(one) })
    const named = (one: string) => ({ id: one, name: nameOf(one) })
    const sittings = meetings.map((meeting) =>
      sittingOf(
        meeting,
        polls.filter((row) => row.meeting.id === meeting.id),
        proposal,
      ),
    )
    const cooling = await coolings(tx, proposal)
    const added = isOneOf(SITTING_STAGES, proposal.stage) ? await extraNow(tx, proposal) : null
    const profile = profileOf(proposal)
    const length = wayLength(proposal, moves, now, profile.total_days_warn)
    const isRecorder = (meeting: { recorderId: string }) => meeting.recorderId === who.personId
    const running = meetings
      .filter((meeting) => meeting.status !== 'ended')
      .map((meeting) => ({ proposalId: id, meeting }))
    return {
      ...rowOf(proposal, proposal.facts.amount ?? null, { sittings: running, disclosures, late, now }),
      villageGroup: proposal.villageGroup,
      initiative: proposal.initiative,
      initiator: proposal.initiator,
      draftedBy: named(proposal.draftedBy),
      draftedAt: proposal.draftedAt.toISOString(),
      submittedAt: iso(proposal.submittedAt),
      urgentReason: proposal.urgentReason,
      demanded: proposal.demanded,
      together: proposal.together,
      version: proposal.version,
      summary: proposal.summary,
      body: proposal.body,
      facts: proposal.facts,
      budget: proposal.budget.map((line) => ({
        id: line.id,
        kind: line.kind as 'source' | 'use',
        label: line.label,
        amount: line.amount,
      })),
      papers: await attachmentsOf(tx, villageId, id, 'proposal'),
      voice: voice ? voiceShown(voice, nameOf) : null,
      questions: proposal.questions.map((row) => ({ id: row.id, text: row.text, outcome: row.outcome })),
      versions: versions.map((row) => ({
        version: row.version,
        kind: row.kind,
        reason: row.reason,
        by: named(row.by),
        at: row.at.toISOString(),
      })),
      moves: moves.map((row) => ({
        seq: row.seq,
        move: row.move,
        from: row.from,
        to: row.to,
        by: row.by,
        person: person(row.personId),
        reason: row.reason,
        documentNumber: row.documentNumber,
        article: row.article,
        at: row.at.toISOString(),
      })),
      notes: notes.map((row) => ({
        id: row.id,
        kind: row.kind,
        verdict: row.verdict,
        text: row.text,
        paper: row.paper,
        documentNumber: row.documentNumber,
        byOffice: row.byOffice,
        by: person(row.by),
        at: row.at.toISOString(),
        challenge: challengeShown(row, { notes, proposal, now }),
      })),
      sittings,
      extraNext: added && {
        zh: added.zh,
        en: added.en,
        assembly: sitsAt(added, proposal.route),
      },
      disclosures: disclosures.map((row) => ({
        id: row.id,
        stage: row.stage as Stage,
        status: row.status,
        postedAt: iso(row.postedAt),
        endsAt: iso(row.endsAt),
        restarts: row.restarts,
      })),
      profileVersions: proposal.profile?.versions ?? null,
      profile: proposal.profile?.values ?? null,
      resolutionNumber: proposal.resolutionNumber,
      linkedTo: proposal.linkedTo,
      flawedAt: iso(proposal.flawedAt),
      wayReasons: proposal.wayReasons,
      like: (await titlesOf(tx, villageId, [...proposal.likeIds, ...proposal.apartIds])).map((row) => ({
        ...row,
        apart: proposal.apartIds.includes(row.id),
      })),
      approvalNeeded: proposal.approvalNeeded,
      cooling: cooling
        .filter((row) => row.until > now)
        .map((row) => ({ ...row, until: row.until.toISOString() })),
      earliest: stillToSit(proposal, cooling, now).map((row) => ({ ...row, from: row.from.toISOString() })),
      totalDays: length?.days ?? null,
      totalDaysWarning: length?.warning ?? false,
      following: await isFollowing(tx, { villageId, proposalId: id, personId: who.personId }),
      mayNow: [
        ...mayNow(
          proposal,
          await readFacts(
            { tx, proposal, now },
            factsAsked(proposal, [...actorsOn(proposal, who), 'meeting']),
          ),
          (added && sitsAt(added, proposal.route)) ?? sitsNow(proposal),
          who,
          standingAt(villageId, who, meetings.some(isRecorder) ? [...roles, 'recorder'] : roles),
        ),
        ...(notes.some((note) => mayAnswer(proposal, note, who, now)) ? ['answerChallenge'] : []),
      ],
    }
  })

type PollLine = Awaited<ReturnType<typeof listPolls>>[number]
type MeetingRow = Awaited<ReturnType<typeof sittingsOf>>[number]

/** Figures of a poll leave the server when it is closed and never before. */
function sittingOf(meeting: MeetingRow, lines: readonly PollLine[], proposal: LoadedProposal) {
  const textOf = (id: string | null) => proposal.questions.find((row) => row.id === id)?.text ?? null
  return {
    meetingId: meeting.id,
    stage: meeting.stage,
    extraStep: meeting.extraStep,
    assembly: meeting.assembly,
    title: meeting.title,
    noticeAt: meeting.noticeAt.toISOString(),
    opensAt: meeting.opensAt.toISOString(),
    windowEnd: iso(meeting.windowEnd),
    status: meeting.status,
    reconvening: meeting.reconvening,
    polls: lines.map(({ poll }) => {
      const closed = poll.status === 'closed'
      const ended: Outcome | null = closed || poll.status === 'void' ? poll.outcome : null
      return {
        id: poll.id,
        questionId: poll.questionId,
        question: textOf(poll.questionId),
        status: poll.status,
        outcome: ended,
        figures: closed ? poll.figures : null,
      }
    }),
  }
}

/** The earliest lawful sittings that lie ahead, were the next one convened now. */
function stillToSit(proposal: LoadedProposal, cooling: { assembly: Assembly; until: Date }[], now: Date) {
  const sits = sitsNow(proposal)
  const all = assembliesOf(proposal.track, proposal.assembly)
  return earliestSittings({
    assemblies: sits ? all.slice(all.indexOf(sits)) : [],
    codes: proposal.codes,
    track: proposal.track,
    urgent: proposal.urgentReason !== null,
    values: profileOf(proposal),
    now,
    lastClosedAt: proposal.lastDecidedAt,
    coolings: cooling,
  }).sittings
}

/** 全程: from submission to the decision of step 4, or to now while it is still on the way. */
function wayLength(proposal: LoadedProposal, moves: readonly MoveLine[], now: Date, warnDays: number) {
  if (!proposal.submittedAt) return null
  const decided = moves.findLast(
    (row) => row.from === 'villagerResolution' && (row.move === 'adopt' || row.move === 'sendOpinion'),
  )
  const stopped = moves.at(-1)
  const onTheWay = sitsNow(proposal) !== null
  return lengthOfWay(proposal.submittedAt, onTheWay ? now : (decided?.at ?? stopped?.at ?? now), warnDays)
}

/** 对照: two versions side by side, by lines; and the facts that differ. */
export const getDifference = (
  parts: Parts,
  villageId: string,
  id: string,
  range: { from: number; to: number },
  who: Viewer,
) =>
  inVillage(parts.db, villageId, async (tx) => {
    await mustSee(tx, await loadProposal(tx, villageId, id), who)
    const before = await loadVersion(tx, villageId, id, range.from)
    const after = await loadVersion(tx, villageId, id, range.to)
    const whole = (row: typeof before) => `${row.title}\n${row.summary}\n${row.body}\n`
    const was: Record<string, unknown> = before.facts
    const is: Record<string, unknown> = after.facts
    const keys = [...new Set([...Object.keys(before.facts), ...Object.keys(after.facts)])].sort()
    return {
      parts: differenceOf(whole(before), whole(after)),
      facts: keys
        .filter((key) => JSON.stringify(was[key]) !== JSON.stringify(is[key]))
        .map((key) => ({ key, old: was[key] ?? null, new: is[key] ?? null })),
    }
  })

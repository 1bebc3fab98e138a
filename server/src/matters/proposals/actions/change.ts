/**
 * 方案改动: of a text that somebody decided on. The difference goes to whoever decided; what the rule leaves open is
 * judged by others than its author, and one of those who decided may say that it is more than wording.
 */
import { objectUntil, type TextChange } from '@cunyi/shared/matter/text-change.ts'
import { Refused } from '@cunyi/shared/words/refusal.ts'
import { inVillage, type Tx } from '#base/database/connect.ts'
import { appendEvidence } from '#base/evidence/actions.ts'
import type { Parts } from '#base/parts/parts.ts'
import type { Acting } from '#door/session/caller.ts'
import { rollRow } from '#matters/sittings/queries/attend.ts'
import { tellScreens } from '#matters/sittings/queries/tell.ts'
import { mustBeHisOwn } from '#village/people/his-own.ts'
import { moveProposal } from '../moves.ts'
import { adoptedAlready, type LoadedProposal, livePolls, lockProposal } from '../queries/proposals.ts'
import {
  type ChangeRow,
  findChange,
  insertChange,
  setAmendmentKind,
  updateChange,
  waitingChange,
} from '../queries/text-changes.ts'
import { addVersion, type Decided } from '../versions.ts'
import { officeOf } from '../who.ts'
import { askBranch } from './branch-round.ts'
import { tellDeciders } from './tell-deciders.ts'

/** A text that changed outside a sitting: a notice already given for it is withdrawn. */
export type TextChanged = (
  tx: Tx,
  parts: Parts,
  changed: { proposal: LoadedProposal; now: Date },
) => Promise<void>
export type ChangeWaits = (tx: Tx, parts: Parts, row: ChangeRow) => Promise<void>
export type BranchAsked = (
  tx: Tx,
  parts: Parts,
  asked: { row: ChangeRow; proposal: LoadedProposal; members: string[]; now: Date },
) => Promise<void>
declare module '#base/parts/parts.ts' {
  interface Reactions {
    textChanged: readonly TextChanged[]
    /** Is it wording only? Put before whoever judges it. */
    changeWaits: readonly ChangeWaits[]
    /** 书面确认: each of the branch committee is asked about a change of what it put forward. */
    branchAsked: readonly BranchAsked[]
  }
}

type Order = {
  proposal: LoadedProposal
  decided: Decided
  change: TextChange
  text: Pick<ChangeRow, 'title' | 'summary' | 'body' | 'facts' | 'budget'>
  reason: string | null
  by: string
  /** From the floor of a sitting. */
  floor: { meetingId: string; amendmentId: string } | null
  /** Null: it waits to be judged. */
  version: number | null
  now: Date
}

/** Written down, and shown at once to whoever decided on the last version. */
export async function recordChange(tx: Tx, parts: Parts, order: Order): Promise<ChangeRow> {
  const { proposal, decided, change, text, reason, by, floor, version, now } = order
  const { villageId, id: proposalId } = proposal
  if (change.kind === 'toJudge' && !floor && (await waitingChange(tx, villageId, { proposalId })))
    throw new Refused('changeWaits')
  const waits = change.kind === 'toJudge'
  const row = await insertChange(tx, {
    villageId,
    proposalId,
    stage: proposal.stage,
    fromVersion: proposal.version,
    decidedVersion: decided?.version ?? proposal.version,
    decidedIn: decided?.meetingId ?? null,
    meetingId: floor?.meetingId ?? null,
    amendmentId: floor?.amendmentId ?? null,
    ...text,
    grounds: [...change.grounds],
    reason,
    by,
    at: now,
    state: waits ? 'waiting' : 'substantive',
    objectUntil: waits && !floor ? objectUntil(now) : null,
    settledAt: waits ? null : now,
    version,
  })
  // 支委会: whether each is asked by name is known once the text stands at step 2; who is not asked is told then.
  if (waits || decided?.assembly !== 'branch') await tellDeciders(tx, parts, row, proposal.title, now)
  if (waits) for (const react of parts.reactions.changeWaits) await react(tx, parts, row)
  return row
}

/** Whether he is of those who decided on the text, or of the sitting in which it is changed. */
export async function isDecider(tx: Tx, row: ChangeRow, personId: string): Promise<boolean> {
  for (const meeting of [row.decidedIn, row.meetingId])
    if (meeting && (await rollRow(tx, row.villageId, meeting, personId))) return true
  return false
}

export const mayObject = (row: ChangeRow, now: Date): boolean =>
  row.state === 'waiting' && (row.objectUntil === null || now < row.objectUntil)

type At = { villageId: string; proposalId: string; changeId: string; who: Acting; now: Date }
async function withChange<T>(
  parts: Parts,
  { villageId, proposalId, changeId }: At,
  fn: (tx: Tx, row: ChangeRow, proposal: LoadedProposal) => Promise<T>,
): Promise<T> {
  return inVillage(parts.db, villageId, async (tx) => {
    const proposal = await lockProposal(tx, villageId, proposalId)
    const row = await findChange(tx, { villageId, id: changeId })
    if (row?.proposalId !== proposalId) throw new Refused('notFound')
    return fn(tx, row, proposal)
  })
}

/** 异议: one of the deciding body is enough, and it is substantive. */
export const objectToChange = (parts: Parts, at: At, ground: string) =>
  withChange(parts, at, async (tx, row, proposal) => {
    const { who, now } = at
    if (!(await isDecider(tx, row, who.personId))) throw new Refused('notDecider')
    if (!mayObject(row, now)) throw new Refused('changeNotWaiting')
    await mustBeHisOwn(tx, { villageId: row.villageId, personId: who.personId }, now)
    await updateChange(tx, row, { objectedBy: who.personId, objection: ground })
    const to = await settle(tx, parts, row, proposal, 'substantive', now)
    await leave(tx, row, 'objectToChange', who, { ground, ...to }, now)
    return { ok: true as const }
  })

/** 撤下, by whoever may change the text. */
export const withdrawChange = (parts: Parts, at: At) =>
  withChange(parts, at, async (tx, row) => {
    const { who, now } = at
    if (row.state !== 'waiting' || row.amendmentId) throw new Refused('changeNotWaiting')
    await updateChange(tx, row, { state: 'withdrawn', settledAt: now })
    await leave(tx, row, 'withdrawChange', who, {}, now)
    return { ok: true as const }
  })

/** The amendment is decided: nobody is asked any more. */
export async function dropChange(
  tx: Tx,
  amendment: { villageId: string; id: string },
  now: Date,
): Promise<void> {
  const row = await waitingChange(tx, amendment.villageId, { amendmentId: amendment.id })
  if (row) await updateChange(tx, row, { state: 'withdrawn', settledAt: now })
}

/** What the judges said: yes is wording. Between sittings it is made when nobody may object any more. */
export async function judgeChange(
  tx: Tx,
  parts: Parts,
  key: { villageId: string; id: string },
  yes: boolean,
  now: Date,
): Promise<Record<string, unknown>> {
  const found = await findChange(tx, key)
  if (!found) return {}
  const proposal = await lockProposal(tx, found.villageId, found.proposalId)
  const row = await findChange(tx, key)
  if (row?.state !== 'waiting') return {}
  await updateChange(tx, row, { judged: yes })
  if (!yes) return settle(tx, parts, row, proposal, 'substantive', now)
  const mayBeObjected = row.objectUntil !== null && now < row.objectUntil
  return mayBeObjected ? {} : settle(tx, parts, row, proposal, 'editorial', now)
}

/** The time to object is over: what was judged to be wording is made. */
export const makeJudged = (parts: Parts, villageId: string, id: string, now: Date) =>
  inVillage(parts.db, villageId, async (tx) => {
    const found = await findChange(tx, { villageId, id })
    if (!found) return
    const proposal = await lockProposal(tx, villageId, found.proposalId)
    const row = await findChange(tx, { villageId, id })
    if (row?.state !== 'waiting' || !row.judged || !row.objectUntil || now < row.objectUntil) return
    const to = await settle(tx, parts, row, proposal, 'editorial', now)
    await leave(tx, row, 'makeChange', null, to, now)
  })

/** Makes it, as what it is; the vote on the old text may have come first. */
async function settle(
  tx: Tx,
  parts: Parts,
  row: ChangeRow,
  proposal: LoadedProposal,
  as: 'editorial' | 'substantive',
  now: Date,
): Promise<{ state: ChangeRow['state']; version: number | null }> {
  const { villageId, amendmentId, meetingId } = row
  if (amendmentId && meetingId) {
    // The chair and the floor take it up, or do not.
    await setAmendmentKind(tx, { villageId, id: amendmentId }, as)
    await updateChange(tx, row, { state: as, settledAt: now })
    await tellScreens(tx, villageId, meetingId)
    return { state: as, version: null }
  }
  const live = await livePolls(tx, villageId, proposal.id)
  const overtaken =
    proposal.stage !== row.stage ||
    proposal.version !== row.fromVersion ||
    adoptedAlready(proposal) ||
    live.some((poll) => poll.status !== 'waiting')
  if (overtaken) {
    await updateChange(tx, row, { state: 'overtaken', settledAt: now })
    return { state: 'overtaken', version: null }
  }
  const after = await makeVersion(tx, parts, {
    proposal,
    text: row,
    kind: as,
    reason: row.reason,
    by: row.by,
    now,
  })
  if (as === 'substantive')
    await moveProposal(tx, parts, {
      proposal: after,
      move: 'amend',
      by: 'drafter',
      personId: row.by,
      reason: row.reason,
      facts: { substantive: as === 'substantive' },
      now,
    })
  await updateChange(tx, row, { state: as, settledAt: now, version: after.version })
  if (as === 'substantive') await askBranch(tx, parts, row, now, 'told')
  return { state: as, version: after.version }
}

/** A version outside a sitting: a notice already given was of another text. */
export async function makeVersion(
  tx: Tx,
  parts: Parts,
  order: {
    proposal: LoadedProposal
    text: Pick<ChangeRow, 'title' | 'summary' | 'body' | 'facts' | 'budget'>
    kind: 'editorial' | 'substantive' | 'revision'
    reason: string | null
    by: string
    now: Date
  },
): Promise<LoadedProposal> {
  const { proposal, kind, reason, by, now } = order
  const { title, summary, body, facts, budget } = order.text
  const changes = { title, summary, body, facts, budget }
  const after = await addVersion(tx, { proposal, changes, kind, reason, by, now })
  for (const react of parts.reactions.textChanged) await react(tx, parts, { proposal: after, now })
  return after
}

const leave = (
  tx: Tx,
  row: ChangeRow,
  act: 'objectToChange' | 'withdrawChange' | 'makeChange',
  who: Acting | null,
  said: Record<string, unknown>,
  at: Date,
) =>
  appendEvidence(tx, {
    villageId: row.villageId,
    at,
    act,
    by: who?.personId ?? null,
    office: who ? officeOf(who) : null,
    proposalId: row.proposalId,
    ...(row.meetingId ? { meetingId: row.meetingId } : {}),
    payload: { change: row.id, ...said },
  })

/** 评议: asked once, judged by each member from his own session, settled by more than half of them or by silence. */
import { randomUUID } from 'node:crypto'
import type { AskedQuestion } from '@cunyi/shared/api/judgements.ts'
import { reviewUntil } from '@cunyi/shared/disclosure/disclosure.ts'
import { mayAct } from '@cunyi/shared/law/acts.ts'
import { JUDGED, type JudgedQuestion, judgedSoFar } from '@cunyi/shared/law/judged.ts'
import { COMMITTEE_OF_BRANCH } from '@cunyi/shared/people/rolls.ts'
import { Refused } from '@cunyi/shared/words/refusal.ts'
import type { Office } from '@cunyi/shared/words/vocabulary.ts'
import { inVillage, type Tx } from '#base/database/connect.ts'
import { appendEvidence } from '#base/evidence/actions.ts'
import type { Parts } from '#base/parts/parts.ts'
import type { Caller } from '#door/session/caller.ts'
import { benchFor, watchesOrStandsIn } from '#matters/acts/bench.ts'
import { routeOf } from '#matters/acts/queries.ts'
import { findProposal, lockProposal, profileOf } from '#matters/proposals/queries/proposals.ts'
import { loadMeeting } from '#matters/sittings/queries/meetings.ts'
import { sharesPhone } from '#village/people/queries/numbers.ts'
import { namesOf } from '#village/people/queries/people.ts'
import { effectiveProfile } from '#village/profiles/profile.ts'
import {
  findJudgement,
  insertJudgement,
  insertVote,
  type JudgementRow,
  judgementsOf,
  listFor,
  lockJudgement,
  openFor,
  settleRow,
  votesOf,
} from './queries.ts'

/**
 * What comes of it, in the transaction that settles it. Leaves no evidence of its own: what it gives back stands in
 * the entry of the judgement.
 */
export type OnJudged = (
  tx: Tx,
  parts: Parts,
  judgement: JudgementRow,
  yes: boolean,
  now: Date,
) => Promise<Record<string, unknown>>
export type Judged = Record<JudgedQuestion, OnJudged>

export type Asked = {
  what: JudgedQuestion
  villageId: string
  proposalId: string | null
  meetingId: string | null
  /** What is judged: one question stands open about it at a time. */
  subjectId: string
  /** Whom it is about: he does not judge. */
  about: string | null
  /** Nor do these. */
  interested: readonly string[]
  /** In place of the oversight committee: the tellers of a Party meeting, on what is moved there. */
  judges?: readonly string[]
  /** A body answers as a whole, whoever asks: of the branch committee each, within its own days. */
  wholeBody?: { members: readonly string[]; days: number }
  question: AskedQuestion
  askedBy: string
  now: Date
}

/**
 * Puts it before the oversight committee. Asked again while it is open, it is the same question. The caller's own
 * entry of evidence tells of it. Where nobody is able to act, it is settled by silence when its days are over.
 */
export async function askJudgement(tx: Tx, asked: Asked): Promise<JudgementRow> {
  const { what, villageId, proposalId, meetingId, subjectId, about, interested, question, askedBy, now } =
    asked
  const open = (await judgementsOf(tx, villageId, subjectId)).find(
    (row) => row.what === what && row.state === 'open',
  )
  if (open) return open
  const proposal = proposalId ? await findProposal(tx, villageId, proposalId) : undefined
  const profile = proposal ? profileOf(proposal) : (await effectiveProfile(tx, villageId)).values
  const barred = [askedBy, about, ...interested]
  const isAble = (person: string) => !barred.includes(person)
  const members =
    asked.wholeBody?.members ??
    asked.judges?.filter(isAble) ??
    (await seated(tx, { villageId, proposalId }, isAble, now))
  return insertJudgement(tx, {
    villageId,
    id: randomUUID(),
    what,
    proposalId,
    meetingId,
    subjectId,
    personId: about,
    question,
    by: askedBy,
    at: now,
    dueAt: reviewUntil(now, asked.wholeBody?.days ?? profile['oversight.review_days']),
    members: [...members],
  })
}

type Judge = 'oversight' | 'teller' | 'branch'
/** As what he judges, by the office that he holds when he does. */
async function standsAs(tx: Tx, judgement: JudgementRow, caller: Caller): Promise<Judge | null> {
  const { villageId, meetingId, what } = judgement
  if (what === 'branchRound') return caller.offices.some(isOfBranchCommittee) ? 'branch' : null
  if (watchesOrStandsIn(await routeOf(tx, judgement), caller.offices)) return 'oversight'
  const counts =
    meetingId !== null && (await loadMeeting(tx, villageId, meetingId)).tellerIds.includes(caller.personId)
  return counts ? 'teller' : null
}
const isOfBranchCommittee = (office: Office) => (COMMITTEE_OF_BRANCH as readonly Office[]).includes(office)

/** The members able to, and a stand-in for each who is not. */
async function seated(
  tx: Tx,
  of: Pick<JudgementRow, 'villageId' | 'proposalId'>,
  isAble: (person: string) => boolean,
  now: Date,
): Promise<string[]> {
  const { members, standIns } = await benchFor(tx, of, isAble, now)
  return [...members, ...standIns]
}

export const judge = (
  parts: Parts,
  judged: Judged,
  {
    villageId,
    judgementId,
    agrees,
    ground,
    caller,
    now,
  }: {
    villageId: string
    judgementId: string
    agrees: boolean
    ground: string | null
    caller: Caller
    now: Date
  },
) =>
  inVillage(parts.db, villageId, async (tx) => {
    const judgement = await lockWithMatter(tx, villageId, judgementId)
    if (!judgement?.members.includes(caller.personId) || caller.village !== villageId)
      throw new Refused('notFound')
    const office = await standsAs(tx, judgement, caller)
    if (!office) throw new Refused('notFound')
    if (judgement.state !== 'open' || now >= judgement.dueAt) throw new Refused('judgementSettled')
    if (!agrees && ground === null) throw new Refused('reasonNeeded')
    const vote = { villageId, judgementId, personId: caller.personId, agrees, ground, at: now }
    // Two members on one phone are one hand.
    const others = (await votesOf(tx, judgement)).map((one) => one.personId)
    if (await sharesPhone(tx, { villageId, personId: caller.personId }, others))
      throw new Refused('samePersonTwice')
    if (!(await insertVote(tx, vote))) throw new Refused('judgedAlready')
    const votes = (await votesOf(tx, judgement)).map((one) => one.agrees)
    const state = judgedSoFar(votes, judgement.members.length)
    const came = state ? await settle(tx, parts, judged, judgement, state, now) : {}
    await leave(
      tx,
      judgement,
      'judge',
      { by: caller.personId, office },
      { agrees, ground, state: state ?? 'open', ...came },
      now,
    )
    return { state: state ?? ('open' as const) }
  })

/** Its days are over: silence leaves the stricter way. */
export const settleBySilence = (parts: Parts, judged: Judged, villageId: string, id: string, now: Date) =>
  inVillage(parts.db, villageId, async (tx) => {
    const judgement = await lockWithMatter(tx, villageId, id)
    if (judgement?.state !== 'open' || now < judgement.dueAt) return
    const came = await settle(tx, parts, judged, judgement, 'silent', now)
    await leave(
      tx,
      judgement,
      'settleJudgement',
      { by: null, office: null },
      { state: 'silent', ...came },
      now,
    )
  })

async function settle(
  tx: Tx,
  parts: Parts,
  judged: Judged,
  judgement: JudgementRow,
  state: 'yes' | 'no' | 'silent',
  now: Date,
): Promise<Record<string, unknown>> {
  await settleRow(tx, judgement, state, now)
  return judged[judgement.what](tx, parts, { ...judgement, state, settledAt: now }, state === 'yes', now)
}

/** The matter's row before the judgement's, as whoever asks takes them. */
async function lockWithMatter(tx: Tx, villageId: string, id: string): Promise<JudgementRow | undefined> {
  const found = await findJudgement(tx, { villageId, id })
  if (found?.proposalId) await lockProposal(tx, villageId, found.proposalId)
  return found && lockJudgement(tx, { villageId, id })
}

export const listJudgements = (
  parts: Parts,
  { villageId, caller, now }: { villageId: string; caller: Caller; now: Date },
) =>
  inVillage(parts.db, villageId, async (tx) => {
    const route = await routeOf(tx, { villageId, proposalId: null })
    // Who leads, who watches and who is above see what waits; what a member said, only the evidence tells.
    const seesAll =
      caller.village !== villageId ||
      (['draft', 'note'] as const).some((act) => mayAct(act, route, caller.offices))
    const found = await listFor(tx, villageId, caller.personId, seesAll)
    const name = await namesOf(
      tx,
      found.flatMap(({ row }) => [row.by, row.personId ?? row.by]),
    )
    const person = (id: string) => ({ id, name: name(id) })
    return {
      rows: found.map(({ row, title, judged, mine }) => ({
        id: row.id,
        what: row.what,
        state: row.state,
        title,
        proposalId: row.proposalId,
        meetingId: row.meetingId,
        subjectId: row.subjectId,
        person: row.personId ? person(row.personId) : null,
        question: row.question,
        by: person(row.by),
        at: row.at.toISOString(),
        dueAt: row.dueAt.toISOString(),
        members: row.members.length,
        judged,
        mayJudge:
          row.state === 'open' && now < row.dueAt && mine === null && row.members.includes(caller.personId),
        mine,
      })),
    }
  })

/** 待办: what waits for this member's word. */
export async function waitingJudgements(tx: Tx, caller: Caller, now: Date) {
  const found = await openFor(tx, caller.village, caller.personId)
  return found
    .filter(({ row }) => now < row.dueAt)
    .map(({ row, title }) => ({
      kind: 'judge',
      title: title ?? JUDGED[row.what].zh,
      meetingId: row.meetingId,
      proposalId: row.proposalId,
      subjectId: row.id,
      dueAt: row.dueAt.toISOString(),
    }))
}

const leave = (
  tx: Tx,
  { villageId, id, what, proposalId, meetingId, subjectId, personId }: JudgementRow,
  act: 'judge' | 'settleJudgement',
  { by, office }: { by: string | null; office: Judge | null },
  came: Record<string, unknown>,
  at: Date,
) =>
  appendEvidence(tx, {
    villageId,
    at,
    act,
    by,
    office,
    ...(proposalId ? { proposalId } : {}),
    ...(meetingId ? { meetingId } : {}),
    payload: { judgement: id, what, subject: subjectId, person: personId, ...came },
  })

import { frozenProfile } from '@cunyi/shared/law/profile.ts'
import type { ApprovalFacts, DisclosureFacts, DutyFacts, Owed } from '@cunyi/shared/matter/duties.ts'
import { OF_MATTER } from '@cunyi/shared/matter/duties.ts'
import { type Duty, owesDuty, ruleOfDuty } from '@cunyi/shared/matter/duty-kinds.ts'
import { ELECTED, type Held } from '@cunyi/shared/matter/terms.ts'
import { and, eq, gte, inArray, isNull, lt, sql } from 'drizzle-orm'
import type { Tx } from '#base/database/connect.ts'
import {
  boardPhotos,
  disclosures,
  duties,
  expenses,
  notes,
  objections,
  offices,
  progressEntries,
  proposals,
  proposalVersions,
  works,
} from '#base/database/schema/index.ts'

/** Neither done nor let go. */
const OPEN = and(isNull(duties.doneAt), isNull(duties.droppedAt))

export type DutyRow = typeof duties.$inferSelect
/** Beside what is due: the matter and the meeting it hangs on. */
export type About = { villageId: string; proposalId?: string | null; meetingId?: string | null }

/** 险情先办: whose cost it puts to the vote. */
type OfDanger = { danger: string | null; rejectionsAtStep4: number }

/** A matter's facts as far as duties hang on them; all of one transaction. */
export async function factsOf(
  tx: Tx,
  villageId: string,
  proposalId: string,
): Promise<(DutyFacts & OfDanger) | undefined> {
  const [proposal] = await tx
    .select()
    .from(proposals)
    .where(and(eq(proposals.villageId, villageId), eq(proposals.id, proposalId)))
  if (!proposal) return undefined
  const ofIt = <
    T extends
      | typeof disclosures
      | typeof objections
      | typeof works
      | typeof progressEntries
      | typeof proposalVersions,
  >(
    table: T,
  ) => and(eq(table.villageId, villageId), eq(table.proposalId, proposalId))
  const { rows: sittings } = await tx.execute<{ noticeAt: string; endedAt: string | null }>(sql`
    select m.notice_at as "noticeAt", m.ended_at as "endedAt"
      from agenda_items a join meetings m on m.village_id = a.village_id and m.id = a.meeting_id
     where a.village_id = ${villageId} and a.proposal_id = ${proposalId} and m.stage = ${proposal.stage}
       and (m.ended_at is null or m.ended_at > ${proposal.stageSince.toISOString()}::timestamptz)
     order by m.notice_at, m.id`)
  const posted = await tx.select().from(disclosures).where(ofIt(disclosures))
  const photos = posted.length
    ? await tx
        .select()
        .from(boardPhotos)
        .where(
          and(
            eq(boardPhotos.villageId, villageId),
            eq(boardPhotos.moment, 'end'),
            inArray(
              boardPhotos.disclosureId,
              posted.map(({ id }) => id),
            ),
          ),
        )
    : []
  const raised = posted.length ? await tx.select().from(objections).where(ofIt(objections)) : []
  const [work] = await tx.select().from(works).where(ofIt(works))
  const progress = await tx
    .select({ at: progressEntries.at })
    .from(progressEntries)
    .where(ofIt(progressEntries))
  const { id, stage, draftedAt, stageSince, demanded, demandedAt, conveneDueAt } = proposal
  const decision = proposal.resolutionNumber ?? proposal.number
  const above = await saidAbove(tx, villageId, proposalId)
  const [text] = await tx
    .select({ facts: proposalVersions.facts })
    .from(proposalVersions)
    .where(and(ofIt(proposalVersions), eq(proposalVersions.version, proposal.version)))
  return {
    id,
    danger: text?.facts.danger ?? null,
    makesRules: proposal.codes.includes('M01'),
    makesCharter: text?.facts.collectiveCharter === true,
    makesMembers: text?.facts.memberRoll === true,
    rejectionsAtStep4: proposal.rejectionsAtStep4,
    stage,
    track: proposal.track,
    decision,
    decidedAt: proposal.lastDecidedAt,
    filedAt: above.find((one) => one.kind === 'filing' && one.text === decision)?.at ?? null,
    approvals: {
      needed: proposal.approvalNeeded,
      given: above.flatMap(({ kind, byOffice, at }): ApprovalFacts['given'] =>
        kind === 'approval' && at >= stageSince
          ? [{ by: byOffice === 'countyStaff' ? 'county' : 'township', at }]
          : [],
      ),
    },
    opinionAt: above.find((one) => one.kind === 'townshipOpinion' && one.at >= stageSince)?.at ?? null,
    flawedAt: proposal.flawedAt,
    draftedAt,
    stageSince,
    demandedAt,
    conveneDueAt: demanded ? conveneDueAt : null,
    profile: frozenProfile(proposal.profile?.values),
    sittings: sittings.map(({ noticeAt, endedAt }) => ({
      noticeAt: new Date(noticeAt),
      endedAt: endedAt === null ? null : new Date(endedAt),
    })),
    disclosures: posted.map(
      (one): DisclosureFacts => ({
        ...one,
        endPhotos: photos.filter(({ disclosureId }) => disclosureId === one.id).map(({ at }) => at),
      }),
    ),
    objections: raised,
    work: work ?? null,
    progress: progress
      .map(({ at }) => at)
      .filter((at) => at >= stageSince)
      .toSorted((a, b) => a.getTime() - b.getTime()),
  }
}

const saidAbove = (tx: Tx, villageId: string, proposalId: string) =>
  tx
    .select({ kind: notes.kind, text: notes.text, byOffice: notes.byOffice, at: notes.at })
    .from(notes)
    .where(
      and(
        eq(notes.villageId, villageId),
        eq(notes.proposalId, proposalId),
        inArray(notes.kind, ['filing', 'approval', 'townshipOpinion']),
      ),
    )

/** Open ones of a matter that follow from its facts, locked so that two writers do not close one twice. */
export const openOf = (tx: Tx, villageId: string, proposalId: string): Promise<DutyRow[]> =>
  tx
    .select()
    .from(duties)
    .where(
      and(
        eq(duties.villageId, villageId),
        eq(duties.proposalId, proposalId),
        OPEN,
        inArray(duties.kind, [...OF_MATTER]),
      ),
    )
    .for('update')

/** What was written once stays as it was found done or dropped; an open one follows its facts. */
export async function saveDuties(tx: Tx, about: About, owed: readonly Owed[]): Promise<void> {
  if (owed.length === 0) return
  const { villageId, proposalId = null, meetingId = null } = about
  await tx
    .insert(duties)
    .values(
      owed.map(({ kind, key, since, dueAt, doneAt, droppedAt = null, subjectId = null, owes }) => ({
        villageId,
        proposalId,
        meetingId,
        kind,
        key,
        owes: owes ?? owesDuty(kind),
        subjectId,
        since,
        dueAt,
        doneAt,
        droppedAt,
        ...ruleOfDuty(kind),
      })),
    )
    .onConflictDoUpdate({
      target: [duties.villageId, duties.kind, duties.key],
      set: {
        dueAt: sql`excluded.due_at`,
        doneAt: sql`excluded.done_at`,
        droppedAt: sql`excluded.dropped_at`,
      },
      setWhere: sql`${duties.doneAt} is null and ${duties.droppedAt} is null`,
    })
}

type Closed = { doneAt: Date } | { droppedAt: Date }

async function close(
  tx: Tx,
  { villageId, kind }: { villageId: string; kind: Duty },
  by: typeof duties.key | typeof duties.subjectId,
  ids: readonly string[],
  set: Closed,
): Promise<void> {
  if (ids.length === 0) return
  await tx
    .update(duties)
    .set(set)
    .where(and(eq(duties.villageId, villageId), eq(duties.kind, kind), inArray(by, [...ids]), OPEN))
}

export const closeDuties = (
  tx: Tx,
  of: { villageId: string; kind: Duty; keys: readonly string[] },
  set: Closed,
): Promise<void> => close(tx, of, duties.key, of.keys, set)

/** Those about one thing, whichever of them stands open. */
export const closeAbout = (
  tx: Tx,
  of: { villageId: string; kind: Duty; subjectIds: readonly string[] },
  set: Closed,
): Promise<void> => close(tx, of, duties.subjectId, of.subjectIds, set)

export const findDuty = async (
  tx: Tx,
  villageId: string,
  kind: Duty,
  key: string,
): Promise<DutyRow | undefined> =>
  (
    await tx
      .select()
      .from(duties)
      .where(and(eq(duties.villageId, villageId), eq(duties.kind, kind), eq(duties.key, key)))
  )[0]

export async function openKeys(tx: Tx, villageId: string, kind: Duty): Promise<string[]> {
  const rows = await tx
    .select({ key: duties.key })
    .from(duties)
    .where(and(eq(duties.villageId, villageId), eq(duties.kind, kind), OPEN))
  return rows.map(({ key }) => key)
}

export const electedOffices = (tx: Tx, villageId: string): Promise<Held[]> =>
  tx
    .select({ office: offices.office, to: offices.to, heldUntil: offices.heldUntil })
    .from(offices)
    .where(and(eq(offices.villageId, villageId), inArray(offices.office, [...ELECTED])))

/** 办结: what hangs on a matter besides is asked for no more. */
export async function dropOthers(tx: Tx, villageId: string, proposalId: string, at: Date): Promise<void> {
  await tx
    .update(duties)
    .set({ droppedAt: at })
    .where(
      and(
        eq(duties.villageId, villageId),
        eq(duties.proposalId, proposalId),
        OPEN,
        sql`${duties.kind} not in ${[...OF_MATTER]}`,
      ),
    )
}

/** 最迟公示: the newest of each of these disclosures, done or not. */
export async function postingsOf(
  tx: Tx,
  villageId: string,
  disclosureIds: readonly string[],
): Promise<Map<string, DutyRow>> {
  if (disclosureIds.length === 0) return new Map()
  const rows = await tx
    .select()
    .from(duties)
    .where(
      and(
        eq(duties.villageId, villageId),
        eq(duties.kind, 'postDisclosure'),
        inArray(duties.subjectId, [...disclosureIds]),
      ),
    )
    .orderBy(duties.since)
  return new Map(rows.map((row) => [row.subjectId ?? '', row]))
}

/** Of these matters: what is late. */
export async function lateOf(
  tx: Tx,
  villageId: string,
  proposalIds: readonly string[],
  now: Date,
): Promise<DutyRow[]> {
  if (proposalIds.length === 0) return []
  const at = sql`${now.toISOString()}::timestamptz`
  return tx
    .select()
    .from(duties)
    .where(
      and(
        eq(duties.villageId, villageId),
        inArray(duties.proposalId, [...proposalIds]),
        isNull(duties.doneAt),
        sql`(${duties.droppedAt} is null or ${duties.droppedAt} > ${at})`,
        sql`${duties.dueAt} <= ${at}`,
      ),
    )
}

/** Villages that were there when this period began, and have nothing written down for it. */
export async function periodsMissing(
  tx: Tx,
  { kind, key, from }: { kind: Duty; key: string; from: Date },
): Promise<string[]> {
  const { rows } = await tx.execute<{ village: string }>(
    sql`select village from across_periods_missing(${kind}, ${key}, ${from.toISOString()}::timestamptz)`,
  )
  return rows.map(({ village }) => village)
}

/** When a meeting of one of these bodies was first held since then: a vote came to its end with enough people there. */
export async function heldSince(
  tx: Tx,
  { villageId, bodies, from }: { villageId: string; bodies: readonly string[]; from: Date },
): Promise<Date | null> {
  const { rows } = await tx.execute<{ at: string | null }>(sql`
    select min(m.ended_at) as at from meetings m
     where m.village_id = ${villageId} and m.opens_at >= ${from.toISOString()}::timestamptz and m.ended_at is not null
       and m.assembly = any(${sql.param([...bodies])}::text[])
       and exists (select from polls p where p.village_id = m.village_id and p.meeting_id = m.id
                      and p.status = 'closed' and p.outcome <> 'noQuorum')`)
  return rows[0]?.at ? new Date(rows[0].at) : null
}

/** 往来笔数: expenses entered in that time that were not struck out. */
export const spentIn = (tx: Tx, villageId: string, { from, to }: { from: Date; to: Date }): Promise<number> =>
  tx.$count(
    expenses,
    and(
      eq(expenses.villageId, villageId),
      eq(expenses.struck, false),
      gte(expenses.at, from),
      lt(expenses.at, to),
    ),
  )

import { ACTS_OF_TWO, type ActOfTwo, isOfOffice } from '@cunyi/shared/law/acts-of-two.ts'
import type { Owed } from '@cunyi/shared/matter/duties.ts'
import { DUTY_OWNERS } from '@cunyi/shared/matter/duty-kinds.ts'
import { keysOf, type Route } from '@cunyi/shared/words/vocabulary.ts'
import { and, desc, eq, gte, inArray, isNull, ne, or, sql } from 'drizzle-orm'
import type { Tx } from '#base/database/connect.ts'
import { acts, proposals } from '#base/database/schema/index.ts'
import { findDivision } from '#village/divisions/queries/divisions.ts'
import { closeAbout, saveDuties } from '#village/duties/queries.ts'
import { namedForTerm } from '#village/people/queries/helpers.ts'

export type ActRow = typeof acts.$inferSelect
export type NewAct = typeof acts.$inferInsert & { id: string }
type Where = { villageId: string; id: string }

/** Nobody else proposes in this poll meanwhile: `lockProposing`. */
export async function insertAct(tx: Tx, row: NewAct): Promise<void> {
  await tx.insert(acts).values(row)
  await saveDuties(tx, row, dutyOf({ turn: null, dueAt: null, ...row }, row.at))
}

const A_DAY = 24 * 60 * 60_000
/**
 * 应办: of each hand whose turn it is, from then on. What lapses within minutes is gone before anybody looks, and the
 * list of what is due tells nobody that somebody was helped to vote just now.
 */
function dutyOf(
  { id, turn, dueAt }: Pick<ActRow, 'id' | 'turn'> & { dueAt: Date | null },
  since: Date,
): Owed[] {
  if (!dueAt || dueAt.getTime() - since.getTime() < A_DAY) return []
  const owes = DUTY_OWNERS.find((one) => one === turn) ?? 'village'
  const key = turn ? `${id} ${turn}` : id
  return [{ kind: 'secondPerson', key, since, dueAt, doneAt: null, subjectId: id, owes }]
}

const byId = (tx: Tx, { villageId, id }: Where) =>
  tx
    .select()
    .from(acts)
    .where(and(eq(acts.villageId, villageId), eq(acts.id, id)))

export const findAct = async (tx: Tx, where: Where): Promise<ActRow | undefined> => (await byId(tx, where))[0]

/** As it is now, until the end of the transaction: it may have been contested, or be another's turn, since it was read. */
export const lockAct = async (tx: Tx, where: Where): Promise<ActRow | undefined> =>
  (await byId(tx, where).for('update'))[0]

/** About nothing but what is named. */
type Same = Pick<ActRow, 'villageId' | 'what'> & {
  [about in 'proposalId' | 'meetingId' | 'pollId' | 'personId']?: string | null
} & {
  /** Which of those about one person, where there may be several. */
  key?: string | undefined
}

const theSame = ({ villageId, what, proposalId, meetingId, pollId, personId, key }: Same) =>
  and(
    eq(acts.villageId, villageId),
    eq(acts.what, what),
    proposalId ? eq(acts.proposalId, proposalId) : isNull(acts.proposalId),
    meetingId ? eq(acts.meetingId, meetingId) : isNull(acts.meetingId),
    pollId ? eq(acts.pollId, pollId) : isNull(acts.pollId),
    personId ? eq(acts.personId, personId) : isNull(acts.personId),
    key === undefined ? undefined : sql`${acts.asked}->>'key' = ${key}`,
  )

/** One that waits for the same, whoever proposed it. */
export async function findWaiting(tx: Tx, same: Same): Promise<ActRow | undefined> {
  const [row] = await tx
    .select()
    .from(acts)
    .where(and(theSame(same), eq(acts.state, 'waiting')))
  return row
}

/** What became of the same when it was proposed the last time. */
export async function lastOf(tx: Tx, same: Same): Promise<ActRow | undefined> {
  const [row] = await tx
    .select()
    .from(acts)
    .where(theSame(same))
    .orderBy(desc(acts.at), desc(acts.id))
    .limit(1)
  return row
}

/** What he proposed last for this person in this poll, whatever became of it. */
export async function lastProposed(
  tx: Tx,
  { villageId, pollId, personId, by }: { villageId: string; pollId: string; personId: string; by: string },
): Promise<ActRow | undefined> {
  const [row] = await tx
    .select()
    .from(acts)
    .where(
      and(
        eq(acts.villageId, villageId),
        eq(acts.pollId, pollId),
        eq(acts.personId, personId),
        eq(acts.by, by),
      ),
    )
    .orderBy(desc(acts.at), desc(acts.id))
    .limit(1)
  return row
}

type Decision = Pick<ActRow, 'state' | 'second' | 'secondAs' | 'ground'> & {
  officeGround?: ActRow['officeGround']
  decidedAt: Date
}

/** False where somebody was quicker, or its time is over. What was sealed for it goes with it. */
export async function decideAct(tx: Tx, { villageId, id }: Where, decision: Decision): Promise<boolean> {
  const { rowCount } = await tx
    .update(acts)
    .set({ ...decision, sealed: null })
    .where(and(eq(acts.villageId, villageId), eq(acts.id, id), eq(acts.state, 'waiting')))
  if (rowCount !== 1) return false
  const { state, decidedAt: at } = decision
  const end = state === 'lapsed' ? { droppedAt: at } : { doneAt: at }
  await closeAbout(tx, { villageId, kind: 'secondPerson', subjectIds: [id] }, end)
  return true
}

/** 名册更正 waits until a poll of the meeting opens, and no longer: the ids of those that lapse with it. */
export async function lapseCorrections(
  tx: Tx,
  villageId: string,
  meetingId: string,
  now: Date,
): Promise<string[]> {
  const rows = await tx
    .update(acts)
    .set({ state: 'lapsed', decidedAt: now })
    .where(
      and(
        eq(acts.villageId, villageId),
        eq(acts.meetingId, meetingId),
        eq(acts.what, 'correctRoll'),
        eq(acts.state, 'waiting'),
      ),
    )
    .returning({ id: acts.id })
  return rows.map((row) => row.id)
}

/** What is added to what was asked, while it waits. */
export const noteInAct = (tx: Tx, { villageId, id }: Where, asked: ActRow['asked']) =>
  tx
    .update(acts)
    .set({ asked })
    .where(and(eq(acts.villageId, villageId), eq(acts.id, id), eq(acts.state, 'waiting')))

/** It is another's turn, or theirs once more. False where it waits no longer. */
export async function turnAct(
  tx: Tx,
  act: ActRow,
  set: Pick<ActRow, 'turn' | 'dueAt'> & { contested?: string },
  now: Date,
): Promise<boolean> {
  const { villageId, id } = act
  const { rowCount } = await tx
    .update(acts)
    .set(set)
    .where(and(eq(acts.villageId, villageId), eq(acts.id, id), eq(acts.state, 'waiting')))
  if (rowCount !== 1) return false
  // Theirs once more: it stays due when it was.
  if (set.turn === act.turn) return true
  await closeAbout(tx, { villageId, kind: 'secondPerson', subjectIds: [id] }, { droppedAt: now })
  await saveDuties(tx, act, dutyOf({ ...act, ...set }, now))
  return true
}

const MOST = 100

const withMatter = (tx: Tx) =>
  tx
    .select({ act: acts, title: proposals.title, route: sql<Route>`coalesce(${proposals.route}, 'A')` })
    .from(acts)
    .leftJoin(proposals, and(eq(proposals.villageId, acts.villageId), eq(proposals.id, acts.proposalId)))

/** The oldest of each kind: however many slips are printed, they hide nothing else that waits. */
export const waitingActs = (tx: Tx, villageId: string) =>
  withMatter(tx)
    .where(
      and(
        eq(acts.villageId, villageId),
        eq(acts.state, 'waiting'),
        sql`${acts.id} in (
          select id from (select id, row_number() over (partition by what order by at, id) as nth
                            from acts where village_id = ${villageId} and state = 'waiting') of_kind
           where nth <= ${MOST})`,
      ),
    )
    .orderBy(acts.at)

/** All that wait, and what this person proposed, decided or had about himself, the newest first. */
export async function actsFor(tx: Tx, villageId: string, personId: string) {
  const isHis = or(eq(acts.by, personId), eq(acts.second, personId), eq(acts.personId, personId))
  const over = await withMatter(tx)
    .where(and(eq(acts.villageId, villageId), ne(acts.state, 'waiting'), isHis))
    .orderBy(desc(acts.at))
    .limit(MOST)
  return [...(await waitingActs(tx, villageId)).toReversed(), ...over]
}

/** 待确认的任职 of a village: everybody may know of them. */
export const waitingOffices = (tx: Tx, villageId: string, whats: readonly ActOfTwo[]): Promise<ActRow[]> =>
  tx
    .select()
    .from(acts)
    .where(and(eq(acts.villageId, villageId), eq(acts.state, 'waiting'), inArray(acts.what, [...whats])))
    .orderBy(acts.at)
    .limit(MOST)

/** The paper of an act about this person. */
export async function isPaperAbout(
  tx: Tx,
  { villageId, fileId, personId }: { villageId: string; fileId: string; personId: string },
): Promise<boolean> {
  const about = and(
    eq(acts.villageId, villageId),
    eq(acts.personId, personId),
    sql`${acts.asked}->>'paperId' = ${fileId}`,
  )
  return (await tx.$count(acts, about)) > 0
}

const OF_OFFICES = keysOf(ACTS_OF_TWO).filter(isOfOffice)

/** 刚登记的职务: whether an office of his was confirmed since then, by itself or with the whole body. */
export async function hasOfficeSince(
  tx: Tx,
  { villageId, personId, since }: { villageId: string; personId: string; since: Date },
): Promise<boolean> {
  const his = or(eq(acts.personId, personId), sql`${acts.asked}::text like ${`%${personId}%`}`)
  const confirmed = and(
    eq(acts.state, 'confirmed'),
    gte(acts.decidedAt, since),
    inArray(acts.what, OF_OFFICES),
  )
  return (await tx.$count(acts, and(eq(acts.villageId, villageId), confirmed, his))) > 0
}

export async function routeOf(tx: Tx, act: Pick<ActRow, 'villageId' | 'proposalId'>): Promise<Route> {
  if (!act.proposalId) return (await findDivision(tx, act.villageId))?.isCommunity ? 'D' : 'A'
  const [row] = await tx
    .select({ route: proposals.route })
    .from(proposals)
    .where(and(eq(proposals.villageId, act.villageId), eq(proposals.id, act.proposalId)))
  return row?.route ?? 'A'
}

/** Whether he stands on the disclosed list of those who may help or witness, since before the vote began. */
export async function isListed(
  tx: Tx,
  villageId: string,
  personId: string,
  meetingId: string | null,
): Promise<boolean> {
  const { rows } = await tx.execute(sql`
    select from helpers h,
           (select max(p.opened_at) as at from polls p
             where p.village_id = ${villageId} and p.meeting_id = ${meetingId} and p.status = 'open') opened
     where h.village_id = ${villageId} and h.person_id = ${personId} and h.ended_at is null
       and h.listed_at <= coalesce(opened.at, 'infinity')
       and ${namedForTerm({ villageId, listedAt: sql`h.listed_at` }, sql`(coalesce(opened.at, h.listed_at) at time zone 'Asia/Shanghai')::date`)}`)
  return rows.length > 0
}

/** One at a time proposes in a poll, so that the same never waits twice. */
export const lockProposing = (tx: Tx, villageId: string, pollId: string | null) =>
  tx.execute(sql`select pg_advisory_xact_lock(hashtext('acts'), hashtext(${`${villageId} ${pollId}`}))`)

/** Those whose time is over, or whose poll is. */

import { DEATH_WORDS } from '@cunyi/shared/people/left.ts'
import type { Office } from '@cunyi/shared/words/vocabulary.ts'
import { and, count, eq, gt, isNull, max, sql } from 'drizzle-orm'
import type { Tx } from '#base/database/connect.ts'
import { accountPeople, accounts, loginCodes, sessions } from '#base/database/schema/people.ts'

export type LoginCodeRow = typeof loginCodes.$inferSelect
export type FactorRow = typeof accountPeople.$inferSelect
export type CapacityRow = {
  village: string
  villageName: string
  community: boolean
  movedTo: string | null
  personId: string
  name: string
  idIndex: string | null
  registered: boolean
  hasPin: boolean
  offices: Office[]
}

/** Everybody of any division whose phone this is. */
export async function findCapacities(tx: Tx, phoneIndex: string, day: string): Promise<CapacityRow[]> {
  const { rows } = await tx.execute<CapacityRow>(
    sql`select village, village_name as "villageName", community, moved_to as "movedTo", person_id as "personId", name, id_index as "idIndex",
               registered, has_pin as "hasPin", offices
          from across_capacities(${phoneIndex}, ${day}::date, ${DEATH_WORDS})`,
  )
  return rows
}

export async function findAccount(tx: Tx, id: string): Promise<typeof accounts.$inferSelect | undefined> {
  const [row] = await tx.select().from(accounts).where(eq(accounts.id, id))
  return row
}

/** The one person a session is for, where it was entered with his paper code. */
export async function findOnlyAs(tx: Tx, sessionId: string): Promise<string | null> {
  const [row] = await tx.select({ onlyAs: sessions.onlyAs }).from(sessions).where(eq(sessions.id, sessionId))
  return row?.onlyAs ?? null
}

/** The account of a phone; made at its first log-in. */
export async function accountOf(tx: Tx, phoneIndex: string, phone: Buffer, now: Date): Promise<string> {
  const [row] = await tx
    .insert(accounts)
    .values({ phoneIndex, phone, createdAt: now })
    .onConflictDoUpdate({ target: accounts.phoneIndex, set: { phoneIndex } })
    .returning({ id: accounts.id })
  if (!row) throw new Error('The account was not kept.')
  return row.id
}

/** Only where it was logged in before. */
export async function accountAt(tx: Tx, phoneIndex: string): Promise<string | undefined> {
  const [row] = await tx.select({ id: accounts.id }).from(accounts).where(eq(accounts.phoneIndex, phoneIndex))
  return row?.id
}

export async function insertLoginCode(tx: Tx, row: typeof loginCodes.$inferInsert): Promise<void> {
  await tx.insert(loginCodes).values(row)
}

/** Codes of a phone are asked for and tried one after the other. */
export const lockCodes = (tx: Tx, phoneIndex: string) =>
  tx.execute(sql`select pg_advisory_xact_lock(hashtext('login-codes'), hashtext(${phoneIndex}))`)

export type CodesOfDay = { sent: number; last: Date | null; wrong: number }

/** How many codes, when the newest, and how many wrong tries at those that were written and not spoken. */
export async function codesSince(tx: Tx, phoneIndex: string, since: Date): Promise<CodesOfDay> {
  const [row] = await tx
    .select({
      sent: count(),
      last: max(loginCodes.sentAt),
      wrong: sql<number>`coalesce(sum(${loginCodes.tries} + ${loginCodes.triesElsewhere})
        filter (where not ${loginCodes.voice}), 0)::int`,
    })
    .from(loginCodes)
    .where(and(eq(loginCodes.phoneIndex, phoneIndex), gt(loginCodes.sentAt, since)))
  return row ?? { sent: 0, last: null, wrong: 0 }
}

export async function isChallengeOf(
  tx: Tx,
  phoneIndex: string,
  challenge: string | undefined,
): Promise<boolean> {
  if (!challenge) return false
  const asked = and(eq(loginCodes.phoneIndex, phoneIndex), eq(loginCodes.challenge, challenge))
  return (await tx.$count(loginCodes, asked)) > 0
}

/** Whose time has not run out, used ones too; oldest first. */
export const liveCodes = (tx: Tx, phoneIndex: string, now: Date): Promise<LoginCodeRow[]> =>
  tx
    .select()
    .from(loginCodes)
    .where(and(eq(loginCodes.phoneIndex, phoneIndex), gt(loginCodes.expiresAt, now)))
    .orderBy(loginCodes.sentAt, loginCodes.id)

/** One log-in uses up all that was sent for it. */
export async function useChallenge(
  tx: Tx,
  phoneIndex: string,
  challenge: string,
  usedAt: Date,
): Promise<void> {
  await tx
    .update(loginCodes)
    .set({ usedAt })
    .where(
      and(
        eq(loginCodes.phoneIndex, phoneIndex),
        eq(loginCodes.challenge, challenge),
        isNull(loginCodes.usedAt),
      ),
    )
}

export async function updateLoginCode(
  tx: Tx,
  id: string,
  set: Partial<typeof loginCodes.$inferInsert>,
): Promise<void> {
  await tx.update(loginCodes).set(set).where(eq(loginCodes.id, id))
}

/** The row of a person's factor, made when it is first needed. */
export async function makeFactor(tx: Tx, villageId: string, personId: string): Promise<void> {
  await tx.insert(accountPeople).values({ villageId, personId }).onConflictDoNothing()
}

/** As it stands, without a lock. */
export async function findFactor(
  tx: Tx,
  villageId: string,
  personId: string,
): Promise<FactorRow | undefined> {
  const [row] = await tx
    .select()
    .from(accountPeople)
    .where(and(eq(accountPeople.villageId, villageId), eq(accountPeople.personId, personId)))
  return row
}

export async function lockFactor(tx: Tx, villageId: string, personId: string): Promise<FactorRow> {
  await makeFactor(tx, villageId, personId)
  const [row] = await tx
    .select()
    .from(accountPeople)
    .where(and(eq(accountPeople.villageId, villageId), eq(accountPeople.personId, personId)))
    .for('update')
  if (!row) throw new Error('The factor was not kept.')
  return row
}

export async function updateFactor(
  tx: Tx,
  villageId: string,
  personId: string,
  set: Partial<typeof accountPeople.$inferInsert>,
): Promise<void> {
  await tx
    .update(accountPeople)
    .set(set)
    .where(and(eq(accountPeople.villageId, villageId), eq(accountPeople.personId, personId)))
}

export type RecordRow = {
  meetingId: string
  title: string
  assembly: string
  opensAt: Date
  way: 'inHall' | 'online' | null
  voted: number
  receipts: string[]
  ballots: { pollId: string; question: string; receipt: string; listed: boolean }[]
}

/** What I took part in; of my ballots only that they are there, and their receipts. */
export async function findMyRecord(tx: Tx, villageId: string, personId: string): Promise<RecordRow[]> {
  const { rows } = await tx.execute<RecordRow>(sql`
    select m.id as "meetingId", m.title, m.assembly, m.opens_at as "opensAt", a.way,
           coalesce(e.voted, 0)::int as voted, coalesce(e.receipts, '{}') as receipts, coalesce(e.ballots, '[]') as ballots
      from roll_now r
      join meetings m on m.village_id = r.village_id and m.id = r.meeting_id
      left join attendances a on a.village_id = r.village_id and a.meeting_id = r.meeting_id and a.person_id = r.person_id
      left join lateral (
        select count(*) as voted, array_agg(n.receipt order by n.receipt) as receipts,
               jsonb_agg(jsonb_build_object('pollId', p.id, 'question', coalesce(q.text, o.title), 'receipt', n.receipt,
                         'listed', p.status = 'closed') order by p.seq) as ballots
          from standing_envelopes n join polls p on p.village_id = n.village_id and p.id = n.poll_id
          join proposals o on o.village_id = p.village_id and o.id = p.proposal_id
          left join questions q on q.village_id = p.village_id and q.id = p.question_id
         where n.village_id = r.village_id and p.meeting_id = r.meeting_id and n.person_id = r.person_id
      ) e on true
     where r.village_id = ${villageId} and r.person_id = ${personId}::uuid
     order by m.opens_at desc limit 200`)
  return rows.map((row) => ({ ...row, opensAt: new Date(row.opensAt) }))
}

/** When the oldest code or session that still lies about had run out. */
export async function oldestLeftover(tx: Tx): Promise<Date | undefined> {
  const { rows } = await tx.execute<{ at: string | null }>(
    sql`select least((select min(expires_at) from login_codes), (select min(expires_at) from sessions),
                      (select min(expires_at) from meeting_links), (select min(expires_at) from known_devices)) as at`,
  )
  return rows[0]?.at ? new Date(rows[0].at) : undefined
}

export async function forgetOld(tx: Tx, before: Date): Promise<void> {
  const at = sql`${before.toISOString()}::timestamptz`
  await tx.execute(sql`delete from login_codes where expires_at <= ${at}`)
  await tx.execute(sql`delete from sessions where expires_at <= ${at}`)
  await tx.execute(sql`delete from meeting_links where expires_at <= ${at}`)
  await tx.execute(sql`delete from known_devices where expires_at <= ${at}`)
}

/** The account of a player, who has no phone and comes in by no code: of the demo's matters, and of a test's. */
export const playersAccount = (tx: Tx, who: { village: string; personId: string }, now: Date) =>
  accountOf(tx, `player ${who.village} ${who.personId}`, Buffer.alloc(0), now)

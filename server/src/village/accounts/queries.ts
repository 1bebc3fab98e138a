import type { Office } from '@cunyi/shared/words/vocabulary.ts'
import { and, desc, eq, gt, sql } from 'drizzle-orm'
import type { Tx } from '#base/database/connect.ts'
import { accountPeople, accounts, loginCodes, people } from '#base/database/schema/people.ts'

export type LoginCodeRow = typeof loginCodes.$inferSelect
export type FactorRow = typeof accountPeople.$inferSelect
export type CapacityRow = {
  village: string
  villageName: string
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
    sql`select village, village_name as "villageName", person_id as "personId", name, id_index as "idIndex",
               registered, has_pin as "hasPin", offices
          from across_capacities(${phoneIndex}, ${day}::date)`,
  )
  return rows
}

export async function findAccount(tx: Tx, id: string): Promise<typeof accounts.$inferSelect | undefined> {
  const [row] = await tx.select().from(accounts).where(eq(accounts.id, id))
  return row
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

export async function insertLoginCode(tx: Tx, row: typeof loginCodes.$inferInsert): Promise<void> {
  await tx.insert(loginCodes).values(row)
}

export async function lastCodeAt(tx: Tx, phoneIndex: string): Promise<Date | undefined> {
  const [row] = await tx
    .select({ sentAt: loginCodes.sentAt })
    .from(loginCodes)
    .where(eq(loginCodes.phoneIndex, phoneIndex))
    .orderBy(desc(loginCodes.sentAt))
    .limit(1)
  return row?.sentAt
}

export async function codesSince(tx: Tx, phoneIndex: string, since: Date): Promise<number> {
  return tx.$count(loginCodes, and(eq(loginCodes.phoneIndex, phoneIndex), gt(loginCodes.sentAt, since)))
}

/** The newest code of a phone; an older one is dead as soon as the next is sent. */
export async function lockNewestCode(tx: Tx, phoneIndex: string): Promise<LoginCodeRow | undefined> {
  const [row] = await tx
    .select()
    .from(loginCodes)
    .where(eq(loginCodes.phoneIndex, phoneIndex))
    .orderBy(desc(loginCodes.sentAt), desc(loginCodes.id))
    .limit(1)
    .for('update')
  return row
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

export async function sealedIdentity(
  tx: Tx,
  villageId: string,
  personId: string,
): Promise<{ idNumber: Buffer | null; phoneIndex: string | null } | undefined> {
  const [row] = await tx
    .select({ idNumber: people.idNumber, phoneIndex: people.phoneIndex })
    .from(people)
    .where(and(eq(people.villageId, villageId), eq(people.id, personId)))
  return row
}

export type RecordRow = {
  meetingId: string
  title: string
  assembly: string
  opensAt: Date
  way: 'inHall' | 'online' | null
  voted: number
  receipts: string[]
}

/** What I took part in; of my ballots only that they are there, and their receipts. */
export async function findMyRecord(tx: Tx, villageId: string, personId: string): Promise<RecordRow[]> {
  const { rows } = await tx.execute<RecordRow>(sql`
    select m.id as "meetingId", m.title, m.assembly, m.opens_at as "opensAt", a.way,
           coalesce(e.voted, 0)::int as voted, coalesce(e.receipts, '{}') as receipts
      from meeting_roll r
      join meetings m on m.village_id = r.village_id and m.id = r.meeting_id
      left join attendances a on a.village_id = r.village_id and a.meeting_id = r.meeting_id and a.person_id = r.person_id
      left join lateral (
        select count(distinct n.poll_id) as voted, array_agg(n.receipt order by n.receipt) as receipts
          from envelopes n join polls p on p.village_id = n.village_id and p.id = n.poll_id
         where n.village_id = r.village_id and p.meeting_id = r.meeting_id and n.person_id = r.person_id
           and not exists (select from set_asides s where s.village_id = n.village_id and s.poll_id = n.poll_id
                              and s.person_id = n.person_id and s.version = n.version)
      ) e on true
     where r.village_id = ${villageId} and r.person_id = ${personId}::uuid and r.struck_at is null
     order by m.opens_at desc limit 200`)
  return rows.map((row) => ({ ...row, opensAt: new Date(row.opensAt) }))
}

/** When the oldest code or session that still lies about had run out. */
export async function oldestLeftover(tx: Tx): Promise<Date | undefined> {
  const { rows } = await tx.execute<{ at: string | null }>(
    sql`select least((select min(expires_at) from login_codes), (select min(expires_at) from sessions)) as at`,
  )
  return rows[0]?.at ? new Date(rows[0].at) : undefined
}

export async function forgetOld(tx: Tx, before: Date): Promise<void> {
  const at = sql`${before.toISOString()}::timestamptz`
  await tx.execute(sql`delete from login_codes where expires_at <= ${at}`)
  await tx.execute(sql`delete from sessions where expires_at <= ${at}`)
}

import { sql } from 'drizzle-orm'
import type { Tx } from '#base/database/connect.ts'

export type StaffRow = { village: string; personId: string; phone: Buffer | null }

/** 乡镇、县级工作人员 in office above this division on that day. */
export async function staffAbove(tx: Tx, division: string, day: string): Promise<StaffRow[]> {
  const { rows } = await tx.execute<StaffRow>(
    sql`select village, person_id as "personId", phone from across_staff_above(${division}, ${day}::date)`,
  )
  return rows
}

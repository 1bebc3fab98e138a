import { sql } from 'drizzle-orm'
import type { Tx } from '#base/database/connect.ts'
import type { DueItem } from '#base/jobs/due.ts'

type Row = { villageId: string; id: string; dueAt: Date }
const items = (rows: Row[]): DueItem[] => rows.map((row) => ({ ...row, dueAt: new Date(row.dueAt) }))
const columns = sql.raw('village_id as "villageId", id, due_at as "dueAt"')

export const meetingsHalfOver = async (tx: Tx): Promise<DueItem[]> =>
  items((await tx.execute<Row>(sql`select ${columns} from across_meetings_half_over()`)).rows)
export const meetingsLapsing = async (tx: Tx): Promise<DueItem[]> =>
  items((await tx.execute<Row>(sql`select ${columns} from across_meetings_lapsing()`)).rows)
export const meetingsOver = async (tx: Tx): Promise<DueItem[]> =>
  items((await tx.execute<Row>(sql`select ${columns} from across_meetings_over()`)).rows)

import { and, eq, inArray } from 'drizzle-orm'
import type { Tx } from '#base/database/connect.ts'
import { questions } from '#base/database/schema/proposals.ts'

export async function questionTexts(
  tx: Tx,
  villageId: string,
  ids: readonly string[],
): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const rows = await tx
    .select({ id: questions.id, text: questions.text })
    .from(questions)
    .where(and(eq(questions.villageId, villageId), inArray(questions.id, [...ids])))
  return new Map(rows.map((row) => [row.id, row.text]))
}

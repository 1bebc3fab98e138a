import { and, asc, eq, inArray } from 'drizzle-orm'
import type { Tx } from '#base/database/connect.ts'
import { disclosures, minutes } from '#base/database/schema/index.ts'

export const minutesOf = (tx: Tx, villageId: string, meetingIds: string[]) =>
  meetingIds.length === 0
    ? Promise.resolve([])
    : tx
        .select()
        .from(minutes)
        .where(and(eq(minutes.villageId, villageId), inArray(minutes.meetingId, meetingIds)))
        .orderBy(asc(minutes.at))

export const disclosuresOfMatter = (tx: Tx, villageId: string, proposalId: string) =>
  tx
    .select()
    .from(disclosures)
    .where(and(eq(disclosures.villageId, villageId), eq(disclosures.proposalId, proposalId)))
    .orderBy(asc(disclosures.preparedAt))

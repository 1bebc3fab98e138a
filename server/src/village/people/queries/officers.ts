import type { Office } from '@cunyi/shared/words/vocabulary.ts'
import { and, asc, eq, gte, inArray, isNull, lte, or } from 'drizzle-orm'
import type { Tx } from '#base/database/connect.ts'
import { offices, people } from '#base/database/schema/index.ts'

/** Who signs: the officers of the day, by office; nothing else of the person. */
export const officersOn = (tx: Tx, villageId: string, day: string, wanted: readonly Office[]) =>
  tx
    .select({ office: offices.office, personId: offices.personId, name: people.name })
    .from(offices)
    .innerJoin(people, and(eq(people.villageId, offices.villageId), eq(people.id, offices.personId)))
    .where(
      and(
        eq(offices.villageId, villageId),
        inArray(offices.office, [...wanted]),
        lte(offices.from, day),
        or(isNull(offices.heldUntil), gte(offices.heldUntil, day)),
        isNull(offices.endedAt),
      ),
    )
    .orderBy(asc(offices.office), asc(people.name))

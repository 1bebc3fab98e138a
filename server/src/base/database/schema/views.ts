/**
 * What stands, asked in one place. `security_invoker`: whoever looks sees through his own fence; without it a view
 * looks with its owner's eyes, and the owner sees no village.
 */
import { and, asc, desc, eq, isNull, notExists, sql } from 'drizzle-orm'
import { pgView, QueryBuilder } from 'drizzle-orm/pg-core'
import { meetingRoll, proxies } from './meetings.ts'
import { envelopes, setAsides, slips } from './polls.ts'

const look = new QueryBuilder({ casing: 'snake_case' })
const view = (name: string) => pgView(name).with({ securityInvoker: true })

/** 在册: who has not been struck. */
export const rollNow = view('roll_now').as(
  look.select().from(meetingRoll).where(isNull(meetingRoll.struckAt)),
)

/** 有效委托: not revoked. */
export const proxiesInForce = view('proxies_in_force').as(
  look.select().from(proxies).where(isNull(proxies.revokedAt)),
)

/** 有效信封: of each person the newest that was not set aside. */
export const standingEnvelopes = view('standing_envelopes').as(
  look
    .selectDistinctOn([envelopes.villageId, envelopes.pollId, envelopes.personId])
    .from(envelopes)
    .where(
      notExists(
        look
          .select({ one: sql`1` })
          .from(setAsides)
          .where(
            and(
              eq(setAsides.villageId, envelopes.villageId),
              eq(setAsides.pollId, envelopes.pollId),
              eq(setAsides.personId, envelopes.personId),
              eq(setAsides.version, envelopes.version),
            ),
          ),
      ),
    )
    .orderBy(
      asc(envelopes.villageId),
      asc(envelopes.pollId),
      asc(envelopes.personId),
      desc(envelopes.version),
    ),
)

const newest = look
  .selectDistinctOn([slips.villageId, slips.pollId, slips.personId])
  .from(slips)
  .orderBy(asc(slips.villageId), asc(slips.pollId), asc(slips.personId), desc(slips.seq))
  .as('newest')
/** 在外的票: handed out, and not returned since. */
export const slipsOut = view('slips_out').as(look.select().from(newest).where(eq(newest.event, 'handedOut')))

/**
 * What stands, asked in one place. `security_invoker`: whoever looks sees through his own fence; without it a view
 * looks with its owner's eyes, and the owner sees no village. None of them sorts or groups, so that PostgreSQL can
 * take each into the query that asks.
 */
import { and, eq, gt, isNull, notExists, or, sql } from 'drizzle-orm'
import { alias, pgView, QueryBuilder } from 'drizzle-orm/pg-core'
import { meetingRoll, proxies, recusals } from './meetings.ts'
import { envelopes, setAsides, slips } from './polls.ts'

const look = new QueryBuilder({ casing: 'snake_case' })
const view = (name: string) => pgView(name).with({ securityInvoker: true })
const one = { one: sql`1` }

/** 在册: who has not been struck. */
export const rollNow = view('roll_now').as(
  look.select().from(meetingRoll).where(isNull(meetingRoll.struckAt)),
)

/** 有效回避: not taken back, and not contested, or held up against him. */
export const recusalsInForce = view('recusals_in_force').as(
  look
    .select()
    .from(recusals)
    .where(and(isNull(recusals.withdrawnAt), or(isNull(recusals.contestedAt), eq(recusals.upheld, true)))),
)

/** 有效委托: not revoked. */
export const proxiesInForce = view('proxies_in_force').as(
  look.select().from(proxies).where(isNull(proxies.revokedAt)),
)

const newer = alias(envelopes, 'newer')
const notAside = (envelope: typeof envelopes | typeof newer) =>
  notExists(
    look
      .select(one)
      .from(setAsides)
      .where(
        and(
          eq(setAsides.villageId, envelope.villageId),
          eq(setAsides.pollId, envelope.pollId),
          eq(setAsides.personId, envelope.personId),
          eq(setAsides.version, envelope.version),
        ),
      ),
  )
/** 有效信封: of each person the newest that was not set aside. */
export const standingEnvelopes = view('standing_envelopes').as(
  look
    .select()
    .from(envelopes)
    .where(
      and(
        notAside(envelopes),
        notExists(
          look
            .select(one)
            .from(newer)
            .where(
              and(
                eq(newer.villageId, envelopes.villageId),
                eq(newer.pollId, envelopes.pollId),
                eq(newer.personId, envelopes.personId),
                gt(newer.version, envelopes.version),
                notAside(newer),
              ),
            ),
        ),
      ),
    ),
)

const later = alias(slips, 'later')
/** 在外的票: handed out, and not returned since. */
export const slipsOut = view('slips_out').as(
  look
    .select()
    .from(slips)
    .where(
      and(
        eq(slips.event, 'handedOut'),
        notExists(
          look
            .select(one)
            .from(later)
            .where(
              and(
                eq(later.villageId, slips.villageId),
                eq(later.pollId, slips.pollId),
                eq(later.personId, slips.personId),
                gt(later.seq, slips.seq),
              ),
            ),
        ),
      ),
    ),
)

/** 指标: the figures of a period by township or village, and the list behind each. Reckoned from records, by nobody's report. */

import type { ReplyOf } from '@cunyi/shared/api/contract.ts'
import type { figuresApi } from '@cunyi/shared/api/figures.ts'
import { DUTIES, type Duty, isScored, owesDuty, ruleOfDuty } from '@cunyi/shared/matter/duty-kinds.ts'
import { type Figures, type Indicator, sumOfFigures } from '@cunyi/shared/oversight/indicators.ts'
import { daysOfPeriod } from '@cunyi/shared/oversight/periods.ts'
import { addDays, dateToInstant } from '@cunyi/shared/words/days.ts'
import { Refused } from '@cunyi/shared/words/refusal.ts'
import { across } from '#base/database/connect.ts'
import type { Parts } from '#base/parts/parts.ts'
import * as queries from './queries.ts'

/** What the law or a county's rule asks of a village; what the platform only reminds of is not reckoned. */
const SCORED = (Object.keys(DUTIES) as Duty[]).filter(
  (kind) => owesDuty(kind) === 'village' && isScored(ruleOfDuty(kind).source),
)

/** Nothing that has not happened yet is in it: a month under way is reckoned up to now. */
function periodOf(name: string, now: Date) {
  const days = daysOfPeriod(name)
  if (!days) throw new Refused('malformed')
  const begins = dateToInstant(days.first)
  const over = dateToInstant(addDays(days.last, 1))
  return { days, running: over > now, in: { begins, ends: over > now ? now : over, scored: SCORED } }
}

const TOWNSHIP_DIGITS = 9
export async function getFigures(
  parts: Parts,
  division: string,
  name: string,
  now: Date,
): Promise<ReplyOf<typeof figuresApi.getFigures>> {
  const period = periodOf(name, now)
  const [villages, sums] = await across(parts.db, async (tx) => [
    await queries.villagesOf(tx, division),
    await queries.figureSums(tx, division, period.in),
  ])
  const ofVillage = new Map<string, Partial<Record<Indicator, { num: number; den: number }>>>()
  for (const { village, code, num, den } of sums)
    ofVillage.set(village, { ...ofVillage.get(village), [code]: { num, den } })
  const opened = villages.filter((one) => one.opened)
  // A county reads its townships, a township its villages; a village itself.
  const isCounty = division.length < TOWNSHIP_DIGITS
  const units = Map.groupBy(opened, ({ code }) => (isCounty ? code.slice(0, TOWNSHIP_DIGITS) : code))
  return {
    asOf: now.toISOString(),
    period: name,
    first: period.days.first,
    last: period.days.last,
    running: period.running,
    units: [...units].map(([code, of]) => ({
      code,
      name: (isCounty ? of[0]?.township : of[0]?.name) ?? code,
      villages: of.length,
      figures: sumOfFigures(of.map((one): Figures => ofVillage.get(one.code) ?? {})),
    })),
  }
}

const MOST = 50
export async function listFigure(
  parts: Parts,
  division: string,
  code: Indicator,
  {
    period: name,
    limit = MOST,
    from = 0,
  }: { period: string; limit?: number | undefined; from?: number | undefined },
  now: Date,
) {
  const period = periodOf(name, now)
  const [villages, rows] = await across(parts.db, async (tx) => [
    await queries.villagesOf(tx, division),
    await queries.figureRows(tx, division, code, period.in, { limit, from }),
  ])
  const names = new Map(villages.map((one) => [one.code, one.name]))
  return {
    rows: rows.map(({ total: _, at, ...row }) => ({
      ...row,
      villageName: names.get(row.village) ?? row.village,
      at: at === null ? null : new Date(at).toISOString(),
    })),
    total: rows[0]?.total ?? 0,
  }
}

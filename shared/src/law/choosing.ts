/**
 * 选定方式: from which sum on a contractor or supplier is found how. A lower level may ask for a more open way, never for
 * a less open one. (平台默认; integrity D28, domain 3.4)
 */
import type { TENDERS } from '../words/kinds.ts'
import { keysOf, MATTER_CODES, type MatterCode } from '../words/vocabulary.ts'
import type { ChoosingBand } from './profile-keys.ts'

export type Tender = (typeof TENDERS)[number]
export const TENDER_WORDS: Record<Tender, { zh: string; en: string }> = {
  none: { zh: '不另选承包方', en: 'No contractor chosen' },
  quotes: { zh: '询价比选', en: 'Quotes compared' },
  tender: { zh: '公开招标', en: 'Public tender' },
  exchange: { zh: '产权交易平台', en: 'Exchange' },
}
const RANK: Record<Tender, number> = { none: 0, quotes: 1, tender: 2, exchange: 2 }
/** Two ways of one rank are not one way, but neither is laxer. */
export const isAsOpen = (way: Tender, least: Tender): boolean => RANK[way] >= RANK[least]

/** Where no level can go below: whoever is paid so much is compared with others. */
export const CHOOSING_FLOOR = { way: 'quotes', fromFen: 5_000_000 } as const

/** The way that the table asks of a sum; of several codes the stricter. */
export function wayFor(codes: readonly MatterCode[], sumFen: number, table: readonly ChoosingBand[]): Tender {
  const ways = codes.map((code) => {
    const mine = table.filter((band) => band.codes.includes(code) && band.fromFen <= sumFen)
    return mine.reduce<ChoosingBand | null>(
      (top, one) => (top && top.fromFen > one.fromFen ? top : one),
      null,
    )?.way
  })
  return ways.reduce<Tender>((most, way) => (way && RANK[way] > RANK[most] ? way : most), 'none')
}

const CODES = keysOf(MATTER_CODES)
const sumsOf = (...tables: (readonly ChoosingBand[])[]) => [0, ...tables.flat().map((band) => band.fromFen)]
export const isChoosingLaxer = (value: readonly ChoosingBand[], above: readonly ChoosingBand[]): boolean =>
  CODES.some((code) =>
    sumsOf(value, above).some((sum) => !isAsOpen(wayFor([code], sum, value), wayFor([code], sum, above))),
  )
export const isBelowChoosingFloor = (value: readonly ChoosingBand[]): boolean =>
  CODES.some((code) =>
    [CHOOSING_FLOOR.fromFen, ...sumsOf(value)].some(
      (sum) => sum >= CHOOSING_FLOOR.fromFen && !isAsOpen(wayFor([code], sum, value), CHOOSING_FLOOR.way),
    ),
  )

/**
 * 上严下不得宽: a lower level may be stricter than the one above it, never laxer; what loosens a check is the county's
 * to set. A key that stands in no list has no stricter side: which form a meeting takes, whom the charter lets in.
 */
import { isAsStrict, SHARES, type ShareName } from '../words/share.ts'
import { keysOf, MATTER_CODES } from '../words/vocabulary.ts'
import { isChoosingLaxer } from './choosing.ts'
import {
  type Band,
  type ChoosingBand,
  type ExtraStep,
  PROFILE_KEY_NAMES,
  PROFILE_KEYS,
  type ProfileKey,
  type Range,
} from './profile-keys.ts'

const CODES = keysOf(MATTER_CODES)

/** 只由县里定: each takes a check away. */
export const COUNTYS_KEYS: readonly ProfileKey[] = [
  'implement_during_disclosure',
  'merge_step1_2',
  'recusal_mode',
  'exclude_unreachable',
  'exclude_long_absent',
  'objection.county_days',
  'state_decides',
  'township_precheck',
]

const MORE: readonly string[] = [
  'cooling_days',
  'disclosure.days',
  'oversight.review_days',
  'objection.escalate_days',
  'small_group_k',
  'acceptance.persons',
  'acceptance.persons_small',
  'poll.voting_minutes',
]
const LESS: readonly string[] = [
  'max_reconvene',
  'max_reject_s4',
  'amendment_pct',
  'similar_pct',
  'disclosure.start_within_days',
  'disclosure.end_photo_days',
  'result.publish_within_days',
  'filing_days',
  'objection.reply_days',
  'objection.township_days',
  'overrun_pct',
  'helper_cap',
  'helper_cap_pct',
  ...PROFILE_KEY_NAMES.filter((key) => key.startsWith('duty.')),
  'danger.report_hours',
  'danger.matter_days',
  'accounts.monthly_from',
  'petition.answer_days',
  'demand.convene_days',
  'acceptance.from_yuan',
  'acceptance.small_village',
  'expense.receipt_from_yuan',
  'challenge.answer_days',
  'branch.round_days',
  'poll.count_hours',
]
/** Notices, papers and gaps: more days are stricter, in every body. */
const isNotice = (key: string) => /notice_days|gap|papers_days/.test(key)
/** 限额: 0 is none at all. */
const CAPS: readonly string[] = ['fundraising.cap_yuan', 'fundraising.cap_days']
/** A level below may name more of them, and takes none out. */
const MORE_OF: readonly string[] = [
  'papers_required',
  'fundraising.exempt_money',
  'fundraising.exempt_labour',
]
const MAJORITY_BASES = ['present', 'entitled', 'composition']

/** 额度: where the full way begins unless the county says otherwise, and the most it may say. */
export const FULL_WAY = { fromFen: 2_000_000, mostFen: 5_000_000 } as const

/** 0 the committees alone, 1 with oversight's note, 2 the full way. */
function wayOf(code: string, sum: number, bands: readonly Band[]): 0 | 1 | 2 {
  const mine = bands.filter((band) => (band.codes as string[]).includes(code) && band.fromFen <= sum)
  const band = mine.reduce<Band | null>((top, one) => (top && top.fromFen > one.fromFen ? top : one), null)
  if (!band || band.track === 'full') return 2
  return band.oversightNote ? 1 : 0
}
const areBandsLaxer = (value: readonly Band[], above: readonly Band[]): boolean =>
  CODES.some((code) =>
    [...value, ...above].some(({ fromFen }) => wayOf(code, fromFen, value) < wayOf(code, fromFen, above)),
  )

/** 额度上限: whether every code has the full way from the most that the county may set. */
export const areBandsTooHigh = (value: readonly Band[], mostFen: number): boolean =>
  CODES.some((code) => wayOf(code, mostFen, value) < 2)

/** 额度须有授权: above the sum that the village's assembly has recorded, the full way begins where it does by itself. */
export function bandsWithin(value: readonly Band[], allowedFen: number): Band[] {
  const least = Math.max(allowedFen, FULL_WAY.fromFen)
  const kept = value.filter((band) => band.fromFen < least || band.track === 'full')
  const codes = CODES.filter((code) => wayOf(code, least, value) < 2)
  return codes.length === 0
    ? [...value]
    : [...kept, { codes, fromFen: least, track: 'full' as const, oversightNote: false }]
}

/** 可以定范围的: a number with a stricter side that is not the county's alone. */
export const isRangeable = (key: string): key is ProfileKey =>
  Object.hasOwn(PROFILE_KEYS, key) &&
  PROFILE_KEYS[key as ProfileKey].kind === 'integer' &&
  !COUNTYS_KEYS.includes(key as ProfileKey) &&
  (MORE.includes(key) || LESS.includes(key) || CAPS.includes(key) || isNotice(key))

/** 范围内: the level above has said that it may be set so. */
export const isInRange = (ranges: readonly Range[], key: string, value: unknown): boolean =>
  ranges.some((one) => one.key === key && one.least <= (value as number) && (value as number) <= one.most)

/** What a level may set itself it may leave to the level below it; no more. */
export const isRangeLaxer = (
  { key, least, most }: Range,
  above: Readonly<Record<string, unknown>>,
  ranges: readonly Range[],
): boolean =>
  [least, most].some((end) => isLaxer(key as ProfileKey, end, above[key]) && !isInRange(ranges, key, end))

/** Whether a level below would ask less than the level above it. */
export function isLaxer(key: ProfileKey, value: unknown, above: unknown): boolean {
  const row = PROFILE_KEYS[key]
  if (row.kind === 'integer') {
    if (CAPS.includes(key))
      return (above as number) > 0 && ((value as number) === 0 || (value as number) > (above as number))
    if (MORE.includes(key) || isNotice(key)) return (value as number) < (above as number)
    return LESS.includes(key) && (value as number) > (above as number)
  }
  if (row.kind === 'share') {
    if (above === 'none') return false
    return value === 'none' || !isAsStrict(SHARES[value as ShareName].share, SHARES[above as ShareName].share)
  }
  if (row.kind === 'choice')
    return (
      key.endsWith('majority_base') &&
      MAJORITY_BASES.indexOf(value as string) < MAJORITY_BASES.indexOf(above as string)
    )
  if (MORE_OF.includes(key)) return (above as string[]).some((one) => !(value as string[]).includes(one))
  if (row.kind === 'bands') return areBandsLaxer(value as Band[], above as Band[])
  if (row.kind === 'choosing') return isChoosingLaxer(value as ChoosingBand[], above as ChoosingBand[])
  if (row.kind === 'steps')
    return (above as ExtraStep[]).some(
      (step) =>
        !(value as ExtraStep[]).some(
          (one) =>
            one.beforeStep === step.beforeStep &&
            one.zh === step.zh &&
            (step.assembly === undefined || one.assembly === step.assembly),
        ),
    )
  return false
}

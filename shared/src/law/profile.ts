/** 规则配置: county → township → village, each value beside its floor and its source. */
import { z } from 'zod'
import { TENDERS } from '../words/kinds.ts'
import { type Refusal, refuse } from '../words/refusal.ts'
import { isAsStrict, SHARES, type ShareName, shareOf } from '../words/share.ts'
import { keysOf, MATTER_CODES } from '../words/vocabulary.ts'
import { CHOOSING_FLOOR, isBelowChoosingFloor } from './choosing.ts'
import {
  BODIES,
  EXTRA_BODIES,
  PROFILE_KEY_NAMES,
  PROFILE_KEYS,
  type ProfileKey,
  type ProfileRow,
  type ProfileValues,
  type Range,
} from './profile-keys.ts'
import {
  areBandsTooHigh,
  COUNTYS_KEYS,
  FULL_WAY,
  isInRange,
  isLaxer,
  isRangeable,
  isRangeLaxer,
} from './stricter.ts'

export {
  type Band,
  BODIES,
  type Body,
  type ChoosingBand,
  EXTRA_BODIES,
  type ExtraStep,
  PROFILE_KEY_NAMES,
  PROFILE_KEYS,
  type ProfileKey,
  type ProfileValues,
  type Range,
} from './profile-keys.ts'

export type ProfileLevel = 'default' | 'county' | 'township' | 'village'
export type ProfileChanges = Partial<ProfileValues>
export type MergedProfile = { values: ProfileValues; from: Record<ProfileKey, ProfileLevel> }

const band = z.strictObject({
  codes: z.array(z.enum(keysOf(MATTER_CODES))).min(1),
  fromFen: z.int().min(0),
  track: z.enum(['committeeMatter', 'full']),
  oversightNote: z.boolean(),
})
const choosingBand = z.strictObject({
  codes: z.array(z.enum(keysOf(MATTER_CODES))).min(1),
  fromFen: z.int().min(0),
  way: z.enum(TENDERS),
})
const extraStep = z.strictObject({
  beforeStep: z.union([z.literal(2), z.literal(3), z.literal(4)]),
  zh: z.string().trim().min(1).max(40),
  en: z.string().trim().min(1).max(80),
  assembly: z.enum(EXTRA_BODIES).optional(),
})

const range = z.strictObject({ key: z.string().max(80), least: z.int(), most: z.int() })

function schemaOf(row: ProfileRow): z.ZodType {
  if (row.kind === 'integer') return z.int()
  if (row.kind === 'boolean') return z.boolean()
  if (row.kind === 'bands') return z.array(band).max(50)
  if (row.kind === 'choosing') return z.array(choosingBand).max(50)
  if (row.kind === 'steps') return z.array(extraStep).max(10)
  if (row.kind === 'ranges') return z.array(range).max(40)
  if (row.kind === 'choices') return z.array(z.enum(row.choices))
  return z.enum(row.choices as readonly [string, ...string[]])
}

/** What a level may save: some keys, each of its own kind. Floors are asked by `whyNotProfile`. */
export const profileChangesSchema = z.strictObject(
  Object.fromEntries(PROFILE_KEY_NAMES.map((key) => [key, schemaOf(PROFILE_KEYS[key]).optional()])) as {
    [K in ProfileKey]: z.ZodOptional<z.ZodType<ProfileValues[K]>>
  },
)

/** A table's default is never handed out itself: whoever got it could change it. */
const copyOf = <T>(value: T): T => JSON.parse(JSON.stringify(value))

export const defaultProfile = (): ProfileValues =>
  Object.fromEntries(
    PROFILE_KEY_NAMES.map((key) => [key, copyOf(PROFILE_KEYS[key].default)]),
  ) as ProfileValues

/**
 * 冻结的规则: what a matter was submitted under. A key that came later keeps its default, but for those that would ask more
 * of a matter that had already begun: they stay as they were then.
 */
const ASKED_LATER = {
  papers_required: [],
  township_precheck: 'off',
  'fundraising.exempt_money': [],
  'fundraising.exempt_labour': [],
} as const satisfies ProfileChanges
export const frozenProfile = (values: ProfileChanges | undefined): ProfileValues =>
  ({ ...defaultProfile(), ...(values && ASKED_LATER), ...values }) as ProfileValues

/**
 * The value in force is the lowest level's that sets one and asks no less than those above, or lies within the range that
 * the level above it has named; each knows where it came from.
 */
export function mergeProfiles(
  county: ProfileChanges = {},
  township: ProfileChanges = {},
  village: ProfileChanges = {},
): MergedProfile {
  const values: Record<string, unknown> = defaultProfile()
  const from = Object.fromEntries(PROFILE_KEY_NAMES.map((key) => [key, 'default'])) as Record<
    ProfileKey,
    ProfileLevel
  >
  const layers = [
    ['county', county],
    ['township', township],
    ['village', village],
  ] as const
  let ranges: Range[] = []
  for (const [level, changes] of layers) {
    const above = { ...values }
    for (const key of PROFILE_KEY_NAMES) {
      if (changes[key] === undefined || key === 'ranges') continue
      // Set before the level above became stricter.
      const laxer = isLaxer(key, changes[key], above[key]) && !isInRange(ranges, key, changes[key])
      if (level !== 'county' && (COUNTYS_KEYS.includes(key) || laxer)) continue
      values[key] = copyOf(changes[key])
      from[key] = level
    }
    // For the level below. What this one has set itself holds there, unless it names a range of its own.
    const mine = (changes.ranges ?? []).filter(
      (one) => level === 'county' || (level === 'township' && !isRangeLaxer(one, above, ranges)),
    )
    const left = ranges.filter(
      ({ key }) => changes[key as ProfileKey] === undefined && !mine.some((one) => one.key === key),
    )
    if (level !== 'village') ranges = [...left, ...mine]
    if (changes.ranges) from.ranges = level
  }
  values.ranges = copyOf(ranges)
  return { values: values as ProfileValues, from }
}

/** The keys that two versions of one level set otherwise. */
export const changedKeys = (before: ProfileChanges, after: ProfileChanges): ProfileKey[] =>
  PROFILE_KEY_NAMES.filter((key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]))

/** 底线 in words, or null where no law sets one. */
export function floorWords(key: ProfileKey): { zh: string; en: string } | null {
  const row = PROFILE_KEYS[key]
  if (row.kind === 'integer')
    return row.floor === null ? null : { zh: String(row.floor), en: String(row.floor) }
  if (row.kind === 'share') return row.floor === null ? null : SHARES[row.floor]
  if (row.kind === 'choice')
    return row.floor === null ? null : { zh: row.floor.join('、'), en: row.floor.join(', ') }
  if (row.kind === 'bands')
    return {
      zh: '只有“发展规划、年度计划”和“公益事业、基础设施建设及发包”可低于额度走两委商议',
      en: 'only plans and public works have a lighter way',
    }
  if (row.kind === 'choosing')
    return {
      zh: `${CHOOSING_FLOOR.fromFen / 100}元起至少询价比选`,
      en: `quotes at least from ${CHOOSING_FLOOR.fromFen / 100} yuan on`,
    }
  return null
}

/** Whether a value needs a legal basis of its own (charter clause or resolution) to be saved. */
export function needsBasis(key: ProfileKey, value: unknown): boolean {
  const row = PROFILE_KEYS[key]
  if (row.kind !== 'boolean' && row.kind !== 'choice') return false
  return (row.needsBasis as readonly unknown[]).includes(value)
}

/** 底线: why a value cannot be saved, or null. `unknownProfileKey` before anything else. */
export function whyNotProfileValue(key: string, value: unknown): Refusal | null {
  if (!Object.hasOwn(PROFILE_KEYS, key)) return refuse('unknownProfileKey', { key })
  const name = key as ProfileKey
  const row: ProfileRow = PROFILE_KEYS[name]
  const label = { zh: row.zh, en: row.en }
  const below = () =>
    refuse('belowFloor', {
      label,
      floor: floorWords(name) ?? '',
      basis: row.source,
      key,
      value: JSON.stringify(value),
    })
  const unfit = (choices: string) => refuse('profileValueUnfit', { label, choices, key })

  if (row.kind === 'integer') {
    if (!Number.isSafeInteger(value)) return unfit(`${row.min}–${row.max}`)
    if (row.floor !== null && (value as number) < row.floor) return below()
    return (value as number) < row.min || (value as number) > row.max ? unfit(`${row.min}–${row.max}`) : null
  }
  if (row.kind === 'share') {
    const known = typeof value === 'string' && (value === 'none' || Object.hasOwn(SHARES, value))
    if (!known) return unfit(row.choices.join('、'))
    if (
      row.floor !== null &&
      (value === 'none' || !isAsStrict(shareOf(value as ShareName), shareOf(row.floor)))
    )
      return below()
    return (row.choices as readonly unknown[]).includes(value) ? null : unfit(row.choices.join('、'))
  }
  if (row.kind === 'choice') {
    const choices: readonly unknown[] = row.choices
    const floor: readonly unknown[] | null = row.floor
    if (floor && !floor.includes(value)) return below()
    return choices.includes(value) ? null : unfit(row.choices.join('、'))
  }
  if (!schemaOf(row).safeParse(value).success) return unfit(row.kind)
  if (row.kind === 'ranges') return whyNotRanges(value as Range[], () => unfit('least ≤ most'))
  if (row.kind === 'bands') return whyNotBands(value as ProfileValues['thresholds'], below, unfit)
  if (row.kind === 'choosing' && isBelowChoosingFloor(value as ProfileValues['choosing'])) return below()
  return null
}

/** Both ends are values that could be set: no range goes below a floor. */
function whyNotRanges(value: readonly Range[], unfit: () => Refusal): Refusal | null {
  for (const { key, least, most } of value) {
    const isTwice = value.filter((one) => one.key === key).length > 1
    if (!isRangeable(key) || least > most || isTwice) return unfit()
    const refusal = whyNotProfileValue(key, least) ?? whyNotProfileValue(key, most)
    if (refusal) return refusal
  }
  return null
}

/** Only M02 and M03 have a lighter way; bands rise, and each code's last band is the full way. */
function whyNotBands(
  value: ProfileValues['thresholds'],
  below: () => Refusal,
  unfit: (why: string) => Refusal,
) {
  for (const code of new Set(value.flatMap((row) => row.codes))) {
    const mine = value.filter((row) => row.codes.includes(code))
    if (mine.some((row) => row.track === 'committeeMatter') && code !== 'M02' && code !== 'M03')
      return below()
    const rises = mine.every((row, i) => i === 0 || row.fromFen > (mine[i - 1]?.fromFen ?? 0))
    if (!rises || mine[0]?.fromFen !== 0 || mine.at(-1)?.track !== 'full') return unfit('0 < … < full')
  }
  return null
}

/** 上严下不得宽: what a level may not set at all, or not so. */
function whyNotAtLevel(
  key: ProfileKey,
  value: unknown,
  level: Exclude<ProfileLevel, 'default'>,
  parent: ProfileValues | undefined,
): Refusal | null {
  const label = { zh: PROFILE_KEYS[key].zh, en: PROFILE_KEYS[key].en }
  if (key === 'thresholds' && areBandsTooHigh(value as ProfileValues['thresholds'], FULL_WAY.mostFen))
    return refuse('thresholdTooHigh', { most: FULL_WAY.mostFen / 100, key })
  if (level === 'county') return null
  if (COUNTYS_KEYS.includes(key)) return refuse('countysKey', { label, key })
  // Below the village nobody sets anything.
  if (key === 'ranges')
    return (value as Range[]).some(
      (one) => level === 'village' || (parent && isRangeLaxer(one, parent, parent.ranges)),
    )
      ? refuse('laxerThanAbove', { label, key })
      : null
  const laxer = parent && isLaxer(key, value, parent[key]) && !isInRange(parent.ranges, key, value)
  return laxer ? refuse('laxerThanAbove', { label, key }) : null
}

/** Whether changes may be saved over the layers above: every floor, every basis, and keys that cannot stand together. */
export function whyNotProfile(
  changes: Record<string, unknown>,
  options: {
    basis?: string | null
    /** All that is in force, with what the level itself has set. */
    above?: ProfileValues
    level?: Exclude<ProfileLevel, 'default'>
    /** What the levels above this one have in force. */
    parent?: ProfileValues
  } = {},
): Refusal | null {
  for (const [key, value] of Object.entries(changes)) {
    const refusal =
      whyNotProfileValue(key, value) ??
      whyNotAtLevel(key as ProfileKey, value, options.level ?? 'county', options.parent)
    if (refusal) return refusal
    if (needsBasis(key as ProfileKey, value) && !options.basis?.trim())
      return refuse('basisNeeded', { label: PROFILE_KEYS[key as ProfileKey], key })
  }
  const values = { ...(options.above ?? defaultProfile()), ...changes } as ProfileValues
  for (const body of keysOf(BODIES)) {
    const mode = `voting_mode.${body}` as const
    const window = `online.window_hours.${body}` as const
    const touched = Object.hasOwn(changes, mode) || Object.hasOwn(changes, window)
    if (touched && values[mode] === 'show_of_hands' && values[window] > 0)
      return refuse('profileConflict', { label: PROFILE_KEYS[mode], other: PROFILE_KEYS[window], key: mode })
  }
  return null
}

export type ProfileTableRow = {
  key: ProfileKey
  zh: string
  en: string
  kind: ProfileRow['kind']
  value: ProfileValues[ProfileKey]
  from: ProfileLevel
  parent: ProfileValues[ProfileKey]
  parentFrom: ProfileLevel
  floor: { zh: string; en: string } | null
  choices: readonly string[] | null
  range: { min: number; max: number; unit: string } | null
  needsBasis: boolean
  source: string
}

/** One row a key for the pages, as the lowest given level sees it: value, floor, parent's value, source. */
export function profileRows(layers: {
  county?: ProfileChanges
  township?: ProfileChanges
  village?: ProfileChanges
}): ProfileTableRow[] {
  const { county, township, village } = layers
  const merged = mergeProfiles(county, township, village)
  const parent = village
    ? mergeProfiles(county, township)
    : township
      ? mergeProfiles(county)
      : mergeProfiles()
  return PROFILE_KEY_NAMES.map((key) => {
    const row: ProfileRow = PROFILE_KEYS[key]
    return {
      key,
      zh: row.zh,
      en: row.en,
      kind: row.kind,
      value: merged.values[key],
      from: merged.from[key],
      parent: parent.values[key],
      parentFrom: parent.from[key],
      floor: floorWords(key),
      choices: row.kind === 'choice' || row.kind === 'share' || row.kind === 'choices' ? row.choices : null,
      range: row.kind === 'integer' ? { min: row.min, max: row.max, unit: row.unit } : null,
      needsBasis: needsBasis(key, merged.values[key]),
      source: row.source,
    }
  })
}

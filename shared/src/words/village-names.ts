/**
 * 村名: what a village is called in a sentence (河湾村) and its committee on a seal (河湾村村民委员会), by rule from the
 * name in the division list, and the one place where the name of any body of a village is composed.
 */
import { type Refusal, refuse } from './refusal.ts'
import { ASSEMBLIES, type Assembly } from './vocabulary.ts'

/** Each ending that the list writes, and whose committee it is; the longer first. */
const ENDINGS = [
  ['村民委员会', 'villagers'],
  ['村委会', 'villagers'],
  ['居民委员会', 'residents'],
  ['居委会', 'residents'],
] as const
/** A name that already says what kind of place it is. */
const WHOLE = ['村', '社区', '嘎查']
const COMMUNITY = '社区'

export type VillageNames = { short: string; full: string; isResidents: boolean }

/**
 * The list of the statistics office (统计用区划代码) writes 乔湾村's committee as 乔湾村民委员会: one 村 for two. A bare
 * name is taken as it stands.
 */
export function villageNames(listed: string, isCommunity = listed.includes(COMMUNITY)): VillageNames {
  const name = listed.trim()
  const ending = ENDINGS.find(([words]) => name.endsWith(words) && name.length > words.length)
  const stem = ending ? name.slice(0, -ending[0].length) : name
  const isResidents = ending ? ending[1] === 'residents' : isCommunity
  const isWhole = !ending || isResidents || WHOLE.some((one) => stem.endsWith(one))
  const short = isWhole ? stem : `${stem}村`
  return { short, full: `${short}${isResidents ? '居民委员会' : '村民委员会'}`, isResidents }
}

/** 改名: what a place was called from then on; the first period, without `since`, is the name of the list. */
export type NamePeriod = { since: string | null; short: string; full: string }
/** A row of 行政区划 as far as its name goes. */
export type Named = {
  name: string
  isCommunity?: boolean | undefined
  names?: NamePeriod[] | null | undefined
}

const periodsOf = ({ name, isCommunity, names }: Named): NamePeriod[] =>
  names?.length ? names : [{ since: null, ...villageNames(name, isCommunity) }]

/** The names in force at an instant: what was written before a change keeps the name that it was written under. */
export function namesAt(place: Named, at: Date): VillageNames {
  const all = periodsOf(place)
  const { short, full } =
    all.findLast(({ since }) => since === null || new Date(since) <= at) ?? (all[0] as NamePeriod)
  return { short, full, isResidents: isOfResidents(full) }
}
const isOfResidents = (full: string) => full.endsWith('居民委员会')

/** Every name that it has ever borne, for words written by earlier releases under the name of the list. */
export const everyName = (place: Named): string[] => [
  ...new Set([place.name, ...periodsOf(place).flatMap(({ short, full }) => [short, full])]),
]

const PLACE = /^[\p{Script=Han}\p{N}]{2,20}$/u
/**
 * 改名: only the name changes. The committee's name holds the place's and ends as it did: from 村民委员会 to 居民委员会 is
 * another body, with elections of its own (村委会组织法 art 3; 城市居民委员会组织法 art 6).
 */
export function whyNotRename(place: Named, to: { short: string; full: string }, now: Date): Refusal | null {
  const { short, full } = to
  const before = namesAt(place, now)
  const [ending] = ENDINGS.find(([words]) => full.endsWith(words)) ?? ['']
  const isFit =
    PLACE.test(short) &&
    !ENDINGS.some(([words]) => short.endsWith(words)) &&
    /^[\p{Script=Han}\p{N}]{4,40}$/u.test(full) &&
    ['村民委员会', '居民委员会'].includes(ending) &&
    full.slice(0, -ending.length).endsWith(short)
  if (!isFit) return refuse('villageNameUnfit')
  if (isOfResidents(full) !== before.isResidents) return refuse('villageNameOther')
  return short === before.short && full === before.full ? refuse('alreadyDone') : null
}

/** The periods with the new one at their end. */
export const renamed = (place: Named, to: { short: string; full: string }, now: Date): NamePeriod[] => [
  ...periodsOf(place).map(({ since, short, full }) => ({ since, short, full })),
  { since: now.toISOString(), short: to.short, full: to.full },
]

/** Who may stand at the head of a paper or sign it: a standing body, or an assembly that sat. */
export type Body = 'committee' | 'partyBranch' | 'oversight' | 'collective' | Assembly

export function bodyName({ short, full, isResidents }: VillageNames, body: Body): string {
  switch (body) {
    case 'committee':
      return full
    case 'partyBranch':
    case 'branch':
      return `中共${short}支部委员会`
    case 'partyMembers':
      return `中共${short}支部党员大会`
    case 'committees':
      return `${short}“两委”`
    case 'oversight':
      return `${short}${isResidents ? '居' : '村'}务监督委员会`
    case 'collective':
      return `${short}农村集体经济组织`
    default:
      // 村民会议（户的代表）: how it was composed stands in the text, not in the name.
      return `${short}${ASSEMBLIES[body].zh.split('（')[0]}`
  }
}

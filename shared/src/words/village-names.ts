/**
 * 村名: what a village is called in a sentence (河湾村) and its committee on a seal (河湾村村民委员会), by rule from the
 * name in the division list, and the one place where the name of any body of a village is composed.
 */
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

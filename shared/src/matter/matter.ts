/**
 * 事项分流: from the codes and facts of a matter to its track, route and assemblies, each with its reason, and
 * what may not be decided at all. Of several codes the strictest rule of each applies.
 */

import type { Band, ProfileValues } from '../law/profile.ts'
import { type Refusal, refuse } from '../words/refusal.ts'
import {
  ASSEMBLIES,
  type Assembly,
  MATTER_CODES,
  type MatterCode,
  ROUTES,
  type Route,
  type Track,
} from '../words/vocabulary.ts'
import type { ApprovalBy } from './facts.ts'
import {
  FULL_ASSEMBLY_ITEMS,
  MATTER_RULES,
  NOT_DECIDABLE,
  type NotDecidable,
  type Paper,
  type StateSubject,
} from './matter-table.ts'
import { wayFactsAsked, whyOf, whyOfItem } from './way-facts.ts'

export {
  FULL_ASSEMBLY_ITEMS,
  MATTER_RULES,
  NOT_DECIDABLE,
  type NotDecidable,
  PAPERS,
  type Paper,
  STATE_SUBJECTS,
  type StateSubject,
} from './matter-table.ts'

export type Reason = { zh: string; en: string; source: string }

export type MatterFacts = {
  codes: readonly MatterCode[]
  amountFen?: number
  /** Related matters of the last twelve months (same purpose, place or contractor), without this one. */
  relatedFen?: number
  urgent?: boolean
  /** Anyone may ask for the full way; so does doubt. */
  fullWayAsked?: boolean
  /** It puts the cost of what was done in danger before those who decide. */
  costOfDanger?: boolean
  notDecidable?: readonly NotDecidable[]
  /** 低保 and the like: the state decides, the village gives an opinion. */
  stateDecides?: boolean
  stateSubject?: StateSubject
  /** C: property and affairs of one village group; D: a community. */
  groupOnly?: boolean
  community?: boolean
  collectiveExists?: boolean
  /** Items of 农村集体经济组织法 art 26 that the drafter's facts add to those of the codes. */
  itemsOfArt26?: readonly number[]
  /** 委托流转: the collective only offers a service to households that consent. */
  agencyOnly?: boolean
  /** The charter provides for member representatives (and for this, where agencyOnly). */
  charterClause?: boolean
  /** 农村土地承包法 art 52: contracting to someone outside; art 28: adjustment within the term; 土地管理法 art 63. */
  landOutsiders?: boolean
  contractAdjustment?: boolean
  commercialLand?: boolean
  /** Benefits of members for people who are none (农村集体经济组织法 art 15): the full member assembly, three quarters. */
  nonMemberBenefits?: boolean
  /** 驻村单位: its affairs are touched; it is consulted, and decides nothing. (村委会组织法 art 47) */
  otherUnit?: boolean
  /** A fact that only adds a note. */
  spendsCollectiveIncome?: boolean
  /** The codes the villagers' assembly has authorised its representatives to decide, in force. */
  authorisation?: readonly MatterCode[]
  /** What the drafter would like; refused when it is not allowed. */
  chosenAssembly?: Assembly
}

export type MatterRoute = {
  track: Track
  route: Route
  /** First = proposed. Empty when the matter is forbidden. */
  assemblies: Assembly[]
  reasons: Reason[]
  /** Where sources disagree: shown to the drafter. */
  conflicts: Reason[]
  approvalNeeded: ApprovalBy[]
  fundraising: boolean
  /** Step 2 cannot be convened before the oversight committee's note. */
  oversightNoteNeeded: boolean
  papersNeeded: Paper[]
  forbidden: Refusal | null
}

/** 分流: which way a matter takes, and why. */
export function routeMatter(facts: MatterFacts, profile: ProfileValues): MatterRoute {
  const result: MatterRoute = {
    track: 'full',
    route: 'A',
    assemblies: [],
    reasons: [],
    conflicts: [],
    approvalNeeded: [],
    fundraising: facts.codes.some((code) => MATTER_RULES[code].fundraising),
    oversightNoteNeeded: Boolean(facts.urgent),
    papersNeeded: [...new Set(facts.codes.flatMap((code) => MATTER_RULES[code].papers))],
    forbidden: null,
  }
  const forbid = (refusal: Refusal): MatterRoute => ({ ...result, assemblies: [], forbidden: refusal })
  if (facts.codes.length === 0) return forbid(refuse('noMatterCode'))
  if (facts.otherUnit) {
    result.papersNeeded.push('unitConsulted')
    result.reasons.push({
      zh: '涉及驻村单位，须先与它协商；它没有表决权，也不能否决',
      en: 'It concerns a unit from outside, which is consulted first; it has no vote and no veto',
      source: '村委会组织法 art 47',
    })
  }
  const ground = facts.notDecidable?.[0]
  if (ground) return forbid(refuse('notDecidable', { why: NOT_DECIDABLE[ground], ground }))

  const stateRefusal = facts.stateDecides ? whyNotOpinionOnly(facts, profile) : null
  if (stateRefusal) return forbid(stateRefusal)
  const route = chooseRoute(facts)
  if (route === null) return forbid(refuse('routesDiffer'))
  // 代行: the village's own way, by the rules of the collective (农村集体经济组织法 art 64).
  const inPlace = route.route === 'B' && facts.collectiveExists === false
  result.route = inPlace ? 'A' : route.route
  result.reasons.push(...route.reasons)
  if (facts.stateDecides) {
    result.track = 'opinion'
    result.reasons.push({
      zh: '由国家机关决定，村里只提评议意见，不形成决议',
      en: 'The state decides; the village gives an opinion and makes no resolution',
      source: '社会救助法 arts 43–45',
    })
  } else {
    const lighter = lighterWay(facts, profile)
    result.track = lighter.track
    result.oversightNoteNeeded ||= lighter.oversightNote
    result.reasons.push(...lighter.reasons)
  }
  if (result.track === 'committeeMatter')
    return {
      ...result,
      route: facts.community ? 'D' : result.route,
      assemblies: [],
      forbidden: chosenFits(facts, []),
    }

  whys(facts, result)
  const allowed = ALLOWED[route.route](facts, profile, result)
  if ('code' in allowed) return forbid(allowed)
  result.assemblies = allowed
  result.forbidden = chosenFits(facts, allowed)
  return result
}

/** 只提意见: of the subjects on the list, never of M01 to M08, never where village or collective money is spent. */
function whyNotOpinionOnly(facts: MatterFacts, profile: ProfileValues): Refusal | null {
  const listed = facts.stateSubject !== undefined && profile.state_decides.includes(facts.stateSubject)
  const ofCollective = facts.itemsOfArt26?.length
  if (!listed || ofCollective || facts.codes.some((code) => !MATTER_RULES[code].stateMayDecide))
    return refuse('notStateDecided')
  return (facts.amountFen ?? 0) > 0 ? refuse('opinionSpendsNothing') : null
}

/** What only the facts name (charter, members, merger) comes under the code for all else. */
const routeOf = (code: MatterCode, { itemsOfArt26 }: MatterFacts): 'A' | 'B' =>
  code === 'M10' && itemsOfArt26?.length ? 'B' : MATTER_RULES[code].route
const areAllOfCollective = (facts: MatterFacts): boolean =>
  facts.codes.every((code) => routeOf(code, facts) === 'B')

/** Route C and D follow from the facts; else all codes must lead to one body. */
function chooseRoute(facts: MatterFacts): { route: Route; reasons: Reason[] } | null {
  if (facts.community && !(facts.collectiveExists && areAllOfCollective(facts)))
    return { route: 'D', reasons: [{ ...ROUTES.D, source: '城市居委会组织法 arts 26–30' }] }
  // The charter and raising money are the whole village's, whoever's property it is about.
  if (facts.groupOnly && !facts.codes.some((code) => MATTER_RULES[code].wholeVillage))
    return { route: 'C', reasons: [whyOf('groupProperty')] }
  const routes = new Set(facts.codes.map((code) => routeOf(code, facts)))
  if (routes.size > 1 || (facts.itemsOfArt26?.length && routes.has('A'))) return null
  const reasons = facts.codes.map((code) => ({
    zh: MATTER_CODES[code].zh,
    en: MATTER_CODES[code].en,
    source: MATTER_RULES[code].source,
  }))
  return { route: [...routes][0] ?? 'A', reasons }
}

/** 额度档 that a sum falls into, for one code. */
export function bandFor(code: MatterCode, sumFen: number, bands: readonly Band[]): Band | null {
  const mine = bands.filter((band) => band.codes.includes(code) && band.fromFen <= sumFen)
  return mine.reduce<Band | null>(
    (highest, band) => (highest && highest.fromFen > band.fromFen ? highest : band),
    null,
  )
}

/** 两委商议事项: M02 and M03 below the threshold, with related matters of twelve months; nothing else. */
function lighterWay(
  facts: MatterFacts,
  profile: ProfileValues,
): { track: Track; oversightNote: boolean; reasons: Reason[] } {
  const full = (zh: string, en: string) => ({
    track: 'full' as const,
    oversightNote: false,
    reasons: zh ? [{ zh, en, source: '额度档（本地规定）' }] : [],
  })
  if (!facts.codes.every((code) => MATTER_RULES[code].lighter)) return full('', '')
  if (facts.costOfDanger)
    return full('险情先办的花费，走完整程序', 'The cost of what was done in danger to life: the full way')
  if (facts.urgent || facts.fullWayAsked)
    return full('急事、有疑问或有人要求，走完整程序', 'Urgent, doubtful or asked for: the full way')
  if (facts.amountFen === undefined)
    return full('金额未定，走完整程序', 'The amount is not settled: the full way')
  const sum = facts.amountFen + (facts.relatedFen ?? 0)
  const bands = facts.codes.map((code) => bandFor(code, sum, profile.thresholds))
  if (bands.some((band) => band === null || band.track === 'full')) {
    const alone = facts.codes.map((code) => bandFor(code, facts.amountFen ?? 0, profile.thresholds))
    const summed = alone.every((band) => band?.track === 'committeeMatter')
    return summed
      ? full(
          '十二个月内同类事项合计已达标准，走完整程序',
          'With related matters of twelve months the threshold is reached: the full way',
        )
      : full('金额达到标准，走完整程序', 'The amount reaches the threshold: the full way')
  }
  return {
    track: 'committeeMatter',
    oversightNote: bands.some((band) => band?.oversightNote),
    reasons: [
      {
        zh: '未达额度，由两委商议决定并公开，不称村民决议',
        en: 'Below the threshold: a committee matter, disclosed, never called a resolution of the villagers',
        source: '额度档（本地规定）',
      },
    ],
  }
}

type Allowed = (facts: MatterFacts, profile: ProfileValues, result: MatterRoute) => Assembly[] | Refusal

const ALLOWED: Record<Route, Allowed> = { A: routeA, B: routeB, C: routeC, D: routeD }

function routeA(facts: MatterFacts, profile: ProfileValues, result: MatterRoute): Assembly[] | Refusal {
  const assembly: Assembly = profile['s4.assembly.mode'] === 'adults' ? 'villagers' : 'households'
  if (facts.spendsCollectiveIncome) {
    result.reasons.push({
      zh: '使用集体收入办公益事业，随该事项办理',
      en: 'Spending collective income on a public work follows that work',
      source: '村委会组织法 art 28(3)',
    })
  }
  if (result.track === 'opinion') return ['representatives', assembly]
  if (isAssemblyOnly(facts)) {
    if (facts.chosenAssembly === 'representatives') return refuse('assemblyOnly')
    result.reasons.push({
      zh: '只能由村民会议决定',
      en: "Only the villagers' assembly may decide this",
      source: '村委会组织法 art 31',
    })
    return [assembly]
  }
  const outside = facts.codes.find((code) => !(facts.authorisation ?? []).includes(code))
  if (outside && facts.chosenAssembly === 'representatives')
    return refuse('outsideAuthorisation', { code: outside })
  const allowed: Assembly[] = outside ? [assembly] : ['representatives', assembly]
  if (outside) {
    result.reasons.push({
      zh: `村民会议没有就${outside}授权村民代表会议`,
      en: `The assembly has not authorised its representatives for ${outside}`,
      source: '村委会组织法 arts 28, 29',
    })
  }
  return result.fundraising ? fundraisingAssemblies(allowed, profile) : allowed
}

/** Variant B is the representatives' way, C the households'; A takes either. */
function fundraisingAssemblies(allowed: Assembly[], profile: ProfileValues): Assembly[] | Refusal {
  const variant = profile['fundraising.variant']
  if (variant === 'none') return refuse('fundraisingUnset')
  if (variant === 'A') return allowed
  const wanted: Assembly = variant === 'B' ? 'representatives' : 'households'
  if (variant === 'B' && !allowed.includes('representatives'))
    return refuse('outsideAuthorisation', { code: 'M04' })
  return [wanted]
}

function routeB(facts: MatterFacts, _profile: ProfileValues, result: MatterRoute): Assembly[] | Refusal {
  const items = [
    ...(facts.itemsOfArt26 ?? []),
    ...facts.codes.flatMap((code) => (facts.agencyOnly && code === 'M06' ? [] : MATTER_RULES[code].items)),
  ]
  const special = facts.landOutsiders || facts.commercialLand
  const only = items.filter((item) => FULL_ASSEMBLY_ITEMS.includes(item) && !(special && item === 8))
  if (facts.agencyOnly) result.papersNeeded = [...new Set([...result.papersNeeded, 'mandateForm' as const])]
  notes(facts, result)
  if (facts.nonMemberBenefits) {
    return facts.chosenAssembly && facts.chosenAssembly !== 'members'
      ? refuse('threeQuartersOfMembers')
      : ['members']
  }
  if (only.length > 0 || facts.contractAdjustment) {
    const chosen = facts.chosenAssembly
    if (chosen && chosen !== 'members')
      return refuse('fullMemberAssemblyOnly', { items: (only.length > 0 ? only : [8]).join('、') })
    result.reasons.push({
      zh: '只能由成员大会决定',
      en: 'Only the full member assembly may decide this',
      source: '农村集体经济组织法 art 28',
    })
    return ['members']
  }
  if (facts.charterClause && facts.collectiveExists !== false)
    return special || facts.agencyOnly
      ? ['memberRepresentatives', 'members']
      : ['members', 'memberRepresentatives']
  if (facts.chosenAssembly === 'memberRepresentatives') return refuse('charterClauseNeeded')
  return ['members']
}

/** 法条不一致: the land laws and the collectives' law disagree; the drafter is shown both. */
function notes(facts: MatterFacts, result: MatterRoute): void {
  const land =
    facts.codes.includes('M06') || facts.landOutsiders || facts.contractAdjustment || facts.commercialLand
  if (land) {
    result.conflicts.push({
      zh: '农村土地承包法、土地管理法允许村民代表三分之二以上同意；农村集体经济组织法第二十八条规定承包方案只能由成员大会决定。本平台：承包方案走成员大会；对外承包（第五十二条）和经营性建设用地（第六十三条）可由代表三分之二以上决定。',
      en: 'The land laws allow two thirds of the representatives; RCEO art 28 keeps contracting schemes for the full assembly. Here schemes go to the full assembly; contracting to outsiders (LCL 52) and commercial land (LAL 63) may go to two thirds of all representatives.',
      source: '农村土地承包法 arts 19, 28, 52；土地管理法 art 63；农村集体经济组织法 art 28',
    })
  }
  if (facts.collectiveExists === false) {
    result.reasons.push({
      zh: '没有登记集体经济组织，由村民委员会代行：由它召集成员大会、公示、组织实施，人数和票数照农村集体经济组织法',
      en: 'No collective is registered: the village committee acts in its place, calls the members together, posts and carries out, by the same numbers',
      source: '农村集体经济组织法 art 64',
    })
    result.reasons.push({
      zh: '没有成员名册的，以户籍在本村、有完全民事行为能力的成年村民为成员',
      en: 'Without a roll of members, the registered adults of the village with full capacity are the members',
      source: '平台默认',
    })
  }
}

/** 会改变走法的情况: each is a reason, and some ask for another's approval, whoever's the land is. */
function whys(facts: MatterFacts, result: MatterRoute): void {
  const asked = wayFactsAsked(facts.codes)
  for (const fact of WHY) if (facts[fact] && asked.includes(fact)) result.reasons.push(whyOf(fact))
  for (const item of facts.itemsOfArt26 ?? []) result.reasons.push(...whyOfItem(item))
  if (facts.landOutsiders) result.approvalNeeded = ['township']
  if (facts.contractAdjustment) result.approvalNeeded = ['township', 'county']
}
const WHY = [
  'agencyOnly',
  'landOutsiders',
  'contractAdjustment',
  'commercialLand',
  'nonMemberBenefits',
] as const

function routeC(): Assembly[] {
  return ['groupHouseholds', 'groupVillagers']
}

function routeD(facts: MatterFacts): Assembly[] | Refusal {
  if (!isAssemblyOnly(facts)) return ['residentRepresentatives', 'residentHouseholds', 'residents']
  return facts.chosenAssembly === 'residentRepresentatives'
    ? refuse('assemblyOnly')
    : ['residentHouseholds', 'residents']
}

const isAssemblyOnly = (facts: MatterFacts): boolean =>
  facts.codes.some((code) => MATTER_RULES[code].assemblyOnly)

function chosenFits(facts: MatterFacts, allowed: readonly Assembly[]): Refusal | null {
  const chosen = facts.chosenAssembly
  if (!chosen || allowed.includes(chosen)) return null
  const list = (language: 'zh' | 'en') =>
    allowed.map((one) => ASSEMBLIES[one][language]).join(language === 'zh' ? '、' : ', ')
  return refuse('assemblyNotForMatter', {
    assembly: chosen,
    allowed: { zh: list('zh') || '两委商议', en: list('en') || 'the two committees' },
  })
}

/** 分流: which way a matter must go, from its codes and facts and from what is on record in the village. */
import type { Draft, MatterFacts as DraftFacts } from '@cunyi/shared/api/proposals.ts'
import { stageOf } from '@cunyi/shared/law/meeting-rules.ts'
import type { Body, ProfileValues } from '@cunyi/shared/law/profile.ts'
import { bandsWithin } from '@cunyi/shared/law/stricter.ts'
import { exemptions, whyOverCap } from '@cunyi/shared/matter/fundraising.ts'
import {
  MATTER_RULES,
  type MatterRoute,
  type NotDecidable,
  PAPERS,
  routeMatter,
} from '@cunyi/shared/matter/matter.ts'
import { itemsOf, unproven, WAY_FACTS } from '@cunyi/shared/matter/way-facts.ts'
import { areAlike } from '@cunyi/shared/matter/ways.ts'
import { lengthOfWay } from '@cunyi/shared/meeting/convening.ts'
import { withNamed } from '@cunyi/shared/meeting/small-body.ts'
import { dateToInstant, shanghaiDate } from '@cunyi/shared/words/days.ts'
import { explain, type Refusal, Refused } from '@cunyi/shared/words/refusal.ts'
import type { Assembly } from '@cunyi/shared/words/vocabulary.ts'
import type { Tx } from '#base/database/connect.ts'
import { whyClosedHere } from '#village/divisions/closed.ts'
import { findDivision } from '#village/divisions/queries/divisions.ts'
import { type EffectiveProfile, effectiveProfile } from '#village/profiles/profile.ts'
import { activeAuthorisations, activeLegalBases } from '#village/profiles/queries.ts'
import { assembliesOf, earliestSittings } from './calendar.ts'
import { submittedSince } from './queries/lists.ts'
import { smallBodies } from './small-bodies.ts'

export type RouteAsked = Pick<Draft, 'codes' | 'facts' | 'assembly' | 'urgentReason' | 'villageGroup'> & {
  title?: string | undefined
  /** Judged to be apart from these. */
  apart?: readonly string[]
  /** The meeting that a petition demands; a demanded matter goes before that body. */
  demanded?: 'villagers' | 'representatives' | null
}
export type Related = { id: string; title: string; amount: number }
export type RouteFound = {
  matter: MatterRoute
  assembly: Assembly
  profile: EffectiveProfile
  related: Related[]
  /** Bodies too small for a secret vote. */
  named: Body[]
  /** 已并入别村: nothing new begins here. */
  closed: Refusal | null
}

type Touch = NonNullable<DraftFacts['touches']>[number]
/** The drafter's ticks, as the grounds of the rule; a unit from outside is asked and stops nothing. */
const GROUNDS: Record<Exclude<Touch, 'otherUnit'>, NotDecidable> = {
  unlawful: 'unlawful',
  infringesRights: 'infringesRights',
  memberStatus: 'stripsMembership',
  divideProperty: 'dividesProperty',
  guarantee: 'guarantee',
  householdLand: 'bindsHousehold',
  election: 'election',
  punishment: 'punishment',
  partyPersonnel: 'partyDiscipline',
  privateFacts: 'privateFacts',
  stateLand: 'stateLand',
}

type FindOptions = {
  /** The proposal itself, which must not be summed with itself. */
  except?: string | null
  /** The profile frozen on the proposal, once it was submitted. */
  values?: ProfileValues
}

export async function findRoute(
  tx: Tx,
  villageId: string,
  asked: RouteAsked,
  now: Date,
  { except = null, values }: FindOptions = {},
): Promise<RouteFound> {
  const { codes, facts } = asked
  const day = shanghaiDate(now)
  const [division, authorisations, bases, profile] = [
    await findDivision(tx, villageId),
    await activeAuthorisations(tx, villageId, day),
    await activeLegalBases(tx, villageId, day),
    await effectiveProfile(tx, villageId),
  ]
  const set = values ?? profile.values
  // Where the county lets the full way begin higher, the village's own assembly has said up to which sum.
  const upto = Math.max(0, ...authorisations.map((row) => row.uptoFen ?? 0))
  const inForce = { ...set, thresholds: bandsWithin(set.thresholds, upto) }
  const related = await relatedMatters(tx, villageId, asked, inForce.similar_pct, now, except)
  const chosen = chosenAssembly(asked, inForce)
  const grounds = (facts.touches ?? [])
    // 只提供代理服务: nobody's own land is decided on, whoever refuses is left out.
    .filter((tick) => !(tick === 'householdLand' && facts.agencyOnly))
    .flatMap((tick) => (tick === 'otherUnit' ? [] : [GROUNDS[tick]]))
  const matter = routeMatter(
    {
      codes,
      ...(facts.amount === undefined ? {} : { amountFen: facts.amount }),
      relatedFen: related.reduce((sum, row) => sum + row.amount, 0),
      urgent: Boolean(asked.urgentReason?.trim()),
      fullWayAsked: facts.fullWayAsked ?? false,
      costOfDanger: facts.danger !== undefined,
      notDecidable: grounds,
      stateDecides: facts.stateDecides ?? false,
      ...(facts.stateSubject ? { stateSubject: facts.stateSubject } : {}),
      groupOnly: facts.groupProperty ?? false,
      community: division?.isCommunity ?? false,
      collectiveExists: division?.hasCollective ?? true,
      agencyOnly: facts.agencyOnly ?? false,
      charterClause: bases.some((row) => row.kind === 'memberRepresentatives'),
      landOutsiders: facts.landOutsiders ?? false,
      contractAdjustment: facts.contractAdjustment ?? false,
      commercialLand: facts.commercialLand ?? false,
      nonMemberBenefits: facts.nonMemberBenefits ?? false,
      otherUnit: facts.touches?.includes('otherUnit') ?? false,
      itemsOfArt26: itemsOf(facts),
      authorisation: [...new Set(authorisations.flatMap((row) => row.codes))],
      ...(chosen ? { chosenAssembly: chosen } : {}),
    },
    inForce,
  )
  if (matter.fundraising && !matter.forbidden) {
    const earlier = await submittedSince(tx, villageId, dateToInstant(`${day.slice(0, 4)}-01-01`), except)
    matter.forbidden = whyOverCap(
      facts,
      earlier.map((row) => row.facts),
      inForce,
    )
  }
  const assembly =
    matter.track === 'committeeMatter' ? 'committees' : (chosen ?? matter.assemblies[0] ?? 'representatives')
  const small = matter.forbidden
    ? []
    : await smallBodies(tx, villageId, { asked, matter, assembly, division, values: inForce, day })
  const exempt = matter.fundraising ? exemptions(inForce) : null
  const reasons = [...matter.reasons, ...(exempt ? [exempt] : []), ...small.map((one) => one.reason)]
  const closed = await whyClosedHere(tx, division, matter.route)
  const named = small.map((one) => one.body)
  return { matter: { ...matter, reasons }, assembly, profile, related, named, closed }
}

/** Steps 1 to 3 sit the same way for every matter: only step 4 leaves a choice. Route B demands follow the charter. */
function chosenAssembly(
  { codes, assembly, demanded }: RouteAsked,
  profile: ProfileValues,
): Assembly | undefined {
  if (demanded && codes.every((code) => MATTER_RULES[code].route === 'A')) {
    if (demanded === 'representatives') return 'representatives'
    return profile['s4.assembly.mode'] === 'adults' ? 'villagers' : 'households'
  }
  return assembly && stageOf(assembly) === 'villagerResolution' ? assembly : undefined
}

/** 拆分: matters of the last twelve months like it in title, purpose, place or contractor, whatever their codes. */
async function relatedMatters(
  tx: Tx,
  villageId: string,
  { title, facts, apart = [] }: Pick<RouteAsked, 'title' | 'facts' | 'apart'>,
  pct: number,
  now: Date,
  except: string | null,
): Promise<Related[]> {
  const mine = { ...facts, title: title ?? '' }
  const since = dateToInstant(yearBefore(shanghaiDate(now)))
  const rows = await submittedSince(tx, villageId, since, except)
  return rows
    .filter((row) => !apart.includes(row.id))
    .filter(({ title: other, facts: of, contractor: chosen }) =>
      // Whoever got the work is its contractor, named in the draft or only afterwards.
      [of.contractor, chosen ?? undefined].some((contractor) =>
        areAlike(mine, { ...of, title: other, contractor }, pct),
      ),
    )
    .map((row) => ({ id: row.id, title: row.title, amount: row.facts.amount ?? 0 }))
}

/** The same day a year earlier; 29 February becomes the 28th. */
const yearBefore = (day: string): string => {
  const before = `${Number(day.slice(0, 4)) - 1}${day.slice(4)}`
  return before.endsWith('-02-29') ? before.replace(/29$/, '28') : before
}

/** The answer to the drafter: the way, each reason, and what stands against it. */
export function routingReply(found: RouteFound, asked: RouteAsked, now: Date) {
  const { matter, assembly, profile, related, closed } = found
  const { sittings, end } = earliestSittings({
    assemblies: matter.forbidden ? [] : assembliesOf(matter.track, assembly),
    codes: asked.codes,
    track: matter.track,
    urgent: Boolean(asked.urgentReason?.trim()),
    values: profile.values,
    now,
  })
  return {
    track: matter.track,
    route: matter.route,
    assembly,
    assemblies: matter.track === 'committeeMatter' ? (['committees'] as Assembly[]) : matter.assemblies,
    reasons: matter.reasons,
    conflicts: matter.conflicts,
    papers: matter.papersNeeded.map((paper) => ({ ...PAPERS[paper] })),
    approvalNeeded: matter.approvalNeeded,
    refusal: closed || matter.forbidden ? refusalReply((closed ?? matter.forbidden) as Refusal) : null,
    earliest: sittings.map((row) => ({ ...row, from: row.from.toISOString() })),
    similar: related,
    totalDaysWarning: lengthOfWay(now, end, profile.values.total_days_warn).warning,
  }
}

const refusalReply = ({ code, params }: Refusal) => {
  const { messageZh, messageEn, rule, source } = explain(code, params)
  return { code, messageZh, messageEn, rule, source }
}

/** 证明材料: what changes the way comes with its paper; what was said before is not asked for again. */
export function mustBeProven(facts: DraftFacts, before: DraftFacts = {}): void {
  const fact = unproven(facts, before)
  if (fact) throw new Refused('wayPaperNeeded', { asks: WAY_FACTS[fact].asks, paper: WAY_FACTS[fact].paper })
}

/** The profile as it is frozen on the proposal. */
export const frozen = (
  profile: EffectiveProfile,
  named: readonly Body[],
): { values: ProfileValues; versions: Record<string, number> } => ({
  values: withNamed(profile.values, named),
  versions: profile.versions,
})

/**
 * 会议规则: one row a body. What the law fixes stands in the row; what a county, township or village may set
 * stands as the name of its profile key. `ruleFor` puts both together; its answer is frozen on the poll.
 */
import { type Refusal, refuse } from '../words/refusal.ts'
import { atLeast, isAsStrict, moreThan, type Share, type ShareName, shareOf } from '../words/share.ts'
import type { Assembly, Route, SittingStage } from '../words/vocabulary.ts'
import type { Body, ProfileKey, ProfileValues } from './profile.ts'
import { PROFILE_KEYS } from './profile-keys.ts'

/** 应到 with a vote, or all members of the body (党员总数) with or without one. */
export type QuorumBase = 'entitled' | 'allMembers'
/** 到会 or 应到（有表决权）. */
export type MajorityBase = 'present' | 'entitled'

type RuleRow = {
  body: Body
  /** The least the law asks; a profile key may ask more. */
  quorum: Share
  quorumKey: ProfileKey | null
  majority: Share
  majorityKey: ProfileKey | null
  majorityBase: MajorityBase
  majorityBaseKey: ProfileKey | null
  noticeKey: ProfileKey
  gapKey: ProfileKey
  urgentNoticeKey: ProfileKey | null
  papersKey: ProfileKey | null
  source: string
}

const HALF = moreThan(1, 2)
const THIRDS = atLeast(2, 3)
const RC = '城市居委会组织法 arts 26–30'
const RCEO = '农村集体经济组织法'
const VC = '村委会组织法'

// biome-ignore format: one row, one assembly
export const MEETING_RULES: Record<Assembly, RuleRow> = {
  branch:                  { body: 'branch', quorum: atLeast(1, 2), quorumKey: 's1.quorum', majority: HALF, majorityKey: 's1.majority', majorityBase: 'entitled', majorityBaseKey: 's1.majority_base', noticeKey: 's1.notice_days', gapKey: 'gap.min_days.1_2', urgentNoticeKey: 'urgent.notice_days.branch', papersKey: null, source: '支部工作条例 arts 12, 14' },
  committees:              { body: 'joint', quorum: atLeast(1, 2), quorumKey: 's2.quorum', majority: HALF, majorityKey: 's2.majority', majorityBase: 'entitled', majorityBaseKey: 's2.majority_base', noticeKey: 's2.notice_days', gapKey: 'gap.min_days.1_2', urgentNoticeKey: 'urgent.notice_days.joint', papersKey: null, source: `${VC} arts 8, 34；四议两公开工作法` },
  partyMembers:            { body: 'party', quorum: atLeast(1, 2), quorumKey: 's3.quorum', majority: HALF, majorityKey: 's3.majority', majorityBase: 'entitled', majorityBaseKey: null, noticeKey: 's3.notice_days', gapKey: 'gap.min_days.2_3', urgentNoticeKey: 'urgent.notice_days.party', papersKey: null, source: '支部工作条例 art 11；四议两公开工作法' },
  villagers:               { body: 'assembly', quorum: HALF, quorumKey: null, majority: HALF, majorityKey: null, majorityBase: 'present', majorityBaseKey: null, noticeKey: 's4.assembly.notice_days', gapKey: 'gap.min_days.3_4.assembly', urgentNoticeKey: 'urgent.notice_days.assembly', papersKey: null, source: `${VC} arts 25, 26` },
  households:              { body: 'assembly', quorum: THIRDS, quorumKey: null, majority: HALF, majorityKey: null, majorityBase: 'present', majorityBaseKey: null, noticeKey: 's4.assembly.notice_days', gapKey: 'gap.min_days.3_4.assembly', urgentNoticeKey: 'urgent.notice_days.assembly', papersKey: null, source: `${VC} arts 25, 26` },
  representatives:         { body: 'vra', quorum: THIRDS, quorumKey: 's4.vra.quorum', majority: HALF, majorityKey: 's4.vra.majority', majorityBase: 'present', majorityBaseKey: 's4.vra.majority_base', noticeKey: 's4.vra.notice_days', gapKey: 'gap.min_days.3_4', urgentNoticeKey: 'urgent.notice_days.vra', papersKey: null, source: `${VC} arts 29, 30` },
  members:                 { body: 'member', quorum: THIRDS, quorumKey: 's4.member.quorum', majority: THIRDS, majorityKey: 's4.member.majority', majorityBase: 'entitled', majorityBaseKey: null, noticeKey: 's4.member.notice_days', gapKey: 'gap.min_days.3_4.assembly', urgentNoticeKey: null, papersKey: 'member.papers_days', source: `${RCEO} arts 26, 27, 46` },
  memberRepresentatives:   { body: 'memberRepresentatives', quorum: THIRDS, quorumKey: null, majority: THIRDS, majorityKey: 's4.member.majority', majorityBase: 'entitled', majorityBaseKey: null, noticeKey: 's4.memberRepresentatives.notice_days', gapKey: 's4.memberRepresentatives.gap', urgentNoticeKey: null, papersKey: null, source: `${RCEO} art 28` },
  groupVillagers:          { body: 'groups', quorum: THIRDS, quorumKey: null, majority: HALF, majorityKey: null, majorityBase: 'present', majorityBaseKey: null, noticeKey: 's4.group.notice_days', gapKey: 'gap.min_days.3_4', urgentNoticeKey: null, papersKey: null, source: `${VC} art 32` },
  groupHouseholds:         { body: 'groups', quorum: THIRDS, quorumKey: null, majority: HALF, majorityKey: null, majorityBase: 'present', majorityBaseKey: null, noticeKey: 's4.group.notice_days', gapKey: 'gap.min_days.3_4', urgentNoticeKey: null, papersKey: null, source: `${VC} art 32` },
  residents:               { body: 'residents', quorum: HALF, quorumKey: null, majority: HALF, majorityKey: null, majorityBase: 'present', majorityBaseKey: null, noticeKey: 's4.residents.notice_days', gapKey: 'gap.min_days.3_4.assembly', urgentNoticeKey: null, papersKey: null, source: RC },
  residentHouseholds:      { body: 'residents', quorum: HALF, quorumKey: null, majority: HALF, majorityKey: null, majorityBase: 'present', majorityBaseKey: null, noticeKey: 's4.residents.notice_days', gapKey: 'gap.min_days.3_4.assembly', urgentNoticeKey: null, papersKey: null, source: RC },
  residentRepresentatives: { body: 'residentRepresentatives', quorum: THIRDS, quorumKey: null, majority: HALF, majorityKey: null, majorityBase: 'present', majorityBaseKey: null, noticeKey: 's4.residentRepresentatives.notice_days', gapKey: 'gap.min_days.3_4', urgentNoticeKey: null, papersKey: null, source: RC },
}

export const bodyOf = (assembly: Assembly): Body => MEETING_RULES[assembly].body

/** 人或户: the assembly may sit as its adults or as its households; which way it sits, the other is shown beside it. */
const BY_HEADS_OR_HOUSEHOLDS: Partial<Record<Assembly, { heads: Assembly; households: Assembly }>> = {
  villagers: { heads: 'villagers', households: 'households' },
  households: { heads: 'villagers', households: 'households' },
  groupVillagers: { heads: 'groupVillagers', households: 'groupHouseholds' },
  groupHouseholds: { heads: 'groupVillagers', households: 'groupHouseholds' },
  residents: { heads: 'residents', households: 'residentHouseholds' },
  residentHouseholds: { heads: 'residents', households: 'residentHouseholds' },
}
/** The law's two quorums of such an assembly (村委会组织法 arts 26, 32); null where there is only one. */
export function bothQuorumsOf(assembly: Assembly): { heads: Share; households: Share } | null {
  const two = BY_HEADS_OR_HOUSEHOLDS[assembly]
  return two
    ? { heads: MEETING_RULES[two.heads].quorum, households: MEETING_RULES[two.households].quorum }
    : null
}

/** The stage at which each assembly sits. */
export const stageOf = (assembly: Assembly): SittingStage =>
  assembly === 'branch'
    ? 'branchProposal'
    : assembly === 'committees'
      ? 'committeeDeliberation'
      : assembly === 'partyMembers'
        ? 'partyReview'
        : 'villagerResolution'

export const routeOf = (assembly: Assembly): Route =>
  assembly === 'members' || assembly === 'memberRepresentatives'
    ? 'B'
    : assembly.startsWith('group')
      ? 'C'
      : assembly.startsWith('resident')
        ? 'D'
        : 'A'

export type FundraisingRule = {
  variant: 'A' | 'B' | 'C'
  /** Households that the representatives present must stand for, of all. */
  householdQuorum: Share | null
  /** Households that those in favour must stand for, of the households represented by those present. */
  householdMajority: Share | null
}

/** The rule of one poll, whole. Frozen as JSON when the poll is made; nothing is looked up again later. */
export type MeetingRule = {
  assembly: Assembly
  body: Body
  stage: SittingStage
  quorum: Share
  quorumBase: QuorumBase
  /** Counted over all members, it still wants this of those with a vote (支部工作条例第十一条). Absent: of an older release. */
  votersQuorum?: Share
  /** A further quorum of the women representatives, where the county asks for one. */
  womenQuorum: Share | null
  majority: Share
  majorityBase: MajorityBase
  noticeDays: number
  gapDays: number
  papersDays: number
  windowHours: number
  votingMode: 'secret' | 'open_named' | 'show_of_hands'
  secret: boolean
  onlineCounts: boolean
  proxy: 'none' | 'sameHousehold'
  recusalMode: 'remove_from_base' | 'stay_no_vote' | 'disclose_only'
  /** Whoever is recused leaves the base of all entitled too: the rest vote (steps 1 and 2). Absent: of an older release. */
  restVotes?: boolean
  fundraising: FundraisingRule | null
  /** Support or oppose in place of adopt or reject: an opinion (step 4), or steps 1 to 3 of a demanded matter. */
  opinion: boolean
  smallGroupK: number
  /** 代录: how many ballots one helper may enter, or that share of the roll; from when on all are rung. Absent: of an older release. */
  helperCap: number
  helperCapPct?: number
  ringMin?: number
  ringPct?: number
  /** 表决刚开始、数不出来: the least it stays open while somebody there has not voted; by when it is counted. Absent: of an older release. */
  votingMinutes?: number
  countHours?: number
  urgent: boolean
  sources: string[]
}

export type RuleOptions = {
  urgent?: boolean
  /** The matter raises money or labour (M04). */
  fundraising?: boolean
  /** The matter's track is opinion, or it is demanded: outcomes are support or oppose where that applies. */
  opinionTrack?: boolean
  demanded?: boolean
  /** Benefits of members for people who are none (农村集体经济组织法 art 15): three quarters of all members. */
  nonMemberBenefits?: boolean
  /** A record of the legal basis of online presence for this body is in force (the member assembly has the law). */
  onlineBasis?: boolean
}

/** The rule in force for an assembly under a profile. The law's floor holds even against a bad profile. */
export function ruleFor(assembly: Assembly, profile: ProfileValues, options: RuleOptions = {}): MeetingRule {
  const row = MEETING_RULES[assembly]
  const stage = stageOf(assembly)
  const urgent = Boolean(options.urgent)
  const fundraising = fundraisingRule(assembly, profile, Boolean(options.fundraising))
  const votingMode = fundraising
    ? 'open_named'
    : (profile[`voting_mode.${row.body}`] as MeetingRule['votingMode'])
  const days = (key: ProfileKey | null) => (key === null ? 0 : (profile[key] as number))
  const opinion = Boolean(stage === 'villagerResolution' ? options.opinionTrack : options.demanded)

  const rule: MeetingRule = {
    assembly,
    body: row.body,
    stage,
    quorum: stricter(row.quorum, row.quorumKey, profile),
    quorumBase:
      assembly === 'partyMembers' && profile['s3.quorum_base'] === 'all_members' ? 'allMembers' : 'entitled',
    womenQuorum: womenQuorum(assembly, profile),
    majority: stricter(row.majority, row.majorityKey, profile),
    majorityBase: majorityBase(row, profile),
    noticeDays: days(urgent && row.urgentNoticeKey ? row.urgentNoticeKey : row.noticeKey),
    gapDays: gapDays(assembly, row, profile, urgent),
    papersDays: days(row.papersKey),
    windowHours: profile[`online.window_hours.${row.body}`],
    votingMode,
    secret: votingMode === 'secret',
    onlineCounts:
      profile[`online.counts_as_present.${row.body}`] &&
      (assembly === 'members' || Boolean(options.onlineBasis)),
    proxy: profile[`proxy.${row.body}`] === 'same_household' ? 'sameHousehold' : 'none',
    recusalMode: profile.recusal_mode as MeetingRule['recusalMode'],
    fundraising,
    opinion,
    smallGroupK: profile.small_group_k,
    helperCap: profile.helper_cap,
    helperCapPct: profile.helper_cap_pct,
    ringMin: profile['assisted.ring_min'],
    ringPct: profile['assisted.ring_pct'],
    votingMinutes: profile['poll.voting_minutes'],
    countHours: profile['poll.count_hours'],
    urgent,
    sources: sourcesOf(row, fundraising),
  }
  if (REST_VOTES.includes(assembly)) rule.restVotes = true
  if (rule.quorumBase === 'allMembers') rule.votersQuorum = atLeast(1, 2)
  if (options.nonMemberBenefits && assembly === 'members')
    rule.majority = strictest(rule.majority, atLeast(3, 4))
  if (fundraising?.variant === 'B')
    Object.assign(rule, {
      quorum: strictest(rule.quorum, atLeast(4, 5)),
      majority: strictest(rule.majority, THIRDS),
      majorityBase: 'entitled',
    })
  if (fundraising?.variant === 'C')
    Object.assign(rule, {
      quorum: strictest(rule.quorum, THIRDS),
      majority: strictest(rule.majority, THIRDS),
    })
  return rule
}

/** No law fixes the base of these two; a committee of five with three recused could else decide nothing. (平台默认) */
const REST_VOTES: readonly Assembly[] = ['branch', 'committees']

/** 无记名, as the notice chose it. There is no way back: what the rule has secret stays secret. */
export const inSecret = (rule: MeetingRule): MeetingRule => ({ ...rule, votingMode: 'secret', secret: true })

/** 人数太少: below k a secret vote has nothing to hide behind. */
export const isTooFewForSecret = (
  rule: Pick<MeetingRule, 'secret' | 'smallGroupK'>,
  entitled: number,
): boolean => rule.secret && entitled < rule.smallGroupK

/** 筹资筹劳 is voted by name: who is to pay must be found among those who agreed. */
export const whyNotSecret = (rule: MeetingRule, chosen: boolean): Refusal | null =>
  chosen && rule.fundraising ? refuse('secretNotFundraising') : null

/**
 * Variant A asks for households when representatives sit; B is theirs alone; C is the households' own. A variant adds to
 * what the county asks of the body and never lowers it.
 */
function fundraisingRule(
  assembly: Assembly,
  profile: ProfileValues,
  raises: boolean,
): FundraisingRule | null {
  const variant = profile['fundraising.variant']
  if (!raises || variant === 'none' || stageOf(assembly) !== 'villagerResolution') return null
  if (variant === 'A') {
    const represented = assembly === 'representatives'
    return {
      variant,
      householdQuorum: represented ? THIRDS : null,
      householdMajority: represented ? HALF : null,
    }
  }
  if (variant === 'B' && assembly === 'representatives')
    return { variant, householdQuorum: null, householdMajority: null }
  if (variant === 'C' && assembly === 'households')
    return { variant, householdQuorum: null, householdMajority: null }
  return null
}

function stricter(law: Share, key: ProfileKey | null, profile: ProfileValues): Share {
  const name = key === null ? 'none' : (profile[key] as ShareName | 'none')
  if (name === 'none') return law
  return strictest(law, shareOf(name))
}

const strictest = (a: Share, b: Share): Share => (isAsStrict(a, b) ? a : b)

const womenQuorum = (assembly: Assembly, profile: ProfileValues): Share | null => {
  const name = profile['s4.vra.women_quorum']
  return assembly === 'representatives' && name !== 'none' ? shareOf(name) : null
}

function majorityBase(row: RuleRow, profile: ProfileValues): MajorityBase {
  if (row.majorityBaseKey === null) return row.majorityBase
  return profile[row.majorityBaseKey] === 'present' ? 'present' : 'entitled'
}

/** Step 1 has none before it; under urgency every gap is the urgent one, routes B to D included. */
function gapDays(assembly: Assembly, row: RuleRow, profile: ProfileValues, urgent: boolean): number {
  if (assembly === 'branch') return 0
  if (urgent) return routeOf(assembly) === 'A' ? profile['urgent.gap_days'] : 0
  return profile[row.gapKey] as number
}

function sourcesOf(row: RuleRow, fundraising: FundraisingRule | null): string[] {
  const keys = [row.quorumKey, row.majorityKey, row.noticeKey].filter((key) => key !== null)
  const all = [row.source, ...keys.map((key) => PROFILE_KEYS[key].source)]
  if (fundraising) all.push(PROFILE_KEYS['fundraising.variant'].source)
  return [...new Set(all)]
}

/**
 * 计票: from figures and a frozen rule to an outcome. Both bases, those present and all entitled, are always
 * computed and shown; only the rule's own base decides.
 */
import { bothQuorumsOf, type MeetingRule } from '../law/meeting-rules.ts'
import { NEW_FOR_DAYS } from '../law/numbers.ts'
import { Refused } from '../words/refusal.ts'
import { meets, missing, needed, type Share, shareWords } from '../words/share.ts'
import type { Outcome } from '../words/vocabulary.ts'

export type Figures = {
  /** 应到: persons on the roll with a vote. */
  entitled: number
  /** 党员总数 and the like: all members of the body, with or without a vote. Default: entitled. */
  allMembers?: number
  /** Signed in with a vote, each person once. */
  presentInHall: number
  presentOnline: number
  /** Not there, but represented by an agent who is. */
  represented?: number
  /** Members of the body who are there without a vote (preparatory members and the like). */
  presentWithoutVote?: number
  /** Of those present (represented ones included), how many are recused. */
  recusedPresent?: number
  /** Of all on the roll with a vote, how many are recused. */
  recused?: number
  for: number
  against: number
  abstain: number
  invalid?: number
  /** Few slips were counted: `abstain` holds the invalid ones too, so that nobody learns whose they were. */
  invalidJoined?: boolean
  /** Of the ballots, how many were hands counted together. */
  hands?: number
  /** 代录: of the ballots, how many a helper entered. */
  assisted?: number
  /** 新启用号码: of the ballots, how many came from one; null: some, but fewer than may be told. */
  newNumbers?: number | null
  /** Women representatives, where a second quorum asks for them. */
  women?: { entitled: number; present: number }
  /** Households stood for by representatives: all of the village, by those present, by those in favour. */
  households?: { all: number; present: number; for: number }
  /** 人与户: adults, and households with somebody there; where an assembly may sit either way. */
  headsAndHouseholds?: { heads: HowMany; households: HowMany }
}
type HowMany = { all: number; present: number }

export type BaseCheck = { base: number; needed: number; met: boolean }

export type Tally = {
  entitled: number
  present: number
  presentInHall: number
  presentOnline: number
  represented: number
  recusedPresent: number
  /** Where they leave the base of all entitled. */
  recused?: number
  for: number
  against: number
  abstain: number
  invalid: number
  invalidJoined: boolean
  hands: number
  assisted: number
  /** Missing where there was none: as every result of an earlier release. */
  newNumbers?: number | null
  /** 未投: present, may vote, cast nothing. */
  notCast: number
  quorumBase: number
  quorumPresent: number
  quorumNeeded: number
  quorumMet: boolean
  /** 还差几人 */
  quorumMissing: number
  women: (BaseCheck & { present: number; missing: number }) | null
  households: { quorum: BaseCheck & { present: number }; majority: BaseCheck & { for: number } } | null
  /** Both quorums of 村委会组织法 art 26 side by side; the one of the way in which it sits decides. */
  bothQuorums: { heads: BaseCheck & { present: number }; households: BaseCheck & { present: number } } | null
  majorityBase: number
  majorityNeeded: number
  majorityMet: boolean
  bothBases: { present: BaseCheck; entitled: BaseCheck }
  outcome: Exclude<Outcome, 'void'>
  sentenceZh: string
  sentenceEn: string
}

/** 无效 as it is told: null where few slips were counted and the figure is part of the abstentions. */
export const invalidTold = (tally: Pick<Tally, 'invalid' | 'invalidJoined'>): number | null =>
  tally.invalidJoined ? null : tally.invalid

export type QuorumLine = Pick<
  Tally,
  | 'entitled'
  | 'present'
  | 'presentInHall'
  | 'presentOnline'
  | 'represented'
  | 'recusedPresent'
  | 'quorumBase'
  | 'quorumPresent'
  | 'quorumNeeded'
  | 'quorumMet'
  | 'quorumMissing'
  | 'women'
  | 'bothQuorums'
>
export type Attendance = Omit<
  Figures,
  'for' | 'against' | 'abstain' | 'invalid' | 'invalidJoined' | 'hands' | 'assisted' | 'newNumbers'
>

/** 法定人数: needs no ballot, so it can be shown live. Online guests count where the rule says so and nowhere else. */
export function quorumLine(figures: Attendance, rule: MeetingRule): QuorumLine {
  const online = rule.onlineCounts ? figures.presentOnline : 0
  const represented = rule.proxy === 'none' ? 0 : (figures.represented ?? 0)
  const present = figures.presentInHall + online + represented
  const wholeBody = rule.quorumBase === 'allMembers'
  const quorumBase = wholeBody ? (figures.allMembers ?? figures.entitled) : figures.entitled
  const quorumPresent = wholeBody ? present + (figures.presentWithoutVote ?? 0) : present
  const women = rule.womenQuorum ? womenLine(figures.women, rule.womenQuorum) : null
  const households = householdsPresent(figures, rule)
  const voters = rule.votersQuorum
  const ownMet =
    meets(rule.quorum, quorumPresent, quorumBase) && (!voters || meets(voters, present, figures.entitled))
  return {
    entitled: figures.entitled,
    present,
    presentInHall: figures.presentInHall,
    presentOnline: figures.presentOnline,
    represented,
    recusedPresent: figures.recusedPresent ?? 0,
    quorumBase,
    quorumPresent,
    quorumNeeded: needed(rule.quorum, quorumBase),
    quorumMet: ownMet && (women?.met ?? true) && (households?.met ?? true),
    quorumMissing: Math.max(
      missing(rule.quorum, quorumPresent, quorumBase),
      voters ? missing(voters, present, figures.entitled) : 0,
    ),
    women,
    bothQuorums: bothQuorums(figures, rule),
  }
}

function bothQuorums(
  { headsAndHouseholds: there }: Attendance,
  rule: MeetingRule,
): QuorumLine['bothQuorums'] {
  const shares = bothQuorumsOf(rule.assembly)
  if (!there || !shares) return null
  const line = (share: Share, { all, present }: HowMany) => ({ ...check(share, present, all), present })
  return {
    heads: line(shares.heads, there.heads),
    households: line(shares.households, there.households),
  }
}

function womenLine(women: Figures['women'], share: Share) {
  const { entitled, present } = women ?? { entitled: 0, present: 0 }
  if (entitled === 0) return { base: 0, needed: 0, met: true, present: 0, missing: 0 }
  return { ...check(share, present, entitled), present, missing: missing(share, present, entitled) }
}

function householdsPresent(figures: Attendance, rule: MeetingRule) {
  const share = rule.fundraising?.householdQuorum
  if (!share) return null
  const { all, present } = figures.households ?? { all: 0, present: 0 }
  return { ...check(share, present, all), present }
}

const check = (share: Share, count: number, base: number): BaseCheck => ({
  base,
  needed: needed(share, base),
  met: meets(share, count, base),
})

/** Whether those recused leave the base of the majority: never a base that the law fixes. */
export const recusalLeaves = (
  rule: Pick<MeetingRule, 'recusalMode' | 'majorityBase' | 'restVotes'>,
): boolean => rule.recusalMode === 'remove_from_base' && (rule.majorityBase === 'present' || !!rule.restVotes)

/** 表决结果: quorum first; without it nothing is counted. A tie or an exact half is a rejection. */
export function decide(figures: Figures, rule: MeetingRule): Tally {
  const line = quorumLine(figures, rule)
  const invalid = figures.invalid ?? 0
  const leaves = recusalLeaves(rule)
  const gone = leaves && rule.restVotes ? (figures.recused ?? 0) : 0
  const silent = rule.recusalMode === 'disclose_only' ? 0 : line.recusedPresent
  const presentBase = line.present - (leaves ? line.recusedPresent : 0)
  const cast = figures.for + figures.against + figures.abstain + invalid
  const notCast = line.present - silent - cast
  if (line.quorumMet && notCast < 0) throw new Refused('countInconsistent')

  const entitledBase = figures.entitled - gone
  const majorityBase = rule.majorityBase === 'present' ? presentBase : entitledBase
  const ownMajority = meets(rule.majority, figures.for, majorityBase)
  const households = householdCheck(figures, rule)
  const majorityMet = ownMajority && (households?.majority.met ?? true)
  const outcome = !line.quorumMet
    ? 'noQuorum'
    : rule.opinion
      ? majorityMet
        ? 'support'
        : 'oppose'
      : majorityMet
        ? 'adopt'
        : 'reject'

  const tally: Tally = {
    ...line,
    ...(gone > 0 ? { recused: gone } : {}),
    for: figures.for,
    against: figures.against,
    abstain: figures.abstain,
    invalid,
    invalidJoined: figures.invalidJoined ?? false,
    hands: figures.hands ?? 0,
    assisted: figures.assisted ?? 0,
    ...fromNewNumbers(figures),
    notCast: Math.max(0, notCast),
    households,
    majorityBase,
    majorityNeeded: needed(rule.majority, majorityBase),
    majorityMet,
    bothBases: {
      present: check(rule.majority, figures.for, presentBase),
      entitled: check(rule.majority, figures.for, entitledBase),
    },
    outcome,
    sentenceZh: '',
    sentenceEn: '',
  }
  return { ...tally, ...sentences(tally, rule) }
}

/** 筹资筹劳 variant A: households stood for by those present, and by those in favour of those. */
function householdCheck(figures: Figures, rule: MeetingRule): Tally['households'] {
  const quorum = householdsPresent(figures, rule)
  const share = rule.fundraising?.householdMajority
  if (!quorum || !share) return null
  const { present, for: inFavour } = figures.households ?? { present: 0, for: 0 }
  return { quorum, majority: { ...check(share, inFavour, present), for: inFavour } }
}

const OUTCOME_WORDS = {
  adopt: { zh: '通过', en: 'adopted' },
  reject: { zh: '未通过', en: 'rejected' },
  support: { zh: '评议意见为支持', en: 'opinion: support' },
  oppose: { zh: '评议意见为不支持', en: 'opinion: not supported' },
  noQuorum: { zh: '未达法定人数，本次不计票', en: 'no quorum; nothing is counted' },
} as const

/** 新启用号码 as it stands in a result: of none nothing is said. */
export const fromNewNumbers = ({ newNumbers }: Pick<Figures, 'newNumbers'>): Pick<Figures, 'newNumbers'> =>
  newNumbers === undefined || newNumbers === 0 ? {} : { newNumbers }

/** 其中: how many hands were counted together, how many ballots a helper entered; few of these in words only. */
function amongThem({ hands, assisted, newNumbers }: Tally, { smallGroupK, ringMin }: MeetingRule) {
  // Of an older release the result says every number, and stands as it was told.
  const few = ringMin !== undefined && assisted < smallGroupK
  const zh = [
    hands > 0 && `举手${hands}人`,
    assisted > 0 && (few ? '有代录' : `代录${assisted}份`),
    newNumbers === null && `有少量来自${NEW_FOR_DAYS}天内启用的号码`,
    (newNumbers ?? 0) > 0 && `${NEW_FOR_DAYS}天内启用的号码${newNumbers}份`,
  ].filter(Boolean)
  const en = [
    hands > 0 && `${hands} by show of hands`,
    assisted > 0 && (few ? 'some assisted' : `${assisted} assisted`),
    newNumbers === null && `a few from numbers put into use within ${NEW_FOR_DAYS} days`,
    (newNumbers ?? 0) > 0 && `${newNumbers} from numbers put into use within ${NEW_FOR_DAYS} days`,
  ].filter(Boolean)
  return zh.length > 0 ? { zh: `（其中${zh.join('、')}）`, en: ` (${en.join(', ')})` } : { zh: '', en: '' }
}

/** The result in words, as the minutes print it: figures, rule, base and outcome. */
function sentences(tally: Tally, rule: MeetingRule): { sentenceZh: string; sentenceEn: string } {
  const words = OUTCOME_WORDS[tally.outcome]
  const quorum = shareWords(rule.quorum)
  const zh = [
    `应到${tally.quorumBase}人，到会${tally.quorumPresent}人（须${quorum.zh}，即${tally.quorumNeeded}人）`,
  ]
  const en = [`${tally.quorumPresent} of ${tally.quorumBase} present (${quorum.en}: ${tally.quorumNeeded})`]
  if (tally.women && tally.women.base > 0) {
    zh.push(`妇女代表到会${tally.women.present}人（须${tally.women.needed}人）`)
    en.push(`${tally.women.present} women representatives present (${tally.women.needed} needed)`)
  }
  if (tally.bothQuorums) {
    const { heads, households } = tally.bothQuorums
    zh.push(
      `按人计${heads.base}人中到会${heads.present}人（须${heads.needed}人），按户计${households.base}户中到会${households.present}户（须${households.needed}户）`,
    )
    en.push(
      `by adults ${heads.present} of ${heads.base} (${heads.needed} needed), by households ${households.present} of ${households.base} (${households.needed} needed)`,
    )
  }
  if (tally.outcome !== 'noQuorum') {
    const majority = shareWords(rule.majority)
    const present = rule.majorityBase === 'present'
    const rest = tally.invalidJoined
      ? { zh: `弃权或无效${tally.abstain}票`, en: `${tally.abstain} abstained or invalid` }
      : {
          zh: `弃权${tally.abstain}票、无效${tally.invalid}票`,
          en: `${tally.abstain} abstained, ${tally.invalid} invalid`,
        }
    const among = amongThem(tally, rule)
    zh.push(
      `赞成${tally.for}票、反对${tally.against}票、${rest.zh}、未投${tally.notCast}人${among.zh}`,
      `须${present ? '到会' : '应到'}${tally.majorityBase}人的${majority.zh}，即${tally.majorityNeeded}票`,
    )
    en.push(
      `${tally.for} for, ${tally.against} against, ${rest.en}, ${tally.notCast} not cast${among.en}`,
      `${majority.en} of ${tally.majorityBase} ${present ? 'present' : 'entitled'}: ${tally.majorityNeeded}`,
    )
  }
  if (tally.recused && tally.outcome !== 'noQuorum') {
    zh.push(`回避${tally.recused}人，不计入`)
    en.push(`${tally.recused} recused and left out`)
  }
  if (tally.households) {
    const { quorum: stood, majority } = tally.households
    zh.push(
      `到会代表所代表${stood.present}户（须${stood.needed}户），赞成代表所代表${majority.for}户（须${majority.needed}户）`,
    )
    en.push(
      `those present stand for ${stood.present} households (${stood.needed} needed), those in favour for ${majority.for} (${majority.needed} needed)`,
    )
  }
  return { sentenceZh: `${[...zh, words.zh].join('；')}。`, sentenceEn: `${[...en, words.en].join('; ')}.` }
}

/** The figures a tally was made from, taken back out of it. */
export function figuresOf(tally: Tally): Figures {
  const withoutVote = tally.quorumPresent - tally.present
  return {
    entitled: tally.entitled,
    allMembers: tally.quorumBase,
    presentInHall: tally.presentInHall,
    presentOnline: tally.presentOnline,
    represented: tally.represented,
    presentWithoutVote: Math.max(0, withoutVote),
    recusedPresent: tally.recusedPresent,
    ...(tally.recused ? { recused: tally.recused } : {}),
    for: tally.for,
    against: tally.against,
    abstain: tally.abstain,
    invalid: tally.invalid,
    invalidJoined: tally.invalidJoined,
    hands: tally.hands,
    assisted: tally.assisted,
    ...fromNewNumbers(tally),
    ...(tally.bothQuorums
      ? {
          headsAndHouseholds: {
            heads: { all: tally.bothQuorums.heads.base, present: tally.bothQuorums.heads.present },
            households: {
              all: tally.bothQuorums.households.base,
              present: tally.bothQuorums.households.present,
            },
          },
        }
      : {}),
    ...(tally.women ? { women: { entitled: tally.women.base, present: tally.women.present } } : {}),
    ...(tally.households
      ? {
          households: {
            all: tally.households.quorum.base,
            present: tally.households.quorum.present,
            for: tally.households.majority.for,
          },
        }
      : {}),
  }
}

import { recusedZh } from '@cunyi/shared/poll/recused.ts'
import { invalidTold, type Tally } from '@cunyi/shared/poll/tally.ts'
import { VOID_REASONS, type VoidReason } from '@cunyi/shared/poll/void-reasons.ts'
import { dateZh, shanghaiDate } from '@cunyi/shared/words/days.ts'
import {
  ASSEMBLIES,
  type Assembly,
  CHANNELS,
  OFFICES,
  type Office,
  OUTCOMES,
  type Outcome,
} from '@cunyi/shared/words/vocabulary.ts'
import type { MinutesFacts } from '#matters/meetings/facts.ts'
import type { MeetingRow, PollRow } from '#matters/sittings/queries/meetings.ts'
import type { Record } from './matter.ts'
import type { Cell } from './model.ts'
import { percentZh, presenceZh, presentOf, timeZh } from './words.ts'

export const assemblyZh = (assembly: Assembly): string => quoted(ASSEMBLIES[assembly].zh)
/** Straight quotation marks are printed as Chinese ones. */
const quoted = (text: string) => text.replace(/"([^"]*)"/g, '“$1”')

/** 任职 in words; nobody's Party standing is printed from here. */
export const officesZh = (capacities: readonly string[]): string =>
  capacities
    .map((one) => OFFICES[one as Office]?.zh ?? '')
    .filter(Boolean)
    .join('、')

export const aboutMeeting = (meeting: MeetingRow): string =>
  `${assemblyZh(meeting.assembly)} ${dateZh(shanghaiDate(meeting.opensAt))}`

export const placeZh = ({ place, link }: Pick<MeetingRow, 'place' | 'link'>): string =>
  link ? `${place}；线上：${link}` : place

/** From the opening to the end of the window or of the meeting. */
export const spanZh = ({ opensAt, windowEnd, endedAt }: MeetingRow): string =>
  windowEnd
    ? `${timeZh(opensAt)}开会；线上截至${timeZh(windowEnd)}`
    : `${timeZh(opensAt)}${endedAt ? `至${timeZh(endedAt)}` : ''}`

export const ruleOfPoll = (poll: Pick<PollRow, 'rule'>) => poll.rule

/** 无记名投票（纸质表决票、手机）… */
export function votingZh(poll: Pick<PollRow, 'rule' | 'secret' | 'byChannel'>): string {
  if (poll.secret) return '无记名投票'
  const channels = (poll.byChannel ?? [])
    .filter((one) => one.for + one.against + one.abstain + one.invalid > 0)
    .map((one) => CHANNELS[one.channel].zh)
  const how = ruleOfPoll(poll).votingMode === 'show_of_hands' ? '举手表决' : '记名表决'
  return channels.length > 0 ? `${how}（${channels.join('、')}）` : how
}

/** The frozen figures of a poll that is closed. */
export const tallyOf = (poll: Pick<PollRow, 'status' | 'figures'>): Tally | null =>
  poll.status === 'closed' && poll.figures ? poll.figures : null

export const isOver = (poll: Pick<PollRow, 'status'>): boolean =>
  poll.status === 'closed' || poll.status === 'void'

const byName = new Intl.Collator('zh-Hans-CN').compare
export type Line = {
  id: string
  name: string
  office: string
  households: number
  way: 'inHall' | 'online' | 'represented' | 'absent'
  remark: string
}

/** 应到 one by one, by name: who came how, who is represented by whom, who is absent and why. */
export function linesOf({ facts, name }: Record): Line[] {
  const { due, inHall, online, represented, absent, left } = facts.attendance
  const hall = new Set(inHall)
  const away = new Set(online)
  const agents = new Map(represented.map((one) => [one.principal, one.agent]))
  const reasons = new Map(absent.map((one) => [one.person, one.reason]))
  const gone = new Map(left.map((one) => [one.person, one.at]))
  return due
    .map(({ person, capacities, households }): Line => {
      const agent = agents.get(person)
      const way = hall.has(person) ? 'inHall' : away.has(person) ? 'online' : agent ? 'represented' : 'absent'
      const leftAt = gone.get(person)
      const remark =
        way === 'represented' && agent
          ? `委托${name(agent)}`
          : way === 'absent'
            ? (reasons.get(person) ?? '')
            : leftAt
              ? `${timeZh(leftAt)}离会`
              : ''
      return { id: person, name: name(person), office: officesZh(capacities), households, way, remark }
    })
    .sort((a, b) => byName(a.name, b.name) || (a.id < b.id ? -1 : 1))
}
export const WAY_WORDS = { inHall: '现场', online: '线上', represented: '委托', absent: '缺席' } as const

/** 请假 has a reason; without one it is an absence. */
export const wayZh = (line: Line): string =>
  line.way === 'absent' && line.remark ? '请假' : WAY_WORDS[line.way]

type Question = MinutesFacts['matters'][number]['questions'][number]
export const outcomeZh = (outcome: Outcome | null): string => (outcome ? OUTCOMES[outcome].zh : '—')
const figuresOf = (question: Question): Tally | null => question.figures

/** 表决结果 of one question as the lines of a form: presence, counts by channel where they may be shown, base, outcome. */
export function resultRows(question: Question): Cell[][] {
  const tally = figuresOf(question)
  if (!tally || question.outcome === 'noQuorum')
    return [...presenceRows(question), [label('结果'), whole(endZh(question))]]
  const counts: Cell[][] = [
    [label('合计'), ...cells({ ...tally, invalid: invalidTold(tally) })],
    ...(question.byChannel ?? []).map((one) => [label(CHANNELS[one.channel].zh), ...cells(one)]),
  ]
  return [
    ...presenceRows(question),
    [label('票数'), ...['赞成', '反对', '弃权', '无效'].map(label)],
    ...counts,
    [label('未投'), whole(`${tally.notCast}人（已到会，未投票，仍计入到会人数）`)],
    ...recusedRow(question, tally),
    [label('计算'), whole(reckoningZh(question, tally))],
    [label('结果'), whole(outcomeZh(question.outcome))],
  ]
}
export const RESULT_COLUMNS = [2, 2, 2, 2, 2]
const whole = (text: string): Cell => ({ text, span: 4 })
const label = (text: string): Cell => ({ text, label: true })
/** `invalid: null`: few slips were counted, and theirs are told with the abstentions. */
type Counts = { for: number; against: number; abstain: number; invalid: number | null }
const cells = ({ for: yes, against, abstain, invalid }: Counts): Cell[] =>
  [yes, against, abstain, invalid ?? '计入弃权'].map((n) => ({ text: String(n), align: 'center' }))

function presenceRows(question: Question): Cell[][] {
  const tally = figuresOf(question)
  const seen = tally ?? question.presence
  if (!seen) return []
  const quorum = tally
    ? `；法定人数：${tally.quorumBase}人中须到会${tally.quorumNeeded}人，${tally.quorumMet ? '已达到' : `差${tally.quorumMissing}人，未达到`}`
    : ''
  const women = tally?.women?.base
    ? `；妇女代表到会${tally.women.present}人（须${tally.women.needed}人）`
    : ''
  return [
    [
      label('到会'),
      whole(`${presenceZh(seen)}，到会率${percentZh(presentOf(seen), seen.entitled)}${quorum}${women}`),
    ],
  ]
}

/** 回避: how those recused stand to the base, where there are any. */
function recusedRow({ rule }: Question, tally: Tally): Cell[][] {
  const words = recusedZh(tally, rule)
  return words ? [[label('回避'), whole(words)]] : []
}

/** Both bases, whichever of them decides. */
function reckoningZh(question: Question, tally: Tally): string {
  const { present, entitled } = tally.bothBases
  const decides = question.rule.majorityBase === 'present' ? '到会' : '应到'
  const households = tally.households
    ? `\n到会代表所代表${tally.households.quorum.present}户（须${tally.households.quorum.needed}户），赞成代表所代表${tally.households.majority.for}户（须${tally.households.majority.needed}户）`
    : ''
  return `以${decides}人员为基数：${tally.majorityBase}人，须赞成${tally.majorityNeeded}票，实得${tally.for}票\n到会基数${present.base}人须${present.needed}票，应到基数${entitled.base}人须${entitled.needed}票；本次按${decides}基数计算${households}`
}

export const endZh = ({ outcome, status, voidReason }: Question): string =>
  status === 'void'
    ? `作废${voidReason ? `：${VOID_REASONS[voidReason as VoidReason]?.zh ?? voidReason}` : ''}`
    : outcome === 'noQuorum'
      ? '未达法定人数，选票封存，不计票'
      : outcomeZh(outcome)

/** 签字 of the newest version: here, or on the paper that was scanned. */
export function signedHow(saved: Record['saved'], id: string): string | null {
  if (saved?.signedBy.includes(id)) return '（已在系统签字）'
  return saved?.signedOnPaper.includes(id) ? '（已在纸质件签字）' : null
}

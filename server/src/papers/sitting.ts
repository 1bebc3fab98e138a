/** What several papers say of one meeting in the same words. */
import { shanghaiDate } from '@cunyi/shared/days.ts'
import type { MeetingRule } from '@cunyi/shared/meeting-rules.ts'
import type { Tally } from '@cunyi/shared/tally.ts'
import { ASSEMBLIES, type Assembly, CHANNELS, OFFICES, type Office } from '@cunyi/shared/vocabulary.ts'
import type { MeetingRow, PollRow } from '../meetings/queries.ts'
import type { Record } from './matter.ts'
import { timeZh } from './words.ts'

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
  `${assemblyZh(meeting.assembly)} ${shanghaiDate(meeting.opensAt)}`

export const placeZh = ({ place, link }: Pick<MeetingRow, 'place' | 'link'>): string =>
  link ? `${place}；线上：${link}` : place

/** From the opening to the end of the window or of the meeting. */
export const spanZh = ({ opensAt, windowEnd, endedAt }: MeetingRow): string =>
  windowEnd
    ? `${timeZh(opensAt)}开会；线上截至${timeZh(windowEnd)}`
    : `${timeZh(opensAt)}${endedAt ? `至${timeZh(endedAt)}` : ''}`

export const ruleOfPoll = (poll: Pick<PollRow, 'rule'>) => poll.rule as unknown as MeetingRule

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
  poll.status === 'closed' && poll.figures ? (poll.figures as unknown as Tally) : null

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

/** 催会: who is reminded of a meeting that is under way, when, and in what words. */
import type { ProfileValues } from '../law/profile-keys.ts'
import { addHours, shanghaiTime } from '../words/days.ts'
import { ASSEMBLIES, type Assembly, type MeetingStatus } from '../words/vocabulary.ts'

export type RemindFacts = {
  /** Has a vote and was not struck. */
  votes: boolean
  /** Has come once, also if he left since: he knows. */
  signedIn: boolean
  /** In any poll of this meeting, by whatever way. */
  voted: boolean
  /** A proxy of his stands; his agent is reminded as himself. */
  represented: boolean
  excused: boolean
  /** From every matter of this meeting. */
  recused: boolean
}

/** Only who has neither signed in nor voted, and whose vote is still awaited. */
export const isReminded = (one: RemindFacts): boolean =>
  one.votes && !one.signedIn && !one.voted && !one.represented && !one.excused && !one.recused

export type RemindTimes = {
  status: MeetingStatus
  opensAt: Date
  windowEnd: Date | null
  /** Some poll is waiting or open. */
  pending: boolean
}

/** A meeting reminds while it is under way and something is still to be voted. */
export const isRemindable = ({ status, opensAt, windowEnd, pending }: RemindTimes, now: Date): boolean =>
  status !== 'ended' &&
  status !== 'adjourned' &&
  pending &&
  now >= opensAt &&
  (windowEnd === null || now < windowEnd)

/** The round that goes out by itself; none where the window is shorter or the rules want none. */
export function ownRoundAt(
  { opensAt, windowEnd }: Pick<RemindTimes, 'opensAt' | 'windowEnd'>,
  rules: Pick<ProfileValues, 'remind.before_end_hours'>,
): Date | null {
  const hours = rules['remind.before_end_hours']
  if (windowEnd === null || hours === 0) return null
  const at = addHours(windowEnd, -hours)
  return at < opensAt ? null : at
}

export type RoundFacts = { rounds: number; lastAt: Date | null }

/** When the chair may remind again; null: the rounds are used up. */
export function nextRoundAt(
  { rounds, lastAt }: RoundFacts,
  rules: Pick<ProfileValues, 'remind.gap_hours' | 'remind.max_rounds'>,
): Date | null {
  if (rounds >= rules['remind.max_rounds']) return null
  return lastAt === null ? new Date(0) : addHours(lastAt, rules['remind.gap_hours'])
}

/** A reminder makes sense until the window ends, or nothing can be voted in this meeting any more. */
export const remindUntil = ({ windowEnd, lapsesAt }: { windowEnd: Date | null; lapsesAt: Date }): Date =>
  windowEnd ?? lapsesAt

export type CallFacts = {
  assembly: Assembly
  title: string
  place: string
  windowEnd: Date | null
  onlineCounts: boolean
  /** The meeting's page, or this one person's way to it. */
  link: string
}

/** 短信: what the phone of one person shows. No name and nothing of what anybody chose. */
export function reminderText(
  { assembly, title, place, windowEnd, onlineCounts, link }: CallFacts,
  village = '',
): string {
  const where = onlineCounts ? `请到${place}，或在手机上办理：${link} ` : `请到${place}参加：${link} `
  const until = windowEnd ? `截至${shanghaiTime(windowEnd)}。` : ''
  return `【村议】${village}${ASSEMBLIES[assembly].zh}“${title}”正在进行，您还没有签到、表决。${until}${where}`.trim()
}

/** 手机通知: what a locked screen may show to whoever looks at it. */
export const pushNote = ({ title, link }: Pick<CallFacts, 'title' | 'link'>) => ({
  title: '会议提醒',
  body: title,
  link,
})

/**
 * Texts to read out, to copy and to print. They go to everybody within earshot, so they name no person and give
 * no count of who is missing by group.
 */
export function callTexts(facts: CallFacts): { loudspeaker: string; chat: string; door: string } {
  const { assembly, title, place, windowEnd, onlineCounts, link } = facts
  const body = ASSEMBLIES[assembly].zh
  const until = windowEnd ? `${shanghaiTime(windowEnd)}前` : '会议结束前'
  const away = onlineCounts ? '在外地的，请打开手机上的会议通知签到、表决。' : ''
  const spoken = `各位乡亲请注意：${body}正在进行，商议“${title}”。还没有签到、表决的，请在${until}到${place}参加。${away}`
  return {
    loudspeaker: `${spoken}再播送一遍：${spoken}`,
    chat: `【${body}】${title}\n还没有签到、表决的，请在${until}办理。\n地点：${place}\n${onlineCounts ? '手机办理' : '会议页面'}：${link}`,
    door: `${body}参会提醒\n\n议题：${title}\n地点：${place}\n时间：${until}\n\n您还没有签到、表决，请按时参加。${away}不能到会的，请告知村委会。`,
  }
}

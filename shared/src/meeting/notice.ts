/** 会议通知: the words that go out to everyone on the roll, by whatever channel; a deep link leads to the page. */
import { shanghaiTime } from '../words/days.ts'
import { ASSEMBLIES, type Assembly, type MeetingStatus } from '../words/vocabulary.ts'

export type NoticeFacts = {
  assembly: Assembly
  title: string
  place: string
  opensAt: Date
  windowEnd: Date | null
  onlineCounts: boolean
  /** 重新召开, 休会, 更正 …: what is new about it. */
  kind:
    | 'first'
    | 'reconvened'
    | 'adjourned'
    | 'moved'
    | 'added'
    | 'corrected'
    | 'suspended'
    | 'setAside'
    | 'extended'
    | 'assisted'
    | 'textChanged'
    | 'takenBack'
    | 'recused'
    | 'recounted'
    | 'countAgain'
    | 'tellers'
    | 'endedEarly'
}

/**
 * Whether telling somebody of a meeting still makes sense: it has not ended, nor has the window in which he could act.
 * Of an adjourned one the time to go on may still be named.
 */
export const isStillNews = (
  { status, windowEnd }: { status: MeetingStatus; windowEnd: Date | null },
  now: Date,
): boolean => status !== 'ended' && (status === 'adjourned' || windowEnd === null || now < windowEnd)

/**
 * What was done with his own ballot, or with all of them, is a 安全提醒: he is told also when the meeting is over, or
 * whoever cheats need only wait.
 */
export const isOwnWarning = (kind: NoticeFacts['kind']): boolean =>
  ['assisted', 'setAside', 'recounted', 'countAgain', 'endedEarly'].includes(kind)

/** 地点, the further places of the same meeting with it. */
export const placeWords = (place: string, further: readonly string[]): string =>
  further.length === 0 ? place : `${place}（分会场：${further.join('、')}）`

const KINDS = {
  first: { zh: '会议通知', en: 'Notice of meeting' },
  reconvened: { zh: '重新召开会议通知', en: 'Notice of meeting, convened again' },
  adjourned: { zh: '会议改期通知（休会后继续）', en: 'The meeting goes on at another time' },
  moved: { zh: '会议改期通知', en: 'The meeting was moved' },
  added: { zh: '会议通知（名册更正）', en: 'Notice of meeting (roll corrected)' },
  suspended: {
    zh: '休会通知：时段过半仍未开始表决，时间另行通知',
    en: 'Adjourned: half of the window passed before the poll opened; a time follows',
  },
  setAside: {
    zh: '您的一张选票已由两人剔除、未拆封，理由见会议页面；符合条件的可以重新投票',
    en: 'Your ballot was set aside unopened by two persons; the reason is on the meeting’s page; if entitled you may vote again',
  },
  extended: {
    zh: '表决时段因服务中断延长',
    en: 'The window was extended because ballots could not be taken for a while',
  },
  assisted: {
    zh: '已由代录人替您录入选票。如不是您的意思，表决结束前可在会议页面提出异议，或自己重新投票',
    en: 'A helper entered your ballot. If it was not your will, object on the meeting’s page or vote yourself before the poll ends',
  },
  takenBack: {
    zh: '您的一条会议记录（签到、离场、请假或回避）记错了，已由两人撤销；您到会时可以签到',
    en: 'An entry about you at this meeting (sign-in, leaving, excuse or recusal) was a mistake and was taken back by two persons; when you come you may sign in',
  },
  recused: {
    zh: '有人记下您在这次会议的一件事项中须回避。您如不同意，表决开始前可在会议页面提出（开会前一天内才记下的，表决结束前都可以），提出后由村务监督委员会裁定',
    en: 'It was recorded that you are to be recused in a matter of this meeting. If you do not agree, contest it on the meeting’s page before the poll opens (recorded in the last day before it: before it ends); the oversight committee then judges',
  },
  recounted: {
    zh: '有人提出复核，说您没有到会，或者您的票不该投，还要第二人确认。如不属实，请马上告诉村务监督委员会或者乡镇',
    en: 'A recount was asked for that says you were not present or should not have voted; it waits for a second person. If it is untrue, tell the oversight committee or the township at once',
  },
  countAgain: {
    zh: '纸质票要复核清点，抽签请您和另一人各自再数一遍；请在“两人办理”里说数目对不对',
    en: 'The paper ballots are to be counted again; the lot asks you and one other, each by himself. Say under “Acts of two” whether the figures are right',
  },
  tellers: {
    zh: '计票人已由会议推选或抽签产生',
    en: 'The tellers have been chosen by the meeting or by lot',
  },
  endedEarly: {
    zh: '有人改动了数据库，想让系统提前拆封选票。没有拆，投票照常进行；请马上告诉乡镇',
    en: 'Somebody changed the database so that ballots would be opened before the end. None was opened, and the poll goes on; tell the township at once',
  },
  corrected: { zh: '名册更正告知', en: 'The roll was corrected' },
  textChanged: {
    zh: '方案文字有改动，原通知作废，这件事不按原通知表决，会另行通知',
    en: 'The text was changed: the notice given for this matter is withdrawn; another follows',
  },
} as const

export function noticeText(facts: NoticeFacts): { zh: string; en: string } {
  const { assembly, title, place, opensAt, windowEnd, onlineCounts, kind } = facts
  const at = shanghaiTime(opensAt)
  const zh = [`【${KINDS[kind].zh}】${ASSEMBLIES[assembly].zh}：${title}`, `时间：${at}`, `地点：${place}`]
  const en = [`${KINDS[kind].en}: ${ASSEMBLIES[assembly].en}, “${title}”`, `Time: ${at}`, `Place: ${place}`]
  if (onlineCounts) {
    zh.push(
      windowEnd ? `在外的可在手机上签到、表决，截至${shanghaiTime(windowEnd)}` : '在外的可在手机上签到、表决',
    )
    en.push(
      windowEnd
        ? `Those away sign in and vote on the phone until ${shanghaiTime(windowEnd)}`
        : 'Those away sign in and vote on the phone',
    )
  }
  return { zh: `${zh.join('；')}。`, en: `${en.join('. ')}.` }
}

/** 短信: who sends it and from where, before the words; the way of this one person to the meeting after them. */
export const messageOfNotice = (village: string, text: string): string => `【村议】${village}${text}`
export const withLink = (text: string, link: string): string =>
  `${text}点开就能看、能办：${link} （只给您本人，请勿转发）`

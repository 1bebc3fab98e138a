/**
 * 保管期限: how long what is kept of a matter. A county may ask for longer; nothing here is destroyed by itself, what
 * falls due is listed, and a legal hold stops all of it.
 */
import type { Day } from '../words/days.ts'
import { ENDED_STAGES, isOneOf, type Stage, type Track } from '../words/vocabulary.ts'

/** 已办结: it can be packed. */
export const hasEnded = (stage: Stage): boolean => isOneOf(ENDED_STAGES, stage)

const VA = '村级档案管理办法 arts 2, 7'
const TOWNSHIP = '乡镇档案保管期限表'
/** Years; null: 永久. */
// biome-ignore format: one row, one class
export const RETENTION = {
  passed:    { years: null, zh: '通过的事项全宗',       en: 'Records of a matter that passed',     source: `${VA}；${TOWNSHIP}` },
  opinion:   { years: null, zh: '评议意见全宗',         en: 'Records of an opinion',               source: VA },
  notPassed: { years: 10,   zh: '未通过、撤回的事项',   en: 'A matter that did not pass',          source: TOWNSHIP },
  signIn:    { years: 30,   zh: '会议通知和签到',       en: 'Notices and sign-in',                 source: VA },
} as const satisfies Record<string, { years: number | null; zh: string; en: string; source: string }>
export type RetentionClass = keyof typeof RETENTION

/** 全宗的类别 follows from how the matter ended; null while it goes on. */
export function classOf(matter: { stage: Stage; track: Track }): RetentionClass | null {
  if (matter.stage === 'archived' || matter.stage === 'superseded')
    return matter.track === 'opinion' ? 'opinion' : 'passed'
  if (matter.stage === 'opinionSent') return 'opinion'
  return hasEnded(matter.stage) ? 'notPassed' : null
}

/** 到期日: the years run from the first of January after the matter ended; null: kept for ever. */
export function dueOn(kind: RetentionClass, endedOn: Day): Day | null {
  const { years } = RETENTION[kind]
  return years === null ? null : `${Number(endedOn.slice(0, 4)) + years + 1}-01-01`
}

export type Hold = {
  proposedBy: string
  confirmedBy: string | null
  liftProposedBy: string | null
  liftConfirmedBy: string | null
}
/** 封存: it stands from the second person's word until two persons have lifted it; a proposal alone already stops the keeper. */
export const isHeld = (hold: Hold): boolean => hold.liftConfirmedBy === null

export type Kept = { kind: RetentionClass; endedOn: Day; dueOn: Day | null; held: boolean; due: boolean }

/** What is kept of a matter, class by class, and whether it may be destroyed today. */
export function keptOf(
  matter: { stage: Stage; track: Track; endedOn: Day; held: boolean },
  today: Day,
): Kept[] {
  const own = classOf(matter)
  if (!own) return []
  const { endedOn, held } = matter
  return [own, 'signIn' as const].map((kind) => {
    const day = dueOn(kind, endedOn)
    return { kind, endedOn, dueOn: day, held, due: !held && day !== null && day <= today }
  })
}

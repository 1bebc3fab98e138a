/**
 * 险情先办: where life is in danger nobody waits for a meeting. It is acted on at once, reported to the township within
 * its hours, and what it cost is put before the body that decides, whatever the township says of it. (平台默认; integrity D26)
 */
import type { ProfileValues } from '../law/profile.ts'
import { addHours, endOfDays } from '../words/days.ts'
import { type Refusal, refuse } from '../words/refusal.ts'
import { DECIDED_STAGES, isOneOf, type Stage } from '../words/vocabulary.ts'

type Hours = Pick<ProfileValues, 'danger.report_hours'>
type Days = Pick<ProfileValues, 'danger.matter_days'>

export const reportDangerBy = (beganAt: Date, profile: Hours): Date =>
  addHours(beganAt, profile['danger.report_hours'])

/** From the report on: before it nobody knew of a cost. */
export const putCostBy = (reportedAt: Date, profile: Days): Date =>
  endOfDays(reportedAt, profile['danger.matter_days'])

/** It is told once it has begun. */
export const whyNotReport = (beganAt: Date, now: Date): Refusal | null =>
  beganAt > now ? refuse('dayAhead', { what: { zh: '险情发生时间', en: 'When it began' } }) : null

/** A matter that names it asks for no less than was spent by then. */
export const whyNotCost = (asked: number | undefined, spent: number): Refusal | null =>
  (asked ?? 0) < spent ? refuse('costBelowDanger', { spent: spent / 100 }) : null

/** 已提交表决: they voted on it, whichever way it went. */
export const isPut = (it: { stage: Stage; rejectionsAtStep4: number }): boolean =>
  isOneOf(DECIDED_STAGES, it.stage) || it.rejectionsAtStep4 > 0

/**
 * 备案 that the law itself asks for: of charter and 村规民约 it takes the place of the resolution's (村委会组织法 art 31); the
 * collective's charter and roll of members go to the county's office too, outside the platform (RCEO 12, 20).
 */
import type { Duty } from './duty-kinds.ts'

export const FILINGS = ['fileRules', 'fileCharter', 'fileMembers'] as const satisfies readonly Duty[]

/** What a resolution makes or changes: village rules; the collective's charter; who is a member of it. */
export type Made = { makesRules?: boolean; makesCharter?: boolean; makesMembers?: boolean }

export const filingOf = ({ makesRules, makesCharter, makesMembers }: Made): Duty | null =>
  makesRules ? 'fileRules' : makesCharter ? 'fileCharter' : makesMembers ? 'fileMembers' : null

/** 报备案 outside the platform is asked for until it is recorded, however long the matter is over. */
export const isOwedStill = (kind: Duty): boolean => kind === 'fileCharter' || kind === 'fileMembers'

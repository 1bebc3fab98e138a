/** One row of the list of refusals, and the sources that many of them rest on. */
export type RefusalRow = { status: number; zh: string; en: string; rule: string; source: string }
export const rows = <const T extends Record<string, RefusalRow>>(table: T) => table
export const PLATFORM = '平台规则'
export const VC = '村委会组织法'
export const RCEO = '农村集体经济组织法'

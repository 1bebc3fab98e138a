import type { Office } from '@cunyi/shared/vocabulary.ts'
import type { RouteLocationRaw, RouteRecordRaw } from 'vue-router'

/**
 * The pages of those who hold an office. Each is its own part of the script, fetched when it is opened, with
 * `meta: { wide: true, messages: ['<its message file>'], title: '<key>' }`.
 */
export const officeRoutes: RouteRecordRaw[] = []

/** What stands under 办理: the page, its word (a key of messages/office.ts) and the offices that see it. */
export type OfficeLink = { to: RouteLocationRaw; title: string; help: string; offices: Office[] }
export const officeLinks: OfficeLink[] = []

/** What waits for an office, by its kind: where 现在需要您 leads. Kinds not named lead to meeting or matter. */
export type Waiting = {
  kind: string
  village: string
  meetingId: string | null
  proposalId: string | null
  subjectId: string | null
}
export const waitingTargets: Record<string, (item: Waiting) => RouteLocationRaw> = {}

/** What a matter's page offers an office, by the names in `mayNow`. */
export type MatterAct = { title: string; to: (village: string, proposal: string) => RouteLocationRaw }
export const matterActs: Record<string, MatterAct> = {}

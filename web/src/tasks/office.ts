import type { Office } from '@cunyi/shared/vocabulary.ts'
import type { RouteLocationRaw, RouteRecordRaw } from 'vue-router'

/**
 * The pages of those who hold an office. Each is its own part of the script, fetched when it is opened, with
 * `meta: { wide: true, messages: ['<its message file>'], title: '<key>' }`.
 */
// biome-ignore format: one row, one page
export const officeRoutes: RouteRecordRaw[] = [
  { path: '/draft/:proposal?', name: 'draft', component: () => import('./propose/DraftPage.vue'), meta: { wide: true, messages: ['office', 'propose'], title: 'propose.title' } },
  { path: '/v/:village/matters/:proposal/convene', name: 'convene', component: () => import('./convene/ConvenePage.vue'), meta: { wide: true, messages: ['office', 'convene'], title: 'convene.title' } },
  { path: '/v/:village/meetings/:meeting/conduct', name: 'conduct', component: () => import('./conduct/ConductPage.vue'), meta: { wide: true, messages: ['office', 'conduct'], title: 'conduct.title' } },
  { path: '/v/:village/meetings/:meeting/projector', name: 'projector', component: () => import('./conduct/ProjectorPage.vue'), meta: { bare: true, wide: true, messages: ['office', 'conduct'], title: 'conduct.projectorTitle' } },
  { path: '/meetings', name: 'meetings', component: () => import('./convene/MeetingsPage.vue'), meta: { messages: ['office', 'convene'], title: 'convene.meetings' } },
]

/** What stands under 办理: the page, its word (a key of messages/office.ts) and the offices that see it. */
export type OfficeLink = { to: RouteLocationRaw; title: string; help: string; offices: Office[] }
const DRAFTERS: Office[] = ['branchSecretary', 'branchCommittee', 'villageDirector', 'villageCommittee', 'boardChair', 'boardMember', 'groupHead', 'residentDirector', 'residentCommittee']
const SITTERS: Office[] = [...DRAFTERS, 'oversightChair', 'oversightCommittee']
// biome-ignore format: one row, one page
export const officeLinks: OfficeLink[] = [
  { to: { name: 'meetings' }, title: 'office.meetings', help: 'office.meetingsHelp', offices: SITTERS },
  { to: { name: 'draft' }, title: 'office.draft', help: 'office.draftHelp', offices: DRAFTERS },
]

/** What waits for an office, by its kind: where 现在需要您 leads. Kinds not named lead to meeting or matter. */
export type Waiting = {
  kind: string
  village: string
  meetingId: string | null
  proposalId: string | null
  subjectId: string | null
}
const toDesk = (item: Waiting): RouteLocationRaw => ({ name: 'conduct', params: { village: item.village, meeting: item.meetingId ?? '' } })
export const waitingTargets: Record<string, (item: Waiting) => RouteLocationRaw> = {
  count: toDesk,
  minutes: toDesk,
  convene: (item) => ({ name: 'convene', params: { village: item.village, proposal: item.proposalId ?? '' } }),
}

/** What a matter's page offers an office, by the names in `mayNow`. */
export type MatterAct = { title: string; to: (village: string, proposal: string) => RouteLocationRaw }
export const matterActs: Record<string, MatterAct> = {
  editDraft: { title: 'office.acts.editDraft', to: (_village, proposal) => ({ name: 'draft', params: { proposal } }) },
  conveneMeeting: { title: 'office.acts.conveneMeeting', to: (village, proposal) => ({ name: 'convene', params: { village, proposal } }) },
}

import type { Office } from '@cunyi/shared/words/vocabulary.ts'
import type { RouteLocationRaw, RouteRecordRaw } from 'vue-router'

/**
 * The pages of those who hold an office. Each is its own part of the script, fetched when it is opened, with
 * `meta: { wide: true, messages: ['<its message file>'], title: '<key>' }`.
 */
// biome-ignore format: one row, one page
export const officeRoutes: RouteRecordRaw[] = [
  { path: '/draft/:proposal?', name: 'draft', component: () => import('./propose/DraftPage.vue'), meta: { wide: true, messages: ['office', 'propose'], title: 'propose.title' } },
  { path: '/v/:village/matters/:proposal/convene', name: 'convene', component: () => import('./convene/ConvenePage.vue'), meta: { wide: true, messages: ['office', 'convene'], title: 'convene.title' } },
  { path: '/v/:village/meetings/:meeting/conduct', name: 'conduct', component: () => import('./conduct/ConductPage.vue'), meta: { wide: true, messages: ['office', 'conduct', 'remind'], title: 'conduct.title' } },
  { path: '/v/:village/meetings/:meeting/projector', name: 'projector', component: () => import('./conduct/ProjectorPage.vue'), meta: { bare: true, wide: true, messages: ['office', 'conduct'], title: 'conduct.projectorTitle' } },
  { path: '/v/:village/meetings/:meeting/polls/:poll/slips', name: 'slips', component: () => import('./conduct/SlipsPage.vue'), meta: { wide: true, messages: ['office', 'conduct'], title: 'conduct.printSlips' } },
  { path: '/v/:village/meetings/:meeting/polls/:poll/assist', name: 'assist', component: () => import('./assist/AssistPage.vue'), meta: { messages: ['assist'], title: 'assist.title' } },
  { path: '/helpers', name: 'helpers', component: () => import('./assist/HelpersPage.vue'), meta: { messages: ['assist'], title: 'assist.helpers' } },
  { path: '/meetings', name: 'meetings', component: () => import('./convene/MeetingsPage.vue'), meta: { messages: ['office', 'convene'], title: 'convene.meetings' } },
  { path: '/disclosures', name: 'disclosures', component: () => import('./disclose/DisclosureListPage.vue'), meta: { wide: true, messages: ['office', 'disclose'], title: 'disclose.title' } },
  { path: '/v/:village/disclosures/:disclosure', name: 'disclosure', component: () => import('./disclose/DisclosurePage.vue'), meta: { wide: true, messages: ['office', 'disclose'], title: 'disclose.title' } },
  { path: '/v/:village/matters/:proposal/disclosure', name: 'matterDisclosure', component: () => import('./disclose/DisclosurePage.vue'), meta: { wide: true, messages: ['office', 'disclose'], title: 'disclose.title' } },
  { path: '/v/:village/matters/:proposal/objections', name: 'objections', component: () => import('./disclose/ObjectionsPage.vue'), meta: { wide: true, messages: ['office', 'disclose'], title: 'disclose.answersTitle' } },
  { path: '/v/:village/matters/:proposal/work', name: 'work', component: () => import('./disclose/WorkPage.vue'), meta: { wide: true, messages: ['office', 'disclose'], title: 'disclose.work' } },
  { path: '/confirmation', name: 'confirmation', component: () => import('./disclose/ConfirmationPage.vue'), meta: { wide: true, messages: ['office', 'disclose'], title: 'disclose.confirmation' } },
  { path: '/reviews', name: 'reviews', component: () => import('./oversee/ReviewPage.vue'), meta: { wide: true, messages: ['office', 'oversee', 'disclose'], title: 'oversee.reviews' } },
  { path: '/v/:village/matters/:proposal/note', name: 'note', component: () => import('./oversee/NotePage.vue'), meta: { messages: ['office', 'oversee'], title: 'oversee.note' } },
  { path: '/evidence', name: 'evidence', component: () => import('./oversee/EvidencePage.vue'), meta: { wide: true, messages: ['office', 'oversee'], title: 'oversee.evidence' } },
  { path: '/v/:village/evidence', name: 'villageEvidence', component: () => import('./oversee/EvidencePage.vue'), meta: { wide: true, messages: ['office', 'oversee'], title: 'oversee.evidence' } },
  { path: '/overview', name: 'overview', component: () => import('./oversee/OverviewPage.vue'), meta: { wide: true, messages: ['office', 'oversee'], title: 'oversee.overview' } },
  { path: '/v/:village/overview', name: 'villageOverview', component: () => import('./oversee/VillagePage.vue'), meta: { wide: true, messages: ['office', 'oversee'], title: 'oversee.overview' } },
  { path: '/v/:village/matters/:proposal/township', name: 'township', component: () => import('./oversee/TownshipActsPage.vue'), meta: { messages: ['office', 'oversee'], title: 'oversee.townshipActs' } },
  { path: '/roster', name: 'roster', component: () => import('./roster/RosterPage.vue'), meta: { wide: true, messages: ['office', 'roster'], title: 'roster.title' } },
  { path: '/v/:village/roster', name: 'villageRoster', component: () => import('./roster/RosterPage.vue'), meta: { wide: true, messages: ['office', 'roster'], title: 'roster.title' } },
  { path: '/roster/offices', name: 'offices', component: () => import('./roster/OfficesPage.vue'), meta: { wide: true, messages: ['office', 'roster'], title: 'roster.offices' } },
  { path: '/v/:village/roster/offices', name: 'villageOffices', component: () => import('./roster/OfficesPage.vue'), meta: { wide: true, messages: ['office', 'roster'], title: 'roster.offices' } },
  { path: '/roster/composition', name: 'composition', component: () => import('./roster/CompositionPage.vue'), meta: { wide: true, messages: ['office', 'roster'], title: 'roster.composition' } },
  { path: '/v/:village/roster/composition', name: 'villageComposition', component: () => import('./roster/CompositionPage.vue'), meta: { wide: true, messages: ['office', 'roster'], title: 'roster.composition' } },
  { path: '/roster/households', name: 'households', component: () => import('./roster/HouseholdsPage.vue'), meta: { wide: true, messages: ['office', 'roster'], title: 'roster.households' } },
  { path: '/v/:village/roster/households', name: 'villageHouseholds', component: () => import('./roster/HouseholdsPage.vue'), meta: { wide: true, messages: ['office', 'roster'], title: 'roster.households' } },
  { path: '/roster/import', name: 'import', component: () => import('./roster/ImportPage.vue'), meta: { wide: true, messages: ['office', 'roster'], title: 'roster.import' } },
  { path: '/v/:village/people/:person', name: 'person', component: () => import('./roster/PersonPage.vue'), meta: { messages: ['office', 'roster'], title: 'roster.title' } },
  { path: '/rules', name: 'rules', component: () => import('./settings/ProfilePage.vue'), meta: { wide: true, messages: ['office', 'settings'], title: 'settings.rules' } },
  { path: '/v/:village/rules', name: 'villageRules', component: () => import('./settings/ProfilePage.vue'), meta: { wide: true, messages: ['office', 'settings'], title: 'settings.rules' } },
  { path: '/authorisations', name: 'authorisations', component: () => import('./settings/AuthorisationsPage.vue'), meta: { wide: true, messages: ['office', 'settings'], title: 'settings.authorisations' } },
  { path: '/v/:village/authorisations', name: 'villageAuthorisations', component: () => import('./settings/AuthorisationsPage.vue'), meta: { wide: true, messages: ['office', 'settings'], title: 'settings.authorisations' } },
  { path: '/legal-bases', name: 'legalBases', component: () => import('./settings/LegalBasesPage.vue'), meta: { wide: true, messages: ['office', 'settings'], title: 'settings.legalBases' } },
  { path: '/v/:village/legal-bases', name: 'villageLegalBases', component: () => import('./settings/LegalBasesPage.vue'), meta: { wide: true, messages: ['office', 'settings'], title: 'settings.legalBases' } },
  { path: '/staff', name: 'staff', component: () => import('./settings/StaffPage.vue'), meta: { wide: true, messages: ['office', 'settings'], title: 'settings.staff' } },
]

/** What stands under 办理: the page, its word (a key of messages/office.ts) and the offices that see it. */
export type OfficeLink = { to: RouteLocationRaw; title: string; help: string; offices: Office[] }
const DRAFTERS: Office[] = [
  'branchSecretary',
  'branchCommittee',
  'villageDirector',
  'villageCommittee',
  'boardChair',
  'boardMember',
  'groupHead',
  'residentDirector',
  'residentCommittee',
]
const POSTERS: Office[] = [
  'villageDirector',
  'villageCommittee',
  'boardChair',
  'residentDirector',
  'oversightChair',
  'oversightCommittee',
]
const VILLAGE_INSIDERS: Office[] = [
  ...DRAFTERS,
  'oversightChair',
  'oversightCommittee',
  'firstSecretary',
  'accountant',
  'supervisor',
]
const INSIDERS: Office[] = [...VILLAGE_INSIDERS, 'townshipStaff', 'countyStaff']
const SITTERS: Office[] = [...DRAFTERS, 'oversightChair', 'oversightCommittee']
// biome-ignore format: one row, one page
export const officeLinks: OfficeLink[] = [
  { to: { name: 'meetings' }, title: 'office.meetings', help: 'office.meetingsHelp', offices: SITTERS },
  { to: { name: 'draft' }, title: 'office.draft', help: 'office.draftHelp', offices: DRAFTERS },
  { to: { name: 'disclosures' }, title: 'office.disclosures', help: 'office.disclosuresHelp', offices: POSTERS },
  { to: { name: 'confirmation' }, title: 'office.confirmation', help: 'office.confirmationHelp', offices: ['villageDirector', 'villageCommittee'] },
  { to: { name: 'reviews' }, title: 'office.reviews', help: 'office.reviewsHelp', offices: ['oversightChair', 'oversightCommittee'] },
  { to: { name: 'overview' }, title: 'office.overview', help: 'office.overviewHelp', offices: ['townshipStaff', 'countyStaff'] },
  { to: { name: 'evidence' }, title: 'office.evidence', help: 'office.evidenceHelp', offices: INSIDERS },
  { to: { name: 'roster' }, title: 'office.roster', help: 'office.rosterHelp', offices: VILLAGE_INSIDERS },
  { to: { name: 'helpers' }, title: 'office.helpers', help: 'office.helpersHelp', offices: VILLAGE_INSIDERS },
  { to: { name: 'rules' }, title: 'office.rules', help: 'office.rulesHelp', offices: INSIDERS },
  { to: { name: 'authorisations' }, title: 'office.authorisations', help: 'office.authorisationsHelp', offices: VILLAGE_INSIDERS },
  { to: { name: 'legalBases' }, title: 'office.legalBases', help: 'office.legalBasesHelp', offices: VILLAGE_INSIDERS },
  { to: { name: 'staff' }, title: 'office.staff', help: 'office.staffHelp', offices: ['countyStaff'] },
  { to: { name: 'staff' }, title: 'office.openVillages', help: 'office.openVillagesHelp', offices: ['townshipStaff'] },
]

/** What waits for an office, by its kind: where 现在需要您 leads. Kinds not named lead to meeting or matter. */
export type Waiting = {
  kind: string
  village: string
  meetingId: string | null
  proposalId: string | null
  subjectId: string | null
}
const toDisclosure = ({ village, subjectId, proposalId }: Waiting): RouteLocationRaw =>
  subjectId
    ? { name: 'disclosure', params: { village, disclosure: subjectId } }
    : { name: 'matterDisclosure', params: { village, proposal: proposalId ?? '' } }
const toObjections = ({ village, proposalId }: Waiting): RouteLocationRaw => ({
  name: 'objections',
  params: { village, proposal: proposalId ?? '' },
})
const toTownship = ({ village, proposalId }: Waiting): RouteLocationRaw => ({
  name: 'township',
  params: { village, proposal: proposalId ?? '' },
})
const toDesk = (item: Waiting): RouteLocationRaw => ({
  name: 'conduct',
  params: { village: item.village, meeting: item.meetingId ?? '' },
})
export const waitingTargets: Record<string, (item: Waiting) => RouteLocationRaw> = {
  review: toDisclosure,
  post: toDisclosure,
  photo: toDisclosure,
  classify: toObjections,
  answer: toObjections,
  approve: toTownship,
  file: toTownship,
  confirm: (item) =>
    item.meetingId
      ? { name: 'meeting', params: { village: item.village, meeting: item.meetingId } }
      : { name: 'rules' },
  count: toDesk,
  minutes: toDesk,
  convene: (item) => ({
    name: 'convene',
    params: { village: item.village, proposal: item.proposalId ?? '' },
  }),
}

/** What a matter's page offers an office, by the names in `mayNow`. */
export type MatterAct = { title: string; to: (village: string, proposal: string) => RouteLocationRaw }
export const matterActs: Record<string, MatterAct> = {
  editDisclosure: {
    title: 'office.acts.editDisclosure',
    to: (village, proposal) => ({ name: 'matterDisclosure', params: { village, proposal } }),
  },
  reviewDisclosure: {
    title: 'office.acts.reviewDisclosure',
    to: (village, proposal) => ({ name: 'matterDisclosure', params: { village, proposal } }),
  },
  startWork: {
    title: 'office.acts.startWork',
    to: (village, proposal) => ({ name: 'work', params: { village, proposal } }),
  },
  addExpense: {
    title: 'office.acts.addExpense',
    to: (village, proposal) => ({ name: 'work', params: { village, proposal }, hash: '#money' }),
  },
  postConfirmation: {
    title: 'office.acts.postConfirmation',
    to: (_village, proposal) => ({ name: 'confirmation', query: { proposal } }),
  },
  addNote: {
    title: 'office.acts.addNote',
    to: (village, proposal) => ({ name: 'note', params: { village, proposal } }),
  },
  giveOpinion: {
    title: 'office.acts.giveOpinion',
    to: (village, proposal) => ({ name: 'township', params: { village, proposal } }),
  },
  approveProposal: {
    title: 'office.acts.approveProposal',
    to: (village, proposal) => ({ name: 'township', params: { village, proposal } }),
  },
  editDraft: {
    title: 'office.acts.editDraft',
    to: (_village, proposal) => ({ name: 'draft', params: { proposal } }),
  },
  conveneMeeting: {
    title: 'office.acts.conveneMeeting',
    to: (village, proposal) => ({ name: 'convene', params: { village, proposal } }),
  },
}

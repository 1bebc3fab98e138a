import type { RouteRecordRaw } from 'vue-router'

/**
 * The pages of those who hold an office. Each is its own part of the script, fetched when it is opened, with
 * `meta: { wide: true, messages: ['<its message file>'], title: '<key>' }`.
 */
// biome-ignore format: one row, one page
const officeRoutes: RouteRecordRaw[] = [
  { path: '/draft/:proposal?', name: 'draft', component: () => import('../tasks/propose/DraftPage.vue'), meta: { wide: true, messages: ['office', 'propose', 'ways'], title: 'propose.title' } },
  { path: '/v/:village/matters/:proposal/convene', name: 'convene', component: () => import('../tasks/convene/ConvenePage.vue'), meta: { wide: true, messages: ['office', 'convene'], title: 'convene.title' } },
  { path: '/v/:village/meetings/:meeting/conduct', name: 'conduct', component: () => import('../tasks/conduct/ConductPage.vue'), meta: { wide: true, messages: ['office', 'conduct', 'remind'], title: 'conduct.title' } },
  { path: '/v/:village/meetings/:meeting/projector', name: 'projector', component: () => import('../tasks/conduct/ProjectorPage.vue'), meta: { bare: true, wide: true, messages: ['office', 'conduct'], title: 'conduct.projectorTitle' } },
  { path: '/v/:village/meetings/:meeting/polls/:poll/slips', name: 'slips', component: () => import('../tasks/conduct/SlipsPage.vue'), meta: { wide: true, messages: ['office', 'conduct'], title: 'conduct.printSlips' } },
  { path: '/v/:village/meetings/:meeting/polls/:poll/assist', name: 'assist', component: () => import('../tasks/assist/AssistPage.vue'), meta: { messages: ['assist'], title: 'assist.title' } },
  { path: '/v/:village/polls/:poll/assisted', name: 'assisted', component: () => import('../tasks/assist/AssistedPage.vue'), meta: { messages: ['assist'], title: 'assist.checkTitle' } },
  { path: '/helpers', name: 'helpers', component: () => import('../tasks/assist/HelpersPage.vue'), meta: { messages: ['assist'], title: 'assist.helpers' } },
  { path: '/meetings', name: 'meetings', component: () => import('../tasks/convene/MeetingsPage.vue'), meta: { messages: ['office', 'convene'], title: 'convene.meetings' } },
  { path: '/undelivered', name: 'undelivered', component: () => import('../tasks/convene/UndeliveredPage.vue'), meta: { wide: true, messages: ['office', 'undelivered'], title: 'undelivered.title' } },
  { path: '/disclosures', name: 'disclosures', component: () => import('../tasks/disclose/DisclosureListPage.vue'), meta: { wide: true, messages: ['office', 'disclose'], title: 'disclose.title' } },
  { path: '/v/:village/disclosures/:disclosure', name: 'disclosure', component: () => import('../tasks/disclose/DisclosurePage.vue'), meta: { wide: true, messages: ['office', 'disclose', 'object'], title: 'disclose.title' } },
  { path: '/v/:village/matters/:proposal/disclosure', name: 'matterDisclosure', component: () => import('../tasks/disclose/DisclosurePage.vue'), meta: { wide: true, messages: ['office', 'disclose', 'object'], title: 'disclose.title' } },
  { path: '/v/:village/matters/:proposal/objections', name: 'objections', component: () => import('../tasks/disclose/ObjectionsPage.vue'), meta: { wide: true, messages: ['office', 'disclose', 'object'], title: 'disclose.answersTitle' } },
  { path: '/v/:village/matters/:proposal/work', name: 'work', component: () => import('../tasks/disclose/WorkPage.vue'), meta: { wide: true, messages: ['office', 'disclose'], title: 'disclose.work' } },
  { path: '/confirmation', name: 'confirmation', component: () => import('../tasks/disclose/ConfirmationPage.vue'), meta: { wide: true, messages: ['office', 'disclose'], title: 'disclose.confirmation' } },
  { path: '/reviews', name: 'reviews', component: () => import('../tasks/oversee/ReviewPage.vue'), meta: { wide: true, messages: ['office', 'oversee', 'disclose'], title: 'oversee.reviews' } },
  { path: '/v/:village/matters/:proposal/note', name: 'note', component: () => import('../tasks/oversee/NotePage.vue'), meta: { messages: ['office', 'oversee', 'ways'], title: 'oversee.note' } },
  { path: '/acts', name: 'acts', component: () => import('../tasks/oversee/ActsPage.vue'), meta: { messages: ['acts'], title: 'acts.title' } },
  { path: '/v/:village/acts', name: 'villageActs', component: () => import('../tasks/oversee/ActsPage.vue'), meta: { messages: ['acts'], title: 'acts.title' } },
  { path: '/evidence', name: 'evidence', component: () => import('../tasks/oversee/EvidencePage.vue'), meta: { wide: true, messages: ['office', 'oversee'], title: 'oversee.evidence' } },
  { path: '/v/:village/evidence', name: 'villageEvidence', component: () => import('../tasks/oversee/EvidencePage.vue'), meta: { wide: true, messages: ['office', 'oversee'], title: 'oversee.evidence' } },
  { path: '/overview', name: 'overview', component: () => import('../tasks/oversee/OverviewPage.vue'), meta: { wide: true, messages: ['office', 'oversee'], title: 'oversee.overview' } },
  { path: '/v/:village/overview', name: 'villageOverview', component: () => import('../tasks/oversee/VillagePage.vue'), meta: { wide: true, messages: ['office', 'oversee'], title: 'oversee.overview' } },
  { path: '/v/:village/matters/:proposal/township', name: 'township', component: () => import('../tasks/oversee/TownshipActsPage.vue'), meta: { messages: ['office', 'oversee'], title: 'oversee.townshipActs' } },
  { path: '/roster', name: 'roster', component: () => import('../tasks/roster/RosterPage.vue'), meta: { wide: true, messages: ['office', 'roster'], title: 'roster.title' } },
  { path: '/v/:village/roster', name: 'villageRoster', component: () => import('../tasks/roster/RosterPage.vue'), meta: { wide: true, messages: ['office', 'roster'], title: 'roster.title' } },
  { path: '/roster/offices', name: 'offices', component: () => import('../tasks/roster/OfficesPage.vue'), meta: { wide: true, messages: ['office', 'roster'], title: 'roster.offices' } },
  { path: '/v/:village/roster/offices', name: 'villageOffices', component: () => import('../tasks/roster/OfficesPage.vue'), meta: { wide: true, messages: ['office', 'roster'], title: 'roster.offices' } },
  { path: '/roster/composition', name: 'composition', component: () => import('../tasks/roster/CompositionPage.vue'), meta: { wide: true, messages: ['office', 'roster'], title: 'roster.composition' } },
  { path: '/v/:village/roster/composition', name: 'villageComposition', component: () => import('../tasks/roster/CompositionPage.vue'), meta: { wide: true, messages: ['office', 'roster'], title: 'roster.composition' } },
  { path: '/roster/households', name: 'households', component: () => import('../tasks/roster/HouseholdsPage.vue'), meta: { wide: true, messages: ['office', 'roster'], title: 'roster.households' } },
  { path: '/v/:village/roster/households', name: 'villageHouseholds', component: () => import('../tasks/roster/HouseholdsPage.vue'), meta: { wide: true, messages: ['office', 'roster'], title: 'roster.households' } },
  { path: '/roster/import', name: 'import', component: () => import('../tasks/roster/ImportPage.vue'), meta: { wide: true, messages: ['office', 'roster'], title: 'roster.import' } },
  { path: '/v/:village/people/:person', name: 'person', component: () => import('../tasks/roster/PersonPage.vue'), meta: { messages: ['office', 'roster'], title: 'roster.title' } },
  { path: '/rules', name: 'rules', component: () => import('../tasks/settings/ProfilePage.vue'), meta: { wide: true, messages: ['office', 'settings'], title: 'settings.rules' } },
  { path: '/v/:village/rules', name: 'villageRules', component: () => import('../tasks/settings/ProfilePage.vue'), meta: { wide: true, messages: ['office', 'settings'], title: 'settings.rules' } },
  { path: '/authorisations', name: 'authorisations', component: () => import('../tasks/settings/AuthorisationsPage.vue'), meta: { wide: true, messages: ['office', 'settings'], title: 'settings.authorisations' } },
  { path: '/v/:village/authorisations', name: 'villageAuthorisations', component: () => import('../tasks/settings/AuthorisationsPage.vue'), meta: { wide: true, messages: ['office', 'settings'], title: 'settings.authorisations' } },
  { path: '/legal-bases', name: 'legalBases', component: () => import('../tasks/settings/LegalBasesPage.vue'), meta: { wide: true, messages: ['office', 'settings'], title: 'settings.legalBases' } },
  { path: '/v/:village/legal-bases', name: 'villageLegalBases', component: () => import('../tasks/settings/LegalBasesPage.vue'), meta: { wide: true, messages: ['office', 'settings'], title: 'settings.legalBases' } },
  { path: '/staff', name: 'staff', component: () => import('../tasks/settings/StaffPage.vue'), meta: { wide: true, messages: ['office', 'settings'], title: 'settings.staff' } },
]

// biome-ignore format: one row, one page
const memberRoutes: RouteRecordRaw[] = [
  { path: '/', name: 'home', component: () => import('../tasks/follow/HomePage.vue'), meta: { title: 'follow.home' } },
  { path: '/login', name: 'login', component: () => import('../tasks/enter/LoginPage.vue'), meta: { open: true, title: 'enter.title' } },
  { path: '/who', name: 'who', component: () => import('../tasks/enter/WhoPage.vue'), meta: { choosing: true, title: 'enter.who' } },
  { path: '/unreached', name: 'unreached', component: () => import('../tasks/enter/UnreachedPage.vue'), meta: { open: true, title: 'enter.unreached' } },
  { path: '/outbox', name: 'outbox', component: () => import('../tasks/enter/OutboxPage.vue'), meta: { open: true, title: 'enter.outbox' } },
  { path: '/matters', name: 'matters', component: () => import('../tasks/follow/MattersPage.vue'), meta: { title: 'follow.matters' } },
  { path: '/year', name: 'year', component: () => import('../tasks/follow/YearPage.vue'), meta: { title: 'follow.yearList' } },
  { path: '/me', name: 'me', component: () => import('../tasks/follow/MePage.vue'), meta: { title: 'follow.me' } },
  { path: '/record', name: 'record', component: () => import('../tasks/follow/RecordPage.vue'), meta: { title: 'follow.record' } },
  { path: '/my-data', name: 'myData', component: () => import('../tasks/follow/MyDataPage.vue'), meta: { title: 'data.title', messages: ['data'] } },
  { path: '/v/:village/matters/:proposal', name: 'matter', component: () => import('../tasks/follow/MatterPage.vue'), meta: { messages: ['office', 'object', 'ways'], title: 'follow.matter' } },
  { path: '/v/:village/matters/:proposal/talk', name: 'talk', component: () => import('../tasks/speak/TalkPage.vue'), meta: { title: 'speak.talk' } },
  { path: '/v/:village/matters/:proposal/object', name: 'object', component: () => import('../tasks/speak/ObjectPage.vue'), meta: { title: 'speak.object', messages: ['object'] } },
  { path: '/v/:village/meetings/:meeting', name: 'meeting', component: () => import('../tasks/attend/MeetingPage.vue'), meta: { title: 'attend.meeting' } },
  { path: '/v/:village/meetings/:meeting/sign-in', name: 'signIn', component: () => import('../tasks/attend/SignInPage.vue'), meta: { title: 'attend.signIn' } },
  { path: '/v/:village/meetings/:meeting/polls/:poll', name: 'ballot', component: () => import('../tasks/attend/BallotPage.vue'), meta: { title: 'attend.ballot', focus: true } },
  { path: '/v/:village/polls/:poll/receipts', name: 'receipts', component: () => import('../tasks/attend/ReceiptsPage.vue'), meta: { open: true, title: 'attend.receipts' } },
  { path: '/v/:village/polls/:poll/slip', name: 'slip', component: () => import('../tasks/attend/SlipPage.vue'), meta: { open: true, title: 'attend.slip.title' } },
  { path: '/petitions', name: 'petitions', component: () => import('../tasks/speak/PetitionsPage.vue'), meta: { title: 'speak.petitions' } },
  { path: '/petitions/new', name: 'raise', component: () => import('../tasks/speak/RaisePage.vue'), meta: { title: 'speak.raise' } },
  { path: '/office', name: 'office', component: () => import('../tasks/follow/OfficePage.vue'), meta: { title: 'common.office', messages: ['office'] } },
  { path: '/:rest(.*)*', name: 'nowhere', component: () => import('../tasks/follow/NowherePage.vue'), meta: { open: true, title: 'follow.nowhere' } },
]

export const routes: RouteRecordRaw[] = [...officeRoutes, ...memberRoutes]

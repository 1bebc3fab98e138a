import { createRouter, createWebHistory, type RouteRecordRaw } from 'vue-router'
import { loadMessages } from './i18n.ts'
import { look } from './look.ts'
import { session, startSession } from './session.ts'
import { officeRoutes } from './tasks/office.ts'

declare module 'vue-router' {
  interface RouteMeta {
    /** Can be opened without being logged in. */
    open?: boolean
    /** Logged in, but nobody chosen yet. */
    choosing?: boolean
    /** Without the bars around it. */
    bare?: boolean
    /** One question on one screen: no menu below. */
    focus?: boolean
    wide?: boolean
    /** Message files to bring along, by their names. */
    messages?: string[]
    /** Key of the page's title. */
    title?: string
  }
}

// biome-ignore format: one row, one page
const memberRoutes: RouteRecordRaw[] = [
  { path: '/', name: 'home', component: () => import('./tasks/follow/HomePage.vue'), meta: { title: 'follow.home' } },
  { path: '/login', name: 'login', component: () => import('./tasks/enter/LoginPage.vue'), meta: { open: true, title: 'enter.title' } },
  { path: '/who', name: 'who', component: () => import('./tasks/enter/WhoPage.vue'), meta: { choosing: true, title: 'enter.who' } },
  { path: '/unreached', name: 'unreached', component: () => import('./tasks/enter/UnreachedPage.vue'), meta: { open: true, title: 'enter.unreached' } },
  { path: '/outbox', name: 'outbox', component: () => import('./tasks/enter/OutboxPage.vue'), meta: { open: true, title: 'enter.outbox' } },
  { path: '/matters', name: 'matters', component: () => import('./tasks/follow/MattersPage.vue'), meta: { title: 'follow.matters' } },
  { path: '/year', name: 'year', component: () => import('./tasks/follow/YearPage.vue'), meta: { title: 'follow.yearList' } },
  { path: '/me', name: 'me', component: () => import('./tasks/follow/MePage.vue'), meta: { title: 'follow.me' } },
  { path: '/record', name: 'record', component: () => import('./tasks/follow/RecordPage.vue'), meta: { title: 'follow.record' } },
  { path: '/my-data', name: 'myData', component: () => import('./tasks/follow/MyDataPage.vue'), meta: { title: 'data.title', messages: ['data'] } },
  { path: '/v/:village/matters/:proposal', name: 'matter', component: () => import('./tasks/follow/MatterPage.vue'), meta: { messages: ['office'], title: 'follow.matter' } },
  { path: '/v/:village/matters/:proposal/talk', name: 'talk', component: () => import('./tasks/speak/TalkPage.vue'), meta: { title: 'speak.talk' } },
  { path: '/v/:village/matters/:proposal/object', name: 'object', component: () => import('./tasks/speak/ObjectPage.vue'), meta: { title: 'speak.object' } },
  { path: '/v/:village/meetings/:meeting', name: 'meeting', component: () => import('./tasks/attend/MeetingPage.vue'), meta: { title: 'attend.meeting' } },
  { path: '/v/:village/meetings/:meeting/sign-in', name: 'signIn', component: () => import('./tasks/attend/SignInPage.vue'), meta: { title: 'attend.signIn' } },
  { path: '/v/:village/meetings/:meeting/polls/:poll', name: 'ballot', component: () => import('./tasks/attend/BallotPage.vue'), meta: { title: 'attend.ballot', focus: true } },
  { path: '/v/:village/polls/:poll/receipts', name: 'receipts', component: () => import('./tasks/attend/ReceiptsPage.vue'), meta: { open: true, title: 'attend.receipts' } },
  { path: '/v/:village/polls/:poll/slip', name: 'slip', component: () => import('./tasks/attend/SlipPage.vue'), meta: { open: true, title: 'attend.slip.title' } },
  { path: '/petitions', name: 'petitions', component: () => import('./tasks/speak/PetitionsPage.vue'), meta: { title: 'speak.petitions' } },
  { path: '/petitions/new', name: 'raise', component: () => import('./tasks/speak/RaisePage.vue'), meta: { title: 'speak.raise' } },
  { path: '/office', name: 'office', component: () => import('./tasks/follow/OfficePage.vue'), meta: { title: 'common.office', messages: ['office'] } },
  { path: '/:rest(.*)*', name: 'nowhere', component: () => import('./tasks/follow/NowherePage.vue'), meta: { open: true, title: 'follow.nowhere' } },
]

export const router = createRouter({
  history: createWebHistory('/app/'),
  routes: [...officeRoutes, ...memberRoutes],
  scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
})

router.beforeEach(async (to) => {
  await Promise.all([startSession(), loadMessages(look.language, to.meta.messages)])
  if (to.meta.open) return true
  const next = { next: to.fullPath }
  if (!session.known) return { name: 'unreached', query: next }
  if (!session.open) return { name: 'login', query: next }
  if (!session.acting && !to.meta.choosing) return { name: 'who', query: next }
  return true
})

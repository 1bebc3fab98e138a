import { ref } from 'vue'
import { createRouter, createWebHistory } from 'vue-router'
import { session, startSession } from '../phone/session.ts'
import { loadMessages } from '../say/i18n.ts'
import { look } from '../say/look.ts'
import { routes } from './routes.ts'

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

export const router = createRouter({
  history: createWebHistory('/app/'),
  routes,
  scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
})

/** A page whose files are not on this phone could not be fetched: where one wanted to go. */
export const missing = ref<string | null>(null)
router.onError((_error, to) => {
  missing.value = to.fullPath
})
router.beforeEach(() => {
  missing.value = null
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

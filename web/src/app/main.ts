import './old.ts'
import { createApp, watchEffect } from 'vue'
import { watchConnection } from '../phone/connection.ts'
import { startWorker } from '../phone/offline.ts'
import { session } from '../phone/session.ts'
import { i18n } from '../say/i18n.ts'
import { startLook } from '../say/look.ts'
import { readMode } from '../say/site.ts'
import App from './App.vue'
import { router } from './router.ts'
import '../parts/style/tokens.css'
import '../parts/style/base.css'
import '../parts/style/shell.css'
import '../parts/style/controls.css'
import '../parts/style/parts.css'

readMode()
watchConnection()
startWorker()
const asWritten = (text: string) => text
// 社区的叫法, fetched by those who act in one.
watchEffect(async () => {
  const isCommunity = session.acting?.community
  i18n.dress.value = isCommunity ? (await import('@cunyi/shared/words/community.ts')).inCommunity : asWritten
})
void startLook().then(() => {
  createApp(App).use(i18n).use(router).mount('#app')
})

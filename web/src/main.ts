import './old.ts'
import { createApp } from 'vue'
import App from './App.vue'
import { watchConnection } from './connection.ts'
import { i18n } from './i18n.ts'
import { startLook } from './look.ts'
import { startWorker } from './offline.ts'
import { router } from './router.ts'
import { readMode } from './site.ts'
import './style/tokens.css'
import './style/base.css'
import './style/shell.css'
import './style/controls.css'
import './style/parts.css'

readMode()
watchConnection()
startWorker()
void startLook().then(() => {
  createApp(App).use(i18n).use(router).mount('#app')
})

/** 语音: fetched with its words only where there is one, so that a first visit carries none of it. */
import { type Component, defineAsyncComponent } from 'vue'
import { i18n, type Language, loadMessages } from '../say/i18n.ts'

const lazy = <C extends Component>(load: () => Promise<{ default: C }>) =>
  defineAsyncComponent(async () => {
    const [{ default: part }] = await Promise.all([
      load(),
      loadMessages(i18n.locale.value as Language, ['voice']),
    ])
    return part
  })
export const VoiceNote = lazy(() => import('./VoiceNote.vue'))
export const VoiceRecorder = lazy(() => import('./VoiceRecorder.vue'))
export const WriteSpoken = lazy(() => import('./WriteSpoken.vue'))

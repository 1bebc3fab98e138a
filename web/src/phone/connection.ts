import { ref } from 'vue'
import { onReached } from './api.ts'

/** Whether the server was reached last. Said once, calmly, at the top of the page. */
export const reached = ref(true)
export function watchConnection() {
  onReached((answered) => {
    reached.value = answered
  })
  addEventListener('offline', () => {
    reached.value = false
  })
  addEventListener('online', () => {
    reached.value = true
  })
}

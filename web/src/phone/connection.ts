import { ref } from 'vue'
import { onReached } from './api.ts'

/** Whether the server was reached last. Said once, calmly, at the top of the page. */
export const reached = ref(true)
export function watchConnection() {
  let lostAt = Number.NEGATIVE_INFINITY
  // An answer to what was asked before the line was lost does not say that it is back.
  onReached((answered, sentAt) => {
    if (!answered || sentAt > lostAt) reached.value = answered
  })
  addEventListener('offline', () => {
    lostAt = performance.now()
    reached.value = false
  })
  addEventListener('online', () => {
    lostAt = Number.NEGATIVE_INFINITY
    reached.value = true
  })
}

import { onMounted, type Ref, ref, shallowRef, watch } from 'vue'
import { Unreached } from './api.ts'
import { reached } from './connection.ts'

/**
 * Reads once when the page opens and again when told; the old content stays visible meanwhile. What only the missing
 * line kept away is read when the line is back: "no connection" never stands where there is one.
 */
export function useRead<T>(ask: () => Promise<T>): {
  data: Ref<T | null>
  error: Ref<unknown>
  reading: Ref<boolean>
  read: () => Promise<void>
} {
  const data = shallowRef<T | null>(null)
  const error = shallowRef<unknown>(null)
  const reading = ref(false)
  async function read() {
    reading.value = true
    try {
      data.value = await ask()
      error.value = null
    } catch (no) {
      error.value = no
    } finally {
      reading.value = false
    }
  }
  onMounted(read)
  watch(reached, (is) => {
    if (is && error.value instanceof Unreached) void read()
  })
  return { data, error, reading, read }
}

/** One thing a person does with a button: busy while it runs, the refusal kept for ErrorNote. */
export function useAct() {
  const busy = ref(false)
  const error = shallowRef<unknown>(null)
  async function act(work: () => Promise<unknown>): Promise<boolean> {
    if (busy.value) return false
    busy.value = true
    error.value = null
    try {
      await work()
      return true
    } catch (no) {
      error.value = no
      return false
    } finally {
      busy.value = false
    }
  }
  return { busy, error, act }
}

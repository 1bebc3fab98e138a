import { ref } from 'vue'

/** One short line at a time, also read by screen readers. */
export const toastText = ref('')
let clock: ReturnType<typeof setTimeout> | undefined
export function say(text: string, seconds = 6) {
  toastText.value = ''
  clearTimeout(clock)
  // A changed text in a live region is read; the same text twice is not, so it is emptied first.
  setTimeout(() => {
    toastText.value = text
  }, 30)
  clock = setTimeout(() => {
    toastText.value = ''
  }, seconds * 1000)
}

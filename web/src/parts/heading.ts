import { onMounted, onUnmounted, type Ref, ref } from 'vue'

/**
 * 标题: every page has one, also while it loads and where it could not; and whoever cannot see is brought to it on each
 * change of the page. `own`: the page's own heading is there.
 */
export function useHeading(main: Ref<HTMLElement | undefined>, spare: Ref<HTMLElement | undefined>) {
  const own = ref(true)
  /** The focus still stands where the page before left it. */
  let owed = false
  const isFree = () =>
    [main.value, spare.value, document.body, null].includes(document.activeElement as HTMLElement | null)
  function look() {
    const heading = [...(main.value?.querySelectorAll('h1') ?? [])].find((one) => one !== spare.value)
    own.value = heading !== undefined
    if (!owed || !isFree()) return
    const to = heading ?? spare.value ?? main.value
    if (to !== main.value) to?.setAttribute('tabindex', '-1')
    to?.focus({ preventScroll: true })
    owed = !heading
  }
  const watcher = new MutationObserver(look)
  onMounted(() => {
    if (main.value) watcher.observe(main.value, { childList: true, subtree: true })
    look()
  })
  onUnmounted(() => watcher.disconnect())
  /** A new page begins: at its heading, as soon as there is one. */
  function begin() {
    owed = true
    main.value?.focus({ preventScroll: true })
    look()
  }
  return { own, begin }
}

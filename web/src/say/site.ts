import { ref } from 'vue'

/**
 * How this server runs: it writes a meta line into the page it serves, read once, so that nothing
 * of a demo shows in production.
 */
export const mode = ref<'demo' | 'production' | 'test'>('production')

/** 演练: a copy of a village's server. */
export const isDrill = ref(false)

export function readMode() {
  isDrill.value = document.querySelector('meta[name="cunyi-drill"]') !== null
  const told = document.querySelector<HTMLMetaElement>('meta[name="cunyi-mode"]')?.content
  if (told === 'demo' || told === 'test') mode.value = told
}

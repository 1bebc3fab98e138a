import { onUnmounted, type Ref, ref, watch } from 'vue'
import { DRAFT } from './kept.ts'
import { whoIsHere } from './session.ts'

/** What somebody is writing, and whether something of it was here before. */
export type KeptDraft = {
  /** Taken up again from before. */
  restored: Ref<boolean>
  /** Something stands here that was not sent yet. */
  begun: Ref<boolean>
  /** Sent, or given up: nothing stays. */
  drop: () => void
  /** What was new has a name of its own now, and stands saved under it as it is here. */
  savedAs: (name: string) => void
  /** For a form that is filled from the server first. */
  restore: () => void
}

/**
 * 写了一半的: every form keeps what is typed on this phone, under its name, for the one person who typed it, until it is
 * sent, given up, or he logs out. `later`: the form is filled from the server first and then says `restore`.
 */
export function useDraft(name: string, fields: Record<string, Ref>, later?: 'later'): KeptDraft {
  const keyOf = (of: string) => `${DRAFT}${whoIsHere.value}/${of}`
  let key = keyOf(name)
  const all = () =>
    JSON.stringify(Object.fromEntries(Object.entries(fields).map(([field, { value }]) => [field, value])))
  let empty = all()
  let ready = !later
  const restored = ref(false)
  const begun = ref(false)
  const fill = (text: string) => {
    for (const [field, value] of Object.entries(JSON.parse(text))) {
      const target = fields[field]
      if (target) target.value = value
    }
  }
  function restore() {
    empty = all()
    ready = true
    try {
      const kept = localStorage.getItem(key)
      if (!kept || kept === empty) return
      fill(kept)
      restored.value = true
      begun.value = true
    } catch {
      // Kept by an earlier version, or nothing may be kept here.
    }
  }
  function forget() {
    try {
      localStorage.removeItem(key)
    } catch {
      // Then nothing was kept either.
    }
    restored.value = false
    begun.value = false
  }
  function drop() {
    forget()
    fill(empty)
  }
  function savedAs(own: string) {
    forget()
    key = keyOf(own)
    empty = all()
  }
  if (!later) restore()
  onUnmounted(
    watch(all, (text) => {
      if (!ready) return
      begun.value = text !== empty
      try {
        if (begun.value) localStorage.setItem(key, text)
        else localStorage.removeItem(key)
      } catch {
        // Storage is full or forbidden: it lives as long as the page does.
      }
    }),
  )
  return { restored, begun, drop, savedAs, restore }
}

import { onUnmounted, type Ref, ref, shallowRef, watch } from 'vue'
import { session } from './session.ts'

/** What the server keeps of a text that is being written. */
type Kept = {
  revision: number
  content: string | null
  by: { id: string; name: string } | null
  at: string | null
  secondsAgo: number | null
}
type Asks = {
  read: () => Promise<Kept>
  keep: (revision: number, content: string) => Promise<Kept & { kept: boolean }>
  /** What is saved, where nothing is being written. */
  saved: () => Promise<string>
}
export type Writing = {
  /** When the server kept it last. */
  keptAt: Ref<string>
  /** Who else writes on it just now. */
  beside: Ref<string>
  /** Whose words were taken over, as nothing of one's own was unsent. */
  taken: Ref<string>
  /** 两人同时改: the other's words, to be laid beside one's own; nothing is kept until one has chosen. */
  clash: Ref<{ by: string; own: boolean; theirs: string; revision: number } | null>
  /** The form holds what is saved: from here on it is kept. `begun`: this phone holds words of its own. */
  start: (begun: () => boolean) => Promise<void>
  look: () => Promise<void>
  takeTheirs: () => void
  keepMine: () => void
  /** 保存: after what is under way, and nothing is kept meanwhile; from the revision that then stands. */
  saving: <T>(save: (revision: number | undefined) => Promise<T>) => Promise<T>
  revision: () => number | undefined
  /** It was saved as it stood in `sent`, and he stays on the page: nothing of that is unsent. */
  settled: (sent: string) => void
  /** He leaves: nothing is kept from here on, as the form is emptied then. */
  stop: () => void
}
const REST = 1200
const LOOK = 15_000
const JUST_NOW = 120

/** 边写边存: kept on the server while one types; another who writes on the same is named, and never written over unseen. */
export function useWriting(asks: Asks, text: () => string, fill: (text: string) => void): Writing {
  const keptAt = ref('')
  const beside = ref('')
  const taken = ref('')
  const clash = shallowRef<Writing['clash']['value']>(null)
  let revision: number | undefined
  /** As the server has it. */
  let synced = ''
  let sending: Promise<void> | undefined
  let stopped = false
  let resting: ReturnType<typeof setTimeout> | undefined
  let looking: ReturnType<typeof setInterval> | undefined

  const isMine = (kept: Kept) => kept.by?.id === session.acting?.personId
  function note(kept: Kept) {
    const fresh = kept.secondsAgo !== null && kept.secondsAgo < JUST_NOW
    beside.value = fresh && kept.by && !isMine(kept) ? kept.by.name : ''
  }
  const differ = async (kept: Kept) => {
    const theirs = kept.content ?? (await asks.saved())
    if (theirs === text()) {
      revision = kept.revision
      synced = theirs
      return
    }
    clash.value = { by: kept.by?.name ?? '', own: isMine(kept), theirs, revision: kept.revision }
  }
  const adopt = async (kept: Kept) => {
    const before = text()
    const theirs = kept.content ?? (await asks.saved())
    // What he typed while that was read is not written over.
    if (text() !== before) return differ({ ...kept, content: theirs })
    revision = kept.revision
    fill(theirs)
    synced = text()
    taken.value = isMine(kept) ? '' : (kept.by?.name ?? '')
  }

  async function send() {
    if (stopped || revision === undefined || clash.value || sending || text() === synced) return
    sending = keepOn(revision, text()).finally(() => {
      sending = undefined
    })
    await sending
    if (text() !== synced) later()
  }
  async function keepOn(from: number, mine: string) {
    try {
      const reply = await asks.keep(from, mine)
      if (reply.kept) {
        revision = reply.revision
        synced = mine
        keptAt.value = reply.at ?? ''
      } else await differ(reply)
    } catch {
      // Without a connection it stays on this phone; the next look tries again.
    }
  }
  function later() {
    clearTimeout(resting)
    if (stopped) return
    resting = setTimeout(() => void send(), REST)
  }
  async function look() {
    if (revision === undefined || sending || clash.value || document.hidden) return
    try {
      const kept = await asks.read()
      note(kept)
      if (sending || kept.revision <= revision) return void send()
      if (text() === synced) await adopt(kept)
      else await differ(kept)
    } catch {
      // Asked again soon.
    }
  }
  async function start(begun: () => boolean) {
    const saved = text()
    synced = saved
    try {
      const kept = await asks.read()
      note(kept)
      revision = kept.revision
      if (kept.content !== null && kept.content !== saved) {
        if (begun()) await differ(kept)
        else await adopt(kept)
      }
    } catch {
      // As before: kept on this phone alone.
      return
    }
    looking = setInterval(look, LOOK)
    void send()
  }
  const unwatch = watch(text, (now) => {
    // What was taken over is not his own typing.
    if (now === synced) return
    taken.value = ''
    later()
  })
  function stop() {
    stopped = true
    unwatch()
    clearTimeout(resting)
    clearInterval(looking)
  }
  onUnmounted(async () => {
    // What is under way goes first, and what was typed after it once more.
    await sending
    await send()
    stop()
  })
  return {
    keptAt,
    beside,
    taken,
    clash,
    start,
    look,
    takeTheirs() {
      const other = clash.value
      if (!other) return
      clash.value = null
      revision = other.revision
      fill(other.theirs)
      synced = text()
    },
    keepMine() {
      const other = clash.value
      if (!other) return
      clash.value = null
      revision = other.revision
      synced = other.theirs
      void send()
    },
    async saving(save) {
      while (sending) await sending
      clearTimeout(resting)
      let over = () => {}
      sending = new Promise((done) => {
        over = done
      })
      try {
        return await save(revision)
      } finally {
        sending = undefined
        over()
        if (text() !== synced) later()
      }
    },
    revision: () => revision,
    settled(sent) {
      synced = sent
    },
    stop,
  }
}

import { reactive, watch } from 'vue'
import { LANGUAGES, type Language, loadMessages } from './i18n.ts'

/**
 * How a person wants the pages to look. Kept in cookies, not in storage, so that the server draws the public
 * pages the same way.
 */
export const SIZES = ['18', '20', '24', '30', '36'] as const
export const COLOURS = ['auto', 'light', 'contrast'] as const
export type Look = {
  language: Language
  view: 'plain' | 'elder'
  size: (typeof SIZES)[number]
  colour: (typeof COLOURS)[number]
}

const read = (name: string) =>
  document.cookie
    .split('; ')
    .find((one) => one.startsWith(`${name}=`))
    ?.slice(name.length + 1)
const oneOf = <T extends string>(list: readonly T[], value: string | undefined, otherwise: T): T =>
  list.includes(value as T) ? (value as T) : otherwise

export const look = reactive<Look>({
  language: oneOf(LANGUAGES, read('lang'), 'zh-CN'),
  view: oneOf(['plain', 'elder'] as const, read('view'), 'plain'),
  size: oneOf(SIZES, read('size'), '18'),
  colour: oneOf(COLOURS, read('colour'), 'auto'),
})

function apply() {
  const root = document.documentElement
  root.lang = look.language
  root.dataset.view = look.view
  root.dataset.size = look.size
  if (look.colour === 'auto') delete root.dataset.colour
  else root.dataset.colour = look.colour
}

export async function startLook() {
  apply()
  await loadMessages(look.language)
  watch(look, async () => {
    const values = { lang: look.language, view: look.view, size: look.size, colour: look.colour }
    for (const [name, value] of Object.entries(values)) {
      // biome-ignore lint/suspicious/noDocumentCookie: the cookie store is newer than our oldest phones
      document.cookie = `${name}=${value}; path=/; max-age=31536000; samesite=lax`
    }
    await loadMessages(look.language)
    apply()
  })
}

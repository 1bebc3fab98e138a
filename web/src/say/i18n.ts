import { createI18n } from 'vue-i18n'
import { messageCompiler } from './compile.ts'

export const LANGUAGES = ['zh-CN', 'en'] as const
export type Language = (typeof LANGUAGES)[number]
type Messages = Record<string, unknown>

/** What every resident needs stands in one file a language; an office page brings its own. */
const residents = {
  'zh-CN': () => import('./messages/zh-CN.ts'),
  en: () => import('./messages/en.ts'),
}
const offices = import.meta.glob<{ default: Messages }>([
  './messages/*/*.ts',
  '!./messages/*/{common,parts,enter,follow,attend,speak}.ts',
])

// biome-ignore lint/suspicious/noExplicitAny: keys are held together by a test, not by the type
export const i18n = createI18n<false, any>({
  legacy: false,
  locale: 'zh-CN',
  fallbackLocale: false,
  messages: {},
  messageCompiler: messageCompiler as never,
})
const loaded = new Set<string>()
let asked: string[] = []

/** Loads a language, and of the office pages' messages those that were asked for so far. */
export async function loadMessages(language: Language, tasks: string[] = []) {
  asked = [...new Set([...asked, ...tasks])]
  const wanted: Promise<void>[] = []
  if (!loaded.has(language))
    wanted.push(
      residents[language]().then(({ default: messages }) => {
        i18n.global.mergeLocaleMessage(language, messages)
        loaded.add(language)
      }),
    )
  for (const task of asked) {
    const file = `./messages/${language}/${task}.ts`
    const load = offices[file]
    if (!load || loaded.has(file)) continue
    wanted.push(
      load().then(({ default: messages }) => {
        i18n.global.mergeLocaleMessage(language, { [task]: messages })
        loaded.add(file)
      }),
    )
  }
  await Promise.all(wanted)
  i18n.global.locale.value = language
}

import { makeTranslator } from './translate.ts'

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

export const i18n = makeTranslator<Language>('zh-CN')
const loaded = new Set<string>()
const known = new Set<string>()

/**
 * Loads a language, and of the office pages' messages those asked for now and those that came before. What could not be
 * fetched keeps nobody from another page.
 */
export async function loadMessages(language: Language, tasks: string[] = []) {
  const wanted: Promise<void>[] = []
  if (!loaded.has(language))
    wanted.push(
      residents[language]().then(({ default: messages }) => {
        i18n.add(language, messages)
        loaded.add(language)
      }),
    )
  for (const task of new Set([...known, ...tasks])) {
    const file = `./messages/${language}/${task}.ts`
    const load = offices[file]
    if (!load || loaded.has(file)) continue
    wanted.push(
      load().then(({ default: messages }) => {
        i18n.add(language, { [task]: messages })
        loaded.add(file)
        known.add(task)
      }),
    )
  }
  await Promise.all(wanted)
  i18n.locale.value = language
}

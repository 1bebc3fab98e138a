import { type App, type InjectionKey, inject, ref, shallowReactive, shallowRef } from 'vue'

/**
 * 一句话: a message by its key, with its {names} filled in, and nothing else: no plural forms, no links, no HTML. This is
 * all our messages use; a library for it was an eighth of what a phone fetches first.
 */
type Tree = { [key: string]: unknown }
const KEY: InjectionKey<Translator> = Symbol('words')

export function makeTranslator<L extends string>(language: L, messages: Partial<Record<L, Tree>> = {}) {
  const locale = ref<string>(language)
  /** What our own words go through before they are shown; what people wrote never does. */
  const dress = shallowRef<(text: string) => string>((text) => text)
  const trees = shallowReactive<Record<string, Tree>>({ ...(messages as Record<string, Tree>) })
  const find = (key: string): string | undefined => {
    let at: unknown = trees[locale.value]
    for (const part of key.split('.')) at = (at as Tree | undefined)?.[part]
    return typeof at === 'string' ? at : undefined
  }
  return {
    locale,
    dress,
    /** An unknown key is shown as it is. */
    t: (key: string, values: Record<string, unknown> = {}): string =>
      dress.value(find(key) ?? key).replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? '')),
    te: (key: string): boolean => find(key) !== undefined,
    add: (to: string, tree: Tree) => {
      trees[to] = { ...trees[to], ...tree }
    },
    install(app: App) {
      app.provide(KEY, this)
    },
  }
}
export type Translator = ReturnType<typeof makeTranslator>

export function useTranslator(): Translator {
  const found = inject(KEY)
  if (!found) throw new Error('no words were given to this app')
  return found
}

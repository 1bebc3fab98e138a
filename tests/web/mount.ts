import en from '@cunyi/web/say/messages/en.ts'
import zh from '@cunyi/web/say/messages/zh-CN.ts'
import { makeTranslator } from '@cunyi/web/say/translate.ts'
import { mount as mountBare } from '@vue/test-utils'
import type { Component } from 'vue'

/** Mounts a part with the residents' messages, in Chinese unless told otherwise. */
export function mount(
  component: Component,
  props: Record<string, unknown>,
  language: 'zh-CN' | 'en' = 'zh-CN',
  /** Messages of the page it stands in, in Chinese. */
  ofPage: Record<string, unknown> = {},
) {
  const words = makeTranslator(language, { 'zh-CN': { ...zh, ...ofPage }, en })
  return mountBare(component, {
    props,
    global: { plugins: [words], stubs: { RouterLink: { template: '<a><slot /></a>' } } },
  })
}

/** Answers fetch in the order given; what was asked is kept. */
export function answerWith(...replies: (() => Response | Promise<Response>)[]) {
  const asked: { url: string; headers: Record<string, string>; body: unknown }[] = []
  globalThis.fetch = (async (url: string, options: RequestInit = {}) => {
    asked.push({
      url: String(url),
      headers: options.headers as Record<string, string>,
      body: options.body ? JSON.parse(String(options.body)) : undefined,
    })
    const reply = replies.shift()
    if (!reply) throw new TypeError('no connection')
    return reply()
  }) as typeof fetch
  return asked
}
export const ok = (body: unknown) => () => new Response(JSON.stringify(body), { status: 200 })
export const no =
  (status: number, code: string, messageZh = '不行', source: string | null = null) =>
  () =>
    new Response(
      JSON.stringify({
        type: '',
        title: code,
        status,
        code,
        messageZh,
        messageEn: code,
        rule: null,
        source,
        params: {},
      }),
      { status },
    )

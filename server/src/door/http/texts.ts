/**
 * 文字入口: every text a request brings is made one form, or refused with its field named, before anything reads it: no
 * column holds NUL, no file and no screen half a character.
 */
import { Refused } from '@cunyi/shared/words/refusal.ts'
import { isFit, isOneLine, oneForm } from '@cunyi/shared/words/texts.ts'
import type { FastifyInstance } from 'fastify'

/** Most of what is sent: ids, numbers, words of a table. It has one form and nothing to refuse. */
const PLAIN = /^[\x20-\x7e]*$/

function fitText(text: string, field: string): string {
  if (PLAIN.test(text)) return text
  const one = oneForm(text)
  if (!isFit(one)) throw new Refused('textUnfit', { field })
  return one
}

/** A name. Where ends of a line may stand in a text, its contract says. */
export function fitLine(text: string, field: string): string {
  if (!isOneLine(oneForm(text))) throw new Refused('textUnfit', { field })
  return fitText(text, field)
}

type Holder = Record<string, unknown>

/** In place, and by a list instead of recursion: what is sent may be nested as deep as it is long. */
function fitAll(sent: unknown) {
  const open: { at: Holder; name: string }[] = [{ at: { sent }, name: 'sent' }]
  for (let next = open.pop(); next; next = open.pop()) {
    const { at, name } = next
    for (const [key, value] of Object.entries(at)) {
      if (!PLAIN.test(key) && !isFit(key)) throw new Refused('textUnfit', { field: '?' })
      // What stands in a list has the list's name.
      const field = Array.isArray(at) ? name : key
      if (typeof value === 'string') at[key] = fitText(value, field)
      else if (typeof value === 'object' && value !== null && !ArrayBuffer.isView(value))
        open.push({ at: value as Holder, name: field })
    }
  }
}

export function fitTexts(app: FastifyInstance) {
  // Before the rights are asked: they look for the village that the path names.
  app.addHook('onRequest', ({ is404, params, query }, _reply, next) => {
    if (!is404) {
      fitAll(params)
      fitAll(query)
    }
    next()
  })
  app.addHook('preValidation', ({ is404, body }, _reply, next) => {
    if (!is404) fitAll(body)
    next()
  })
}

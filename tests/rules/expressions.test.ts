/** 一遍读完: what people write is read in one go. An expression that looks again and again stops the server for all. */
import { createContext, Script } from 'node:vm'
import { describe, expect, test } from 'vitest'
import { type Expression, expressionsOfSource, type Recipe, recipesFor, textOf } from './expressions.ts'

const LENGTH = 20_000
const MOST_MS = 50

/** Time of this thread on the processor, so that a busy machine makes no expression slow. */
const spent = () => {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1000
}
const LOOP = new Script(`for (at = 0; at < texts.length; at += 1) {
  const begun = spent()
  texts[at].replace(expression, '')
  took[at] = spent() - begun
  if (took[at] > most) break
}`)

/** How long each text took; an expression that does not come to its end is stopped there. */
function timed({ source, flags }: Pick<Expression, 'source' | 'flags'>, texts: string[]): number[] {
  const expression = new RegExp(source, flags.includes('g') ? flags : `${flags}g`)
  const context = { texts, expression, spent, most: 2 * MOST_MS, took: [] as number[], at: 0 }
  try {
    LOOP.runInContext(createContext(context), { timeout: 2000 })
  } catch {
    // On a busy machine its time may be over when all were read.
    if (context.at < texts.length) context.took[context.at] = Number.POSITIVE_INFINITY
  }
  return context.took
}

/** The text that takes longest: found among short ones, then tried at its full length, best of three. */
function slowest(expression: Pick<Expression, 'source' | 'flags'>): { ms: number; text: string } {
  const recipes = recipesFor(expression.source)
  // First so short that even what doubles with each character comes to an end.
  for (const length of [30, 1000]) {
    const took = timed(
      expression,
      recipes.map((one) => textOf(one, length)),
    )
    const worst = took
      .map((ms, i) => ({ ms, recipe: recipes[i] as Recipe }))
      .toSorted((a, b) => b.ms - a.ms)
      .slice(0, 3)
    // Twice, so that a collection of garbage is not taken for it.
    const stuck = worst.find(
      ({ ms, recipe }) =>
        ms > 2 * MOST_MS && (timed(expression, [textOf(recipe, length)])[0] ?? 0) > 2 * MOST_MS,
    )
    if (stuck) return { ms: stuck.ms, text: textOf(stuck.recipe, length) }
    if (length === 30) continue
    return worst
      .map(({ recipe }) => {
        const text = textOf(recipe, LENGTH)
        return { text, ms: Math.min(...[1, 2, 3].map(() => timed(expression, [text])[0] ?? 0)) }
      })
      .reduce((a, b) => (a.ms > b.ms ? a : b))
  }
  throw new Error('No length was tried.')
}

const { literal, made } = expressionsOfSource()

describe('正则表达式', () => {
  test('all of them are written out: one that is put together at run time could be tried by nobody', () => {
    expect(literal.length).toBeGreaterThan(100)
    expect(made).toEqual([])
  })

  test(`each reads ${LENGTH} characters that were chosen against it in less than ${MOST_MS} ms`, {
    timeout: 120_000,
  }, () => {
    const different = new Map(literal.map((one) => [`/${one.source}/${one.flags}`, one]))
    const late = [...different.values()].flatMap((one) => {
      const { ms, text } = slowest(one)
      if (ms < MOST_MS) return []
      return [
        `${one.file}:${one.line} /${one.source}/${one.flags} ${Math.round(ms)} ms: ${JSON.stringify(text.slice(0, 24))}`,
      ]
    })
    expect(late).toEqual([])
  })

  test('the trial finds what looks again and again', { timeout: 120_000 }, () => {
    const found = (expression: RegExp) => slowest(expression).ms
    // As the linter of public texts, a heading of papers and a list once were.
    expect(found(/([\p{Script=Han}]{2,4}?)(?:[\s:：]{1,3}|投了?)+同意/gu)).toBeGreaterThan(MOST_MS)
    expect(found(/（.*）$/)).toBeGreaterThan(MOST_MS)
    expect(found(/\s*,\s*/)).toBeGreaterThan(MOST_MS)
    expect(found(/^\d{6}$/)).toBeLessThan(MOST_MS)
  })
})

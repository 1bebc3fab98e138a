/** The shape of what a request takes: a value that fits it, and every place in it where a value stands. */
import { z } from 'zod'

export type Shape = {
  type?: string | string[]
  properties?: Record<string, Shape>
  additionalProperties?: Shape | boolean
  items?: Shape
  enum?: unknown[]
  const?: unknown
  anyOf?: Shape[]
  oneOf?: Shape[]
  allOf?: Shape[]
  format?: string
  pattern?: string
  minimum?: number
  exclusiveMinimum?: number
  minLength?: number
  minItems?: number
}
export type Place = { path: string[]; shape: Shape }

export const shapeOf = (schema: z.ZodType): Shape =>
  z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Shape

/** The first of several alternatives. */
const plain = (shape: Shape): Shape => {
  const one = shape.anyOf?.[0] ?? shape.oneOf?.[0] ?? shape.allOf?.[0]
  return one ? plain(one) : shape
}
export const typeOf = (shape: Shape): string | undefined =>
  [shape.type].flat().find((type) => type !== 'null') ?? (shape.properties ? 'object' : undefined)

/** A year, a village's code, a digest, a public key and a signature, where a text has a form of its own. */
const OF_FORM = ['2026', '411329990201', 'a'.repeat(64), `${'A'.repeat(59)}=`, `${'A'.repeat(86)}==`]

/** `known`: values by the name of their field, where only some are there. */
export function fitting(given: Shape, known: Record<string, unknown> = {}, name = ''): unknown {
  const shape = plain(given)
  if (shape.const !== undefined) return shape.const
  if (shape.enum) return shape.enum[0]
  const type = typeOf(shape)
  if (type === 'object')
    return Object.fromEntries(
      Object.entries(shape.properties ?? {}).map(([key, one]) => [key, fitting(one, known, key)]),
    )
  if (type === 'array') {
    if (Array.isArray(known[name])) return known[name]
    return Array.from({ length: shape.minItems ?? 0 }, () => fitting(shape.items ?? {}, known, name))
  }
  if (typeof known[name] === type) return known[name]
  if (type === 'boolean') return true
  if (type === 'integer' || type === 'number')
    return Math.max(1, shape.minimum ?? 1, (shape.exclusiveMinimum ?? 0) + 1)
  if (shape.format === 'uuid') return '00000000-0000-4000-8000-0000000000ff'
  if (shape.format === 'date') return '2026-11-02'
  if (shape.format === 'date-time') return '2026-11-02T01:00:00.000Z'
  const text = '村'.repeat(Math.max(2, shape.minLength ?? 0))
  const { pattern } = shape
  return pattern ? ([text, ...OF_FORM].find((one) => new RegExp(pattern).test(one)) ?? text) : text
}

export function placesOf(given: Shape, path: string[] = []): Place[] {
  const shape = plain(given)
  const here = { path, shape }
  if (shape.properties)
    return [here, ...Object.entries(shape.properties).flatMap(([key, one]) => placesOf(one, [...path, key]))]
  if (shape.items) return [here, ...placesOf(shape.items, [...path, '0'])]
  return [here]
}

/** The body with one value in another's place; a list that is empty gets it as its first. */
export function put(body: unknown, [key, ...rest]: readonly string[], value: unknown): unknown {
  if (key === undefined) return value
  if (key === '0') return [put(Array.isArray(body) ? body[0] : undefined, rest, value)]
  const object = typeof body === 'object' && body !== null ? body : {}
  return { ...object, [key]: put((object as Record<string, unknown>)[key], rest, value) }
}

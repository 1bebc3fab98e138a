/** 一段: a player asks for a part of a sound (RFC 9110, 14.2). Several parts at once are answered with the whole. */
import type { FastifyRequest } from 'fastify'

export type Part = { from: number; to: number }

/** Null: the whole. `beyond`: there is no such part. Of another content than it has already it gets the whole. */
export function partOf({ headers }: FastifyRequest, tag: string, size: number): Part | 'beyond' | null {
  const asked = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(headers.range ?? '')
  if (!asked || (asked[1] === '' && asked[2] === '')) return null
  if (headers['if-range'] !== undefined && headers['if-range'] !== tag) return null
  const [first, last] = [asked[1] ?? '', asked[2] ?? '']
  const from = first === '' ? Math.max(0, size - Number(last)) : Number(first)
  const to = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1)
  if (first === '' && Number(last) === 0) return 'beyond'
  if (last !== '' && first !== '' && Number(last) < from) return null
  return from >= size ? 'beyond' : { from, to }
}

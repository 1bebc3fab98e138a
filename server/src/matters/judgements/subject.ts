import { createHash } from 'node:crypto'

/** 评议的对象 that has no id of its own: one made of all that is judged, so that something else is another question. */
export function subjectOf(...judged: readonly string[]): string {
  const hex = createHash('sha256').update(judged.join(' ')).digest('hex')
  const part = (from: number, to: number) => hex.slice(from, to)
  // A UUID of one's own making is version 8.
  return `${part(0, 8)}-${part(8, 12)}-8${part(13, 16)}-8${part(17, 20)}-${part(20, 32)}`
}

/**
 * 在线连接: what stays open after it was let in, in this process: screens, and requests that wait for news. When the
 * log-in behind one ends, or what its person is here changes, it is asked again.
 */
import { marksOf } from '#door/session/actions.ts'
import type { AccessClaims } from '#door/session/tokens.ts'

export interface Lines {
  /** Kept until the answer is called. `again`: ask whether it may stay. */
  add(claims: AccessClaims, again: () => void): () => void
  /** Those whom a told change concerns. */
  ask(mark: string): void
  /** All: while nobody listened, anything may have changed. */
  askAll(): void
}

export function createLines(): Lines {
  const lines = new Map<symbol, { marks: readonly string[]; again: () => void }>()
  return {
    add: (claims, again) => {
      const key = Symbol()
      lines.set(key, { marks: marksOf(claims), again })
      return () => void lines.delete(key)
    },
    ask: (mark) => {
      for (const { marks, again } of [...lines.values()]) if (marks.includes(mark)) again()
    },
    askAll: () => {
      for (const { again } of [...lines.values()]) again()
    },
  }
}

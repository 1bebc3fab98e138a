/** What goes between the server and a child. Buffers travel as they are (structured clone). */
export type Asked = { id: number; module: string; input: unknown }
export type Said =
  | { ready: true }
  /** On the way: progress, as the module tells it. */
  | { id: number; said: unknown }
  | { id: number; done: unknown; grown: boolean }
  | { id: number; refused: { code: string; params: unknown } }
  | { id: number; failed: string }

/** A module that is read in a child: one function, whose input and answer can be cloned. */
export type Read<In, Out> = (input: In, say: (said: unknown) => void) => Promise<Out> | Out

/**
 * What a child may take before it is ended: time of its own on the processor, and memory. On a machine that is busy
 * with everything an honest file waits longer, but nobody waits for ever.
 */
export const MOST_OWN_MS = 10_000
export const LONGEST_MS = 60_000
export const MOST_RESIDENT = 512 * 1024 * 1024

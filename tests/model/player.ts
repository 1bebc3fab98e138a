/** 手: what a command may do. */
import type { AskOptions, Reply } from '../server/village.ts'
import type { World } from './world.ts'

export interface Player {
  readonly world: World
  /** Of each matter, how often in a row the next lawful step was refused. */
  readonly stuck: Map<string, number>
  readonly uploads: string[]
  ask(who: string | null, request: string, options?: AskOptions, meant?: string): Promise<Reply>
  upload(who: string, purpose: string): Promise<string | null>
  /** The clock goes on, and all that is due on the way is done. */
  clock(to: Date): Promise<void>
}

export const ok = (reply: Reply): boolean => reply.status === 200

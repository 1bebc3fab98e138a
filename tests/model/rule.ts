import type { Happened } from './happened.ts'
import type { Memory } from './memory.ts'
import type { Seen } from './seen.ts'

export type Moment = Happened & { memory: Memory; seen: Seen }
/** What does not hold, each in a sentence. */
export type Rule = (it: Moment) => string[]
/** What does not hold: the rule, and where. */
export type Broken = { rule: string; why: string }

/** 保管期限: how long what is kept of a matter, and what has come to an end. */
import type { Stage } from './vocabulary.ts'

const ENDED: readonly Stage[] = ['archived', 'superseded', 'withdrawn', 'shelved', 'void', 'opinionSent']
/** Nothing more happens to it of itself: it can be packed. */
export const hasEnded = (stage: Stage): boolean => ENDED.includes(stage)

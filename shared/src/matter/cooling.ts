/** 冷却期: the same text is not voted on again in the same assembly before the cooling days have ended. */
import { endOfDays } from '../words/days.ts'
import type { Assembly, SittingStage } from '../words/vocabulary.ts'

/** A poll that ended in a rejection; noQuorum and void are none. */
export type PastRejection = { assembly: Assembly; stage: SittingStage; textDigest: string; closedAt: Date }

/**
 * Until when a poll on this text in this assembly cannot open, or null. It follows a rejection at steps 2 to 4;
 * a matter referred to the villagers' assembly is another assembly and waits for nothing.
 */
export function coolingUntil(
  rejections: readonly PastRejection[],
  poll: { assembly: Assembly; textDigest: string },
  coolingDays: number,
): Date | null {
  const ends = rejections
    .filter((past) => past.stage !== 'branchProposal')
    .filter((past) => past.assembly === poll.assembly && past.textDigest === poll.textDigest)
    .map((past) => endOfDays(past.closedAt, coolingDays).getTime())
  return ends.length > 0 ? new Date(Math.max(...ends)) : null
}

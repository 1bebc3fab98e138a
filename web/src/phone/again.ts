/** 重连: all screens of a meeting lose their line in the same moment; they come back spread over a second or two. */

/** Tries that follow each other closely: a server that is started again is there within seconds. */
const CLOSE_TRIES = 6
const SOON_MS = 2000
const LONGEST_MS = 30_000

/** How long to wait after so many failures; half of it to one and a half times, by chance. */
export const waitAfter = (failures: number, chance = Math.random()): number => {
  const wait =
    failures <= CLOSE_TRIES ? Math.min(SOON_MS, 500 * 2 ** failures) : SOON_MS * 2 ** (failures - CLOSE_TRIES)
  return Math.min(LONGEST_MS, wait) * (0.5 + chance)
}

/** 材料: every paper of a matter, in the order of the steps. */
import type { Tx } from '../database/connect.ts'
import { notices } from './kinds/notice.ts'
import { resolutions } from './kinds/resolution.ts'
import { signInSheets } from './kinds/sign-in-sheet.ts'
import { type About, loadMatter, type Matter } from './matter.ts'
import type { Paper } from './model.ts'
import type { Kind, Sketch } from './sketch.ts'

export { drawPaper } from './draw.ts'

/** In the order in which an office files them. */
const KINDS: readonly Kind[] = [notices, signInSheets, resolutions]

export const sketchesOf = (matter: Matter): Sketch[] => KINDS.flatMap((kind) => kind(matter))

/**
 * Everything that can be printed of a matter now, each as a paper ready to be drawn (`drawPaper`), with who may
 * have it. `everybody`: it holds nothing but what may be public.
 */
export async function papersOf(
  tx: Tx,
  villageId: string,
  proposalId: string,
  about: About,
): Promise<(Omit<Sketch, 'compose'> & { paper: Paper })[]> {
  const papers = []
  for (const { compose, ...rest } of sketchesOf(await loadMatter(tx, villageId, proposalId, about)))
    papers.push({ ...rest, paper: await compose() })
  return papers
}

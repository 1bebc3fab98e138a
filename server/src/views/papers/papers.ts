/** 材料: every paper of a matter, in the order of the steps. */
import type { Tx } from '#base/database/connect.ts'
import { minutesPapers } from './kinds/minutes.ts'
import { notices } from './kinds/notice.ts'
import { objectionPapers } from './kinds/objections.ts'
import { opinionForms, reviewOpinions } from './kinds/opinions.ts'
import { posters } from './kinds/posters.ts'
import { proxyPapers } from './kinds/proxies.ts'
import { registers } from './kinds/registers.ts'
import { resolutions } from './kinds/resolution.ts'
import { signInSheets } from './kinds/sign-in-sheet.ts'
import { ballotSlips, countSheets, resultReports } from './kinds/voting.ts'
import { acceptances, accounts } from './kinds/works.ts'
import { type About, loadMatter, type Matter } from './matter.ts'
import type { Paper } from './model.ts'
import { frozenOf } from './queries.ts'
import { stateOf } from './settled.ts'
import { composed, type Kind, type Sketch } from './sketch.ts'

/** In the order in which an office files them. */
const KINDS: readonly Kind[] = [
  registers,
  notices,
  signInSheets,
  proxyPapers,
  ballotSlips,
  countSheets,
  resultReports,
  minutesPapers,
  reviewOpinions,
  resolutions,
  opinionForms,
  posters,
  objectionPapers,
  acceptances,
  accounts,
]

export const sketchesOf = (matter: Matter): Sketch[] => KINDS.flatMap((kind) => kind(matter))

/**
 * Everything that can be printed of a matter now, each as a paper ready to be drawn (`drawPaper`), with who may
 * have it. `everybody`: it holds nothing but what may be public. `state`: what of it is settled; `kept`: as this PDF.
 */
export async function papersOf(
  tx: Tx,
  villageId: string,
  proposalId: string,
  about: About,
): Promise<(Omit<Sketch, 'compose'> & { paper: Paper; state: string | null; kept: string | null })[]> {
  const papers = []
  const matter = await loadMatter(tx, villageId, proposalId, about)
  const frozen = (await frozenOf(tx, villageId, proposalId)).filter(({ format }) => format === 'pdf')
  for (const sketch of sketchesOf(matter)) {
    const { compose: _, ...rest } = sketch
    const state = await stateOf(matter, rest)
    const kept = frozen.find((one) => one.paper === rest.id && one.state === state)?.digest ?? null
    papers.push({ ...rest, paper: await composed(matter, sketch), state, kept })
  }
  return papers
}

/** 方案改动 as it is shown: the text that was decided on against what it is to become. */
import type { textChangeApi } from '@cunyi/shared/api/text-changes.ts'
import { differenceOf } from '@cunyi/shared/words/difference.ts'
import type { z } from 'zod'
import { inVillage, type Tx } from '#base/database/connect.ts'
import type { Parts } from '#base/parts/parts.ts'
import type { Acting } from '#door/session/caller.ts'
import { loadMeeting } from '#matters/sittings/queries/meetings.ts'
import { namesOf } from '#village/people/queries/people.ts'
import { isDecider, mayObject } from './actions/change.ts'
import { loadProposal, loadVersion } from './queries/proposals.ts'
import { type ChangeRow, changesOf, findChange, roundsOf } from './queries/text-changes.ts'
import { mustSee, type Viewer } from './view.ts'
import { actorsOn } from './who.ts'

type Row = z.input<(typeof textChangeApi)['listTextChanges']['reply']>['rows'][number]
type Text = Pick<ChangeRow, 'title' | 'summary' | 'body'>
const wholeText = ({ title, summary, body }: Text) => `${title}\n${summary}\n${body}\n`

/** By sentences, so that a long paragraph shows where it changed. */
const bySentences = (text: string) => text.replace(/([。；！？])(?!\n)/g, '$1\n')

async function shownChange(tx: Tx, row: ChangeRow) {
  const before = await loadVersion(tx, row.villageId, row.proposalId, row.decidedVersion)
  const [was, is]: Record<string, unknown>[] = [before.facts, row.facts]
  const keys = [...new Set([...Object.keys(was ?? {}), ...Object.keys(is ?? {})])].sort()
  return {
    parts: differenceOf(bySentences(wholeText(before)), bySentences(wholeText(row))),
    facts: keys
      .filter((key) => JSON.stringify(was?.[key]) !== JSON.stringify(is?.[key]))
      .map((key) => ({ key, old: was?.[key] ?? null, new: is?.[key] ?? null })),
  }
}

export const listTextChanges = (
  parts: Parts,
  villageId: string,
  proposalId: string,
  who: Viewer & Acting,
  now: Date,
) =>
  inVillage(parts.db, villageId, async (tx) => {
    const proposal = await loadProposal(tx, villageId, proposalId)
    await mustSee(tx, proposal, who)
    const found = await changesOf(tx, villageId, proposalId)
    const name = await namesOf(
      tx,
      found.map((row) => row.by),
    )
    const rounds = await roundsOf(tx, villageId, proposalId)
    const rows: Row[] = []
    for (const row of found) {
      const objects = mayObject(row, now) && (await isDecider(tx, row, who.personId))
      const drafts =
        row.state === 'waiting' && !row.amendmentId && actorsOn(proposal, who).includes('drafter')
      rows.push({
        id: row.id,
        state: row.state,
        grounds: row.grounds,
        decidedVersion: row.decidedVersion,
        decidedBy: row.decidedIn ? (await loadMeeting(tx, villageId, row.decidedIn)).assembly : null,
        ...(await shownChange(tx, row)),
        reason: row.reason,
        by: { id: row.by, name: name(row.by) },
        at: row.at.toISOString(),
        inSitting: row.meetingId !== null,
        objectUntil: row.objectUntil?.toISOString() ?? null,
        judged: row.judged,
        objection: row.objection,
        version: row.version,
        round: roundOf(rounds.find((round) => round.changeId === row.id)),
        mayNow: [...(objects ? ['objectToChange'] : []), ...(drafts ? ['withdrawChange'] : [])],
      })
    }
    return { rows }
  })

const roundOf = (round: Awaited<ReturnType<typeof roundsOf>>[number] | undefined) =>
  round
    ? {
        state: round.state,
        members: round.members,
        answered: round.answered,
        dueAt: round.dueAt.toISOString(),
      }
    : null

/** For whoever judges it: the same, of one. */
export async function showTextChange(tx: Tx, villageId: string, id: string) {
  const row = await findChange(tx, { villageId, id })
  return row ? (await shownChange(tx, row)).parts : null
}

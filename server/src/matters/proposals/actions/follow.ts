/** 关注: a matter's next steps are told to whoever asked for them. Nobody else sees who did. */
import { messageText } from '@cunyi/shared/words/messages.ts'
import { Refused } from '@cunyi/shared/words/refusal.ts'
import { cut } from '@cunyi/shared/words/texts.ts'
import { STAGES } from '@cunyi/shared/words/vocabulary.ts'
import { inVillage, type Tx } from '#base/database/connect.ts'
import type { Parts } from '#base/parts/parts.ts'
import { tellNews } from '#village/messages/news.ts'
import type { React } from '../moves.ts'
import { dropFollow, followedBy, followersOf, insertFollow } from '../queries/follows.ts'
import { loadProposal, type ProposalRow } from '../queries/proposals.ts'
import { mustSee, type Viewer } from '../view.ts'

export const followProposal = (
  parts: Parts,
  { villageId, proposalId, on }: { villageId: string; proposalId: string; on: boolean },
  who: Viewer,
  now: Date,
) =>
  inVillage(parts.db, villageId, async (tx) => {
    const row = { villageId, proposalId, personId: who.personId }
    // Whoever may see it no more may still leave.
    if (!on) await dropFollow(tx, row)
    else {
      await mustSee(tx, await loadProposal(tx, villageId, proposalId), who)
      await insertFollow(tx, { ...row, at: now })
    }
    return { ok: true as const }
  })

const maySee = async (tx: Tx, proposal: ProposalRow, who: Viewer): Promise<boolean> => {
  try {
    await mustSee(tx, proposal, who)
    return true
  } catch (error) {
    if (error instanceof Refused) return false
    throw error
  }
}

export const listFollowed = (parts: Parts, villageId: string, who: Viewer) =>
  inVillage(parts.db, villageId, async (tx) => {
    const rows = []
    for (const { proposal } of await followedBy(tx, villageId, who.personId))
      if (await maySee(tx, proposal, who))
        rows.push({
          village: villageId,
          proposalId: proposal.id,
          title: proposal.title,
          stage: proposal.stage,
          stageSince: proposal.stageSince.toISOString(),
        })
    return { rows }
  })

const LONGEST_TITLE = 30
/** Of a matter that names persons no message speaks: it stands on the pages of those who may see it. */
export const tellFollowers: React = async (tx, parts, { proposal, from, to, now }) => {
  const { villageId, id, title, sensitive } = proposal
  if (from === to || sensitive) return
  const text = messageText('matterMoved', { title: cut(title, LONGEST_TITLE), stage: STAGES[to].zh })
  const personIds = await followersOf(tx, villageId, id)
  await tellNews(tx, parts, { kind: 'followed', villageId, personIds, phones: [], text }, now)
}

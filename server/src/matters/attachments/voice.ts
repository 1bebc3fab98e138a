/** 语音说明: of the office, beside a matter, with what it says in writing. What is heard before a vote does not change during it. */
import { Refused } from '@cunyi/shared/words/refusal.ts'
import { ENDED_STAGES, isOneOf } from '@cunyi/shared/words/vocabulary.ts'
import { inVillage, type Tx } from '#base/database/connect.ts'
import { appendEvidence } from '#base/evidence/actions.ts'
import { bindVoice, takeDownFile, voicesOf } from '#base/files/queries.ts'
import type { Parts } from '#base/parts/parts.ts'
import { listPolls, lockProposal } from '#matters/proposals/queries/proposals.ts'
import { mustSee, type Viewer } from '#matters/proposals/view.ts'
import { officeOf } from '#matters/proposals/who.ts'

type Of = { villageId: string; proposalId: string }

async function lockSpokenOf(tx: Tx, { villageId, proposalId }: Of, who: Viewer) {
  const proposal = await lockProposal(tx, villageId, proposalId)
  await mustSee(tx, proposal, who)
  const [earlier] = await voicesOf(tx, villageId, [proposalId])
  return { proposal, earlier }
}

export const keepVoiceNote = (
  parts: Parts,
  { villageId, proposalId }: Of,
  said: { fileId: string; transcript: string },
  who: Viewer,
  now: Date,
) =>
  inVillage(parts.db, villageId, async (tx) => {
    const { proposal, earlier } = await lockSpokenOf(tx, { villageId, proposalId }, who)
    if (isOneOf(ENDED_STAGES, proposal.stage)) throw new Refused('voiceTooLate')
    const polls = await listPolls(tx, villageId, proposalId)
    if (polls.some(({ poll }) => poll.status === 'open')) throw new Refused('voiceWhilePolling')
    const { fileId: id, transcript } = said
    if (earlier)
      await takeDownFile(tx, { villageId, id: earlier.id, by: who.personId, at: now, reason: null })
    const { digest, seconds } = await bindVoice(tx, {
      villageId,
      id,
      subjectId: proposalId,
      personId: who.personId,
      transcript,
    })
    await appendEvidence(tx, {
      villageId,
      at: now,
      act: 'keepVoiceNote',
      by: who.personId,
      office: officeOf(who),
      proposalId,
      payload: { attachmentId: id, digest, seconds, before: earlier?.transcript ?? null, after: transcript },
    })
    return { ok: true as const }
  })

/** 撤下: at any time, as somebody’s name may have been said in it. */
export const takeDownVoiceNote = (
  parts: Parts,
  { villageId, proposalId }: Of,
  reason: string,
  who: Viewer,
  now: Date,
) =>
  inVillage(parts.db, villageId, async (tx) => {
    const { earlier } = await lockSpokenOf(tx, { villageId, proposalId }, who)
    if (!earlier) throw new Refused('notFound')
    await takeDownFile(tx, { villageId, id: earlier.id, by: who.personId, at: now, reason })
    await appendEvidence(tx, {
      villageId,
      at: now,
      act: 'takeDownVoiceNote',
      by: who.personId,
      office: officeOf(who),
      proposalId,
      payload: { attachmentId: earlier.id, reason },
    })
    return { ok: true as const }
  })

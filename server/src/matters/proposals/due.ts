/** 到期: what happens to matters and petitions when nobody acted in time. */
import { BEFORE_RESOLUTION_STAGES, isOneOf } from '@cunyi/shared/words/vocabulary.ts'
import { inVillage } from '#base/database/connect.ts'
import { appendEvidence } from '#base/evidence/actions.ts'
import type { DueWork } from '#base/jobs/due.ts'
import { lockPetition, updatePetition } from '#matters/petitions/queries.ts'
import { makeJudged } from './actions/change.ts'
import { moveProposal } from './moves.ts'
import { insertNote, updateProposal } from './queries/changes.ts'
import { listNotes, livePolls, loadProposal, lockProposal } from './queries/proposals.ts'

export const due: DueWork[] = [
  {
    /** 依法要求的事项: steps not held in time count as held without opinion, on record and flagged to the township. */
    name: 'skipOverdueSteps',
    run: (parts, villageId, id, now) =>
      inVillage(parts.db, villageId, async (tx) => {
        let proposal = await lockProposal(tx, villageId, id)
        if (!proposal.demanded || !proposal.demandDueAt || now < proposal.demandDueAt) return
        if ((await livePolls(tx, villageId, id)).some((poll) => poll.status !== 'waiting')) return
        const skipped: string[] = []
        while (isOneOf(BEFORE_RESOLUTION_STAGES, proposal.stage)) {
          skipped.push(proposal.stage)
          await insertNote(tx, {
            villageId,
            proposalId: id,
            kind: 'overdueStep',
            verdict: 'silent',
            text: proposal.stage,
            by: null,
            byOffice: 'clock',
            at: now,
          })
          await moveProposal(tx, parts, { proposal, move: 'adopt', by: 'clock', now })
          proposal = await loadProposal(tx, villageId, id)
        }
        if (skipped.length === 0) return
        await appendEvidence(tx, {
          villageId,
          at: now,
          act: 'skipOverdueSteps',
          by: null,
          office: null,
          proposalId: id,
          payload: { skipped },
        })
      }),
  },
  {
    /** 两委商议事项: the oversight committee's silence is logged and lets step 2 go on. */
    name: 'silentNote',
    run: (parts, villageId, id, now) =>
      inVillage(parts.db, villageId, async (tx) => {
        const proposal = await lockProposal(tx, villageId, id)
        if (!proposal.noteDueAt || now < proposal.noteDueAt) return
        await updateProposal(tx, proposal, { noteDueAt: null })
        const stands = (await listNotes(tx, villageId, id)).some(({ kind }) => kind === 'oversightNote')
        if (!stands)
          await insertNote(tx, {
            villageId,
            proposalId: id,
            kind: 'oversightNote',
            verdict: 'silent',
            text: '',
            by: null,
            byOffice: 'oversightCommittee',
            at: now,
          })
        await appendEvidence(tx, {
          villageId,
          at: now,
          // What it said of this matter before still holds.
          act: stands ? 'noteStands' : 'silentNote',
          by: null,
          office: null,
          proposalId: id,
          payload: { stage: proposal.stage },
        })
      }),
  },
  {
    /** 文字修改: judged to be wording, and nobody of those who decided has objected in his time. */
    name: 'makeChange',
    run: makeJudged,
  },
  {
    /** 联名建议逾期未答复: flagged once. */
    name: 'flagPetition',
    run: (parts, villageId, id, now) =>
      inVillage(parts.db, villageId, async (tx) => {
        const petition = await lockPetition(tx, villageId, id)
        const waiting = petition.status === 'threshold' || petition.status === 'demand'
        if (!waiting || petition.flaggedAt || !petition.answerDueAt || now < petition.answerDueAt) return
        await updatePetition(tx, petition, { flaggedAt: now })
        await appendEvidence(tx, {
          villageId,
          at: now,
          act: 'flagPetition',
          by: null,
          office: null,
          payload: { petitionId: id, status: petition.status },
        })
      }),
  },
]

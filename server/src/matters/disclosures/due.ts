import { inVillage } from '#base/database/connect.ts'
import { appendEvidence } from '#base/evidence/actions.ts'
import type { DueWork } from '#base/jobs/due.ts'
import { lockProposal } from '#matters/proposals/queries/proposals.ts'
import { escalateObjection } from './answers.ts'
import { endIfOver } from './end.ts'
import { findDisclosure, insertNote, lockDisclosure, updateDisclosure } from './queries/disclosures.ts'

export const due: DueWork[] = [
  {
    name: 'endDisclosure',
    run: (parts, villageId, id, now) =>
      inVillage(parts.db, villageId, async (tx) => {
        const found = await findDisclosure(tx, villageId, id)
        if (!found) return
        const proposal = await lockProposal(tx, villageId, found.proposalId)
        if (!(await endIfOver(tx, parts, id, proposal, now))) return
        await appendEvidence(tx, {
          villageId,
          at: now,
          act: 'endDisclosure',
          by: null,
          office: null,
          proposalId: proposal.id,
          payload: { disclosure: id },
        })
      }),
  },
  {
    /** 未审核 within its days: logged as silent, the posting may go on. */
    name: 'silentReview',
    run: (parts, villageId, id, now) =>
      inVillage(parts.db, villageId, async (tx) => {
        const disclosure = await lockDisclosure(tx, villageId, id)
        if (
          !disclosure ||
          disclosure.reviewVerdict ||
          (disclosure.postedAt && !disclosure.edited) ||
          !disclosure.reviewDueAt ||
          now < disclosure.reviewDueAt
        )
          return
        await updateDisclosure(tx, disclosure, {
          reviewVerdict: 'silent',
          ...(disclosure.postedAt ? {} : { status: 'reviewed' }),
        })
        await insertNote(tx, {
          villageId,
          proposalId: disclosure.proposalId,
          kind: 'oversightReview',
          verdict: 'silent',
          text: '',
          subjectId: id,
          by: null,
          byOffice: 'oversightCommittee',
          at: now,
        })
        await appendEvidence(tx, {
          villageId,
          at: now,
          act: 'silentReview',
          by: null,
          office: null,
          proposalId: disclosure.proposalId,
          payload: { disclosure: id },
        })
      }),
  },
  {
    name: 'escalateObjection',
    run: (parts, villageId, id, now) => escalateObjection(parts, villageId, id, now),
  },
]

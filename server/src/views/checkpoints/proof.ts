/** 回执证明: what a receipt file is put together from, for whoever may see the poll's result. */
import { markOf } from '@cunyi/shared/papers/covered.ts'
import type { Checkpoint } from '@cunyi/shared/papers/package-format.ts'
import type { PollProof, Step } from '@cunyi/shared/papers/receipt-file.ts'
import { countyOf } from '@cunyi/shared/words/divisions.ts'
import { Refused } from '@cunyi/shared/words/refusal.ts'
import { inVillage } from '#base/database/connect.ts'
import { sha256Text } from '#base/evidence/covers.ts'
import type { EvidenceRow } from '#base/evidence/queries/chain.ts'
import type { Parts } from '#base/parts/parts.ts'
import { closedPoll } from '#matters/polls/actions/results.ts'
import { receiptsOf } from '#matters/polls/queries/results.ts'
import { checkpointAfter, linksBetween } from '#views/archive/queries/packages.ts'
import { divisionNames } from '#village/divisions/queries/divisions.ts'
import { countersignedIn } from './actions.ts'
import { checkpointsBetween, closingOf, lastNumber, questionOf } from './queries/checkpoints.ts'

export async function getReceiptProof(
  parts: Parts,
  asked: { villageId: string; pollId: string },
): Promise<PollProof> {
  const { villageId } = asked
  const poll = await closedPoll(parts, asked)
  return inVillage(parts.db, villageId, async (tx) => {
    const entry = await closingOf(tx, poll)
    // Without a quorum no envelope was opened; of an entry that was lawfully forgotten nothing can be shown.
    if (!poll.receiptsDigest || !poll.closedAt || !entry?.payload || !entry.salt)
      throw new Refused('notFound')
    const county = countyOf(villageId)
    const anchor = await checkpointAfter(tx, villageId, entry.seq)
    const steps = anchor ? await linksBetween(tx, villageId, entry.seq + 1, anchor.head) : []
    const newest = await lastNumber(tx, county)
    const checkpoints: Checkpoint[] = []
    for (const seq of anchor ? new Set([anchor.checkpoint, newest]) : [])
      checkpoints.push(...(await checkpointsBetween(tx, county, seq, seq)))
    const names = await divisionNames(tx, [county, villageId])
    const { covers, ...facts } = stepOf(entry)
    return {
      county,
      countyName: names.get(county) ?? county,
      village: villageId,
      villageName: names.get(villageId) ?? villageId,
      poll: poll.id,
      question: await questionOf(tx, poll),
      closedAt: poll.closedAt.toISOString(),
      receipts: await receiptsOf(tx, poll),
      entry: {
        ...facts,
        prevLink: entry.prevLink,
        link: entry.link,
        salt: entry.salt.toString('hex'),
        payload: entry.payload,
        covers,
      },
      steps: steps.map(stepOf),
      ...(await countersignedIn(tx, county, checkpoints)),
    }
  })
}

type Link = Pick<EvidenceRow, 'seq' | 'at' | 'payloadDigest' | 'covers' | 'proposalId' | 'meetingId'>
const stepOf = ({ seq, at, payloadDigest, covers, proposalId, meetingId }: Link): Step => ({
  seq,
  at: at.toISOString(),
  payloadDigest,
  covers: covers === null ? null : { root: covers, mark: markOf(seq, proposalId ?? meetingId, sha256Text) },
})

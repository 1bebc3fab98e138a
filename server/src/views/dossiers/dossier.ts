import type { Tx } from '#base/database/connect.ts'
import { only } from '#base/database/rows.ts'
import { objectionsOf } from '#matters/disclosures/queries/disclosures.ts'
import { splitOf } from '#matters/polls/actions/results.ts'
import {
  listMoves,
  listNotes,
  listVersions,
  loadProposal,
  profileOf,
} from '#matters/proposals/queries/proposals.ts'
import { sittingsOf } from '#matters/sittings/queries/of-matter.ts'
import { moneyOf } from '#matters/works/money.ts'
import { findWork, progressOf } from '#matters/works/queries.ts'
import { disclosuresOfMatter, minutesOf } from './queries/dossier.ts'
import { evidenceOf } from './queries/evidence.ts'

/**
 * 档案: the whole record of a matter as data. Figures are there of closed polls only; choices by name are in no
 * dossier, they stand in the minutes' own list.
 */
export async function dossier(
  tx: Tx,
  villageId: string,
  proposalId: string,
): Promise<Record<string, unknown>> {
  const proposal = await loadProposal(tx, villageId, proposalId)
  const sittings = await sittingsOf(tx, villageId, proposalId)
  const meetingIds = [...new Set(sittings.map((one) => one.meeting.id))]
  return {
    format: 'cunyi-record/1',
    proposal,
    versions: await listVersions(tx, villageId, proposalId),
    moves: await listMoves(tx, villageId, proposalId),
    notes: await listNotes(tx, villageId, proposalId),
    meetings: meetingIds.map((id) => {
      const mine = sittings.filter((one) => one.meeting.id === id)
      const { hallSecret: _secret, ...meeting } = only(mine).meeting
      return {
        ...meeting,
        polls: mine.map(({ poll, question }) => ({
          ...poll,
          byChannel: splitOf(poll, false),
          question,
          keyName: undefined,
          figures: poll.status === 'closed' ? poll.figures : null,
        })),
      }
    }),
    minutes: await minutesOf(tx, villageId, meetingIds),
    disclosures: await disclosuresOfMatter(tx, villageId, proposalId),
    objections: (await objectionsOf(tx, villageId, { proposalId })).map(({ objection }) => objection),
    work: (await findWork(tx, villageId, proposalId)) ?? null,
    progress: (await progressOf(tx, villageId, proposalId)).map(({ entry }) => entry),
    money: await moneyOf(tx, proposal, profileOf(proposal).overrun_pct),
    evidence: (await evidenceOf(tx, villageId, proposalId, meetingIds)).map(({ seal: _seal, ...row }) => ({
      ...row,
      salt: row.salt?.toString('hex') ?? null,
    })),
  }
}

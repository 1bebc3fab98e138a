/** 会前: what has to be there before a matter's meeting is called: the oversight committee's note, the papers of the step. */
import { bandFor } from '@cunyi/shared/matter/matter.ts'
import { papersMissing } from '@cunyi/shared/matter/required-papers.ts'
import type { NoteFacts } from '@cunyi/shared/meeting/convening.ts'
import type { ExtraName } from '@cunyi/shared/meeting/extra-step.ts'
import type { Tx } from '#base/database/connect.ts'
import {
  type LoadedProposal,
  laidPapers,
  listNotes,
  profileOf,
} from '#matters/proposals/queries/proposals.ts'

/** They are the step's own: a sitting that stands before it waits for none of them. */
export async function before(tx: Tx, proposal: LoadedProposal, extra: ExtraName | null, now: Date) {
  const written = extra ? [] : await listNotes(tx, proposal.villageId, proposal.id)
  const profile = profileOf(proposal)
  const facts: NoteFacts = {
    stage: proposal.stage,
    track: proposal.track,
    urgent: proposal.urgentReason !== null,
    noteNeeded:
      !extra &&
      proposal.codes.some(
        (code) => bandFor(code, proposal.facts.amount ?? 0, profile.thresholds)?.oversightNote ?? false,
      ),
    // One member is enough. A note from before the tick counts as it did then.
    noteGiven: written.some((note) => note.kind === 'oversightNote' && note.verdict !== 'objected'),
    noteObjects: written.some((note) => note.kind === 'oversightNote' && note.verdict === 'objected'),
    noteRequestedAt: proposal.stageSince,
    reviewDays: profile['oversight.review_days'],
    now,
  }
  const silent =
    facts.noteNeeded &&
    !facts.noteGiven &&
    !facts.noteObjects &&
    facts.track === 'committeeMatter' &&
    facts.stage === 'committeeDeliberation'
  const papers = extra
    ? []
    : papersMissing(
        {
          ...proposal,
          otherUnit: proposal.facts.touches?.includes('otherUnit') ?? false,
          urgent: proposal.urgentReason !== null,
          overdue: proposal.conveneDueAt !== null && proposal.conveneDueAt < now,
          laid: await laidPapers(tx, proposal),
        },
        profile,
      )
  return { facts, silent, papers }
}

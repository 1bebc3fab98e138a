/** ⑥: whether the outcome may be disclosed. */
import {
  acceptanceMissing,
  missingWords,
  partDoneIn,
  whyNotFinished,
} from '@cunyi/shared/matter/carrying-out.ts'
import { whyNotReportOutcome } from '@cunyi/shared/words/money.ts'
import { refuse } from '@cunyi/shared/words/refusal.ts'
import type { Tx } from '#base/database/connect.ts'
import { type LoadedProposal, listNotes, profileOf } from '#matters/proposals/queries/proposals.ts'
import { neededFor } from './acceptance.ts'
import { ruleLines } from './money.ts'
import { accountOf, whyNotCloseAccount } from './over.ts'
import { findWork, lastPercent, type WorkRow } from './queries.ts'
import { isHeldToIt, keepsReceipts } from './resolved.ts'

/** What must be there first. */
export async function whyNotOutcome(
  tx: Tx,
  proposal: LoadedProposal,
  said: { text?: string | undefined; nothingSpent?: boolean | undefined },
  now: Date,
) {
  const pct = profileOf(proposal).overrun_pct
  const work = await findWork(tx, proposal.villageId, proposal.id)
  const account = await accountOf(tx, proposal)
  const { money } = account
  const costs = money.planned > 0
  const held = isHeldToIt(proposal)
  const judges = keepsReceipts(proposal)
  const notes = await listNotes(tx, proposal.villageId, proposal.id)
  const paid = money.expenses.some((entry) => !entry.struck)
  const refusal = whyNotReportOutcome({
    lines: ruleLines(money),
    pct,
    changeResolutionAdopted: false,
    // Whoever has a line judged is not held up by what one member did not write.
    oversightNote:
      judges ||
      notes.some(
        (note) => note.kind === 'oversightNote' && note.at.getTime() >= proposal.stageSince.getTime(),
      ),
    executor: (!costs && !held) || work !== undefined,
    acceptance: !costs || work?.acceptedOn != null || (held && work?.acceptanceAsked != null),
    // 没有花钱 is an account too, where nothing was to be spent.
    account: costs ? paid : !held || said.nothingSpent === true,
  })
  if (refusal || !held) return refusal
  const waits = judges ? await whyNotCloseAccount(tx, proposal, account) : null
  if (waits) return waits
  return whyNotDone(tx, proposal, { work, costs, said: said.text ?? '' }, now)
}

/** Accepted by those asked, and nothing says that part of it is left. */
async function whyNotDone(
  tx: Tx,
  proposal: LoadedProposal,
  { work, costs, said }: { work: WorkRow | undefined; costs: boolean; said: string },
  now: Date,
) {
  const last = await lastPercent(tx, proposal.villageId, proposal.id)
  const unfinished = whyNotFinished(last) ?? whyNotFinished(partDoneIn(said))
  if (unfinished) return unfinished
  if (!costs) return last === null ? refuse('progressMissing') : null
  if (work?.acceptedOn || !work?.acceptanceAsked) return null
  const missing = acceptanceMissing(await neededFor(tx, proposal, work, now), work.acceptanceAsked.signed)
  return missing ? refuse('acceptanceWaits', { missing: missingWords(missing) }) : null
}

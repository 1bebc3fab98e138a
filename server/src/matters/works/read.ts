import { mayNow, type Sense } from '@cunyi/shared/api/may.ts'
import { Refused } from '@cunyi/shared/words/refusal.ts'
import { IN_FORCE_STAGES, isOneOf } from '@cunyi/shared/words/vocabulary.ts'
import { inVillage } from '#base/database/connect.ts'
import type { Parts } from '#base/parts/parts.ts'
import { type Person, standingAt } from '#door/session/standing.ts'
import { loadProposal } from '#matters/proposals/queries/proposals.ts'
import { lateOf } from '#village/duties/queries.ts'
import { acceptanceShown, neededFor } from './acceptance.ts'
import { accountOf } from './over.ts'
import { findWork, progressOf } from './queries.ts'
import { heldTo, isHeldToIt, resolvedShown } from './resolved.ts'

const SENSE: Sense<{ begun: boolean; asked: boolean; mine: boolean; over: boolean }> = {
  startWork: () => true,
  addProgress: ({ begun }) => begun,
  addExpense: ({ begun }) => begun,
  askOverLine: ({ over }) => over,
  acceptWork: ({ begun }) => begun,
  signAcceptance: ({ mine }) => mine,
  acceptOnSheet: ({ asked }) => asked,
  reportOutcome: () => true,
}

/** 实施 as a reader sees it: who carries out, how far, planned against spent, and what he may do now. */
export const readWork = (
  parts: Parts,
  village: string,
  proposalId: string,
  reader: Person & { personId: string },
  now: Date,
) =>
  inVillage(parts.db, village, async (tx) => {
    const proposal = await loadProposal(tx, village, proposalId)
    const work = await findWork(tx, village, proposalId)
    if (!work && !isOneOf(IN_FORCE_STAGES, proposal.stage)) throw new Refused('notFound')
    const progress = await progressOf(tx, village, proposalId)
    const late = await lateOf(tx, village, [proposalId], now)
    const asked = await acceptanceShown(tx, proposal, work, now)
    const open = asked !== null && !work?.acceptedOn
    const mine = open && asked.acceptors.some((one) => one.id === reader.personId && one.agrees !== true)
    const { money, over } = await accountOf(tx, proposal)
    const mayAsk = over.some((line) => line.judged === null)
    const running = proposal.stage === 'implementation'
    return {
      proposalId: proposal.id,
      executor: work?.executor ?? '',
      contractor: work?.contractor ?? null,
      tender: work?.tender ?? 'none',
      contractNumber: work?.contractNumber ?? null,
      contractAmount: work?.contractAmount ?? null,
      startedOn: work?.startedOn ?? null,
      dueOn: work?.dueOn ?? null,
      completedOn: work?.completedOn ?? null,
      acceptedOn: work?.acceptedOn ?? null,
      acceptance: work?.acceptance ?? null,
      acceptanceAsked: asked,
      paperIds: work?.paperIds ?? [],
      earlier: (work?.earlier ?? []).map(({ contractor, tender, until }) => ({ contractor, tender, until })),
      resolved: isHeldToIt(proposal)
        ? {
            ...resolvedShown(proposal),
            least: (await heldTo(tx, proposal)).least,
            acceptors: await neededFor(tx, proposal, work, now),
          }
        : null,
      progress: progress.map(({ entry, byName }) => ({
        id: entry.id,
        text: entry.text,
        percent: entry.percent,
        photoIds: entry.photoIds,
        by: { id: entry.by, name: byName ?? '' },
        at: entry.at.toISOString(),
      })),
      money,
      overLines: over.map(({ dueAt, ...line }) => ({ ...line, dueAt: dueAt?.toISOString() ?? null })),
      publishDueAt: work?.outcomeDueAt?.toISOString() ?? null,
      late: late.some(({ kind }) => kind === 'reportOutcome'),
      mayNow: running
        ? mayNow(
            SENSE,
            { begun: work !== undefined, asked: open, mine, over: mayAsk },
            standingAt(village, reader),
            {
              route: proposal.route,
              assembly: null,
            },
          )
        : [],
    }
  })

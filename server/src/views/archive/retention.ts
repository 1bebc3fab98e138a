/** 保管期限与封存: what falls due, the hold that stops it, and the keeper's work. */
import { randomUUID } from 'node:crypto'
import { isHeld, type Kept, keptOf, type RetentionClass } from '@cunyi/shared/law/retention.ts'
import type { Day } from '@cunyi/shared/words/days.ts'
import { shanghaiDate } from '@cunyi/shared/words/days.ts'
import { Refused } from '@cunyi/shared/words/refusal.ts'
import { across, type Database, inVillage, type Tx } from '#base/database/connect.ts'
import { appendEvidence } from '#base/evidence/actions.ts'
import { chainedDivisions } from '#base/evidence/queries/chain.ts'
import type { Parts } from '#base/parts/parts.ts'
import type { Caller } from '#door/session/caller.ts'
import { loadProposal } from '#matters/proposals/queries/proposals.ts'
import {
  endedMatters,
  insertHold,
  lockHold,
  standingHolds,
  takeAway,
  updateHold,
} from './queries/retention.ts'

export type HoldState = 'proposed' | 'held' | 'liftProposed' | 'lifted'

async function keptIn(tx: Tx, villageId: string, today: Day) {
  const holds = await standingHolds(tx, villageId)
  return (await endedMatters(tx, villageId)).map(({ stageSince, ...matter }) => {
    const hold = holds.find((one) => one.proposalId === matter.id && isHeld(one)) ?? null
    const facts = { ...matter, endedOn: shanghaiDate(stageSince), held: hold !== null }
    return { matter, hold, kept: keptOf(facts, today) }
  })
}

/** 到期清单: every matter that has ended, how long what of it is kept, and what falls due today. */
export const listRetention = (parts: Parts, villageId: string, caller: Caller, now: Date) =>
  inVillage(parts.db, villageId, async (tx) => ({
    rows: (await keptIn(tx, villageId, shanghaiDate(now))).map(({ matter, hold, kept }) => ({
      proposalId: matter.id,
      number: matter.number,
      title: matter.title,
      kept: kept.map(({ kind, endedOn, dueOn, due }: Kept) => ({ kind, endedOn, dueOn, due })),
      hold: hold && {
        reason: hold.reason,
        confirmed: hold.confirmedAt !== null,
        liftProposed: hold.liftProposedAt !== null,
        liftReason: hold.liftReason,
        mine: (hold.liftProposedBy ?? (hold.confirmedAt ? null : hold.proposedBy)) === caller.personId,
      },
    })),
  }))

type Asked = { villageId: string; proposalId: string; reason: string; caller: Caller; now: Date }

/** 封存: one proposes, another confirms; it stops the keeper from the first word on. */
export const setHold = (parts: Parts, { villageId, proposalId, reason, caller, now }: Asked) =>
  inVillage(parts.db, villageId, async (tx): Promise<{ state: HoldState }> => {
    await loadProposal(tx, villageId, proposalId)
    const hold = await lockHold(tx, villageId, proposalId)
    if (hold?.confirmedAt) throw new Refused('alreadyDone')
    if (hold?.proposedBy === caller.personId) throw new Refused('samePersonTwice')
    if (hold) await updateHold(tx, hold, { confirmedBy: caller.personId, confirmedAt: now })
    else
      await insertHold(tx, {
        villageId,
        id: randomUUID(),
        proposalId,
        reason,
        proposedBy: caller.personId,
        proposedAt: now,
      })
    return prove(tx, { villageId, proposalId, reason, caller, now }, 'setHold', hold ? 'held' : 'proposed')
  })

/** 解除封存: again by two. */
export const liftHold = (parts: Parts, { villageId, proposalId, reason, caller, now }: Asked) =>
  inVillage(parts.db, villageId, async (tx): Promise<{ state: HoldState }> => {
    const hold = await lockHold(tx, villageId, proposalId)
    if (!hold) throw new Refused('notFound')
    if (hold.liftProposedBy === caller.personId) throw new Refused('samePersonTwice')
    await updateHold(
      tx,
      hold,
      hold.liftProposedBy
        ? { liftConfirmedBy: caller.personId, liftedAt: now }
        : { liftReason: reason, liftProposedBy: caller.personId, liftProposedAt: now },
    )
    const state = hold.liftProposedBy ? 'lifted' : 'liftProposed'
    return prove(tx, { villageId, proposalId, reason, caller, now }, 'liftHold', state)
  })

async function prove(
  tx: Tx,
  { villageId, proposalId, reason, caller, now }: Asked,
  act: string,
  state: HoldState,
) {
  await appendEvidence(tx, {
    villageId,
    at: now,
    act,
    by: caller.personId,
    office: caller.offices[0] ?? null,
    proposalId,
    payload: { state, reason },
  })
  return { state }
}

export type Taken = {
  villageId: string
  number: string
  title: string
  kind: RetentionClass
  counts: Record<string, number>
}

/**
 * 保管员: everything that is due and not held, village by village. A dry run only counts. What is taken away leaves an
 * entry; the links of the chain stay, so that it still proves itself.
 */
export async function keep(db: Database, options: { really: boolean; now: Date }): Promise<Taken[]> {
  const taken: Taken[] = []
  for (const villageId of await across(db, chainedDivisions))
    await inVillage(db, villageId, async (tx) => {
      const gone: Record<string, unknown>[] = []
      for (const { matter, kept } of await keptIn(tx, villageId, shanghaiDate(options.now)))
        for (const { kind } of kept.filter((one) => one.due)) {
          const counts = await takeAway(tx, villageId, matter.id, kind, options.really)
          if (Object.keys(counts).length === 0) continue
          taken.push({ villageId, number: matter.number, title: matter.title, kind, counts })
          gone.push({ proposal: matter.id, kind, counts })
        }
      if (gone.length > 0 && options.really)
        await appendEvidence(tx, {
          villageId,
          at: options.now,
          act: 'endRetention',
          by: null,
          office: null,
          payload: { taken: gone },
        })
    })
  return taken
}

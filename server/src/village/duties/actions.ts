/** 应办: written in the transaction in which the fact arises, closed in the one that fulfils it. */

import { isPut } from '@cunyi/shared/matter/danger.ts'
import { dutiesOf, isDoneBy, isOver, type Owed } from '@cunyi/shared/matter/duties.ts'
import type { Duty } from '@cunyi/shared/matter/duty-kinds.ts'
import { termsOf } from '@cunyi/shared/matter/terms.ts'
import type { Tx } from '#base/database/connect.ts'
import {
  type About,
  closeDuties,
  dropOthers,
  electedOffices,
  factsOf,
  findDuty,
  openKeys,
  openOf,
  saveDuties,
} from './queries.ts'

/** After anything that changes a matter: what its facts ask for now is written down, what they no longer ask for is closed. */
export async function keepDuties(tx: Tx, villageId: string, proposalId: string, now: Date): Promise<void> {
  const facts = await factsOf(tx, villageId, proposalId)
  if (!facts) return
  const owed = dutiesOf(facts, now)
  const named = new Set(owed.map(({ kind, key }) => `${kind} ${key}`))
  for (const { kind, key } of await openOf(tx, villageId, proposalId))
    if (!named.has(`${kind} ${key}`)) {
      const end = isDoneBy(kind, facts.stage) ? { doneAt: now } : { droppedAt: now }
      await closeDuties(tx, { villageId, kind, keys: [key] }, end)
    }
  await saveDuties(tx, { villageId, proposalId }, owed)
  if (facts.danger && isPut(facts)) await settle(tx, villageId, 'costOfDanger', facts.danger, now)
  if (isOver(facts.stage)) await dropOthers(tx, villageId, proposalId, now)
}

/** One that does not follow from a matter's facts. Owed again by the same key it has the later day. */
export const owe = (tx: Tx, about: About, owed: Omit<Owed, 'doneAt'>): Promise<void> =>
  saveDuties(tx, about, [{ ...owed, doneAt: null }])

/** Owed again by the same key it stays due when it was; what was closed is not opened again. */
export async function oweOnce(tx: Tx, about: About, owed: Omit<Owed, 'doneAt'>): Promise<void> {
  const found = await findDuty(tx, about.villageId, owed.kind, owed.key)
  if (!found) await owe(tx, about, owed)
}

export const settle = (tx: Tx, villageId: string, kind: Duty, key: string, now: Date): Promise<void> =>
  closeDuties(tx, { villageId, kind, keys: [key] }, { doneAt: now })

/** 任期: after anything that changes who holds an office by election. A term that another has followed is done. */
export async function keepTerms(tx: Tx, villageId: string, now: Date): Promise<void> {
  const owed = termsOf(await electedOffices(tx, villageId))
  const named = owed.map(({ key }) => key)
  const open = await openKeys(tx, villageId, 'handOver')
  const over = { villageId, kind: 'handOver' as const, keys: open.filter((key) => !named.includes(key)) }
  await closeDuties(tx, over, { doneAt: now })
  await saveDuties(tx, { villageId }, owed)
}

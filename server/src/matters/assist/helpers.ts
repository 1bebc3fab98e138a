/** 代录人名单: kept by the village office, read by everyone of the village. */
import { randomUUID } from 'node:crypto'
import { Refused } from '@cunyi/shared/words/refusal.ts'
import { inVillage, type Tx } from '#base/database/connect.ts'
import { appendEvidence } from '#base/evidence/actions.ts'
import type { Parts } from '#base/parts/parts.ts'
import type { Caller } from '#door/session/caller.ts'
import { findPeople, namesOf } from '#village/people/queries/people.ts'
import { endHelperRow, helpersOf, insertHelper, lockHelpers } from './queries.ts'

type Acting = { villageId: string; caller: Caller; now: Date }

export const listHelpers = (parts: Parts, villageId: string) =>
  inVillage(parts.db, villageId, async (tx) => {
    const rows = await helpersOf(tx, villageId)
    const name = await namesOf(
      tx,
      rows.map((row) => row.personId),
    )
    return {
      rows: rows.map(({ id, personId, listedAt }) => ({
        id,
        person: { id: personId, name: name(personId) },
        listedAt: listedAt.toISOString(),
      })),
    }
  })

/** Listed twice is listed once. */
export const addHelper = (parts: Parts, acting: Acting, personId: string) =>
  changeList(parts, acting, async (tx) => {
    const { villageId, caller, now } = acting
    if ((await findPeople(tx, [personId])).length === 0) throw new Refused('notFound')
    const before = (await helpersOf(tx, villageId)).find((row) => row.personId === personId)
    if (before) return { reply: { id: before.id }, payload: null }
    const id = randomUUID()
    await insertHelper(tx, { villageId, id, personId, listedAt: now, listedBy: caller.personId })
    return { reply: { id }, payload: { act: 'addHelper', helper: id, person: personId } }
  })

export const endHelper = (parts: Parts, acting: Acting, id: string, reason: string) =>
  changeList(parts, acting, async (tx) => {
    const { villageId, caller, now } = acting
    const row = await endHelperRow(tx, { villageId, id, by: caller.personId, at: now })
    if (!row) throw new Refused('notFound')
    return {
      reply: { ok: true } as const,
      payload: { act: 'endHelper', helper: id, person: row.personId, reason },
    }
  })

type Change<T> = { reply: T; payload: ({ act: string } & Record<string, unknown>) | null }

async function changeList<T>(
  parts: Parts,
  { villageId, caller, now }: Acting,
  change: (tx: Tx) => Promise<Change<T>>,
): Promise<T> {
  return inVillage(parts.db, villageId, async (tx) => {
    await lockHelpers(tx, villageId)
    const { reply, payload } = await change(tx)
    if (payload) {
      const { act, ...rest } = payload
      const office = caller.offices[0] ?? null
      await appendEvidence(tx, { villageId, at: now, act, by: caller.personId, office, payload: rest })
    }
    return reply
  })
}

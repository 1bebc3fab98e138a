/** 导入清单: before a second person, read to its end, and then carried out as it was read. */
import { Refused } from '@cunyi/shared/words/refusal.ts'
import { inVillage } from '#base/database/connect.ts'
import { appendEvidence } from '#base/evidence/actions.ts'
import type { Parts } from '#base/parts/parts.ts'
import { openPhone } from '#base/system/identity.ts'
import type { Caller } from '#door/session/caller.ts'
import { type CarryOut, proposeAct, type Shows, takeAct } from '#matters/acts/actions.ts'
import { tellOfDeath } from '#matters/acts/died.ts'
import { findAct } from '#matters/acts/queries.ts'
import { findNumbers } from '#village/people/queries/numbers.ts'
import type { HoldList } from '#village/people/workbook/imports.ts'
import { carryOutList, readPiece } from '#village/people/workbook/list.ts'
import { findImport, hasRoster } from '#village/people/workbook/queries.ts'
import { type Told, tellOldNumbers } from '../tell.ts'

export const holdListFor =
  (parts: Parts): HoldList =>
  async (tx, { villageId, importId, total, person, renumbered, leaves, caller, now }) => {
    const told: Told[] = []
    for (const personId of renumbered) {
      const row = await findNumbers(tx, { villageId, personId })
      const phone = openPhone(parts.keys, row?.phone ?? null)
      if (row && phone) told.push({ personId, name: row.name, phone })
    }
    await tellOldNumbers(tx, parts, 'numberProposed', villageId, told, now)
    return proposeAct(tx, {
      what: 'importList',
      villageId,
      asked: { importId, total, ...(person ? { key: person } : {}) },
      leaves,
      caller,
      now,
    })
  }

export const getImportList = (
  parts: Parts,
  asked: { villageId: string; importId: string; from: number; caller: Caller },
) =>
  inVillage(parts.db, asked.villageId, async (tx) => {
    const { actId, ...piece } = await readPiece(parts, tx, { ...asked, reader: asked.caller.personId })
    const act = await findAct(tx, { villageId: asked.villageId, id: actId })
    if (!act) throw new Refused('notFound')
    return { state: act.state, ...piece }
  })

export const showList: NonNullable<Shows['importList']> = async (tx, act, _parts, viewer) => {
  const { importId, total } = act.asked as { importId: string; total: number }
  const row = await findImport(tx, act.villageId, importId)
  return { list: { importId, total, read: row?.readTo?.[viewer.personId] ?? 0 } }
}

export const carryOutImportList: CarryOut = (parts, act, second, now) => {
  const { villageId } = act
  const { importId } = act.asked as { importId: string }
  return inVillage(parts.db, villageId, async (tx) => {
    // The township has looked through the first roster of a village: whose numbers else should be in use?
    const opening = act.turn === 'township' && !(await hasRoster(tx, villageId))
    await takeAct(tx, act, second, now)
    const carried = await carryOutList(parts, tx, {
      villageId,
      importId,
      second: second.personId,
      opening,
      now,
    })
    await tellOldNumbers(tx, parts, 'numberChanged', villageId, carried.renumbered, now)
    const died = { villageId, people: carried.died, by: act.by, since: act.at, second: second.personId, now }
    const struck = await tellOfDeath(tx, parts, died)
    const { people, households, offices, stale } = carried
    await appendEvidence(tx, {
      villageId,
      at: now,
      act: 'confirmImportList',
      by: act.by,
      office: act.as,
      payload: {
        import: importId,
        actId: act.id,
        second: second.personId,
        opening,
        people: people.map(({ person, fields, isNew }) => (isNew ? { person } : { person, fields })),
        households,
        offices,
        stale,
        ...struck,
      },
    })
    return null
  })
}

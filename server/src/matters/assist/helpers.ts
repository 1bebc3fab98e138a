/**
 * 代录人名单: whom the representatives have named for their term. The village office brings the minutes, an oversight
 * member looks at them; the clerk alone names nobody. Read by everyone of the village.
 */
import { randomUUID } from 'node:crypto'
import { type Day, shanghaiDate } from '@cunyi/shared/words/days.ts'
import { Refused } from '@cunyi/shared/words/refusal.ts'
import { inVillage, type Tx } from '#base/database/connect.ts'
import { appendEvidence } from '#base/evidence/actions.ts'
import { findAttachment } from '#base/files/queries.ts'
import type { Parts } from '#base/parts/parts.ts'
import type { Caller } from '#door/session/caller.ts'
import { type CarryOut, proposeAct, type Show, takeAct } from '#matters/acts/actions.ts'
import type { ActRow } from '#matters/acts/queries.ts'
import { findPeople, namesOf } from '#village/people/queries/people.ts'
import { mustHavePaper } from '#village/profiles/paper.ts'
import { endHelperRow, helpersOf, insertHelper, lockHelpers } from './queries.ts'

type Acting = { villageId: string; caller: Caller; now: Date }
type Asked = { personIds: string[]; heldOn: Day; paperId: string }
const askedOf = (act: ActRow) => act.asked as unknown as Asked

export const listHelpers = (parts: Parts, villageId: string, now: Date) =>
  inVillage(parts.db, villageId, async (tx) => {
    const rows = await helpersOf(tx, villageId, now)
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

/** 提出名单: it waits with its minutes. */
export const addHelper = (parts: Parts, { villageId, caller, now }: Acting, asked: Asked) =>
  inVillage(parts.db, villageId, async (tx) => {
    if (asked.heldOn > shanghaiDate(now))
      throw new Refused('dayAhead', { what: { zh: '代表会议日期', en: 'the day of the meeting' } })
    await mustHavePaper(tx, villageId, asked.paperId)
    const personIds = [...new Set(asked.personIds)]
    if ((await findPeople(tx, personIds)).length < personIds.length) throw new Refused('notFound')
    const waits = await proposeAct(tx, {
      what: 'nameHelpers',
      villageId,
      asked: { ...asked, personIds },
      caller,
      now,
    })
    return { waits }
  })

/** Confirmed: they are on the list. Listed twice is listed once. */
export const carryOutHelpers: CarryOut = (parts, act, second, now) =>
  inVillage(parts.db, act.villageId, async (tx) => {
    const { villageId } = act
    const { personIds, heldOn, paperId } = askedOf(act)
    // Nobody says of himself that he was named.
    if (personIds.includes(second.personId)) throw new Refused('secondPersonNeeded')
    await lockHelpers(tx, villageId)
    await takeAct(tx, act, second, now)
    const listed = (await helpersOf(tx, villageId, now)).map((row) => row.personId)
    const added = personIds
      .filter((person) => !listed.includes(person))
      .map((person) => ({ helper: randomUUID(), person }))
    for (const { helper: id, person: personId } of added)
      await insertHelper(tx, { villageId, id, personId, listedAt: now, listedBy: act.by })
    const paper = await findAttachment(tx, villageId, paperId)
    await appendEvidence(tx, {
      villageId,
      at: now,
      act: 'addHelper',
      by: act.by,
      office: act.as,
      payload: {
        helpers: added,
        heldOn,
        paper: paper?.digest ?? null,
        second: second.personId,
        actId: act.id,
      },
    })
    return null
  })

export const showHelpers: Show = async (tx, act) => {
  const { personIds, heldOn, paperId } = askedOf(act)
  const name = await namesOf(tx, personIds)
  return { helpers: { people: personIds.map((id) => ({ id, name: name(id) })), heldOn, paperId } }
}

export const endHelper = (parts: Parts, { villageId, caller, now }: Acting, id: string, reason: string) =>
  inVillage(parts.db, villageId, async (tx: Tx) => {
    await lockHelpers(tx, villageId)
    const row = await endHelperRow(tx, { villageId, id, by: caller.personId, at: now })
    if (!row) throw new Refused('notFound')
    await appendEvidence(tx, {
      villageId,
      at: now,
      act: 'endHelper',
      by: caller.personId,
      office: caller.offices[0] ?? null,
      payload: { helper: id, person: row.personId, reason },
    })
    return { ok: true } as const
  })

/** 换届: the result of the election of a whole body in one act; the term before ends with it. */

import { randomUUID } from 'node:crypto'
import {
  handedOverBy,
  heldUntil,
  officesOfBody,
  TERM_BODIES,
  type TermBody,
} from '@cunyi/shared/law/offices.ts'
import { addDays, type Day } from '@cunyi/shared/words/days.ts'
import { Refused } from '@cunyi/shared/words/refusal.ts'
import type { Office } from '@cunyi/shared/words/vocabulary.ts'
import { inVillage, type Tx } from '#base/database/connect.ts'
import type { Parts } from '#base/parts/parts.ts'
import type { Caller } from '#door/session/caller.ts'
import { proposeAct } from '#matters/acts/actions.ts'
import { mustFit } from '#village/people/actions.ts'
import { lockRoster } from '#village/people/queries/people.ts'
import { endOfficeRow } from '#village/people/queries/roster.ts'
import { loadState, saveOffices } from '#village/people/workbook/queries.ts'
import type { State, StateOffice } from '#village/people/workbook/state.ts'
import { mustHavePaper } from '#village/profiles/paper.ts'
import { turnFor } from './hands.ts'
import { tellElectors, tellPeople } from './tell.ts'

type Given = {
  body: TermBody
  from: Day
  to: Day | null
  members: { personId: string; office: Office; households: string[] }[]
}
export type HandingOver = Given & { kind: 'handOver'; key: string; paperId: string }

export const handOver = (
  parts: Parts,
  { villageId, caller, now }: { villageId: string; caller: Caller; now: Date },
  { paperId, ...given }: Given & { paperId: string },
) =>
  inVillage(parts.db, villageId, async (tx) => {
    await lockRoster(tx, villageId)
    await mustHavePaper(tx, villageId, paperId)
    const { goes } = fitted(await loadState(tx, villageId), given)
    const stay = given.members.map((one) => one.personId)
    const what = handedOverBy(given.body)
    const key = `handOver ${given.body}`
    const asked: HandingOver = { kind: 'handOver', key, paperId, ...given }
    return proposeAct(tx, {
      what,
      villageId,
      asked,
      caller,
      now,
      turnOf: (first) => turnFor(tx, { what, villageId, personId: null, key, caller, now }, first),
      tell: async ({ confirmsFrom }) => {
        await tellPeople(tx, parts, {
          villageId,
          people: goes.map((one) => one.personId).filter((id) => !stay.includes(id)),
          key: 'officeEnding',
          params: { office: TERM_BODIES[given.body].zh },
          now,
        })
        if (what === 'handOverOversight')
          await tellElectors(tx, parts, { villageId, elected: given.members, confirmsFrom, now })
      },
    })
  })

const sooner = (day: Day | null, last: Day): Day => (day !== null && day < last ? day : last)

/** Whose term ends with it; past their terms they are in office still. */
export const leaving = (state: State, { body, from }: Pick<Given, 'body' | 'from'>): StateOffice[] =>
  state.offices.filter(
    (one) => officesOfBody(body).includes(one.office) && (one.heldUntil === null || one.heldUntil >= from),
  )

/** The offices as they would be: those of the term before end on the day before, then each new one must fit. */
function fitted(state: State, given: Given): { goes: StateOffice[]; comes: StateOffice[] } {
  const { body, from, to, members } = given
  const offices = officesOfBody(body)
  const goes = leaving(state, given)
  const last = addDays(from, -1)
  const left = state.offices.flatMap((one) =>
    !goes.includes(one) ? one : one.from <= last ? { ...one, to: sooner(one.to, last), heldUntil: last } : [],
  )
  const comes: StateOffice[] = []
  for (const { personId, office, households } of members) {
    if (!offices.includes(office)) throw new Refused('malformed')
    const before = goes.find((one) => one.personId === personId && one.office === office)
    const row = {
      id: randomUUID(),
      personId,
      office,
      from,
      to,
      heldUntil: heldUntil({ office, to }),
      villageGroup: null,
      households: households.length > 0 ? [...new Set(households)] : (before?.households ?? []),
    }
    mustFit({ ...state, offices: [...left, ...comes] }, row)
    comes.push(row)
  }
  return { goes, comes }
}

/** From the day of the election on; what those before did until it was confirmed stands. */
export async function carryOver(tx: Tx, villageId: string, asked: HandingOver, now: Date) {
  const { goes, comes } = fitted(await loadState(tx, villageId), asked)
  const last = addDays(asked.from, -1)
  // One that was to begin later was never held: not for a single day beside those who were elected.
  for (const one of goes) {
    await endOfficeRow(tx, villageId, one.id, {
      to: sooner(one.to, last),
      heldUntil: last,
      endedAt: now,
      endedReason: '换届',
    })
  }
  await saveOffices(tx, villageId, comes)
  return {
    body: asked.body,
    from: asked.from,
    to: asked.to,
    ended: goes.map(({ id, personId, office }) => ({ appointment: id, personId, held: office })),
    began: comes.map(({ id, personId, office }) => ({ appointment: id, personId, held: office })),
  }
}

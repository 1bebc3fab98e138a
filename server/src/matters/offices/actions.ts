/**
 * 任职: who holds which office is never one clerk's word. He proposes it with its paper, another looks at the paper
 * and at nothing else, and only then it is true: from the day of the election, and in no roll that stands already.
 */
import type { ActOfTwo } from '@cunyi/shared/law/acts-of-two.ts'
import {
  endedBy,
  isVillageOffice,
  OFFICE_ACT,
  OVERSIGHT,
  SEAT_GROUNDS,
  type SeatGround,
} from '@cunyi/shared/law/offices.ts'
import { type Day, shanghaiDate, shanghaiTime } from '@cunyi/shared/words/days.ts'
import { Refused } from '@cunyi/shared/words/refusal.ts'
import { OFFICES, type Office } from '@cunyi/shared/words/vocabulary.ts'
import { inVillage, type Tx } from '#base/database/connect.ts'
import type { Parts } from '#base/parts/parts.ts'
import type { Caller } from '#door/session/caller.ts'
import { proposeAct } from '#matters/acts/actions.ts'
import { KEEPERS, mustFit } from '#village/people/actions.ts'
import { holdersOf, lockRoster } from '#village/people/queries/people.ts'
import { lockOffice } from '#village/people/queries/roster.ts'
import { loadState } from '#village/people/workbook/queries.ts'
import { mustHavePaper } from '#village/profiles/paper.ts'
import { turnFor } from './hands.ts'
import { tellElectors, tellPeople } from './tell.ts'

type Term = {
  personId: string
  office: Office
  from: Day
  to: Day | null
  villageGroup: string | null
  households: string[]
}
export type Appointing = { kind: 'appoint'; key: string; term: Term; paperId: string }
export type Ending = {
  kind: 'end'
  key: string
  officeId: string
  office: Office
  on: Day
  ground: SeatGround | null
  paperId: string
}
type Acting = { villageId: string; caller: Caller; now: Date }

/** 提出任职. */
export const appoint = (
  parts: Parts,
  { villageId, caller, now }: Acting,
  { paperId, ...given }: Term & { paperId: string },
) =>
  inVillage(parts.db, villageId, async (tx) => {
    await lockRoster(tx, villageId)
    const term = { ...given, households: [...new Set(given.households)] }
    const what = await actOf(tx, { villageId, caller, now }, term.office)
    await mustHavePaper(tx, villageId, paperId)
    mustFit(await loadState(tx, villageId), { id: '', heldUntil: null, ...term })
    const key = `appoint ${term.office}`
    const asked: Appointing = { kind: 'appoint', key, term, paperId }
    const about = { what, villageId, personId: term.personId, key, caller, now }
    const waits = await proposeAct(tx, {
      what,
      villageId,
      personId: term.personId,
      asked,
      caller,
      now,
      turnOf: (first) => turnFor(tx, about, first),
      tell: async ({ confirmsFrom }) => {
        if (OVERSIGHT.includes(term.office))
          await tellElectors(tx, parts, { villageId, elected: [term], confirmsFrom, now })
      },
    })
    return { id: waits.actId, waits }
  })

/** The township records a clerk, and only where the village has nobody left to record anything. */
async function actOf(tx: Tx, { villageId, caller, now }: Acting, office: Office): Promise<ActOfTwo> {
  if (!isVillageOffice(office)) throw new Refused('forbidden')
  if (caller.village === villageId) return OFFICE_ACT[office]
  if (office !== 'clerk') throw new Refused('notForAdministrators')
  if ((await holdersOf(tx, villageId, KEEPERS, shanghaiDate(now))).length > 0)
    throw new Refused('clerksInOffice')
  return 'clerkByTownship'
}

/** 提出终止: the day named is the last one in office, but never one before it is confirmed. */
export const endOffice = (
  parts: Parts,
  { villageId, caller, now }: Acting,
  officeId: string,
  given: { on: Day; reason: string; paperId: string; ground?: SeatGround | undefined },
) =>
  inVillage(parts.db, villageId, async (tx) => {
    await lockRoster(tx, villageId)
    const row = await lockOffice(tx, villageId, officeId)
    if (!row || !isVillageOffice(row.office)) throw new Refused('notFound')
    const { office, personId } = row
    const { on, reason, paperId } = given
    const today = shanghaiDate(now)
    if (row.heldUntil !== null && row.heldUntil < today) throw new Refused('alreadyDone')
    // Past his term he stays until he is followed, or until this.
    const last = row.heldUntil ?? (row.to !== null && row.to >= today ? row.to : null)
    if (on < row.from || (last !== null && on > last)) throw new Refused('termUnfit')
    await mustHavePaper(tx, villageId, paperId)
    const what = endedBy(office)
    const ground = what === 'endSeat' ? (given.ground ?? 'households') : null
    const key = `end ${officeId}`
    const asked: Ending = { kind: 'end', key, officeId, office, on, ground, paperId }
    const about = { what, villageId, personId, key, caller, now }
    const waits = await proposeAct(tx, {
      what,
      villageId,
      personId,
      reason,
      asked,
      caller,
      now,
      turnOf: (first) => turnFor(tx, about, first),
      tell: ({ confirmsFrom }) =>
        tellPeople(tx, parts, {
          villageId,
          people: [personId],
          key: ground ? 'seatEnding' : 'officeEnding',
          params: {
            office: OFFICES[office].zh,
            ground: ground ? SEAT_GROUNDS[ground].zh : '',
            until: confirmsFrom ? shanghaiTime(confirmsFrom) : '',
          },
          now,
        }),
    })
    return { ok: true as const, waits }
  })

/** 任职生效: what two persons have agreed on becomes true, and what the second sees before he says so. */

import { ACTS_OF_TWO, isOfOffice, lapsesAt } from '@cunyi/shared/law/acts-of-two.ts'
import { heldUntil } from '@cunyi/shared/law/offices.ts'
import { type Day, shanghaiDate } from '@cunyi/shared/words/days.ts'
import { Refused } from '@cunyi/shared/words/refusal.ts'
import { keysOf, OFFICES, type Office } from '@cunyi/shared/words/vocabulary.ts'
import { inVillage, type Tx } from '#base/database/connect.ts'
import { appendEvidence } from '#base/evidence/actions.ts'
import { findAttachment } from '#base/files/queries.ts'
import type { Parts } from '#base/parts/parts.ts'
import { endSessions } from '#door/session/actions.ts'
import type { Caller } from '#door/session/caller.ts'

import { type CarryOut, leaveAct, mayContest, mustFind, takeAct } from '#matters/acts/actions.ts'
import { tellOfDeath } from '#matters/acts/died.ts'
import { type ActRow, turnAct, waitingOffices } from '#matters/acts/queries.ts'
import type { Shown } from '#matters/acts/shown.ts'
import { keepTerms } from '#village/duties/actions.ts'
import { maybeBarred, mustFit } from '#village/people/actions.ts'
import { keepSeats } from '#village/people/by-elections.ts'
import { lockRoster, namesOf } from '#village/people/queries/people.ts'
import { endOfficeRow, lockOffice } from '#village/people/queries/roster.ts'
import { loadState, saveOffices } from '#village/people/workbook/queries.ts'
import type { Appointing, Ending } from './actions.ts'
import { carryOver, type HandingOver, leaving } from './hand-over.ts'

const askedOf = (act: ActRow) => act.asked as unknown as Appointing | Ending | HandingOver

/** Whoever gets or loses an office logs in again. */
const whoseOf = (done: { personId: string } | { ended: Whose[]; began: Whose[] }): string[] =>
  'personId' in done ? [done.personId] : [...done.ended, ...done.began].map((one) => one.personId)
type Whose = { personId: string }

const ENTRY = { appoint: 'appoint', end: 'endOffice', handOver: 'handOver' } as const

/** Every act about an office. */
export const OFFICE_ACTS = keysOf(ACTS_OF_TWO).filter(isOfOffice)

export const carryOutOffice: CarryOut = (parts, act, second, now) =>
  inVillage(parts.db, act.villageId, async (tx) => {
    await lockRoster(tx, act.villageId)
    await takeAct(tx, act, second, now)
    const asked = askedOf(act)
    const paper = await findAttachment(tx, act.villageId, asked.paperId)
    const done =
      asked.kind === 'appoint'
        ? await begin(tx, act, asked)
        : asked.kind === 'end'
          ? await end(tx, act, asked, shanghaiDate(now), now)
          : await carryOver(tx, act.villageId, asked, now)
    await keepTerms(tx, act.villageId, now)
    await keepSeats(tx, act.villageId, now)
    await endSessions(tx, { villageId: act.villageId, personIds: whoseOf(done) }, now)
    const dead = asked.kind === 'end' && asked.ground === 'death' ? whoseOf(done) : []
    const { villageId, by, at: since } = act
    const struck = await tellOfDeath(tx, parts, {
      villageId,
      people: dead,
      by,
      since,
      second: second.personId,
      now,
    })
    await appendEvidence(tx, {
      villageId: act.villageId,
      at: now,
      act: ENTRY[asked.kind],
      by: act.by,
      office: act.as,
      payload: { ...done, ...struck, second: second.personId, actId: act.id, paper: paper?.digest ?? null },
    })
    return null
  })

async function begin(tx: Tx, { villageId, id }: ActRow, { term }: Appointing) {
  const row = { id, heldUntil: heldUntil(term), ...term }
  // Others may have been confirmed meanwhile.
  mustFit(await loadState(tx, villageId), row)
  await saveOffices(tx, villageId, [row])
  const { personId, office, from, to } = row
  return { appointment: id, personId, held: office, from, to, after: row }
}

/** Until it is confirmed he was in office, and what he did stands; the dead do nothing. */
async function end(tx: Tx, act: ActRow, { officeId, on, ground }: Ending, today: Day, now: Date) {
  const row = await lockOffice(tx, act.villageId, officeId)
  if (!row) throw new Refused('notFound')
  if (row.heldUntil !== null && row.heldUntil < today) throw new Refused('alreadyDone')
  const last = ground === 'death' || on > today ? on : today
  const until = row.heldUntil !== null && row.heldUntil < last ? row.heldUntil : last
  await endOfficeRow(tx, act.villageId, officeId, {
    to: row.to !== null && row.to < until ? row.to : until,
    heldUntil: until,
    endedAt: now,
    endedReason: act.reason ?? '',
  })
  return {
    appointment: officeId,
    personId: row.personId,
    held: row.office,
    on: until,
    reason: act.reason,
    ...(ground ? { ground } : {}),
  }
}

const NO_BODY = { body: null, comes: [], goes: [] }

/** Whose term ends is seen before it has ended. */
async function showHandOver(tx: Tx, act: ActRow, asked: HandingOver): Promise<Shown> {
  const { body, from, to, members, paperId } = asked
  const goes = act.state === 'waiting' ? leaving(await loadState(tx, act.villageId), asked) : []
  const name = await namesOf(
    tx,
    [...members, ...goes].map((one) => one.personId),
  )
  const named = (rows: readonly { personId: string; office: Office }[]) =>
    rows.map(({ personId, office }) => ({ person: { id: personId, name: name(personId) }, office }))
  const rest = { villageGroup: null, households: 0, remarks: [], contested: null, ground: null, paperId }
  return {
    office: {
      kind: 'handOver',
      office: null,
      body,
      comes: named(members),
      goes: named(goes),
      from,
      to,
      ...rest,
    },
  }
}

export async function showOffice(tx: Tx, act: ActRow): Promise<Shown> {
  const asked = askedOf(act)
  const { paperId } = asked
  const { contested } = act
  if (asked.kind === 'end') {
    const { office, on: to, ground } = asked
    const rest = { ...NO_BODY, villageGroup: null, households: 0, remarks: [], contested, paperId }
    return { office: { kind: 'end', office, from: null, to, ground, ...rest } }
  }
  if (asked.kind === 'handOver') return showHandOver(tx, act, asked)
  const { office, from, to, villageGroup, households } = asked.term
  const near =
    act.state === 'waiting'
      ? maybeBarred(await loadState(tx, act.villageId), { id: '', heldUntil: null, ...asked.term })
      : []
  const remarks = near.map(({ holder, office: other }) => ({
    zh: `与“${holder}”（${OFFICES[other].zh}）同户：请核对是不是近亲属`,
    en: `Of one household with “${holder}” (${OFFICES[other].en}): check whether they are near relatives`,
  }))
  return {
    office: {
      kind: 'appoint',
      ...NO_BODY,
      office,
      from,
      to,
      villageGroup,
      households: households.length,
      ground: null,
      contested,
      paperId,
      remarks,
    },
  }
}

/** 待确认: what was proposed, for everybody of the village to see. */
export async function listWaitingOffices(tx: Tx, villageId: string) {
  const rows = await waitingOffices(tx, villageId, OFFICE_ACTS)
  const name = await namesOf(
    tx,
    rows.flatMap((act) => {
      const asked = askedOf(act)
      return asked.kind === 'handOver' ? asked.members.map((one) => one.personId) : (act.personId ?? [])
    }),
  )
  return rows.flatMap((act) => {
    const asked = askedOf(act)
    const confirmsFrom = act.confirmsFrom?.toISOString() ?? null
    const row = (personId: string, office: Office, from: Day | null, to: Day | null) => ({
      actId: act.id,
      kind: asked.kind,
      person: { id: personId, name: name(personId) },
      office,
      from,
      to,
      confirmsFrom,
    })
    if (asked.kind === 'handOver')
      return asked.members.map((one) => row(one.personId, one.office, asked.from, asked.to))
    if (!act.personId) return []
    return asked.kind === 'appoint'
      ? row(act.personId, asked.term.office, asked.term.from, asked.term.to)
      : row(act.personId, asked.office, null, asked.on)
  })
}

/** 有异议: whose seat is to end says that he does not agree; then it is the township's to look at. */
export const contestAct = (
  parts: Parts,
  asked: { villageId: string; actId: string; ground: string; caller: Caller; now: Date },
) =>
  inVillage(parts.db, asked.villageId, async (tx) => {
    const { villageId, actId, ground, caller, now } = asked
    const act = await mustFind(tx, villageId, actId)
    if (act.what !== 'endSeat' || act.personId !== caller.personId) throw new Refused('forbidden')
    if (!mayContest(act, caller)) throw new Refused('actNotWaiting')
    const from = act.confirmsFrom && act.confirmsFrom > now ? act.confirmsFrom : now
    const turn = act.turn === 'county' ? ('county' as const) : ('township' as const)
    const set = { turn, dueAt: lapsesAt(act.what, from), contested: ground }
    if (!(await turnAct(tx, act, set, now))) throw new Refused('actNotWaiting')
    await leaveAct(tx, act, 'contestAct', { by: caller.personId, as: null, after: ground }, now)
    return { ok: true } as const
  })

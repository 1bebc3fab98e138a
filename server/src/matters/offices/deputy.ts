/** 代书记主持: the secretary is away and names the member who stands in. (支部工作条例 art 14) */
import { randomUUID } from 'node:crypto'
import { whyNotDeputy } from '@cunyi/shared/law/offices.ts'
import { type Day, shanghaiDate } from '@cunyi/shared/words/days.ts'
import { must, Refused } from '@cunyi/shared/words/refusal.ts'
import type { Office } from '@cunyi/shared/words/vocabulary.ts'
import { inVillage } from '#base/database/connect.ts'
import { appendEvidence } from '#base/evidence/actions.ts'
import type { Parts } from '#base/parts/parts.ts'
import { endSessions } from '#door/session/actions.ts'
import type { Caller } from '#door/session/caller.ts'
import { findDivision } from '#village/divisions/queries/divisions.ts'
import { mustFit } from '#village/people/actions.ts'
import { lockRoster } from '#village/people/queries/people.ts'
import { loadState, saveOffices } from '#village/people/workbook/queries.ts'
import type { State } from '#village/people/workbook/state.ts'

type Named = { personId: string; from: Day; to: Day; reason: string }

/** He names one of those who sit with him, for some days that lie ahead and within his own term. It ends by itself. */
export const nameDeputy = (
  parts: Parts,
  { villageId, caller, now }: { villageId: string; caller: Caller; now: Date },
  { reason, ...named }: Named,
) =>
  inVillage(parts.db, villageId, async (tx) => {
    await lockRoster(tx, villageId)
    const { personId, from, to } = named
    const state = await loadState(tx, villageId)
    const his = inOffice(state, caller.personId, 'branchSecretary', from)
    const today = shanghaiDate(now)
    if (from < today || !his || (his.heldUntil !== null && to > his.heldUntil)) throw new Refused('termUnfit')
    must(whyNotDeputy({ from, to, today }, state.offices))
    const hasCommittee = (await findDivision(tx, villageId))?.branchHasCommittee ?? true
    const sits = hasCommittee
      ? inOffice(state, personId, 'branchCommittee', from) !== undefined
      : state.people.find((one) => one.id === personId)?.partyStatus === 'full'
    if (!sits || personId === caller.personId) throw new Refused('chairNotEntitled')
    const row = {
      id: randomUUID(),
      personId,
      office: 'branchDeputy' as const,
      from,
      to,
      heldUntil: to,
      villageGroup: null,
      households: [],
    }
    mustFit(state, row)
    await saveOffices(tx, villageId, [row])
    await endSessions(tx, { villageId, personIds: [personId] }, now)
    await appendEvidence(tx, {
      villageId,
      at: now,
      act: 'nameDeputy',
      by: caller.personId,
      office: 'branchSecretary',
      payload: { appointment: row.id, personId, from, to, after: reason },
    })
    return { id: row.id }
  })

const inOffice = (state: State, personId: string, office: Office, day: Day) =>
  state.offices.find(
    (one) =>
      one.personId === personId &&
      one.office === office &&
      one.from <= day &&
      (one.heldUntil === null || one.heldUntil >= day),
  )

/** 登记已办: done on that day, by this paper; what it was owed for is struck off. */
import { mayRecord, type RecordedDuty, whyNotDoneOn } from '@cunyi/shared/matter/recorded.ts'
import { type Day, shanghaiDate } from '@cunyi/shared/words/days.ts'
import { must, Refused } from '@cunyi/shared/words/refusal.ts'
import { inVillage } from '#base/database/connect.ts'
import { appendEvidence } from '#base/evidence/actions.ts'
import { bindFile } from '#base/files/bind.ts'
import { findAttachment } from '#base/files/queries.ts'
import type { Parts } from '#base/parts/parts.ts'
import type { Caller } from '#door/session/caller.ts'
import { findDivision } from '#village/divisions/queries/divisions.ts'
import { settle } from './actions.ts'
import { findDuty } from './queries.ts'

export const recordDone = (
  parts: Parts,
  { villageId, caller, now }: { villageId: string; caller: Caller; now: Date },
  { kind, key, doneOn, paperId }: { kind: RecordedDuty; key: string; doneOn: Day; paperId: string },
) =>
  inVillage(parts.db, villageId, async (tx) => {
    const route = (await findDivision(tx, villageId))?.isCommunity ? 'D' : 'A'
    if (!mayRecord(kind, route, caller.offices)) throw new Refused('forbidden')
    const owed = await findDuty(tx, villageId, kind, key)
    if (!owed) throw new Refused('notFound')
    if (owed.doneAt || owed.droppedAt) throw new Refused('alreadyDone')
    must(whyNotDoneOn(doneOn, { from: shanghaiDate(owed.since), today: shanghaiDate(now) }))
    const paper = await findAttachment(tx, villageId, paperId)
    if (!paper) throw new Refused('paperNeeded')
    await bindFile(tx, { villageId, id: paperId, subjectId: caller.personId, personId: caller.personId })
    // Struck off when it is recorded: a day long past does not make it less late.
    await settle(tx, villageId, kind, key, now)
    await appendEvidence(tx, {
      villageId,
      at: now,
      act: 'recordDone',
      by: caller.personId,
      office: caller.offices[0] ?? null,
      payload: { kind, key, doneOn, paper: paper.digest, late: now >= owed.dueAt },
    })
    return { ok: true } as const
  })

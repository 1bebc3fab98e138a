/** 授权: what the assembly has entrusted to the representatives, each with its paper and term. */
import { randomUUID } from 'node:crypto'
import type { authorisation } from '@cunyi/shared/api/divisions.ts'
import { Refused } from '@cunyi/shared/words/refusal.ts'
import type { MatterCode } from '@cunyi/shared/words/vocabulary.ts'
import type { z } from 'zod'
import { inVillage } from '#base/database/connect.ts'
import { appendEvidence } from '#base/evidence/actions.ts'
import type { Parts } from '#base/parts/parts.ts'
import type { Caller } from '#door/session/caller.ts'
import { tellAbove } from '#village/messages/above.ts'
import { entryOf, mustHavePaper } from './paper.ts'
import * as queries from './queries.ts'

type Authorisation = z.input<typeof authorisation>

export const listAuthorisations = (parts: Parts, village: string) =>
  inVillage(parts.db, village, async (tx) => ({
    rows: (await queries.allAuthorisations(tx, village)).map(
      (row): Authorisation => ({
        id: row.id,
        codes: row.codes,
        from: row.from,
        to: row.to,
        paperId: row.paperId,
        uptoFen: row.uptoFen,
        recordedAt: row.recordedAt.toISOString(),
        endedAt: row.endedAt?.toISOString() ?? null,
      }),
    ),
  }))

export async function recordAuthorisation(
  parts: Parts,
  caller: Caller,
  given: { codes: MatterCode[]; from: string; to: string; paperId: string; uptoFen?: number | undefined },
  now: Date,
) {
  if (given.to < given.from) throw new Refused('basisTermUnfit')
  return inVillage(parts.db, caller.village, async (tx) => {
    await mustHavePaper(tx, caller.village, given.paperId)
    // 授权: by those and for those whom these representatives stand for; never beyond their term.
    const term = await queries.representativesUntil(tx, caller.village, given.from)
    if (term && given.to > term) throw new Refused('beyondTheirTerm', { until: term })
    const id = randomUUID()
    const codes = [...new Set(given.codes)].sort()
    await queries.insertAuthorisation(tx, {
      ...given,
      codes,
      villageId: caller.village,
      id,
      recordedBy: caller.personId,
      recordedAt: now,
    })
    await tellAbove(tx, parts, {
      division: caller.village,
      key: 'ruleChanged',
      params: { what: `登记村民会议授权（${codes.join('、')}）` },
      now,
    })
    await appendEvidence(tx, entryOf(caller, 'recordAuthorisation', { id, ...given, codes }, now))
    return { id }
  })
}

export const endAuthorisation = (parts: Parts, caller: Caller, id: string, now: Date) =>
  inVillage(parts.db, caller.village, async (tx) => {
    if (!(await queries.endAuthorisationRow(tx, caller.village, id, now)))
      throw new Refused(
        (await queries.findAuthorisation(tx, caller.village, id)) ? 'alreadyDone' : 'notFound',
      )
    await tellAbove(tx, parts, {
      division: caller.village,
      key: 'ruleChanged',
      params: { what: '终止村民会议授权' },
      now,
    })
    await appendEvidence(tx, entryOf(caller, 'endAuthorisation', { id }, now))
    return { ok: true as const }
  })
